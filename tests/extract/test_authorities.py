"""What authorities do, in words beside the commonest ones, and what those words do not tell elsewhere."""

from __future__ import annotations

import pytest

from extract.pipeline import Extractor
from tests.extract.test_sayings import told, types


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("هبطت طائرة إغاثة كويتية في مطار صنعاء.", "diplomacy.aid"),
        ("وزعت المفوضية البطانيات على اللاجئين في مخيم الأزرق.", "diplomacy.aid"),
        ("أوقعت شرطة دبي بمحتال انتحل صفة طبيب.", "law.arrest"),
        ("استجوبت الشرطة الهولندية رجلا ترك طفله في السيارة.", "law.proceedings"),
        ("ضبطت وزارة التجارة ألف مكيف مقلد في مستودع.", "law.seizure"),
        ("أحبطت أمانة الدمام بيع ثلاثة أطنان من الأسماك الفاسدة.", "law.seizure"),
        ("منعت وزارة الصحة العمانية تداول أقراص مغشوشة.", "politics.decision"),
        ("صدقت هيئة الأدوية الأوروبية على عقار جديد لعلاج السل.", "politics.decision"),
        ("أكد صندوق الإسكان موافقته على تقسيط الديون.", "politics.decision"),
        ("أقرت وزارة المالية تحويل الرسوم إلى البلديات.", "politics.decision"),
        ("بدأ اليوم العمل بلائحة المرور الجديدة.", "politics.decision"),
        ("أوقفت السودان خدمات الرسائل لأسباب أمنية.", "politics.decision"),
        ("فتحت قبرص قواعدها الجوية أمام الطائرات الفرنسية.", "politics.decision"),
        ("أغلقت بلدية عمان ثمانية مطاعم.", "politics.decision"),
        ("أحال الرئيس الفرنسي الاتفاقية إلى البرلمان.", "politics.decision"),
        ("أناب الأمير ولي العهد في إدارة شؤون البلاد.", "politics.appointment"),
        ("ألزمت الدائرة التجارية بالمحكمة المصرف برد المبلغ.", "law.sentence"),
        ("طائرة هندية تخرج عن المدرج في مطار كاتماندو.", "accident.transport"),
        ("أنقذ حرس الحدود أربعة غرقى في شاطئ ينبع.", "accident.other"),
        ("ضرب أهالي القرية لصا حتى الموت.", "conflict.attack"),
        ("نفت مصادر حكومية بحرينية منع عمانيين من دخول البلاد.", "statement.deny"),
        ("مبعوث ياباني ينقل إلى السلطان تحيات الإمبراطور.", "diplomacy.meeting"),
        ("وزير النفط يرأس وفد الكويت في اجتماعات أوبك.", "diplomacy.meeting"),
        ("المغرب يمنع ضباط الدرك من السفر إلى مالي.", "politics.decision"),
        ("منعت النيابة رئيس البنك السابق المتهم بالفساد من السفر.", "law.proceedings"),
        ("خادم الحرمين يتباحث مع السبسي ويتلقى تهانيه.", "diplomacy.meeting"),
        ("تكليف رؤساء مراكز جدد في القريات.", "politics.appointment"),
        ("هولاند: سنقف بحزم مع دول الساحل.", "statement.promise"),
        ("المعارك تتجدد غرب بنغازي.", "conflict.clash"),
        ("استشهاد الأردني ماجد الرواشدة في الحد الجنوبي.", "harm.casualties"),
        ("«داعش» يصلب تسعة أشخاص بتهمة الردة.", "conflict.attack"),
        ("منحت وزارة الاتصالات شركة جديدة رخصة لتشغيل الهاتف الجوال.", "politics.decision"),
        ("سفارة ليبيا في فاليتا توقف تأشيرات الدخول.", "politics.decision"),
        ("طردت السلطات الكويتية سياحا أجانب.", "harm.displacement"),
        ("رئيس وزراء ماليزيا يغادر الدوحة.", "diplomacy.meeting"),
        ("انطلاق أعمال اجتماع وزراء خارجية الساحل في نيامي.", "diplomacy.meeting"),
        ("تشكيل لجنة وزارية لكشف ملابسات انقطاع المياه.", "law.proceedings"),
        ("الرئاسة الفرنسية تصف الحركة بأنها منظمة إرهابية.", "statement.condemn"),
        ("قلق أممي حيال المعارك في طرابلس.", "statement.warn"),
        ("النيجر تسمح بضربات فرنسية من أراضيها.", "politics.decision"),
        ("مالي: إنقاذ ستة رهائن من فندق في باماكو.", "law.release"),
        ("عشائر ديالى تطالب بالسلاح.", "statement.demand"),
        ("الشرطة تعثر على 40 سلاحا ناريا في مرآب بالزرقاء.", "law.seizure"),
        ("وزير الدفاع الهندي يصل مسقط لبحث الملاحة.", "diplomacy.meeting"),
        ("المقاومة تشدد الخناق على المتمردين في الضالع.", "territory.siege"),
        ("القصاص بحق قاتل في عرعر.", "law.execution"),
        ("روسيا تزج بدفعة جديدة من المقاتلين في سوريا.", "conflict.deployment"),
        ("وزارة العمل: لا صحة لوقف التأشيرات.", "statement.deny"),
        ("وفاة مارلو أشهر روائيي بريطانيا.", "life.death"),
        ("هولندا: اتهام تسعة أشخاص بقرصنة البطاقات.", "law.proceedings"),
        ("المتمردون يسحبون قياداتهم إلى صعدة.", "territory.withdrawal"),
        ("استياء الحكومة البلجيكية من تسريب الوثائق.", "statement.condemn"),
    ],
)
def test_what_authorities_do_in_other_words(extractor: Extractor, text: str, expected: str) -> None:
    assert expected in types(told(extractor, text))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("طوق الفصيلان خلافاتهما في ريف إدلب بعد وساطة.", "territory.siege"),
        ("واسى المحافظ مواطنا فقد أسرته في حريق.", "conflict.abduction"),
        ("استقبل الأمير سفير تركيا بحضور مدير المراسم بالإنابة.", "politics.appointment"),
        ("حققت المقاومة نصرا كبيرا بسيطرتها على الوادي.", "law.proceedings"),
        ("ميركل تتناول العشاء مع أسرتها في فيينا.", "diplomacy.meeting"),
        ("زراعة عين آلية تعيد البصر إلى مدير متقاعد.", "politics.appointment"),
        ("أردت أن أكون طبيبا، قال الرئيس الكيني في نيروبي.", "conflict.attack"),
        ("تتقدم الوزيرة في مسابقة زعامة الحزب بين قوات اليمين.", "territory.advance"),
        ("استشهاد ضابط قطري من المشاركين بعملية حفظ السلام.", "conflict.assault"),
        ("يحذر خبراء من انهيار الوضع الأمني في كيدال.", "accident.other"),
        ("يدعو التعليم 90 مرشحا لتسجيل موعد المقابلة.", "statement.demand"),
        ("عاشت المدينة تظاهرة اجتماعية في ليلة العيد.", "protest.demonstration"),
        ("أوقع الجيش خسائر كبيرة بالمتمردين.", "law.arrest"),
    ],
)
def test_other_senses_of_the_words_of_authorities(extractor: Extractor, text: str, wrong: str) -> None:
    assert wrong not in types(told(extractor, text))


def test_the_dead_of_a_headline_are_not_those_who_were_held(extractor: Extractor) -> None:
    text = "لقي شخصان مصرعهما اختناقا داخل خزان. وأبلغ الدفاع المدني عن احتجاز شخصين داخل خزان في الطفيلة."
    lead = next(m for m in told(extractor, text, "مصرع شخصين داخل خزان في الطفيلة") if m.lead)

    assert lead.type in ("harm.casualties", "accident.other")


def test_the_noun_of_a_headline_leads_though_another_noun_carries_it(extractor: Extractor) -> None:
    text = "أشاد محافظ إربد بجهود الشرطة، وقال إن العصابة من تسعة أشخاص."
    lead = next(m for m in told(extractor, text, "تفاصيل الإطاحة بعصابة في إربد") if m.lead)

    assert (lead.type, lead.trigger.field) == ("law.arrest", "title")


def test_a_missile_is_no_aircraft(extractor: Extractor) -> None:
    text = "قتل سبعة في سقوط صاروخ على سوق في مدينة حلب في شمال سوريا. وقال متحدث أميركي إن قياديا قتل في ضربة جوية في سوريا."
    found = told(extractor, text, "قتلى وجرحى في سقوط صاروخ على إدلب")

    assert next(m.type for m in found if m.lead) == "conflict.shelling"
