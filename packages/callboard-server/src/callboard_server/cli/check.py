"""`callboard check`: look into the machine."""

from __future__ import annotations

import click

from callboard_server.cli.options import telling_errors


@click.group()
def check() -> None:
    """See how things are understood, without running them."""


@check.command("query")
@click.argument("text")
@click.option(
    "--dialect",
    type=click.Choice(["sqlite", "postgresql"]),
    default="sqlite",
    show_default=True,
    help="Whose SQL to print.",
)
@telling_errors
def check_query(*, text: str, dialect: str) -> None:
    """Print the tree, the plan and the SQL of a query.

    \b
    Example: callboard check query 'select user.username from Job where status is running'
    """
    from pprint import pformat

    from callboard.errors import ParseError

    try:
        stages = explained(text, dialect)
    except ParseError as error:
        raise click.ClickException(pointed(text, error)) from error
    for title, content in stages:
        shown = content if isinstance(content, str) else pformat(content, width=120)
        print(f"{click.style(title, bold=True)}\n{shown}\n")


def explained(text: str, dialect: str) -> list[tuple[str, object]]:
    """Return each stage of understanding *text*: as written, as a tree, as a plan, as SQL."""
    from callboard_server.model.types import standard_model
    from callboard_server.query.bind import bind
    from callboard_server.query.format import format_query
    from callboard_server.query.parser import parse
    from callboard_server.query.plan.planner import make_plan
    from callboard_server.storage.dialect import POSTGRES, SQLITE
    from callboard_server.storage.sql import build
    from callboard_server.storage.tables import Tables

    model = standard_model()
    tree = parse(text)
    planned = make_plan(bind(tree, model), model)
    statement = build(planned.plan.select, Tables(model), POSTGRES if dialect == POSTGRES.name else SQLITE)
    return [
        ("Query", format_query(tree)),
        ("Tree", tree),
        ("Plan", planned.plan),
        ("Values", planned.values),
        ("SQL", statement.text),
    ]


def pointed(text: str, error: object) -> str:
    """Return the message of *error* with a mark below the place in *text* that it is about."""
    from callboard.errors import CallboardError

    assert isinstance(error, CallboardError)
    lines = [error.message]
    if error.span is not None and "\n" not in text:
        start, end = error.span
        lines += ["", f"  {text}", f"  {' ' * start}{'^' * max(1, end - start)}"]
    if error.hint:
        lines += ["", error.hint]
    return "\n".join(lines)
