"""Whom and what a happening was done to, and who did it, in sentences written for this table."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extract.pipeline import Extractor
from extract.types import Mention
from feeds.types import Item

PUBLISHED = datetime(2024, 3, 6, 12, 0, tzinfo=UTC)


def lead(extractor: Extractor, text: str, title: str = "") -> Mention:
    item = Item(id="w", feed_id="f", agency="", title=title, text=text, published=PUBLISHED, fetched=PUBLISHED)
    return next(m for m in extractor.mentions(item) if m.lead)


#: (text, actors, targets) of the lead.
TOLD = [
    # What stands behind a name is another party, though letters would let it go on with the name.
    ("ودانت الرئاسة الموريتانية الفيتو ووصفته بالظالم.", ["الرئاسة الموريتانية"], ["الفيتو"]),
    ("واتهم حاكم الولاية غافن ماكنزي الرئيس بإهمال المزارعين.", ["حاكم الولاية غافن ماكنزي"], ["الرئيس"]),
    ("وأدان البطريرك يوحنا العاشر الهجوم.", ["البطريرك يوحنا العاشر"], ["الهجوم"]),
    ("ودعا الرئيس سردار محمدوف الأكراد إلى التهدئة.", ["الرئيس سردار محمدوف"], ["الأكراد"]),
    ("وتبنت جماعة تطلق على نفسها «أسود الساحل» التفجير.", ["جماعة"], ["التفجير"]),
    ("وتوعد الجناح المسلح لحركة تحرير الساحل نجامينا بالرد.", ["الجناح المسلح"], ["نجامينا"]),
    ("وقدمت ملكة الدنمارك تعازيها لأسر الضحايا.", ["ملكة الدنمارك"], ["أسر الضحايا"]),
    # What only narrows an adjective is nobody.
    ("قتل شرطي على يد ثلاثة مسلحين مجهولي الهوية.", ["ثلاثة مسلحين مجهولي الهوية"], ["شرطي"]),
    ("شن الجيش هجوما واسع النطاق على المسلحين في زنجبار.", ["الجيش"], ["المسلحين"]),
    ("أطلقت الشرطة الرصاص الحي على محتجين في نيامي.", ["الشرطة"], ["محتجين"]),
    ("أطلق فتى في الـ15 من عمره النار على معلمته.", ["فتى"], ["معلمته"]),
    ("قصفت طائرات من دون طيار مخزنا للوقود في مأرب.", ["طائرات"], ["مخزنا"]),
    ("شن الطيران موجة جديدة من الغارات على مخازن ذخيرة.", ["الطيران"], ["مخازن ذخيرة"]),
    # What was hit did not hit.
    ("استهدفت غارة أميركية القنصلية الإيرانية في البصرة.", ["أميركية"], ["القنصلية الإيرانية"]),
    ("استهدف هجوم مقر القيادة في كيدال وقتل خمسة جنود.", [], ["مقر القيادة", "خمسة جنود"]),
    ("انتخب مجلس الشيوخ القاضي هادي منصور رئيسا للبلاد.", ["مجلس الشيوخ"], ["القاضي هادي منصور"]),
    ("قال الحارس إن أحد العناصر أطلق النار على الدورية.", ["أحد العناصر"], ["الدورية"]),
    ("استعاد الجيش بلدة الدبة من قبضة المتمردين.", ["الجيش"], ["المتمردين"]),
    ("أضرم متظاهرون النار في حافلة وسط دكار.", ["متظاهرون"], ["حافلة"]),
    ("اعتقال الدرك صحافيا في نواكشوط.", ["الدرك"], ["صحافيا"]),
    ("قتل ثلاثة جراء استهداف طائرة مسيرة تابعة للجيش مسجدا في الفاشر.", [], ["مسجدا", "ثلاثة"]),
    # Several people are no adjective of one deed.
    ("إصابة موريتانيين في مواجهات وسط نواكشوط.", [], ["موريتانيين"]),
    ("مقتل كينيين اثنين برصاص الشرطة في نيروبي.", ["الشرطة"], ["كينيين اثنين"]),
    ("هجوم مسلحين على دورية في أغاديز.", ["مسلحين"], ["دورية"]),
    # Whoever is the only one told before a charge or a blame bears it.
    ("واتهم وليد الراشد بالتخطيط لتفجير محطة.", [], ["وليد الراشد"]),
    ("واتهم بشير المهدي بأنه يمول المتمردين.", [], ["بشير المهدي"]),
    ("ولم نحمل المزارعين مسؤولية ما حدث.", [], ["المزارعين"]),
    ("وحملت حركة حماس إسرائيل مسؤولية التصعيد.", ["حركة حماس"], ["إسرائيل"]),
    # Whose help, whose orders and whose ship it was.
    ("استعاد الجيش بلدة الدبة من المتمردين بدعم من القبائل.", ["الجيش"], ["المتمردين"]),
    ("ثمن وليد الراشد مدير فرع البنك بمنطقة القصيم الجهود الأمنية.", ["وليد الراشد"], ["الجهود الأمنية"]),
    ("سيطر الجيش على مدينة الدبة عاصمة الإقليم الشمالي.", ["الجيش"], []),
    # A comma behind whoever speaks is a pause where somebody has to be asked or condemned.
    ("طالبت وزارة الخارجية التشادية، المجتمع الدولي بالتحرك.", ["وزارة الخارجية التشادية"], ["المجتمع الدولي"]),
    ("واستنكر مجلس الوزراء في بيان له، التفجير الذي وقع في أغاديز.", ["مجلس الوزراء"], ["التفجير"]),
    ("ودان وزير الخارجية، سامي الراشد، الهجوم على المسجد.", ["وزير الخارجية"], ["الهجوم"]),
    ("دعا الرئيس المجتمع الدولي إلى مساعدة بلاده.", ["الرئيس"], ["المجتمع الدولي"]),
    ("هدد الحزب بقطع الهدنة مع نيامي بعد الضربات.", ["الحزب"], ["نيامي"]),
    # Two bare nouns share the owner that only the second has.
    ("قصفت الطائرات مواقع وآليات المتمردين في كيدال.", ["الطائرات"], ["مواقع وآليات المتمردين"]),
    ("قتل جنود ومسلحون في معارك كيدال.", [], ["جنود", "مسلحون"]),
    # Who died did so while they did something: that is not what was hit.
    ("قال الدفاع المدني إن 11 فلسطينيا قتلوا أثناء انتظارهم شاحنات الطحين.", [], ["11 فلسطينيا"]),
    ("هاجم مسلحون القرية وقتلوا 9 رعاة وأصابوا 4 آخرين.", ["مسلحون"], ["9 رعاة"]),
    (
        "أدت غارة أميركية قرب كيسمايو إلى مقتل القيادي في الحركة عثمان حسن.",
        ["أميركية"],
        ["القيادي في الحركة عثمان حسن"],
    ),
    (
        "سيطر الجيش السوداني على المطار بعد معارك مع قوات الدعم السريع.",
        ["الجيش السوداني"],
        ["المطار", "قوات الدعم السريع"],
    ),
    (
        "شن الطيران التركي غارات على تنظيم داعش في سوريا وحزب العمال الكردستاني في العراق.",
        ["الطيران التركي"],
        ["تنظيم داعش", "حزب العمال الكردستاني"],
    ),
    # Offices of two words, counted accused, doors that open.
    ("استدعت الخارجية القائم بالأعمال التشادي.", ["الخارجية"], ["القائم بالأعمال التشادي"]),
    ("اتهم ستة ضباط بالتخابر أمام محكمة الجنايات.", [], ["ستة ضباط"]),
    ("فتحت المصارف القبرصية أبوابها أمس.", ["المصارف القبرصية"], []),
    # Whose weapon it was, whoever is told around it.
    ("مقتل فتى برصاص الشرطة في ضاحية بلوندا.", ["الشرطة"], ["فتى"]),
    ("تظاهر عشرات من ذوي المفقودين أمام البرلمان.", ["عشرات من ذوي المفقودين"], []),
    ("وقعت حركتا فتح وحماس اتفاقا في الجزائر.", ["حركتا فتح", "حماس"], []),
    ("استقبل ولي العهد الأردني وزير الخارجية الكيني.", ["ولي العهد الأردني", "وزير الخارجية الكيني"], []),
    # Ground is where a blow fell, and a target only where nothing else is told.
    ("قصفت المدفعية بلدة تلول.", ["المدفعية"], ["بلدة تلول"]),
    ("قصفت المدفعية بلدة تلول وقتل أربعة مزارعين.", ["المدفعية"], ["أربعة مزارعين"]),
]


@pytest.mark.parametrize(("text", "actors", "targets"), TOLD, ids=[row[0] for row in TOLD])
def test_parties_of_a_sentence(extractor: Extractor, text: str, actors: list[str], targets: list[str]) -> None:
    told = lead(extractor, text)
    assert [a.span.text for a in told.actors] == actors
    assert [t.span.text for t in told.targets] == targets


#: (headline, text, targets): the headline names one, the text all of them.
RETOLD = [
    (
        "الشرطة توقف وزير الري",
        "أوقفت الشرطة الأحد وزير الري حسن مراد وثلاثة موظفين في نواكشوط.",
        ["وزير الري حسن مراد", "ثلاثة موظفين"],
    ),
    (
        "هجوم على مسجد في غاو",
        "هاجم مسلحون مسجدا في غاو، ما أدى إلى مقتل 12 شخصا.",
        ["مسجدا", "12 شخصا"],
    ),
    (
        "إصابة المصور أحمد سالم ومقتل شقيقه في كسلا",
        "تعرض المصور أحمد سالم وشقيقه لإطلاق نار في كسلا.",
        ["المصور أحمد سالم", "شقيقه"],
    ),
]


@pytest.mark.parametrize(("title", "text", "targets"), RETOLD, ids=[row[0] for row in RETOLD])
def test_targets_that_the_text_adds(extractor: Extractor, title: str, text: str, targets: list[str]) -> None:
    assert [t.span.text for t in lead(extractor, text, title).targets] == targets


def test_a_man_described_twice_is_one(extractor: Extractor) -> None:
    told = lead(
        extractor, "أوقفت الشرطة الكاتب والمخرج المالي سامي كمال في باماكو.", "الشرطة توقف الكاتب سامي كمال في باماكو"
    )
    assert [t.span.text for t in told.targets] == ["الكاتب سامي كمال"]


def test_a_word_of_a_place_name_bars_no_rule(extractor: Extractor) -> None:
    told = lead(extractor, "قتل أربعة مدنيين في بلدة عين الحجل باستشهاد الأول متأثرا بجراحه إثر قصف على البلدة.")
    assert "أربعة مدنيين" in [t.span.text for t in told.targets]


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("واتهم محامي العائلات أمام المحكمة الوزارة بالإهمال.", "statement.accuse"),
        ("واتهمت النيابة العامة خمسة موظفين بالإهمال.", "law.proceedings"),
    ],
)
def test_who_accuses_decides_what_it_is(extractor: Extractor, text: str, type_: str) -> None:
    assert lead(extractor, text).type == type_


@pytest.mark.parametrize("hand", ["بيد", "في يد", "في أيدي"])
def test_to_whom_a_town_fell(extractor: Extractor, hand: str) -> None:
    told = lead(extractor, f"سقطت مدينة الدبة {hand} المتمردين.")
    assert [a.span.text for a in told.actors] == ["المتمردين"]


def test_who_was_arrested_is_who_was_charged(extractor: Extractor) -> None:
    text = "اعتقلت الشرطة وليد الراشد وشقيقه سعيد الراشد الثلاثاء واتهما بالتخطيط لتفجير محطة."
    item = Item(id="w", feed_id="f", agency="", title="", text=text, published=PUBLISHED, fetched=PUBLISHED)
    charged = next(m for m in extractor.mentions(item) if m.type == "statement.accuse")
    assert [t.span.text for t in charged.targets] == ["وليد الراشد", "شقيقه سعيد الراشد"]
    assert charged.actors == ()


def test_the_answer_to_an_attack_is_not_the_attack(extractor: Extractor) -> None:
    told = lead(
        extractor, "قتل خمسة في إطلاق نار على سوق في بلغراد. وقتلت الشرطة أحد المهاجمين.", "إطلاق نار في بلغراد"
    )
    assert all("المهاجمين" not in t.span.text for t in told.targets)
    assert told.actors == ()


def test_each_who_sends_a_message_does_so_himself(extractor: Extractor) -> None:
    told = lead(
        extractor,
        "بعث الملك عبد الله الثاني برقية تهنئة للرئيس الكيني وليام روتو. كما بعث الأمير محمد بن نايف برقية تهنئة للرئيس الكيني.",
        "القيادة تهنئ الرئيس الكيني",
    )
    assert [a.span.text for a in told.actors] == ["الملك عبد الله الثاني", "الأمير محمد بن نايف"]
