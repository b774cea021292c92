"""Newspaper round-ups of agency reports: several towns and several armies in one text. Each text was written for this file.

Publication: Wednesday 15 January 2025, 15:00 UTC.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from extract.pipeline import Extractor
from extract.types import Mention
from feeds.types import Item

Read = Callable[..., tuple[Mention, ...]]
PUBLISHED = datetime(2025, 1, 15, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def mentions_of(extractor: Extractor) -> Read:
    def read(text: str, title: str = "") -> tuple[Mention, ...]:
        item = Item(id="r", feed_id="f", agency="", title=title, text=text, published=PUBLISHED, fetched=PUBLISHED)
        return extractor.mentions(item)

    return read


def _of_type(found: tuple[Mention, ...], type_: str) -> Mention:
    return next(m for m in found if m.type == type_)


def _names(mention: Mention) -> tuple[list[str], list[str]]:
    return [a.span.text for a in mention.actors], [t.span.text for t in mention.targets]


def _killed(mention: Mention) -> float | None:
    return next((q.value for q in mention.quantities if q.kind == "killed" and not q.part), None)


def test_what_is_told_anew_is_nothing_of_the_town_before(mentions_of: Read) -> None:
    text = (
        "عدن - (وكالات): هاجم مسلحون حاجزا للجيش في زنجبار وقتلوا جنديين. وقال ضابط إن قواته اقتحمت مواقعهم.\n"
        "وفي مأرب، قتل سبعة جنود في هجوم شنه مسلحون على معسكر كوفل."
    )
    dead = {_killed(m): [p.span.text for p in m.places] for m in mentions_of(text) if _killed(m)}
    assert dead == {2.0: ["زنجبار"], 7.0: ["معسكر كوفل"]}


def test_a_place_that_no_list_knows_lies_in_the_region_named_beside_it(mentions_of: Read) -> None:
    text = (
        "شنت القوات العراقية هجوما في الرمادي الأحد. وأفادت الشرطة بأن المواجهات مستمرة. "
        "وقتل ثلاثة من الشرطة في هجوم على حاجز في ناحية الورقاء شمال شرق بعقوبة."
    )
    near_baquba = next(m for m in mentions_of(text) if any("الورقاء" in p.span.text for p in m.places))
    assert _killed(near_baquba) == 3.0
    assert "Ramadi" not in {p.name_en for p in near_baquba.places}


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("وقال طبيب إن 12 متمردا و7 جنود قتلوا في مواجهات في الضالع.", 19.0),
        ("وقال طبيب إن 12 متمردا قتلوا في مواجهات في الضالع.", 12.0),
        ("وقال المتحدث إن 40 شخصا بين مدني وعسكري قتلوا خلال يومين في درنة.", 40.0),
        ("ويأتي ذلك بعد يومين على مقتل 20 طالبا وإصابة 33 في قصف جوي استهدف معهدا في طرابلس.", 20.0),
    ],
)
def test_the_dead_are_counted_once(mentions_of: Read, text: str, killed: float) -> None:
    (mention,) = [m for m in mentions_of(text) if _killed(m) is not None]
    assert _killed(mention) == killed


@pytest.mark.parametrize(
    ("text", "type_", "actors", "targets"),
    [
        (
            "ونفى محافظ لحج سلطان القباطي سقوط المديرية.",
            "statement.deny",
            ["محافظ لحج سلطان القباطي"],
            ["سقوط المديرية"],
        ),
        (
            "هنأ المبعوث الأمريكي لدى التحالف برانت ماكفيرسون القوات العراقية.",
            "statement.support",
            ["المبعوث الأمريكي لدى التحالف برانت ماكفيرسون"],
            ["القوات العراقية"],
        ),
        (
            "واتهم القيادي في حركة الجهاد خالد البطش إسرائيل بعرقلة الاتفاق.",
            "statement.accuse",
            ["القيادي في حركة الجهاد خالد البطش"],
            ["إسرائيل"],
        ),
        ("وقتل اللواء عصام القاضي بانفجار لغم في سرت.", "conflict.bombing", [], ["اللواء عصام القاضي"]),
        ("وتوعد الرئيس بالرد، وأمهل قوات النظام أسبوعا.", "statement.threaten", ["الرئيس"], ["قوات النظام"]),
        ("وسيطر الجيش على تدمر، آخر معاقل تنظيم الدولة في حمص.", "territory.capture", ["الجيش"], ["تنظيم الدولة"]),
        ("وفي صنعاء، اقتحم مسلحون المبنى واحتجزوا 12 من موظفيه.", "conflict.abduction", ["مسلحون"], ["12 من موظفيه"]),
        ("ودمرت القوات الحكومية رتلا حاول الفرار من سرت.", "conflict.assault", ["القوات الحكومية"], ["رتلا"]),
        ("وفجر خبراء المفرقعات 12 عبوة ناسفة على الطريق.", "conflict.clearing", ["خبراء المفرقعات"], []),
        ("وفي عدن، قتل جنديان بقذيفة هاون أطلقها مسلحون.", "conflict.shelling", [], ["جنديان"]),
        ("وأعلن الجيش توقيف أربعة آخرين في إطار العملية.", "law.arrest", ["الجيش"], ["أربعة آخرين"]),
    ],
)
def test_who_and_whom(mentions_of: Read, text: str, type_: str, actors: list[str], targets: list[str]) -> None:
    assert _names(_of_type(mentions_of(text), type_)) == (actors, targets)


@pytest.mark.parametrize(
    ("text", "type_", "status"),
    [
        ("وتعثرت عملية إجلاء المدنيين من شرق حلب.", "harm.displacement", "expected"),
        ("واتفق الطرفان على تبادل ألف أسير.", "law.release", "expected"),
        ("وأمر الجيش سكان ستة أحياء في خان يونس بالإخلاء نحو رفح.", "harm.displacement", "demanded"),
        ("وقال الرئيس إنه سيتصل بنظيره الروسي مساء الأربعاء.", "diplomacy.meeting", "expected"),
        ("وأعلنت كييف أن جيشها أسقط خمس طائرات، وهو ما نفته موسكو.", "statement.deny", "asserted"),
    ],
)
def test_whether_it_happened(mentions_of: Read, text: str, type_: str, status: str) -> None:
    told = _of_type(mentions_of(text), type_)
    assert told.status == status


def test_a_downed_aircraft_topples_no_regime(mentions_of: Read) -> None:
    (downed,) = [
        m
        for m in mentions_of("أسقطت فصائل المعارضة أمس مروحية عسكرية لقوات النظام في ريف حلب.")
        if not m.type.startswith("harm.")
    ]
    assert downed.type == "conflict.interception"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("وشن الطيران غارات على مواقع في حيي الثورة والزنجيلي.", ["حيي الثورة", "الزنجيلي"]),
        ("وهاجم مسلحون موقعا للجيش قرب بادوش.", ["بادوش"]),
        ("وقتل ضابط بانفجار لغم في حويجة صكر.", ["حويجة صكر"]),
        ("وأعلنت كييف أن جيشها أسقط خمس طائرات، وهو ما نفته موسكو.", []),
    ],
)
def test_where(mentions_of: Read, text: str, places: list[str]) -> None:
    assert [p.span.text for p in mentions_of(text)[0].places] == places


def test_a_stretch_begins_where_since_says(mentions_of: Read) -> None:
    (fled,) = [
        m for m in mentions_of("نزح 80 ألف مدني منذ بدء المعارك في الثالث من يناير.") if m.type.startswith("harm.")
    ]
    assert fled.time is not None
    assert (fled.time.start.date(), fled.time.end.date()) == (date(2025, 1, 3), date(2025, 1, 15))


def test_a_bound_of_a_number_is_no_plan(mentions_of: Read) -> None:
    (killed,) = mentions_of("قتل 13 جنديا وما لا يقل عن 72 مدنيا الخميس في تفجير انتحاري عند بوابة المطار.")
    assert killed.status == "asserted"
    assert killed.time is not None
    assert killed.time.start.date() == date(2025, 1, 9)


def test_the_second_clause_of_a_headline_has_a_subject_of_its_own(mentions_of: Read) -> None:
    found = mentions_of("", "مقتل 11 متمردا في مأرب وواشنطن تندد باقتحام سفارتها")
    condemned = _of_type(found, "statement.condemn")
    assert _names(condemned) == (["واشنطن"], ["اقتحام سفارتها"])
    dead = next(m for m in found if _killed(m) == 11.0)
    assert [p.name_en for p in dead.places] == ["Marib"]
    assert dead.type != "conflict.assault"


def test_ground_taken_after_a_fight_was_taken_from_the_enemy(mentions_of: Read) -> None:
    found = mentions_of("سيطر الجيش السوداني على مدينة الخوي بعد معارك مع قوات الدعم السريع استمرت يومين.")
    assert _names(_of_type(found, "territory.capture")) == (["الجيش السوداني"], ["قوات الدعم السريع"])
    assert _names(_of_type(found, "conflict.clash"))[0] == ["الجيش السوداني", "قوات الدعم السريع"]


def test_another_toll_of_another_quarter_is_another_blow(mentions_of: Read) -> None:
    text = (
        "سقطت 14 قذيفة على حي الأعظمية ما أسفر عن مقتل ستة أشخاص، "
        "فيما تحدث مسعفون عن مقتل عشرة مدنيين في حي المشهد جراء القصف."
    )
    assert [_killed(m) for m in mentions_of(text)] == [6.0, 10.0]


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("وتعرض مخيم زمزم للنازحين لقصف مدفعي الخميس أدى إلى مقتل ثمانية أشخاص وجرح 13.", 8.0),
        ("وأغارت مقاتلات فجر الأربعاء على مصنع في تبريز. وقالت منظمة إن 585 شخصا قتلوا في إيران منذ الجمعة.", None),
    ],
)
def test_the_toll_is_that_of_the_blow(mentions_of: Read, text: str, killed: float | None) -> None:
    blow = next(m for m in mentions_of(text) if m.type in ("conflict.shelling", "conflict.air_strike"))
    assert _killed(blow) == killed


def test_the_dead_of_a_row_do_nothing_afterwards(mentions_of: Read) -> None:
    text = "هاجم مسلحون نقطة حدودية في رفح، ما أسفر عن مقتل 16 جنديا، ثم اقتحموا الحدود، قبل أن تقصف عربتهم طائرة إسرائيلية."
    found = mentions_of(text)
    assert found[0].type == "conflict.assault"
    assert all("جنديا" not in name for m in found for name in _names(m)[0])


def test_meetings_on_a_day_to_come(mentions_of: Read) -> None:
    (meeting,) = mentions_of("ويجتمع وزراء خارجية ألمانيا وفرنسا وبريطانيا مع نظيرهم الإيراني في جنيف الجمعة.")
    assert meeting.status == "expected"
    assert meeting.time is not None
    assert meeting.time.start.date() == date(2025, 1, 17)


def test_a_capital_that_speaks_is_not_the_town(mentions_of: Read) -> None:
    text = "دخل الجنود مدينة خيرسون بعد ساعات من إعلان موسكو سحب قواتها من المدينة التي استولت عليها في مارس الماضي."
    assert "Moscow" not in {p.name_en for m in mentions_of(text) for p in m.places}


def test_vehicles_of_war_stand_for_those_who_drive_them(mentions_of: Read) -> None:
    (siege,) = mentions_of("وحاصرت الدبابات الإسرائيلية مستشفى الشفاء في غزة.")
    assert _names(siege)[0] == ["الدبابات الإسرائيلية"]


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("وأدت غارة على منزل في رفح إلى مقتل 11 شخصا، بحسب الدفاع المدني.", [["الدفاع المدني"]]),
        ("وأدى قصف الفاشر إلى مقتل 11 شخصا، بحسب غرفة طوارئ المخيم.", [["غرفة طوارئ المخيم"]]),
        (
            "وقال الجيش السوري إنه طوق الحي، في حين تحدثت شبكة شام عن مقتل 14 مدنيا في غارات على البوكمال.",
            [["الجيش السوري"], ["شبكة شام"]],
        ),
        (
            "وأعلن الجيش أنه نشر قوات في الجولان، فيما استهدفت غارات مستودعات في المزة، وفق المرصد.",
            [["الجيش"], ["المرصد"]],
        ),
    ],
)
def test_each_clause_has_its_own_speaker(mentions_of: Read, text: str, sources: list[list[str]]) -> None:
    told = [[s.name for s in m.attribution if s.role == "claimant"] for m in mentions_of(text)]
    assert told == sources


def test_a_blast_called_an_attack_was_none_by_chance(mentions_of: Read) -> None:
    found = mentions_of('قتل ستة أشخاص الأحد في انفجار هز شارعا وسط إزمير. ووصف الرئيس الانفجار بأنه "اعتداء جبان".')
    assert found[0].type == "conflict.bombing"


@pytest.mark.parametrize(
    ("title", "lead"),
    [
        ("مئات القتلى في قصف مستشفى في غزة وتبادل للاتهامات", "conflict.shelling"),
        ("مقتل 21 جنديا نيجريا وتجدد القتال في مخيم البداوي", "harm.casualties"),
    ],
)
def test_what_a_headline_is_about(mentions_of: Read, title: str, lead: str) -> None:
    assert next(m for m in mentions_of("", title) if m.lead).type == lead
