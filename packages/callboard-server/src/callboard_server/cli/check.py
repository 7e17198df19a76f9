"""`callboard check`: show how the server processes its input."""

from __future__ import annotations

import click

from callboard_server.cli.options import plain_errors


@click.group()
def check() -> None:
    """Show how the server processes its input, without running it."""


@check.command("query")
@click.argument("text")
@click.option(
    "--dialect",
    type=click.Choice(["sqlite", "postgresql"]),
    default="sqlite",
    show_default=True,
    help="Database to print the SQL for.",
)
@plain_errors()
def check_query(*, text: str, dialect: str) -> None:
    """Print the syntax tree, the plan and the SQL of the query TEXT.

    \b
    Example:
      callboard check query 'select user.username from Job where status is running'
    """
    from pprint import pformat

    from callboard.errors import ParseError

    try:
        stages = explained(text, dialect)
    except ParseError as error:
        raise click.ClickException(underlined(text, error)) from error
    for title, content in stages:
        body = content if isinstance(content, str) else pformat(content, width=120)
        print(f"{click.style(title, bold=True)}\n{body}\n")


def explained(text: str, dialect: str) -> list[tuple[str, object]]:
    """Return the title and content of each stage of *text*: query, tree, plan, values and SQL."""
    from callboard_server.model.types import standard_model
    from callboard_server.query.bind.binder import bind
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


def underlined(text: str, error: object) -> str:
    """Return the message of *error*, with the part of *text* that it refers to underlined."""
    from callboard.errors import CallboardError

    assert isinstance(error, CallboardError)
    lines = [error.message]
    if error.span is not None and "\n" not in text:
        start, end = error.span
        lines += ["", f"  {text}", f"  {' ' * start}{'^' * max(1, end - start)}"]
    if error.hint:
        lines += ["", error.hint]
    return "\n".join(lines)
