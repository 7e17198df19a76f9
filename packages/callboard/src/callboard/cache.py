"""Caches by key, in memory and in files, in layers and around functions.

Any object with the methods of `Cache` is a cache. `LayeredCache` puts a fast one before a slow one,
`SerialisedCache` converts the values of another, and `memoise` stores the results of a function.
"""

from __future__ import annotations

import contextlib
import copy
import dbm
import functools
import inspect
import pickle
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any, Final, TypeVar

__all__ = [
    "Cache",
    "FileCache",
    "KeyMaker",
    "LayeredCache",
    "Memoiser",
    "MemoryCache",
    "ObjectKeyMaker",
    "ProxyCache",
    "SerialisedCache",
    "StringKeyMaker",
    "memoise",
    "memoise_decorator",
    "memoiser",
]

_Function = TypeVar("_Function", bound=Callable[..., Any])


class Cache(ABC):
    """Values by key."""

    @abstractmethod
    def get(self, key: Any) -> Any:
        """Return the value for *key*. Raises: KeyError, when there is none."""

    @abstractmethod
    def set(self, key: Any, value: Any) -> None:
        """Store *value* for *key*."""

    @abstractmethod
    def remove(self, key: Any) -> None:
        """Remove the value for *key*. Raises: KeyError, when there is none."""

    def keys(self) -> list[Any]:
        """Return all keys. Raises: NotImplementedError, when this kind of cache does not know them."""
        raise NotImplementedError(f"{type(self).__name__} cannot list its keys.")

    def values(self) -> list[Any]:
        """Return the values of all keys; a key that was removed meanwhile is passed over."""
        found = []
        for key in self.keys():
            with contextlib.suppress(KeyError):
                found.append(self.get(key))
        return found

    def clear(self, pattern: str | None = None) -> None:
        """Remove all values, or those with a key that the regular expression *pattern* is found in."""
        for key in self.keys():
            if pattern is None or re.search(pattern, key):
                with contextlib.suppress(KeyError):
                    self.remove(key)


class ProxyCache(Cache):
    """Forwards everything to the cache *proxied*. Derive from it to filter or to count."""

    def __init__(self, proxied: Cache) -> None:
        self.proxied = proxied
        super().__init__()

    def get(self, key: Any) -> Any:
        """Return the value for *key*. Raises: KeyError, when there is none."""
        return self.proxied.get(key)

    def set(self, key: Any, value: Any) -> None:
        """Store *value* for *key*."""
        self.proxied.set(key, value)

    def remove(self, key: Any) -> None:
        """Remove the value for *key*. Raises: KeyError, when there is none."""
        self.proxied.remove(key)

    def keys(self) -> list[Any]:
        """Return all keys."""
        return self.proxied.keys()


class LayeredCache(Cache):
    """Several *caches*, the first one asked first."""

    def __init__(self, caches: Sequence[Cache]) -> None:
        self.caches = caches
        super().__init__()

    def get(self, key: Any) -> Any:
        """Return the value for *key* of the first layer that has it; the layers before get a copy.

        Raises: KeyError, when no layer has it.
        """
        missed: list[Cache] = []
        for layer in self.caches:
            try:
                value = layer.get(key)
            except KeyError:
                missed.append(layer)
                continue
            for other in missed:
                other.set(key, value)
            return value
        raise KeyError(key)

    def set(self, key: Any, value: Any) -> None:
        """Store *value* for *key* in every layer."""
        for layer in self.caches:
            layer.set(key, value)

    def remove(self, key: Any) -> None:
        """Remove the value for *key* from every layer. Raises: KeyError, when no layer has it."""
        removed = False
        for layer in self.caches:
            with contextlib.suppress(KeyError):
                layer.remove(key)
                removed = True
        if not removed:
            raise KeyError(key)

    def keys(self) -> list[Any]:
        """Return the keys of all layers, each once."""
        return list(dict.fromkeys(key for layer in self.caches for key in layer.keys()))  # noqa: SIM118 - no mapping


class MemoryCache(Cache):
    """Keeps the values in memory."""

    def __init__(self) -> None:
        self._values: dict[Any, Any] = {}
        super().__init__()

    def get(self, key: Any) -> Any:
        """Return the value for *key*. Raises: KeyError, when there is none."""
        return self._values[key]

    def set(self, key: Any, value: Any) -> None:
        """Store *value* for *key*."""
        self._values[key] = value

    def remove(self, key: Any) -> None:
        """Remove the value for *key*. Raises: KeyError, when there is none."""
        del self._values[key]

    def keys(self) -> list[Any]:
        """Return all keys, the oldest first."""
        return list(self._values)


class FileCache(Cache):
    """Keeps texts in the `dbm` file at *path*, which is made at once.

    The file is opened for each call. Keys are ASCII text, values are text; put a `SerialisedCache`
    around it for other values.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        with dbm.open(path, "c"):
            pass
        super().__init__()

    @contextlib.contextmanager
    def _open(self) -> Iterator[Any]:
        with dbm.open(self.path, "w") as database:
            yield database

    def get(self, key: str) -> str:
        """Return the value for *key*. Raises: KeyError, when there is none."""
        encoded = key.encode("ascii")
        with self._open() as database:
            value: bytes = database[encoded]
        return value.decode("utf-8")

    def set(self, key: str, value: str) -> None:
        """Store the text *value* for *key*."""
        with self._open() as database:
            database[key.encode("ascii")] = value.encode("utf-8")

    def remove(self, key: str) -> None:
        """Remove the value for *key*. Raises: KeyError, when there is none."""
        encoded = key.encode("ascii")
        with self._open() as database:
            if encoded not in database:  # some kinds of dbm files delete nothing without an error
                raise KeyError(encoded)
            del database[encoded]

    def keys(self) -> list[str]:
        """Return all keys."""
        with self._open() as database:
            return [key.decode("ascii") for key in database.keys()]  # noqa: SIM118 - no mapping


class SerialisedCache(ProxyCache):
    """Stores in *proxied* what *encode* makes of each value, and reads it with *decode*.

    With `encode=session.encode, decode=session.decode` entities can be kept in a `FileCache`.
    """

    def __init__(
        self,
        proxied: Cache,
        encode: Callable[[Any], Any] | None = None,
        decode: Callable[[Any], Any] | None = None,
    ) -> None:
        self.encode = encode
        self.decode = decode
        super().__init__(proxied)

    def get(self, key: Any) -> Any:
        """Return the decoded value for *key*. Raises: KeyError, when there is none."""
        value = super().get(key)
        return value if self.decode is None else self.decode(value)

    def set(self, key: Any, value: Any) -> None:
        """Store *value*, encoded, for *key*."""
        super().set(key, value if self.encode is None else self.encode(value))


class KeyMaker(ABC):
    """Makes one key of several items; a derived class says what each item contributes."""

    item_separator: Any = ""

    def key(self, *items: Any) -> Any:
        """Return the key of *items*."""
        return self.item_separator.join(self._key(item) for item in items)

    @abstractmethod
    def _key(self, item: Any) -> Any:
        """Return what *item* contributes."""


class StringKeyMaker(KeyMaker):
    """Makes keys of the text of each item."""

    def _key(self, item: Any) -> str:
        return str(item)


class ObjectKeyMaker(KeyMaker):
    """Makes keys of any objects that can be pickled; equal mappings make equal keys, in any order."""

    item_separator: bytes = b"\0"

    def _key(self, item: Any) -> bytes:
        if isinstance(item, Mapping):
            return self._mapping_key(item)
        if isinstance(item, Iterable) and not isinstance(item, (str, type)):
            return b"\3" + bytes(self.key(*item)) + b"\3"
        if isinstance(item, BuiltinFunctionType):
            return b"\4" + item.__name__.encode()
        if isinstance(item, (FunctionType, MethodType, type)):
            return b"\4" + item.__name__.encode() + b"\0" + (item.__module__ or "").encode()
        return pickle.dumps(item, 2)  # the same bytes in every version of Python

    def _mapping_key(self, mapping: Mapping[Any, Any]) -> bytes:
        pairs = sorted(self._key(key) + b"\2" + self._key(value) for key, value in mapping.items())
        return b"\1" + self.item_separator.join(pairs) + b"\1"


class Memoiser:
    """Calls functions, and returns the result of an earlier call with the same arguments.

    Results are copies, unless *return_copies* is False.
    """

    def __init__(
        self, cache: Cache | None = None, key_maker: KeyMaker | None = None, return_copies: bool = True
    ) -> None:
        self.cache = MemoryCache() if cache is None else cache
        self.key_maker = ObjectKeyMaker() if key_maker is None else key_maker
        self.return_copies = return_copies

    def call(
        self,
        function: Callable[..., Any],
        args: Sequence[Any] | None = None,
        kw: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the result of *function* for the arguments *args* and *kw*.

        It does not matter whether an argument is given by position, by name or by its default.
        """
        arguments = inspect.getcallargs(function, *(args or ()), **(kw or {}))
        key = self.key_maker.key(function, arguments)
        try:
            value = self.cache.get(key)
        except KeyError:
            value = function(*(args or ()), **(kw or {}))
            self.cache.set(key, value)
        return copy.deepcopy(value) if self.return_copies else value


def memoise_decorator(memoiser: Memoiser) -> Callable[[_Function], _Function]:
    """Return a decorator that makes each call of a function go through *memoiser*."""

    def decorate(function: _Function) -> _Function:
        @functools.wraps(function)
        def call(*args: Any, **kw: Any) -> Any:
            return memoiser.call(function, args, kw)

        return call  # type: ignore[return-value]  # it has the signature of *function*

    return decorate


memoiser: Final = Memoiser()
"""The memoiser of `memoise`."""

memoise: Final = memoise_decorator(memoiser)
"""Decorator that stores the results of a function in memory."""
