"""Who did what to whom, who says so and what is one happening, in items of the newer agency Arabic written for this table."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extract.flat import flat
from extract.pipeline import Extractor
from extract.types import Mention
from feeds.types import Item

PUBLISHED = datetime(2023, 9, 13, 12, 0, tzinfo=UTC)


def mentions(extractor: Extractor, title: str, text: str) -> tuple[Mention, ...]:
    item = Item(id="p", feed_id="f", agency="", title=title, text=text, published=PUBLISHED, fetched=PUBLISHED)
    return extractor.mentions(item)


def lead(extractor: Extractor, title: str, text: str) -> Mention:
    return next(m for m in mentions(extractor, title, text) if m.lead)


#: (text, type, actors, targets) of the lead.
SPLIT = [
    (
        "أوقفت السلطات المغربية المحامية السابقة هند الدهماني في الرباط.",
        "law.arrest",
        ["السلطات المغربية"],
        ["المحامية السابقة هند الدهماني"],
    ),
    ("استهدفت طائرة مسيرة قاعدة حرير شمالي العراق.", "conflict.air_strike", ["طائرة مسيرة"], ["قاعدة حرير"]),
    (
        "هنأ الملك عبد الله الثاني الرئيس الكيني بذكرى الاستقلال.",
        "statement.support",
        ["الملك عبد الله الثاني"],
        ["الرئيس الكيني"],
    ),
    (
        "كلف الرئيس اللبناني ميشال عون سعد الحريري تشكيل الحكومة.",
        "politics.appointment",
        ["الرئيس اللبناني ميشال عون"],
        ["سعد الحريري"],
    ),
    ("توعد لافروف كييف أمس برد قوي.", "statement.threaten", ["لافروف"], ["كييف"]),
    ("دعت باريس طهران إلى الإفراج عن مواطنيها.", "statement.demand", ["باريس"], ["طهران"]),
    ("قتل مسلحون إمام مسجد في الفلوجة.", "conflict.attack", ["مسلحون"], ["إمام مسجد"]),
    ("قتل رجل زوجته طعنا بسكين في الزرقاء.", "conflict.attack", ["رجل"], ["زوجته"]),
    ("قتل شاب طعنا في مشاجرة وسط الزرقاء.", "conflict.attack", [], ["شاب"]),
    ("قتل قيادي ميداني في حركة الشباب قرب كيسمايو.", "conflict.assassination", [], ["قيادي ميداني في حركة الشباب"]),
    ("فجر انتحاري نفسه داخل سوق في مدينة قندوز.", "conflict.suicide_attack", ["انتحاري"], ["سوق"]),
    ("هاجم مسلحون طوارق ثكنة للجيش وأحرقوا مركبة.", "conflict.assault", ["مسلحون طوارق"], ["ثكنة"]),
    (
        "وافق وزير الثقافة والإعلام الدكتور عادل الرميحي على المشروع.",
        "politics.decision",
        ["وزير الثقافة والإعلام الدكتور عادل الرميحي"],
        ["المشروع"],
    ),
    ("رفضت واشنطن طلبا تركيا بتسليم المتهم.", "statement.deny", ["واشنطن"], ["طلبا تركيا"]),
    ("أفرجت حماس عن أسيرين مسنين.", "law.release", ["حماس"], ["أسيرين مسنين"]),
    ("قصفت مدفعية الاحتلال مدينة رفح.", "conflict.shelling", ["مدفعية الاحتلال"], ["مدينة رفح"]),
    (
        "أعلنت وزارة الداخلية المغربية القبض على أربعة متشددين.",
        "law.arrest",
        ["وزارة الداخلية المغربية"],
        ["أربعة متشددين"],
    ),
    (
        "نفذت السلطات الإيرانية حكم الإعدام شنقا بحق تاجر مخدرات.",
        "law.execution",
        ["السلطات الإيرانية"],
        ["تاجر مخدرات"],
    ),
    (
        "استقبل الملك في مكتبه أمس، وزير الخارجية الياباني.",
        "diplomacy.meeting",
        ["الملك", "وزير الخارجية الياباني"],
        [],
    ),
    ("حلف شمال الأطلسي يعقد اجتماعا طارئا", "diplomacy.meeting", ["حلف شمال الأطلسي"], []),
    (
        "قال المتحدث العسكري يحيى سريع إن القوات أسقطت طائرة استطلاع.",
        "conflict.interception",
        ["القوات"],
        ["طائرة استطلاع"],
    ),
    ("توفي الممثل المسرحي نبيل الحلو عن سبعين عاما.", "life.death", [], ["الممثل المسرحي نبيل الحلو"]),
]


@pytest.mark.parametrize(("text", "kind", "actors", "targets"), SPLIT)
def test_two_parties_side_by_side(
    extractor: Extractor, text: str, kind: str, actors: list[str], targets: list[str]
) -> None:
    told = lead(extractor, "", text)
    assert told.type == kind
    assert [a.span.text for a in told.actors] == actors
    assert [t.span.text for t in told.targets] == targets


KINDS = [
    ("فقد الاتصال بطائرة شحن فوق بحر العرب.", "accident.transport", "asserted"),
    ("فقدان أثر طائرة تدريب قرب تمنراست", "accident.transport", "asserted"),
    ("قضى عامل دهسا أمام مصنعه في سوسة.", "accident.transport", "asserted"),
    ("قضى ثلاثة فتيان غرقا في نهر دجلة.", "accident.other", "asserted"),
    ("انفجار قرب مخفر للشرطة في دياربكر يوقع جرحى", "conflict.bombing", "asserted"),
    ("المدارس السودانية تعيد فتح أبوابها بعد إغلاق عامين", "politics.decision", "asserted"),
    ("لقي تسعة أشخاص حتفهم جراء فيضانات وسيول اجتاحت درعا.", "disaster.weather", "asserted"),
    ("لم تعلن أي جهة المسؤولية عن الهجوم إلا أن الشكوك تحوم حول التنظيم.", "statement.claim", "denied"),
    ("أعلنت وزارة الصحة عدم تسجيل إصابات جديدة بفيروس كورونا أو وفيات.", "disaster.epidemic", "denied"),
    ("وعدته الحكومة انتهاكا لاتفاق وقف إطلاق النار.", "diplomacy.ceasefire", "asserted"),
]


@pytest.mark.parametrize(("text", "kind", "status"), KINDS)
def test_what_happened(extractor: Extractor, text: str, kind: str, status: str) -> None:
    found = [(m.type, m.status) for m in mentions(extractor, "", text)]
    assert (kind, status) in found
    assert not [other for other in found if other[0] == kind and other[1] != status]


ABSENT = [
    ("تحطمت مروحية كانت تقل الرئيس المالي فوق الصحراء.", "politics.departure"),
    ("وصف الوزير القرار بأنه «معركة مشتركة ضد الجوع» وطلب الدعم من الجيش.", "conflict.clash"),
    ("عثر على جناح الطائرة المفقودة التي جرفها البحر قبل عام.", "conflict.abduction"),
]


@pytest.mark.parametrize(("text", "kind"), ABSENT)
def test_what_did_not(extractor: Extractor, text: str, kind: str) -> None:
    assert kind not in {m.type for m in mentions(extractor, "", text)}


def test_a_claim_names_who_did_it(extractor: Extractor) -> None:
    told = lead(
        extractor,
        "مقتل ستة جنود بانفجار عبوة في دفا",
        "قتل ستة جنود في انفجار عبوة ناسفة قرب دفا. وأعلن تنظيم بوكو حرام مسؤوليته عن التفجير.",
    )
    assert told.type == "conflict.bombing"
    assert [a.entity for a in told.actors] == ["boko-haram"]


def test_the_text_names_both_sides_of_a_meeting(extractor: Extractor) -> None:
    told = lead(
        extractor,
        "ولي العهد يلتقي رئيس غانا",
        "التقى الأمير سالم بن حمد ولي العهد في الدوحة أمس، الرئيس الغاني نانا أكوفو.",
    )
    assert len(told.actors) == 2


def test_the_dead_of_a_headline_are_those_of_the_text(extractor: Extractor) -> None:
    told = [
        m
        for m in mentions(
            extractor,
            "مقتل أربعة أشخاص في طرابلس",
            "قتل أربعة أشخاص وأصيب اثنان في غارة جوية على حي في طرابلس.",
        )
        if not m.background
    ]
    assert [m.type for m in told] == ["conflict.air_strike"]


def test_a_second_source_is_named_and_none_on_context(extractor: Extractor) -> None:
    found = mentions(
        extractor,
        "",
        "قالت الشرطة إن مسلحين هاجموا مركزا في غاو وقتلوا جنديين بعد أيام من تفجير السوق. "
        "وأكد حاكم الإقليم أن الهجوم على المركز أوقع قتيلين.",
    )
    first = found[0]
    assert [s.name for s in first.attribution if s.role == "claimant"] == ["الشرطة", "حاكم الإقليم"]
    assert all(not m.attribution for m in found if m.background)


def test_after_is_told_by_the_way(extractor: Extractor) -> None:
    found = mentions(extractor, "", "شددت بولندا إجراءات الأمن على حدودها بعد أن أسقطت روسيا طائرة مسيرة قربها.")
    told = {m.type: m.background for m in found}
    assert told["conflict.interception"]
    assert not told["conflict.deployment"]


def test_the_cause_of_todays_dead_is_no_context(extractor: Extractor) -> None:
    told = lead(extractor, "", "قتل ثلاثة مدنيين بعد أن أطلق مسلحون النار على حافلة في الحسكة.")
    assert not told.background
    assert told.type.startswith("conflict.")


def test_counts_of_the_dead_belong_to_no_arrest(extractor: Extractor) -> None:
    found = mentions(
        extractor,
        "",
        "ألقت الشرطة القبض على خمسة أشخاص تشتبه بصلتهم بالتفجير الذي استهدف كنيسة وذهب ضحيته 27 قتيلا.",
    )
    arrest = next(m for m in found if m.type == "law.arrest")
    assert not [q for q in arrest.quantities if q.kind == "killed"]


#: (headline, text, actors of the lead, its targets): the text says who the headline's doers are.
RENAMED = [
    (
        "طائرات البيرو تقصف معسكرات المهربين",
        "قال الجيش البيروفي إن البيرو وحلفاءها قصفوا معسكرات المهربين قرب الحدود.",
        ["البيرو", "حلفاءها"],
    ),
    ("غانا تستدعي سفير توغو", "استدعت وزارة الخارجية الغانية سفير توغو احتجاجا.", ["وزارة الخارجية الغانية"]),
    ("الرئيس عمر سانيه يدين تفجير السوق", "أدان سانيه تفجير السوق في العاصمة.", ["الرئيس عمر سانيه"]),
]


@pytest.mark.parametrize(("title", "text", "actors"), RENAMED)
def test_the_text_says_who_the_headline_means(extractor: Extractor, title: str, text: str, actors: list[str]) -> None:
    assert [a.span.text for a in lead(extractor, title, text).actors] == actors


#: (text, targets of the lead): people, and the thing that was hit besides them.
HIT = [
    ("قتل جنديان في انفجار لغم لدى مرور دوريتهم قرب كابل.", {"جنديان", "دوريتهم"}),
    ("فجر مسلحون عبوة ناسفة أثناء مرور رتل عسكري في كركوك.", {"رتل عسكري"}),
    ("قال شهود إن الهجوم استهدف حافلة في ليما وقتل فيه ثلاثة جنود.", {"حافلة", "ثلاثة جنود"}),
    ("قتل سائقان في هجوم قرب ليما. واستهدف الهجوم قافلة إغاثة.", {"سائقان", "قافلة إغاثة"}),
    ("وقع انفجار استهدف موكب الوزير في ليما.", {"موكب الوزير"}),
    ("أصاب القصف مستشفى في تعز وقتل ثلاثة مدنيين.", {"مستشفى", "ثلاثة مدنيين"}),
    ("تعرض المسجد لتفجير إرهابي خلال الصلاة ما أدى إلى مقتل 26 شخصا.", {"المسجد", "26 شخصا"}),
    ("قتل مالايقل عن عشرة جنود في هجوم قرب كابل.", {"مالايقل عن عشرة جنود"}),
    ("قتل اثنان من رجال الإطفاء في هجوم قرب كابل.", {"اثنان من رجال الإطفاء"}),
]


@pytest.mark.parametrize(("text", "targets"), HIT)
def test_what_was_hit(extractor: Extractor, text: str, targets: set[str]) -> None:
    assert {t.span.text for t in lead(extractor, "", text).targets} == targets


def test_a_town_that_is_hit_is_where(extractor: Extractor) -> None:
    told = lead(extractor, "", "قصفت طائرات التحالف بلدة تلعفر.")
    assert not told.targets
    assert [p.name for p in told.places] == ["تلعفر"]


#: (headline, text, the sides of its clash).
CLASHES = [
    (
        "",
        "قتل تسعة من عناصر تنظيم داعش في اشتباكات مع القوات العراقية قرب الرطبة.",
        {"القوات العراقية", "تسعة من عناصر تنظيم داعش"},
    ),
    (
        "الجيش اليمني يستعيد بلدة حيس من الحوثيين",
        "استعاد الجيش اليمني بلدة حيس أمس. وقال مصدر طبي إن المعارك الدائرة هناك أسفرت عن مقتل ثلاثين مدنيا.",
        {"الجيش اليمني", "الحوثيين"},
    ),
    (
        "الجيش اليمني يسيطر على بلدة حيس",
        "سيطر الجيش اليمني على بلدة حيس أمس. وسقط عشرات القتلى من الحوثيين خلال المواجهات.",
        {"الجيش اليمني", "الحوثيين"},
    ),
]


@pytest.mark.parametrize(("title", "text", "sides"), CLASHES)
def test_both_sides_of_a_clash(extractor: Extractor, title: str, text: str, sides: set[str]) -> None:
    clash = next(m for m in mentions(extractor, title, text) if m.type == "conflict.clash")
    assert {a.span.text for a in clash.actors} == sides


#: (text, trigger type, actors, targets).
NOT_THE_NEAREST = [
    ("أشارت السلطات الكندية إلى أنه فجر نفسه في ملعب.", "conflict.suicide_attack", [], ["ملعب"]),
    (
        "أعلنت مصادر طبية مقتل جنديين، في انفجار سيارة مفخخة استهدف قافلة عسكرية قرب ليما.",
        "conflict.bombing",
        [],
        ["قافلة عسكرية", "جنديين"],
    ),
    ("تعرفت الشرطة على هوية مسلح متهم بالهجوم الانتحاري.", "law.proceedings", ["الشرطة"], ["مسلح متهم"]),
    ("كشفت الشرطة هوية منفذ الهجوم.", "law.proceedings", ["الشرطة"], ["منفذ الهجوم"]),
    ("أعلنت الوزارة أن عشرين متمردا قتلوا، مشيرة إلى أن الطريق آمن.", "harm.casualties", [], ["عشرين متمردا"]),
    ("أسفر الحادث عن سقوط قتلى وجرحى من المدنيين.", "harm.casualties", [], ["المدنيين"]),
    ("سقط عدد من القتلى في صفوف الميليشيا.", "harm.casualties", [], ["الميليشيا"]),
    ("قامت القوات بتدمير ثلاثة منازل في غزة.", "harm.destruction", ["القوات"], ["ثلاثة منازل"]),
]


@pytest.mark.parametrize(("text", "kind", "actors", "targets"), NOT_THE_NEAREST)
def test_who_is_meant(extractor: Extractor, text: str, kind: str, actors: list[str], targets: list[str]) -> None:
    told = next(m for m in mentions(extractor, "", text) if m.type == kind)
    assert [a.span.text for a in told.actors] == actors
    assert [t.span.text for t in told.targets] == targets


#: (text, type, actors, targets): who says it does it, and whom it concerns stands in what is said.
SAID_OF = [
    ("قال وزير الخارجية الفنلندي إن روسيا سترتكب خطأ جسيما.", "statement.warn", ["وزير الخارجية الفنلندي"], ["روسيا"]),
    (
        "أعلن رئيس الوزراء أن تنظيم داعش يقف وراء الاعتداء على المتحف.",
        "statement.accuse",
        ["رئيس الوزراء"],
        ["تنظيم داعش"],
    ),
    (
        "أعلن رئيس الوزراء أن المؤشرات تفيد بأن تنظيم القاعدة يقف وراء التفجير.",
        "statement.accuse",
        ["رئيس الوزراء"],
        ["تنظيم القاعدة"],
    ),
    (
        "قال الرئيس سانيه إن على الميليشيات أن تنسحب أو تواجه العواقب.",
        "statement.threaten",
        ["الرئيس سانيه"],
        ["الميليشيات"],
    ),
    ("هدد الحزب بقطع الهدنة مع الحكومة.", "statement.threaten", ["الحزب"], ["الحكومة"]),
    ("تعهدت قطر بتقديم المساعدات للنازحين.", "statement.promise", ["قطر"], ["للنازحين"]),
    ("دعا الرئيس إلى التضامن بين الأحزاب السياسية.", "statement.demand", ["الرئيس"], ["الأحزاب السياسية"]),
    ("اعتقلت قوات الأمن التونسية فجر أمس، 13 مهربا في بنزرت.", "law.arrest", ["قوات الأمن التونسية"], ["13 مهربا"]),
    ("إصابة الإعلامي منهل عبد القادر في مشاجرة.", "harm.casualties", [], ["الإعلامي منهل عبد القادر"]),
]


@pytest.mark.parametrize(("text", "kind", "actors", "targets"), SAID_OF)
def test_who_says_it_and_of_whom(
    extractor: Extractor, text: str, kind: str, actors: list[str], targets: list[str]
) -> None:
    told = next(m for m in mentions(extractor, "", text) if m.type == kind)
    assert [a.span.text for a in told.actors] == actors
    assert [t.span.text for t in told.targets] == targets


def test_the_text_counts_whom_the_headline_arrests(extractor: Extractor) -> None:
    told = lead(extractor, "تونس: اعتقال شبكة تهريب", "اعتقلت قوات الأمن التونسية فجر أمس، 13 مهربا في بنزرت.")
    assert [t.span.text for t in told.targets] == ["13 مهربا"]


def test_a_state_told_by_an_adjective_goes_by_its_name(extractor: Extractor) -> None:
    found = flat(mentions(extractor, "", "شن سلاح الجو هجمات بعد الغارات التركية على معسكرات الحزب وقتل عشرة مسلحين."))
    assert any(event["actor"] == ["تركيا"] for event in found)
