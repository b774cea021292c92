"""Words that look like a deed and tell none, columns that speak of deeds, and the deeds that look like them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from extract.pipeline import Extractor
from extract.types import Mention
from feeds.types import Item

Read = Callable[..., tuple[Mention, ...]]
PUBLISHED = datetime(2024, 5, 15, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def mentions_of(extractor: Extractor) -> Read:
    def read(text: str, *, title: str = "") -> tuple[Mention, ...]:
        item = Item(id="n", feed_id="f", agency="", title=title, text=text, published=PUBLISHED, fetched=PUBLISHED)
        return extractor.mentions(item)

    return read


@pytest.mark.parametrize(
    "text",
    [
        "وزار المتطوعون نزلاء السجن العام في الأحساء.",
        "وستعود الأمور إلى نصابها قريبا.",
        "وجاء نصيب المتسابقة هالة في المركز الثالث.",
        "وأمطر سائح زوار السوق بالأوراق النقدية.",
        "وخطف صبي حقيبة سيدة في السوق.",
        "ونشر مسلحون شريطا مصورا.",
        "وعزل الثلج القرى عن العالم.",
        "وهذا مما يدعو إلى القلق.",
        "وقال الوزير إنه لا يستبعد شيئا.",
        "أبدى الأمين العام عدم ارتياحه من التقرير.",
        "وروى أحد الباعة ويدعى سالم حمود قصته.",
        "وسمع السكان صوتا صادرا عن المصنع، وقرأوا البيان الصادر من الشرطة.",
    ],
)
def test_no_deed(mentions_of: Read, text: str) -> None:
    assert not mentions_of(text)


@pytest.mark.parametrize(
    ("type_", "title"),
    [
        ("conflict.shelling", "الجيش يمطر البلدة بالصواريخ"),
        ("conflict.assassination", "نجاة محافظ كركوك من محاولة اغتيال"),
        ("accident.transport", "مقتل أربعة في سقوط مركبة من جسر"),
        ("law.proceedings", "الشرطة تبحث عن متهم بسرقة مصرف"),
        ("law.arrest", "الدرك يوقف سبعة أشخاص في عملية تهريب وقود"),
        ("politics.decision", "الحكومة التونسية تجري تخفيضا لرواتب الوزراء"),
        ("statement.demand", "نزيلات السجن يطالبن وزارة العدل بطبيب"),
        ("law.execution", "القتل تعزيرا لمهرب مخدرات في الجوف"),
        ("law.sentence", "السجن والغرامة لأربعة موظفين في قضية رشوة"),
        ("statement.warn", "وزير الخارجية: روسيا سترتكب خطأ جسيما إذا قررت الانسحاب"),
    ],
)
def test_a_deed(mentions_of: Read, type_: str, title: str) -> None:
    assert [m.type for m in mentions_of("", title=title) if m.lead] == [type_]


_DAY = "كنت في المقهى حين سمعت أن الجيش سيطر على القلعة، فتذكرت جدي وحكاياته عن الحصار القديم."
_MORE = " والناس في بلدتنا يحبون الحكايات ولا يصدقون الأخبار، وهم في ذلك على حق كما يبدو." * 6


def test_who_speaks_of_himself_writes_a_column(mentions_of: Read) -> None:
    assert not mentions_of(_DAY + _MORE, title="حكايات المقهى")
    quoted = mentions_of("وقال الشيخ: " + _DAY + " وسيطر الجيش أمس على القلعة." + _MORE, title="الجيش يسيطر على القلعة")
    assert [m.type for m in quoted if m.lead] == ["territory.capture"]


def test_the_accord_that_everybody_knows_is_no_news(mentions_of: Read) -> None:
    known = [
        m for m in mentions_of("", title="الوزير: الاتفاق النووي مع إيران لا يقيد الحكومة") if "agreement" in m.type
    ]
    assert all(m.background for m in known)
    told = [m for m in mentions_of("", title="إيران والحكومة العراقية توقعان الاتفاق الأمني") if "agreement" in m.type]
    assert [m.background for m in told] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "وأوقف المستشفى تقديم الوجبات لنزلائه من الأطفال.",  # stops a service, arrests nobody
        "استعادت الدنمارك حصتها في سوق الألبان اليابانية.",
        "وأصلح النجار القارب بمساعدة من جيرانه اللاجئين.",
        "والتقى المخرج سهراب زاده زملاءه الطلاب.",
        "وقال المدرب إن الخسارة كانت صاعقة على عشرة من رفاقه.",
        "وقال المحامي إن موكلته تكذب على الناس.",
        "وقدم المركز خدمة الإسعاف في 12 بلاغا.",
        "وأقر الوزير بأن الخطة فشلت في القرى.",  # admits, decides nothing
        "وقال الطالب إن أباه منعه من التدخين مع رفاقه.",
        "وأدى الصقيع إلى زيادة أسعار الخضار في الهند.",
        "وأعلن المستشفى أوقات الزيارة في العيد.",
        "وخطف المرض فرحة الأسرة بالعيد.",
        "ومن أفلامه «ليلة في دمشق»، و«من أطلق الرصاص».",
        'يحتفل برنامج "منح القرية" من شركة ألفا بعام من مساعدة اللاجئين.',
        "غزارة الصور تقتل الفكرة.",
        "وكان المغني يدين الشركة في لندن بمبلغ كبير.",
        "وشكر الملك الوزير على ما تحمله من مسؤوليات.",
        "وقال الوزير إن الخطوة قد تتضمن إغلاق المطار في كركوك.",
        "وأحاطت مشاعر الود بالجنود في المدينة.",
        "وقال الوزير: لا أستطيع أن أنفي الخبر.",
        "وأقلعت رحلات إضافية بموافقة من الهيئة.",
        "وتعاقب المادة كل من قبض على شخص دون إذن.",
        "وقطف الجنود خضارا في المدينة وسلموها لجمعية خيرية.",
        "ونشرت كتيبة في القلمون ليل السبت، تسجيلا يعرض جنودا.",
        "وزار الوالي أسرة الطبيب داعيا للفقيد بالرحمة.",
        "ونوه الطبيب بأن المركز يفتح للجنود.",
        "ونشط وسم #سعد_يحتاج_دعواتكم بين الجنود.",
        "وتنفذ اللجان جولات لضبط المخالفات في مطاعم الموظفين.",
        "وتصيبهم الحرارة بالتهابات في الجلد.",
        "وتلقى المركز بلاغات عن حالات سرقة وغرق وسقوط وغيرها من الحوادث.",
        "وانتشرت على مواقع الجنود أنباء عن العيد.",
        "وقال البحارة إن خفر السواحل نفذ خطة انتشار.",
        "وفي السجن متهم قد يواجه حكما بالإعدام.",
    ],
)
def test_another_sense(mentions_of: Read, text: str) -> None:
    assert not [m for m in mentions_of(text) if m.status == "asserted" and not m.background]


@pytest.mark.parametrize(
    ("type_", "title"),
    [
        ("statement.deny", "المتحدث باسم الوزارة يكذب الشائعات"),
        ("law.arrest", "الشرطة توقف عددا من المشجعين في مرسيليا"),
        ("territory.capture", "الجيش يستعيد قرى في ريف حماة"),
    ],
)
def test_the_deed_itself(mentions_of: Read, type_: str, title: str) -> None:
    assert [m.type for m in mentions_of("", title=title) if m.lead] == [type_]


def test_a_counted_noun_is_no_verb(mentions_of: Read) -> None:
    assert not mentions_of("", title="140 طالب يشاركون في برنامج وزارة التعليم")


def test_the_gathering_is_the_one_told_before(mentions_of: Read) -> None:
    text = "تجمع متظاهرون في ساحة بالرباط أمس. وشارك في المظاهرة نواب ومعلمون."
    assert [m.type for m in mentions_of(text)] == ["protest.demonstration"]


def test_a_child_falls_and_no_town(mentions_of: Read) -> None:
    assert "territory.capture" not in [m.type for m in mentions_of("", title="سقوط طفلة بمنتزه الروضة في صلالة")]


def test_a_law_executes_nobody(mentions_of: Read) -> None:
    found = mentions_of(
        "أقر برلمان غانا، الخميس، مواد في قانون الجرائم.", title="برلمان غانا يقر قوانين تصل إلى الإعدام"
    )
    assert [m.type for m in found if m.lead] == ["politics.decision"]


def test_who_is_trained_for_a_deed_does_none(mentions_of: Read) -> None:
    text = "وقال الشرطي إن مسلحا قتل أمس. وتبحث الوحدة المتخصصة في احتجاز الرهائن عن رفيقه."
    assert not [m for m in mentions_of(text) if m.type == "conflict.abduction" and not m.background]


def test_a_vote_on_a_court_makes_none(mentions_of: Read) -> None:
    found = mentions_of("", title="البرلمان يصوت على إنشاء محاكمة للضباط")
    assert [m.status for m in found if m.type == "law.proceedings"] == ["expected"]


def test_a_post_near_a_town_is_no_advance(mentions_of: Read) -> None:
    assert [m.type for m in mentions_of("وانفجرت قنبلة قرب نقطة تفتيش للجيش على مشارف مدينة تكريت.")] == [
        "conflict.bombing"
    ]
    assert [m.type for m in mentions_of("", title="قوات الجيش على مشارف تكريت")] == ["territory.advance"]


def test_talk_of_an_interview_tells_nothing(mentions_of: Read) -> None:
    text = "أعلن محافظ درعا هدنة في المدينة. فإلى نص الحوار. متى هاجم المسلحون البلدة؟ هاجم المسلحون البلدة قبل شهر."
    assert [m.type for m in mentions_of(text)] == ["diplomacy.ceasefire"]


def test_what_happened_on_this_day_in_other_years(mentions_of: Read) -> None:
    text = "1961 - الجيش يقتل خمسة متظاهرين في العاصمة. 1983 - زلزال يضرب المدينة."
    assert not mentions_of(text, title="حدث في مثل هذا اليوم")


def test_a_strike_described_is_no_verb(mentions_of: Read) -> None:
    found = mentions_of("قصف طيران التحالف مخازن في صعدة.", title="قصف جوي عنيف على صعدة")
    assert [[a.name for a in m.actors] for m in found] == [["طيران التحالف"]]


def test_who_is_called_so_is_not_asked(mentions_of: Read) -> None:
    (clash,) = (m for m in mentions_of("وقتل شاب يدعى فهد في الاشتباكات في حلب أمس.") if m.type.startswith("conflict."))
    assert clash.status == "asserted"


def test_spreading_chaos_denies_nothing(mentions_of: Read) -> None:
    found = mentions_of("قالت الوزارة إن المتهمين عملوا على إشاعة الفوضى، حيث تمكنت الشرطة من القبض على 12 متهما.")
    assert [(m.type, m.status) for m in found] == [("law.arrest", "asserted")]


def test_what_carries_aid_receives_none(mentions_of: Read) -> None:
    (aid,) = mentions_of("وصلت أمس مساعدات غذائية إلى مدينة المكلا على متن أربع شاحنات.")
    assert aid.type == "diplomacy.aid"
    assert aid.targets == ()


def test_whoever_kills_kills_somebody(mentions_of: Read) -> None:
    (told,) = mentions_of("قالت وزارة الدفاع الفرنسية إن عمر المطيري قتل هذا الشهر قرب بلدة كيدال المالية.")
    assert [t.span.text for t in told.targets] == ["عمر المطيري"]
    assert told.actors == ()


@pytest.mark.parametrize(
    ("text", "word", "context"),
    [
        ("واندلع حريق في الميناء. وتنفذ فرنسا غارات على مواقع المسلحين في مالي.", "غارات", True),
        ("قتل خمسة في الميناء فيما يكثف المسلحون هجماتهم على القرى.", "هجماتهم", True),
        ("واندلع حريق في الميناء. ونفذت فرنسا غارات على مواقع المسلحين في مالي.", "غارات", False),
    ],
)
def test_what_goes_on_is_context(mentions_of: Read, text: str, word: str, context: bool) -> None:
    assert [m.background for m in mentions_of(text) if word in m.trigger.text] == [context]


def test_the_opening_tells_the_deed_of_the_headline(mentions_of: Read) -> None:
    text = "قام أحد الركاب بالاعتداء على سائق حافلة في الرباط مساء أمس."
    found = mentions_of(text, title="تعرض سائق حافلة لاعتداء من زبون")
    assert [m.type for m in found] == ["conflict.attack"]


def test_a_comma_closes_a_long_subject(mentions_of: Read) -> None:
    (told,) = mentions_of("أعرب نائب رئيس البرلمان الأردني سليم الحوراني، عن رفضه للتصريحات التي أدلى بها السفير.")
    assert told.type == "statement.deny"


def test_whoever_recovered_is_no_case(mentions_of: Read) -> None:
    (told,) = mentions_of("رصدت وزارة الصحة 940 إصابة بالكوليرا في عدن، وتوفي منهم 31 وتماثل 610 حالات للشفاء.")
    assert [(q.kind, q.value) for q in told.quantities if q.kind == "cases"] == [("cases", 940)]


def test_whoever_claims_nothing_did_nothing(mentions_of: Read) -> None:
    found = mentions_of("قتل سبعة أشخاص في هجمات في كابل أمس. ولم تعلن أي جماعة مسؤوليتها عن الهجمات.")
    claim = next(m for m in found if m.type == "statement.claim")
    assert claim.status == "denied"
    assert [a.span.text for a in claim.actors] == ["جماعة"]
    assert all(m is claim or m.actors == () for m in found)


def test_from_when_is_not_what(mentions_of: Read) -> None:
    (told,) = mentions_of("أعلنت اللجنة العسكرية حالة الطوارئ ابتداء من مساء أمس في أربيل.")
    assert "ابتداء" not in [t.span.text for t in told.targets]


def test_one_word_in_quotation_marks_is_no_title(mentions_of: Read) -> None:
    (told,) = mentions_of("البرلمان «يصادق» على اتفاق الصيد مع النرويج.")
    assert told.type == "diplomacy.agreement"
