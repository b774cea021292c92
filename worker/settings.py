"""Everything that an operator can set, read once from the environment into one frozen object.

`TABLE` is the single list: it is read here, printed by `rasid check`, and held against the README by a test.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from worker.address import masked, read_address
from worker.broker import celery_broker
from worker.errors import BadInputError

__all__ = ["TABLE", "Setting", "Settings", "SettingsError", "hidden", "masked", "read_settings", "seeds", "shown"]


class SettingsError(BadInputError):
    """A variable that cannot be used: which one and what to write instead."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(name, why)
        self.name = name
        self.why = why

    def __str__(self) -> str:
        return f"{self.name}: {self.why}"


#: Of Flower's login.
SHORTEST_PASSWORD = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the variables of `TABLE` say; each is described there."""

    redis_url: str | None
    broker_url: str | None
    camel_data: Path | None
    data: Path
    feeds: Path | None
    routes: Path | None
    poll_threads: int
    processes: int
    ner_processes: int
    batch: int
    host_gap: timedelta
    contact: str | None
    inbox_limit: int
    stream_hours: int
    stream_entries: int
    item_hours: int
    memory: str
    fsync: str
    allow_loopback: bool
    flower_login: str | None
    flower_address: str
    flower_port: int
    log_level: str

    @property
    def feeds_file(self) -> Path:
        """The catalogue: the one named, else the operator's in the data folder, else the packaged one."""
        own = self.data / "feeds.toml"
        return self.feeds or (own if own.is_file() else seeds() / "feeds.toml")

    @property
    def routes_file(self) -> Path:
        own = self.data / "routes.toml"
        return self.routes or (own if own.is_file() else seeds() / "routes.toml")


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable."""

    name: str
    field: str
    read: Callable[[str], Any]
    #: As an operator would write it; shown in the README. Empty: not set.
    default: str
    says: str
    #: May stand in a log.
    secret: bool = False


def seeds() -> Path:
    """The seeds folder: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).parent / "seeds"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "seeds"


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not value.isdecimal() or not low <= int(value) <= high:
            raise ValueError(f"write a whole number from {low} to {high}")
        return int(value)

    return read


def _seconds(value: str) -> timedelta:
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 3600:
        raise ValueError("write seconds, 0 to 3600")
    return timedelta(seconds=seconds)


def _one_of(*words: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.lower() not in words:
            raise ValueError(f"write one of {', '.join(words)}")
        return value.lower()

    return read


def _flag(value: str) -> bool:
    return _one_of("0", "1", "false", "true", "no", "yes")(value) in {"1", "true", "yes"}


def _memory(value: str) -> str:
    digits = value.lower().rstrip("kmgb")
    if not digits.isdecimal() or value.lower().removeprefix(digits) not in {"", "kb", "mb", "gb"}:
        raise ValueError("write bytes, or a number with kb, mb or gb")
    return value.lower()


def _redis(value: str) -> str:
    read_address(value)
    return value


def _broker(value: str) -> str:
    celery_broker(value)
    return value


def _login(value: str) -> str:
    name, _, password = value.partition(":")
    if not name or len(password) < SHORTEST_PASSWORD:
        raise ValueError(f"write name:password, the password with {SHORTEST_PASSWORD} characters or more")
    return value


def _path(value: str) -> Path:
    return Path(value).expanduser()


#: In the order of the README.
TABLE: tuple[Setting, ...] = (
    Setting("REDIS_URL", "redis_url", _redis, "",
            "Redis or Valkey to use, 6.2 or later, also over TLS, by Sentinel or on a Cluster, see docs/scaling.md; "
            "without it a private server is started", secret=True),
    Setting("RASID_BROKER_URL", "broker_url", _broker, "",
            "another Redis for Celery's hints, which may be lost; without it the same one", secret=True),
    Setting("RASID_DATA", "data", _path, "",
            "folder of the private server and of the operator's `feeds.toml`; "
            "without it `$XDG_DATA_HOME/rasid` or `~/.local/share/rasid`"),
    Setting("RASID_FEEDS", "feeds", _path, "",
            "catalogue of feeds; without it `feeds.toml` in the data folder, else the packaged one"),
    Setting("RASID_ROUTES", "routes", _path, "",
            "named sub-streams; without it `routes.toml` in the data folder, else the packaged one"),
    Setting("RASID_POLL_THREADS", "poll_threads", _whole(1, 512), "16", "feeds polled at the same time"),
    Setting("RASID_PROCESSES", "processes", _whole(0, 256), "0", "processes that extract; 0 is one for each core"),
    Setting("RASID_NER_PROCESSES", "ner_processes", _whole(1, 64), "1",
            "processes that recognise names, a gigabyte each, where camel-tools' model for it and torch are installed"),
    Setting("RASID_BATCH", "batch", _whole(1, 500), "25", "items that one task leases"),
    Setting("RASID_HOST_GAP", "host_gap", _seconds, "2", "seconds between two requests to one host"),
    Setting("RASID_CONTACT", "contact", str, "", "address of the operator, told to every server that is polled"),
    Setting("RASID_INBOX_LIMIT", "inbox_limit", _whole(1, 10_000_000), "20000",
            "owed things above which no feed is polled"),
    Setting("RASID_STREAM_HOURS", "stream_hours", _whole(1, 8760), "48", "hours that a message stays on its stream"),
    Setting("RASID_STREAM_ENTRIES", "stream_entries", _whole(100, 1_000_000_000), "1000000",
            "messages that a stream holds at most"),
    Setting("RASID_ITEM_HOURS", "item_hours", _whole(0, 720), "168",
            "hours that an item is kept for `rasid reprocess`; 0 keeps none"),
    Setting("RASID_MEMORY", "memory", _memory, "1gb", "`maxmemory` of the private server"),
    Setting("RASID_FSYNC", "fsync", _one_of("everysec", "always"), "everysec",
            "`appendfsync` of the private server; `always` also survives a power cut"),
    Setting("RASID_FLOWER_LOGIN", "flower_login", _login, "",
            "`name:password` of whoever may look at Flower, which does not start without", secret=True),
    Setting("RASID_FLOWER_ADDRESS", "flower_address", str, "127.0.0.1", "address that Flower listens on"),
    Setting("RASID_FLOWER_PORT", "flower_port", _whole(1, 65535), "5555", "port that Flower listens on"),
    Setting("RASID_ALLOW_LOOPBACK", "allow_loopback", _flag, "0",
            "allow feeds on this machine: for tests and the demo only"),
    Setting("RASID_LOG_LEVEL", "log_level", _one_of("debug", "info", "warning", "error"), "info", "least level logged"),
    Setting("CAMELTOOLS_DATA", "camel_data", _path, "", "camel-tools data; what is found there adds tiers"),
)  # fmt: skip


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from `environ` (os.environ if not given); an empty variable counts as unset. Raises SettingsError."""
    environ = os.environ if environ is None else environ
    _refuse_unknown(environ)
    values: dict[str, Any] = {}
    for setting in TABLE:
        text = environ.get(setting.name) or setting.default
        try:
            values[setting.field] = setting.read(text) if text else None
        except ValueError as error:
            said = "" if setting.secret else f" (it is {text!r})"
            raise SettingsError(setting.name, f"{error}{said}") from None
    values["data"] = values["data"] or default_data(environ)
    return Settings(**values)


def default_data(environ: Mapping[str, str]) -> Path:
    """The data folder where none is named (XDG base directories)."""
    xdg = environ.get("XDG_DATA_HOME", "")
    if xdg.startswith("/"):
        return Path(xdg) / "rasid"
    try:
        home = Path(environ["HOME"]) if environ.get("HOME") else Path.home()
    except RuntimeError:
        raise SettingsError("RASID_DATA", "there is no home folder; name a folder for the data") from None
    return home / ".local" / "share" / "rasid"


def hidden(value: str) -> str:
    """What may be shown of a secret: an address without its password, of anything else nothing."""
    return masked(value) if "://" in value else "***"


def shown(settings: Settings) -> dict[str, str]:
    """Each variable and its value, for people; secrets masked."""
    values = {setting.name: (getattr(settings, setting.field), setting.secret) for setting in TABLE}
    return {name: hidden(str(v)) if secret and v else _said(v) for name, (v, secret) in values.items()}


def _said(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, timedelta):
        return f"{value.total_seconds():g}"
    return "" if value is None else str(value)


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = [setting.name for setting in TABLE if setting.name.startswith("RASID_")]
    for name in sorted(environ):
        if name.startswith("RASID_") and name not in known and name not in _OURS:
            near = difflib.get_close_matches(
                name.removeprefix("RASID_"), (n.removeprefix("RASID_") for n in known), n=1
            )
            hint = f"did you mean RASID_{near[0]}?" if near else f"there are {', '.join(known)}"
            raise SettingsError(name, f"no such setting; {hint}")


#: Read by the tests and the bench, not by the service.
_OURS = frozenset({"RASID_FAULTS"})
