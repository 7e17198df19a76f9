"""Every table that a module of records declares is created with a database."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from callboard_server import records
from callboard_server.model.entity import table_name
from callboard_server.model.types import standard_model
from callboard_server.records.own_tables import OWN_TABLES
from callboard_server.records.schema import METADATA
from callboard_server.storage.tables import Tables


def test_every_declared_table_is_listed() -> None:
    for module in iter_modules(records.__path__, f"{records.__name__}."):
        import_module(module.name)
    of_entities = {table_name(root) for root in standard_model().stores()}
    declared = {name for name in METADATA.tables if name not in of_entities}
    assert declared == {table.name for table in OWN_TABLES}


def test_tables_follow_the_tables_that_they_reference() -> None:
    created = set(Tables(standard_model()).metadata.tables)
    for table in OWN_TABLES:
        assert {key.column.table.name for key in table.foreign_keys} <= created
        created.add(table.name)


def test_foreign_keys_have_names() -> None:
    """A constraint without a name cannot be found in an existing database."""
    constraints = [one for table in OWN_TABLES for one in table.foreign_key_constraints]
    assert all(one.name for one in constraints)
