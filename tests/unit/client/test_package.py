"""The public names of `callboard`, the cost of importing it, and the text of errors."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

import callboard
from callboard import exception
from callboard.errors import CallboardError, Throttled, UnknownAttribute


def test_public_names_exist() -> None:
    for name in callboard.__all__:
        assert getattr(callboard, name) is not None
    assert callboard.session.Session is callboard.Session
    assert set(callboard.__all__) <= set(dir(callboard))
    with pytest.raises(AttributeError, match="no_such"):
        callboard.no_such  # noqa: B018 - reading it is the test


def test_importing_loads_few_modules() -> None:
    code = (
        "import sys, callboard; callboard.Session; callboard.exception; callboard.inspection\n"
        "heavy = ('urllib3', 'requests', 'asyncio', 'sqlalchemy')\n"
        "bad = [n for n in sys.modules if n.split('.')[0] in heavy]\n"
        "bad += [n for n in sys.modules if n.startswith('callboard_server')]\n"
        "sys.exit(', '.join(bad) or 0)"
    )
    environment = {"PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, env=environment, capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 0, done.stderr


def test_errors_print_with_any_braces() -> None:
    assert str(exception.ServerError('{"a": 1} {0} {')) == '{"a": 1} {0} {'
    assert str(exception.ServerError("{a} {b}", {"a": 1})) == "{a} {b}"
    assert str(exception.ServerError("{a}", {"a": "{x}"}, hint="Do y.")) == "{x} Do y."
    assert str(exception.Error()) == "Unspecified error occurred."


def test_errors_require_no_arguments() -> None:
    for name in exception.__all__:
        kind = getattr(exception, name)
        assert issubclass(kind, CallboardError)
        assert kind.default_code
    assert issubclass(exception.UnrecognisedEntityTypeError, KeyError)
    error = UnknownAttribute("Nope.", hint="Did you mean y?", span=(1, 2))
    assert (error.code, error.hint, error.span, str(error)) == (
        "query.unknown_attribute",
        "Did you mean y?",
        (1, 2),
        "Nope.",
    )
    assert pickle.loads(pickle.dumps(error)).code == "query.unknown_attribute"
    assert Throttled("Wait.", retry_after_seconds=3).retry_after_seconds == 3


def test_details_of_location_errors() -> None:
    error = exception.ComponentInLocationError(["a", "b"], "here")
    assert str(error) == "here already contains a, b."
    assert error.details["components"] == ["a", "b"]
    assert "ComponentInLocationError" in error.traceback
