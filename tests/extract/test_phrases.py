"""Noun phrases: the shortest that still names a party whole, with what governs and what joins them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extract.parsed import Parsed
from extract.pipeline import Extractor
from feeds.types import Item

NOW = datetime(2022, 5, 18, 9, 0, tzinfo=UTC)

#: (sentence, one of its phrases as it must come out).
WHOLE = [
    ("قال المتحدث الرسمي باسم وزارة النقل إن الطريق مغلق.", "المتحدث الرسمي باسم وزارة النقل"),
    ("التقى عمدة المدينة رئيس البرلمان في بيرو كارلوس ميندوزا.", "رئيس البرلمان في بيرو كارلوس ميندوزا"),
    (
        "استقبلت الملكة المساعد الخاص لرئيس الوزراء للشؤون الخارجية طارق فاضلي.",
        "المساعد الخاص لرئيس الوزراء للشؤون الخارجية طارق فاضلي",
    ),
    ("وصل وزير الدفاع الفريق أول سامي الخطيب إلى المطار.", "وزير الدفاع الفريق أول سامي الخطيب"),
    ("ذكر مسؤول في وزارة الصحة أن العدد ارتفع.", "مسؤول في وزارة الصحة"),
    ("أصيب أربعة من رجال الإطفاء.", "أربعة من رجال الإطفاء"),
    ("وصلت قوات كبيرة من الجيش إلى المكان.", "قوات كبيرة من الجيش"),
    ("فر عشرات من أنصار الحزب.", "عشرات من أنصار الحزب"),
    ("هاجمت حركة (الفجر) المقر.", "حركة (الفجر)"),
    ("أعلن تنظيم «الراية» مسؤوليته.", "تنظيم «الراية»"),
    ('قالت صحيفة "ذي ويكلي أون صنداي" إن الوزير استقال.', 'صحيفة "ذي ويكلي أون صنداي"'),
    ("نفى مصدر حكومي مسؤول إغلاق المعبر.", "مصدر حكومي مسؤول"),
    ("ذكر البيان أن مالايقل عن عشرة عمال أصيبوا.", "مالايقل عن عشرة عمال"),
    ("أصيب اثنان من رجال الإطفاء.", "اثنان من رجال الإطفاء"),
    ("اعتقلت الشرطة مارلون سيباستيان فيجا في ليما.", "مارلون سيباستيان فيجا"),
    ("أيدت 11 دولة من أصل 15 القرار.", "11 دولة من أصل 15"),
    ("زار وزير الشؤون الثقافية والاجتماعية المصنع.", "وزير الشؤون الثقافية والاجتماعية"),
    ("يدعم الحزب قرار الرئيس ماكرون.", "قرار الرئيس ماكرون"),
    ("رحب الرئيس علي عبد الله الخطيب بالوفد.", "الرئيس علي عبد الله الخطيب"),
    ("يصل الوفد إلى العاصمة السودانية الخرطوم غدا.", "العاصمة السودانية الخرطوم"),
    ("اعتقلت الشرطة أكثر من 20 متظاهرا.", "أكثر من 20 متظاهرا"),
    ("خطف مسلحون أحد عمال المنجم.", "أحد عمال المنجم"),
    ("فقد الجيش الجزء الأكبر من المنطقة.", "الجزء الأكبر من المنطقة"),
]

#: (sentence, two phrases that must stay apart).
APART = [
    ("استقبل رئيس الحكومة رئيس البرلمان.", ("رئيس الحكومة", "رئيس البرلمان")),
    ("حذر البنك المركزي المستثمرين.", ("البنك المركزي", "المستثمرين")),
    ("وصف ناشطون الوضع بالخطير.", ("ناشطون", "الوضع")),
    ("لقي 4 أشخاص من عائلة واحدة مصرعهم.", ("4 أشخاص من عائلة واحدة", "مصرعهم")),
    ("استقبل الجيش محمد الخطيب.", ("الجيش", "محمد الخطيب")),
    ("أرسل الرئيس عبد العزيز برقية.", ("الرئيس عبد العزيز", "برقية")),
    ("تعهد الوزير للشركة بالدعم.", ("الوزير", "للشركة")),
]

#: (sentence, a phrase, the preposition that governs it).
GOVERNED = [
    ("نزل السكان من التلال.", "التلال", ("من",)),
    ("وصل القطار بالركاب.", "بالركاب", ("ب",)),
    ("جلس القادة حول الطاولة.", "الطاولة", ("حول",)),
    ("اتفق معه الوزير.", "الوزير", ()),
]

#: (sentence, a phrase, the phrase that it is coordinated with).
JOINED = [
    ("اعتقلت الشرطة والجيش خمسة.", "والجيش", "الشرطة"),
    ("وقعت بولندا أمس، وليتوانيا، الاتفاق.", "وليتوانيا", "بولندا"),
    ("شارك الطلاب أو العمال.", "العمال", "الطلاب"),
]


def page_of(extractor: Extractor, text: str) -> Parsed:
    item = Item(id="p", feed_id="p", agency="p", title="", text=text, published=NOW, fetched=NOW, zone="UTC")
    return extractor.parse(item)[1]


def told(page: Parsed) -> list[str]:
    return [page.doc.span(p.first, p.last).text for p in page.phrases]


@pytest.mark.parametrize(("text", "phrase"), WHOLE)
def test_whole(extractor: Extractor, text: str, phrase: str) -> None:
    assert phrase in told(page_of(extractor, text))


@pytest.mark.parametrize(("text", "both"), APART)
def test_apart(extractor: Extractor, text: str, both: tuple[str, str]) -> None:
    found = told(page_of(extractor, text))
    assert both[0] in found
    assert both[1] in found


@pytest.mark.parametrize(("text", "phrase", "prep"), GOVERNED)
def test_governed(extractor: Extractor, text: str, phrase: str, prep: tuple[str, ...]) -> None:
    page = page_of(extractor, text)
    assert page.phrases[told(page).index(phrase)].prep == prep


@pytest.mark.parametrize(("text", "phrase", "first"), JOINED)
def test_joined(extractor: Extractor, text: str, phrase: str, first: str) -> None:
    page = page_of(extractor, text)
    found = told(page)
    assert page.phrases[found.index(phrase)].joins == found.index(first)


def test_phrases_never_overlap_and_hold_their_head(extractor: Extractor) -> None:
    for text in (row[0] for row in (*WHOLE, *APART, *GOVERNED, *JOINED)):
        page = page_of(extractor, text)
        last = -1
        for phrase in page.phrases:
            assert last < phrase.first <= phrase.head <= phrase.last
            last = phrase.last
