"""Cue words of status and background: what each decides, how far it reaches, which one reaches a trigger.

Tables: extract/lexicon/cues/status.toml and background.toml.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extract import grammar as g
from extract.byforms import ByForms
from extract.clean import fold
from extract.drafts import Draft
from extract.parsed import Parsed
from extract.rules import table

_REACH = 9

#: How much farther a denial reaches over أو: عدم تسجيل إصابات جديدة أو وفيات.
_OR_REACH = 8


_PROMISE = (fold("وعد"),)

#: Families of blows: nobody asks for something after one that is yet to come.
_BLOWS = frozenset(("conflict", "harm", "disaster", "accident"))


@dataclass(frozen=True, slots=True)
class Scope:
    """One group of cues: what they decide, and how far they reach."""

    what: str
    #: Words between cue and trigger at most.
    reach: int
    #: Letters (see tagging) that close the scope.
    closed_by: frozenset[str]


_NONE: frozenset[str] = frozenset()
#: A cue as keys, with its scope and the rank of the scope in its table.
Scoped = tuple[int, Scope, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class StatusCues:
    """All cue groups, strongest first."""

    before: ByForms[Scoped]
    background: ByForms[Scoped]
    opening: ByForms[tuple[str, ...]]
    #: Words that set a whole sentence back in time.
    then: frozenset[str]
    #: Words that make what an imperfect tells a habit.
    habit: frozenset[str]

    @classmethod
    def load(cls) -> StatusCues:
        """Read the cue tables."""
        status, background = table("cues/status.toml"), table("cues/background.toml")
        opening = _openings(background.get("opening", ()))
        then, habit = (frozenset(fold(word) for word in background.get(name, ())) for name in ("then", "habit"))
        return cls(_cues(status["scope"]), _cues(background["scope"]), opening, then, habit)


def _openings(phrases: Sequence[str]) -> ByForms[tuple[str, ...]]:
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        keys = tuple(fold(w) for w in phrase.split())
        by_first.setdefault(keys[0], []).append(keys)
    return ByForms(by_first)


def _cues(rows: list[dict[str, Any]]) -> ByForms[Scoped]:
    by_first: dict[str, list[Scoped]] = {}
    for rank, row in enumerate(rows):
        scope = Scope(row["what"], row.get("reach", _REACH), frozenset(row.get("closed_by", "VB.")))
        for entry in row["words"]:
            keys = tuple(fold(w) for w in entry.split())
            by_first.setdefault(keys[0], []).append((rank, scope, keys))
    return ByForms(by_first, _by_rank)


def nearest(
    draft: Draft, cues: ByForms[Scoped], people: bool = False, at: int | None = None
) -> tuple[str, int, int] | None:
    """(what, first, last) of the cue nearest before the trigger that reaches it; at one word the first scope wins.

    `at`: the token that it must reach instead, the verb that carries the trigger.
    """
    page, head = draft.page, draft.trigger.first if at is None else at
    start, _ = page.doc.sentences[draft.trigger.sentence]
    crossed: list[str] = []  # letters between a word and the trigger, nearest the trigger first
    either = _OR_REACH if head and page.doc.tokens[head - 1].key == "او" else 0
    for i in range(head - 1, max(start, head - 17) - 1, -1):
        here = cues.get(_cue_forms(page, i))
        named = bool(here) and not people and _names_somebody(page, i)
        for _rank, scope, keys in here:
            beyond = crossed[: max(0, head - i - len(keys))]  # a cue's own words close nothing: لم يعد يسيطر
            reach = scope.reach + either * (scope.what == "denied")
            closed = head - i > reach or scope.closed_by.intersection(beyond)
            if closed or (named and scope.what != "befell") or _idle(draft, scope) or _counts_as(draft, keys):
                continue
            if len(keys) == 1 or phrase_at(draft, keys, i):
                return _longer(draft, cues, i, start) or (scope.what, i, i + len(keys) - 1)
        crossed.append("." if page.doc.tokens[i].key in g.MEANWHILE else page.tags.letters[i])
    return None


#: Somebody who is called so asks for nothing: شاب يدعى كذا.
_CALLED = ("يدعى", "تدعى")


def _cue_forms(page: Parsed, i: int) -> frozenset[str]:
    """The forms of a word as it is read here: طالبان is a name, أكد no form of كاد."""
    entity = page.entity_at.get(i)
    if (entity is not None and entity.kind != "generic") or page.tags.letters[i] == "D":
        return _NONE
    reading, token = page.tags.readings[i], page.doc.tokens[i]
    if token.text.endswith(_CALLED):
        return _NONE
    return page.forms_read(i, reading.key if reading is not None else token.key)


def _names_somebody(page: Parsed, i: int) -> bool:
    """A word for a person demands nothing: طالب."""
    reading = page.tags.readings[i]
    return i in page.entity_at or (reading is not None and reading.ent == "person")


def _longer(draft: Draft, cues: ByForms[Scoped], i: int, start: int) -> tuple[str, int, int] | None:
    """An expression that begins before word i and covers it: لم يعد is no promise."""
    for first in (i - 1, i - 2):
        if first < start:
            break
        for _rank, scope, keys in cues.get(draft.page.forms(first)):
            if first + len(keys) > i and len(keys) > 1 and phrase_at(draft, keys, first):
                return scope.what, first, first + len(keys) - 1
    return None


def _idle(draft: Draft, scope: Scope) -> bool:
    """قد before a perfect verb decides nothing, and hides nothing that stands before it; nor does بعد before an election."""
    reading = draft.page.tags.readings[draft.trigger.head]
    if scope.what == "befell":
        return draft.trigger.form == "verb" or draft.type.split(".")[0] not in _BLOWS
    if scope.what == "provided":
        return draft.type == "diplomacy.ceasefire"  # agreed to is what begins it
    return scope.what == "possible_if_imperfect" and (reading is None or reading.asp != "i")


def _counts_as(draft: Draft, keys: tuple[str, ...]) -> bool:
    """وعدّته انتهاكا: a promise names its deed with ب or أن."""
    if keys != _PROMISE:
        return False
    page, first = draft.page, draft.trigger.first
    reading = page.tags.readings[first]
    return reading is not None and reading.pos != "verb" and reading.prep != "ب"


def _by_rank(cue: Scoped) -> tuple[int, int]:
    return cue[0], -len(cue[2])


def phrase_at(draft: Draft, phrase: tuple[str, ...], i: int) -> bool:
    tokens = draft.page.doc.tokens
    return i + len(phrase) <= len(tokens) and all(word in draft.page.forms(i + k) for k, word in enumerate(phrase))
