"""The zone that a date names, by offset, abbreviation, IANA id or the Arabic name of a place."""

from __future__ import annotations

import re
from datetime import timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from feeds.months import OFFSETS, PLACES

_OFFSET = re.compile(r"(?:\b(?:gmt|utc|ut)\s*(?=[+-])|(?=[+-]\d))([+-])\s*(\d{1,2})(?:[:.]?(\d{2}))?(?=[\s)(\]]|$)")
_ZONE_NAMES = re.compile(r"(?<![a-z])(" + "|".join(sorted(OFFSETS, key=len, reverse=True)) + r")(?![a-z])")
_ZONE_PLACES = re.compile(r"(?:ب?توقيت)\s*(" + "|".join(sorted(PLACES, key=len, reverse=True)) + r")(?!\w)")
_ZONE_IDS = re.compile(r"(?<![a-z])[a-z]{3,10}/[a-z_]{3,20}(?![a-z])")
_COMMENT = re.compile(r"\([^()]*\)")


class Zones:
    """The zone of a date: its own, else the agency's."""

    def __init__(self, home: str, gmt_is_local: bool) -> None:
        self.home = ZoneInfo(home)
        self.gmt_is_local = gmt_is_local

    def offset(self, hours: float) -> tzinfo:
        if hours == 0 and self.gmt_is_local:
            return self.home
        # No place is further from Greenwich: the number is a mistake, the agency's own zone likelier.
        return timezone(timedelta(hours=hours)) if -12 <= hours <= 14 else self.home

    def place(self, name: str) -> tzinfo:
        return ZoneInfo(PLACES[name])


@cache
def _zone_ids() -> dict[str, str]:
    """IANA names by their lower case, which is all that is left of a text here."""
    return {name.lower(): name for name in available_timezones()}


def take_zone(text: str, zones: Zones) -> tuple[tzinfo, str]:
    """The zone told in `text` (without a date's own hyphens), and the text without it."""
    offset = _OFFSET.search(text)
    if offset:
        hours = int(offset[2][:2]) + int(offset[3] or 0) / 60
        rest = _ZONE_NAMES.sub(" ", _COMMENT.sub(" ", text[: offset.start()] + " " + text[offset.end() :]))
        return zones.offset(-hours if offset[1] == "-" else hours), rest
    name = _ZONE_NAMES.search(text)
    if name:
        return zones.offset(OFFSETS[name[1]]), _ZONE_NAMES.sub(" ", text)
    known = _ZONE_IDS.search(text)
    if known and known[0] in _zone_ids():
        return ZoneInfo(_zone_ids()[known[0]]), _ZONE_IDS.sub(" ", text)
    place = _ZONE_PLACES.search(text)
    if place:
        return zones.place(place[1]), _ZONE_PLACES.sub(" ", text)
    return zones.home, text
