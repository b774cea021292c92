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


def test_an_insertion_does_not_part_the_deed_from_its_doer_and_a_second_deed_is_no_target(mentions_of: Read) -> None:
    text = 'وتقوم وحدات الهندسة، وفق بيان الجيش اليمني، "بتمشيط أحياء عدن وإزالة العبوات والركام من الطرق".'
    (combing,) = mentions_of(text)
    assert [a.span.text for a in combing.actors] == ["وحدات الهندسة"]
    assert combing.targets == ()
    assert [p.name for p in combing.places] == ["عدن"]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("عدن - (رويترز): ولم يبق أمام القوات اليمنية سوى استعادة السيطرة على حي الربصة.", "القوات اليمنية"),
        ("عدن - (رويترز): وبقي أمام الجيش اليمني استعادة بلدتين في الجوف.", "الجيش اليمني"),
        ("سرت - (رويترز): ولم يبق على الجيش الليبي سوى تحرير ميناء سرت.", "الجيش الليبي"),
    ],
)
def test_what_is_left_to_do_is_expected_of_whom_it_is_left_to(mentions_of: Read, text: str, actor: str) -> None:
    (left,) = mentions_of(text)
    assert left.status == "expected"
    assert [a.span.text for a in left.actors] == [actor]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            "وذكر مسؤول أن الجيش والفصائل الحليفة استردا معظم أحياء سرت، وهي حي الدولار، وحي الزعفران، ومحطة مياه الجارف.",
            ["حي الدولار", "حي الزعفران", "محطة مياه الجارف"],
        ),
        (
            "استعادت القوات السورية السيطرة على 12 قرية في ريف حماة، من بينها معردس وصوران وكفرنبودة.",
            ["معردس", "صوران", "كفرنبودة"],
        ),
        ("سيطرت قوات البيشمركة على بلدات عدة منها ربيعة وزمار.", ["ربيعة", "زمار"]),
    ],
)
def test_ground_is_where_its_list_of_names_says(mentions_of: Read, text: str, places: list[str]) -> None:
    taken = mentions_of(text)[0]
    assert [p.span.text for p in taken.places] == places
    assert taken.targets == ()


def test_a_militia_with_its_name_in_marks_is_not_what_the_verb_describes(mentions_of: Read) -> None:
    text = 'عدن - (رويترز): وكانت القوات الحكومية مدعومة بميليشيات "العهد الجديد" استعادت قبل ساعات معبر الوديعة.'
    assert [a.span.text for a in mentions_of(text)[0].actors] == ["القوات الحكومية"]


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        (
            "عدن - (رويترز): وسيطرت القوات الصومالية والكينية على بلدة بربر.",
            [("القوات الصومالية", "so.army"), ("القوات الكينية", "ke.army")],
        ),
        (
            "القاهرة: ستلتقي القوات الليبية والمصرية قرب السلوم.",
            [("القوات الليبية", "ly.army"), ("القوات المصرية", "eg.army")],
        ),
        ("القاهرة: تقدمت القوات الليبية والعشائر نحو بلدة مرزق.", [("القوات الليبية", "ly.army"), ("العشائر", None)]),
    ],
)
def test_one_noun_with_two_nations_is_two_parties(
    mentions_of: Read, text: str, actors: list[tuple[str, str | None]]
) -> None:
    assert [(a.name, a.entity) for a in mentions_of(text)[0].actors] == actors


def test_an_announced_operation_is_that_of_the_force_that_advances_and_where_it_was_announced_is_not_where(
    mentions_of: Read,
) -> None:
    text = (
        'كابول - (رويترز): أعلن الرئيس الأفغاني بدء عملية عسكرية لاستعادة قندوز، وقال إن "القوات الأفغانية تتقدم الآن".'
    )
    found = mentions_of(text)
    assert found[0].type == "conflict.assault"
    assert {a.entity for m in found for a in m.actors} == {"af.army"}
    assert {p.name_en for m in found for p in m.places} == {"Kunduz"}


@pytest.mark.parametrize(
    ("text", "type_", "actors", "targets"),
    [
        (
            "بنغازي - (رويترز): وشاهد مراسل في الأحياء التي طرد منها التنظيم المتشدد مباني مهدمة.",
            "territory.capture",
            [],
            ["التنظيم المتشدد"],
        ),
        (
            "بنغازي - (رويترز): سيطر الجيش على الأحياء التي طرد منها المسلحين.",
            "territory.capture",
            ["الجيش"],
            ["المسلحين"],
        ),
        ("بنغازي - (رويترز): وشوهدت في الحي منازل دمرت بالكامل أمس.", "harm.destruction", [], ["منازل"]),
        ("طرابلس - (رويترز): اندلعت معركة قصيرة أمس قرب الحدود الجنوبية مع تشاد.", "conflict.clash", [], []),
    ],
)
def test_who_was_driven_out_what_was_razed_and_who_is_only_a_neighbour(
    mentions_of: Read, text: str, type_: str, actors: list[str], targets: list[str]
) -> None:
    told = next(m for m in mentions_of(text) if m.type == type_)
    assert [a.span.text for a in told.actors] == actors
    assert [t.span.text for t in told.targets] == targets


def test_the_sides_of_a_battle_to_come_are_not_those_of_the_last_one(mentions_of: Read) -> None:
    text = "هاجم الجيش السوري مسلحي تنظيم الدولة في تدمر الأحد. وقال ضابط إن معركة السخنة ستنطلق خلال أيام."
    assert all(not m.actors for m in mentions_of(text) if m.status == "expected")


def test_the_town_that_the_sentence_names_is_the_ground_not_its_country(mentions_of: Read) -> None:
    text = 'نيامي - (رويترز): وقال الرئيس بعد زيارة بلدة ديفا إن "القوات تتقدم نحو آخر معاقل المسلحين في النيجر".'
    assert [p.name_en for p in _told_by(mentions_of(text), "تتقدم").places] == ["Diffa"]


def test_an_agency_relays_its_own_sentence_unless_it_opens_the_report_or_signs_it(mentions_of: Read) -> None:
    text = (
        "عدن - (أ ف ب): سيطرت القوات الحكومية على مدينة زنجبار. وانسحب المسلحون من مدينة جعار. "
        'ولفت ضابط إلى أن "طائرات قصفت بلدة شقرة"، وفق "رويترز".'
    )
    relays = {m.type: {s.agency for s in m.attribution if s.role == "relay"} for m in mentions_of(text)}
    assert relays["territory.capture"] == relays["territory.withdrawal"] == {"AFP"}
    assert relays["conflict.air_strike"] == {"AFP", "REUTERS"}


def test_whoever_announces_the_start_of_an_operation_is_its_source(mentions_of: Read) -> None:
    (announced,) = mentions_of("طرابلس - (أ ف ب): أعلن رئيس الوزراء فايز السراج انطلاق عملية تحرير سرت.")
    assert [s.name for s in announced.attribution if s.role == "claimant"] == ["رئيس الوزراء فايز السراج"]


def test_a_force_whose_name_is_a_deed_joins_another(mentions_of: Read) -> None:
    taken = mentions_of("استعادت القوات العراقية والحشد الشعبي السيطرة على بلدة بعاج.")[0]
    assert [a.span.text for a in taken.actors] == ["القوات العراقية", "الحشد الشعبي"]


def test_whoever_says_two_things_of_one_event_is_named_once(mentions_of: Read) -> None:
    text = "كابول - (رويترز): أعلن الرئيس أشرف غني بدء عملية لاستعادة قندوز، مؤكدا أن القوات الأفغانية تتقدم."
    for mention in mentions_of(text):
        assert len({s.name for s in mention.attribution}) == len(mention.attribution)
