"""What a text tells as today's fact, what only as context, what it names without telling: whole items, all families.

The texts are written for these tests. Publication: Wednesday 10 March 2021, noon.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extract.pipeline import Extractor
from extract.types import Mention
from feeds.types import Item

PUBLISHED = datetime(2021, 3, 10, 12, 0, tzinfo=UTC)


def mentions(extractor: Extractor, text: str, title: str = "") -> tuple[Mention, ...]:
    item = Item(id="1", feed_id="f", agency="", title=title, text=text, published=PUBLISHED, fetched=PUBLISHED)
    return extractor.mentions(item)


def facts(extractor: Extractor, text: str, title: str = "") -> list[str]:
    found = mentions(extractor, text, title)
    return [m.type for m in found if m.kind == "event" and m.status == "asserted" and not m.background]


CASES = [
    # a fronted clause only says when: its comma ends it, and a main verb follows
    ("فيما تتواصل المعارك في الضواحي، قتل 30 شخصا أمس.", ["conflict.clash"]),
    ("عثر على جنديين قتلا برصاصة في الرأس قرب الحدود أمس.", ["conflict.attack"]),
    # why something was done is no deed of its own, what is done is
    ("أعلنت وزارة الخارجية الكينية استدعاء السفير احتجاجا على التصريحات.", ["diplomacy.rupture"]),
    ("أعلنت الحركة حدادا شاملا في المدن احتجاجا على القرار.", []),
    ("نظم العمال أمس احتجاجا أمام المصنع.", ["protest.demonstration"]),
    # what had been is context
    (
        "قصفت الطائرات المطار أمس. وقالت مصادر إن الجماعة كانت قد أعلنت في فبراير أنها أطلقت صاروخا على المعسكر.",
        ["conflict.air_strike"],
    ),
    ("هز انفجار سيارة مفخخة السوق أمس. وقال سكان إن متظاهرين كانوا قد أغلقوا الطريق.", ["conflict.bombing"]),
    ("اعتقلت الشرطة رجلا أمس. وهو يدير المنصة التي من خلالها هدد الوزير.", ["law.arrest"]),
    # another one of its kind is another happening
    (
        "قتل ثمانية أشخاص في تفجير سيارة في سوق بعقوبة. وقال شهود إن سبعة قتلوا في تفجير آخر شرقي المدينة.",
        ["conflict.bombing", "conflict.bombing"],
    ),
    # said to have happened, charged, habitual
    ("هطلت الأمطار أياما. وأشارت هيئة الكوارث إلى إجلاء 200 ألف شخص من القرى.", ["harm.displacement"]),
    ("وجهت النيابة إلى خمسة رجال تهم التحريض على التظاهر.", ["law.proceedings"]),
    ("وعادة ما تتحول المواجهات بين الشبان والشرطة إلى أعمال عنف.", []),
    # a noun holds as the verb that carries it does
    ("قال الوزير الكيني إنه إذا حدث هجوم فسيكون محدودا.", []),
    ("لم يتوقع الوزير الكيني أن تشن الحركة عملية عسكرية كبرى.", []),
    ("شنت الحركة عملية عسكرية كبرى أمس.", ["conflict.assault"]),
    # a force that gets into a town
    ("تمكنت قوات المقاومة من دخول مدينة الحوطة فجر اليوم.", ["territory.advance"]),
    # an order not to do something is an order
    ("أمر الرئيس الكيني بعدم تأجيل الجلسة.", ["politics.decision"]),
    # gas against a crowd tells a gathering where it says whom it hit, as news
    ("استخدمت الشرطة الكينية الغاز المسيل للدموع لتفريق مئات المتظاهرين.", ["protest.demonstration"]),
    ("أطلقت القوات قنابل الغاز داخل المسجد.", []),
    # counted, in general, ridden
    ("شارك 300 طالب في الدورة.", []),
    ("تحذر دراسة من عدد حوادث الطرق في إيطاليا.", []),
    ("جلس الرئيس في مكتبه قبل أن يستقل سيارته إلى الفندق.", []),
    # what ought to be, and what came about all the same
    ("قال خبير في نيروبي إن ذلك يستدعي أن يقوم المصرف المركزي برفع أسعار الفائدة.", []),
    ("أشار خبير إلى رغبة الأحزاب الكينية بأن تعين الحكومة وزيرا للمال.", []),
    ("استطاع الجيش الكيني أن يستعيد بلدة كيسمايو أمس.", ["territory.capture"]),
    # the first of its kind since then is today's
    ("أعلنت منظمة الصحة العالمية أنها توصلت للمرة الأولى منذ سبعة أعوام إلى اتفاق مع كينيا.", ["diplomacy.agreement"]),
    # a cell is brought down by the police, a minister by parliament
    ("أطاحت الأجهزة الأمنية أمس بخلية من المهربين في مومباسا.", ["law.arrest"]),
    ("أطاح البرلمان الكيني أمس بوزير الدفاع.", ["politics.departure"]),
    # a state protests in words
    ("احتجت كينيا أمس على تصريحات الوزير الأوغندي.", ["statement.condemn"]),
    # run over, or driven into
    ("دهست شاحنة مسرعة عاملا أمام المصنع أمس.", ["accident.transport"]),
    ("دهس مسلح أمس جنديين قرب الحاجز.", ["conflict.attack"]),
    # one town is taken once, whoever is said to have taken it, unless one takes it back from the other
    (
        "سيطر الجيش الكيني أمس على بلدة كيسمايو. وأعلن ناطق باسم المقاومة المحلية السيطرة على بلدة كيسمايو بالكامل.",
        ["territory.capture"],
    ),
    # no verb is cut short where nothing cuts it: تستعد is of استعد, تعد of وعد, تقل of أقل
    ("تستعد القوات الكينية لبلدة كيسمايو.", []),
    ("هبطت في نيروبي طائرة تقل وزير الدفاع الكيني.", []),
    # one of them was killed
    ("أطلق مسلح النار على المرشح أمس. وقال الأمن إن أحد الحضور قتل.", ["conflict.attack"]),
    ("أعلنت الشرطة أمس أنها اعتقلت شابا. وأضافت أن الشاب اعتقل في منزله.", ["law.arrest"]),
    # two who discuss something meet, and what they discussed is the same meeting
    ("بحث الرئيس الكيني ونظيره الأوغندي أمس الأمن على الحدود.", ["diplomacy.meeting"]),
    (
        "التقى الرئيس الكيني أمس نظيره الأوغندي في كمبالا. وبحث الجانبان تطورات الأوضاع في الصومال.",
        ["diplomacy.meeting"],
    ),
    ("رست سفينة كينية تحمل مساعدات غذائية في ميناء مقديشو أمس.", ["diplomacy.aid"]),
    ("سيرت الحكومة الكينية أمس ثلاث شاحنات تحمل مساعدات إلى الصومال.", ["diplomacy.aid"]),
    ("أعرب الأمين العام للأمم المتحدة أمس عن استغرابه من قرار كينيا.", ["statement.condemn"]),
    ("رفض عبد الفتاح البرهان أمس وساطة كينيا.", ["statement.deny"]),
    # a habit, what goes on around it, who had a part in it, when it was are context
    ("وتنفذ القوات الكينية غارات على الحدود بشكل شبه يومي.", []),
    ("جرح جندي كيني أمس في انفجار لغم وسط تزايد هجمات الحركة على معسكرات الجيش.", ["conflict.bombing"]),
    ("كشف القضاء الكيني أمس تورط ثلاثة ضباط في هجمات على السوق.", []),
    ("مددت الحكومة الكينية أمس حالة الطوارئ بعدما كانت فرضتها في نيروبي، إثر الهجوم.", ["politics.decision"]),
    # a name in brackets inside an expression, a parliament that adopts a text, ships of aid that flow in
    ("وأعلنت حركة الشباب المجاهدين (الشباب) مسؤوليتها عن تفجير السوق أمس.", ["statement.claim"]),
    ("تبنى البرلمان الكيني أمس قانونا جديدا للأحزاب.", ["politics.decision"]),
    # a pronoun takes the village up again: it is held, not taken
    ("قصفت الطائرات الكينية أمس قرية يسيطر عليها مسلحون.", ["conflict.air_strike"]),
    ("أغرقت طائرات كينية أمس سفينة تحمل أسلحة قبالة كيسمايو.", ["conflict.air_strike"]),
    # the time between commas, with brackets in it
    ("أجرى الرئيس الكيني، اليوم (الأربعاء)، محادثات مع نظيره الأوغندي.", ["diplomacy.meeting"]),
    # the verb of a clause that describes the subject is no part of the expression
    ("أعلن متحدث باسم مقاتلين ووحدات من الجيش تدعمها أن القوات سيطرت على الحي أمس.", ["territory.capture"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=range(len(CASES)))
def test_facts(extractor: Extractor, text: str, expected: list[str]):
    assert sorted(facts(extractor, text)) == sorted(expected)


def test_a_ruling_in_the_opening_makes_an_item_news(extractor: Extractor):
    words = "وتشمل الخطة الأسهم والسندات وأسعار النفط وسوق المال."
    ruling = f"قرر رئيس الوزراء التشيكي أمس فرض ضريبة جديدة على البنوك. {words}"
    talk = f"يناقش خبراء في ندوة فرض ضريبة جديدة على البنوك. {words}"
    assert facts(extractor, ruling) == ["politics.decision"]
    assert facts(extractor, talk) == []


HEADLINES = [
    ("وزير الخارجية الكيني يعرب عن تضامنه مع أوغندا", ["statement.support"]),  # no name, though Yarub is one
    ("حاكم الشارقة يستقبل السفير الكيني", ["diplomacy.meeting"]),  # a ruler, no trial
    ("وزارة الطاقة الكينية: تحرير أسعار الوقود", ["politics.decision"]),
    ("إصابة أربعة كينيين بالكوليرا.. ووفاة امرأة", ["disaster.epidemic"]),
    ("مجلس النواب الكيني يصوت لسحب الجوازات", ["politics.decision"]),
    ("مسلحون يتبنون قتل ثمانية شرطيين كينيين في كمين", ["statement.claim", "conflict.attack"]),
]


@pytest.mark.parametrize(("title", "expected"), HEADLINES)
def test_facts_of_headlines(extractor: Extractor, title: str, expected: list[str]):
    assert facts(extractor, "", title=title) == expected


def test_what_a_clause_of_a_headline_takes_for_known_is_no_news(extractor: Extractor):
    assert facts(extractor, "", title="رئيس كينيا: ذلك يثبت أن الاتفاق مع أوغندا لن يغير شيئا") == []
    assert facts(extractor, "", title="اتفاق بين كينيا وأوغندا") == ["diplomacy.agreement"]


def test_a_report_of_force_is_news_though_its_headline_tells_nothing(extractor: Extractor):
    opening = "تمكن الجيش الكيني من التقدم باتجاه مقر القيادة في كيسمايو بعد اشتباكات عنيفة مع حركة الشباب."
    more = (
        " وتقع المدينة على ساحل البحر ولها مرفأ قديم وسوق يقصدها التجار من القرى، وفيها مسجد ومدرسة ومستشفى صغير." * 5
    )
    assert "territory.advance" in facts(extractor, opening + more, title="على تخوم المدينة")


def test_what_is_joined_to_an_object_is_no_deed_of_its_subject(extractor: Extractor):
    text = "استعاد الجيش الكيني القصر في كيسمايو، وشن طيران التحالف غارات على مقديشو أمس."
    strikes = [
        m for m in mentions(extractor, text, title="الجيش الكيني يستعيد القصر وغارات على مقديشو") if "air" in m.type
    ]
    assert [[a.span.text for a in m.actors] for m in strikes] == [["طيران التحالف"]]


def test_the_least_is_the_number_of_the_headline(extractor: Extractor):
    text = "جرح ما لا يقل عن 23 متدربا أمس في انفجار عبوة ناسفة استهدف مقرا لهم في مدينة العريش."
    assert facts(extractor, text, title="جرح 23 متدربا في انفجار استهدف مقرا في سيناء") == ["conflict.bombing"]


def test_the_text_says_how_those_of_the_headline_died(extractor: Extractor):
    text = "عثر على شرطيين قتلا برصاصة في الرأس أمس."
    assert facts(extractor, text, title="مقتل شرطيين في بلدة حدودية") == ["conflict.attack"]
