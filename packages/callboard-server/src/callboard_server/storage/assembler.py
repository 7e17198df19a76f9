"""Build entities from rows, with code that is generated for each plan.

Interpreting the description of an answer for every row takes several times as long as the database needs to
find the row. So the description is compiled once to Python functions that return dict literals, one function
for each row set. The code contains only names from the model and column numbers, never values.

Answers are normalised: an entity that occurred in an earlier row is a bare reference (type and key). Within
one row, every occurrence is complete; `occurrences` describes why. An entity that cannot occur twice, such as
a member of a collection with one owner, is not even looked up.

Most plans reach each table by one path only, so the generated code can decide where references stand. If a
plan reaches the same entity by several paths, or repeats collections within a row, the code builds one dict
for each entity, with the attributes that any path selects, and `occurrences` writes the answer from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from attrs import define, field, frozen

from callboard_server.model.attributes import Boolean, Instant, JsonObject, Number, Scalar, Variable
from callboard_server.model.model import Model
from callboard_server.query.plan.outputs import ComputedOutput, Load, ManyOutput, Output
from callboard_server.storage.computed import GATHERED, PLAIN, FileLinks
from callboard_server.storage.conversion import as_number, as_value
from callboard_server.storage.occurrences import EntityDict, place_occurrences
from callboard_server.storage.transaction import Row

Members: TypeAlias = Mapping[Any, list[Row]]
Assemble: TypeAlias = Callable[
    [list[Row], FileLinks, list[Members], list[Mapping[Any, Any]]], list[EntityDict]
]


@frozen(eq=False)
class RowSet:
    """The rows that one statement returns: those of the plan itself, or of a load.

    `parent` is the number of the row set whose column `key` contains the owners. `owner` is the column of
    this row set that refers to them.
    """

    load: Load | None
    output: Output
    parent: int = 0
    key: int = 0
    owner: int = 0


@frozen(eq=False)
class Gathering:
    """A derived value that is computed for all rows of a row set at once."""

    row_set: int
    index: int
    computed: ComputedOutput


@define(eq=False)
class Assembly:
    """The row sets of a plan in reading order, its gathered values, and the code that builds the answer."""

    row_sets: list[RowSet]
    gatherings: list[Gathering]
    assemble: Assemble
    source: str = field(repr=False, default="")


def make_assembly(output: Output, model: Model, *, normalised: bool) -> Assembly:
    """Return the assembly of answers with *output*."""
    writer = _Writer(output, model, normalised=normalised)
    source = writer.source()
    namespace = dict(writer.constants)
    exec(compile(source, "<assembly>", "exec"), namespace)  # the code is generated from the model alone
    return Assembly(writer.row_sets, writer.gatherings, namespace["assemble"], source)


class _Writer:
    """Generates the code of one plan."""

    def __init__(self, output: Output, model: Model, *, normalised: bool) -> None:
        self.model = model
        self.normalised = normalised
        self.row_sets: list[RowSet] = [RowSet(None, output)]
        self.gatherings: list[Gathering] = []
        self.numbers: dict[int, int] = {}
        self.constants: dict[str, Any] = {"as_number": as_number, "as_value": as_value}
        self.tables: list[str] = []
        self.within_row: list[tuple[str, str, tuple[str, ...]]] = []
        self._find_row_sets(0)
        self.shared = self._shared_roots()
        self.placed = normalised and (bool(self.shared) or self._repeats_collections())
        if self.placed:
            self.constants["place_occurrences"] = place_occurrences
            self.constants["keys"] = {entity.name: entity.key for entity in model}
            self.constants["relations"] = self._relation_names()

    def _find_row_sets(self, number: int) -> None:
        for output in in_row(self.row_sets[number].output):
            for computed in output.computed:
                if computed.attribute.function in GATHERED:
                    self.numbers[id(computed)] = len(self.gatherings)
                    self.gatherings.append(Gathering(number, computed.indices[0], computed))
            for many in output.many:
                if many.load is not None:
                    self.numbers[id(many)] = len(self.row_sets)
                    self.row_sets.append(
                        RowSet(many.load, many.load.output, number, many.owner, many.load.owner)
                    )
                    self._find_row_sets(len(self.row_sets) - 1)

    def _outputs(self) -> Iterator[Output]:
        for row_set in self.row_sets:
            yield from in_row(row_set.output)

    def _shared_roots(self) -> set[str]:
        """Return the tables whose entities are reached by more than one path."""
        paths: dict[str, int] = {}
        for output in self._outputs():
            name = self.root(output)
            paths[name] = paths.get(name, 0) + 1
        return {name for name, count in paths.items() if count > 1}

    def _repeats_collections(self) -> bool:
        """Return whether an entity with a collection can occur several times within one row."""
        return any(
            output.many
            for number, row_set in enumerate(self.row_sets)
            for reached in in_row(row_set.output)
            if self._recurs_within_row(reached, number)
            for output in in_row(reached)
        )

    def _recurs_within_row(self, output: Output, number: int) -> bool:
        """Return whether an entity of *output*, in the row set *number*, can occur twice within one row."""
        row_set = self.row_sets[number]
        if output is row_set.output:
            return row_set.load is not None and row_set.load.several and row_set.parent > 0
        return number > 0

    def _relation_names(self) -> dict[str, tuple[str, ...]]:
        """Return the selected relations of each type, in the order of their names."""
        found: dict[str, set[str]] = {}
        for output in self._outputs():
            family = [member.name for member in self.model.family(self.model.entity(self.root(output)))]
            relations = [(one.name, one.types) for one in output.references if one.node is not None]
            relations += [(many.name, many.types) for many in output.many if many.load is not None]
            for name, kinds in relations:
                for kind in kinds or family:
                    found.setdefault(kind, set()).add(name)
        return {kind: tuple(sorted(names)) for kind, names in found.items()}

    def root(self, output: Output) -> str:
        return self.model.root(self.model.answered(output.entity)).name

    # -- Functions
    # --------------------------------------------------------------------------------------------------------

    def source(self) -> str:
        functions: list[str] = []
        for number in range(1, len(self.row_sets)):
            functions += self._member_function(number)
        is_shared = self.placed and self.root(self.row_sets[0].output) in self.shared
        functions += self._shared_root() if is_shared else self._plain_root()
        tables = [f"    {name} = {{}}" for name in self.tables]
        if self.placed:
            tables += [f"    written_{name} = {{}}" for name in sorted(self.shared)]
        return "\n".join(["def assemble(rows, links, members, gathered):", *tables, *functions]) + "\n"

    def _table(self, name: str) -> str:
        """Declare a table of entities by their key; return its name."""
        self.tables.append(f"{name}_{len(self.tables)}")
        return self.tables[-1]

    def _unpack(self, number: int) -> str:
        return f"({', '.join(f'r{index}' for index in range(self._width(number)))},) = row"

    def _width(self, number: int) -> int:
        highest = 0
        for output in in_row(self.row_sets[number].output):
            highest = max([highest, *output.keys, *(scalar.index for scalar in output.scalars)])
            highest = max([highest, output.type_index or 0, *(many.owner for many in output.many)])
            highest = max([highest, *(index for computed in output.computed for index in computed.indices)])
        return max(highest, self.row_sets[number].owner) + 1

    def _member_function(self, number: int) -> list[str]:
        """Write the function that builds a member of a collection.

        A member occurs once, unless it can have several owners or occur at other places.
        """
        load, output = self.row_sets[number].load, self.row_sets[number].output
        lines = [f"    def make_{number}(row):", f"        {self._unpack(number)}"]
        may_recur = self.root(output) in self.shared or (load is not None and load.several)
        if self.normalised and may_recur:
            lines += self._related(output, "e", "        ", number)
        else:
            lines += self._whole(output, "e", "        ", number)
        return [*lines, "        return e"]

    def _plain_root(self) -> list[str]:
        output = self.row_sets[0].output
        body = self._whole(output, "e", "        ", 0)
        return [
            "    def make(row):",
            f"        {self._unpack(0)}",
            *self._next_row("        "),
            *body,
            "        return e",
            f"    return {self._answer('[make(row) for row in rows]')}",
        ]

    def _shared_root(self) -> list[str]:
        """Write the case in which the queried entities may also occur inside each other.

        All of them are begun before any is finished.
        """
        output = self.row_sets[0].output
        table = self.root(output)
        return [
            "    def begin(row):",
            f"        {self._unpack(0)}",
            *self._stored(output, "e", "        "),
            f"        written_{table}[{self._key(output)}] = e",
            "        return e",
            "    def finish(e, row):",
            f"        {self._unpack(0)}",
            *self._type(output, "e", "        "),
            *self._relations(output, "e", "        ", 0),
            "        return e",
            "    begun = [begin(row) for row in rows]",
            f"    return {self._answer('[finish(e, row) for e, row in zip(begun, rows)]')}",
        ]

    def _answer(self, entities: str) -> str:
        return f"place_occurrences({entities}, keys, relations)" if self.placed else entities

    # -- Entities
    # --------------------------------------------------------------------------------------------------------

    def _whole(self, output: Output, name: str, indent: str, number: int) -> list[str]:
        return [*self._stored(output, name, indent), *self._relations(output, name, indent, number)]

    def _related(self, output: Output, name: str, indent: str, number: int) -> list[str]:
        """Write a related entity that may occur elsewhere; None if it is missing."""
        if self.placed:
            return self._shared_related(output, name, indent, number)
        if self._recurs_within_row(output, number):
            return self._related_within_row(output, name, indent, number)
        seen, key = self._table("seen"), self._key(output)
        return [
            f"{indent}if r{output.keys[0]} is None:",
            f"{indent}    {name} = None",
            f"{indent}elif ({name} := {seen}.get({key})) is None:",
            *self._whole(output, name, indent + "    ", number),
            f"{indent}    {seen}[{key}] = {self._reference(output, f't_{name}')}",
        ]

    def _related_within_row(self, output: Output, name: str, indent: str, number: int) -> list[str]:
        """Write a related entity that may occur several times within one row: complete each time."""
        new, seen, key = self._table("new"), self._table("seen"), self._key(output)
        self.within_row.append((new, seen, output.entity.key))
        return [
            f"{indent}if r{output.keys[0]} is None:",
            f"{indent}    {name} = None",
            f"{indent}elif ({name} := {new}.get({key})) is None and ({name} := {seen}.get({key})) is None:",
            *self._whole(output, name, indent + "    ", number),
            f"{indent}    {new}[{key}] = {name}",
        ]

    def _next_row(self, indent: str) -> list[str]:
        """Write the start of a row: the entities of the previous one become references."""
        lines: list[str] = []
        for new, seen, key in self.within_row:
            names = ", ".join(f"{name!r}: e[{name!r}]" for name in ("__entity_type__", *key))
            lines += [
                f"{indent}if {new}:",
                f"{indent}    for key, e in {new}.items():",
                f"{indent}        {seen}[key] = {{{names}}}",
                f"{indent}    {new}.clear()",
            ]
        return lines

    def _shared_related(self, output: Output, name: str, indent: str, number: int) -> list[str]:
        """Write a related entity that may also be reached by another path.

        All paths share one dict, and each adds the attributes that it selects. The dict is registered before
        its relations are written, because the entity may occur inside them.
        """
        seen, key, inner = self._table("seen"), self._key(output), indent + "    "
        lines = [
            f"{indent}if r{output.keys[0]} is None:",
            f"{indent}    {name} = None",
            f"{indent}elif ({name} := {seen}.get({key})) is None:",
            *self._stored(output, name, inner),
        ]
        if self.root(output) in self.shared:
            table = f"written_{self.root(output)}"
            lines += [
                f"{inner}if (copy := {table}.get({key})) is None:",
                f"{inner}    {table}[{key}] = {name}",
                f"{inner}else:",
                f"{inner}    copy.update({name})",
                f"{inner}    {name} = copy",
            ]
        return [*lines, f"{inner}{seen}[{key}] = {name}", *self._relations(output, name, inner, number)]

    def _key(self, output: Output) -> str:
        parts = [f"r{index}" for index in output.keys]
        return parts[0] if len(parts) == 1 else f"({', '.join(parts)})"

    def _reference(self, output: Output, type_name: str) -> str:
        keys = ", ".join(
            f"{key!r}: r{index}" for key, index in zip(output.entity.key, output.keys, strict=True)
        )
        return f"{{'__entity_type__': {type_name}, {keys}}}"

    def _type(self, output: Output, name: str, indent: str) -> list[str]:
        """Write the assignment of the entity's type name to `t_<name>`."""
        if output.type_index is None:
            return [f"{indent}t_{name} = {self.model.answered(output.entity).name!r}"]
        root = self.model.root(output.entity)
        kinds = {
            member.discriminator.value: member.name
            for member in self.model.family(root)
            if member.discriminator
        }
        self.constants[f"types_{root.name}"] = kinds
        return [f"{indent}t_{name} = types_{root.name}[r{output.type_index}]"]

    def _stored(self, output: Output, name: str, indent: str) -> list[str]:
        always = [scalar for scalar in output.scalars if scalar.types is None]
        pairs = "".join(
            f", {scalar.attribute.name!r}: {self._value(scalar.attribute, scalar.index)}" for scalar in always
        )
        lines = [
            *self._type(output, name, indent),
            f"{indent}{name} = {{'__entity_type__': t_{name}{pairs}}}",
        ]
        for scalar in output.scalars:
            if scalar.types is not None:
                value = self._value(scalar.attribute, scalar.index)
                lines += self._if_type(
                    scalar.types, name, indent, [f"{name}[{scalar.attribute.name!r}] = {value}"]
                )
        return lines

    def _value(self, attribute: Scalar, index: int) -> str:
        match attribute:
            case Instant():
                return f"None if r{index} is None else {{'__type__': 'datetime', 'value': r{index}}}"
            case Boolean():
                return f"None if r{index} is None else bool(r{index})"
            case Number():
                return f"as_number(r{index})"
            case Variable() | JsonObject():
                return f"as_value(r{index})"
            case _:
                return f"r{index}"

    def _if_type(self, types: frozenset[str] | None, name: str, indent: str, lines: list[str]) -> list[str]:
        if types is None:
            return [indent + line for line in lines]
        return [
            f"{indent}if t_{name} in {tuple(sorted(types))!r}:",
            *(f"{indent}    {line}" for line in lines),
        ]

    def _relations(self, output: Output, name: str, indent: str, number: int) -> list[str]:
        lines: list[str] = []
        for computed in output.computed:
            value = f"{name}[{computed.attribute.name!r}] = {self._derived(computed)}"
            lines += self._if_type(computed.types, name, indent, [value])
        for index, reference in enumerate(output.references):
            inner = f"{name}_{index}"
            made = [f"{inner} = None"] if reference.node is None else self._one(reference.node, inner, number)
            lines += self._if_type(
                reference.types, name, indent, [*made, f"{name}[{reference.name!r}] = {inner}"]
            )
        for many in output.many:
            lines += self._if_type(
                many.types, name, indent, [f"{name}[{many.name!r}] = {self._collection(many)}"]
            )
        return lines

    def _one(self, output: Output, name: str, number: int) -> list[str]:
        if self.normalised:
            return self._related(output, name, "", number)
        whole = self._whole(output, name, "    ", number)
        return [f"if r{output.keys[0]} is None:", f"    {name} = None", "else:", *whole]

    def _collection(self, many: ManyOutput) -> str:
        if many.load is None:
            return "[]"
        number = self.numbers[id(many)]
        return f"[make_{number}(member) for member in members[{number}].get(r{many.owner}, ())]"

    def _derived(self, computed: ComputedOutput) -> str:
        name = computed.attribute.function
        if name in GATHERED:
            return f"gathered[{self.numbers[id(computed)]}].get(r{computed.indices[0]})"
        self.constants[f"derive_{name}"] = PLAIN[name]
        inputs = "".join(f", r{index}" for index in computed.indices)
        return f"derive_{name}(links{inputs})"


def in_row(output: Output) -> Iterator[Output]:
    """Return *output* and the outputs of all single relations below it, which share its row."""
    yield output
    for reference in output.references:
        if reference.node is not None:
            yield from in_row(reference.node)


__all__ = ["Assembly", "Gathering", "RowSet", "make_assembly"]
