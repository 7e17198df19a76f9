"""To-many relations: lists of entities, and such lists read as dictionaries.

Every change is recorded as an update of the owner whose new value is the whole list; the
server compares it with the stored list. Members are unique. Changing one side of a relation
does not change the values of the other side in memory; the next fetch updates them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, MutableSequence
from typing import TYPE_CHECKING, Any, overload

from callboard.exception import DuplicateItemInCollectionError, ImmutableCollectionError
from callboard.symbol import NOT_SET

if TYPE_CHECKING:
    from callboard.core.attribute import Attribute
    from callboard.core.operations import Identity
    from callboard.core.owner import Member, Owner

__all__ = ["Collection", "CustomAttributeMapping", "KeyValueMappedCollectionProxy", "MappedCollection"]


class Collection(MutableSequence["Member"]):
    """The members of one relation of one entity, in the order of the server.

    Two collections are equal when they have the same members, in any order.
    """

    __slots__ = (
        "_before",
        "_identities",
        "_members",
        "_recorded",
        "attribute",
        "entity",
        "mapping",
        "mutable",
    )

    __hash__ = None  # type: ignore[assignment]  # mutable, like list

    def __init__(
        self, entity: Owner, attribute: Attribute, mutable: bool = True, data: Iterable[Member] | None = None
    ) -> None:
        self.entity = entity
        self.attribute = attribute
        self.mutable = mutable
        self.mapping: MappedCollection | None = None
        self._members: list[Member] = []
        self._before: list[Member] | None = None
        self._recorded = False
        self._identities: set[Identity] | None = None
        for member in data or ():
            self._check_new(member)
            self._members.append(member)
            self._known().add(member.identity)

    # ------------------------------------------------------------------ reading

    @overload
    def __getitem__(self, index: int) -> Member: ...
    @overload
    def __getitem__(self, index: slice) -> list[Member]: ...
    def __getitem__(self, index: int | slice) -> Member | list[Member]:
        return self._members[index]

    def __len__(self) -> int:
        return len(self._members)

    def __iter__(self) -> Iterator[Member]:
        return iter(self._members)

    def __contains__(self, member: object) -> bool:
        return getattr(member, "identity", None) in self._known()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Collection) and self._known() == other._known()

    def __repr__(self) -> str:
        return f"<Collection {self.attribute.name} of {self.entity}: {len(self)} members>"

    def __copy__(self) -> Collection:
        return type(self)(self.entity, self.attribute, self.mutable, self._members)

    # ------------------------------------------------------------------ changing

    def insert(self, index: int, value: Member) -> None:
        """Add *value* before *index*.

        Raises: DuplicateItemInCollectionError, when it is already a member;
        ImmutableCollectionError, when this collection cannot be changed.
        """
        self._check_mutable()
        self._check_new(value)
        self._change()
        self._members.insert(index, value)
        self._known().add(value.identity)
        self._record()

    def append(self, value: Member) -> None:
        """Add *value* at the end. Raises the same errors as `insert`."""
        self.insert(len(self._members), value)

    @overload
    def __setitem__(self, index: int, value: Member) -> None: ...
    @overload
    def __setitem__(self, index: slice, value: Iterable[Member]) -> None: ...
    def __setitem__(self, index: int | slice, value: Any) -> None:
        if isinstance(index, slice):
            raise NotImplementedError(
                "Cannot assign to a slice of a collection. Set the attribute to a list instead."
            )
        self._check_mutable()
        if self._members[index] != value:
            self._check_new(value)
        self._change()
        self._members[index] = value
        self._identities = None
        self._record()

    def __delitem__(self, index: int | slice) -> None:
        self._check_mutable()
        self._change()
        del self._members[index]
        self._identities = None
        self._record()

    def add_silently(self, member: Member) -> None:
        """Add *member* without recording an update of the owner, because the member references its owner.

        An update that is already recorded precedes the creation of the member. It is therefore
        recorded again, after the creation.
        """
        self._change()
        self._members.append(member)
        self._known().add(member.identity)
        if self._recorded:
            self._record()

    # ------------------------------------------------------------------ following the server

    @property
    def is_modified(self) -> bool:
        """Whether members were added or removed since the last commit."""
        return self._before is not None

    def begin(self) -> None:
        """Treat all members as added locally, because the whole list was assigned."""
        self._before = []

    def follow(self, members: Iterable[Member]) -> None:
        """Set the server's members to *members*; local changes stay."""
        if self._before is not None:
            self._before = list(members)
            return
        self._members[:] = members
        self._identities = None

    def revert(self) -> None:
        """Undo the local changes."""
        self._recorded = False
        if self._before is not None:
            self._members, self._before = self._before, None
            self._identities = None

    def settle(self) -> None:
        """Treat the members as the server's, because they were stored."""
        self._before = None
        self._recorded = False

    # ------------------------------------------------------------------ parts

    def _known(self) -> set[Identity]:
        if self._identities is None:
            self._identities = {member.identity for member in self._members}
        return self._identities

    def _check_mutable(self) -> None:
        if not self.mutable:
            raise ImmutableCollectionError(self)

    def _check_new(self, member: Member) -> None:
        identity = getattr(member, "identity", None)
        if identity is None:
            raise TypeError(f'"{self.attribute.name}" contains entities; got {type(member).__name__}.')
        if identity in self._known():
            raise DuplicateItemInCollectionError(member, self)

    def _change(self) -> None:
        if self._before is None:
            self._before = list(self._members)
        if self.entity.local_values.get(self.attribute.name) is not self:
            self.entity.set_local(self.attribute.name, self)

    def _record(self) -> None:
        entity, name = self.entity, self.attribute.name
        if not entity.session.recorded_operations.updated_last(entity.identity, name, self):
            self.attribute.record(entity, NOT_SET, self)
            self._recorded = entity.session.record_operations


class MappedCollection(MutableMapping[str, Any]):
    """A collection as a dictionary: one attribute of the members is the key, another is the value."""

    def __init__(
        self,
        collection: Collection,
        creator: Callable[[MappedCollection, Mapping[str, Any]], Member],
        key_attribute: str,
        value_attribute: str,
    ) -> None:
        self.collection = collection
        self.creator = creator
        self.key_attribute = key_attribute
        self.value_attribute = value_attribute

    __hash__ = None  # type: ignore[assignment]  # mutable, like dict

    @property
    def mutable(self) -> bool:
        """Whether the dictionary can be changed."""
        return self.collection.mutable

    @property
    def attribute(self) -> Attribute:
        """The attribute of the owner."""
        return self.collection.attribute

    def member(self, key: str) -> Member | None:
        """Return the entity with that *key*, or None."""
        return next((member for member in self.collection if member[self.key_attribute] == key), None)

    def __getitem__(self, key: str) -> Any:
        member = self.member(key)
        if member is None:
            raise KeyError(key)
        return member[self.value_attribute]

    def __setitem__(self, key: str, value: Any) -> None:
        member = self.member(key)
        if member is not None:
            member[self.value_attribute] = value
            return
        made = self.creator(self, {self.key_attribute: key, self.value_attribute: value})
        if self.collection.entity.is_new:
            self.collection.append(made)
        else:
            self.collection.add_silently(made)

    def __delitem__(self, key: str) -> None:
        member = self.member(key)
        if member is None:
            raise KeyError(key)
        self.collection.remove(member)
        self.collection.entity.session.delete(member)

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def __len__(self) -> int:
        return len(self.keys())

    def keys(self) -> list[str]:  # type: ignore[override]  # scripts index and sort the keys
        """Return the keys."""
        return list(dict.fromkeys(member[self.key_attribute] for member in self.collection))

    def __repr__(self) -> str:
        return f"<{self.attribute.name} of {self.collection.entity}: {dict(self)}>"


KeyValueMappedCollectionProxy = MappedCollection


class CustomAttributeMapping(MappedCollection):
    """Custom attributes: the keys come from their configurations and cannot be added or removed."""

    def __setitem__(self, key: str, value: Any) -> None:
        member = self.member(key)
        if member is not None:
            member[self.value_attribute] = value
        elif self.collection.entity.is_new:
            made = self.creator(self, {self.key_attribute: key, self.value_attribute: value})
            self.collection.add_silently(made)
        else:
            raise KeyError(
                f"{self.collection.entity} has no custom attribute {key!r}. Add a configuration for it first."
            )
