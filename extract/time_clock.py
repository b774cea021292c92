"""Clock times: الساعة 14:30, الثالثة والنصف فجرا بتوقيت غرينتش."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from extract.calendar_terms import terms
from extract.clean import western
from extract.moments import Now, Told
from extract.number_words import ordinal_at
from extract.time_dates import Piece, key_at
from extract.tokens import Token

_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?::\d{2})?$")


_AT = frozenset(("عند", "وعند", "الساعه", "حوالي", "قرابه"))


def clock_words(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    """الساعة 14:30, الساعة الثالثة والنصف فجرا, الثالثة فجرا بتوقيت غرينتش."""
    opened = tokens[i].key in terms().sets["clock"]
    j = i + 1 if opened else i
    j += opened and j < len(tokens) and tokens[j].text == "("
    if j >= len(tokens):
        return None
    if tokens[j].kind == "number":
        return _clock_digits(tokens, j, opened)
    place = (1, j) if tokens[j].key in ("الواحده", "واحده") else ordinal_at(tokens, j)
    if place is None or place[0] > 12:
        return None
    last, minute = place[1], _MINUTES.get(key_at(tokens, place[1] + 1), 0)
    last += minute > 0
    return _clock_tail(tokens, last, place[0], minute, sure=opened or key_at(tokens, i - 1) in _AT)


_MINUTES = {"والنصف": 30, "ونصف": 30, "والربع": 15, "وربع": 15, "والثلث": 20, "وثلث": 20}


def clock_number(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    return _clock_digits(tokens, i, key_at(tokens, i - 1) in _AT)


def _clock_digits(tokens: Sequence[Token], i: int, opened: bool) -> Piece | None:
    text = western(tokens[i].text)
    match = _CLOCK.match(text)
    if match is not None and int(match[1]) < 24 and int(match[2]) < 60:
        return _clock_tail(tokens, i, int(match[1]), int(match[2]), sure=opened)
    if opened and text.isdigit() and len(text) <= 2 and int(text) <= 24:
        return _clock_tail(tokens, i, int(text) % 24, 0, sure=True)
    return None


def _clock_tail(tokens: Sequence[Token], last: int, hour: int, minute: int, *, sure: bool) -> Piece | None:
    """Half of the day and zone behind an hour; an hour that neither these nor الساعة announce is none."""
    j = last + 1
    if key_at(tokens, j) == "من":
        j += 1
    half = terms().adverbs.at(tokens, j) or (terms().parts.at(tokens, j) if sure else None)
    if half is not None:
        hour = _in_half(hour, half[1])
        j = half[0] + 1 if terms().adverbs.at(tokens, j) else j
    elif key_at(tokens, j) in ("ص", "م"):
        hour = _in_half(hour, "صباح" if tokens[j].key == "ص" else "مساء")
        half = (j, "")
        j += 1
    else:
        j = last + 1
    zone = None
    opened = key_at(tokens, j) == "("
    z = j + opened
    if key_at(tokens, z) == "بتوقيت" and (name := terms().zones.get(key_at(tokens, z + 1))):
        zone, j = ZoneInfo(name), z + 2
    elif key_at(tokens, z) in ("تغ", "ت") and (key_at(tokens, z) == "تغ" or key_at(tokens, z + 1) in ("غ", "م", ".")):
        zone, j = ZoneInfo("UTC" if key_at(tokens, z + 1) != "م" else "Asia/Riyadh"), z + 1 + (key_at(tokens, z) == "ت")
    elif key_at(tokens, z) == "ت.غ":
        zone, j = ZoneInfo("UTC"), z + 1
    if half is None and zone is None and not sure:
        return None
    return j - 1, Told(clock=(hour % 24, minute), clock_zone=zone)


def _in_half(hour: int, part: str) -> int:
    if part in ("مساء", "عصر", "بعد ظهر", "مغرب") and hour < 12:
        return hour + 12
    if part == "ظهر" and hour < 6:
        return hour + 12
    if part in ("ليل", "ليلة") and 6 <= hour < 12:
        return hour + 12
    return 0 if part in ("صباح", "فجر", "ليل") and hour == 12 else hour
