"""Whose words tell an event: each draft's claimants and relays.

A claimant covers what its verb introduces, to the end of the sentence or to where the next one speaks. A news agency relays;
the one whom it quotes claims.
"""

from __future__ import annotations

from itertools import pairwise

from extract import grammar as g
from extract.drafts import Draft
from extract.parsed import Parsed
from extract.speakers import relays
from extract.statements import Said
from extract.types import Source


def attribute(page_drafts: list[Draft], statements: list[Said], agencies: list[tuple[int, int, str]]) -> None:
    """Give each draft its chain: the claimant whose words tell it, then the agencies of its sentence or of the item."""
    told: dict[int, list[Said]] = {}
    for statement in statements:
        told.setdefault(statement.sentence, []).append(statement)
    for draft in page_drafts:
        said = [
            s for s in told.get(draft.trigger.sentence, ()) if not draft.trigger.first <= s.at <= draft.trigger.last
        ]
        covering = _in_its_clause(draft.page, _covering(said, draft.trigger.first), draft.trigger.first)
        claimants = [s.source for s in covering if s.source.role == "claimant" and not _own(draft, s)]
        relays = [s.source for s in covering if s.source.role == "relay"]
        draft.attribution = list({s.span: s for s in reversed(claimants + relays)}.values())[::-1]
    _credit(page_drafts, agencies)


def unquoted(merged: list[Draft]) -> None:
    """Nobody is quoted on what stays context: who speaks of it says something else."""
    for draft in merged:
        if draft.background:
            draft.attribution = [s for s in draft.attribution if s.role != "claimant"]


#: Happenings that a reporter hears of from somebody; what a state decides or signs is public.
_HEARD_OF = ("conflict.", "territory.", "harm.", "disaster.", "accident.", "law.arrest", "law.seizure", "law.release")
#: Sentences in which whoever tells of the event speaks.
_ITS_OWN = 3


def lend(merged: list[Draft], statements: list[Said]) -> None:
    """The only one who speaks in the text tells of what it is about: وأوضح المتحدث أن المصاب نقل إلى المستشفى."""
    lead = next((d for d in merged if d.lead), None)
    only = _only_speaker(statements)
    if lead is None or only is None or not (lead.in_title and _fact(lead) and lead.type.startswith(_HEARD_OF)):
        return
    elsewhere = any(s.name == only.name for d in merged if _fact(d) for s in d.attribution)
    own = any(s.role == "claimant" for s in lead.attribution)
    parties = {a.span.start for a in (*lead.actors, *lead.targets) if a.span.field == only.span.field}
    if not (elsewhere or own) and only.span.start not in parties:
        lead.attribution = [only, *lead.attribution]


def _only_speaker(statements: list[Said]) -> Source | None:
    """Who alone claims anything, from the opening on; "according to" covers its own sentence and no more."""
    speakers = [s for s in statements if s.source.role == "claimant"]
    if not speakers or speakers[0].start is None or speakers[0].sentence > _ITS_OWN:
        return None
    one = speakers[0].source
    return one if all(s.source.name == one.name for s in speakers) else None


def _fact(draft: Draft) -> bool:
    return draft.status == "asserted" and draft.kind == "event" and not draft.background


def _covering(statements: list[Said], trigger: int) -> list[Said]:
    """What is said of token `trigger`: nobody's words go on behind those of the next who speaks."""
    turns = [s.at for s in statements if s.opens]
    return [s for s in statements if _covers(s, trigger) and not any(_between(s, turn, trigger) for turn in turns)]


def _in_its_clause(page: Parsed, covering: list[Said], trigger: int) -> list[Said]:
    """Those who speak in the trigger's own clause, where somebody does: قال الجيش إنه ... ، فيما ذكرت شبكة كذا أن."""
    own = [s for s in covering if not _parted(page, s.at, trigger)]
    return own or covering


def _parted(page: Parsed, one: int, two: int) -> bool:
    """A word for meanwhile stands between two tokens."""
    if g.MEANWHILE.isdisjoint(page.doc.keys) and "حين" not in page.doc.keys:
        return False
    keys = [token.key for token in page.doc.tokens[min(one, two) : max(one, two)]]
    return not g.MEANWHILE.isdisjoint(keys) or ("في", "حين") in pairwise(keys)


def _between(statement: Said, turn: int, trigger: int) -> bool:
    low, high = sorted((statement.at, trigger))
    return low < turn <= high and turn != statement.at


def _covers(statement: Said, trigger: int) -> bool:
    if statement.phrase.first <= trigger <= statement.phrase.last:
        return False
    return statement.start is None or statement.start <= trigger


def _own(draft: Draft, statement: Said) -> bool:
    """A statement has a source only when somebody else relays it: a source that names nobody, a medium."""
    if not draft.type.startswith("statement."):
        return False
    if not relays(draft.page, statement.phrase):
        return True
    name = set(statement.source.name.split())
    return any(a.span.start == statement.source.span.start or name & set(a.span.text.split()) for a in draft.actors)


#: Sentences in which an agency stands for the whole item, and tokens of a line that only signs it.
_OPENING, _SIGNATURE = 1, 8


def _relayed(page: Parsed, agency: int, sentence: int) -> bool:
    """Whether an agency relays a sentence: its own, or any when it opens the report or signs it."""
    own = page.doc.tokens[agency].sent
    first, end = page.doc.sentences[own]
    signed = end - first <= _SIGNATURE and "V" not in page.tags.letters[first:end]
    return own <= _OPENING or own == sentence or signed


def _credit(page_drafts: list[Draft], agencies: list[tuple[int, int, str]]) -> None:
    if not page_drafts:
        return
    page = page_drafts[0].page
    for draft in page_drafts:
        known = {s.agency for s in draft.attribution}
        for first, last, code in agencies:
            if code not in known and _relayed(page, first, draft.trigger.sentence):
                known.add(code)
                span = page.doc.span(first, last)
                draft.attribution.append(Source(span=span, name=span.text, role="relay", agency=code))
