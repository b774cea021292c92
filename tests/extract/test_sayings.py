"""What people say, decide and judge: who must speak, what a noun alone is not, participles, long subjects, silence."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extract.pipeline import Extractor
from extract.types import Mention
from feeds.types import Item

NOW = datetime(2022, 5, 11, 9, 0, tzinfo=UTC)


def told(extractor: Extractor, text: str, title: str = "") -> tuple[Mention, ...]:
    item = Item(id="t", feed_id="t", agency="t", title=title, text=text, published=NOW, fetched=NOW, zone="Asia/Amman")
    return extractor.mentions(item)


def types(mentions: tuple[Mention, ...]) -> list[str]:
    return [m.type for m in mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("صادق مجلس النواب على قانون التقاعد الجديد.", "politics.decision"),
        ("بدأ الناخبون في غامبيا الإدلاء بأصواتهم لاختيار رئيس جديد.", "politics.election"),
        ("قالت الوزارة إنه جرى اتصال هاتفي بين وزير الخارجية ونظيره الكندي.", "diplomacy.meeting"),
        ("وهنأ رئيس الوزراء القطريين بانتهاء الأزمة.", "statement.support"),
        ("دخل اتفاق وقف إطلاق النار بين الطرفين حيز التنفيذ فجر الأربعاء.", "diplomacy.ceasefire"),
        ("فرضت واشنطن عقوبات جديدة على شركتين.", "diplomacy.sanction"),
        ("فرضت السلطات حظرا للتجول في ثلاث مدن.", "politics.decision"),
        ("رفعت الحكومة أسعار الوقود للمرة الثانية هذا العام.", "politics.decision"),
        ("أحالت النيابة العامة رئيس البلدية السابق إلى محكمة الجنايات.", "law.proceedings"),
        ("قضت محكمة الجنايات بالسجن خمس سنوات على موظف كبير.", "law.sentence"),
        ("أودع قاضي التحقيق بمحكمة وهران وزيرا سابقا الحبس المؤقت.", "law.arrest"),
        ("أفرجت السلطات عن عشرات المعتقلين قبيل العيد.", "law.release"),
        ("استدعت وزارة الخارجية السفير احتجاجا على التصريحات.", "diplomacy.rupture"),
        ("تسلم رئيس الجمهورية أوراق اعتماد سفير اليابان.", "diplomacy.meeting"),
        ("وقعت الحكومة، أمس الثلاثاء، ثلاث اتفاقيات مع الصين.", "diplomacy.agreement"),
        ("خرج مئات المتظاهرين إلى شوارع العاصمة رفضا للغلاء.", "protest.demonstration"),
        ("دخل عمال الموانئ في البلاد في إضراب مفتوح.", "protest.strike"),
        ("توفي الشاعر الكبير عن عمر ناهز تسعين عاما.", "life.death"),
    ],
)
def test_deeds_of_state_court_and_street(extractor: Extractor, text: str, expected: str) -> None:
    assert expected in types(told(extractor, text))


@pytest.mark.parametrize(
    "text",
    [
        "يعد الالتزام بالنظام أساس النجاح في أي عمل.",
        "التهديد الأكبر للمدن الساحلية هو ارتفاع مستوى البحر.",
        "قرر الشاب السفر لإكمال دراسته في الخارج.",
        "رفض الأب زواج ابنته في الحلقة الأخيرة من المسلسل.",
        "حذر المدرب لاعبيه من التهاون في المباراة المقبلة.",
        "وافق المريض على إجراء العملية الجراحية.",
        "أعلنت الشركة خطة لإطلاق خدمة جديدة للمشتركين.",
        "قابلني في المقهى رجل حكى لي قصته.",
        "تمت مراسم التكريم بحضور رئيس الجمعية.",
        "العلاج بحسب ما يعزى إلى الأطباء القدامى نافع.",
    ],
)
def test_private_life_sport_and_states_of_affairs_are_silent(extractor: Extractor, text: str) -> None:
    assert [m for m in told(extractor, text) if not m.background] == []


def test_participles_tell_what_else_the_speaker_did(extractor: Extractor) -> None:
    mentions = told(extractor, "ندد وزير الخارجية بالقصف، مطالبا مجلس الأمن بالتحرك ومحذرا من اتساع الحرب.")
    actors = {m.type: m.actors[0].span.text for m in mentions if m.type.startswith("statement.")}

    assert actors == dict.fromkeys(("statement.condemn", "statement.demand", "statement.warn"), "وزير الخارجية")
    assert {m.status for m in mentions if m.type.startswith("statement.")} == {"asserted"}


def test_a_participle_that_qualifies_a_noun_tells_nothing(extractor: Extractor) -> None:
    assert "statement.deny" not in types(told(extractor, "اجتمعت القوى الرافضة للاتفاق في بيروت."))


def test_a_long_subject_and_a_time_stand_between_a_verb_and_its_noun(extractor: Extractor) -> None:
    text = "أجرى وزير الخارجية المصري سامح شكري، اليوم، اتصالا هاتفيا بنظيره الأردني."
    mention = next(m for m in told(extractor, text) if m.type == "diplomacy.meeting")

    assert [a.span.text for a in mention.actors][1] == "نظيره الأردني"


def test_no_gap_reaches_over_another_deed(extractor: Extractor) -> None:
    mentions = told(extractor, "جددت الحكومة الطلب وتعهدت بالإصلاح.")

    assert all("الطلب وتعهدت" not in m.trigger.text for m in mentions)


def test_a_threat_for_tomorrow_is_made_today(extractor: Extractor) -> None:
    mention = next(m for m in told(extractor, "قالت وزارة الدفاع إنها سترد بقوة على أي هجوم.") if "threaten" in m.type)

    assert mention.status == "asserted"


def test_a_fact_threatens_nobody(extractor: Extractor) -> None:
    text = "تحلق الطائرات فوق الجزيرة ما يهدد بإثارة غضب الجيران."

    assert "statement.threaten" not in types(told(extractor, text))


def test_headline_and_opening_tell_one_decision(extractor: Extractor) -> None:
    text = "وافق مجلس الوزراء، أمس، على تعديل قانون العمل. وقال متحدث إن التعديل يبدأ العام المقبل."
    mentions = told(extractor, text, "الحكومة تقر تعديل قانون العمل")

    assert types(mentions).count("politics.decision") == 1


def test_a_word_of_then_is_context(extractor: Extractor) -> None:
    text = "بدأت المحكمة محاكمة المتهمين. وقالت النيابة آنذاك إنها فرغت من التحقيق ووجهت الاتهام إلى عشرة أشخاص."
    later = [m for m in told(extractor, text) if m.trigger.start > text.index("آنذاك")]

    assert later
    assert all(m.background for m in later)


def test_who_leaves_and_who_comes_are_two_matters(extractor: Extractor) -> None:
    mentions = told(extractor, "أقال الرئيس وزير الداخلية وعين خالد النوري خلفا له.")

    assert types(mentions) == ["politics.departure", "politics.appointment"]
    assert [[a.name for a in m.targets] for m in mentions] == [["وزير الداخلية"], ["خالد النوري"]]
