"""Documented scenarios 25 to 46: entities, and the caches of a session."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import pytest

from tests.support.clients import Client
from tests.support.people import Person


def test_025_attributes(client: Client) -> None:
    session = client.session()
    kinds = {
        attribute.name: type(attribute).__name__ for attribute in session.types["FileComponent"].attributes
    }
    assert kinds["name"] == "ScalarAttribute"
    assert kinds["container"] == "ReferenceAttribute"
    assert kinds["component_locations"] == "CollectionAttribute"
    assert kinds["metadata"] == "KeyValueMappedCollectionAttribute"
    assert "name" in repr(session.types["FileComponent"].attributes.get("name"))


def test_026_scalars_references_collections(client: Client, unique: str) -> None:
    session = client.session()
    parent = session.create("Group", {"name": unique})
    children = [
        session.create("Group", {"name": f"{unique} {number}", "parent": parent}) for number in range(3)
    ]
    session.commit()
    again = client.session()
    group = again.get("Group", parent["id"])
    group["name"] = f"{unique} renamed"
    assert str(again.get("Group", children[0]["id"])["parent"]) == f"<Group({parent['id']})>"
    assert {child["id"] for child in group["children"][:]} == {child["id"] for child in children}
    assert isinstance(group["children"][:2], list)
    added = again.create("Group", {"name": f"{unique} 4"})
    group["children"].append(added)
    again.commit()
    stored = client.session().get("Group", parent["id"])
    assert stored["name"] == f"{unique} renamed"
    assert len(stored["children"]) == 4


def test_027_relations_are_one_sided(client: Client, unique: str) -> None:
    session = client.session()
    parent = session.create("Group", {"name": unique})
    child = session.create("Group", {"name": f"{unique} child"})
    session.commit()
    assert list(parent["children"]) == []
    child["parent"] = parent
    assert list(parent["children"]) == []
    session.commit()
    session.populate(parent, "children")
    assert list(parent["children"]) == [child]


def test_028_029_new_entities(client: Client, unique: str) -> None:
    session = client.session()
    not_set = client.module("symbol").NOT_SET
    with client.counted(session) as requests:
        group = session.create("Group", {"name": unique})
        assert len(group["id"]) == 36
        assert group["parent"] is not_set
        assert list(group["children"]) == []
    assert requests == []
    session.create("Group", {"name": f"{unique} child", "parent_id": group["id"]})
    session.commit()
    assert [child["name"] for child in client.session().get("Group", group["id"])["children"]] == [
        f"{unique} child"
    ]


def test_030_update_without_reading(client: Client, unique: str) -> None:
    session = client.session()
    made = session.create("Group", {"name": unique})
    session.commit()
    again = client.session(auto_populate=False)
    group = again.query(f'select id from Group where id is "{made["id"]}"').one()
    with client.counted(again) as requests:
        group["name"] = f"{unique} renamed"
        assert requests == []
        again.commit()
    assert len(requests) == 1
    assert client.session().get("Group", made["id"])["name"] == f"{unique} renamed"


def test_032_delete(client: Client, unique: str) -> None:
    session = client.session()
    job = session.create("Job", {"data": unique})
    component = session.create("FileComponent", {"name": unique, "metadata": {"note": unique}})
    session.create("JobComponent", {"job_id": job["id"], "component_id": component["id"]})
    session.commit()
    session.delete(job)
    session.delete(component)
    session.commit()
    assert job["data"] == unique
    again = client.session()
    assert again.query(f'Job where id is "{job["id"]}"').first() is None
    assert again.query(f'JobComponent where job_id is "{job["id"]}"').first() is None
    assert again.query(f'Metadata where value is "{unique}"').first() is None


def test_033_populate(client: Client, ann: Person, bob: Person) -> None:
    session = client.session()
    not_set = client.module("symbol").NOT_SET
    people = session.query(f"select id from User where id in ({ann.id}, {bob.id}) order by username").all()
    people[0]["first_name"] = "Local"
    with client.counted(session) as requests:
        session.populate([*people, session.create("User", {"username": "nobody"})], "first_name, last_name")
        assert len(requests) == 1
        with session.auto_populating(False):
            assert [user["first_name"] for user in people] == ["Local", "Bob"]
            assert [user["last_name"] for user in people] == ["Archer", "Builder"]
            assert people[0]["email"] is not_set
    session.populate(people[0], "email")
    session.populate(tuple(people), "email")
    session.populate(session.query(f'User where id is "{ann.id}"'), "email")
    session.populate([], "email")
    session.rollback()


def test_034_states(client: Client, ann: Person, unique: str) -> None:
    session = client.session()
    state, symbol = client.module("inspection").state, client.module("symbol")
    created = session.create("User", {"username": unique})
    fetched = session.get("User", ann.id)
    assert (state(created), state(fetched)) == (symbol.CREATED, symbol.NOT_SET)
    fetched["first_name"] = "Anne"
    assert state(fetched) is symbol.MODIFIED
    assert session.created == [created]
    assert session.modified == [fetched]
    session.delete(fetched)
    assert state(fetched) is symbol.DELETED
    assert session.deleted == [fetched]
    session.rollback()


def test_034_states_of_several(client: Client, ann: Person) -> None:
    """The official client returns one state for an entity that is given twice; ours returns two."""
    session = client.session()
    user = session.get("User", ann.id)
    assert len(client.module("inspection").states([user, user])) == (2 if client.is_ours else 1)


def test_035_036_plugins_shape_entity_types(official: Client, tmp_path: Path, ann: Person) -> None:
    """Our client has no plugins."""
    (tmp_path / "plugin.py").write_text(
        "import ftrack_api, functools\n"
        "import ftrack_api.entity.factory\n"
        "class Factory(ftrack_api.entity.factory.StandardFactory):\n"
        "    def create(self, schema, bases=None):\n"
        "        made = super().create(schema, bases=bases)\n"
        "        if schema['id'] == 'User':\n"
        "            made.default_projections = ['id', 'username', 'last_name']\n"
        "            made.get_full_name = lambda self: '{first_name} {last_name}'.format(**self)\n"
        "        return made\n"
        "def construct(event):\n"
        "    return Factory().create(event['data']['schema'])\n"
        "def register(session):\n"
        "    session.event_hub.subscribe('topic=ftrack.api.session.construct-entity-type', construct)\n"
    )
    session = official.session(plugin_paths=[str(tmp_path)])
    user = session.query(f'User where id is "{ann.id}"').one()
    with session.auto_populating(False):
        assert user["last_name"] == "Archer"
    assert user.get_full_name() == "Ann Archer"


def test_037_plugins_add_a_base_class(official: Client, tmp_path: Path, ann: Person) -> None:
    (tmp_path / "plugin.py").write_text(
        "import ftrack_api.entity.base\n"
        "import ftrack_api.entity.factory\n"
        "class CustomUser(ftrack_api.entity.base.Entity):\n"
        "    def greeting(self):\n"
        "        return 'Hello, ' + self['first_name']\n"
        "class Factory(ftrack_api.entity.factory.StandardFactory):\n"
        "    def create(self, schema, bases=None):\n"
        "        return super().create(schema, bases=[CustomUser] if schema['id'] == 'User' else bases)\n"
        "def construct(event):\n"
        "    return Factory().create(event['data']['schema'])\n"
        "def register(session):\n"
        "    session.event_hub.subscribe('topic=ftrack.api.session.construct-entity-type', construct)\n"
    )
    session = official.session(plugin_paths=[str(tmp_path)])
    user = session.get("User", ann.id)
    assert user.greeting() == "Hello, Ann"
    assert hasattr(user, "start_timer"), "the helpers of users are kept"
    names = [each.__name__ for each in type(user).__mro__]
    assert names.index("User") < names.index("CustomUser") < names.index("Entity")


def test_038_results_of_different_queries_are_merged(client: Client, ann: Person, unique: str) -> None:
    session = client.session()
    session.create("Job", {"user_id": ann.id, "data": unique, "status": "running"})
    session.commit()
    again = client.session()
    first = again.query(f'select status from Job where data is "{unique}"').one()
    user = first["user"]
    by_id = again.query(f'select email from User where id is "{ann.id}"').one()
    assert user is by_id
    with again.auto_populating(False):
        assert user["email"] == "ann@example.org"


def test_039_ensure(client: Client, unique: str) -> None:
    session = client.session()
    first = session.ensure(
        "User", {"username": unique, "email": "one@example.org"}, identifying_keys=["username"]
    )
    with client.counted(session) as requests:
        assert (
            session.ensure(
                "User", {"username": unique, "email": "one@example.org"}, identifying_keys=["username"]
            )
            is first
        )
    assert len(requests) == 1, "nothing is written if nothing differs"
    changed = session.ensure(
        "User", {"username": unique, "email": "two@example.org"}, identifying_keys=["username"]
    )
    assert changed is first
    assert client.session().query(f'User where username is "{unique}"').one()["email"] == "two@example.org"


def test_039_ensure_with_quotes(client: Client, unique: str) -> None:
    """The official client inserts names into its query without escaping them; ours escapes them."""
    name = f'{unique} "quoted"'
    session = client.session()
    if client.is_ours:
        assert session.ensure("Group", {"name": name})["name"] == name
        assert session.ensure("Group", {"name": name})["name"] == name
        assert len(session.query(f'Group where name like "{unique}%"')) == 1
    else:
        with pytest.raises(client.module("exception").ServerError):
            session.ensure("Group", {"name": name})


def test_040_rollback_after_failure(client: Client, unique: str, ann: Person) -> None:
    session = client.session()
    kept = session.get("User", ann.id)
    kept["first_name"] = "Anne"
    made = session.create("Job", {"data": unique, "status": "no such status"})
    with pytest.raises(client.module("exception").ServerError, match="ValidationError"):
        session.commit()
    assert len(session.recorded_operations) > 0
    session.rollback()
    assert len(session.recorded_operations) == 0
    assert kept["first_name"] == "Ann"
    assert session.created == []
    assert client.session().query(f'Job where data is "{unique}"').first() is None
    assert client.session().get("User", ann.id)["first_name"] == "Ann"
    assert made["data"] == unique or not client.is_ours
    session.create("Job", {"data": unique})
    session.commit()


def test_041_get(client: Client, ann: Person) -> None:
    session = client.session()
    with client.counted(session) as requests:
        assert session.get("User", ann.id) is session.get("User", ann.id)
        assert len(requests) == 1
        assert session.get("User", "no-such-user") is None


def test_041_get_by_a_base_type(client: Client, ann: Person) -> None:
    """The official client sends a request for each call with a base type; ours sends one."""
    session = client.session()
    user = session.get("User", ann.id)
    with client.counted(session) as requests:
        assert session.get("Resource", ann.id) is user
        assert session.get("Resource", ann.id) is user
    assert len(requests) == (1 if client.is_ours else 2)


@pytest.fixture
def cache_file(tmp_path: Path) -> str:
    return str(tmp_path / "cache.dbm")


def persistent(official: Client, path: str, strategy: str = "persisted_only") -> Any:
    cache = official.module("cache")

    def make(session: Any) -> Any:
        encode = functools.partial(session.encode, entity_attribute_strategy=strategy)
        return cache.SerialisedCache(cache.FileCache(path), encode=encode, decode=session.decode)

    return make


def test_042_043_persistent_cache(official: Client, cache_file: str, ann: Person) -> None:
    """Our client caches entities in memory only."""
    first = official.session(cache=persistent(official, cache_file))
    assert [type(layer).__name__ for layer in first.cache.caches] == ["MemoryCache", "SerialisedCache"]
    first.get("User", ann.id)["username"]
    first.close()
    second = official.session(cache=persistent(official, cache_file))
    with official.counted(second) as requests:
        assert second.get("User", ann.id)["username"] == "ann"
    assert requests == []
    assert len(official.session(cache=lambda _session: None).cache.caches) == 1


def test_044_a_proxy_that_caches_only_committed_entities(
    official: Client, cache_file: str, ann: Person, unique: str
) -> None:
    cache, inspection, symbol = (official.module(name) for name in ("cache", "inspection", "symbol"))

    class Committed(cache.ProxyCache):  # type: ignore[misc, name-defined] # the client has no types
        def __init__(self, proxied: Any, session: Any) -> None:
            super().__init__(proxied)
            self.session = session

        def set(self, key: str, value: Any) -> None:
            if inspection.state(value) is not symbol.CREATED:
                super().set(key, value)

    def make(session: Any) -> Any:
        encode = functools.partial(session.encode, entity_attribute_strategy="persisted_only")
        return Committed(
            cache.SerialisedCache(cache.FileCache(cache_file), encode=encode, decode=session.decode), session
        )

    session = official.session(cache=make)
    session.get("User", ann.id)
    made = session.create("Group", {"name": unique})
    kept = session.cache.caches[1].keys()
    assert any(ann.id in str(key) for key in kept)
    assert not any(made["id"] in str(key) for key in kept)
    session.rollback()


def test_045_persisted_only(client: Client, ann: Person) -> None:
    session = client.session()
    user = session.get("User", ann.id)
    session.populate(user, "first_name, thumbnail_url")
    user["first_name"] = "Anne"
    text = session.encode(user, entity_attribute_strategy="persisted_only")
    assert '"Ann"' in text
    assert "Anne" not in text
    assert "thumbnail_url" not in text
    session.rollback()


def test_046_a_custom_cache(official: Client, ann: Person) -> None:
    kept: dict[str, Any] = {}

    class CustomCache(official.module("cache").Cache):  # type: ignore[misc] # the client has no types
        def get(self, key: str) -> Any:
            return kept[key]

        def set(self, key: str, value: Any) -> None:
            kept[key] = value

        def remove(self, key: str) -> None:
            del kept[key]

        def keys(self) -> list[str]:
            return list(kept)

    custom = CustomCache()
    session = official.session(cache=custom)
    user = session.get("User", ann.id)
    assert custom in session.cache.caches
    assert [value for key, value in kept.items() if ann.id in str(key)] == [user]
