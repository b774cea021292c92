"""Homographs in context: the same letters as verb, noun, name or preposition."""

from __future__ import annotations

import pytest

from extract.pipeline import Extractor
from extract.tagging import tag
from extract.tokens import read

#: (sentence, word, tag letter: see extract.tagging).
CASES = [
    # a verb opens the clause, a noun follows a preposition or another noun
    ("قتل الجنود ثلاثة مهربين.", "قتل", "V"),
    ("ندد الوزير بعد قتل الجنود.", "قتل", "N"),
    ("فرض المجلس ضريبة.", "فرض", "V"),
    ("يريد المجلس فرض ضريبة.", "فرض", "N"),
    ("نشر الجيش قوات.", "نشر", "V"),
    ("قررت الحكومة نشر قوات.", "نشر", "N"),
    ("بحث الوزيران الأزمة.", "بحث", "V"),
    # particles want verbs
    ("قد طرد الحزب النائب.", "طرد", "V"),
    ("لم يعلن أحد شيئا.", "يعلن", "V"),
    # after an indefinite noun a verb may describe it
    ("جاء في بيان صدر عن المكتب.", "صدر", "V"),
    ("إن انتحاريا دخل السوق.", "دخل", "V"),
    ("وذلك في تصريح نقله المركز الإعلامي.", "نقله", "V"),
    ("بعد نوبة تعرض لها أمس.", "تعرض", "V"),
    # anna and its kin want a noun, unless a preposition makes it "after that"
    ("أكد أن قوى المعارضة غادرت.", "قوى", "N"),
    ("بعد أن فجر المهاجم نفسه.", "فجر", "V"),
    # spelling tells
    ("التقى الرئيس ضيفه.", "التقى", "V"),
    ("النيابة تأمر بحبس المتهم.", "تأمر", "V"),
    ("ضرب القصف تجمعا للجنود.", "تجمعا", "N"),
    ("فتحت الشرطة الطريق.", "فتحت", "V"),
    # no two finite verbs in a row, but after an auxiliary
    ("وتابع سيف أن الطريق مغلق.", "سيف", "N"),
    ("بدأ يتقدم نحو النهر.", "يتقدم", "V"),
    # a foreign name has no measure of a verb
    ("التقى الرئيس سيبيليوس ضيفه.", "سيبيليوس", "N"),
    ("وصل مارلون سيباستيان أمس.", "سيباستيان", "N"),
    ("سيتفاوض الوفد غدا.", "سيتفاوض", "V"),
    # Ali and "on"
    ("وصل الرئيس علي عبد الله.", "علي", "N"),
    ("هجوم على القرية.", "على", "P"),
    ("الحرب علي الفساد مستمرة.", "علي", "P"),
    # a verb, no city with "like"
    ("كسرت القوات الحصار.", "كسرت", "V"),
    # closed classes
    ("أفرجت عنه المحكمة.", "عنه", "X"),
    ("وقتل 30 شخصا معظمهم طلاب.", "معظمهم", "X"),
    ("الرجل الذي وصل.", "الذي", "R"),
    ("وكان الجيش هناك.", "وكان", "A"),
    ("ولم يحضر.", "ولم", "G"),
    ("كذلك زار المصنع.", "كذلك", "X"),
]


@pytest.mark.parametrize(("text", "word", "letter"), CASES)
def test_letter(extractor: Extractor, text: str, word: str, letter: str) -> None:
    doc = read(text, "text", extractor.morphology.analyse)
    tags = tag(doc)
    at = next(t.i for t in doc.tokens if t.text == word)
    assert tags.letters[at] == letter


def test_a_vocalised_passive_is_a_verb(extractor: Extractor) -> None:
    doc = read("طُرد السفير.", "text", extractor.morphology.analyse)
    tags = tag(doc)
    assert doc.tokens[0].damma
    assert tags.letters[0] == "V"


def test_every_token_has_a_letter_and_verbs_have_readings(extractor: Extractor) -> None:
    doc = read("\n".join(text for text, _, _ in CASES), "text", extractor.morphology.analyse)
    tags = tag(doc)
    assert len(tags.letters) == len(tags.readings) == len(doc.tokens)
    assert all(len(letter) == 1 for letter in tags.letters)
    verbs = [r for r, letter in zip(tags.readings, tags.letters, strict=True) if letter == "V"]
    assert verbs
    assert all(r is not None and r.pos == "verb" for r in verbs)
