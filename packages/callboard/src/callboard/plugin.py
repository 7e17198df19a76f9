"""Plugins: Python files with a function `register`, loaded from folders."""

from __future__ import annotations

import inspect
import os
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from callboard.log import logger

__all__ = ["discover", "load_source"]

_log = logger(__name__)


def load_source(modname: str, filename: str) -> ModuleType:
    """Return the file *filename*, executed as a module called *modname*; `sys.modules` does not change."""
    loader = SourceFileLoader(modname, filename)
    spec = spec_from_file_location(modname, filename, loader=loader)
    if spec is None:
        raise ImportError(f"{filename} cannot be loaded.", name=modname, path=filename)
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def discover(
    paths: Iterable[str],
    positional_arguments: Sequence[Any] | None = None,
    keyword_arguments: Mapping[str, Any] | None = None,
) -> None:
    """Load every Python file below *paths*, and call its function `register` with the arguments.

    A keyword argument that `register` has no default for is left out, unless it accepts any. A file that
    cannot be loaded, or has no `register`, is reported as a warning.
    Raises: whatever `register` of a plugin raises.
    """
    for filename in _python_files(paths):
        register = _register_of(filename)
        if register is not None:
            register(*(positional_arguments or ()), **_accepted(register, keyword_arguments or {}, filename))


def _python_files(paths: Iterable[str]) -> Iterator[str]:
    for path in filter(None, (path.strip() for path in paths)):
        for folder, _folders, names in os.walk(path):
            yield from (str(Path(folder, name)) for name in names if name.endswith(".py"))


def _register_of(filename: str) -> Callable[..., object] | None:
    """Return `register` of the plugin in *filename*, or None with a warning."""
    try:
        module = load_source(uuid.uuid4().hex, filename)
    except Exception as error:  # noqa: BLE001 - a broken plugin must not stop the others
        _log.warning("The plugin %s cannot be loaded: %s", filename, error)
        _log.debug("The plugin %s cannot be loaded.", filename, exc_info=True)
        return None
    register: Callable[..., object] | None = getattr(module, "register", None)
    if register is None:
        _log.warning("The plugin %s has no function `register`.", filename)
    return register


def _accepted(register: Callable[..., object], arguments: Mapping[str, Any], filename: str) -> dict[str, Any]:
    """Return the *arguments* that *register* accepts."""
    parameters = inspect.signature(register).parameters.values()
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        return dict(arguments)
    # The field passes an argument by its name only where it is optional.
    optional = {parameter.name for parameter in parameters if parameter.default is not parameter.empty}
    left_out = sorted(set(arguments) - optional)
    if left_out:
        _log.warning("The plugin %s does not accept the arguments %s.", filename, ", ".join(left_out))
    return {name: value for name, value in arguments.items() if name in optional}
