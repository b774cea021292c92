"""Quantities: what became of the counted, and what is no casualty."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.numbers import find_numbers
from extract.pipeline import Extractor
from extract.quantities import find_quantities
from extract.quantityfound import Found
from extract.tokens import read


def quantities(text: str) -> list[Found]:
    doc = read(text, "text")
    return find_quantities(doc, find_numbers(doc))


def told(text: str) -> dict[str, list[float | None]]:
    return by_kind(quantities(text))


def by_kind(quantities: list[Found]) -> dict[str, list[float | None]]:
    """Values (or lower bounds) by kind, parts left out."""
    kinds: dict[str, list[float | None]] = {}
    for found in quantities:
        if not found.part:
            kinds.setdefault(found.kind, []).append(found.value if found.value is not None else found.min)
    return kinds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # verbs, both voices, both orders
        ("قتل الجيش خمسة مسلحين قرب النهر", {"killed": [5]}),
        ("قتل خمسة جنود في كمين", {"killed": [5]}),
        ("قتلت القوات في ريف المحافظة سبعة مسلحين", {"killed": [7]}),
        ("قال الناطق إن 24 شخصا على الأقل قتلوا وأصيب 55 آخرون", {"killed": [24], "injured": [55]}),
        ("أكد المصدر أن اثنين من أفراد الدورية قتلا", {"killed": [2]}),
        ("صاعقة تقتل أربعة أطفال", {"killed": [4]}),
        ("استشهد ثلاثة شبان برصاص القوات", {"killed": [3]}),
        ("توفي تسعة أشخاص غرقا", {"killed": [9]}),
        ("لقي أربعة أشخاص من عائلة واحدة مصرعهم", {"killed": [4]}),
        ("لقي الوفد ثلاثة وزراء في المطار", {"people": [3]}),
        ("أودى الانهيار بحياة 32 شخصا", {"killed": [32]}),
        ("راح ضحيتها 16 عاملا", {"killed": [16]}),
        ("أصيب ستة جنود بجروح", {"injured": [6]}),
        ("جرح أربعة من رجال الإطفاء", {"injured": [4]}),
        # victims before a verb that takes them up; one by whose death it is; so many a day are no toll
        ("ثمانون شخصا أعدمتهم السلطات هذا العام", {"killed": [80]}),
        ("عشرة بحارة خطفهم قراصنة قبالة الساحل", {"kidnapped": [10]}),
        ("ردت الشرطة على النار ما أدى إلى مقتله", {"killed": [1]}),
        ("تقتل الحوادث سبعة أشخاص يوميا في البلاد", {}),
        # verbal nouns
        ("مقتل ثلاثة مدنيين وإصابة سبعة في غارة", {"killed": [3], "injured": [7]}),
        ("مصرع 12 في حادث سير", {"killed": [12]}),
        ("وفاة 4 وإصابة 3 من أسرة واحدة", {"killed": [4], "injured": [3]}),
        ("أسفر القصف عن استشهاد ستة فلسطينيين", {"killed": [6]}),
        ("إصابة سبعة آخرين بجروح", {"injured": [7]}),
        ("فقدان عشرين بحارا في العاصفة", {"missing": [20]}),
        ("أجبرت المياه 25 ألف شخص على مغادرة منازلهم", {"displaced": [25_000]}),
        ("قتل مسلحون أربعة حراس وأصابوا ثلاثة آخرين", {"killed": [4], "injured": [3]}),
        ("اعتقال 30 ناشطا", {"arrested": [30]}),
        ("اعتقلت الشرطة 11 متهما", {"arrested": [11]}),
        ("خطف خمسة سائقين على الطريق", {"kidnapped": [5]}),
        ("الإفراج عن 40 معتقلا", {"released": [40]}),
        ("إنقاذ 15 مهاجرا قبالة الساحل", {"rescued": [15]}),
        ("نزوح 20 ألف شخص", {"displaced": [20_000]}),
        # the noun alone
        ("أسفر الهجوم عن 12 قتيلا و30 جريحا", {"killed": [12], "injured": [30]}),
        ("سقط 28 شخصا بين قتيل وجريح", {"casualties": [28]}),
        ("تسجيل 8 وفيات جديدة", {"killed": [8]}),
        ("تسجيل 8 وفيات وإصابات في الحادث", {"casualties": [8]}),
        ("وفاة وإصابة 7 في الحادث", {"casualties": [7]}),
        ("تسجيل 4 حالات إصابة جديدة بالفيروس و77 حالة وفاة", {"cases": [4], "killed": [77]}),
        ("العثور على جثة في النهر", {"killed": [1]}),
        ("بلغ الإجمالي 1054 حالة توفي منها 465 شخصا", {"cases": [1054], "killed": [465]}),
        ("أوضح أن تسعة أشخاص بينهم أربع نساء وطفل توفوا", {"killed": [9]}),
        ("مقتل ثلاثة وإصابة آخر", {"killed": [3], "injured": [1]}),
        ("توفي شابان وأصيب ثالث", {"killed": [2], "injured": [1]}),
        ("وبات 40 صيادا في عداد المفقودين", {"missing": [40]}),
        ("فقد وقع حادث لأربعة أشخاص", {"people": [4]}),
        # one, two, some
        ("مقتل جندي في كمين", {"killed": [1]}),
        ("استشهاد شاب وإصابة طفل", {"killed": [1], "injured": [1]}),
        ("مصرع السائق في الحادث", {"killed": [1]}),
        ("أصيب الرجل ومقتل زوجته", {"injured": [1], "killed": [1]}),
        ("أعلن الجيش أن جنديا قتل", {"killed": [1]}),
        ("مقتل أحد الحراس", {"killed": [1]}),
        ("مقتل جنديين وإصابة شرطيتين", {"killed": [2], "injured": [2]}),
        ("قتل ضابطا شرطة في هجوم", {"killed": [2]}),
        ("مقتل مدنيين في القصف", {}),
        ("مقتل جندي واحد", {"killed": [1]}),
        ("مقتل أربعة أطفال من عائلة واحدة", {"killed": [4]}),
        ("تسجيل وفاة واحدة", {"killed": [1]}),
        ("أدان مقتل سوريا الاقتصادي", {}),
        ("قتل مسلح ثلاثة جنود", {"killed": [3]}),
        ("قتل مسلح شرطيا", {"killed": [1]}),
        # several victims of one word
        ("مقتل ثلاث عشرة امرأة وخمسة عشر طفلا", {"killed": [28]}),
        ("قتل ضابط وثلاثة جنود أمس", {"killed": [4]}),
        ("المعركة أسفرت عن مقتل 20 متمردا وأربعة جنود", {"killed": [24]}),
        ("قالت المصادر إن جنديين تركيين وحارسا قتلوا", {"killed": [3]}),
        # tallies
        ("بلغ عدد القتلى في الهجوم على القافلة 19 شخصا", {"killed": [19]}),
        ("ارتفع عدد الوفيات جراء السيول في اللجنة الوطنية للحالات الطارئة إلى 18", {"killed": [18]}),
        ("ارتفاع عدد الذين توفوا إلى 64", {"killed": [64]}),
        ("ارتفع عدد القتلى والجرحى إلى 30", {"casualties": [30]}),
        ("ارتفعت الحصيلة إلى 66 قتيلا وجريحا", {"casualties": [66]}),
        ("كانت حصيلة سابقة أشارت إلى سقوط تسعة قتلى", {}),
        ("حصدت السيول أرواح 17 شخصا", {"killed": [17]}),
        ("ارتفعت حصيلة القتلى من 13 إلى 38", {"killed": [38]}),
        ("ارتفاع عدد المصابين إلى 90", {"injured": [90]}),
        ("بلغ عدد الضحايا 51 شخصا", {"killed": [51]}),
        ("حصيلة الوفيات في العاصفة ارتفعت إلى 92 شخصا", {"killed": [92]}),
        # nobody
        ("سقطت القذيفة دون وقوع إصابات", {"injured": [0]}),
        ("اندلع الحريق ولم يسفر عن ضحايا", {"killed": [0], "injured": [0]}),
        ("لا قتلى في الانفجار", {"killed": [0]}),
        # never casualties
        ("على بعد 120 كلم شمال العاصمة قتل سبعة", {"distance_km": [120], "killed": [7]}),
        ("قتل شاب يبلغ من العمر 23 عاما", {"killed": [1], "age": [23]}),
        ("قتل بعد 12 ساعة من الحصار", {"duration": [12]}),
        ("أصيب المشروع بخسائر بلغت 5 ملايين دولار", {"money": [5e6]}),
        ("فاز بنسبة 40% من 300 صوت", {"percent": [40]}),
        ("نسبة 12 في المئة", {"percent": [12]}),
        ("زلزال بقوة 6.2 درجات", {"magnitude": [6.2]}),
        ("سيطر على 50 كيلومترا مربعا", {"area": [50]}),
        ("قافلة تحمل 300 طن من الدقيق", {"tonnes": [300]}),
        ("السجن 15 عاما", {"duration": [15]}),
        # other nouns
        ("شن الطيران 23 غارة ودمر 5 دبابات", {"strikes": [23], "vehicles": [5]}),
        ("أسقط طائرتين وأطلق 3 صواريخ", {"aircraft": [2], "missiles": [3]}),
        ("يضم التنظيم 1500 مقاتل", {"fighters": [1500]}),
        ("دمر القصف عشرة منازل", {"houses": [10]}),
        ("استعاد الجيش ست قرى", {"places": [6]}),
        ("محاكمة 29 متهما", {"accused": [29]}),
        ("", {}),
    ],
)
def test_kinds(text: str, expected: dict[str, list[float]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # lists: those of a body, of a family, one more, what stands beside a list
        ("مقتل قيادي في الحركة وثلاثة من مساعديه", {"killed": [4]}),
        ("قتل رجل وزوجته وثلاثة من أبنائهما", {"killed": [5]}),
        ("قتل شرطي وآخر من الحرس في كمين", {"killed": [2]}),
        ("قتل سبعة مدنيين، فضلا عن ثلاثة مسلحين، في المدينة", {"killed": [10]}),
        ("إصابة 43 من رجال القبائل و7 من عناصر الشرطة", {"injured": [50]}),
        ("قال إن 12 مدنيا على الأقل وجنديا واحدا قتلوا", {"killed": [13]}),
        ("راح ضحيتها ثلاثة أشخاص شقيقه وابن عمه", {"killed": [3]}),
        ("مقتل الأب والأم في الحادث", {"killed": [2]}),
        ("مقتل انتحاري وثلاثة حراس", {"killed": [3]}),
        # one who is named, known, or told by an adjective; not who is only threatened
        ("مقتل القيادي الميداني ناصر وستة آخرين", {"killed": [7]}),
        ("أعلن أن زعيم الجماعة ناصر الحمدان قتل في غارة", {"killed": [1]}),
        ("قتل بريطاني في الانهيار", {"killed": [1]}),
        ("مقتل نائب المحافظ وسائقه", {"killed": [2]}),
        ("أوقف رجل هدد بقتل السفير", {"arrested": [1]}),
        ("أصيب مباشرة بعد وصوله", {}),
        # a deed in general has no victims
        ("حياة مليئة بالقتل عاشها نحو مليون مواطن", {"people": [1_000_000]}),
        # one case
        ("تسجيل حالة وفاة جديدة، إضافة لتسجيل حالة إصابة", {"killed": [1], "cases": [1]}),
        ("أعلنت الوزارة عن حالة وفاة واحدة وحالة شفاء واحدة", {"killed": [1]}),
        ("لم تسجل حالة إصابة جديدة", {}),
        # one number for two verbs; a thousand in the accusative
        ("حادث يصرع ويصيب 8 على الطريق", {"casualties": [8]}),
        ("قال إن شرطيا قتل وأصيب أربعة", {"killed": [1], "injured": [4]}),
        ("حصيلة القتلى بلغت ألفا", {"killed": [1000]}),
        ("قتل ألفا شخص في الزلزال", {"killed": [2000]}),
        ("توفي شابان بعد إصابتهما بحروق", {"killed": [2]}),
        # one dead or wounded that no number counts
        ("سقوط قتيل وستة جرحى في الاشتباك", {"killed": [1], "injured": [6]}),
        ("قتيل وجريح في انهيار سقف", {"killed": [1], "injured": [1]}),
        ("زار والد شهيد المدرسة", {}),
        ("قتل تسعة وفقد 21 آخرون", {"killed": [9], "missing": [21]}),
    ],
)
def test_people_by_their_words(extractor: Extractor, text: str, expected: dict[str, list[float]]) -> None:
    doc = read(text, "text", extractor.morphology.analyse)
    assert by_kind(find_quantities(doc, find_numbers(doc))) == expected


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("مقتل ما لا يقل عن 28 شخصا", 28, None),
        ("مقتل أكثر من مئة", 100, None),
        ("إصابة ما بين 15 و20 شخصا", 15, 20),
        ("مقتل عشرات المدنيين", 20, None),
        ("قتل 11 جنديا على الأقل", 11, None),
    ],
)
def test_bounds(text: str, low: float, high: float | None) -> None:
    assert [(f.value, f.min, f.max) for f in quantities(text)] == [(None, low, high)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("أصيب 23 شخصا بينهم 4 أطفال", [4]),
        ("مقتل 23 مدنيا، من بينهم طفلان وثلاث نساء", [2, 3]),
        ("اعتقال 9 أشخاص منهم امرأة", [1]),
        ("مقتل ثلاث نساء وخمسة أطفال", [3, 5]),
        ("مقتل خمسة جنود", []),
        ("ارتفع عدد القتلى إلى تسعة بعد وفاة جريحين", [2]),
        ("قتل عشرة أشخاص، وتوفي ثلاثة من المصابين في المستشفى", [3]),
    ],
)
def test_parts_belong_to_the_whole(text: str, parts: list[float]) -> None:
    found = quantities(text)
    assert [f.value for f in found if f.part] == parts
    assert len([f for f in found if not f.part]) == 1
    assert len({f.kind for f in found}) == 1


def test_tens_are_vague_and_about_fifty_is_not() -> None:
    found = quantities("مقتل عشرات الجنود وإصابة نحو خمسين")
    assert [(f.value, f.min, f.max, f.approximate) for f in found] == [(None, 20, None, True), (50, None, None, True)]


def test_whom_names_the_attacker() -> None:
    found = quantities("مقتل انتحاري وإصابة أربعة من عناصر الشرطة")
    assert [(f.kind, f.value, f.whom) for f in found] == [("killed", 1, "انتحاري"), ("injured", 4, "عناصر")]


def test_units() -> None:
    found = quantities("على بعد 500 متر، بكلفة 3 ملايين دولار و20 ريالا، أي 5 %")
    assert [(f.kind, f.value, f.unit) for f in found] == [
        ("distance_km", 0.5, "كلم"),
        ("money", 3e6, "دولار"),
        ("money", 20, "ريال"),
        ("percent", 5, "%"),
    ]


def test_the_word_that_gave_the_kind() -> None:
    doc = read("مقتل ثلاثة وإصابة 9 جنود", "text")
    found = find_quantities(doc, find_numbers(doc))
    assert [doc.tokens[f.cue].text for f in found if f.cue is not None] == ["مقتل", "وإصابة"]


WORDS = st.sampled_from(
    "قتل مقتل وإصابة أصيب قتلوا لقي مصرعهم ثلاثة 12 و وخمسة جنود جندي وجنديين شخصا بينهم منهم طفل دون وقوع إصابات حصيلة القتلى "
    "إلى بلغ بين قتيل وجريح كلم % بقوة 6.2 عاما العثور على جثة ضابطا شرطة زوجته في ، . ( ) أن لا ضحايا حالة وفاة عشرات".split()
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join)))
def test_any_text_gives_quantities_inside_it(text: str) -> None:
    doc = read(text, "text")
    for found in find_quantities(doc, find_numbers(doc)):
        assert 0 <= found.first <= found.last < len(doc.tokens)
        assert found.value is not None or found.min is not None or found.max is not None


@pytest.mark.parametrize(
    "word", ["قتل ", "مقتل جندي و", "12 شخصا ", "بينهم 3 ", "قتل مسلح ", "حصيلة القتلى ", "دون ", "3 قتلوا "]
)
def test_linear(word: str) -> None:
    def took(n: int) -> float:
        doc = read(word * n, "text")
        numbers = find_numbers(doc)
        before = process_time()
        find_quantities(doc, numbers)
        return process_time() - before

    took(200)
    few, many = (min(took(n) for _ in range(3)) for n in (1000, 8000))
    assert many < 32 * max(few, 0.002)  # eight times the text; the square would be 64
