"""What force, ground, harm, disasters and accidents are told: type, mode, kind, status, background.

The texts are written for these tests. Publication: Wednesday 10 March 2021, noon.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extract.pipeline import Extractor
from extract.types import Mention
from feeds.types import Item

PUBLISHED = datetime(2021, 3, 10, 12, 0, tzinfo=UTC)
FAMILIES = ("territory.", "conflict.", "harm.", "disaster.", "accident.")


def mentions(extractor: Extractor, text: str, title: str = "") -> list[Mention]:
    item = Item(id="1", feed_id="f", agency="", title=title, text=text, published=PUBLISHED, fetched=PUBLISHED)
    return [m for m in extractor.mentions(item) if m.type.startswith(FAMILIES)]


def told(mention: Mention) -> str:
    """type[:mode] kind status [background]"""
    name = f"{mention.type}:{mention.mode}" if mention.mode else mention.type
    return " ".join((name, mention.kind, mention.status, *(["background"] if mention.background else [])))


TOLD = [
    (
        "سيطر الجيش النيجيري صباح اليوم على بلدة باغا بعد انسحاب المسلحين منها.",
        "territory.capture event asserted; territory.withdrawal event asserted background",
    ),
    ("استعادت القوات الحكومية مدينة أعزاز من أيدي المتمردين أمس.", "territory.capture:recapture event asserted"),
    ("سقطت بلدة ماكالي في يد قوات الجبهة مساء الأحد.", "territory.capture event asserted"),
    ("لا يزال المتمردون يسيطرون على ثلاث قرى في الشمال.", "territory.capture state asserted"),
    ("لم يعد التنظيم يسيطر سوى على حي واحد في المدينة.", "territory.capture state asserted"),
    ("لم تتمكن القوات من السيطرة على المطار حتى مساء أمس.", "territory.capture event denied"),
    ("بدأت القوات الإثيوبية عملية لاستعادة مدينة ميكيلي.", "conflict.assault event asserted"),
    ("إذا سقطت العاصمة فستتوقف المفاوضات.", "territory.capture event conditional"),
    ("انسحبت القوات الفرنسية من قاعدة كيدال أمس.", "territory.withdrawal event asserted"),
    ("أعلنت الوزارة سحب خمسة آلاف جندي من أفغانستان.", "territory.withdrawal event asserted"),
    ("حاصرت القوات الروسية مدينة ماريوبول منذ الثلاثاء.", "territory.siege event asserted"),
    ("تمكن الجيش من فك الحصار عن بلدة الفوعة.", "territory.siege:broken event asserted"),
    ("تقدمت قوات حفتر نحو مدينة سرت من محورين.", "territory.advance event asserted"),
    ("أغلقت تركيا معبر باب الهوى اليوم.", "territory.crossing:closed event asserted"),
    ("أعادت السلطات العراقية فتح معبر القائم أمس.", "territory.crossing:reopened event asserted"),
    ("اندلعت اشتباكات عنيفة بين الجيش ومسلحين في مدينة غدامس مساء أمس.", "conflict.clash event asserted"),
    ("تبادل الجانبان إطلاق النار على الحدود صباح اليوم.", "conflict.clash event asserted"),
    ("شنت حركة الشباب هجوما واسعا على قاعدة للجيش الصومالي فجر اليوم.", "conflict.assault event asserted"),
    ("اقتحمت قوات الاحتلال مخيم بلاطة ليلا.", "conflict.assault event asserted"),
    ("قصفت طائرات التحالف مواقع للحوثيين في صعدة.", "conflict.air_strike event asserted"),
    ("قتل أربعة مدنيين في غارة جوية على سوق في إدلب.", "conflict.air_strike event asserted"),
    ("استهدفت طائرة مسيرة سيارة في دير البلح أمس.", "conflict.air_strike:drone event asserted"),
    ("قد تستهدف الغارات منشآت جديدة خلال الأيام المقبلة.", "conflict.air_strike event possible"),
    ("نفت روسيا قصف المستشفى في خاركيف.", "conflict.shelling event denied"),
    ("قصفت المدفعية الأحياء السكنية في دونيتسك.", "conflict.shelling event asserted"),
    ("سقطت قذيفتا هاون على حي باب توما صباح اليوم.", "conflict.shelling event asserted"),
    ("تعرض المعسكر لقصف عنيف من قوات المعارضة.", "conflict.shelling event asserted"),
    ("أطلقت فصائل فلسطينية عشرة صواريخ على بلدة سديروت.", "conflict.shelling event asserted"),
    ("انفجرت سيارة مفخخة أمام مركز للشرطة في مقديشو أمس.", "conflict.bombing event asserted"),
    ("قتل جنديان بانفجار لغم أرضي في تين زاواتين.", "conflict.bombing event asserted"),
    ("فجر انتحاري نفسه وسط سوق في مدينة مايدوغوري.", "conflict.suicide_attack event asserted"),
    ("قتل عشرون شخصا في تفجير انتحاري استهدف مسجدا في بيشاور.", "conflict.suicide_attack event asserted"),
    ("أطلق مسلح النار على مصلين في كنيسة بمدينة نيس.", "conflict.attack event asserted"),
    ("طعن شاب ثلاثة أشخاص في محطة قطار في هامبورغ.", "conflict.attack event asserted"),
    ("دهس سائق حشدا من المارة في برلين مساء أمس.", "conflict.attack event asserted"),
    ("قتل عشرة أشخاص في هجوم على فندق في واغادوغو.", "conflict.attack event asserted"),
    ("اغتال مجهولون ناشطا في مدينة البصرة فجر اليوم.", "conflict.assassination event asserted"),
    ("نجا الوزير من محاولة اغتيال في طرابلس.", "conflict.assassination event asserted"),
    ("خطف مسلحون ثلاثين تلميذا من مدرسة في ولاية النيجر.", "conflict.abduction event asserted"),
    ("أسقطت الدفاعات الجوية طائرة مسيرة فوق الرياض.", "conflict.interception event asserted"),
    ("أرسلت بريطانيا ألف جندي إلى إستونيا.", "conflict.deployment event asserted"),
    ("وصلت تعزيزات عسكرية إلى محيط مدينة عفرين.", "conflict.deployment event asserted"),
    ("فككت وحدة الهندسة عبوتين ناسفتين في ديالى.", "conflict.clearing event asserted"),
    ("نفذت القوات عملية تمشيط في جبال القبائل.", "conflict.clearing event asserted"),
    ("عثر على جثث سبعة أشخاص في بئر قرب كركوك.", "harm.casualties event asserted"),
    ("نزحت أربعون عائلة من قرى الشريط الحدودي.", "harm.displacement event asserted"),
    ("هدمت الجرافات الإسرائيلية منزلا في بلدة سلوان.", "harm.destruction event asserted"),
    ("أنقذ خفر السواحل سبعين مهاجرا قبالة صفاقس.", "harm.displacement event asserted"),
    ("ضرب زلزال بقوة ست درجات إقليم أزمير أمس.", "disaster.earthquake event asserted"),
    ("قتل تسعة أشخاص في فيضانات اجتاحت ولاية كسلا.", "disaster.weather event asserted"),
    ("ضرب إعصار سواحل موزمبيق فجر اليوم.", "disaster.weather event asserted"),
    ("اندلع حريق في مصنع للنسيج في الإسكندرية.", "disaster.fire event asserted"),
    ("سيطرت فرق الإطفاء على حريق في سوق الفحيحيل.", "disaster.fire event asserted"),
    ("سجلت وزارة الصحة اللبنانية مئتي إصابة جديدة بفيروس كورونا.", "disaster.epidemic event asserted"),
    ("أصيب ثلاثون طالبا بتسمم غذائي في مدينة تعز.", "disaster.epidemic event asserted"),
    ("لقي ستة أشخاص مصرعهم في حادث سير قرب تيزي وزو.", "accident.transport event asserted"),
    ("تحطمت طائرة تدريب في صحراء النقب أمس.", "accident.transport event asserted"),
    ("غرق مركب صيد قبالة سواحل دمياط.", "accident.transport event asserted"),
    ("انهار مبنى من خمسة طوابق في حي شبرا مساء أمس.", "accident.other event asserted"),
    ("قتل عاملان في انفجار أسطوانة غاز في عمّان.", "accident.other event asserted"),
    (
        "وقع الهجوم غداة تفجير انتحاري قتل عشرين شخصا في المدينة نفسها.",
        "conflict.attack event asserted; conflict.suicide_attack event asserted background",
    ),
    (
        "التقى الوزير عائلات الجنود الذين قتلوا في هجوم الأسبوع الماضي.",
        "conflict.assault event asserted background",
    ),
    ("هل سقطت المدينة في يد المتمردين؟", "territory.capture event possible"),
    (
        "أعلن المتحدث العسكري أن وحدات الجيش حررت ثماني قرى من تنظيم الشباب.",
        "territory.capture:recapture event asserted",
    ),
    ("أدى انفجار عبوة ناسفة إلى مقتل ضابط في سيناء.", "conflict.bombing event asserted"),
    ("ستنطلق عملية عسكرية في شمال مالي الشهر المقبل.", "conflict.assault event expected"),
    (
        "لم تقع إصابات في الحريق الذي شب في الفندق أمس.",
        "disaster.fire event asserted",
    ),
    ("قتل ثلاثة جنود وأصيب خمسة آخرون في كمين نصبه مسلحون قرب أغاديز.", "conflict.attack event asserted"),
    ("اختطف قراصنة سفينة شحن قبالة سواحل غينيا.", "conflict.abduction event asserted"),
    ("توفي عاملان غرقا في بحيرة سد.", "accident.other event asserted"),
    ("لقي طفل حتفه غرقا في نهر دجلة.", "accident.other event asserted"),
    ("خرج قطار عن القضبان قرب سوهاج وأصيب عشرون راكبا.", "accident.transport event asserted"),
    ("أخلت القوات الأمريكية قاعدة باغرام ليل الخميس.", "territory.withdrawal event asserted"),
    ("اعترضت الدفاعات الجوية صاروخا باليستيا في سماء خميس مشيط.", "conflict.interception event asserted"),
    ("دمر تنظيم داعش معبدا أثريا في تدمر.", "harm.destruction event asserted"),
    ("أحرق مستوطنون سيارتين في قرية حوارة.", "conflict.attack event asserted"),
    # ل of what is met or brought about is no aim; بينما begins a clause that no aim before it reaches
    ("أعلن الجيش تصديه لهجوم واسع شنته الحركة على مدينة عتق.", "conflict.clash event asserted"),
    ("قصفت طائرات حربية منزلا في بعلبك، مما أدى لاستشهاد مواطن.", "conflict.air_strike event asserted"),
    (
        "طلب الجيش من السكان الرحيل تمهيدا لضرب القرية، بينما أصيب خمسة أشخاص في قصف على وسط المدينة.",
        "conflict.shelling event asserted",
    ),
    # a party's name tells nothing; a blow of a force does
    ("أصيب شاب في قصف نفذه جيش الاحتلال الإسرائيلي على بلدة بيتا.", "conflict.shelling event asserted"),
    ("قتل خمسة أشخاص في ضربة إسرائيلية على سيارة في صور.", "conflict.air_strike event asserted"),
    ("نفذت القوات الأمريكية ضربات على مواقع في الحديدة.", "conflict.air_strike event asserted"),
    ("أعلن الجيش، الأحد، تصديه لهجوم واسع على مدينة عتق.", "conflict.clash event asserted"),
    ("لا يستطيع المسلحون اقتحام مدينة المخا.", "conflict.assault event denied"),
    ("انهار سقف مصنع في الجيزة على العمال.", "accident.other event asserted"),
    ("غرق قارب يقل ستين مهاجرا قبالة سواحل صفاقس.", "harm.displacement event asserted"),
]


@pytest.mark.parametrize(("text", "expected"), TOLD, ids=range(len(TOLD)))
def test_events_are_told_as_they_stand(extractor: Extractor, text: str, expected: str):
    assert sorted(told(m) for m in mentions(extractor, text)) == sorted(expected.split("; "))


SILENT = [
    'وصف الحزب العملية بأنها "تحرير" للعاصمة.',
    "تستعد الأحزاب لمعركة انتخابية في الشمال.",
    "شن المدرب هجوما على حكم المباراة.",
    "سجل المهاجم هدفا من ضربة جزاء في الشوط الثاني.",
    "سيطر الفريق على مجريات المباراة منذ البداية.",
    "تشهد الأسواق حربا للأسعار قبل العيد.",
    "انهارت أسعار النفط في تعاملات أمس.",
    "فقد السائق السيطرة على مركبته.",
    "شاهد الزائر مباني مهجورة، وأخرى واجهاتها انهارت تماما.",
    "تلقى الاقتصاد ضربة قوية بعد تراجع الصادرات.",
]


@pytest.mark.parametrize("text", SILENT, ids=range(len(SILENT)))
def test_other_matters_tell_no_event(extractor: Extractor, text: str):
    assert mentions(extractor, text) == []
