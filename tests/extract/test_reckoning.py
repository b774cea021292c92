"""The same dead are one happening, other dead another. Each text was written for this file; publication 15 January 2025."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extract.clean import without_headline
from extract.pipeline import Extractor
from feeds.types import Item

PUBLISHED = datetime(2025, 1, 15, 15, 0, tzinfo=UTC)


def tolls(extractor: Extractor, title: str, text: str) -> list[tuple[str, float | None, float | None]]:
    """Type, dead and wounded of every happening with a toll."""
    item = Item(id="r", feed_id="f", agency="", title=title, text=text, published=PUBLISHED, fetched=PUBLISHED)
    found = []
    for mention in extractor.mentions(item):
        count = {q.kind: q.value for q in reversed(mention.quantities) if not q.part}
        if {"killed", "injured"} & count.keys():
            found.append((mention.type, count.get("killed"), count.get("injured")))
    return found


@pytest.mark.parametrize(
    ("title", "text", "told"),
    [
        (
            "الجيش يقتل 22 مسلحا",
            "أفاد مصدر طبي بمقتل 24 مدنيا في مدينة بعقوبة. من جهة أخرى قال الجيش إن قواته قتلت 22 مسلحا في مدينة سامراء.",
            [("conflict.attack", 22, None), ("harm.casualties", 24, None)],
        ),
        (
            "مقتل ثلاثة جنود في هجوم مسلح",
            "قتل ثلاثة جنود في هجوم مسلح في ولاية باتنة. وكانت الوزارة أعلنت مقتل تسعة جنود في هجوم مسلح في ولاية باتنة.",
            [("conflict.attack", 3, None), ("conflict.attack", 9, None)],
        ),
    ],
)
def test_other_dead_are_another_happening(extractor: Extractor, title: str, text: str, told: list[object]) -> None:
    assert tolls(extractor, title, text) == told


@pytest.mark.parametrize(
    ("title", "text", "told"),
    [
        (
            "انتحاري يقتل 33 مسلحا في معسكر بالموصل",
            "قتل 33 مسلحا اليوم بانفجار سيارة مفخخة في معسكر في قضاء البعاج.",
            [("conflict.suicide_attack", 33, None)],
        ),
        (
            "طائرات تقصف مواقع وتقتل تسعة مسلحين",
            "قصفت الطائرات أمس مواقع في جرابلس فقتل تسعة مسلحين وأصيب 12. وقال مصدر إن الطائرات شنت فجرا ثلاث غارات في ريف حمص "
            "ما أدى إلى مقتل تسعة مسلحين وإصابة 12.",
            [("conflict.air_strike", 9, 12)],
        ),
    ],
)
def test_the_same_dead_are_one_happening(extractor: Extractor, title: str, text: str, told: list[object]) -> None:
    assert tolls(extractor, title, text) == told


def test_a_headline_joins_dead_to_the_cause_behind_them(extractor: Extractor) -> None:
    title = "غارات على مواقع المسلحين ومقتل ستة جنود في كمين"
    assert tolls(extractor, title, "شنت الطائرات غارات في مدينة الرمادي.") == [("conflict.attack", 6, None)]


def test_a_text_that_ends_in_its_headline_is_read_up_to_it() -> None:
    title = "مقتل خمسة أشخاص في انفجار قنبلة"
    text = f"{title} في مدينة كراتشي اليوم، بحسب الشرطة التي طوقت المكان. رابط الخبر: "
    assert without_headline(f"{text}{title}\n", f"{title} ") == text
    assert without_headline(title, title) == title
