"""Cleaning keeps the way back; tokens keep numbers, dates and abbreviations whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.clean import clean, fold
from extract.tokens import MAX_SENTENCE, read

SPOKEN = "وقُتِل ٢٣ شخصاً ـ بحسب «أ.ف.ب» ـ في ٣/١١/٢٠١٩."


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("مُحَمَّد", "محمد"),
        ("الـــعراق", "العراق"),
        ("\u200fالجيش\u200e", "الجيش"),
        ("پاكستان", "باكستان"),
        ("ﻻجئون", "لاجئون"),
        ("عدد\u00a05", "عدد 5"),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw).text == cleaned


def test_offsets_lead_back_to_the_delivered_spelling() -> None:
    doc = read(SPOKEN, "text")
    spans = [doc.span(t.i, t.i).text for t in doc.tokens]
    assert spans[:3] == ["وقُتِل", "٢٣", "شخصاً"]
    for token in doc.tokens:
        span = doc.span(token.i, token.i)
        assert SPOKEN[span.start : span.end] == span.text


def test_numbers_dates_and_abbreviations_stay_whole() -> None:
    tokens = [t.text for t in read("قال لـ أ.ف.ب إن 1,500 شخص نزحوا في 2017-11-03 عند 14:30، أي 10،5%.", "text").tokens]
    assert {"أ.ف.ب", "1,500", "2017-11-03", "14:30", "10،5"} <= set(tokens)


def test_a_point_without_a_space_ends_a_sentence() -> None:
    doc = read("قصفوا قرى المنطقة.وقال د.محمد لوكالة أ.ف.ب إن عشرة أصيبوا.", "text")

    assert [t.text for t in doc.sentence(0)] == ["قصفوا", "قرى", "المنطقة", "."]
    assert [t.text for t in doc.sentence(1)][:5] == ["وقال", "د.محمد", "لوكالة", "أ.ف.ب", "إن"]


def test_damma_is_remembered() -> None:
    assert [t.damma for t in read("قُتل جندي وقتل آخر", "text").tokens] == [True, False, False, False]


def test_quotes_are_marked_when_they_close() -> None:
    tokens = read("وصفها بأنها «تحرير» للمدينة وقال «ما لم يغلق", "text").tokens
    assert [t.text for t in tokens if t.quoted] == ["تحرير"]


def test_sentences() -> None:
    doc = read("انتهى القتال. بدأ الهدوء؟ نعم\nخبر آخر 3.5 كلم", "text")
    assert len(doc.sentences) == 4


def test_a_sentence_without_end_is_cut() -> None:
    doc = read("كلمة، " * 5 * MAX_SENTENCE, "text")
    assert max(last - first for first, last in doc.sentences) <= 2 * MAX_SENTENCE + 1


@given(st.text(max_size=400))
def test_any_text_reads_and_every_offset_holds(raw: str) -> None:
    doc = read(raw, "text")
    assert doc.clean.raw == raw
    end = 0
    for token in doc.tokens:
        assert token.start >= end
        end = token.end
        span = doc.span(token.i, token.i)
        assert raw[span.start : span.end] == span.text


def test_fold() -> None:
    assert fold(" الأُولى ") == fold("الاولي")
