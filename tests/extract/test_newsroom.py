"""The civil words of a newsroom: what courts, governments, states, crowds and nature do, one sentence for each wording."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from extract.pipeline import Extractor
from extract.types import Mention
from feeds.types import Item

Read = Callable[[str], tuple[Mention, ...]]
PUBLISHED = datetime(2024, 5, 15, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def mentions_of(extractor: Extractor) -> Read:
    def read(text: str) -> tuple[Mention, ...]:
        item = Item(id="n", feed_id="f", agency="", title="", text=text, published=PUBLISHED, fetched=PUBLISHED)
        return extractor.mentions(item)

    return read


_TOLD = {
    "law.proceedings": (
        "ويمثل الموظف الموقوف أمام قاضي الأسرة غدا.",
        "وفتح المكتب الوطني للنقل تحقيقا في أسباب العطل.",
        "وطلب الادعاء سجن المصرفي تسع سنوات.",
        "واستأنف محامو العمدة الحكم.",
        "وأقر السائق بالذنب في تهمة الإهمال.",
        "ورفضت محكمة في أثينا طلب الإفراج عن البحار.",
    ),
    "law.arrest": (
        "ووضع رجل الأعمال قيد الإقامة الجبرية.",
        "وسلم الفار نفسه إلى الدرك.",
        "ومدد القضاء حبس الناشطة شهرا.",
    ),
    "law.seizure": (
        "وأجهض الجمارك محاولة لتهريب ثلاثة أطنان من القنب.",
        "واعترضت فرقاطة إيطالية زورقا محملا بالكوكايين.",
    ),
    "law.sentence": (
        "وأدين العمدة السابق بالرشوة.",
        "وألغت المحكمة العليا ضريبة الوقود.",
        "وبرأت محكمة في مدريد المغني.",
    ),
    "law.release": ("واستعادت كينيا أربعة أسرى.",),
    "politics.decision": (
        "ورفعت الحكومة الأسبانية سعر المياه.",
        "وقطعت الحكومة الإنترنت عن الإقليم.",
        "ومنعت الشرطة مسيرة للطلاب.",
        "وأغلقت الوزارة الجامعات ثلاثة أيام.",
        "ووقع الرئيس أمرا تنفيذيا يخص الجامعات.",
        "ونكست أيسلندا الأعلام.",
    ),
    "politics.departure": ("وتخلى زعيم الكتلة عن رئاسة الحزب.", "وفر رئيس البلاد إلى الخارج."),
    "politics.appointment": ("واختار الحزب سيدة زعيمة جديدة.",),
    "politics.election": (
        "وصوت أهالي الجزيرة لصالح الانفصال.",
        "وأقر مرشح اليسار بهزيمته في الانتخابات.",
        "وأرجأت اللجنة انتخابات البلديات شهرا.",
        "وحصل تحالف الوسط على 80 مقعدا في البرلمان.",
    ),
}


@pytest.mark.parametrize(("type_", "text"), [(t, text) for t, texts in _TOLD.items() for text in texts])
def test_what_a_newsroom_calls_it(mentions_of: Read, type_: str, text: str) -> None:
    told = [m.type for m in mentions_of(text) if m.status in ("asserted", "expected") and not m.background]
    assert told == [type_]


@pytest.mark.parametrize(
    "text",
    [
        "وسيتوجه الملك إلى البحرين.",
        "ويفتح ذلك المجال لإجراء مزيد من الأبحاث.",
        "ورفض المسؤول الكشف عن هويته.",
        "ورفعت المصانع أسعارها.",
    ],
)
def test_what_only_sounds_like_it(mentions_of: Read, text: str) -> None:
    assert not [m for m in mentions_of(text) if m.type.startswith(("law.", "politics."))]
