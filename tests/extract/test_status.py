"""Whether a happening is a fact: what is granted by whoever asks, doubts or denies something else.

The texts are written for these tests. Publication: Wednesday 10 March 2021, noon.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extract.pipeline import Extractor
from feeds.types import Item

PUBLISHED = datetime(2021, 3, 10, 12, 0, tzinfo=UTC)


def statuses(extractor: Extractor, text: str, kind: str, title: str = "") -> set[str]:
    item = Item(id="1", feed_id="f", agency="", title=title, text=text, published=PUBLISHED, fetched=PUBLISHED)
    return {m.status for m in extractor.mentions(item) if m.type == kind}


GRANTED = [
    # Asked for after it, or because of it.
    ("طالبت أنقرة بعقد جلسة للحلف بعد قصف معسكراتها أمس، وقتل في القصف ثلاثة جنود.", "conflict.shelling"),
    ("دعت اللجنة إلى كشف المسؤولين عن قصف قتل فيه سبعة أطفال.", "conflict.shelling"),
    ("وعد الوزير بإعادة إعمار السوق غداة هجوم قتل فيه ستة باعة.", "conflict.attack"),
    # Doubted or denied is only somebody's part in it.
    ("نفت الحركة ضلوعها في التفجير الذي استهدف السوق وقتل فيه ثلاثة باعة.", "conflict.bombing"),
    ("أوقفت الشرطة رجلا يشتبه في صلته بالتفجير الذي استهدف السوق أمس.", "conflict.bombing"),
    # A clause of after tells a fact, whatever was drafted before it.
    ("وضع السفير مسودة البيان بعد أن أبرمت عمان اتفاقا مع المنامة.", "diplomacy.agreement"),
]


@pytest.mark.parametrize(("text", "kind"), GRANTED)
def test_taken_for_granted(extractor: Extractor, text: str, kind: str) -> None:
    assert statuses(extractor, text, kind) == {"asserted"}


STAYING = [
    ("نفى المتحدث وقوع هجوم استهدف القنصلية.", "conflict.attack", "denied"),
    ("تتوقع الحكومة إجراء حوار بعد انتخاب رئيس جديد.", "politics.election", "expected"),
    ("طالب السكان أمس بوقف القصف على حلب بعد عودة الوفد.", "conflict.shelling", "demanded"),
]


@pytest.mark.parametrize(("text", "kind", "status"), STAYING)
def test_what_nothing_grants_stays_as_told(extractor: Extractor, text: str, kind: str, status: str) -> None:
    assert statuses(extractor, text, kind) == {status}


def test_a_day_ahead_before_a_headline_makes_a_plan(extractor: Extractor) -> None:
    told = statuses(
        extractor, "تنظر محكمة الجنايات القضية.", "law.proceedings", title="غدا.. بدء محاكمة المتهمين بالاختلاس"
    )

    assert told == {"expected"}


def test_a_headline_in_the_present_tells_the_plan_of_its_text(extractor: Extractor) -> None:
    now = datetime(2024, 5, 15, 12, 0, tzinfo=UTC)
    text = "قال وزير الخارجية إن من المتوقع أن يزور ملك النرويج اليابان."
    item = Item(id="n", feed_id="f", agency="", title="ملك النرويج يزور اليابان", text=text, published=now, fetched=now)
    assert [(m.type, m.status) for m in extractor.mentions(item)] == [("diplomacy.meeting", "expected")]
