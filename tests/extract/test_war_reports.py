"""Round-ups of war reports: what is lost, told again, under way and next. The texts are written for these tests.

Publication: Saturday 4 November 2017, noon.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extract.pipeline import Extractor
from extract.types import Mention
from feeds.types import Item

PUBLISHED = datetime(2017, 11, 4, 12, 0, tzinfo=UTC)


def mentions(extractor: Extractor, text: str) -> tuple[Mention, ...]:
    item = Item(id="1", feed_id="f", agency="", title="", text=text, published=PUBLISHED, fetched=PUBLISHED)
    return extractor.mentions(item)


def told_at(extractor: Extractor, text: str, words: str) -> Mention | None:
    """The mention that some words of the text tell, first or again."""
    start = text.index(words)
    for mention in mentions(extractor, text):
        for span in (mention.trigger, *mention.also):
            if span.start < start + len(words) and start < span.end:
                return mention
    return None


#: Text, the words that tell, type, kind, status.
TOLD = [
    # a force that loses ground, whatever stands between; فقد before a noun is the verb
    (
        "وعلى وقع ضربات متتالية، فقد التنظيم، منذ مطلع العام، أراضي واسعة في ليبيا.",
        "فقد",
        "territory.capture",
        "event",
        "asserted",
    ),
    ("سيطر الجيش على المطار. وخسرت الفصائل معظم معاقلها في حلب.", "وخسرت", "territory.capture", "event", "asserted"),
    # an army's own word for a capture
    (
        "تمكنت قوات مكافحة الإرهاب من إعادة الأمن والاستقرار إلى حي القادسية في الموصل.",
        "إعادة الأمن",
        "territory.capture",
        "event",
        "asserted",
    ),
    # operations under way
    (
        "تشهد محافظة الحديدة حملتين عسكريتين، الأولى تقودها القوات المشتركة على الساحل، والثانية يشنها الجيش الوطني في الجنوب.",
        "يشنها",
        "conflict.assault",
        "state",
        "asserted",
    ),
    (
        "العملية التي تقودها القوات الحكومية في ريف سرت دخلت أسبوعها الثاني.",
        "العملية",
        "conflict.assault",
        "event",
        "asserted",
    ),
    # what comes next
    (
        "طردت القوات المسلحين من سرت. ويضع المقاتلون نصب أعينهم مدينة درنة شرق البلاد.",
        "نصب أعينهم",
        "conflict.assault",
        "event",
        "expected",
    ),
    (
        "سيطر الجيش على القرية. وتستعد القوات العراقية لاقتحام تلعفر غرب الموصل.",
        "لاقتحام",
        "conflict.assault",
        "event",
        "expected",
    ),
    # fighting told with what came of it
    (
        "استعادت القوات الحكومية بلدة القريتين بعد معركة خاطفة في أطرافها.",
        "معركة خاطفة",
        "conflict.clash",
        "event",
        "asserted",
    ),
    # what a reporter saw, what was destroyed on the spot
    (
        "دخلت القوات الرقة. ورأى مراسلون في الضواحي التي غادرها المسلحون منازل دمرت قبل أيام.",
        "دمرت",
        "harm.destruction",
        "event",
        "asserted",
    ),
    (
        "قال الناطق باسم القوات إن المقاتلين عثروا في سرت على مخزن للذخائر وقاموا بتدميره.",
        "بتدميره",
        "harm.destruction",
        "event",
        "asserted",
    ),
    # since then is told, only "since the attack" refers
    (
        "في سبتمبر فك الجيش السوري الحصار عن مدينة تدمر. وعرفت المدينة منذ ذلك الوقت معارك ضارية.",
        "معارك",
        "conflict.clash",
        "event",
        "asserted",
    ),
    # what will have come about, under a condition
    (
        "سيطر الجيش على بلدة حيس. وفي حال استمرار الضغط سيكون وجود المتمردين قد انتهى هناك.",
        "انتهى",
        "territory.capture",
        "event",
        "conditional",
    ),
    # no ground held any more, ground that was held
    ("لم يعد التنظيم يسيطر على أي مدينة في ليبيا.", "يسيطر", "territory.capture", "state", "denied"),
    ("انتزعت الفصائل ثلاث قرى في ريف حماة من قوات النظام.", "انتزعت", "territory.capture", "event", "asserted"),
    # what has gone on for days
    ("تدور منذ أيام معارك عنيفة في الأحياء الجنوبية للحديدة.", "معارك", "conflict.clash", "event", "asserted"),
    # what was so for a stretch of time
    (
        "طرد الجيش اليمني المسلحين من المكلا، بعد ثلاث سنوات سيطروا خلالها على 60% من المحافظة.",
        "سيطروا",
        "territory.capture",
        "state",
        "asserted",
    ),
]


@pytest.mark.parametrize(("text", "words", "type_", "kind", "status"), TOLD)
def test_told(extractor: Extractor, text: str, words: str, type_: str, kind: str, status: str) -> None:
    told = told_at(extractor, text, words)
    assert told is not None
    assert (told.type, told.kind, told.status) == (type_, kind, status)


#: Words that only look like those above.
SILENT = [
    ("فقد الجندي حياته في الفلوجة، وقال والده إنه لم يفقد الأمل في عودته.", "يفقد"),
    ("قالت الحكومة إن القوات تعمل على إعادة الأمن والاستقرار إلى البلاد.", "إعادة الأمن"),
    ("وقال الوزير: فقد وقع الجانبان مذكرة تفاهم.", "فقد"),
    ("فككت الشرطة العبوة وقامت بتسليمها للجيش.", "بتسليمها"),
]


@pytest.mark.parametrize(("text", "words"), SILENT)
def test_silent(extractor: Extractor, text: str, words: str) -> None:
    assert told_at(extractor, text, words) is None


#: Text, words that tell one happening, words that tell the same one (or another).
AGAIN = [
    (
        "بسط الجيش السوري الأمن والاستقرار في مدينة حلب."
        " وجاء ذلك بعدما تحدثت شبكة محلية مساء الأربعاء عن سيطرة الجيش على كامل المدينة.",
        "بسط",
        "سيطرة",
        True,
    ),
    (
        "شنت القوات العراقية هجوما على بلدة تلعفر. وفي الرقة قتل مسلحان. وعرفت المدينة منذ ذلك الوقت معارك ضارية.",
        "هجوما",
        "معارك",
        False,
    ),
    (
        "طردت القوات العراقية المسلحين من العراق. وقال رئيس الوزراء إن القوات العراقية تزحف ليلا ونهارا في العراق.",
        "طردت",
        "تزحف",
        False,
    ),
    (
        "في الرقة حملتان، الأولى يخوضها الجيش السوري من الجنوب، والثانية تقودها قوات سوريا الديمقراطية من الشمال.",
        "يخوضها",
        "تقودها",
        False,
    ),
]


@pytest.mark.parametrize(("text", "first", "second", "one"), AGAIN)
def test_told_again(extractor: Extractor, text: str, first: str, second: str, one: bool) -> None:
    a, b = told_at(extractor, text, first), told_at(extractor, text, second)
    assert a is not None
    assert b is not None
    assert (a.id == b.id) is one


def test_a_building_destroys_nothing(extractor: Extractor) -> None:
    text = "دخلت القوات الرقة. ورأى مراسلون في الضواحي التي غادرها المسلحون منازل دمرت قبل أيام."
    ruin = told_at(extractor, text, "دمرت")
    assert ruin is not None
    assert [a.span.text for a in ruin.actors] == []
    assert [t.span.text for t in ruin.targets] == ["منازل"]


def test_a_battle_has_the_sides_of_what_came_of_it(extractor: Extractor) -> None:
    text = (
        "استعادت القوات العراقية مدينة القائم من تنظيم داعش. وقصفت طائرات روسية مواقع الفصائل في إدلب."
        " وأعلنت الحكومة أن القوات العراقية استعادت مدينة القائم بعد معركة خاطفة في أطرافها."
    )
    battle = told_at(extractor, text, "معركة")
    assert battle is not None
    assert [a.span.text for a in battle.actors] == ["القوات العراقية", "تنظيم داعش"]


def test_a_stage_is_the_place_last_told(extractor: Extractor) -> None:
    text = "استعادت القوات العراقية القائم. وقصفت طائرات مدينة الرقة. وعرفت المدينة معارك ضارية."
    fighting = told_at(extractor, text, "معارك")
    assert fighting is not None
    assert [p.name_en for p in fighting.places] == ["Raqqa"]


def test_whole_countries_of_context_place_nothing_after_them(extractor: Extractor) -> None:
    text = (
        "سيطر الجيش السوري على مدينة تدمر. وخسر التنظيم في الأشهر الماضية مساحات واسعة في سوريا والعراق."
        " وقتل خمسة جنود في انفجار لغم."
    )
    blast = told_at(extractor, text, "انفجار")
    assert blast is not None
    assert [p.name_en for p in blast.places] == ["Palmyra"]


def test_an_auxiliary_is_no_town(extractor: Extractor) -> None:
    lost = told_at(extractor, "خسر تنظيم داعش السيطرة على آخر حي كان يتحصن فيه في سرت.", "خسر")
    assert lost is not None
    assert [p.name_en for p in lost.places] == ["Sirte"]


def test_quarters_of_the_town_last_told(extractor: Extractor) -> None:
    text = "استعاد الجيش مدينة دير الزور. وتمشط وحدات الجيش أحياء المدينة."
    combing = told_at(extractor, text, "وتمشط")
    assert combing is not None
    assert [p.name_en for p in combing.places] == ["Deir ez-Zor"]
