"""The module tree of the client: the paths that scripts import, and the public names of each."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from importlib import import_module
from types import FunctionType

import pytest

import callboard
from callboard.core.entity import Entity
from callboard.entity.factory import Factory, StandardFactory
from callboard.entity.note import CreateNoteMixin
from tests.unit.client.stub import SCHEMAS

PUBLIC = {
    "session": {"Session"},
    "query": {"QueryResult"},
    "attribute": {
        "Attribute",
        "Attributes",
        "CollectionAttribute",
        "KeyValueMappedCollectionAttribute",
        "ReferenceAttribute",
        "ScalarAttribute",
    },
    "cache": {
        "Cache",
        "FileCache",
        "KeyMaker",
        "LayeredCache",
        "Memoiser",
        "MemoryCache",
        "ObjectKeyMaker",
        "ProxyCache",
        "SerialisedCache",
        "StringKeyMaker",
        "memoise",
        "memoise_decorator",
        "memoiser",
    },
    "collection": {"Collection", "KeyValueMappedCollectionProxy"},
    "operation": {
        "CreateEntityOperation",
        "DeleteEntityOperation",
        "Operation",
        "Operations",
        "UpdateEntityOperation",
    },
    "plugin": {"discover", "load_source"},
    "resource_identifier_transformer.base": {"ResourceIdentifierTransformer"},
    "inspection": {"identity", "primary_key", "state", "states"},
    "symbol": {"CREATED", "DELETED", "MODIFIED", "NOT_SET", "Symbol"},
    "exception": {"Error", "ServerError"},
    "data": {"Data", "File", "FileWrapper", "String"},
    "entity.base": {"Entity"},
    "entity.factory": {"Factory", "StandardFactory"},
    "entity.asset_version": {"AssetVersion"},
    "entity.component": {"Component"},
    "entity.job": {"Job"},
    "entity.location": {"Location", "OriginLocationMixin", "ServerLocationMixin", "UnmanagedLocationMixin"},
    "entity.note": {"CreateNoteMixin", "Note"},
    "entity.project_schema": {"ProjectSchema"},
    "entity.user": {"User"},
    "accessor.base": {"Accessor"},
    "accessor.disk": {"DiskAccessor", "error_handler"},
    "accessor.server": {"ServerFile", "_ServerAccessor"},
    "structure.base": {"Structure"},
    "structure.entity_id": {"EntityIdStructure"},
    "structure.id": {"IdStructure"},
    "structure.origin": {"OriginStructure"},
    "structure.standard": {"StandardStructure"},
    "event.base": {"Event"},
    "event.expression": {"All", "Any", "Condition", "Expression", "Not", "Parser"},
    "event.hub": {"EventHub", "ServerDetails"},
    "event.subscriber": {"Subscriber"},
    "event.subscription": {"Subscription"},
}
"""The paths that existing scripts import, and the names at each that this client has."""

MODULES = [found.name for found in pkgutil.walk_packages(callboard.__path__, "callboard.")]


@pytest.mark.parametrize("path", PUBLIC)
def test_the_paths_of_the_field_can_be_imported(path: str) -> None:
    module = import_module(f"callboard.{path}")
    assert {name for name in PUBLIC[path] if not hasattr(module, name)} == set()
    assert {name for name in PUBLIC[path] if not name.startswith("_")} <= set(module.__all__)


def test_one_import_reaches_every_path() -> None:
    code = f"import callboard\nfor path in {list(PUBLIC)!r}: eval('callboard.' + path)"
    environment = {"PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, env=environment, capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", MODULES)
def test_all_lists_the_public_names(name: str) -> None:
    module = import_module(name)
    listed = list(getattr(module, "__all__", []))
    assert [each for each in listed if not hasattr(module, each)] == []
    assert len(set(listed)) == len(listed)
    defined = {
        each
        for each, value in vars(module).items()
        if isinstance(value, (type, FunctionType)) and value.__module__ == name and not each.startswith("_")
    }
    assert defined <= set(listed)


def test_factories_build_classes_from_schemas() -> None:
    class Mine(Entity):
        pass

    schema = next(each for each in SCHEMAS if each["id"] == "Task")
    plain = Factory().create(schema)
    assert issubclass(plain, Entity)
    assert not issubclass(plain, CreateNoteMixin)
    assert "metadata" not in plain.attributes.keys()  # noqa: SIM118 - Attributes contains attributes
    standard = StandardFactory().create(schema, bases=[Mine])
    assert standard.__name__ == "Task"
    assert standard.__mro__.index(CreateNoteMixin) < standard.__mro__.index(Mine)
    assert "metadata" in standard.attributes.keys()  # noqa: SIM118 - Attributes contains attributes
