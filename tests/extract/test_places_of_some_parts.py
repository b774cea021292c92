"""Where it happened when only parts of a place, a raid, a host or the head of a headline say so.

The texts are written for these tests.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extract.pipeline import Extractor
from extract.types import Mention
from feeds.types import Item

PUBLISHED = datetime(2021, 3, 10, 12, 0, tzinfo=UTC)


def mentions(extractor: Extractor, text: str, title: str = "") -> tuple[Mention, ...]:
    item = Item(id="1", feed_id="f", agency="", title=title, text=text, published=PUBLISHED, fetched=PUBLISHED)
    return extractor.mentions(item)


def where(found: tuple[Mention, ...], kind: str) -> list[str]:
    """English names, or what is written, of the places of the first event of such a type."""
    return next([p.name_en or p.span.text for p in m.places] for m in found if m.type.startswith(kind))


PLACES = [
    # Parts of a place that من joins to it.
    ("قتل خمسة جنود في اشتباكات في مناطق متفرقة من الصومال.", "conflict.clash", ["Somalia"]),
    ("اندلعت اشتباكات بأحياء عدة من بنغازي أمس.", "conflict.clash", ["Benghazi"]),
    ("أعلن وزير الداخلية السنغالي مقتل شرطي في هجمات في أنحاء مختلفة من البلاد.", "conflict.", ["Senegal"]),
    # Where somebody comes from is not where he is arrested.
    ("اعتقلت الشرطة الإيطالية رجلا من تونس أمس.", "law.arrest", []),
    # An arrest is where the raid was during which it happened, and where the others of its sentence were killed.
    ("اعتقلت الشرطة تسعين طالبا خلال عملية قمع لمسيرة في مراكش أمس.", "law.arrest", ["Marrakesh"]),
    ("قتل مسلح في قرية تل الرمان واعتقلت القوات سبعة آخرين.", "law.arrest", ["تل الرمان"]),
    ("اعتقلت الشرطة شابين تحرشا بفتاة مسنة كانت في زيارة إلى طنجة.", "law.arrest", []),
    # Who receives the guests is where they meet.
    ("مسقط تستضيف قمة الدول المطلة على المحيط.", "diplomacy.meeting", ["Muscat"]),
    ("انطلقت المحادثات الليبية التي تستضيفها جنيف أمس بين وفدي الحكومة والمعارضة.", "diplomacy.meeting", ["Geneva"]),
    # Where somebody is registered or lives is not where he signs.
    ("وقعت الشركة المسجلة في هولندا أمس اتفاقا مع وزارة النفط العراقية.", "diplomacy.agreement", []),
    # The side of a country that its adjective tells.
    ("بدأت قوات من عشرين دولة أمس مناورات عسكرية واسعة في الشرق الروماني.", "conflict.deployment", ["Romania"]),
    # A name in one country is no namesake of a town in another.
    ("قتل أربعة مسلحين في اشتباكات في منطقة الوادي شرقي الرمادي.", "conflict.clash", ["منطقة الوادي"]),
    # The palace where a guest is received; without one the city from which it is reported.
    ("استقبل أمير المنطقة في مكتبه بقصر الحكم أمس السفير الفرنسي.", "diplomacy.meeting", ["Al Hukm Palace"]),
    ("خالد العلي – وكالات – مسقط استقبل السلطان أمس الرئيس الكيني.", "diplomacy.meeting", ["Muscat"]),
    # Several blows lie in the country, whatever town saw one of them.
    (
        "قتل عشرون شخصا في تفجيرات متفرقة في العراق أمس. وقالت الشرطة إن تفجيرا في كركوك قتل ثمانية منهم.",
        "conflict.bombing",
        ["Iraq"],
    ),
    # Whom it is decided for, and between whom, is not where.
    ("سمحت السلطات لليونان باستخدام قواعد جوية جديدة.", "politics.decision", []),
    ("وقع الاتفاق التجاري بين طهران والدول الأوروبية أمس.", "diplomacy.agreement", []),
    # Behind a preposition no letter of a name is another one.
    ("أقر الحاكم قانونا جديدا في بروسيا أمس.", "politics.decision", []),
    # Where the contract was signed.
    ("وقعت الشركتان أمس اتفاقا في حفل أقيم بفندق النخلة الذهبية.", "diplomacy.agreement", ["فندق النخلة"]),
    # A name of two words behind its place noun is not the town that its second half is called.
    ("قصفت الطائرات قرية قصر صنعاء في ريف إدلب.", "conflict.", ["قرية قصر صنعاء"]),
]


@pytest.mark.parametrize(("text", "kind", "expected"), PLACES)
def test_where(extractor: Extractor, text: str, kind: str, expected: list[str]) -> None:
    assert where(mentions(extractor, text), kind) == expected


def test_a_visit_leads_far_behind_whoever_pays_it(extractor: Extractor) -> None:
    text = (
        "وجاء القرار خلال زيارة لم يعلن عنها مسبقا لوزير الخارجية الفرنسي جان دوبوا إلى بغداد حيث التقى نظيره العراقي."
    )
    assert where(mentions(extractor, text), "diplomacy.meeting") == ["Baghdad"]


def test_the_country_before_the_headline_holds_where_the_rest_tells_no_place_of_the_event(extractor: Extractor) -> None:
    found = mentions(extractor, "", "طاجيكستان.. توقيف رجلين يشتبه في ضلوعهما في تفجير خارج البلاد")
    assert where(found, "law.arrest") == ["Tajikistan"]


def test_the_police_of_a_state_arrests_nobody_abroad(extractor: Extractor) -> None:
    found = mentions(extractor, "اعتقلت الشرطة الأردنية قريبا للمسلح الذي قتل جنديين في شيكاغو.")
    assert where(found, "law.arrest") == []


def test_the_adjective_of_a_country_is_no_town(extractor: Extractor) -> None:
    text = "انضمت إلى الحملة خمس بلدات سويدية. وأغلقت الشرطة جميع الطرق في البلدة القديمة في ستوكهولم."
    assert where(mentions(extractor, text), "territory.crossing") == ["Stockholm"]
