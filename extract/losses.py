"""What set words tell of the dead and wounded without a verb of harm: tallies, denials, bodies, a bare قتيل."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extract.casualties import CASES
from extract.counted import counted_noun
from extract.quantityfound import Found
from extract.victims import VictimReader, Victims, one_at

#: Before a noun of harm that is news: أدى إلى إصابته، أسفر عن إصابته.
_LED_TO = frozenset(("الي", "عن"))
#: How far the number may stand behind a word of a tally, in tokens: حصيلة ضحايا ... إلى 38.
_REACH = 24
#: Tokens from the start of a bounded number to its noun: ما لا يقل عن خمسة وثلاثين قتيلا.
_COUNTED = 8
#: A word of harm and the one that `و` joins to it.
_JOINED = 3


def losses(victims: VictimReader, i: int, claimed: Mapping[int, Found]) -> Iterator[tuple[int, Found]]:
    """What the words at i tell: the key to file it under, and the quantity."""
    for found in (_tally(victims, i, claimed), _body(victims, i), _his(victims, i), _single(victims, i, claimed)):
        if found is not None:
            yield found.first, found
    case = _case(victims, i)
    if case is not None:
        yield case.first, case
    yield from _earlier(victims, i, claimed)
    yield from _nobody(victims, i)


def _tally(victims: VictimReader, i: int, claimed: Mapping[int, Found]) -> Found | None:
    """حصيلة القتلى إلى 38: the number behind `إلى` or بلغ, not the old one; the nearest word of a tally counts."""
    tables, tokens = victims.tables, victims.tokens
    kind = tables.tally_kind(tokens, i)
    if kind is None:
        return None
    _, end = victims.doc.sentences[tokens[i].sent]
    announced = victims.key(i - 1) in tables.to  # بلغ عدد الضحايا 51
    for j in range(i + 1, min(end, i + _REACH)):
        nearer = tables.tally_kind(tokens, j) if j > i + 1 else None
        if nearer is not None and nearer != kind:
            if victims.key(j)[:1] != "و" or j > i + _JOINED:
                return None
            kind = "casualties"  # عدد القتلى والجرحى
        if victims.key(j) not in tables.to and not announced:
            continue
        for k in range(j if announced else j + 1, min(end, j + 1 if announced else j + 4)):
            number = victims.numbers.get(k)
            taken = claimed[k].kind if k in claimed else "killed"
            if number is None or taken not in ("killed", "injured", "cases"):
                continue
            if any(victims.key(m) in tables.words for m in range(j + 1, k)):
                return None  # مخيم للنازحين ... أدى إلى مقتل ثمانية
            v = victims.of(number)
            free = k not in claimed or (taken == "cases" and kind == "killed")  # عدد الذين توفوا إلى 464 حالة
            return victims.told(kind, v, i) if free and (v.noun is None or victims.human(v)) else None
        if not announced:
            return None
    return None


def _earlier(victims: VictimReader, i: int, claimed: Mapping[int, Found]) -> Iterator[tuple[int, Found]]:
    """كانت حصيلة سابقة أشارت إلى مقتل 7: no longer the toll."""
    if victims.key(i) not in victims.tables.heads or victims.key(i + 1) not in victims.tables.earlier:
        return
    _, end = victims.doc.sentences[victims.tokens[i].sent]
    for j in range(i + 2, min(end, i + _REACH)):
        if victims.tokens[j].text in ",،؛" or victims.key(j) in victims.tables.barriers:
            return
        number = victims.numbers.get(j)
        if number is not None:
            yield j, victims.told("other", victims.of(number), i)


def _body(victims: VictimReader, i: int) -> Found | None:
    """العثور على جثة: one dead."""
    found = victims.tables.found.at(victims.tokens, i)
    if found is None or victims.key(found[0] + 1) not in victims.tables.bodies:
        return None
    at = found[0] + 1
    return victims.told("killed", Victims(at, at, one_at(at), None, at), i)


def _his(victims: VictimReader, i: int) -> Found | None:
    """أدى إلى مقتله: one dead; أدى إلى إصابته بجروح: one wounded."""
    tables = victims.tables
    wounded = victims.key(i) in tables.wound and victims.key(i + 1) in tables.wounds and victims.key(i - 1) in _LED_TO
    if victims.key(i) not in tables.his and not wounded:
        return None
    return victims.told("injured" if wounded else "killed", Victims(i, i, one_at(i), None, i), i)


def _single(victims: VictimReader, i: int, claimed: Mapping[int, Found]) -> Found | None:
    """سقوط قتيل, قتيل وجريحان في: a noun of one dead or wounded that no number counts."""
    kind = victims.tables.single.get(victims.key(i))
    if kind is None or any(
        f.first <= i <= f.last for j in range(i - _COUNTED, i + 1) if (f := claimed.get(j)) is not None
    ):
        return None
    first, _ = victims.doc.sentences[victims.tokens[i].sent]
    opens = i == first or victims.tokens[i - 1].kind != "word" or victims.key(i - 1) in victims.tables.falls
    if not opens and not (victims.key(i)[:1] == "و" and _harmed_before(i, first, claimed)):
        return None
    return victims.told(kind, Victims(i, i, one_at(i, i), counted_noun(victims.key(i)), i), i)


def _case(victims: VictimReader, i: int) -> Found | None:
    """تسجيل حالة وفاة, رصد إصابة جديدة, حالة توفيت: one case; not where none was recorded."""
    tables, what = victims.tables, victims.key(i + 1)
    died = what in tables.died or victims.key(i + 3) == "رحمه"  # انتقلت إلى رحمة الله
    if died and victims.key(i).removeprefix("و") == "حاله" and victims.key(i - 1) not in tables.negators:
        return victims.told("killed", Victims(i, i + 1, one_at(i, i), None, i), i)
    if (
        victims.key(i) not in CASES
        or victims.key(i - 1) not in tables.recorded
        or victims.key(i - 2) in tables.negators
    ):
        return None
    kind = tables.cases.get(what) if victims.key(i) == "حاله" else "cases" if what in tables.new else None
    return victims.told(kind, Victims(i, i + 1, one_at(i, i), None, i), i) if kind is not None else None


def _harmed_before(i: int, first: int, claimed: Mapping[int, Found]) -> bool:
    """Dead or wounded are told right before i."""
    near = (f for j in range(max(first, i - _JOINED), i) if (f := claimed.get(j)) is not None)
    return any(f.kind in ("killed", "injured") and f.last == i - 1 for f in near)


def _nobody(victims: VictimReader, i: int) -> Iterator[tuple[int, Found]]:
    """دون وقوع إصابات, لم يسفر عن ضحايا: none."""
    if victims.key(i) not in victims.tables.negators:
        return
    _, end = victims.doc.sentences[victims.tokens[i].sent]
    for j in range(i + 1, min(end, i + 1 + victims.tables.none_reach)):
        if j in victims.numbers or (victims.tokens[j].kind == "punct" and victims.tokens[j].text not in '"«»'):
            return
        kinds = victims.tables.nobody_at(victims.tokens, j)
        for n, kind in enumerate(kinds):
            yield j if not n else -1 - j, Found(kind, j, j, 0.0, cue=i)
        if kinds or victims.key(j) in victims.tables.barriers:
            return
