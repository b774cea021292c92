"""When an event happened: by its own clause, by the speaker's day, by the event beside it.

The texts are written for these tests. Publication: Wednesday 10 March 2021, noon.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from extract import sequence
from extract.morphology import Morphology
from extract.pipeline import Extractor
from extract.tokens import read
from extract.types import Mention
from feeds.types import Item

PUBLISHED = datetime(2021, 3, 10, 12, 0, tzinfo=UTC)


def when(extractor: Extractor, text: str, trigger: str, title: str = "") -> tuple[str, str] | None:
    """First and last day of the first event with a word in its trigger."""
    item = Item(id="1", feed_id="f", agency="", title=title, text=text, published=PUBLISHED, fetched=PUBLISHED)
    found: tuple[Mention, ...] = extractor.mentions(item)
    for m in found:
        if trigger in m.trigger.text or any(trigger in a.text for a in m.also):
            if m.time is None:
                return None
            last = max(m.time.start, m.time.end - timedelta(microseconds=1))
            return m.time.start.date().isoformat(), last.date().isoformat()
    raise AssertionError(f"no {trigger}: {[m.trigger.text for m in found]}")


def day(text: str) -> tuple[str, str]:
    return text, text


BY_EVENT = [
    ("نددت الحكومة أمس بالعنف غداة هجوم على سوق في كابول قتل فيه ثمانية مدنيين.", "هجوم", day("2021-03-08")),
    ("قتل شرطيان صباح أمس في مدينة غازي. ويأتي ذلك بعد يومين على هجوم قتل فيه عشرة جنود.", "هجوم", day("2021-03-07")),
    ("وفي الرابع من فبراير، وبعد ثمانية أيام من الهجوم على فندق قتل فيه عشرون شخصا، أعلن الرئيس حالة الطوارئ.",
     "الهجوم", day("2021-01-27")),
    ("كشف القانون في مارس الماضي بعد شهرين من مقتل سبعة عشر شخصا في باريس.", "مقتل", ("2020-01-01", "2020-01-31")),
    ("قال مسؤولون إن 92 شخصا قتلوا في ثلاثة أسابيع من الفيضانات في كشمير.", "الفيضانات", ("2021-02-17", "2021-03-10")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "expected"), BY_EVENT)
def test_dated_by_another_event(extractor, text, trigger, expected):
    assert when(extractor, text, trigger) == expected


BY_CLAUSE = [
    # Who reports an incident does so when it happens; an hour alone is of a day told elsewhere.
    ("تلقت غرفة العمليات مساء أمس بلاغا عن حريق في مستودع بجدة.", "حريق", day("2021-03-09")),
    # What is answered was before.
    ("أطلقت الجماعة مساء أمس عشرة صواريخ على البلدة ردا على اغتيال قائد الكتيبة قتل معه حارسان.", "اغتيال", None),
    # What goes on with the main clause.
    ("بدأت البلاد أمس أسبوعا حافلا مع إعادة فتح المصارف.", "إعادة فتح", day("2021-03-09")),
    # A plan's month is the next one.
    ("تستعد البلاد لإطلاق صاروخ بعيد المدى في ديسمبر.", "إطلاق", ("2021-12-01", "2021-12-31")),
    # What is told of somebody does not date the words about him.
    ("طالبت النقابة بمحاسبة الشرطيين الذين أطلقوا النار على المتظاهرين في 8 يناير 2020.", "طالبت", None),
    # Hours ago is no event that the attack was before.
    ("قتل ثلاثة جنود قبل يومين في هجوم قرب صعدة.", "هجوم", day("2021-03-08")),
    # In the relative clause of the noun, not in the main one.
    ("بدأت المحكمة اليوم محاكمة المتهمين في تفجير المسجد الذي وقع في 26 يناير الماضي وقتل فيه 26 شخصا.",
     "تفجير", day("2021-01-26")),
    # What a verb behind a fronted event tells is of that verb.
    ("عقب إسقاط الطائرة أعلنت الوزارة أمس فتح تحقيق.", "تحقيق", day("2021-03-09")),
    # A verb in the present makes a weekday the next one.
    ("تصل الوزيرة إلى الرياض الاثنين وتلتقي الملك.", "تصل", day("2021-03-15")),
    # The march is then, not the call for it.
    ("دعت النقابة إلى مظاهرة الجمعة أمام البرلمان.", "دعت", None),
    ("لم يجتمع الوزراء الاثنين في جنيف.", "يجتمع", day("2021-03-08")),
    # Counted from when somebody speaks.
    ("قال مكتب الحاكم أمس الثلاثاء إن جنديين قتلا في تفجير خلال الليل.", "قتلا", ("2021-03-08", "2021-03-09")),
    # What stands inside the words of a charge dates the charge, not the deed.
    ("وجهت النيابة في 14 يناير الماضي الاتهام إلى تسعة رجال في حادث التفجير الذي استهدف السوق.", "تفجير", None),
    # Not to when it is put off.
    ("أجلت المحكمة محاكمة المتهمين إلى الثلاثاء.", "محاكمة", None),
    # Written with spaces.
    ("أطلق مسلحون النار على دورية أمن شرق الرياض بتاريخ 3 / 2 / 2021 وفروا.", "النار", day("2021-02-03")),
    # The last week of a month is not last week.
    ("شن المسلحون هجوما على البلدة في الأسبوع الأخير من يناير.", "هجوما", ("2021-01-21", "2021-01-31")),
    # A wreck is dated by the loss.
    ("عثر صيادون أمس على حطام الطائرة التي فقدت في 8 مارس 2014.", "حطام", day("2014-03-08")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "expected"), BY_CLAUSE)
def test_dated_by_its_clause(extractor, text, trigger, expected):
    assert when(extractor, text, trigger) == expected


def test_headline_is_of_the_day_that_its_text_opens_with(extractor):
    title = "العثور على ثلاث جثث في صحراء النقب"
    text = "باشرت الشرطة مساء أول من أمس حادثة في صحراء النقب. ولم تعرف هوية الضحايا."
    assert when(extractor, text, "جثث", title) == day("2021-03-08")


def test_what_the_text_says_began_goes_on_for_its_headline(extractor):
    text = "قالت الهيئة إن الفيضانات قتلت 151 شخصا. وبدأت الفيضانات منتصف الشهر الماضي بعد أمطار غزيرة."
    assert when(extractor, text, "الفيضانات", "ارتفاع حصيلة قتلى الفيضانات إلى 151") == ("2021-02-15", "2021-03-10")


def test_hours_of_a_report_of_words_of_yesterday_end_yesterday(extractor):
    text = "أكدت القوات أمس أنها سيطرت على التل. وقالت مصادر عسكرية إن المعارك أسفرت عن مقتل 28 جنديا خلال 24 ساعة."
    assert when(extractor, text, "المعارك") == ("2021-03-08", "2021-03-09")


def test_a_day_is_not_taken_from_a_plan(extractor):
    title = "العثور على ثلاث جثث في صحراء النقب"
    text = "من المقرر أن يناقش المجلس اليوم تقرير الشرطة."
    assert when(extractor, text, "جثث", title) is None


def test_the_same_kind_of_deed_in_the_sentence_before_lends_its_day(extractor):
    text = "وصل الوفد إلى عدن. وتحدث الناطق إلى الصحافيين. وقصفت الطائرات أمس مواقع في صعدة. كما قصفت الطائرات مواقع في الحديدة."
    item = Item(id="1", feed_id="f", agency="", title="", text=text, published=PUBLISHED, fetched=PUBLISHED)
    strikes = [m for m in extractor.mentions(item) if m.type == "conflict.air_strike"]
    assert [m.time.start.date().isoformat() for m in strikes if m.time] == ["2021-03-09", "2021-03-09"]


GAPS = [
    ("غداة الهجوم", [("day", 1)]),
    ("بعد يومين على الهجوم", [("day", 2)]),
    ("قبل أسبوع من الانتخابات", [("week", -1)]),
    ("بعد مرور نحو ثلاثة أشهر على الانقلاب", [("month", 3)]),
    ("في اليوم التالي", [("day", 1)]),
    ("بعد يومين", []),
    ("قبل الهجوم", []),
]


@pytest.mark.parametrize(("text", "expected"), GAPS)
def test_gaps(text, expected):
    doc = read(text, "text", Morphology.load({}).analyse)
    assert [(gap.unit, gap.count) for gap in sequence.gaps(doc)] == expected


GOING_ON = [
    # Until the day told, or until today where the item tells of it as going on.
    ("بدأت روسيا أمس مناورات عسكرية في القرم. وتتواصل المناورات حتى 20 مارس.", "مناورات", ("2021-03-09", "2021-03-20")),
    ("قالت الهيئة إن الفيضانات أودت بحياة 40 شخصا في كشمير. وبدأت الفيضانات منتصف الشهر الماضي بعد أمطار غزيرة.",
     "الفيضانات", ("2021-02-15", "2021-03-10")),
    # Yesterday's is told whole.
    ("بدأت أمس مظاهرات في تونس احتجاجا على الغلاء.", "مظاهرات", day("2021-03-09")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "expected"), GOING_ON)
def test_what_goes_on(extractor, text, trigger, expected):
    assert when(extractor, text, trigger) == expected


ELSEWHERE = [
    # The day from which a decision holds is not the day when it was taken.
    ("قرر الرئيس تمديد حالة الطوارئ شهرين اعتبارا من الثالث من أبريل.", "تمديد", None),
    # A truce is when it begins.
    ("يعلن الجيش بدء هدنة إنسانية في دارفور اعتبارا من مساء اليوم.", "هدنة", day("2021-03-10")),
    # A month in which somebody said so dates what he told; the day of the item's opening does not.
    ("انفجرت سيارة أمس في غزة. وكانت جماعة أعلنت في يناير أنها أطلقت صاروخين على الموقع.", "أطلقت", ("2021-01-01", "2021-01-31")),
    # Plans of one sentence are of one day.
    ("ستبدأ غدا محاكمة الوزير، ويتوقع الإفراج عن ثلاثة معتقلين.", "الإفراج", day("2021-03-11")),
    # The loss behind a wreck, wherever the text tells it.
    ("عثر صيادون أمس على حطام الطائرة. وهي الطائرة التي اختفت في يناير 2020.", "حطام", ("2020-01-01", "2020-01-31")),
    # What happened last week does not last until today.
    ("كسر الجيش الجمود الأسبوع الماضي بالسيطرة على المطار. ويهاجم الجيش مواقع أخرى في الميناء.", "يهاجم", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "expected"), ELSEWHERE)
def test_times_of_something_else(extractor, text, trigger, expected):
    assert when(extractor, text, trigger) == expected


def test_what_somebody_said_on_a_day_is_told_by_a_noun(extractor: Extractor) -> None:
    text = "النداء الذي وجهه المطران أمس إلى الأحزاب أثار جدلا."
    assert when(extractor, text, "نداء", "نداء المطران إلى الأحزاب لوقف القتال") == day("2021-03-09")
