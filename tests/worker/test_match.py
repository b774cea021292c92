"""Which reports are one event. Every text here was written for these tests."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from extract.types import Mention
from feeds.types import Item
from tests.worker.builders import NOON, a_mention, a_place, a_quantity, a_source, a_span, a_time, an_actor, an_item
from worker import match
from worker.codec import pack, unpack
from worker.matching import credit, wire
from worker.matching import decide as choice
from worker.matching.evidence import WEIGHTS, copied
from worker.matching.untold import text_of
from worker.matching.words import Rarity, codes
from worker.record import Candidate, found, telling

COMMON = "القوات الحكومية الجيش مدينة بلدة مقتل شخص أشخاص هجوم وزارة الداخلية رئيس مصدر أمني حكومة منطقة العاصمة مسلحون"
#: A service that has seen five thousand items: the words of the trade are common, names are not.
RARITY = Rarity(dict.fromkeys(codes(COMMON), 400), 5000)
RAID = "conflict.assault"
CAPTURE = "territory.capture"


@dataclass(frozen=True)
class Report:
    """One item with one mention, its lead."""

    item: Item
    mention: Mention


def report(id_: str, title: str, text: str, type_: str, *, hours: float = 0, **more: Any) -> Report:
    item = an_item(
        id_, title=title, text=text, agency=more.pop("agency", id_), author=more.pop("author", None),
        published=NOON + timedelta(hours=hours), fetched=NOON + timedelta(hours=hours + more.pop("underway", 0)),
    )  # fmt: skip
    return Report(item, a_mention(item, type=type_, **{"places": (), **more}))


def place(name: str, **more: Any) -> Any:
    return (a_place(name, **more),)


def struck(name: str) -> Any:
    return (an_actor("", name, cls=None, span=a_span(name)),)


def sketch_of(told: Report) -> Any:
    return match.read(told.mention, told.item, RARITY).sketch


def candidate(*reports: Report, event_id: str = "e") -> Candidate:
    ledger = None
    for each in reports:
        reading = match.read(each.mention, each.item, RARITY)
        origins = match.decide(reading, [Candidate("e", 1, match.signature(ledger))] if ledger else [], RARITY).origins
        told = telling(
            each.mention, each.item, origins=origins, blocks=reading.joins, sketch=match.kept(reading, origins)
        )
        ledger = (
            found(told, NOON)
            if ledger is None
            else ledger.__class__(first_seen=NOON, last_changed=NOON, tellings=(*ledger.tellings, told))
        )
    assert ledger is not None
    signature = match.signature(credit.settled(ledger, None))
    return Candidate(event_id, 1, json.loads(json.dumps(signature)))


def decide(told: Report, *others: Candidate, since: datetime | None = None) -> match.Decision:
    rarity = replace(RARITY, since=since)
    return match.decide(match.read(told.mention, told.item, rarity), others, rarity)


TOWN = report(
    "wakala", "الجيش يستعيد بلدة النهروان",
    "استعادت القوات الحكومية صباح الخميس بلدة النهروان بعد معارك استمرت ثلاثة أيام مع مسلحي الفصيل. وقال ضابط ميداني إن "
    "الجنود يمشطون الأحياء الشرقية بحثا عن عبوات تركها المنسحبون قرب الجسر القديم.",
    CAPTURE, places=place("النهروان"), actors=(an_actor(),), time=a_time(NOON),
)  # fmt: skip
BLAST = report(
    "sahifa", "مقتل تسعة في انفجار سيارة مفخخة بسوق الحلفاية",
    "قتل تسعة أشخاص وأصيب آخرون عندما انفجرت سيارة مفخخة عند مدخل سوق الخضار في الحلفاية ظهر الخميس، كما قال مصدر أمني. "
    "وهرعت سيارات الإسعاف إلى المكان فيما طوقت الشرطة الشوارع المجاورة.",
    "conflict.bombing", places=place("الحلفاية"), time=a_time(NOON), quantities=(a_quantity("killed", 9),),
)  # fmt: skip

SHELLED = (
    "سقطت قذائف هاون على الأطراف الشمالية لبلدة التل مساء {} دون وقوع إصابات، كما قال مصدر في البلدية، وتضررت جدران منازل قريبة "
    "من النهر وانقطعت الكهرباء ساعتين."
)
BULLETIN = (
    "سجلت دائرة الصحة إصابتين جديدتين بالحمى النزفية في {} خلال الساعات الماضية ووضع المصابان في العزل، ودعت السكان إلى غلي "
    "المياه وإبلاغ المراكز الصحية عن أي أعراض."
)
RECEIVED = (
    "استقبل ولي العهد في مكتبه اليوم {}، وجرى خلال اللقاء بحث العلاقات الثنائية وسبل تطويرها إضافة إلى الموضوعات ذات الاهتمام "
    "المشترك."
)

SAME = {
    "reworded, same place, kind and day": (
        TOWN,
        report("qanat", "النهروان تعود إلى سيطرة الحكومة", "أعلن متحدث عسكري دخول الجنود مركز النهروان وطرد مسلحي الفصيل منها "
               "بعد قتال عنيف في أحيائها الشرقية.", CAPTURE, places=place("النهروان"), time=a_time(NOON), hours=3),
    ),
    "recaptured here, assaulted there: one battle in one hour": (
        TOWN,
        report("qanat", "قوات حكومية تقتحم النهروان", "اقتحمت وحدات من الجيش النهروان من محورين واشتبكت مع مسلحي الفصيل قرب "
               "الجسر القديم.", RAID, places=place("النهروان"), time=a_time(NOON), actors=(an_actor(),), hours=1),
    ),
    "the toll rises, on another day": (
        BLAST,
        report("qanat", "ارتفاع حصيلة انفجار سوق الحلفاية إلى 14 قتيلا", "ارتفع عدد قتلى انفجار السيارة المفخخة في سوق الخضار "
               "بالحلفاية إلى أربعة عشر بعد وفاة جرحى، كما قال مصدر أمني السبت.", "conflict.bombing",
               places=place("الحلفاية"), time=a_time(NOON + timedelta(days=2)), hours=40,
               quantities=(a_quantity("killed", 14),)),
    ),
    "a copy that is printed three days late": (
        TOWN, report("mahalli", "استعادة النهروان", TOWN.item.text, CAPTURE, places=place("النهروان"), hours=72),
    ),
    "an explosion, and who blew himself up": (
        report("a", "قتلى في انفجار قرب محطة الحافلات في الخرزة", "قتل خمسة في انفجار وقع ظهر الخميس قرب محطة الحافلات في "
               "الخرزة ولم يعرف سببه بعد.", "accident.other", places=place("الخرزة"), time=a_time(NOON)),
        report("b", "انتحاري يفجر نفسه في الخرزة", "فجر انتحاري حزاما ناسفا قرب محطة الحافلات في الخرزة، كما قالت الشرطة.",
               "conflict.suicide_attack", places=place("الخرزة"), time=a_time(NOON), hours=3),
    ),
    "the day of the event, told again after a week": (
        BLAST,
        report("qanat", "كيف وقع انفجار سوق الحلفاية", "انفجرت السيارة المفخخة عند مدخل سوق الخضار في الحلفاية ظهر الخميس "
               "الماضي، كما قال مصدر أمني، وقتل تسعة أشخاص.", "conflict.bombing", places=place("الحلفاية"), time=a_time(NOON),
               hours=120),
    ),
    "a name in two spellings, unknown to the gazetteer": (
        report("a", "انفجار في سوروج", "هز انفجار قوي مركزا ثقافيا في سوروج وقتل فيه متطوعون شبان.", "conflict.bombing",
               places=place("سوروج", id=None)),
        report("b", "تفجير يستهدف متطوعين", "استهدف تفجير متطوعين شبانا داخل مركز ثقافي في سروج.", "conflict.bombing",
               places=place("سروج", id=None), hours=2),
    ),
    "a village, and the district it lies in": (
        TOWN,
        report("qanat", "استعادة بلدة في قضاء الميدان", "استعادت القوات الحكومية بلدة النهروان بعد معارك مع مسلحي الفصيل في "
               "قضاء الميدان وتمشط الأحياء الشرقية.", CAPTURE,
               places=place("الميدان", precision="district", parents=("sy.النهروان",)), hours=2),
    ),
}  # fmt: skip

OTHER = {
    "an attack and its condemnation": (
        BLAST,
        report("qanat", "البرلمان يدين انفجار سوق الحلفاية", "دان رئيس البرلمان انفجار السيارة المفخخة عند مدخل سوق الخضار في "
               "الحلفاية وقال إنه جريمة ضد الأبرياء.", "statement.condemn", places=place("الحلفاية"), hours=4),
    ),
    "an attack and the claim of it": (
        BLAST,
        report("qanat", "فصيل يتبنى تفجير الحلفاية", "تبنى فصيل مسلح تفجير السيارة المفخخة في سوق الخضار بالحلفاية في بيان على "
               "الإنترنت.", "statement.claim", places=place("الحلفاية"), hours=5),
    ),
    "an attack and the trial for it": (
        BLAST,
        report("qanat", "بدء محاكمة متهمين بتفجير سوق الحلفاية", "بدأت محكمة الجنايات النظر في قضية تفجير السيارة المفخخة بسوق "
               "الخضار في الحلفاية.", "law.proceedings", places=place("الحلفاية"), hours=30),
    ),
    "the same border shelled on two days": (
        report("a", "سقوط قذائف على قرية التل الحدودية", "سقطت قذائف على أطراف قرية التل الحدودية الاثنين دون إصابات.",
               "conflict.shelling", places=place("التل"), time=a_time(NOON - timedelta(days=3)), hours=-70),
        report("b", "قذائف جديدة على قرية التل الحدودية", "سقطت قذائف على أطراف قرية التل الحدودية مساء الخميس وأصيب مزارع.",
               "conflict.shelling", places=place("التل"), time=a_time(NOON), hours=2),
    ),
    "one text for two days of shelling": (
        report("a", "قصف بلدة التل", SHELLED.format("الاثنين"), "conflict.shelling", places=place("التل"),
               time=a_time(NOON - timedelta(days=3)), hours=-70),
        report("b", "قصف مدفعي على التل", SHELLED.format("الخميس"), "conflict.shelling", places=place("التل"),
               time=a_time(NOON), hours=2),
    ),
    "one bulletin for two towns": (
        report("a", "إصابتان جديدتان", BULLETIN.format("الزيتونة"), "disaster.epidemic", places=place("الزيتونة")),
        report("b", "الصحة تعلن إصابات", BULLETIN.format("المرجان"), "disaster.epidemic", places=place("المرجان"), hours=3),
    ),
    "two bulletins of one town": (
        report("a", "إصابتان جديدتان بالحمى", BULLETIN.format("الزيتونة"), "disaster.epidemic", places=place("الزيتونة"),
               quantities=(a_quantity("cases", 2),)),
        report("b", "ثلاث إصابات بالحمى في الزيتونة", "أعلنت دائرة الصحة ثلاث إصابات بالحمى في الزيتونة ووضع المصابين "
               "في العزل، ولا وفيات.", "disaster.epidemic",
               places=place("الزيتونة"), quantities=(a_quantity("cases", 3),), hours=20),
    ),
    "two buildings of one city on one evening": (
        report("a", "إطلاق نار على قنصلية في الميناء", "أطلق مسلحون النار على مبنى القنصلية في مدينة الميناء مساء الخميس وفروا.",
               "conflict.attack", places=place("الميناء"), targets=struck("القنصلية")),
        report("b", "إصابات في هجوم على مخفر بالميناء", "أصيب ثلاثة في هجوم شنه مسلحون على مخفر في مدينة الميناء مساء الخميس.",
               "conflict.attack", places=place("الميناء"), targets=struck("مخفر"), hours=2),
    ),
    "one prince and two guests": (
        report("a", "ولي العهد يستقبل وزير دفاع الجزيرة", RECEIVED.format("وزير دفاع الجزيرة هاشم النوري"), "diplomacy.meeting",
               actors=(an_actor("p.prince", "ولي العهد"),), partners=(an_actor("", "هاشم النوري", cls="person"),)),
        report("b", "ولي العهد يستقبل سفير الساحل", RECEIVED.format("سفير دولة الساحل كمال البدري"), "diplomacy.meeting",
               actors=(an_actor("p.prince", "ولي العهد"),), partners=(an_actor("", "كمال البدري", cls="person"),), hours=2),
    ),
    "the same words about two villages": (
        report("a", "الطيران يقصف قرية المنصورة", "قصف الطيران الحربي مواقع للمسلحين في قرية المنصورة ودمر مخزنا للذخيرة.",
               "conflict.air_strike", places=place("المنصورة")),
        report("b", "الطيران يقصف قرية الصالحية", "قصف الطيران الحربي مواقع للمسلحين في قرية الصالحية ودمر مخزنا للذخيرة.",
               "conflict.air_strike", places=place("الصالحية"), hours=1),
    ),
    "two attacks in one capital on one day": (
        report("a", "طعن جندي قرب محطة القطار", "طعن رجل جنديا قرب محطة القطار الرئيسية في العاصمة ثم فر.", "conflict.attack",
               places=place("العاصمة")),
        report("b", "إطلاق نار على مقر حزب", "أطلق ملثمان النار على مقر حزب معارض غرب العاصمة وأصيب حارسان.",
               "conflict.attack", places=place("العاصمة"), hours=3),
    ),
    "a week later": (
        TOWN, report("qanat", "الجيش يستعيد بلدة النهروان", TOWN.item.text, CAPTURE, places=place("النهروان"), hours=170),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
@pytest.mark.parametrize("turned", [False, True])
def test_one_event(name: str, turned: bool) -> None:
    first, second = SAME[name][::-1] if turned else SAME[name]
    decision = decide(second, candidate(first))
    assert decision.kind == "join", decision.reasons


@pytest.mark.parametrize("name", OTHER)
@pytest.mark.parametrize("turned", [False, True])
def test_two_events(name: str, turned: bool) -> None:
    first, second = OTHER[name][::-1] if turned else OTHER[name]
    decision = decide(second, candidate(first))
    assert decision.kind == "new", decision.reasons


@pytest.mark.parametrize("name", SAME)
def test_what_is_one_event_is_looked_for_where_it_was_put(name: str) -> None:
    first, second = (match.read(each.mention, each.item, RARITY) for each in SAME[name])
    assert set(first.joins) & set(second.looks)
    assert set(second.joins) & set(first.looks)


def test_reasons_are_told_and_what_nearly_joined_is_named() -> None:
    joined = decide(SAME["reworded, same place, kind and day"][1], candidate(TOWN))
    assert any(reason.startswith("same place: sy.النهروان") for reason in joined.reasons)
    near = decide(OTHER["an attack and its condemnation"][1], candidate(BLAST, event_id="blast"))
    assert near.reasons


def test_numbers_of_dead_have_no_say() -> None:
    def score(killed: float) -> match.Decision:
        told = report("qanat", BLAST.item.title, BLAST.item.text, "conflict.bombing", places=place("الحلفاية"),
                      quantities=(a_quantity("killed", killed),))  # fmt: skip
        return decide(told, candidate(BLAST))

    assert score(9).reasons == score(90).reasons


def test_the_choice_between_equals_is_always_the_same() -> None:
    again = report("qanat", TOWN.item.title, TOWN.item.text, CAPTURE, places=place("النهروان"))
    candidates = [candidate(TOWN, event_id=id_) for id_ in ("b", "a", "c")]
    assert decide(again, *candidates).event_id == decide(again, *candidates[::-1]).event_id == "a"


def test_states_are_no_events() -> None:
    told = report("qanat", TOWN.item.title, TOWN.item.text, CAPTURE, kind="state")
    assert decide(told, candidate(TOWN)).kind == "skip"


class TestOneText:
    """An item that runs the text of another is about the same, whatever its headline makes of it."""

    headline = "جسر النهروان القديم"

    def test_its_lead_is_the_lead_of_the_other_not_what_that_tells_beside_it(self) -> None:
        beside = Report(
            TOWN.item,
            a_mention(TOWN.item, id="beside", lead=False, type=RAID, places=place("النهروان"), time=a_time(NOON),
                      actors=(an_actor(),), evidence=a_span(TOWN.item.text)),
        )  # fmt: skip
        told = report("mahalli", self.headline, TOWN.item.text, RAID, places=place("النهروان"), time=a_time(NOON),
                      actors=(an_actor(),), hours=2)  # fmt: skip
        assert decide(told, candidate(beside, event_id="a"), candidate(TOWN, event_id="b")).event_id == "b"

    def test_another_reading_of_it_says_nothing_but_of_a_sentence_beside_it_does(self) -> None:
        lead = report("mahalli", self.headline, TOWN.item.text, "law.arrest", places=place("النهروان"), hours=2)
        assert decide(lead, candidate(TOWN)).kind == "join"
        words = a_span(TOWN.item.text)
        first, second = (
            report(name, "موجز", "موجز المساء", type_, lead=False, places=place("النهروان"), evidence=words)
            for name, type_ in (("a", CAPTURE), ("b", "statement.condemn"))
        )
        assert decide(second, candidate(first)).kind == "new"

    def test_where_it_is_read_as_background_it_joins_but_opens_none(self) -> None:
        told = report("mahalli", self.headline, TOWN.item.text, CAPTURE, background=True, hours=2)
        assert decide(told, candidate(TOWN)).kind == "join"
        assert decide(told, candidate(BLAST)).kind == decide(told).kind == "skip"

    def test_background_in_other_words_joins_none(self) -> None:
        told = SAME["reworded, same place, kind and day"][1]
        assert decide(Report(told.item, replace(told.mention, background=True)), candidate(TOWN)).kind == "skip"

    def test_background_beside_the_lead_joins_none(self) -> None:
        told = report("mahalli", self.headline, TOWN.item.text, CAPTURE, background=True, lead=False)
        assert decide(told, candidate(TOWN)).kind == "skip"

    def test_a_late_copy_finds_its_text_behind_many_copies_of_another(self) -> None:
        other = SAME["reworded, same place, kind and day"][1]
        reprints = [
            report(f"sahifa{n}", other.item.title, other.item.text, CAPTURE, places=place("النهروان"), hours=n)
            for n in range(8)
        ]
        held = candidate(*reprints, TOWN)
        assert len(held.signature["m"]) == choice.MEMBERS
        assert TOWN.item.id in {row["i"] for row in held.signature["m"]}


BODY = (
    "وقال رئيس البلدية إن فرق الإنقاذ انتشلت ثلاث عربات من النهر فيما بقيت رابعة عالقة بين دعامات الجسر. وأوضح مهندسون أن التربة "
    "انجرفت تحت القضبان بعد ليلتين من الأمطار، وأن قطار شحن مر من المكان قبل ساعة دون أن يلاحظ سائقه شيئا. ونقل الجرحى بمروحيات "
    "إلى مستشفى الإقليم لأن الطريق الوحيد غمرته المياه."
)
WARNED = (
    "حذرت الأرصاد الجوية سكان الوديان من أمطار غزيرة قد تستمر يومين وطلبت منهم إخلاء البيوت القريبة من المجاري. وأضافت النشرة أن "
    "الرياح ستشتد ليلا على الساحل وأن الموانئ ستغلق أبوابها أمام الزوارق حتى السبت، فيما أعلنت المدارس عطلة وفتحت ثلاث صالات "
    "رياضية لإيواء العائلات ووزع متطوعون أغطية ووجبات ساخنة عند مدخل المدينة القديمة وفي محطة الحافلات."
)
DERAILED = report(
    "wakala", "خروج قطار عن القضبان", f"خرج قطار ركاب عن القضبان فجر الخميس فوق جسر على نهر الصفصاف وسقطت عرباته. {BODY}",
    "accident.transport",
)  # fmt: skip


class TestCopiesBeyondTheLead:
    def test_a_lead_cut_short_above_one_text_is_a_copy(self) -> None:
        cut = "فيضان يجرف جسرا: وسقطت عرباته فوق جسر على نهر الصفصاف كما قال شهود."
        told = report("mahalli", "السيول تضرب الإقليم", f"{cut} خرج قطار ركاب عن القضبان. {BODY}", "disaster.weather")
        assert decide(told, candidate(DERAILED)).origins == ("wakala",)

    def test_one_text_below_another_lead_is_none(self) -> None:
        told = report("mahalli", "الأرصاد تحذر من ليلة ماطرة", f"{WARNED} {BODY}", "disaster.weather")
        assert decide(told, candidate(DERAILED)).origins == ("mahalli",)

    def test_a_lead_joins_by_a_lead_before_it_joins_by_what_is_told_in_passing(self) -> None:
        words = a_span(TOWN.item.title)
        aside = Report(BLAST.item, a_mention(BLAST.item, id="beside", lead=False, type=CAPTURE, time=a_time(NOON),
                                             places=place("النهروان"), actors=(an_actor(),), evidence=words))  # fmt: skip
        told = report("qanat", TOWN.item.title, "دخل الجنود المركز.", CAPTURE, places=place("النهروان"), actors=(an_actor(),),
                      time=a_time(NOON))  # fmt: skip
        assert decide(told, candidate(aside, event_id="a")).event_id == "a"
        assert decide(told, candidate(aside, event_id="a"), candidate(TOWN, event_id="b")).event_id == "b"


class TestTextsWithoutAnEvent:
    """Where extraction finds nothing, a copy still is a report of what it copies."""

    @staticmethod
    def silent(text: str) -> Report:
        item = an_item("mahalli", title="ماذا جرى عند الجسر", text=text, agency="mahalli", published=NOON)
        return Report(item, text_of(item))

    def test_it_reports_what_it_copies_and_has_its_type(self) -> None:
        told = self.silent(TOWN.item.text)
        reading, decision = match.read(told.mention, told.item, RARITY), decide(told, candidate(TOWN))
        assert (decision.kind, decision.event_id, decision.origins) == ("join", "e", ("wakala",))
        typed = match.typed(reading, decision)
        assert typed.mention.type == typed.sketch.type == CAPTURE

    def test_of_a_story_told_daily_in_the_same_words_it_takes_more_than_half(self) -> None:
        guest = OTHER["one prince and two guests"][0]
        words = (
            "وحضر اللقاء رئيس الديوان ومدير المكتب الخاص وعدد من المستشارين والملحق العسكري بعد جولة في المتحف البحري."
        )
        told = self.silent(f"{RECEIVED.format('حاكم ولاية الشمال')} {words}")
        assert 0.45 < copied(sketch_of(told), sketch_of(guest)) < 0.65
        assert decide(told, candidate(guest)).kind == "skip"

    def test_in_other_words_it_reports_nothing(self) -> None:
        told = self.silent(SAME["reworded, same place, kind and day"][1].item.text)
        assert decide(told, candidate(TOWN)).kind == decide(told).kind == "skip"


class TestLateItems:
    def test_one_that_was_long_underway_joins_the_old_event(self) -> None:
        other = SAME["reworded, same place, kind and day"][1]
        late = report("qanat", other.item.title, other.item.text, CAPTURE, places=place("النهروان"), underway=240)
        assert decide(late, candidate(TOWN)).kind == "join"

    @pytest.mark.parametrize(("hours", "kind"), [(24, "new"), (167, "new"), (169, "skip"), (2400, "skip")])
    def test_or_opens_none(self, hours: int, kind: str) -> None:
        late = report("qanat", BLAST.item.title, BLAST.item.text, CAPTURE, places=place("الحلفاية"), underway=hours)
        assert decide(late, since=NOON - timedelta(days=1)).kind == kind

    def test_what_a_feed_lists_at_the_start_is_not_late(self) -> None:
        old = report("qanat", BLAST.item.title, BLAST.item.text, CAPTURE, places=place("الحلفاية"), underway=2400)
        assert decide(old, since=NOON + timedelta(hours=1)).kind == decide(old).kind == "new"


def test_an_item_joins_an_event_once_unless_it_tells_the_same_again() -> None:
    here = TOWN.item
    same = Report(here, a_mention(here, id="again", places=place("النهروان"), time=a_time(NOON)))
    other = Report(here, a_mention(here, id="other", type="law.arrest", places=place("النهروان")))
    assert decide(same, candidate(TOWN)).kind == "join"
    assert decide(other, candidate(TOWN)).kind == "new"


class TestOrigins:
    def test_a_credited_agency_is_the_origin(self) -> None:
        told = report(
            "sahifa", "خبر", "نص الخبر", CAPTURE, attribution=(a_source("رويترز", agency="REUTERS", role="relay"),)
        )
        assert decide(told).origins == ("reuters",)

    def test_a_copy_has_the_origin_of_what_it_copies(self) -> None:
        told = report("mahalli", "استعادة النهروان", TOWN.item.text, CAPTURE, places=place("النهروان"))
        assert decide(told, candidate(TOWN)).origins == ("wakala",)

    def test_a_report_in_its_own_words_is_its_own(self) -> None:
        assert decide(SAME["reworded, same place, kind and day"][1], candidate(TOWN)).origins == ("qanat",)

    @pytest.mark.parametrize(
        ("byline", "origins"),
        [
            ("الصحيفة - رويترز:", ("reuters",)),
            ("العاصمة (أ ف ب)", ("afp",)),
            ("واس - العاصمة", ("spa",)),
            ("مراسلنا من العاصمة، رويترز", ("reuters", "sahifa")),
            ("العاصمة (وكالات)", ()),
            ("", ()),
        ],
    )
    def test_bylines(self, byline: str, origins: tuple[str, ...]) -> None:
        told = report("sahifa", "خبر", "نص", CAPTURE, author=byline)
        assert wire.origins(told.mention, told.item) == origins


def test_a_report_that_fits_two_events_shows_that_they_are_one() -> None:
    again = report("mahalli", TOWN.item.title, TOWN.item.text, CAPTURE, places=place("النهروان"), time=a_time(NOON))
    twin = SAME["recaptured here, assaulted there: one battle in one hour"][1]
    other = SAME["reworded, same place, kind and day"][1]
    assert decide(again, candidate(TOWN, event_id="a"), candidate(other, event_id="b")).merges == ("b",)
    assert decide(again, candidate(TOWN, event_id="a"), candidate(BLAST, event_id="b")).merges == ()
    assert decide(twin, candidate(TOWN, event_id="a")).merges == ()


def test_the_documented_weights_are_those_that_decide() -> None:
    page = (Path(__file__).parents[2] / "docs" / "matching.md").read_text(encoding="utf-8")
    table = page.split("<!-- weights: begin -->")[1].split("<!-- weights: end -->")[0]
    rows = [line.split("|")[1:3] for line in table.strip().splitlines()[2:]]
    assert {name.strip(): float(weight) for name, weight in rows} == WEIGHTS


@pytest.mark.parametrize(("rule", "kind"), [("transport.wreckage", "new"), ("transport.air", "skip")])
def test_a_wreck_that_is_found_is_news_although_the_crash_is_old(rule: str, kind: str) -> None:
    told = Report(BLAST.item, replace(BLAST.mention, type="accident.transport", background=True, rule=rule))

    assert decide(told).kind == kind


def test_a_mention_that_was_kept_is_of_the_same_day_as_before() -> None:
    riyadh = ZoneInfo("Asia/Riyadh")
    item = an_item("kept", zone=riyadh.key)
    day = a_time(datetime(2026, 3, 5, tzinfo=riyadh))
    mention = a_mention(item, time=day)
    kept = unpack(Mention, pack(mention))
    assert match.read(kept, item, RARITY) == match.read(mention, item, RARITY)
    assert match.read(kept, item, RARITY).sketch.first_day == date(2026, 3, 5).toordinal()
