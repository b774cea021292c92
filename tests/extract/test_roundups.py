"""Round-ups of war reports: who still holds what, who took which places, who says so. Each text was written for this file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from extract.pipeline import Extractor
from extract.types import Mention
from feeds.types import Item

Read = Callable[[str], tuple[Mention, ...]]
PUBLISHED = datetime(2019, 4, 9, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def mentions_of(extractor: Extractor) -> Read:
    def read(text: str) -> tuple[Mention, ...]:
        item = Item(id="r", feed_id="f", agency="", title="", text=text, published=PUBLISHED, fetched=PUBLISHED)
        return extractor.mentions(item)

    return read


def _told_by(found: tuple[Mention, ...], word: str) -> Mention:
    return next(m for m in found if word in m.trigger.text)


@pytest.mark.parametrize(
    ("text", "word", "actor"),
    [
        ("وخسر تنظيم الدولة نصف أحياء الموصل. ولم يعد يسيطر سوى على جيوب صغيرة فيها.", "يسيطر", "تنظيم الدولة"),
        ("وتتقدم حركة الشباب نحو بلدة أفجوي. كما لا تزال تسيطر على ميناء مركا.", "تسيطر", "حركة الشباب"),
        ("تقدمت قوات اللواء العاشر نحو صرواح. ولا تزال تحاصر معسكر كوفل.", "تحاصر", "قوات اللواء العاشر"),
        (
            "وقال مسؤول محلي إن تنظيم القاعدة لا يزال يسيطر على مدينة المكلا. "
            "وتعد مدينة الشحر آخر موانئه. كما لا يزال يسيطر على ريف أبين.",
            "يسيطر على ريف",
            "تنظيم القاعدة",
        ),
    ],
)
def test_who_still_holds_it_was_told_before(mentions_of: Read, text: str, word: str, actor: str) -> None:
    at = text.index(word)
    mention = next(m for m in mentions_of(text) if m.trigger.start == at)
    assert [a.span.text for a in mention.actors] == [actor]


@pytest.mark.parametrize("ground", ["حفنة من القرى", "جيوب محدودة", "مساحات واسعة", "أجزاء من الريف", "بلدات عدة"])
def test_ground_without_a_name_loses_nothing(mentions_of: Read, ground: str) -> None:
    assert mentions_of(f"سيطرت القوات الحكومية على {ground} الأحد.")[0].targets == ()


@pytest.mark.parametrize("opening", ["عدن - (وكالات)", "الخرطوم - (أ ف ب)", "صنعاء، عدن - (رويترز، وكالات)", "مأرب"])
def test_a_report_begins_after_place_and_agency(mentions_of: Read, opening: str) -> None:
    text = f"{opening}: سيطرت القوات اليمنية على مطار عتق. وفر المسلحون إلى الجبال. وبدأ السكان العودة إلى منازلهم."
    assert mentions_of(text)[0].type == "territory.capture"
