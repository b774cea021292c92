"""Who is counted as dead, wounded or taken, and who is not. Each text was written for this file."""

from __future__ import annotations

import pytest

from extract.numbers import find_numbers
from extract.pipeline import Extractor
from extract.quantities import find_quantities
from extract.tokens import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # one repeated behind its adjective
        ("قتل سبعة مدنيين وشرطيا كينيا واحدا في الهجوم", {"killed": [8]}),
        # the known dead, their number before the clause that tells what became of them; not those who killed
        ("حدادا على الركاب الـ44 الذين قضوا في التحطم", {"killed": [44]}),
        ("محاكمة العمال الـ20 الذين قتلوا السائق", {"people": [20]}),
        # digits and their scale apart
        ("غارات تقتل أكثر من «4» آلاف مسلح", {"killed": [4000]}),
        ("مقتل (7) أشخاص في حريق", {"killed": [7]}),
        ("حطام الرحلة «كي 512» المفقودة", {}),
        # a family
        ("وفاة أب وأم في حادث سير", {"killed": [2]}),
        ("قتل هو وزوجته في غارة على بيتهما", {"killed": [2]}),
        ("قتل زوجته وأبنائه الثلاثة", {"killed": [4]}),
        ("أقدم على قتل والديه وشقيقته", {"killed": [3]}),
        ("توفيت معلمة (35 عاما) وطفلتاها في حادث", {"killed": [3], "age": [35]}),
        ("توفي رجل يبلغ من العمر 40 عاما وزوجته في حادث", {"killed": [2], "age": [40]}),
        # one with others
        ("إن قياديا في التنظيم قتل مع ثلاثة مسلحين في الغارة", {"killed": [4]}),
        # both together, and a bound that begins well before its noun
        ("ارتفاع الحصيلة إلى نحو 300 قتيل وجريح", {"casualties": [300]}),
        ("أوقع ما لا يقل عن خمسة وثلاثين قتيلا", {"killed": [35]}),
        ("ضبطت الشرطة عند المعبر 14 متسللا", {"arrested": [14]}),
        ("رصد 1533 مخالفة خلال الشهر", {}),
        # nobody in particular, no people, no plural noun that looks like a feminine
        ("قالت الشركة إنها لم تبلغ بأي إصابة سوى ما عرضه الخبيران", {}),
        ("إن الصيادين قتلوا نحو 250 دلفينا", {"animals": [250]}),
        ("توقيف عناصر مشتبه في ضلوعهم في التفجيرات", {}),
        # a wound and what it took
        ("أدى الهجوم إلى إصابته بجرح عميق في الرأس استلزم 30 غرزة", {"injured": [1]}),
        ("إصابة أكثر من 40 عاملا", {"injured": [40]}),
        # a case that died, beside others
        ("أربع إصابات بالفيروس بينها حالة توفيت وحالتان في العناية", {"cases": [4, 2], "killed": [1]}),
        ("إيقاف سبعة مهربين عند المعبر", {"arrested": [7]}),
        ("إن 90 شخصا بينهم ستة أجانب اعتقلوا خلال الحملة", {"arrested": [90]}),
        ("تصفية آخر جيوب المتمردين في المدينة", {}),
        ("مقتل آخر في انفجار قرب السوق", {"killed": [1]}),
        # only threatened
        ("هدد التنظيم بقتل رئيس البلدية", {}),
        # rescued, slaughtered, so many a year
        ("إنقاذ 9 غرقى قبالة الشاطئ", {"rescued": [9]}),
        ("إعدام 11 رأسا من الأغنام", {"animals": [11]}),
        ("تؤدي هذه الأمراض إلى وفاة 3000 شخص كل عام", {}),
    ],
)
def test_who_is_counted(extractor: Extractor, text: str, expected: dict[str, list[float]]) -> None:
    doc = read(text, "text", extractor.morphology.analyse)
    found: dict[str, list[float | None]] = {}
    for q in find_quantities(doc, find_numbers(doc)):
        if not q.part:
            found.setdefault(q.kind, []).append(q.value if q.value is not None else q.min)
    assert found == expected
