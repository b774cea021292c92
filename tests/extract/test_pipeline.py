"""The whole way of an item: stable, offset-true, linear, silent on any garbage."""

from __future__ import annotations

import dataclasses
import random
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.explain import explain, render
from extract.flat import MAX_EVENTS, flat
from extract.pipeline import Extractor
from extract.types import Mention, Span
from feeds.types import Item

PUBLISHED = datetime(2021, 6, 16, 9, 0, tzinfo=UTC)
TITLE = "مقتل 6 جنود في هجوم على حاجز شرق مدينة بنغازي"
TEXT = (
    "قُتل ستة جنود وأُصيب أربعة آخرون مساء أمس في هجوم شنه مسلحون على حاجز للجيش شرق مدينة بنغازي، بحسب مصدر طبي.\n"
    "وقال المتحدث باسم الجيش إن القوات اعتقلت اثنين من المهاجمين، ونفى أن يكون الحاجز قد سقط بيد المسلحين.\n"
    "ومن المتوقع أن تزور بعثة الأمم المتحدة المدينة الأسبوع المقبل."
)


def an_item(title: str = TITLE, text: str = TEXT) -> Item:
    return Item(
        id="t-1",
        feed_id="t",
        agency="t",
        title=title,
        text=text,
        published=PUBLISHED,
        fetched=PUBLISHED,
        zone="Africa/Tripoli",
    )


@pytest.fixture(scope="module")
def told(extractor: Extractor) -> tuple[Mention, ...]:
    return extractor.mentions(an_item())


def test_the_lead_is_told_once_with_its_slots(told: tuple[Mention, ...]) -> None:
    lead = next(m for m in told if m.lead)

    assert lead.type.startswith("conflict.")
    assert lead.status == "asserted"
    assert [p.name_en for p in lead.places][:1] == ["Benghazi"]
    assert lead.time is not None
    assert lead.time.start.date().isoformat() == "2021-06-15"
    counts = {q.kind: q.value for q in lead.quantities if not q.part}
    assert counts["killed"] == 6
    assert counts["injured"] == 4
    assert sum(m.lead for m in told) == 1
    assert sum("killed" in {q.kind for q in m.quantities} for m in told) == 1


def test_his_forces_are_those_of_the_headline(extractor: Extractor) -> None:
    text = "قال المتحدث باسم الجيش اليمني إن قواته سيطرت على مدينة حيس بعد معارك استمرت يومين."
    captures = [m for m in extractor.mentions(an_item("الجيش اليمني يسيطر على مدينة حيس", text)) if "capture" in m.type]

    assert [[a.name for a in m.actors] for m in captures] == [["الجيش اليمني"]]


def test_who_held_the_ground_lost_it(extractor: Extractor) -> None:
    text = "بسط الجيش الصومالي سيطرته على بلدة جنالي التي تواجد فيها مقاتلو حركة الشباب منذ عامين."
    lead = next(m for m in extractor.mentions(an_item("", text)) if m.lead)

    assert (lead.type, [a.entity for a in lead.targets]) == ("territory.capture", ["al-shabaab"])


def test_what_is_denied_or_expected_is_no_fact(told: tuple[Mention, ...]) -> None:
    captures = [m for m in told if m.type == "territory.capture"]
    visits = [m for m in told if m.type == "diplomacy.meeting"]

    assert all(m.status == "denied" for m in captures)
    assert all(m.status == "expected" for m in visits)


def spans(value: Any) -> list[Span]:
    if isinstance(value, Span):
        return [value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [s for f in dataclasses.fields(value) for s in spans(getattr(value, f.name))]
    if isinstance(value, tuple):
        return [s for part in value for s in spans(part)]
    return []


def test_every_span_is_the_text_as_delivered(told: tuple[Mention, ...]) -> None:
    item = an_item()
    found = [s for m in told for s in spans(m)]

    assert len(found) > 20
    for span in found:
        assert getattr(item, span.field)[span.start : span.end] == span.text


def test_the_same_item_gives_the_same_mentions(extractor: Extractor, told: tuple[Mention, ...]) -> None:
    assert extractor.mentions(an_item()) == told
    assert Extractor.load().mentions(an_item()) == told


def test_ids_are_unique_in_an_item(told: tuple[Mention, ...]) -> None:
    assert len({m.id for m in told}) == len(told)


def test_flat_form(told: tuple[Mention, ...]) -> None:
    events = flat(told)

    assert 0 < len(events) <= MAX_EVENTS
    lead = next(e for e in events if e["lead"])
    assert lead["counts"]["killed"] == [6, 6]
    assert lead["date"] == ["2021-06-15", "2021-06-15"]
    assert lead["country"] == ["LY"]


def test_explain_tells_rules_and_offsets(extractor: Extractor, told: tuple[Mention, ...]) -> None:
    story = explain(extractor, an_item())
    shown = render(story)

    assert [m["id"] for m in story["mentions"]] == [m.id for m in told]
    for mention in told:
        assert mention.rule in shown
        assert f"{mention.trigger.field}[{mention.trigger.start}:{mention.trigger.end}]" in shown


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "المنتخب يهاجم بقوة ويسيطر على وسط الملعب",
            "سيطر المنتخب على الشوط الأول من المباراة وسجل المهاجم هدفين من ركلة جزاء.",
        ),
        (
            "أسعار النفط تهبط بعد هجوم البائعين",
            "هبط خام برنت دولارا للبرميل في تعاملات اليوم وسط انهيار أسعار الأسهم في البورصة.",
        ),
        ("طريقة تحضير الكبسة", "نصائح ومقادير لتحضير الكبسة بالدجاج والخضار في ساعة واحدة."),
        ("", ""),
    ],
)
def test_other_genres_are_silent(extractor: Extractor, title: str, text: str) -> None:
    assert [m for m in extractor.mentions(an_item(title, text)) if m.status == "asserted" and not m.background] == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(max_size=80), text=st.text(max_size=600))
def test_any_text_is_read_without_an_error(extractor: Extractor, title: str, text: str) -> None:
    for mention in extractor.mentions(an_item(title, text)):
        for span in spans(mention):
            assert {"title": title, "text": text}[span.field][span.start : span.end] == span.text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.randoms(use_true_random=False))
def test_shuffled_news_is_read_without_an_error(extractor: Extractor, data: random.Random) -> None:
    words = (TITLE + " " + TEXT).split()
    data.shuffle(words)
    extractor.mentions(an_item("", " ".join(words * 3)))


def test_time_grows_with_length_not_with_its_square(extractor: Extractor) -> None:
    """Four times the text may cost up to eight times: a quadratic step would cost sixteen."""

    def cost(times: int) -> float:
        start = time.process_time()
        extractor.mentions(an_item(TITLE, (TEXT.replace("\n", "، ").replace(".", "،") + " ") * times))
        return time.process_time() - start

    cost(2)
    small = min(cost(10) for _ in range(2))
    assert min(cost(40) for _ in range(2)) < 8 * small


@pytest.mark.parametrize("text", ["قصف " * 10_000, "و" * 200_000, "«" * 20_000, "5" * 100_000, "\n" * 50_000])
def test_monstrous_texts_end(extractor: Extractor, text: str) -> None:
    extractor.mentions(an_item("", text))


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("قتل خمسة أشخاص في غارات أمريكية وبريطانية على صنعاء.", ["us", "gb"]),
        ("أعلنت أوكرانيا إسقاط ستين مسيرة فوق خاركيف.", ["ua"]),
        ("أعلن الجيش الإسرائيلي مقتل جندي في جنوب لبنان.", []),
        ("أعلنت حركة الشباب اغتيال قائدها في كمين.", []),
    ],
)
def test_states_and_parties_that_announce_or_are_named_by_an_adjective(
    extractor: Extractor, text: str, actors: list[str]
) -> None:
    item = Item(id="n", feed_id="n", agency="n", title="", text=text, published=PUBLISHED, fetched=PUBLISHED)

    assert [a.entity for a in extractor.mentions(item)[0].actors] == actors


TOLLS = [
    # Both sides of a clash; an order of size gives way to the number.
    (
        "مقتل عشرات في اشتباكات في تعز",
        "قتل العشرات في اشتباكات في تعز. وقال ضابط إن 22 من المتمردين قتلوا في الاشتباكات فيما قتل 9 من الجنود.",
        {"conflict.clash": 31},
    ),
    # The battle's dead are not those of what it was fought for.
    (
        "الجيش ينتزع بلدة صرين",
        "أضاف القائد أن المعركة التي جرت أمس للسيطرة على البلدة أسفرت عن مقتل 20 متمردا.",
        {"conflict.clash": 20, "harm.casualties": 20},
    ),
]


@pytest.mark.parametrize(("title", "text", "allowed"), TOLLS)
def test_whose_toll_it_is(extractor: Extractor, title: str, text: str, allowed: dict[str, float]) -> None:
    found = [
        (m.type, q.value) for m in extractor.mentions(an_item(title, text)) for q in m.quantities if q.kind == "killed"
    ]

    assert found
    assert all(allowed.get(kind) == value for kind, value in found)
