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

from worker.errors import LaterVersionError, UnreadableError

T = TypeVar("T")
Reader = Callable[[Any], Any]

ATOMS = frozenset({str, int, float, bool, type(None)})
#: First byte of a packed record: its form, 1 for plain zlib, 2 for raw deflate with a dictionary; and that of a new one.
FORMS = (b"1", b"2")
FORM = b"2"
#: What records are full of, the commonest last: zlib then needs a third less for a small one. Part of the form.
DICTIONARY = (
    '"precision":"region","precision":"district","precision":"point","relation":"near","status":"expected",'
    '"status":"denied","status":"possible","kind":"state","background":true,"mode":"recapture","stance":"denies",'
    '"cls":"non_state","cls":"state","cls":"igo","cls":"person","cls":"civilian","cls":"state_force","unit":"'
    '"merged_into":"","split_from":"","ghosts":[{"mention":{"id":"","title":"","country":"SA","author":"","feed_id":"'
    '"anchor":"explicit","anchor":"weekday","granularity":"part_of_day","granularity":"day","anchor":"relative",'
    '"also":[{"field":"text","start":"cues":[{"what":"status:","span":{"field":"text","start":"approximate":true,'
    '"quantities":[{"kind":"injured","kind":"arrested","kind":"people","kind":"killed","span":{"field":"text","start":'
    '"value":10.0,"min":2.0,"max":,"whom":"أشخاص"}],"attribution":[{"span":{"field":"text","start":,"role":"relay",'
    '"agency":"REUTERS"}],"agency":"AFP"}],"time":{"start":"2026-01-01T00:00:00Z","end":"2026-01-02T00:00:00Z",'
    '"form":"masdar","form":"passive","form":"verb","instruments":[{"span":{"field":"title","start":0,"end":'
    '"partners":[{"span":"},"name":"","entity":"","via":"nominal","via":"lead","places":[{"span":{"field":"text",'
    '"text":"في"},"id":"gn:1","name":"","name_en":"","country":"YE","lat":15.0,"lon":44.0,"parents":["iq"],'
    '"first_seen":"2026-01-01T00:00:00.000000Z","last_changed":"2026-01-01T00:00:00.000000Z","tellings":[{"mention":'
    '{"id":"","type":"conflict.attack","statement.","diplomacy.meeting","law.","politics.decision","trigger":{"field":'
    '"title","start":,"end":,"text":"ال"},"evidence":{"field":"text","start":0,"end":100,"text":"قال إن وقال على من '
    'التي الذي بعد خلال في ال"},"lead":true,"lemma":"","rule":".","rules":[".","lead.title"],"actors":[{"span":{'
    '"targets":[{"span":{"field":"text","start":,"cls":"},"quality":0.7},"item":"","feed":"","agency":"","title":"",'
    '"url":"https://www.","published":"2026-01-01T00:00:00Z","fetched":"2026-01-01T00:00:00Z","origins":["afp"],'
    '"blocks":["p:20260101","c:20260101","w:20260101","w:20260101"],"sketch":{"i":"","m":"","l":1,"t":"","k":0.5,'
    '"w":"","h":8,"f":25,"n":[35.7,35.7],"p":[["gn:","","t",0.3,""]],"u":[""],"c":["SA"],"d":[739000,739000,1],'
    '"r":490000,"a":["~"],"g":["~"],"y":"","o":[""]},"reasons":["nothing near","texts 0.50 alike (+4.5)","same kind: '
    ' (+1.5)","same place: gn: (+1.0)","reports 1.0 days apart (-1.0)","before looking (-3.8)"],"extractor":"0.1.0",'
    '"lexicon":"'
)


#: Bytes from which packing takes long, and longer for next to nothing.
LARGE = 50_000


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
    return FORM + squeeze(dumps(plain(value)).encode())


def unpack(cls: type[T], record: bytes) -> T:
    """Raises UnreadableError."""
    _check_form(cls.__name__, record)
    try:
        data = json.loads(expand(record))
    except (zlib.error, ValueError) as error:
        raise UnreadableError(f"no {cls.__name__}: {error}") from error
    return build(cls, data)


def pack_document(headers: Mapping[str, str], content: bytes) -> bytes:
    """A fetched body with what is known of it, for the parser in another process."""
    return FORM + squeeze(dumps(dict(headers)).encode() + b"\n" + content)


def unpack_document(record: bytes) -> tuple[dict[str, str], bytes]:
    """Raises UnreadableError."""
    _check_form("document", record)
    try:
        headers, _, content = expand(record).partition(b"\n")
        return json.loads(headers), content
    except (zlib.error, ValueError) as error:
        raise UnreadableError(f"no document: {error}") from error


def _check_form(what: str, record: bytes) -> None:
    form = record[:1]
    if form not in FORMS:
        later = form.isdigit() and form > FORM
        raise (LaterVersionError if later else UnreadableError)(f"no {what}: form {form!r}")


def squeeze(content: bytes) -> bytes:
    # Raw deflate: no header, no checksum of what Redis keeps in memory anyway.
    packer = zlib.compressobj(9 if len(content) < LARGE else 6, wbits=-15, zdict=DICTIONARY.encode())
    return packer.compress(content) + packer.flush()


def expand(record: bytes) -> bytes:
    """Raises zlib.error."""
    if record[:1] == b"1":
        return zlib.decompress(record[1:])
    unpacker = zlib.decompressobj(wbits=-15, zdict=DICTIONARY.encode())
    content = unpacker.decompress(record[1:]) + unpacker.flush()
    if not unpacker.eof:
        raise zlib.error("the record is cut off")
    return content


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
    return tuple((field.name, field.default) for field in dataclasses.fields(cls) if field.init)


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
    names = {f.name: hints[f.name] for f in dataclasses.fields(cls) if f.init}
    readers: dict[str, Reader] = {}

    def read(data: Mapping[str, Any]) -> Any:
        if not readers:
            readers.update((name, _reader(hint)) for name, hint in names.items())
        return cls(**{name: readers[name](value) for name, value in data.items() if name in readers})

    return read
