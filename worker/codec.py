"""Dataclasses to JSON and back, by their annotations; and packed records for Redis.

A reader ignores fields it does not know and fills missing ones with their defaults, so records survive an upgrade.
"""

from __future__ import annotations

import dataclasses
import json
import types
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from worker.errors import UnreadableError

T = TypeVar("T")
Reader = Callable[[Any], Any]

ATOMS = frozenset({str, int, float, bool, type(None)})
#: First byte of a packed record: its form.
FORM = b"1"


def plain(value: Any) -> Any:
    """What json.dumps takes: dataclasses become objects without fields that stand at their default."""
    kind = type(value)
    if kind in ATOMS:
        return value
    if kind is tuple or kind is list:
        return [plain(each) for each in value]
    if dataclasses.is_dataclass(kind):
        told = ((name, getattr(value, name), default) for name, default in _fields(kind))
        return {name: plain(each) for name, each, default in told if each is not default and each != default}
    return _other(value, plain)


def full(value: Any) -> Any:
    """As `plain`, with every field: the form of what is published."""
    kind = type(value)
    if kind in ATOMS:
        return value
    if kind is tuple or kind is list:
        return [full(each) for each in value]
    if dataclasses.is_dataclass(kind):
        return {name: full(getattr(value, name)) for name, _ in _fields(kind)}
    return _other(value, full)


def build(cls: type[T], data: Any) -> T:
    """A `cls` from what `plain` or `full` made of one. Raises UnreadableError."""
    try:
        hint: Any = cls
        reader: Reader = _reader(hint)
        value: T = reader(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableError(f"no {cls.__name__}: {error}") from error
    return value


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def pack(value: Any) -> bytes:
    """A dataclass as a small record."""
    return FORM + zlib.compress(dumps(plain(value)).encode())


def unpack(cls: type[T], record: bytes) -> T:
    """Raises UnreadableError."""
    if record[:1] != FORM:
        raise UnreadableError(f"no {cls.__name__}: form {record[:1]!r}")
    try:
        data = json.loads(zlib.decompress(record[1:]))
    except (zlib.error, ValueError) as error:
        raise UnreadableError(f"no {cls.__name__}: {error}") from error
    return build(cls, data)


def pack_document(headers: Mapping[str, str], content: bytes) -> bytes:
    """A fetched body with what is known of it, for the parser in another process."""
    return FORM + zlib.compress(dumps(dict(headers)).encode() + b"\n" + content)


def unpack_document(record: bytes) -> tuple[dict[str, str], bytes]:
    """Raises UnreadableError."""
    if record[:1] != FORM:
        raise UnreadableError(f"no document: form {record[:1]!r}")
    try:
        headers, _, content = zlib.decompress(record[1:]).partition(b"\n")
        return json.loads(headers), content
    except (zlib.error, ValueError) as error:
        raise UnreadableError(f"no document: {error}") from error


def _other(value: Any, form: Callable[[Any], Any]) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Mapping):
        return {key: form(each) for key, each in value.items()}
    raise TypeError(f"no JSON for {type(value).__name__}")


@cache
def _fields(cls: Any) -> tuple[tuple[str, Any], ...]:
    """Names and defaults."""
    return tuple((field.name, field.default) for field in dataclasses.fields(cls))


@cache
def _reader(hint: Any) -> Reader:
    origin, args = get_origin(hint), get_args(hint)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _dataclass_reader(hint)
    if origin in (Union, types.UnionType):
        return _optional_reader(args)
    if origin is tuple:
        each = _reader(args[0])
        return lambda data: tuple(each(v) for v in data)
    if hint is datetime:
        return datetime.fromisoformat
    if hint is timedelta:
        return lambda data: timedelta(seconds=data)
    if hint is float:
        return float
    if hint in (str, int, bool, Any) or origin in (Literal, dict, Mapping):
        return lambda data: data
    raise TypeError(f"no reader for {hint}")


def _optional_reader(args: tuple[Any, ...]) -> Reader:
    kinds = [a for a in args if a is not types.NoneType]
    if len(kinds) != 1:
        return lambda data: data  # a union of JSON's own types
    inner = _reader(kinds[0])
    return lambda data: None if data is None else inner(data)


def _dataclass_reader(cls: Any) -> Reader:
    hints = get_type_hints(cls)
    # Readers of fields are made at first use: a type may contain itself.
    names = {f.name: hints[f.name] for f in dataclasses.fields(cls)}

    def read(data: Mapping[str, Any]) -> Any:
        return cls(**{name: _reader(names[name])(value) for name, value in data.items() if name in names})

    return read
