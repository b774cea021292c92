"""The catalogue of feeds (TOML): read with errors that say what to do, written back in one form."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import MISSING, fields
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from feeds.address import shown
from feeds.decode import codec_name
from feeds.identity import normal_url
from feeds.types import FeedSpec

KINDS = ("agency", "state_agency", "broadcaster", "newspaper", "portal", "igo", "ngo", "aggregator")
_UNITS = {"s": 1, "m": 60, "h": 3600}
_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(hours=6)


class CatalogueError(ValueError):
    """A catalogue that cannot be used: where the mistake is and what to do about it."""

    def __init__(self, path: Path | str, feed_id: str | None, field: str | None, what: str) -> None:
        super().__init__(path, feed_id, field, what)  # all four, or it cannot be unpickled
        self.path, self.feed_id, self.field, self.what = path, feed_id, field, what

    def __str__(self) -> str:
        place = [str(self.path), f"[{self.feed_id}]" if self.feed_id else "", self.field or ""]
        return f"{' '.join(filter(None, place))}: {self.what}"


class _WrongError(Exception):
    """A value that its field does not take; says what to write instead."""


def load(path: Path | str) -> tuple[FeedSpec, ...]:
    """Feeds in the order of the file. Raises CatalogueError at the first mistake; OSError when there is no file."""
    try:
        tables = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        hint = "; two feeds with the same id?" if "declare" in str(error) else ""
        raise CatalogueError(path, None, None, f"not valid TOML: {error}{hint}") from error
    except UnicodeDecodeError as error:
        raise CatalogueError(path, None, None, "not UTF-8: save the file as UTF-8") from error
    specs = tuple(read_table(path, feed_id, table) for feed_id, table in tables.items())
    _refuse_twins(path, specs)
    return specs


def dump(specs: Iterable[FeedSpec], path: Path | str) -> None:
    """Write a catalogue that `load` reads back as the same feeds; fields at their default are left out."""
    Path(path).write_text(render(specs), encoding="utf-8")


def render(specs: Iterable[FeedSpec]) -> str:
    """The text of a catalogue."""
    return "\n".join(_table(spec) for spec in specs)


def read_table(path: Path | str, feed_id: str, table: object) -> FeedSpec:
    """One feed from its table, every value checked; `path` is for the CatalogueError."""
    if not isinstance(table, dict):
        raise CatalogueError(path, None, feed_id, 'stands outside of a feed: begin each feed with its id, "[wafa-ar]"')
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", feed_id):
        raise CatalogueError(path, feed_id, "id", "use small letters, digits and hyphens; it can never change")
    unknown = sorted(set(table) - set(_READERS))
    if unknown:
        raise CatalogueError(path, feed_id, unknown[0], f"no such field; there are {', '.join(_READERS)}")
    values: dict[str, Any] = {"id": feed_id}
    for name, read in _READERS.items():
        if name in table:
            try:
                values[name] = read(table[name])
            except _WrongError as error:
                raise CatalogueError(path, feed_id, name, f"{error} (it is {shown(repr(table[name]))})") from error
        elif name in _REQUIRED:
            raise CatalogueError(path, feed_id, name, "is missing: every feed has " + ", ".join(_REQUIRED))
    return FeedSpec(**values)


def _refuse_twins(path: Path | str, specs: tuple[FeedSpec, ...]) -> None:
    seen: dict[str, str] = {}
    for spec in specs:
        # Every feed of a search has the same address but for its query: only equal ones are twins.
        address = normal_url(spec.url)
        if address in seen:
            raise CatalogueError(path, spec.id, "url", f"is also the url of [{seen[address]}]: remove one of them")
        seen[address] = spec.id


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _WrongError("write some text in quotes")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise _WrongError("write true or false, without quotes")
    return value


def _url(value: object) -> str:
    try:
        parts = urlsplit(_text(value))
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    else:
        if parts.username is not None or parts.password is not None:
            raise _WrongError("feeds behind a login are not read; take the login out of the address")
    if not good or not isinstance(value, str) or not value.isascii() or re.search(r"\s", value):
        raise _WrongError("write an http or https address, percent-encoded")
    return value


def _kind(value: object) -> str:
    if value not in KINDS:
        raise _WrongError(f"write one of {', '.join(KINDS)}")
    return str(value)


def _country(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch("[A-Z]{2}", value):
        raise _WrongError("write two capital letters of ISO 3166, or leave it out for international bodies")
    return value


def _zone(value: object) -> str:
    try:
        return ZoneInfo(_text(value)).key
    except (KeyError, ValueError, OSError) as error:
        raise _WrongError('write a zone of the IANA database, "Asia/Beirut"') from error


def _language(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch("[a-z]{2,3}", value):
        raise _WrongError('write an ISO 639 code, "ar"')
    return value


def _duration(value: object) -> timedelta:
    told = re.fullmatch(r"(\d{1,6})\s*([smh])", value) if isinstance(value, str) else None
    every = timedelta(seconds=int(told[1]) * _UNITS[told[2]]) if told else timedelta()
    if not _SHORTEST <= every <= _LONGEST:
        raise _WrongError('write a number with s, m or h, "10m", between 1m and 6h')
    return every


def _charset(value: object) -> str:
    codec = codec_name(_text(value))
    if not codec:
        raise _WrongError('no such charset; write for example "windows-1256"')
    return str(value)


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _WrongError('write a list of texts, ["one", "two"]')
    return tuple(map(_text, value))


def _patterns(value: object) -> tuple[str, ...]:
    patterns = _texts(value)
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise _WrongError(f"{pattern!r} is no regular expression: {error}") from error
    return patterns


#: In the order in which a catalogue is written.
_READERS: dict[str, Callable[[object], object]] = {
    "agency": _text,
    "name": _text,
    "url": _url,
    "country": _country,
    "kind": _kind,
    "category": _text,
    "language": _language,
    "zone": _zone,
    "gmt_is_local": _flag,
    "every": _duration,
    "charset": _charset,
    "title_suffix": _text,
    "body_tails": _patterns,
    "volatile_keys": _texts,
    "paused": _flag,
}
_DEFAULTS = {field.name: field.default for field in fields(FeedSpec)}
_REQUIRED = tuple(name for name in _READERS if _DEFAULTS[name] is MISSING)


def _table(spec: FeedSpec) -> str:
    lines = [f"[{spec.id}]"]
    lines += [f"{name} = {_toml(getattr(spec, name))}" for name in _READERS if getattr(spec, name) != _DEFAULTS[name]]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, timedelta):
        return f'"{duration(value)}"'
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return f'"{_ESCAPED.sub(_escape, str(value))}"'


def duration(every: timedelta) -> str:
    """An interval as a catalogue writes it: 90s, 10m, 2h."""
    seconds = int(every.total_seconds())
    unit = next(unit for unit in ("h", "m", "s") if seconds % _UNITS[unit] == 0)
    return f"{seconds // _UNITS[unit]}{unit}"


_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')


def _escape(match: re.Match[str]) -> str:
    letter = match.group()
    return f"\\{letter}" if letter in '"\\' else f"\\u{ord(letter):04x}"
