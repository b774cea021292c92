"""Readings of words: inflection, clitics, spelling, ranking, unknown words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import bootstrap
from extract.database import Database
from extract.morphology import Morphology
from extract.reader import Reader, reduce
from extract.tokens import Analysis


@pytest.fixture(scope="module")
def morphology() -> Morphology:
    return Morphology.load({})


def _has(readings: tuple[Analysis, ...], lemma: str, **features: object) -> bool:
    return any(
        reading.lemma == lemma and all(getattr(reading, name) == value for name, value in features.items())
        for reading in readings
    )


# word, lemma, features that one reading must have
VERBS = [
    ("قال", "قال", {"asp": "p", "vox": "a", "gen": "m", "num": "s"}),
    ("وقالت", "قال", {"conj": "و", "asp": "p", "gen": "f", "num": "s"}),
    ("قالوا", "قال", {"asp": "p", "gen": "m", "num": "p"}),
    ("قلنا", "قال", {"asp": "p", "num": "p"}),
    ("قيل", "قال", {"asp": "p", "vox": "p"}),
    ("يقل", "قال", {"asp": "i", "vox": "a"}),
    ("يقال", "قال", {"asp": "i", "vox": "p"}),
    ("سيعيدون", "أعاد", {"prep": "س", "asp": "i", "gen": "m", "num": "p"}),
    ("أعادت", "أعاد", {"asp": "p", "gen": "f", "num": "s"}),
    ("أعيد", "أعاد", {"asp": "p", "vox": "p"}),
    ("يستعيدوا", "استعاد", {"asp": "i", "num": "p"}),
    ("استعيدت", "استعاد", {"asp": "p", "vox": "p", "gen": "f"}),
    ("تستعاد", "استعاد", {"asp": "i", "vox": "p", "gen": "f"}),
    ("استعدنا", "استعاد", {"asp": "p", "num": "p"}),
    ("اختير", "اختار", {"vox": "p"}),
    ("انحازت", "انحاز", {"vox": "a", "gen": "f"}),
    ("دعت", "دعا", {"asp": "p", "gen": "f"}),
    ("دعوا", "دعا", {"asp": "p", "num": "p"}),
    ("يدعون", "دعا", {"asp": "i", "num": "p"}),
    ("دعي", "دعا", {"vox": "p"}),
    ("نفت", "نفى", {"asp": "p", "gen": "f"}),
    ("نفاها", "نفى", {"enc": "ها", "asp": "p"}),
    ("ينف", "نفى", {"asp": "i"}),
    ("ألقوا", "ألقى", {"asp": "p", "num": "p"}),
    ("ألقي", "ألقى", {"vox": "p"}),
    ("يتبنون", "تبنى", {"asp": "i", "num": "p"}),
    ("تبنته", "تبنى", {"enc": "ه", "gen": "f"}),
    ("استولوا", "استولى", {"num": "p"}),
    ("لقيت", "لقي", {"gen": "f"}),
    ("لقوا", "لقي", {"num": "p"}),
    ("احتلته", "احتل", {"enc": "ه", "gen": "f"}),
    ("احتللنا", "احتل", {"num": "p"}),
    ("يستردون", "استرد", {"num": "p"}),
    ("يقع", "وقع", {"asp": "i"}),
    ("يوقع", "وقع", {"asp": "i"}),
    ("يصلوا", "وصل", {"num": "p"}),
    ("يؤخذ", "أخذ", {"vox": "p"}),
    ("سئل", "سأل", {"vox": "p"}),
    ("قرؤوا", "قرأ", {"num": "p"}),
    ("أنشئت", "أنشأ", {"vox": "p", "gen": "f"}),
    ("ينشئون", "أنشأ", {"num": "p"}),
    ("هنأه", "هنأ", {"enc": "ه"}),
    ("جئنا", "جاء", {"num": "p"}),
    ("جاؤوا", "جاء", {"num": "p"}),
    ("سيسيطران", "سيطر", {"prep": "س", "num": "d", "gen": "m"}),
    ("تظاهرتا", "تظاهر", {"num": "d", "gen": "f"}),
    ("تدهورت", "تدهور", {"gen": "f"}),
    ("هوجمت", "هاجم", {"vox": "p", "gen": "f"}),
    ("قتلوا", "قتل", {"vox": "u", "num": "p"}),
    ("وسيقتلونهم", "قتل", {"conj": "و", "prep": "س", "enc": "هم", "num": "p"}),
    ("رأوا", "رأى", {"num": "p"}),
    ("فر", "فر", {"asp": "p"}),
]
NOUNS = [
    ("وبالرئيس", "رئيس", {"conj": "و", "prep": "ب", "det": True, "ent": "official"}),
    ("رؤسائها", "رئيس", {"enc": "ها", "num": "p"}),
    ("رؤساؤها", "رئيس", {"enc": "ها", "num": "p"}),
    ("لوزيري", "وزير", {"prep": "ل", "num": "d"}),
    ("للجيش", "جيش", {"prep": "ل", "det": True, "ent": "armed"}),
    ("للجنة", "لجنة", {"prep": "ل", "det": True}),
    ("مدينتهم", "مدينة", {"enc": "هم", "gen": "f"}),
    ("مدينتين", "مدينة", {"num": "d"}),
    ("المسلحون", "مسلح", {"det": True, "num": "p", "form": "plural_sound"}),
    ("مسلحو", "مسلح", {"num": "p"}),
    ("مسلحيه", "مسلح", {"num": "p", "enc": "ه"}),
    ("هجماتها", "هجوم", {"num": "p", "enc": "ها"}),
    ("معاقله", "معقل", {"num": "p", "enc": "ه"}),
    ("شخصا", "شخص", {"form": "accusative", "num": "s"}),
    ("وزيرة", "وزير", {"gen": "f", "num": "s"}),
    ("قاض", "قاضي", {"num": "s"}),
    ("مستشفيين", "مستشفى", {"num": "d"}),
    ("مستشفاها", "مستشفى", {"enc": "ها"}),
    ("سيطرته", "سيطرة", {"form": "masdar", "enc": "ه"}),
    ("تبنيها", "تبني", {"form": "masdar", "enc": "ها"}),
    ("المعتقلين", "معتقل", {"det": True, "num": "p"}),
    ("العراقيون", "عراقي", {"pos": "adj", "num": "p"}),
    ("الثانية", "ثاني", {"pos": "adj", "ent": "ordinal", "gen": "f"}),
    ("كبرى", "أكبر", {"pos": "adj", "gen": "f"}),
    ("وبغداد", "بغداد", {"pos": "name", "conj": "و"}),
    ("للعراق", "العراق", {"pos": "name", "prep": "ل"}),
]
PARTICLES = [
    ("عليهم", "على", {"pos": "prep", "enc": "هم"}),
    ("إليها", "إلى", {"pos": "prep", "enc": "ها"}),
    ("به", "ب", {"pos": "prep", "enc": "ه"}),
    ("ولأنه", "لأن", {"pos": "conj", "conj": "و", "enc": "ه"}),
    ("أنني", "أن", {"pos": "conj", "enc": "ي"}),
    ("لهذه", "هذه", {"pos": "pron", "prep": "ل"}),
    ("للذين", "الذي", {"pos": "pron"}),
    ("ثلاثين", "ثلاثون", {"pos": "num"}),
    ("لم", "لم", {"pos": "part", "ent": "neg"}),
]


@pytest.mark.parametrize(("word", "lemma", "features"), VERBS, ids=[case[0] for case in VERBS])
def test_verbs(morphology: Morphology, word: str, lemma: str, features: dict[str, object]) -> None:
    assert _has(morphology.analyse(word), lemma, pos="verb", **features)


@pytest.mark.parametrize(("word", "lemma", "features"), NOUNS + PARTICLES, ids=[case[0] for case in NOUNS + PARTICLES])
def test_nouns_adjectives_names_and_particles(
    morphology: Morphology, word: str, lemma: str, features: dict[str, object]
) -> None:
    assert _has(morphology.analyse(word), lemma, known=True, **features)


@pytest.mark.parametrize(
    ("word", "lemma", "features"),
    [
        ("الوزيرها", "وزير", {}),  # the article and a pronoun
        ("يقولت", "قال", {}),  # a perfect ending on an imperfect
        ("المسلحو", "مسلح", {}),  # the article on a construct
        ("انحيزت", "انحاز", {"vox": "p"}),  # form VII has no passive
        ("بسيطر", "سيطر", {"pos": "verb"}),  # a preposition on a verb
    ],
)
def test_what_the_language_does_not_form_is_not_read(
    morphology: Morphology, word: str, lemma: str, features: dict[str, object]
) -> None:
    assert not _has(morphology.analyse(word), lemma, known=True, **features)


@pytest.mark.parametrize(
    ("word", "best"),
    [
        ("من", "من"),
        ("على", "على"),
        ("علي", "علي"),
        ("العالم", "عالم"),
        ("للجنة", "لجنة"),
        ("وزير", "وزير"),
        ("نفى", "نفى"),
    ],
)
def test_the_likeliest_reading_comes_first(morphology: Morphology, word: str, best: str) -> None:
    assert morphology.analyse(word)[0].lemma == best


def test_the_plural_of_a_construct_comes_before_its_dual(morphology: Morphology) -> None:
    assert morphology.analyse("مسلحي")[0].num == "p"


def test_homographs_keep_all_their_readings(morphology: Morphology) -> None:
    for word in ("قتل", "طرد", "قصف"):
        assert {reading.pos for reading in morphology.analyse(word)} >= {"verb", "noun"}


def test_a_word_without_its_hamza_is_still_known(morphology: Morphology) -> None:
    assert morphology.lemmas("اعلنت")[0] == "أعلن"
    assert morphology.lemmas("الى")[0] == "إلى"


def test_trigger_words_carry_their_event_types(morphology: Morphology) -> None:
    assert "territory.capture" in morphology.analyse("وسيطرت")[0].evt.split(",")
    assert any("law.arrest" in reading.evt.split(",") for reading in morphology.analyse("اعتقالهم"))


@pytest.mark.parametrize(
    ("word", "features"),
    [
        ("الزقنبوط", {"det": True, "pos": "noun", "lemma": "زقنبوط"}),
        ("الفضغمية", {"det": True, "pos": "adj", "gen": "f", "lemma": "فضغمي"}),
        ("وبالخنفشار", {"conj": "و", "prep": "ب", "det": True, "lemma": "خنفشار"}),
        ("خنفشارات", {"lemma": "خنفشارة", "num": "p"}),
        ("سيخنفشون", {"pos": "verb", "prep": "س", "num": "p"}),
        ("خنفشارهم", {"enc": "هم"}),
    ],
)
def test_unknown_words_are_read_by_their_shape(morphology: Morphology, word: str, features: dict[str, object]) -> None:
    readings = morphology.analyse(word)
    assert not any(reading.known for reading in readings)
    assert any(all(getattr(reading, name) == value for name, value in features.items()) for reading in readings)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_has_readings(morphology: Morphology, word: str) -> None:
    assert morphology.analyse(word)


def test_a_megabyte_is_a_word_like_any_other(morphology: Morphology) -> None:
    assert not morphology.analyse("ق" * 1_000_000)[0].known


def test_the_reader_says_what_camel_tools_analyzer_says() -> None:
    """Every stem of the database in a few frames of affixes, by both ways."""
    data = bootstrap.find_data({})
    db = Database.load()
    reader, analyse = Reader(db), bootstrap.analyser(bootstrap.database(bootstrap.OWN_DATABASE), data)
    frames = (("", ""), ("و", "ها"), ("ال", "ين"), ("سي", "ون"), ("لل", ""), ("ت", "وا"))
    stems = sorted(db.spellings())[::10]
    words = [before + stem + after for i, stem in enumerate(stems) for before, after in frames[i % 3 :: 3]]
    assert len(words) > 1500
    for word in words:
        expected = [pair for a in analyse(word) if (pair := reduce(a, a.get("source") != "spvar")) is not None]
        assert sorted(reader.read(word)) == sorted(expected), word


def test_loading_imports_neither_the_analyzer_nor_anything_neural() -> None:
    code = (
        "import sys; from extract.morphology import Morphology; Morphology.load({});"
        "print(sorted(m for m in ('torch', 'numpy', 'camel_tools.morphology.analyzer') if m in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert done.stdout.strip() == "[]"
