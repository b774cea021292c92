"""Arabic nouns and adjectives, undiacritised: the stems of a word, and what may follow each.

A stem category names the endings a stem takes; extract.lexicon.affixes lists them.

    N    bare, tanwin alef, dual, pronoun (رئيس)     NT   ta marbuta, ت before a pronoun or the dual (مدينـ)
    NB   bare, tanwin alef, pronoun (رجال)           NP   sound masculine plural (مسلحـ)
    NX   bare only (قاض)                             NF   sound feminine plural (هجمـ)
    NE   a pronoun only (مستشفا، وزراؤ)              ND   dual only (مستشفيـ)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class NounStem(NamedTuple):
    """One stem: letters, category, gender m f, number s p."""

    form: str
    cat: str
    gen: str
    num: str


def singular(lemma: str, gender: str = "", *, defective: bool = False) -> Iterator[NounStem]:
    """Stems of the singular and the dual; a defective word drops its ي when indefinite (قاض, تبن)."""
    last = lemma[-1]
    gen = gender or ("f" if last in "ةى" or _faala(lemma) else "m")
    if last == "ة":
        yield NounStem(lemma[:-1], "NT", gender or "f", "s")
    elif last == "ى":
        yield NounStem(lemma, "NX", gen, "s")
        yield NounStem(lemma[:-1] + "ا", "NE", gen, "s")
        yield NounStem(lemma[:-1] + "ي", "ND", gen, "s")
    elif last in "ءأ" and len(lemma) > 2:
        yield from _hamza(lemma, gen, "s", dual=True)
    else:
        yield NounStem(lemma, "N", gen, "s")
        if defective:
            yield NounStem(lemma[:-1], "NX", gen, "s")


def _faala(lemma: str) -> bool:
    """صحراء and its kin are feminine; verbal nouns on اء are not: لقاء، اعتداء، إجراء."""
    return lemma.endswith("اء") and len(lemma) >= 5 and lemma[0] not in "اإأ"


def plural(lemma: str, forms: Iterable[str], gender: str = "") -> Iterator[NounStem]:
    """Stems of plurals as a table lists them: sound ones by their ending on the lemma, all others broken."""
    base = lemma[:-1] if lemma[-1] in "ةىا" else lemma
    for form in forms:
        if form.endswith(("ون", "ين")) and form[:-2] in (base, lemma, lemma[:-1]):
            yield NounStem(form[:-2], "NP", "m", "p")
        elif form.endswith("ات"):
            yield NounStem(form[:-2], "NF", gender or "f", "p")
        else:
            yield from _broken(form, gender)


def adjective(
    lemma: str, plurals: Iterable[str], feminine: str | None = None, *, defective: bool = False
) -> Iterator[NounStem]:
    """Stems of an adjective: masculine, feminine (regular unless given), plurals (sound unless given)."""
    yield from singular(lemma, "m", defective=defective)
    if feminine is not None:
        yield from singular(feminine, "f")
    elif lemma[-1] != "ة":
        yield NounStem(_before_ta(lemma), "NT", "f", "s")
        yield NounStem(_before_ta(lemma), "NF", "f", "p")
    yield from plural(lemma, plurals)
    if feminine is None and lemma[-1] not in "ةى":
        yield NounStem(lemma[:-1] if defective else lemma, "NP", "m", "p")


def feminine(lemma: str) -> Iterator[NounStem]:
    """The feminine of a person word (وزيرة, صحافيات)."""
    yield NounStem(_before_ta(lemma), "NT", "f", "s")
    yield NounStem(_before_ta(lemma), "NF", "f", "p")


def _before_ta(lemma: str) -> str:
    return lemma[:-1] + "ئ" if lemma[-1] == "ؤ" else lemma


def _broken(form: str, gender: str) -> Iterator[NounStem]:
    if form[-1] == "ة":
        yield NounStem(form[:-1], "NT", gender or "m", "p")
    elif form[-1] == "ى":
        yield NounStem(form, "NX", gender, "p")
        yield NounStem(form[:-1] + "ا", "NE", gender, "p")
    elif form[-1] in "ءأ" and len(form) > 2:
        yield from _hamza(form, gender, "p", dual=False)
    elif _diptote(form):
        yield NounStem(form, "NX", gender, "p")
        yield NounStem(form, "NE", gender, "p")
    else:
        yield NounStem(form, "NB", gender, "p")
        if form[-1] == "ي" and len(form) > 4:
            yield NounStem(form[:-1], "NX", gender, "p")


def _diptote(form: str) -> bool:
    """Plurals of the shapes مفاعل and مفاعيل take no tanwin: مطالبا is the participle, not مطالب."""
    shaped = len(form) == 5 or (len(form) == 6 and form[4] == "ي")
    return shaped and form[2] == "ا" and form[-1] != "ي"


def _hamza(form: str, gen: str, num: str, *, dual: bool) -> Iterator[NounStem]:
    """A final hamza changes its seat before a pronoun: بناؤه, بنائه, بناءه."""
    yield NounStem(form, "N" if dual else "NB", gen, num)
    for seat in "ؤئ":
        yield NounStem(form[:-1] + seat, "NE", gen, num)
    if form[-1] == "ء" and form[-2] not in "او":
        yield NounStem(form[:-1] + "ئ", "N", gen, num)
        yield NounStem(form[:-1] + "أ", "ND", gen, num)


def looks_defective(lemma: str) -> bool:
    """Nouns of the shapes فاعي and مفاعي (قاضي, نادي, محامي); adjectives of that shape are mostly relative ones (مالي)."""
    if lemma[-1] != "ي":
        return False
    return (len(lemma) == 4 and lemma[1] == "ا") or (len(lemma) == 5 and lemma[0] == "م" and lemma[2] == "ا")
