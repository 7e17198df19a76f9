"""Write the text of a filter."""

from __future__ import annotations

from callboard_server.events.filters.tree import And, Condition, Constant, Filter, Not, Or, Path, Text, Value


def format_filter(tree: Filter) -> str:
    """Return the text of *tree*, which `parse_filter` reads as an equal filter."""
    match tree:
        case Condition(path=path, is_negated=is_negated, value=value):
            return f"{_format_path(path)} {'!=' if is_negated else '='} {_format_value(value)}"
        case Not(inner=inner):
            return f"not {_within(inner)}"
        case And(parts=parts):
            return " and ".join(map(_within, parts))
        case Or(parts=parts):
            return " or ".join(
                format_filter(part) if isinstance(part, And) else _within(part) for part in parts
            )


def _within(tree: Filter) -> str:
    text = format_filter(tree)
    return f"({text})" if isinstance(tree, And | Or) else text


def _format_path(path: Path) -> str:
    return ".".join(path.names)


def _format_value(value: Value) -> str:
    match value:
        case Path():
            return _format_path(value)
        case Constant(text=text):
            return text
        case Text(text=text):
            escaped = text.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
