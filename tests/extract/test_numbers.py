"""Numbers: digits, words, duals, ranges, bounds, and what only looks like a number."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.number_words import number_at, parse_digits
from extract.numbers import Number, find_numbers
from extract.tokens import Analysis, read


def numbers(text: str) -> list[Number]:
    return [n for n in find_numbers(read(text, "text")) if not n.ordinal]


def counted(text: str) -> list[str | None]:
    doc = read(text, "text")
    return [doc.tokens[n.counted].text if n.counted is not None else None for n in find_numbers(doc)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # digits
        ("7 جنود", 7),
        ("٢٣ جنديا", 23),
        ("۱۲ جنديا", 12),
        ("1.200 شخص", 1200),
        ("1,500 شخص", 1500),
        ("١٬٥٠٠ شخص", 1500),
        ("12.345.678 نسمة", 12345678),
        ("1,234.5 طن", 1234.5),
        ("10،5 في المئة", 10.5),
        ("3.5 درجات", 3.5),
        ("٣٫٥ درجة", 3.5),
        ("0.125 غرام", 0.125),
        ("5.125%", 5.125),
        ("150 ألف شخص", 150_000),
        ("3.5 مليون شخص", 3_500_000),
        ("1,5 مليار دولار", 1.5e9),
        ("3 آلاف و200 لاجئ", 3200),
        # units and their polarity
        ("ثلاث نساء", 3),
        ("ثلاثة رجال", 3),
        ("ثماني ساعات", 8),
        ("عشر قرى", 10),
        ("عشرة منازل", 10),
        ("وستة آخرون", 6),
        ("بسبعة صواريخ", 7),
        ("الجنود الثلاثة", 3),
        # teens
        ("أحد عشر جنديا", 11),
        ("إحدى عشرة قرية", 11),
        ("اثنا عشر طالبا", 12),
        ("اثنتي عشرة طالبة", 12),
        ("ثلاث عشرة امرأة", 13),
        ("خمسة عشر طفلا", 15),
        ("تسعة عشر", 19),
        # tens and compounds
        ("عشرون جنديا", 20),
        ("تسعين جنديا", 90),
        ("خمسة وعشرون جنديا", 25),
        ("إحدى وأربعين امرأة", 41),
        ("ثمان وثمانون", 88),
        # hundreds
        ("مئة جندي", 100),
        ("مائة جندي", 100),
        ("مئتي دبابة", 200),
        ("مائتان", 200),
        ("ثلاثمئة رجل", 300),
        ("خمس مئة رجل", 500),
        ("تسعمائة وتسعة وتسعين رجلا", 999),
        ("مئة وخمسون جنديا", 150),
        ("مئة وثلاثة جنود", 103),
        # thousands and more
        ("ألف جندي", 1000),
        ("ألفا جندي", 2000),
        ("ألفي جندي", 2000),
        ("ثلاثة آلاف جندي", 3000),
        ("خمسون ألفا", 50_000),
        ("مئة وخمسون ألف نازح", 150_000),
        ("مئتي ألف نازح", 200_000),
        ("عشرون ألفا وثلاثمئة وخمسة", 20_305),
        ("ألف ومئتين", 1200),
        ("مليون شخص", 1e6),
        ("مليونا شخص", 2e6),
        ("مليوني شخص", 2e6),
        ("مليون ونصف", 1.5e6),
        ("مليون ونصف المليون نازح", 1.5e6),
        ("ثلاثة ملايين وخمسمئة ألف دولار", 3.5e6),
        ("نصف مليون نازح", 5e5),
        ("ربع مليون نازح", 2.5e5),
        ("ملياري دولار", 2e9),
        ("عشرة مليارات دولار", 1e10),
        ("سبعة بلايين", 7e9),
        # duals
        ("جنديان", 2),
        ("طائرتين", 2),
        ("قذيفتي هاون", 2),
        ("طفلين اثنين", 2),
        # about
        ("نحو 55 مسلحا", 55),
        ("حوالي مئة ألف", 100_000),
        ("زهاء أربعين", 40),
        ("ما يقارب 30 منزلا", 30),
    ],
)
def test_value(text: str, value: float) -> None:
    assert [n.value for n in numbers(text)] == [value]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("ما لا يقل عن 28 قتيلا", 28, None),
        ("ما لايقل عن 28 قتيلا", 28, None),
        ("أكثر من مئة جريح", 100, None),
        ("وأكثر من 100 جريح", 100, None),
        ("يزيد على 40 ألفا", 40_000, None),
        ("24 شخصا على الأقل", 24, None),
        ("أقل من عشرين", None, 20),
        ("ما يصل إلى 70 شخصا", None, 70),
        ("عشرة أشخاص على الأكثر", None, 10),
        ("بين 10 و15 شخصا", 10, 15),
        ("بين عشرة وعشرين شخصا", 10, 20),
        ("10-15 شخصا", 10, 15),
        ("10 إلى 15 شخصا", 10, 15),
        ("من 10 إلى 15 ألف مقاتل", 10_000, 15_000),
        ("خمسة أو ستة أشخاص", 5, 6),
        ("عشرات القتلى", 20, None),
        ("المئات من النازحين", 200, None),
        ("آلاف النازحين", 2000, None),
        ("مئات الآلاف من النازحين", 100_000, None),
    ],
)
def test_bounds(text: str, low: float | None, high: float | None) -> None:
    assert [(n.value, n.min, n.max) for n in numbers(text)] == [(None, low, high)]


def test_a_change_is_two_numbers() -> None:
    assert [n.value for n in numbers("ارتفع العدد من 13 إلى 38 قتيلا")] == [13, 38]


def test_vague_and_about_are_approximate() -> None:
    assert [n.approximate for n in numbers("عشرات القتلى ونحو خمسين جريحا و12 مفقودا")] == [True, True, False]


@pytest.mark.parametrize(
    "text",
    [
        "في عام 2014",
        "القرار 2254",
        "الرحلة رقم 301",
        "في 14 يوليو 2019",
        "في 3/11/2017",
        "عند 14:30",
        "هاتف 920-000-555",
        "2014-2015",
        "وصل المسلحين",
        "يوم الاثنين",
        "وفاة الرجل",
        "",
    ],
)
def test_no_number(text: str) -> None:
    assert numbers(text) == []


def test_ordinals_are_marked() -> None:
    found = find_numbers(read("الجندي الثاني والفرقة الحادية والعشرين", "text"))
    assert [(n.value, n.ordinal) for n in found] == [(2, True), (21, True)]


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("قتل 5 جنود", "جنود"),
        ("أربعة من عناصر الشرطة", "عناصر"),
        ("الجنود الثلاثة عادوا", "عادوا"),
        ("أصيب 24 في الهجوم", None),
        ("3 من عائلة واحدة", None),
        ("مقتل 3 وإصابة آخر", None),
        ("8 وفيات", "وفيات"),
        ("جنديان", "جنديان"),
    ],
)
def test_counted_noun(text: str, noun: str | None) -> None:
    assert counted(text)[0] == noun


def test_a_dual_that_only_morphology_knows() -> None:
    doc = read("سقط نيزكان", "text")
    assert find_numbers(doc) == []
    doc.tokens[1].read_as((Analysis("نيزك", "noun", num="d"),))
    assert [n.value for n in find_numbers(doc)] == [2]


def test_digits_of_a_token() -> None:
    assert parse_digits("10-15") == (10, 15)
    assert parse_digits("1.200") == (1200, 1200)
    assert parse_digits("1.200", decimal=True) == (1.2, 1.2)
    assert parse_digits("14:30") is None
    assert parse_digits("9" * 40) is None


def test_number_at_a_place() -> None:
    tokens = read("قبل ثلاثة آلاف عام", "text").tokens
    assert number_at(tokens, 1) == (3000, 2)
    assert number_at(tokens, 0) is None


@pytest.mark.parametrize("value", [*range(1, 130), 200, 211, 345, 999, 1001, 2002, 12_012, 50_500, 100_001, 345_678])
def test_every_number_that_can_be_said(value: int) -> None:
    assert [n.value for n in numbers(say(value))] == [value]


ONES = " واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة".split(" ")
TENS = "عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون".split()


def say(value: int) -> str:
    """A number in words, masculine nominative."""
    if value >= 1000:
        thousands, rest = divmod(value, 1000)
        head = {1: "ألف", 2: "ألفان"}.get(thousands) or say(thousands) + (" آلاف" if thousands <= 10 else " ألف")
        return head + (" و" + say(rest) if rest else "")
    if value >= 100:
        hundreds, rest = divmod(value, 100)
        head = {1: "مئة", 2: "مئتان", 8: "ثمانمئة"}.get(hundreds) or ONES[hundreds].rstrip("ة") + "مئة"
        return head + (" و" + say(rest) if rest else "")
    if value >= 20:
        tens, one = divmod(value, 10)
        return (ONES[one] + " و" if one else "") + TENS[tens - 2]
    if value > 10:
        return {11: "أحد", 12: "اثنا"}.get(value, ONES[value - 10]) + " عشر"
    return ONES[value]


WORDS = st.sampled_from(
    "ثلاثة وعشرون عشر مئة ألف ألفا آلاف مليون ونصف نصف و 12 1.5 10-15 3/4 99:99 بين إلى من ما لا يقل عن نحو على الأقل "
    "جنديان جنود أول الثاني الحادي والعشرين ال ( ) % . عشرات الآلاف أحد اثنين".split()
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=30).map(" ".join)))
def test_any_text_gives_numbers_inside_it(text: str) -> None:
    doc = read(text, "text")
    end = -1
    for n in find_numbers(doc):
        assert end < n.first <= n.last < len(doc.tokens)
        assert n.value is not None or n.min is not None or n.max is not None
        assert n.counted is None or 0 <= n.counted < len(doc.tokens)
        end = n.last


@pytest.mark.parametrize("word", ["ألف ", "مئة ومليون ", "12 إلى ", "وثلاثة ", "أكثر من "])
def test_linear(word: str) -> None:
    def took(n: int) -> float:
        doc = read(word * n, "text")
        before = process_time()
        find_numbers(doc)
        return process_time() - before

    took(200)
    few, many = (min(took(n) for _ in range(3)) for n in (1000, 8000))
    assert many < 32 * max(few, 0.002)  # eight times the text; the square would be 64
