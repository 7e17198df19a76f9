"""The model rejects contradictory declarations, and every declared type is consistent."""

from __future__ import annotations

import pytest

from callboard.errors import UnknownAttribute, UnknownEntityType
from callboard_server.model.attributes import (
    LONGEST_INDEXED,
    NEW_ID,
    Boolean,
    Collection,
    Computed,
    ComputedKind,
    ForeignKey,
    Integer,
    ManyToMany,
    MappedCollection,
    Reference,
    Text,
)
from callboard_server.model.entity import NULL_COUNTS, Discriminator, Entity, table_name
from callboard_server.model.model import Model, did_you_mean
from callboard_server.storage.computed import GATHERED, PLAIN
from callboard_server.storage.derived import DERIVED
from tests.support.world import model, tables

ID = Text("id", default=NEW_ID, required=True, immutable=True)
EVERY = [pytest.param(entity, id=entity.name) for entity in model()]


def entity(name: str, *attributes: object, **options: object) -> Entity:
    return Entity(name, attributes=(ID, *attributes), **options)  # type: ignore[arg-type]  # tests also declare invalid attributes


# -- Invalid declarations
# ------------------------------------------------------------------------------------------------


def test_a_relation_may_have_an_undeclared_target() -> None:
    made = Model(
        [
            entity(
                "Shot",
                ForeignKey("sequence_id", "Sequence"),
                Reference("sequence", "Sequence", via="sequence_id"),
            )
        ]
    )
    assert "Sequence" not in made
    assert made.referrers(made.entity("Shot")) == ()


@pytest.mark.parametrize(
    ("attributes", "options", "message"),
    [
        ((), {"key": ("number",)}, "Shot has no attribute 'number'"),
        ((), {"default_projections": ("name",)}, "Shot has no attribute 'name'"),
        ((Reference("user", "User", via="user_id"),), {}, "Shot.user needs a foreign key 'user_id'"),
        (
            (Boolean("user_id"), Reference("user", "User", via="user_id")),
            {},
            "Shot.user needs a foreign key 'user_id'",
        ),
        (
            (ManyToMany("parts", "Shot", through="Shot", near="whole_id", far="id"),),
            {},
            "Shot.parts: Shot has no 'whole_id'",
        ),
        ((Computed("link", ComputedKind.TEXT, inputs=("nothing",)),), {}, "Shot.link: Shot has no 'nothing'"),
        ((Collection("parts", "Shot", via="whole_id"),), {}, "Shot.parts: Shot has no 'whole_id'"),
        ((MappedCollection("parts", "Shot", via="whole_id"),), {}, "Shot.parts: Shot has no 'whole_id'"),
    ],
)
def test_contradictory_declarations_are_refused(
    attributes: tuple[object, ...], options: dict[str, object], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Model([entity("Shot", *attributes, **options)])


def test_types_of_a_family_agree_about_shared_columns() -> None:
    base = entity("Base", Text("kind"), Text("size"))
    other = entity(
        "Other",
        Text("kind"),
        Integer("size"),
        extends="Base",
        discriminator=Discriminator(attribute="kind", value="o"),
    )
    with pytest.raises(ValueError, match="must be of the same kind"):
        Model([base, other])


# -- Families
# ------------------------------------------------------------------------------------------------------------


def test_a_family_shares_the_table_of_its_root() -> None:
    made = model()
    component = made.entity("Component")
    assert made.root(made.entity("SequenceComponent")) is component
    assert [member.name for member in made.family(component)] == [
        "Component",
        "FileComponent",
        "ContainerComponent",
        "SequenceComponent",
    ]
    assert made.discriminator(component) == "system_type"
    assert made.store(made.entity("FileComponent")) is component


def test_a_type_may_read_the_table_of_another() -> None:
    made = model()
    label, category = made.entity("NoteLabel"), made.entity("NoteCategory")
    assert made.root(category) is category
    assert made.store(category) is label
    assert tables().by_root["NoteCategory"] is tables().by_root["NoteLabel"]
    assert made.fits(label, category)
    assert made.fits(category, label)
    assert not made.fits(made.entity("Job"), label)


@pytest.mark.parametrize(
    ("queried", "kinds"),
    [
        ("Component", {"Component", "FileComponent", "ContainerComponent", "SequenceComponent"}),
        ("ContainerComponent", {"ContainerComponent", "SequenceComponent"}),
        ("SequenceComponent", {"SequenceComponent"}),
        ("FileComponent", {"FileComponent"}),
        ("Resource", {"User", "Collaborator", "Group"}),
        ("BaseUser", {"User", "Collaborator"}),
        ("User", {"User"}),
        ("Job", {"Job"}),
        ("Context", {"Project", "Task", "Milestone", "Shot", "Sequence", "Episode", "AssetBuild", "Folder"}),
        ("TypedContext", {"Task", "Milestone", "Shot", "Sequence", "Episode", "AssetBuild", "Folder"}),
        ("List", {"AssetVersionList", "TypedContextList"}),
    ],
)
def test_the_concrete_types_of_a_type(queried: str, kinds: set[str]) -> None:
    assert {kind.name for kind in model().concrete(model().entity(queried))} == kinds


def test_the_discriminator_selects_the_type() -> None:
    made = model()
    root = made.entity("Resource")
    assert made.concrete_by_value(root, "group").name == "Group"
    assert made.concrete_by_value(made.entity("Job"), None).name == "Job"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Job", "job"), ("JobComponent", "job_component"), ("UserSecurityRole", "user_security_role")],
)
def test_tables_are_named_after_their_type(name: str, expected: str) -> None:
    assert table_name(model().entity(name)) == expected


# -- Every declared type
# ------------------------------------------------------------------------------------------------------------


KEY_NOT_REQUIRED = {"CustomAttributeLink", "CustomAttributeLinkFrom", "Action", "WebhookAction", "ActionLog"}
"""Types whose keys the reference schemas do not require."""


@pytest.mark.parametrize("kind", EVERY)
def test_keys_are_stored_required_and_immutable(kind: Entity) -> None:
    for name in kind.key:
        attribute = kind.stored_by_name[name]
        assert attribute.required or kind.name in KEY_NOT_REQUIRED
        assert attribute.immutable


@pytest.mark.parametrize("kind", EVERY)
def test_names_are_unique(kind: Entity) -> None:
    assert len(kind.by_name) == len(kind.attributes)


@pytest.mark.parametrize("kind", EVERY)
def test_default_projections_exist(kind: Entity) -> None:
    for name in (*kind.always, *kind.default):
        assert name in kind.by_name
        assert not kind.by_name[name].internal
    assert set(kind.key) <= set(kind.always)


def test_system_projections_include_legacy_names() -> None:
    made = model()
    assert set(made.entity("Shot").always) == {"id", "context_type", "project_id", "object_type_id"}
    assert set(made.entity("AssetVersion").always) == {"id", "asset_id", "project_id"}
    assert set(made.entity("ContextCustomAttributeValue").always) == {
        "configuration_id",
        "entity_id",
        "key",
        "value",
    }


@pytest.mark.parametrize("kind", EVERY)
def test_references_have_the_target_of_their_foreign_key(kind: Entity) -> None:
    for attribute in kind.attributes:
        if isinstance(attribute, Reference):
            foreign = kind.readable_by_name[attribute.via]
            if isinstance(foreign, ForeignKey):
                made = model()
                ends = made.entity(foreign.target), made.entity(attribute.target)
                assert (
                    ends[0] is ends[1]
                    or made.fits(*ends)
                    or made.fits(*reversed(ends))
                    or made.root(ends[0]) is made.root(ends[1])
                )


@pytest.mark.parametrize("kind", EVERY)
def test_a_type_has_every_attribute_of_the_one_it_extends(kind: Entity) -> None:
    if kind.extends:
        missing = set(model().entity(kind.extends).by_name) - set(kind.by_name)
        assert not missing


@pytest.mark.parametrize("kind", EVERY)
def test_unique_attributes_are_stored(kind: Entity) -> None:
    for names in kind.unique:
        assert {name.lstrip(NULL_COUNTS) for name in names} <= set(kind.stored_by_name)


@pytest.mark.parametrize("kind", EVERY)
def test_every_computed_attribute_has_a_function(kind: Entity) -> None:
    for attribute in kind.attributes:
        if isinstance(attribute, Computed):
            assert (attribute.function in PLAIN) != (attribute.function in GATHERED)
            assert set(attribute.inputs) <= set(kind.readable_by_name)
            assert isinstance(attribute.kind, ComputedKind)


@pytest.mark.parametrize("kind", EVERY)
def test_every_derived_attribute_has_a_definition(kind: Entity) -> None:
    for name, attribute in kind.readable_by_name.items():
        assert ((model().root(kind).name, name) in DERIVED) == attribute.derived


@pytest.mark.parametrize("kind", EVERY)
def test_legacy_names_are_unique(kind: Entity) -> None:
    names = [attribute.legacy_name for attribute in kind.stored if attribute.twin_of is None]
    assert len(names) == len(set(names))


def test_internal_attributes_are_marked_by_their_name() -> None:
    for kind in model():
        for attribute in kind.attributes:
            assert (
                not attribute.internal
                or attribute.name.startswith("_")
                or attribute.name in kind.wire_required
                or any(
                    attribute.name in below.by_name for below in model().concrete(kind) if below is not kind
                )
            )


# -- Looking up
# ------------------------------------------------------------------------------------------------------------


def test_an_unknown_name_has_a_hint() -> None:
    with pytest.raises(UnknownEntityType) as caught:
        model().entity("JobComponents")
    assert caught.value.hint == 'Did you mean "JobComponent"?'
    with pytest.raises(UnknownAttribute) as other:
        model().attribute(model().entity("User"), "user_name")
    assert other.value.hint == 'Did you mean "username"?'


@pytest.mark.parametrize(
    ("name", "hint"),
    [("statsu", 'Did you mean "status"?'), ("STATUS", 'Did you mean "status"?'), ("xyz", None), ("", None)],
)
def test_did_you_mean(name: str, hint: str | None) -> None:
    assert did_you_mean(name, ("status", "created_at")) == hint


def test_referrers_are_every_foreign_key_into_a_table() -> None:
    found = {
        (owner.name, attribute.name) for owner, attribute in model().referrers(model().entity("Component"))
    }
    assert found >= {
        ("Component", "container_id"),
        ("ComponentLocation", "component_id"),
        ("JobComponent", "component_id"),
        ("NoteComponent", "component_id"),
        ("Resource", "thumbnail_id"),
        ("Context", "thumbnail_id"),
    }
    assert ("ReviewSession", "thumbnail_id") not in found, "which is derived"


def test_unique_texts_fit_into_an_index() -> None:
    for kind in model():
        names = {name.lstrip("?") for unique in kind.unique for name in unique}
        for attribute in map(kind.stored_by_name.__getitem__, names):
            if isinstance(attribute, Text) and not attribute.name.endswith(("_id", "type", "_hash")):
                assert attribute.limit <= LONGEST_INDEXED, f"{kind.name}.{attribute.name}"
