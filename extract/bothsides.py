"""Whose the dead of a fight are by how they are called: a soldier and a gunman are of two sides, and both are its toll."""

from __future__ import annotations

from extract.clean import fold
from extract.types import Quantity

#: How those who serve a state, and those who fight it, are called: what such words contain.
_SERVE = ("ضابط", "ضباط", "جندي", "جنود", "شرط", "عسكري", "مجند", "دركي")
_FIGHT = ("ارهابي", "مسلح", "متمرد", "متشدد", "متطرف", "تكفيري", "داعش", "حوثي", "مهاجم")


def opposed(one: Quantity, two: Quantity) -> bool:
    """Exact numbers of dead or wounded, each of one side and not of the same."""
    if one.value is None or two.value is None or not one.whom or not two.whom:
        return False
    first, second = _sides(one.whom), _sides(two.whom)
    return len(first) == len(second) == 1 and first != second


def added(one: Quantity, two: Quantity) -> tuple[float, str]:
    """How many on both sides, and who."""
    return (one.value or 0) + (two.value or 0), f"{one.whom} و{two.whom}"


def _sides(whom: str) -> set[str]:
    words = fold(whom)
    return {side for side, stems in (("serve", _SERVE), ("fight", _FIGHT)) if any(stem in words for stem in stems)}
