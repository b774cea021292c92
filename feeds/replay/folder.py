"""A folder of recorded documents and a `script.toml` that says when each is served.

[[feed]]
path = "/wakala/rss.xml"

[[feed.step]]
at = 0                      # seconds after the start
file = "wakala-1.xml"
coding = "gzip"             # optional, like everything below
status = 200
content_type = "text/xml"
headers = { Cache-Control = "max-age=60" }
location = "/moved.xml"
etag = "\"v1\""
delay = 0.2                 # seconds of real time before the answer
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from feeds.errors import ScriptError
from feeds.replay.script import Reply, Script, Step

_PLAIN: dict[str, type | tuple[type, ...]] = {
    "status": int,
    "content_type": str,
    "location": str,
    "coding": str,
    "etag": str,
    "delay": (int, float),
}
_OTHER = {"at", "file", "headers"}


def load_folder(folder: Path) -> dict[str, Script]:
    """The scripts by path. Raises ScriptError, naming the feed, for what cannot be played."""
    source = folder / "script.toml"
    try:
        table = tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ScriptError(f"{source}: {error}") from None
    return {_path(feed): [_step(folder, feed["path"], step) for step in feed.get("step", ())] for feed in _feeds(table)}


def _feeds(table: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    feeds = table.get("feed")
    if not isinstance(feeds, list) or not feeds:
        raise ScriptError("script.toml names no [[feed]]")
    return feeds


def _path(feed: Mapping[str, Any]) -> str:
    path = feed.get("path")
    if not isinstance(path, str) or not path.startswith("/"):
        raise ScriptError(f"a feed's path begins with a slash, not {path!r}")
    if not feed.get("step"):
        raise ScriptError(f"{path}: no [[feed.step]]")
    return path


def _step(folder: Path, path: str, step: Mapping[str, Any]) -> Step:
    if unknown := step.keys() - _PLAIN.keys() - _OTHER:
        raise ScriptError(f"{path}: unknown {', '.join(sorted(unknown))}")
    plain = {name: step[name] for name in _PLAIN if name in step}
    for name, value in plain.items():
        if not isinstance(value, _PLAIN[name]):
            raise ScriptError(f"{path}: {name} = {value!r} is of the wrong type")
    headers = tuple((str(name), str(value)) for name, value in step.get("headers", {}).items())
    body = _document(folder, path, step["file"]) if "file" in step else b""
    return Step(at=timedelta(seconds=step.get("at", 0)), reply=Reply(body=body, headers=headers, **plain))


def _document(folder: Path, path: str, name: str) -> bytes:
    file = (folder / name).resolve()
    if not file.is_relative_to(folder.resolve()):
        raise ScriptError(f"{path}: {name} lies outside of the folder")
    try:
        return file.read_bytes()
    except OSError as error:
        raise ScriptError(f"{path}: {error}") from None
