"""Recognised names: is the tier there, which words are a name, what extraction makes of it. And the real recogniser of
camel-tools over a model that the test trains, where torch is installed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest

from extract import ner
from extract.bootstrap import CamelError
from extract.pipeline import Extractor
from extract.recognised import MAX_WORDS, RUN, NamedExtractor, Recogniser
from extract.tokens import read
from extract.types import Argument, Place
from feeds.types import Item

ROOT = Path(__file__).parents[2]
HAS_TORCH = all(find_spec(name) for name in ner.PACKAGES)
NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


class Listed:
    """A recogniser that knows some words by their labels, and notes what it was asked."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self.labels = labels
        self.asked: list[list[str]] = []

    def predict(self, sentences: list[list[str]]) -> list[list[str]]:
        self.asked += sentences
        return [[self.labels.get(word, "O") for word in words] for words in sentences]


class WithoutPieces(Listed):
    """As camel-tools' one: a word of no piece has no label."""

    def predict(self, sentences: list[list[str]]) -> list[list[str]]:
        return super().predict([[word for word in words if word != "…"] for words in sentences])


def an_item(text: str, title: str = "") -> Item:
    return Item(id="1", feed_id="f", agency="f", title=title, text=text, published=NOON, fetched=NOON)


def names(extractor: Extractor, recogniser: Recogniser, *texts: str) -> list[tuple[str, str]]:
    docs = [read(text, "text", extractor.morphology.analyse) for text in texts]
    found = NamedExtractor(extractor, recogniser).names(docs)
    for text, each in zip(texts, found, strict=True):
        assert [text[n.span.start : n.span.end] for n in each] == [n.span.text for n in each]
    return [(n.span.text, n.kind) for each in found for n in each]


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        ({"تيمور": "B-PERS", "أرغون": "I-PERS"}, [("تيمور أرغون", "person")]),
        ({"تيمور": "I-PERS", "أرغون": "I-PERS"}, [("تيمور أرغون", "person")]),
        ({"تيمور": "B-PERS", "أرغون": "B-PERS"}, [("تيمور", "person"), ("أرغون", "person")]),
        ({"تيمور": "B-PERS", "أرغون": "I-ORG"}, [("تيمور", "person"), ("أرغون", "organisation")]),
        ({"تيمور": "B-PERS", "زلميرا": "I-PERS"}, [("تيمور", "person"), ("زلميرا", "person")]),
        ({"«": "B-MISC", "النجم": "I-MISC", "»": "I-MISC"}, [("النجم", "other")]),
        ({"بزلميرا": "B-LOC", "،": "I-LOC"}, [("زلميرا", "place")]),
        ({"قال": "B-TITLE", "إن": "X", "في": ""}, []),
        ({".": "B-PERS"}, []),
    ],
)
def test_labels_are_names_by_offsets(
    extractor: Extractor, labels: dict[str, str], found: list[tuple[str, str]]
) -> None:
    text = "قال تيمور أرغون لصحيفة «النجم» إنه عاد من زلميرا في نيسان، وبقي بزلميرا، في بيته."

    got = names(extractor, Listed(labels), text)
    assert got == found


def test_offsets_are_those_of_the_delivered_text(extractor: Extractor) -> None:
    text = "\u200fقـــال تَيمور\u200f أرغون"
    assert names(extractor, Listed({"تيمور": "B-PERS", "أرغون": "I-PERS"}), text) == [("تَيمور\u200f أرغون", "person")]


def test_what_was_not_read_word_for_word_names_nothing(extractor: Extractor) -> None:
    far = " ".join(["كلمة"] * RUN)
    shifted = f"… قال تيمور. {far}. عاد تيمور"
    assert names(extractor, WithoutPieces({"تيمور": "B-PERS"}), shifted) == [("تيمور", "person")]


def test_it_is_given_so_much_of_any_text_and_no_more(extractor: Extractor) -> None:
    recogniser = Listed({})
    names(extractor, recogniser, "خ" * 500, ("كلمة " * 9 + ". ") * 30, "كلمة " * 3000)
    assert sum(map(len, recogniser.asked)) == MAX_WORDS
    assert max(len(word) for words in recogniser.asked for word in words) == 40
    assert len(recogniser.asked) < 10, "short sentences go together"
    assert NamedExtractor(extractor, recogniser).mentions(an_item("")) == ()


def told(slots: Sequence[Argument | Place]) -> list[str]:
    return [slot.name for slot in slots]


CASES: list[tuple[str, dict[str, str], str, list[str], list[str]]] = [
    ("سيطر الجيش السوري على زلميرا الثلاثاء.", {"زلميرا": "B-LOC"}, "places", [], ["زلميرا"]),
    ("سيطر الجيش السوري على المار الثلاثاء.", {"المار": "B-LOC"}, "places", [], ["المار"]),
    ("وقع هجوم مسلح أمام زلميرا يوم الثلاثاء.", {"زلميرا": "B-LOC"}, "places", [], ["زلميرا"]),
    ("توفي المخرج ينال سروجي في باريس.", {"ينال": "B-PERS", "سروجي": "I-PERS"}, "targets", ["المخرج"], ["ينال سروجي"]),
    ("اتهم يزيد باران الحكومة بالفساد.", {"يزيد": "B-PERS", "باران": "I-PERS"}, "actors", ["يزيد"], ["يزيد باران"]),
    ("قتل حسن البصرة في هجوم مسلح.", {"حسن": "B-PERS", "البصرة": "I-PERS"}, "targets", ["البصرة"], ["حسن البصرة"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "labels", "slot", "without", "with_"), CASES, ids=[case[0] for case in CASES])
def test_a_name_that_no_list_has_fills_its_slot(
    extractor: Extractor, text: str, labels: dict[str, str], slot: str, without: list[str], with_: list[str]
) -> None:
    plain = extractor.mentions(an_item(text))
    named = NamedExtractor(extractor, Listed(labels)).mentions(an_item(text))

    assert [told(getattr(mention, slot)) for mention in plain] == ([without] if plain else [])
    assert [(told(getattr(mention, slot)), mention.tier) for mention in named] == [(with_, "lexicon+ner")]
    (found,) = getattr(named[0], slot)
    assert text[found.span.start : found.span.end] == found.span.text


def test_known_names_stay_what_they_are_and_the_tier_too(extractor: Extractor) -> None:
    item = an_item("قصف الجيش الإسرائيلي مدينة غزة الثلاثاء، وقتل خمسة مدنيين، بحسب وزارة الصحة.")
    wrong = {"الجيش": "B-PERS", "الإسرائيلي": "I-PERS", "غزة": "B-LOC", "الصحة": "B-MISC"}

    assert NamedExtractor(extractor, Listed(wrong)).mentions(item) == extractor.mentions(item)
    assert NamedExtractor(extractor, Listed({})).mentions(item) == extractor.mentions(item)


def test_the_class_of_an_organisation_is_told_by_its_noun(extractor: Extractor) -> None:
    labels = {"كتائب": "B-ORG", "شركة": "B-ORG", "سيراف": "B-ORG", "ميرا": "I-ORG"}
    for text, cls in (
        ("هاجمت كتائب ميرا دورية للشرطة في بغداد.", "state_force"),
        ("اتهمت شركة ميرا الحكومة بالفساد.", "company"),
        ("اتهمت سيراف ميرا الحكومة بالفساد.", None),
    ):
        (mention,) = NamedExtractor(extractor, Listed(labels)).mentions(an_item(text))
        assert [(a.name.split()[-1], a.cls) for a in mention.actors] == [("ميرا", cls)]


def model(folder: Path, *files: str) -> dict[str, str]:
    """Files of a model, empty; the environment that leads to it."""
    where = folder / ner.MODEL
    where.mkdir(parents=True)
    for name in files:
        (where / name).touch()
    return {"CAMELTOOLS_DATA": str(folder)}


@pytest.mark.parametrize(
    ("files", "lacks"),
    [
        ((), "no model in {} (camel_data -i ner-arabert)"),
        (("config.json", "vocab.txt"), "{} lacks model.safetensors (camel_data -f -i ner-arabert)"),
        (("model.safetensors",), "{} lacks config.json, vocab.txt (camel_data -f -i ner-arabert)"),
        (("config.json", "vocab.txt", "model.safetensors"), ""),
        (("config.json", "tokenizer.json", "pytorch_model.bin"), ""),
    ],
)
def test_what_is_missing_is_said(tmp_path: Path, files: tuple[str, ...], lacks: str) -> None:
    environ = model(tmp_path, *files)
    found = ner.find(environ, ("json",))
    assert (found.lacks, found.active) == (lacks.format(tmp_path / ner.MODEL), not lacks)

    found = ner.find(environ, ("json", "no_such_package"))
    assert found.lacks.endswith("no no_such_package (see Tiers in docs/operating.md)")
    assert not found.active


@pytest.mark.skipif(HAS_TORCH, reason="torch is installed")
def test_loading_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CamelError, match="no torch"):
        ner.load(model(tmp_path, "config.json", "vocab.txt", "model.safetensors"))


def test_without_a_folder_it_is_not_active() -> None:
    assert not ner.find({}).active
    assert not ner.find({"HOME": "/nonexistent"}).active


def test_looking_imports_nothing_heavy(tmp_path: Path) -> None:
    environ = model(tmp_path, "config.json", "vocab.txt", "model.safetensors")
    code = (
        "import sys; from extract import ner; found = ner.find()\n"
        "print(found.folder, {'torch', 'transformers', 'numpy', 'camel_tools', 'extract.pipeline'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environ},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"{tmp_path / ner.MODEL} set()\n"


@pytest.mark.skipif(not HAS_TORCH, reason="needs torch and transformers: see Tiers in docs/operating.md")
def test_the_recogniser_of_camel_tools_names_what_it_was_taught(extractor: Extractor, tmp_path: Path) -> None:
    from tests.extract.tiny_ner import SENTENCES, teach

    teach(tmp_path / ner.MODEL)
    environ = {"CAMELTOOLS_DATA": str(tmp_path), "HOME": "/nonexistent"}
    recogniser = ner.load(environ)

    words = [[word for word, _ in sentence] for sentence in SENTENCES]
    assert recogniser.predict(words) == [[label for _, label in sentence] for sentence in SENTENCES]
    text = "سيطر الجيش السوري على زلميرا الثلاثاء."
    (mention,) = NamedExtractor(extractor, recogniser).mentions(an_item(text))
    assert (told(mention.places), mention.tier) == (["زلميرا"], "lexicon+ner")
    long = an_item("\u200f ".join([text] * 200) + "\n" + "." * 600)
    assert NamedExtractor(extractor, recogniser).mentions(long)

    (tmp_path / ner.MODEL / "model.safetensors").write_text("<html>404</html>")
    with pytest.raises(CamelError, match="arabert"):
        ner.load(environ)
