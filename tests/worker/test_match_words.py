"""Words, spellings and blocks of matching."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.worker.builders import NOON, a_mention, a_quantity, a_span, an_actor, an_item
from worker.matching import blocks
from worker.matching.skeleton import skeleton
from worker.matching.sketch import dump, load, sketch
from worker.matching.words import Rarity, codes, light_stem

FRESH = Rarity()


@pytest.mark.parametrize(
    ("one", "other"),
    [("سروج", "سوروج"), ("فيرغسون", "فيرجسون"), ("إدلب", "ادلب"), ("غازي عنتاب", "غازي عينتاب"), ("«العند»", "العند")],
)
def test_spellings_of_one_name_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("حلب", "حماة"), ("سروج", "سرمدا"), ("بغداد", "بغلان")])
def test_other_names_have_another(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize(
    ("word", "stem"), [("والمدينه", "مدين"), ("للجنود", "جنود"), ("في", ""), ("المسلحون", "مسلح"), ("بالقصف", "قصف")]
)
def test_light_stems(word: str, stem: str) -> None:
    assert light_stem(word) == stem


def test_numbers_are_no_words_but_names_with_digits_are() -> None:
    assert codes("قتل 12 جنديا") == codes("قتل 40 جنديا")
    assert codes("الرحلة MH370") != codes("الرحلة MH17")


def test_marks_and_spelling_make_no_difference() -> None:
    assert codes("الـمُـديـنـة إلى أربيل") == codes("المدينه الى اربيل")


def test_the_rarest_come_first_and_the_common_not_at_all() -> None:
    rarity = Rarity({"aaaa": 900, "bbbb": 3, "cccc": 1}, 1000)
    assert rarity.rarest(("aaaa", "bbbb", "cccc", "dddd"), 3) == ("dddd", "cccc", "bbbb")
    assert rarity.weight("dddd") > rarity.weight("bbbb") > rarity.weight("aaaa") > 0


def test_a_sketch_survives_redis() -> None:
    item = an_item(
        "one", text="دخل الجيش القرية ظهرا وأقام حواجز على مدخلها الشمالي وفتش بيوتا ومزارع قرب النهر ثم انسحب"
    )
    more = {"targets": (an_actor("", "مخفر", span=a_span("مخفر")),), "quantities": (a_quantity("cases", 0),)}
    told = sketch(a_mention(item, **more), item, FRESH, ("afp",))
    assert told.cases == 0
    assert told.struck
    kept = load(dump(told))
    assert kept == load(dump(kept))
    assert (kept.body, kept.struck, kept.cases) == (told.body, told.struck, told.cases)
    assert (kept.words, kept.spots, kept.hour, kept.origins) == (told.words, told.spots, told.hour, ("afp",))


@pytest.mark.parametrize("hours", [0, 20, 48, 71])
def test_a_report_within_three_days_is_seen_from_both_sides(hours: int) -> None:
    items = [an_item("one"), an_item("two", published=NOON + timedelta(hours=hours))]
    first, second = (sketch(a_mention(item), item, FRESH) for item in items)
    assert set(blocks.joined(first, FRESH)) & set(blocks.looked_up(second, FRESH))
    assert set(blocks.joined(second, FRESH)) & set(blocks.looked_up(first, FRESH))
