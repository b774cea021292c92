"""Who says so: claimants, what they cover, relaying agencies, speakers that go on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extract.pipeline import Extractor
from extract.types import Mention
from feeds.types import Item

NOW = datetime(2022, 5, 18, 9, 0, tzinfo=UTC)

#: (text, a word of the trigger, claimants as filed).
CLAIMED = [
    ("قالت وزارة الداخلية إن مسلحين هاجموا مركزا للشرطة في كركوك.", "هاجموا", ["وزارة الداخلية"]),
    ("أعلنت الشرطة مقتل أربعة أشخاص في انفجار بمدينة كركوك.", "انفجار", ["الشرطة"]),
    ("هاجم مسلحون مركزا للشرطة في كركوك، بحسب مصدر أمني.", "هاجم", ["مصدر أمني"]),
    ("وفقا لشهود عيان هاجم مسلحون مركزا للشرطة في كركوك.", "هاجم", ["شهود عيان"]),
    ("قال سمير الخطيب، المتحدث باسم البلدية، إن مسلحين هاجموا المبنى في كركوك.", "هاجموا", ["المتحدث باسم البلدية"]),
    ("جاء في الخبر أن مسلحين هاجموا المبنى، بحسب بيان لوزارة الدفاع.", "هاجموا", ["وزارة الدفاع"]),
    ("وذكر بيان صدر عن مكتب المحافظ أن مسلحين هاجموا المبنى.", "هاجموا", ["مكتب المحافظ"]),
    ("أكد مسؤول في وزارة الصحة أن ثلاثة أشخاص قتلوا في هجوم بكركوك.", "هجوم", ["مسؤول في وزارة الصحة"]),
    # a verb that only goes on
    ("قال مصدر طبي إن الطريق مغلق. وأضاف أن مسلحين هاجموا المستشفى في كركوك.", "هاجموا", ["مصدر طبي"]),
    ("قال مصدر طبي إن الطريق مغلق، مشيرا إلى أن مسلحين هاجموا المستشفى في كركوك.", "هاجموا", ["مصدر طبي"]),
    ("قال مصدر طبي إن الطريق مغلق. وأكد المصدر أن مسلحين هاجموا المستشفى في كركوك.", "هاجموا", ["مصدر طبي"]),
    # what is told before the verb of saying, or in another sentence, is not covered where several speak
    ("هاجم مسلحون مركزا في كركوك. وقال مصدر طبي إن الطريق مغلق. وقال الوالي إن السوق مفتوحة.", "هاجم", []),
    ("لم تعلن الوزارة أن مسلحين هاجموا المبنى في كركوك.", "هاجموا", []),
    # what is not a speaker says nothing
    ("أظهرت الصورة أن مسلحين هاجموا المبنى في كركوك.", "هاجموا", []),
    # nobody's words go on behind those of the next who speaks
    ("أكد وزير العدل دعم بلاده للمحكمة، وأعلنت النيابة العامة توقيف ثلاثة متهمين.", "توقيف", ["النيابة العامة"]),
    ("فر المهاجم وفق ما قال شهود، وذكرت الشرطة أن المهاجم قتل حارسا في كركوك.", "قتل", ["الشرطة"]),
    # seats of power and papers by their names
    ("قال البيت الأبيض إن مسلحين هاجموا المبنى في كركوك.", "هاجموا", ["البيت الأبيض"]),
    ('ذكرت صحيفة "ذي ويكلي أون صنداي" أن مسلحين هاجموا المبنى.', "هاجموا", ['صحيفة "ذي ويكلي أون صنداي"']),
    ('ذكرت شبكة "إن آر تي" أن مسلحين هاجموا المبنى.', "هاجموا", ['شبكة "إن آر تي"']),
    ('ذكر موقع "نورث نيوز" أن مسلحين هاجموا المبنى.', "هاجموا", ['موقع "نورث نيوز"']),
    ('أعلن تنظيم "داعش" أن مسلحيه هاجموا المبنى.', "هاجموا", ['تنظيم "داعش"']),
    ("ذكرت وسائل إعلام محلية أن مسلحين هاجموا المبنى.", "هاجموا", ["وسائل إعلام محلية"]),
    # his words, his office, what is only an object, a body for two things
    ("قال قائد الشرطة إن الطريق مغلق. وبحسب أقواله هاجم مسلحون المبنى.", "هاجم", ["قائد الشرطة"]),
    ("قال رئيس البلدية إن الطريق مغلق. وأكد المسؤول التركي أن مسلحين هاجموا المبنى.", "هاجموا", ["رئيس البلدية"]),
    ("تلقت الغرفة بلاغا في الصباح، يفيد بأن مسلحين هاجموا المبنى.", "هاجموا", []),
    ("أعلنت هيئة التوجيه والإرشاد أن مسلحين هاجموا المبنى.", "هاجموا", ["هيئة التوجيه والإرشاد"]),
    # names of two words that look like others
    ("قال قائد الشرطة عبد الستار كاظم إن مسلحين هاجموا المبنى.", "هاجموا", ["قائد الشرطة عبد الستار كاظم"]),
    ("قال الشيخ خميس الدليمي إن مسلحين هاجموا المبنى.", "هاجموا", ["الشيخ خميس الدليمي"]),
    # whose description, and words that only look like "according to"
    ("وبحسب وصف المدعي العام فقد اقتحم مسلحون المبنى.", "اقتحم", ["المدعي العام"]),
    ("اقتحم مسلحون المبنى، والعقوبة حسب نوعية المخالفة.", "اقتحم", []),
    ("لم تكن السرقة هدفهم فحسب، إخراس الشهود كان غاية من هاجموا المبنى.", "هاجموا", []),
    # a statement needs none for its own speaker
    ("قال وزير الخارجية إنه يدين الهجوم على السفارة.", "يدين", []),
    ("ذكرت صحيفة محلية أن الوزير يدين الهجوم على السفارة.", "يدين", ["صحيفة محلية"]),
]


def mentions(extractor: Extractor, text: str, title: str = "") -> tuple[Mention, ...]:
    item = Item(id="a", feed_id="a", agency="a", title=title, text=text, published=NOW, fetched=NOW, zone="UTC")
    return extractor.mentions(item)


def holding(found: tuple[Mention, ...], word: str) -> Mention:
    return next(m for m in found if word in m.trigger.text or any(word in span.text for span in m.also))


@pytest.mark.parametrize(("text", "word", "claimants"), CLAIMED)
def test_claimants(extractor: Extractor, text: str, word: str, claimants: list[str]) -> None:
    mention = holding(mentions(extractor, text), word)
    assert [s.name for s in mention.attribution if s.role == "claimant"] == claimants


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("أكد قائد الشرطة أن مسلحين هاجموا المبنى في كركوك.", "confirms"),
        ("نفى قائد الشرطة أن مسلحين هاجموا المبنى في كركوك.", "denies"),
        ("رجح قائد الشرطة أن مسلحين هاجموا المبنى في كركوك.", "estimates"),
        ("قال قائد الشرطة إن مسلحين هاجموا المبنى في كركوك.", "asserts"),
    ],
)
def test_stance(extractor: Extractor, text: str, stance: str) -> None:
    mention = holding(mentions(extractor, text), "هاجموا")
    assert [(s.name, s.stance) for s in mention.attribution] == [("قائد الشرطة", stance)]


def test_the_chain_ends_with_the_agency_that_relays(extractor: Extractor) -> None:
    found = mentions(extractor, "نقلت رويترز عن مصدر أمني أن مسلحين هاجموا مركزا للشرطة في كركوك.")
    chain = holding(found, "هاجموا").attribution
    assert [(s.role, s.agency) for s in chain][-1] == ("relay", "REUTERS")


def test_an_agency_is_no_claimant(extractor: Extractor) -> None:
    found = mentions(extractor, "ذكرت وكالة الأنباء المحلية أن مسلحين هاجموا مركزا للشرطة في كركوك.")
    assert all(s.role == "relay" for s in holding(found, "هاجموا").attribution)


def test_the_name_before_a_headline_colon_speaks(extractor: Extractor) -> None:
    found = mentions(extractor, "", "وزير الدفاع: مسلحون هاجموا مركزا للشرطة في كركوك")
    assert [s.name for s in holding(found, "هاجموا").attribution] == ["وزير الدفاع"]


def test_a_country_before_a_headline_colon_is_a_dateline(extractor: Extractor) -> None:
    found = mentions(extractor, "", "العراق: مسلحون يهاجمون مركزا للشرطة في كركوك")
    assert holding(found, "يهاجمون").attribution == ()


def test_offsets_give_the_source_as_delivered(extractor: Extractor) -> None:
    text = "وفقاً لمصدرٍ أمني، هاجم مسلحون مركزا للشرطة في كركوك."
    for source in holding(mentions(extractor, text), "هاجم").attribution:
        assert text[source.span.start : source.span.end] == source.span.text


def test_each_speaker_is_named_once_by_the_fullest_name(extractor: Extractor) -> None:
    found = mentions(
        extractor,
        "قال قائد الشرطة خالد رامونيس إن مسلحين هاجموا مركزا للشرطة في كركوك وقتلوا جنديين. وأكد رامونيس أن الهجوم على المركز "
        "أوقع قتيلين. وأكدت وزارة الصحة أن الهجوم على المركز أوقع قتيلين.",
        title="هجوم على مركز للشرطة في كركوك",
    )
    assert [s.name for s in found[0].attribution] == ["قائد الشرطة خالد رامونيس", "وزارة الصحة"]


def test_the_text_says_whom_the_headline_quotes(extractor: Extractor) -> None:
    found = mentions(
        extractor,
        "أعلن رئيس وزراء ماليزيا خالد رامونيس أن الشرطة اعتقلت ستة متهمين في ملقا.",
        title="رئيس وزراء ماليزيا يعلن اعتقال ستة متهمين",
    )
    told = next(m for m in found if m.type == "law.arrest")
    assert [s.name for s in told.attribution] == ["رئيس وزراء ماليزيا خالد رامونيس"]


def test_a_name_is_no_agency(extractor: Extractor) -> None:
    found = mentions(extractor, "هاجم سعد ولافي متجرا بالسلاح في كركوك وأطلقا النار على صاحبه.")
    assert found
    assert not any(s.agency for m in found for s in m.attribution)


def test_who_alone_speaks_tells_of_the_event(extractor: Extractor) -> None:
    told = "اندلع حريق في مخزن بالبصرة. وأوضح المتحدث باسم الدفاع المدني أن المصاب نقل إلى المستشفى."
    lead = next(m for m in mentions(extractor, told, "حريق في مخزن بالبصرة") if m.lead)
    assert [s.name for s in lead.attribution] == ["المتحدث باسم الدفاع المدني"]


def test_two_ministries_are_two_sources(extractor: Extractor) -> None:
    text = "قالت وزارة الداخلية إن انفجارا هز كركوك. وأعلنت وزارة الصحة أن الانفجار قتل خمسة أشخاص."
    assert [s.name for s in holding(mentions(extractor, text), "انفجار").attribution] == [
        "وزارة الداخلية",
        "وزارة الصحة",
    ]
