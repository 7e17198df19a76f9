"""What an actor may see and change, told as criteria of the query language: the one place where that is
decided.

Administrators see and change everything. For everybody else, whatever is in a project follows that project:
it is there for those whose roles open the project, and for nobody else, whether they ask for it, for a
collection that holds it or for a reference to it. Roles of the type "ASSIGNED" open own assignments alone,
and the contexts above them. Jobs are seen by their owners and by those who opened their shared link. A file
is in the project of the version, the note or the thumbnail that held it first, and is seen by whoever sees
that project, or a job that holds it; one that is in neither is seen by all. People, roles, vocabulary,
workflow and locations are seen by all who are signed in, automations by administrators alone.

Each criterion of a type costs a look at an index for each row: projects are told by what the row itself says
of its project, and what an identifier of no certain type leads to is looked up by that identifier.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from attrs import evolve, frozen

from callboard_server.access.actor import Actor, Rights
from callboard_server.model.entity import Model
from callboard_server.model.types.components import DEEPEST_CONTAINER
from callboard_server.model.types.metadata import OWNERS
from callboard_server.query.bind import bind_criteria
from callboard_server.query.bound import BoundCriteria, BoundQuery
from callboard_server.query.format import quote
from callboard_server.query.parser import parse_criteria
from callboard_server.query.syntax import Literal

MOST_COMPARED = 8
NEVER = "id is none"
"""A criterion that nothing meets."""

AUTOMATIONS = ("Automation", "Trigger", "WebhookAction")
"""What only administrators see, since it may hold secrets."""


@frozen
class Sight:
    """Criteria about one row, of each type that is in projects.

    `working` is about a project that the actor works in.
    """

    working: str
    context: str
    asset: str
    version: str
    note: str
    component: str

    def of(self, target: str) -> str:
        """Return the criterion about a row of *target*, one of the types that something in a project can
        belong to.
        """
        return {
            "Context": self.context,
            "Asset": self.asset,
            "AssetVersion": self.version,
            "Component": self.component,
            "List": f"project has ({self.working})",
            "ListObject": f"list has (project has ({self.working}))",
            "Note": self.note,
            "ReviewSession": f"project has ({self.working})",
            "ReviewSessionObject": f"review_session has (project has ({self.working}))",
            "CalendarEvent": f"project_id is none or project has ({self.working})",
            "TypedContextLink": f"from has ({self.context}) and to has ({self.context})",
            "AssetVersionLink": f"from has ({self.version}) and to has ({self.version})",
        }[target]


def sight(rights: Rights, job: str) -> Sight:
    """Return what *rights* let see, with *job* as the criterion about a job."""
    working = project_criteria(rights.works_in, is_open=rights.works_in_open)
    within = f"_project has ({working})"
    context = asset = version = note = within
    if rights.is_assigned:
        there = f"_project has ({project_criteria(rights.assigned_in, is_open=rights.assigned_in_open)})"
        context = f"{within} or {there} and {assigned('id', rights)}"
        asset = f"{within} or {there} and {assigned('context_id', rights)}"
        on_asset = f"asset has ({assigned('context_id', rights)})"
        version = f"{within} or {there} and ({assigned('task_id', rights)} or {on_asset})"
        on_note = assigned("parent_id", rights)
        note = f"{within} or {there} and ({on_note} or in_reply_to has ({on_note}))"
    asset, version, note = (f"_project_id is none or {one}" for one in (asset, version, note))
    component = file_criteria(within, f"job has ({job})")
    if rights.is_assigned:
        component = f"{component} or version has ({version}) or container has (version has ({version}))"
        component += (
            f" or _note_components any (note has ({note})) or _shown_contexts any ({context}) or "
            f"_shown_versions any ({version})"
        )
    return Sight(working, context, asset, version, note, component)


def project_criteria(identifiers: Iterable[str], *, is_open: bool) -> str:
    """Return that a project is one of those with *identifiers*, or with *is_open* one that is not private."""
    named = among("id", identifiers)
    criteria = [*(["not is_private is true"] if is_open else []), *([named] if named else [])]
    return " or ".join(criteria) or NEVER


def assigned(name: str, rights: Rights) -> str:
    """Return that the context named by *name* is assigned to the actor, or above one that is.

    These are lists that databases make once for a question. Written as relations of each row, they would be
    planned again and again.
    """
    own = (
        "select context_id from Appointment where type is assignment and "
        f"({among('resource_id', rights.resource_ids) or NEVER})"
    )
    return (
        f"({name} in ({own}) or {name} in (select ancestor_id from ContextAncestor where context_id in "
        f"({own})))"
    )


def directly_assigned(rights: Rights) -> str:
    """Return that a context is assigned to the actor, or to a group that the actor is in."""
    return f"assignments any ({among('resource_id', rights.resource_ids) or NEVER})"


def belonging(criteria: Mapping[str, str], prefix: str = "_") -> str:
    """Return that whatever an identifier leads to meets the criterion about it, by the collection that leads
    there.
    """
    return " and ".join(f"not {prefix}{name} any (not ({one}))" for name, one in criteria.items())


def file_criteria(within: str, job_component: str) -> str:
    """Return that a file is *within* a project, or in a job, that the actor sees, or in neither. A container
    brings what is in it along.

    Which project it is in says its own row: looking from it for all that may hold it, PostgreSQL would plan
    for a quarter of a second.
    """
    loose = f"_project_id is none and not ({in_some('_job_components any ()')})"
    return f"{within} or {in_some(f'_job_components any ({job_component})')} or {loose}"


def in_some(criteria: str, depth: int = DEEPEST_CONTAINER) -> str:
    """Return that a component, or a container that it is in, meets *criteria*."""
    above = f" or container has ({in_some(criteria, depth - 1)})" if depth else ""
    return f"{criteria}{above}"


def among(name: str, values: Iterable[str]) -> str:
    """Return that *name* is one of *values*; nothing when there are none.

    A few are compared one by one, which databases do faster than they look into a list. Their number is
    filled up to a power of two, so that as few different questions as possible come of it.
    """
    listed = [quote(Literal(value, quoted=True, span=(0, 0))) for value in sorted(values)]
    if len(listed) > MOST_COMPARED:
        return f"{name} in ({', '.join(listed)})"
    while len(listed) & (len(listed) - 1):
        listed.append(listed[-1])
    return " or ".join(f"{name} is {value}" for value in listed)


def readable_texts(user_id: str, rights: Rights) -> dict[str, str]:
    """Return who may see, by the type that owns the table or is a question to others.

    A type that is not named is seen by all.
    """
    own = among("user_id", [user_id])
    job = f"({own} or _grants any ({own}))"
    seen = sight(rights, job)
    of, working, context = seen.of, seen.working, seen.context
    owners = {name: of(target) for name, target in OWNERS.items()}

    def on(*names: str) -> str:
        return belonging({name: owners[name] for name in names})

    on_context = f"context_id is none or context has ({context})"
    role = among("name", rights.role_names) or NEVER
    value = f"configuration has (read_security_roles any ({role}))"
    linked = (
        f"configuration has (read_security_roles any ({role})) and {belonging(owners, '_from_')} and "
        f"{belonging(owners, '_to_')}"
    )
    event = (
        f"(project_id is none or project has ({working})) and {on('contexts', 'assets', 'versions', 'notes')}"
    )
    session = f"review_session has ({of('ReviewSession')})"
    return {
        "Context": context,
        "Asset": seen.asset,
        "AssetVersion": seen.version,
        "Component": seen.component,
        "ComponentLocation": f"component has ({seen.component})",
        "Job": job,
        "JobComponent": f"job has {job}",
        "TypedContextLink": of("TypedContextLink"),
        "AssetVersionLink": of("AssetVersionLink"),
        "Manager": on_context,
        "Note": seen.note,
        "NoteLabelLink": f"note has ({seen.note})",
        "NoteComponent": f"note has ({seen.note})",
        "Recipient": f"note has ({seen.note})",
        "StatusChange": on("contexts", "versions"),
        "Event": event,
        "Feed": f"event has ({event}) and {on('contexts', 'assets', 'versions', 'notes')}",
        "Appointment": on_context,
        "Timelog": on_context,
        "Timer": on_context,
        "CalendarEvent": of("CalendarEvent"),
        "CalendarEventResource": f"calendar_event has ({of('CalendarEvent')})",
        "List": of("List"),
        "ListObject": f"{of('ListObject')} and {on('contexts', 'versions')}",
        "ReviewSession": of("ReviewSession"),
        "ReviewSessionInvitee": session,
        "ReviewSessionObject": session,
        "ReviewSessionObjectStatus": f"review_session_object has ({session})",
        "EntitySetting": on("sessions"),
        "Metadata": belonging(owners),
        "UserSecurityRoleProject": f"project has ({working})",
        "CustomConfigurationBase": f"project_id is none or _project has ({working})",
        "CustomAttributeValue": (
            f"{value} and {on('contexts', 'assets', 'versions', 'lists', 'list_objects')}"
        ),
        "ContextCustomAttributeValue": f"{value} and _entity has ({context})",
        "AssetCustomAttributeValue": f"{value} and _entity has ({seen.asset})",
        "AssetVersionCustomAttributeValue": f"{value} and _entity has ({seen.version})",
        "ListCustomAttributeValue": f"{value} and _entity has ({of('List')})",
        "ListObjectCustomAttributeValue": f"{value} and _entity has ({of('ListObject')})",
        "UserCustomAttributeValue": value,
        "CustomAttributeLink": linked,
        "CustomAttributeLinkFrom": linked,
        **dict.fromkeys(AUTOMATIONS, NEVER),
    }


def writable_texts(user_id: str, rights: Rights) -> dict[str, str]:
    """Return who may change what exists.

    As above, but a shared link and what is above an assignment give eyes only.
    """
    own = among("user_id", [user_id])
    seen = sight(rights, own)
    texts = readable_texts(user_id, rights)
    role = among("name", rights.role_names) or NEVER
    texts |= {
        "Component": seen.component,
        "ComponentLocation": f"component has ({seen.component})",
        "Job": own,
        "JobComponent": f"job has ({own})",
        "Metadata": belonging({name: seen.of(target) for name, target in OWNERS.items()}),
        "CustomAttributeValue": texts["CustomAttributeValue"].replace(
            "read_security_roles", "write_security_roles"
        ),
        # Whoever may write its values: it is for administrators itself.
        "CustomConfigurationBase": f"write_security_roles any ({role})",
    }
    if rights.is_assigned:
        texts["Context"] = (
            f"_project has ({seen.working}) or ({seen.context}) and {directly_assigned(rights)}"
        )
    return texts


def placeable_texts(user_id: str, rights: Rights) -> dict[str, str]:
    """Return where the actor may put what belongs to an entity of any type, by the type that owns the table.

    On what is seen.
    """
    own = among("user_id", [user_id])
    seen = sight(rights, f"({own} or _grants any ({own}))")
    owners = {name: seen.of(target) for name, target in OWNERS.items()}
    on_owner = belonging(owners)
    return {
        **dict.fromkeys(
            ("Note", "Metadata", "EntitySetting", "ListObject", "CustomAttributeValue"), on_owner
        ),
        "CustomAttributeLink": f"{belonging(owners, '_from_')} and {belonging(owners, '_to_')}",
    }


ADMINISTRATORS_ONLY = frozenset(
    {
        *(
            "UserType",
            "SecurityRole",
            "UserSecurityRole",
            "UserSecurityRoleProject",
            "Membership",
            "JobGrant",
            "Location",
            "Disk",
        ),
        *(
            "ObjectType",
            "Type",
            "Priority",
            "Status",
            "State",
            "Scope",
            "ManagerType",
            "AssetType",
            "NoteLabel",
            "ListCategory",
        ),
        *(
            "ProjectSchema",
            "ProjectSchemaObjectType",
            "ProjectSchemaOverride",
            "Schema",
            "SchemaStatus",
            "SchemaType",
        ),
        *(
            "TaskTypeSchema",
            "TaskTypeSchemaType",
            "WorkflowSchema",
            "WorkflowSchemaStatus",
            "TaskTemplate",
            "TaskTemplateItem",
        ),
        *(
            "CustomConfigurationBase",
            "ConfigurationReadRole",
            "ConfigurationWriteRole",
            "CustomAttributeGroup",
            "CustomAttributeType",
        ),
        *("Setting", "SettingComponent", *AUTOMATIONS),
    }
)
"""Types, by the owner of their table, that only administrators create, change and delete."""

OWN_PROFILE = frozenset({"first_name", "last_name", "email", "thumbnail_id"})
"""What a user may change of his own entity; all else of users and groups is for administrators."""


def restrict(query: BoundQuery, actor: Actor, model: Model) -> BoundQuery:
    """Return *query* narrowed to what *actor* may see."""
    return query if actor.is_administrator else evolve(query, visible=readable(model, actor))


def readable(model: Model, actor: Actor) -> Mapping[str, BoundCriteria]:
    """Return what *actor*, who is no administrator, may see, by the type that owns the table."""
    return _readable(model, actor.user_id, actor.rights)


def writable(model: Model, actor: Actor) -> Mapping[str, BoundCriteria]:
    """Return what *actor*, who is no administrator, may change, by the type that owns the table."""
    return _writable(model, actor.user_id, actor.rights)


def placeable(model: Model, actor: Actor) -> Mapping[str, BoundCriteria]:
    """Return where *actor*, who is no administrator, may put what belongs to an entity of any type, by the
    type that owns the table.
    """
    return _placeable(model, actor.user_id, actor.rights)


@lru_cache(maxsize=512)
def _readable(model: Model, user_id: str, rights: Rights) -> Mapping[str, BoundCriteria]:
    return _Bound(readable_texts(user_id, rights), model)


@lru_cache(maxsize=512)
def _writable(model: Model, user_id: str, rights: Rights) -> Mapping[str, BoundCriteria]:
    return _Bound(writable_texts(user_id, rights), model)


@lru_cache(maxsize=512)
def _placeable(model: Model, user_id: str, rights: Rights) -> Mapping[str, BoundCriteria]:
    return _Bound(placeable_texts(user_id, rights), model)


class _Bound(Mapping[str, BoundCriteria]):
    """Criteria that are bound when they are first asked for.

    A question about tasks does not wait for those about files.
    """

    def __init__(self, texts: Mapping[str, str], model: Model) -> None:
        self._texts = texts
        self._model = model
        self._bound: dict[str, BoundCriteria] = {}

    def __getitem__(self, name: str) -> BoundCriteria:
        found = self._bound.get(name)
        if found is None:
            tree = parse_criteria(self._texts[name])
            found = self._bound[name] = bind_criteria(
                tree, self._model.entity(name), self._model, internal=True
            )
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)
