"""Arabic verbs, undiacritised: the stems of a verb from its perfect and imperfect, and what may follow each.

A stem category names the set of subject endings a stem takes; extract.lexicon.affixes lists the endings.

    PV   every perfect ending (كتب)            IV   every imperfect ending (يكتب)
    PVv  those that begin with a vowel (قال)   IVv  those that begin with a vowel (يقول)
    PVc  those that begin with a consonant     IVc  no ending: jussive; or feminine plural (يقل، يقلن)
         (قلت)                                 IVn  feminine plural only (يحتللن)
    PVf  no ending, no pronoun (نفى)           IVf  no ending, no pronoun (يتبنى)
    PVe  no ending, a pronoun (نفاه)           IVe  no ending, a pronoun (يتبناه)
    PVs  weak end dropped (نفت، نفوا)          IVs  weak end dropped (ينف، ينفون)
    PVk  weak end kept (نفيا، نفيت)            IVk  weak end kept (ينفيان)
    PVy  all but the plural وا (لقي)           IVp  plural or pronoun (يقرؤون، يقرؤه)
    PVw  only the plural وا (لقوا، قرؤوا)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class VerbStem(NamedTuple):
    """One stem: its letters (an imperfect stem without its personal prefix), category, aspect p or i, voice a p u."""

    form: str
    cat: str
    asp: str
    vox: str


def imperfects(lemma: str) -> tuple[str, ...]:
    """The imperfects that the shape of a perfect allows; several where the shape alone does not decide."""
    if len(lemma) == 2:
        return ("ي" + lemma,)
    if lemma[0] == "آ":
        return ("يؤ" + _final_i(lemma[1:]),)
    if len(lemma) == 3:
        return _imperfects_of_three(lemma)
    if lemma[0] == "أ":
        return ("ي" + _fourth_form(lemma[1:]),)
    if lemma[0] == "ت" and len(lemma) in (4, 5):
        return ("ي" + lemma,)
    if lemma[0] == "ا" and len(lemma) == 6 and lemma.startswith("است"):
        return ("ي" + _fourth_form(lemma[1:]),)
    if lemma[0] == "ا":
        return ("ي" + _final_i(lemma[1:]),)
    return ("ي" + _final_i(lemma),)


def decided(lemma: str) -> bool:
    """Whether the shape of the perfect decides the imperfect."""
    if len(lemma) == 3:
        return lemma[0] not in "أو" and lemma[1] != "ا"
    return True


def _imperfects_of_three(lemma: str) -> tuple[str, ...]:
    if lemma[1] == "ا":
        return tuple(f"ي{lemma[0]}{vowel}{lemma[2]}" for vowel in "وي")
    if lemma[0] == "أ":
        return ("يؤ" + _final_i(lemma[1:]), "يأ" + lemma[1:])
    if lemma[0] == "و":
        return ("ي" + _final_i(lemma), "ي" + _final_i(lemma[1:]))
    if lemma[2] == "ا":
        return ("ي" + lemma[:2] + "و",)
    if lemma[2] == "ى":
        return ("ي" + lemma[:2] + "ي",)
    if lemma[2] == "ي":
        return ("ي" + lemma[:2] + "ى",)
    return ("ي" + lemma,)


def _fourth_form(rest: str) -> str:
    """Stem of forms IV and X after their prefix: the hollow vowel becomes ي."""
    if len(rest) >= 3 and rest[-2] == "ا":
        rest = rest[:-2] + "ي" + rest[-1]
    return _final_i(rest)


def _final_i(rest: str) -> str:
    """A stem whose last vowel is i: ى becomes ي, a final hamza sits on ي."""
    if rest[-1] in "ىا":
        return rest[:-1] + "ي"
    return rest[:-1] + "ئ" if rest[-1] == "أ" and len(rest) > 2 else rest


def stems(lemma: str, imperfect: str, *, passive: bool = True) -> Iterator[VerbStem]:
    """Every stem of a verb; `passive` False for verbs that have none."""
    changed = _passive_perfect(lemma) if passive else None
    both = "u" if passive and changed is None and not _intransitive_shape(lemma) else "a"
    for form, cat in _perfect(lemma):
        yield VerbStem(form, cat, "p", "u" if cat == "PVc" and passive and _hollow(lemma) else both)
    if changed is not None:
        for form, cat in _perfect(changed):
            yield VerbStem(form, cat, "p", "p")
    stem = imperfect[1:]
    changed = _passive_imperfect(lemma, stem) if passive else None
    both = "u" if passive and changed is None and not _intransitive_shape(lemma) else "a"
    hollow = _hollow(lemma)
    for form, cat in _imperfect(lemma, stem, hollow=hollow):
        yield VerbStem(form, cat, "i", both)
    if changed is not None:
        for form, cat in _imperfect(lemma, changed, hollow=hollow):
            yield VerbStem(form, cat, "i", "p")


def _hollow(lemma: str) -> bool:
    """A middle radical that is a vowel: forms I, IV, VII, VIII, X."""
    if len(lemma) == 3:
        return lemma[1] == "ا"
    if len(lemma) == 4:
        return lemma[0] == "أ" and lemma[2] == "ا"
    if len(lemma) == 5:
        return lemma[0] == "ا" and lemma[3] == "ا"
    return len(lemma) == 6 and lemma.startswith("است") and lemma[4] == "ا"


def _doubled(lemma: str) -> bool:
    """Whether the last letter may stand for two (احتل, استرد); sound verbs of that shape only gain an unused stem."""
    if len(lemma) == 2:
        return True
    if lemma[-1] in "اىيأء" or _hollow(lemma):
        return False
    if len(lemma) == 3:
        return lemma[0] == "أ"
    return (len(lemma) == 4 and lemma[0] == "ا") or (len(lemma) == 5 and lemma.startswith("است"))


def _intransitive_shape(lemma: str) -> bool:
    """Form VII has no passive."""
    return len(lemma) == 5 and lemma.startswith("ان") and lemma[2] not in "تط"


def _perfect(lemma: str) -> Iterator[tuple[str, str]]:
    last = lemma[-1]
    if _hollow(lemma) or _hollow_passive(lemma):
        yield lemma, "PVv"
        if last == "ء":
            yield lemma[:-1] + "ؤ", "PVw"
            yield lemma[:-2] + ("ئ" if len(lemma) == 3 else "أ"), "PVc"
        else:
            yield lemma[:-2] + last, "PVc"
    elif last in "ىا" and len(lemma) > 2:
        yield lemma, "PVf"
        yield lemma[:-1] + "ا", "PVe"
        yield lemma[:-1], "PVs"
        yield lemma[:-1] + ("و" if last == "ا" and len(lemma) == 3 else "ي"), "PVk"
    elif last == "ي":
        yield lemma, "PVy"
        yield lemma[:-1], "PVw"
    else:
        yield lemma, "PVv" if len(lemma) == 2 else "PV"
        if _doubled(lemma):
            yield lemma + last, "PVc"
        if last == "أ":
            yield lemma[:-1] + "ؤ", "PVw"


def _hollow_passive(form: str) -> bool:
    """قيل, أعيد, استعيد: the passive of a hollow verb."""
    return len(form) >= 3 and form[-2] == "ي" and (len(form) == 3 or form[0] in "أا") and form[-1] not in "ىي"


def _imperfect(lemma: str, stem: str, *, hollow: bool) -> Iterator[tuple[str, str]]:
    last = stem[-1]
    if hollow and len(stem) >= 3 and stem[-2] in "اوي":
        yield stem, "IVv"
        if last == "ء":
            yield stem[:-1] + "ئ", "IVp"
        yield stem[:-2] + (("ئ" if stem[-2] == "ي" else "أ") if last == "ء" else last), "IVc"
    elif last in "يو" and len(stem) > 1 and lemma[-1] in "اىي":
        yield stem, "IVf"
        yield stem, "IVe"
        yield stem[:-1], "IVs"
        yield stem, "IVk"
    elif last == "ى":
        yield stem, "IVf"
        yield stem[:-1] + "ا", "IVe"
        yield stem[:-1], "IVs"
        yield stem[:-1] + "ي", "IVk"
    elif _doubled(lemma):
        yield stem, "IV"
        yield stem + last, "IVn"
    else:
        yield stem, "IV"
        if last == "أ":
            yield stem[:-1] + "ؤ", "IVp"


def _passive_perfect(lemma: str) -> str | None:
    """The passive perfect where its letters differ from the active's (قيل, أعيد, هوجم, نفي, سئل), else None."""
    if _intransitive_shape(lemma):
        return None
    if _hollow(lemma):
        return lemma[:-2] + "ي" + lemma[-1]
    changed = lemma
    if len(lemma) == 4 and lemma[1] == "ا":
        changed = lemma[0] + "و" + lemma[2:]
    elif len(lemma) == 5 and lemma[0] == "ت" and lemma[2] == "ا":
        changed = lemma[:2] + "و" + lemma[3:]
    elif len(lemma) == 3 and lemma[1] == "أ":
        changed = lemma[0] + "ئ" + lemma[2]
    if len(changed) > 2 and changed[-1] in "اى":
        changed = changed[:-1] + "ي"
    elif len(changed) > 2 and changed[-1] == "أ":
        changed = changed[:-1] + "ئ"
    return None if changed == lemma else changed


def _passive_imperfect(lemma: str, stem: str) -> str | None:
    """The passive imperfect stem where its letters differ (يقال, يعاد, ينفى, يؤخذ, يوجد), else None."""
    if _intransitive_shape(lemma):
        return None
    if _hollow(lemma) and len(stem) >= 3 and stem[-2] in "وي":
        return stem[:-2] + "ا" + stem[-1]
    changed = stem
    if len(lemma) == 3 and lemma[0] == "و" and stem[0] != "و":
        changed = "و" + stem
    elif len(lemma) == 3 and lemma[0] == "أ" and stem[0] == "أ":
        changed = "ؤ" + stem[1:]
    if changed[-1] in "يو" and len(changed) > 1 and lemma[-1] in "اىي":
        changed = changed[:-1] + "ى"
    elif changed[-1] == "ئ" and lemma[-1] == "أ":
        changed = changed[:-1] + "أ"
    return None if changed == stem else changed
