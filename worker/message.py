"""From two states of an event to the message between them: what changed, what it is called, its CloudEvents fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

from worker.codec import dumps, full
from worker.state import Change, Event, Lifecycle, Told

#: Additive changes keep the number; a break gets a new one and a stream of its own.
DATASCHEMA = "urn:rasid:schema:event:1"
SOURCE = "/rasid"
#: Mentions whose JSON is remembered: a kilobyte each.
REMEMBERED = 2000
#: Fields that are no news by themselves.
SILENT = frozenset({"rev", "last_changed", "first_seen", "changes", "mentions", "extractor", "lexicon"})


def changes(old: Event | None, new: Event, item: str | None) -> tuple[Change, ...]:
    """What became different, field by field; of a new event only its mentions. Mentions are listed by their ids, which
    stay the same where only their words were edited."""
    found = []
    for name in (field.name for field in fields(Event) if field.name not in SILENT):
        # Most fields of most states stay as they are; writing them out to see it would cost more than all else.
        if old is None or getattr(new, name) == getattr(old, name):
            continue
        before, after = full(getattr(old, name)), full(getattr(new, name))
        if _said(after) != _said(before):
            found.append(Change(field=name, old=before, new=after, item=item))
    if old is None or new.mentions != old.mentions:
        was = [mention.id for mention in old.mentions] if old else []
        found.append(Change(field="mentions", old=was, new=[m.id for m in new.mentions], item=item))
    return tuple(found)


def _said(value: Any) -> Any:
    """Without how often it was told: one more voice changes `mentions` and perhaps `origins`, not what they say."""
    if isinstance(value, list):
        return [_said(each) for each in value]
    if isinstance(value, dict):
        return {key: each for key, each in value.items() if key != "told"}
    return value


def lifecycle(old: Event | None, new: Event) -> Lifecycle:
    """What the step from one state to the next is called, where nobody asked for a merge or split."""
    if old is None:
        return "split" if new.split_from else "new"
    if new.merged_into and not old.merged_into:
        return "merged"
    if new.withdrawn:
        return "withdrawn"
    gained = set(new.origins) > set(old.origins)
    return "corroborated" if gained and not old.withdrawn else "updated"


def message(event: Event, kind: Lifecycle, why: tuple[Change, ...]) -> Mapping[str, str]:
    """The entry's flat fields but `sequence` and `epoch`, which the commit adds. `time` is that of the happening."""
    country = next((place.country for place in event.places if place.country), None)
    return {
        "specversion": "1.0",
        "id": f"{event.id}:{event.rev}",
        "source": SOURCE,
        "type": f"rasid.event.{kind}",
        "subject": event.id,
        "time": _iso(event),
        "datacontenttype": "application/json",
        "dataschema": DATASCHEMA,
        "rev": str(event.rev),
        "eventtype": event.type,
        "country": country or "",
        "origins": str(len(event.origins)),
        "data": _data(event, why),
    }


def _data(event: Event, why: tuple[Change, ...]) -> str:
    """The state as JSON. Its mentions are most of it, and all but one have been written before."""
    state = full(replace(event, mentions=(), changes=why))
    mentions = "[" + ",".join(map(_mention, event.mentions)) + "]"
    told = ((name, mentions if name == "mentions" else dumps(value)) for name, value in state.items())
    return "{" + ",".join(f'"{name}":{value}' for name, value in told) + "}"


@lru_cache(maxsize=REMEMBERED)
def _mention(told: Told) -> str:
    return dumps(full(told))


def _iso(event: Event) -> str:
    """When it happened; untold, when it was first published."""
    published = [mention.published for mention in event.mentions if mention.published]
    happened = event.time.start if event.time else min(published, default=event.first_seen)
    return str(full(happened))
