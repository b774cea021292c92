"""Which event the dead and wounded belong to, and which of two numbers stands."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extract.flat import flat
from extract.pipeline import Extractor
from feeds.types import Item

PUBLISHED = datetime(2025, 3, 12, 12, 0, tzinfo=UTC)


def tolls(extractor: Extractor, title: str, text: str) -> dict[str, dict[str, list[float | None]]]:
    """Counts by type of event; nobody hurt and the counts of things are left out."""
    item = Item(id="n", feed_id="f", agency="", title=title, text=text, published=PUBLISHED, fetched=PUBLISHED)
    told = {}
    for event in flat(extractor.mentions(item)):
        counts = {
            k: v for k, v in event["counts"].items() if k in ("killed", "injured", "cases", "arrested") and any(v)
        }
        told.setdefault(event["type"], counts)
    return told


@pytest.mark.parametrize(
    ("title", "text", "type_", "counts"),
    [
        # the text is nearer to the truth than its headline
        (
            "أكثر من 60 قتيلا في حريق بفندق في بغداد",
            "قتل 64 شخصا على الأقل في حريق اندلع مساء الاثنين في فندق وسط بغداد.",
            "disaster.fire",
            {"killed": [64, None]},
        ),
        (
            "مقتل ضابط في انفجار عبوة بكركوك",
            "قتل ضابط وثلاثة جنود الأحد في انفجار عبوة ناسفة في كركوك.",
            "conflict.bombing",
            {"killed": [4, 4]},
        ),
        # a disaster's dead, told after it
        (
            "زلزال يضرب غرب إيران",
            "ضرب زلزال قوي مدينة كرمانشاه غرب إيران فجر الثلاثاء. وقال وزير الداخلية إن ثلاثة أشخاص قتلوا وأصيب 213.",
            "disaster.earthquake",
            {"killed": [3, 3], "injured": [213, 213]},
        ),
        # new cases are not wounded
        (
            "تفشي فيروس كورونا في تونس",
            "أعلنت وزارة الصحة التونسية تسجيل 15 إصابة جديدة بفيروس كورونا.",
            "disaster.epidemic",
            {"cases": [15, 15]},
        ),
        (
            "تسمم أكثر من 50 زائرا في مشهد",
            "أصيب أكثر من 50 زائرا بتسمم غذائي في أحد الفنادق بمدينة مشهد الإيرانية.",
            "disaster.epidemic",
            {"cases": [50, None]},
        ),
        # a quarter and its city
        (
            "قتلى في غارة على دمشق",
            "قتل سبعة أشخاص مساء الاثنين في غارة جوية على حي المزة.",
            "conflict.air_strike",
            {"killed": [7, 7]},
        ),
        # the wounded beside the dead; the dead of a new clause
        (
            "",
            "ارتفعت حصيلة القصف المدفعي على بعقوبة إلى 11 قتيلا و18 جريحا وسط مخاوف من هجوم جديد.",
            "conflict.shelling",
            {"killed": [11, 11], "injured": [18, 18]},
        ),
        (
            "",
            "سيطرت القوات على معظم أحياء عدن فيما قتل 57 مدنيا في قصف مدفعي على المدينة.",
            "conflict.shelling",
            {"killed": [57, 57]},
        ),
        (
            "استشهاد فتى وإصابة شابين برصاص الجيش الإسرائيلي في جنين",
            "",
            "conflict.attack",
            {"killed": [1, 1], "injured": [2, 2]},
        ),
        # whoever made the attack is not counted with its dead
        (
            "",
            "وقتل ثلاثة حراس وأصيب خمسة عندما فجر انتحاري نفسه قرب المصرف في كابول. وقال المسعفون إن المهاجم قتل.",
            "conflict.suicide_attack",
            {"killed": [3, 3], "injured": [5, 5]},
        ),
    ],
)
def test_the_count_of_an_event(
    extractor: Extractor, title: str, text: str, type_: str, counts: dict[str, list[float | None]]
) -> None:
    assert tolls(extractor, title, text).get(type_) == counts


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("وتشهد طهران احتجاجات منذ وفاة الشابة مريم في مركز للشرطة.", "protest.demonstration"),
        ("وقتلت الشرطة مسلحا واعتقلت 16 آخرين في مدينة بنزرت.", "law.arrest"),
        ("توفي الممثل المصري سامي الحديدي عن 75 عاما في القاهرة.", "life.death"),
        ("وقال الجيش إن 26 مدنيا قتلوا، وإنه أسقط خمس طائرات قرب الحدود.", "conflict.interception"),
    ],
)
def test_the_dead_of_something_else(extractor: Extractor, text: str, type_: str) -> None:
    told = tolls(extractor, "", text)
    assert type_ in told
    assert "killed" not in told[type_]


def test_a_player_hurt_makes_no_news(extractor: Extractor) -> None:
    text = "يغيب المهاجم سالم الدوسري عن مباراة الفريق المقبلة في الدوري بعد إصابته في الركبة خلال التدريبات."
    assert tolls(extractor, "إصابة سالم الدوسري تقلق الهلال", text) == {}
