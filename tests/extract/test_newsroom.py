"""The civil words of a newsroom: what courts, governments, states, crowds and nature do, one sentence for each wording."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from extract.pipeline import Extractor
from extract.types import Mention
from feeds.types import Item

Read = Callable[[str], tuple[Mention, ...]]
PUBLISHED = datetime(2024, 5, 15, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def mentions_of(extractor: Extractor) -> Read:
    def read(text: str) -> tuple[Mention, ...]:
        item = Item(id="n", feed_id="f", agency="", title="", text=text, published=PUBLISHED, fetched=PUBLISHED)
        return extractor.mentions(item)

    return read


_TOLD = {
    "law.proceedings": (
        "ويمثل الموظف الموقوف أمام قاضي الأسرة غدا.",
        "وفتح المكتب الوطني للنقل تحقيقا في أسباب العطل.",
        "وطلب الادعاء سجن المصرفي تسع سنوات.",
        "واستأنف محامو العمدة الحكم.",
        "وأقر السائق بالذنب في تهمة الإهمال.",
        "ورفضت محكمة في أثينا طلب الإفراج عن البحار.",
    ),
    "law.arrest": (
        "ووضع رجل الأعمال قيد الإقامة الجبرية.",
        "وسلم الفار نفسه إلى الدرك.",
        "ومدد القضاء حبس الناشطة شهرا.",
    ),
    "law.seizure": (
        "وأجهض الجمارك محاولة لتهريب ثلاثة أطنان من القنب.",
        "واعترضت فرقاطة إيطالية زورقا محملا بالكوكايين.",
    ),
    "law.sentence": (
        "وأدين العمدة السابق بالرشوة.",
        "وألغت المحكمة العليا ضريبة الوقود.",
        "وبرأت محكمة في مدريد المغني.",
    ),
    "law.release": ("واستعادت كينيا أربعة أسرى.",),
    "politics.decision": (
        "ورفعت الحكومة الأسبانية سعر المياه.",
        "وقطعت الحكومة الإنترنت عن الإقليم.",
        "ومنعت الشرطة مسيرة للطلاب.",
        "وأغلقت الوزارة الجامعات ثلاثة أيام.",
        "ووقع الرئيس أمرا تنفيذيا يخص الجامعات.",
        "ونكست أيسلندا الأعلام.",
    ),
    "diplomacy.meeting": ("وافتتح أمير الكويت القمة الخليجية.", "وانهارت المفاوضات بين الحكومة والحركة."),
    "diplomacy.agreement": ("وصادق البرلمان المجري على انضمام السويد إلى الحلف.", "ودخلت معاهدة الصيد حيز التنفيذ."),
    "diplomacy.rupture": ("وألغت رئيسة الوزراء زيارتها إلى وارسو.", "وأرجأت الرئاسة زيارة الملك البلجيكي."),
    "diplomacy.sanction": (
        "وأدرجت لندن خمس شركات على قائمة العقوبات.",
        "وعلقت كندا تصدير السلاح إلى الإقليم.",
        "وعلقت النرويج تمويلها لوكالة الغوث.",
    ),
    "diplomacy.aid": (
        "وأعلن البنك الأوروبي تقديم 300 مليون يورو للمتضررين.",
        "وأنزلت طائرات مصرية مساعدات فوق القطاع.",
    ),
    "statement.condemn": ("ووصف المتحدث الضريبة بأنها غير مبررة.", "واحتجت طوكيو على التجارب."),
    "statement.support": (
        "وأعرب وزير الدفاع عن اعتزازه برجال الحدود.",
        "وهنأ ملك البحرين الرئيس المنتخب.",
        "ووصف الوسيط المحادثات بأنها بناءة.",
        "ودافع وزير العدل عن القانون.",
        "وعبر ملك السويد عن تعازيه لأسر الضحايا.",
    ),
    "statement.deny": ("واستبعد وزير النقل إلغاء الرسوم.", "ورفض العمدة، الذي يدير المدينة منذ عقد، دعوات إلى التنحي."),
    "statement.promise": ("وفي تلك الأثناء تعهد أمير البلاد ببناء ألف مدرسة.",),
    "protest.demonstration": ("وشارك المئات في مسيرة وسط وارسو.", "وجابت مسيرة حاشدة شوارع تونس."),
    "protest.riot": ("وأحرق محتجون مقر البلدية.", "واقتحم أنصار الحزب مبنى المجلس."),
    "harm.displacement": ("ورحلت السلطات الجزائرية مئات المهاجرين.", "وأجلي مئات السياح إلى الفنادق."),
    "disaster.weather": ("وأودت الفيضانات بحياة 30 شخصا في نيبال.", "وطمرت انهيارات طينية قرية في بيرو."),
    "accident.transport": ("واصطدمت الطائرة بمروحية قرب المدرج.", "واصطدمت سفينة شحن بجسر في هيوستن."),
    "accident.other": (
        "وأنقذت دورية من خفر السواحل أمس أربعة صيادين.",
        "وتسبب عطل تقني في شلل مطارات العالم.",
        "وانقطع التيار الكهربائي عن البلاد.",
    ),
    "conflict.attack": ("وسطا ملثمون على مصرف.",),
    "politics.departure": ("وتخلى زعيم الكتلة عن رئاسة الحزب.", "وفر رئيس البلاد إلى الخارج."),
    "politics.appointment": ("واختار الحزب سيدة زعيمة جديدة.",),
    "politics.election": (
        "وصوت أهالي الجزيرة لصالح الانفصال.",
        "وأقر مرشح اليسار بهزيمته في الانتخابات.",
        "وأرجأت اللجنة انتخابات البلديات شهرا.",
        "وحصل تحالف الوسط على 80 مقعدا في البرلمان.",
    ),
}


@pytest.mark.parametrize(("type_", "text"), [(t, text) for t, texts in _TOLD.items() for text in texts])
def test_what_a_newsroom_calls_it(mentions_of: Read, type_: str, text: str) -> None:
    told = [m.type for m in mentions_of(text) if m.status in ("asserted", "expected") and not m.background]
    assert told == [type_]


@pytest.mark.parametrize(
    "text",
    [
        "وسيتوجه الملك إلى البحرين.",
        "ويفتح ذلك المجال لإجراء مزيد من الأبحاث.",
        "ورفض المسؤول الكشف عن هويته.",
        "ورفعت المصانع أسعارها.",
    ],
)
def test_what_only_sounds_like_it(mentions_of: Read, text: str) -> None:
    assert not [m for m in mentions_of(text) if m.type.startswith(("law.", "politics."))]


def test_a_line_that_says_whence_is_no_sentence_of_the_opening(extractor: Extractor) -> None:
    rest = " ".join(f"والحي رقم {n} هادئ كله وسكانه في بيوتهم حتى الساعة." for n in range(9))
    opening = "أمرت النيابة العامة بتمديد حبس أربعة متهمين في القضية.\nوأشارت مصادر إلى أن الملف طويل."
    text = f"الرصيف – متابعات\n{opening}\n{rest}"
    item = Item(
        id="n", feed_id="f", agency="", title="آخر تطورات القضية", text=text, published=PUBLISHED, fetched=PUBLISHED
    )
    assert [m.type for m in extractor.mentions(item)] == ["law.arrest"]


def test_whoever_relays_says_nothing(extractor: Extractor) -> None:
    text = (
        "نقلت وكالة تسنيم عن كريم الحسيني قائد القوات البحرية قوله إن القرار غير مقبول. ونقلت عنه قوله: لن نقبله أبدا."
    )
    item = Item(id="n", feed_id="f", agency="", title="", text=text, published=PUBLISHED, fetched=PUBLISHED)
    (told,) = extractor.mentions(item)
    assert [a.span.text for a in told.actors] == ["كريم الحسيني"]
