"""The compile step: what it refuses and where, and that the committed database is what the tables give."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from extract import compiled
from extract.bootstrap import OWN_DATABASE
from extract.database import PACKED
from extract.lexicon import almor, conjugate, decline, tables
from extract.lexicon.pack import pack
from extract.rules import LexiconError


@pytest.fixture
def lexicon(tmp_path: Path) -> Path:
    """A small lexicon that compiles."""
    root = tmp_path / "lexicon"
    shutil.copytree(Path(str(tables.ROOT)) / "vocabulary", root / "vocabulary")
    (root / "triggers").mkdir()
    for name, line in (
        ("verbs", "قال\tيقول\tقول\tقائل\tsay"),
        ("nouns", "وزير\tوزراء\t\tofficial"),
        ("adjectives", "كبير\tكبار\tsize"),
        ("particles", "من\tprep\t+clitic"),
        ("names", "بغداد\tcity"),
    ):
        (root / "vocabulary" / f"{name}.tsv").write_text(f"# a comment\n{line}\n", encoding="utf-8")
    return root


def test_the_committed_database_is_what_the_tables_give() -> None:
    database = almor.write(tables.read())
    assert OWN_DATABASE.read_text(encoding="utf-8") == database, "run `python -m extract.lexicon`"
    assert PACKED.read_text(encoding="utf-8") == pack(database), "run `python -m extract.lexicon`"


def test_every_table_that_rules_read_is_compiled() -> None:
    assert compiled.COMPILED.read_text(encoding="utf-8") == compiled.write(tables.toml()), (
        "run `python -m extract.lexicon`"
    )


def test_a_table_edited_since_is_read_itself() -> None:
    text, told = next(tables.toml())
    assert compiled.find(text) == told
    assert compiled.find(text + b"\n") is None


def test_the_small_lexicon_compiles(lexicon: Path) -> None:
    assert "\tNB\tdiac:وزراء lex:وزير " in almor.write(tables.read(lexicon))


@pytest.mark.parametrize(
    ("table", "line", "why"),
    [
        ("verbs", "قال\tيقول", "stands already at vocabulary/verbs.tsv:2"),
        ("verbs", "باع", "does not decide its imperfect"),
        ("verbs", "ذهب\tتذهب", "begins with ي"),
        ("verbs", "ذهب\t\t\t\tsaying", "'saying' is none of"),
        ("verbs", "كَتَبَ", "not one undiacritised"),
        ("nouns", "وزير\t\t\tofficial", "stands already"),
        ("nouns", "مدير عام", "not one undiacritised"),
        ("nouns", "مدير\tمدراء\tx", "'x' is none of f, m"),
        ("nouns", "مدير\t\t\tboss", "'boss' is none of"),
        ("nouns", "مدير\t\t\tofficial\tmany", "not a number"),
        ("adjectives", "كبير", "stands already"),
        ("adjectives", "صغير\tصغار\tsmall", "'small' is none of"),
        ("particles", "عن\tpreposition", "'preposition' is none of"),
        ("names", "بغداد\tcountry", "stands already"),
        ("names", "x\tcity", "not one undiacritised"),
        ("names", "دمشق\tcity\t-3\tmore", "4 cells, at most 3"),
    ],
)
def test_a_faulty_line_is_refused_with_file_and_line(lexicon: Path, table: str, line: str, why: str) -> None:
    with (lexicon / "vocabulary" / f"{table}.tsv").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(LexiconError) as caught:
        tables.read(lexicon)
    assert str(caught.value).startswith(f"vocabulary/{table}.tsv:3: ")
    assert why in str(caught.value)


def test_a_faulty_trigger_word_is_refused_with_file_and_line(lexicon: Path) -> None:
    (lexicon / "triggers" / "x.toml").write_text('\n[[trigger]]\nid = "x.y"\ntype = "t.u"\nverbs = ["said"]\n')
    with pytest.raises(LexiconError, match=r"triggers/x\.toml:3: .*said"):
        tables.read(lexicon)


def test_trigger_words_that_no_table_knows_are_compiled_by_shape(lexicon: Path) -> None:
    (lexicon / "triggers" / "x.toml").write_text(
        '[[trigger]]\nid = "a"\ntype = "t.one"\nverbs = ["استعاد", "قال"]\nnouns = ["استعادة"]\n'
        '[[trigger]]\nid = "b"\ntype = "t.two"\nverbs = ["قال"]\nadjectives = ["معتقل"]\n',
        encoding="utf-8",
    )
    text = almor.write(tables.read(lexicon))
    assert "ستعيد\tIVv\t" in text
    for lemma, pos, evt in (
        ("استعاد", "verb", "t.one"),
        ("استعادة", "noun", "t.one"),
        ("قال", "verb", "t.one,t.two"),
        ("معتقل", "adj", "t.two"),
    ):
        assert any(
            f"lex:{lemma} " in line and f"pos:{pos} " in line and f"evt:{evt} " in line for line in text.splitlines()
        )


@pytest.mark.parametrize(
    ("lemma", "imperfects"),
    [
        ("كتب", ("يكتب",)), ("دعا", ("يدعو",)), ("نفى", ("ينفي",)), ("لقي", ("يلقى",)), ("فك", ("يفك",)), ("سأل", ("يسأل",)),
        ("أعلن", ("يعلن",)), ("أعاد", ("يعيد",)), ("ألقى", ("يلقي",)), ("أنشأ", ("ينشئ",)), ("آمن", ("يؤمن",)),
        ("نادى", ("ينادي",)), ("هاجم", ("يهاجم",)), ("تبنى", ("يتبنى",)), ("تظاهر", ("يتظاهر",)), ("انحاز", ("ينحاز",)),
        ("انضم", ("ينضم",)), ("انتهى", ("ينتهي",)), ("احتل", ("يحتل",)), ("اختار", ("يختار",)), ("استعاد", ("يستعيد",)),
        ("استولى", ("يستولي",)), ("استرد", ("يسترد",)), ("سيطر", ("يسيطر",)), ("تدهور", ("يتدهور",)), ("قال", ("يقول", "يقيل")),
    ],
)  # fmt: skip
def test_imperfects_by_shape(lemma: str, imperfects: tuple[str, ...]) -> None:
    assert conjugate.imperfects(lemma) == imperfects


def test_a_hollow_verb_has_its_stem_pairs() -> None:
    stems = set(conjugate.stems("استعاد", "يستعيد"))
    assert {("استعاد", "PVv", "p", "a"), ("استعد", "PVc", "p", "u"), ("استعيد", "PVv", "p", "p")} <= stems
    assert {("ستعيد", "IVv", "i", "a"), ("ستعد", "IVc", "i", "a"), ("ستعاد", "IVv", "i", "p")} <= stems


def test_plurals_are_sound_or_broken_as_the_table_says() -> None:
    stems = list(decline.plural("مسلح", ("مسلحون",))) + list(decline.plural("هجمة", ("هجمات",)))
    stems += list(decline.plural("رجل", ("رجال",))) + list(decline.plural("معقل", ("معاقل",)))
    assert [(stem.form, stem.cat) for stem in stems] == [
        ("مسلح", "NP"),
        ("هجم", "NF"),
        ("رجال", "NB"),
        ("معاقل", "NX"),  # no tanwin: مطالبا is a participle
        ("معاقل", "NE"),
    ]
