"""Whose office or body it is belongs to its name: whom it serves, where it sits, who holds it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extract.pipeline import Extractor
from feeds.types import Item

NOW = datetime(2025, 3, 12, 12, 0, tzinfo=UTC)


def _speaker(extractor: Extractor, told: str) -> list[str]:
    text = f"{told} إن ثلاثة أشخاص قتلوا في انفجار قنبلة."
    item = Item(id="n", feed_id="f", agency="", title="", text=text, published=NOW, fetched=NOW)
    return [source.name for source in extractor.mentions(item)[0].attribution if source.role == "claimant"]


@pytest.mark.parametrize(
    "told",
    [
        "وقال الناطق الإعلامي للدفاع المدني في حائل العقيد نافع الحربي",
        "وقال المتحدث الرسمي بقيادة خفر السواحل بمنطقة جازان العميد البحري سالم الزهراني",
        "وقال نائب المدير العام للدفاع المدني اللواء سامي العتيبي",
        "وقالت المؤسسة العامة للموانئ",
        "وقالت الهيئة العامة للطيران والنقل",
        "وقالت اللجنة العليا لمكافحة الفساد",
        "وقال رئيس اللجنة الوطنية لحقوق الإنسان",
        "وقال مصدر في وزارة الداخلية",
        "وقالت مصادر بالجيش الليبي",
        "وقالت المتحدثة باسم الخارجية الألمانية ليلى شنايدر",
        "وقالت سعاد كريم المتحدثة باسم البلدية",
        "وقال رئيس الوزراء الأردني الدكتور سامر الخصاونة",
    ],
)
def test_the_office_is_taken_whole(extractor: Extractor, told: str) -> None:
    assert _speaker(extractor, told) == [told.partition(" ")[2]]


@pytest.mark.parametrize(
    ("told", "speaker"),
    [
        ("وقال المتحدث الرسمي لصحيفة الأيام", "المتحدث الرسمي"),  # whom he spoke to
        ("وقال المدير العام للصحفيين", "المدير العام"),
    ],
)
def test_those_spoken_to_are_no_part_of_an_office(extractor: Extractor, told: str, speaker: str) -> None:
    assert _speaker(extractor, told) == [speaker]


def test_what_a_council_met_for_is_no_part_of_its_name(extractor: Extractor) -> None:
    text = "واجتمع المجلس الوطني لمناقشة الهجوم الذي قتل فيه خمسة جنود."
    item = Item(id="n", feed_id="f", agency="", title="", text=text, published=NOW, fetched=NOW)
    met = next(m for m in extractor.mentions(item) if m.type == "diplomacy.meeting")
    assert [a.span.text for a in met.actors] == ["المجلس الوطني"]
