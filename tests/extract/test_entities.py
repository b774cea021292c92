"""Actors in context. Texts are our own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extract import nationalities
from extract.entities import COMPILED, EntityFinder, bare
from extract.lexicon import compile_entities
from extract.morphology import Morphology
from extract.tokens import read


@pytest.fixture(scope="module")
def finder() -> EntityFinder:
    return EntityFinder.load()


@pytest.fixture(scope="module")
def morphology() -> Morphology:
    return Morphology.load({})


@pytest.fixture
def find(finder: EntityFinder, morphology: Morphology):
    def find(text: str):
        doc = read(text, "text", morphology.analyse)
        return [(bare(e, doc), e.id, e.cls, e.country) for e in finder.find(doc)]

    return find


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("انسحب داعش", ("داعش", "isis", "non_state", None)),
        ("هاجم تنظيم الدولة البلدة", ("تنظيم الدولة", "isis", "non_state", None)),
        ("تقدم الجيش العراقي", ("الجيش العراقي", "iq.army", "state_force", "IQ")),
        ("قوات عراقية مشتركة", ("قوات عراقية", "iq.army", "state_force", "IQ")),
        ("قصفت القوات البرية السودانية", ("القوات البرية السودانية", "sd.army", "state_force", "SD")),
        ("نفت وزارة الخارجية الروسية", ("وزارة الخارجية الروسية", "ru.foreign-ministry", "state", "RU")),
        ("قال وزير خارجية فرنسا", ("وزير خارجية فرنسا", "fr.foreign-minister", "state", "FR")),
        ("رحبت الأمم المتحدة", ("الأمم المتحدة", "un", "igo", None)),
        ("وصل أردوغان", ("أردوغان", "person.erdogan", "person", "TR")),
        ("هاجم مسلحون حافلة", ("مسلحون", None, "non_state", None)),
        ("تدخل الجيش", ("الجيش", None, "state_force", None)),
        ("رفضت للسعودية طلبا", ("السعودية", "sa", "state", "SA")),
        ("اتهم الحوثيين", ("الحوثيين", "houthis", "non_state", "YE")),
        ("بيان للجيش الإسرائيلي", ("الجيش الإسرائيلي", "il.army", "state_force", "IL")),
    ],
)
def test_actor(find, text, expected):
    assert find(text)[-1] == expected


@pytest.mark.parametrize(
    "text",
    [
        "عقد مؤتمر صحفي",
        "هجوم انتحاري عنيف",
        "استقبله بحماس كبير",
        "القاعدة النحوية سهلة",
        "الرئيس التنفيذي للشركة",
        "كما هو مشار إليه",
        "البنوك السعودية رابحة",
    ],
)
def test_no_actor(find, text):
    assert [e for e in find(text) if e[3] or e[1] or e[2] != "civilian"] == []


def test_a_loose_name_counts_once_the_item_names_it_in_full(finder, morphology):
    text = read("وقال وزير الدفاع أشتون كارتر إن كارتر باق", "text", morphology.analyse)
    title = read("كارتر يغادر", "title", morphology.analyse)

    assert finder.find(title) == []
    of_title, of_text = finder.find_all([title, text])
    assert [e.id for e in of_text if e.cls == "person"] == ["person.carter-ash", "person.carter-ash"]
    assert [e.id for e in of_title] == ["person.carter-ash"]


@pytest.mark.parametrize(
    ("word", "iso"),
    [
        ("سوري", "SY"), ("السورية", "SY"), ("والسوريون", "SY"), ("للسوريين", "SY"), ("مصريات", "EG"), ("الأتراك", "TR"),
        ("أميركي", "US"), ("الأمريكية", "US"), ("مجرى", None), ("المجري", "HU"), ("كتاب", None), ("جديدة", None),
    ],
)  # fmt: skip
def test_nationality(finder, word, iso):
    key = read(word, "text").tokens[0].key
    assert finder.nationality(key) == iso
    assert finder.nationalities.get(key) == iso


def test_every_country_of_an_adjective_is_in_the_gazetteer():
    countries = Path(nationalities.TABLE.parent, "gazetteer", "countries.tsv").read_text(encoding="utf-8")
    known = set(re.findall(r"^([A-Z]{2})\t", countries, re.MULTILINE))
    assert {iso for iso, _, _ in nationalities.rows()} <= known


def test_the_compiled_file_is_what_the_tables_say():
    assert COMPILED.read_text(encoding="utf-8") == compile_entities.compiled(compile_entities.TABLES)


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        (
            '[a]\ncls = "igo"\nkind = "x"\nentities = [{id = "one", names = "اسم"}, {id = "two", names = "اسم"}]',
            "is a name of one and of two",
        ),
        (
            '[a]\ncls = "igo"\nkind = "x"\nentities = [{id = "one", names = "اسم"}, {id = "one", names = "علم"}]',
            "one stands twice",
        ),
        ('[a]\ncls = "army"\nkind = "x"\nentities = [{id = "one", names = "اسم"}]', "no such class: army"),
    ],
)
def test_contradictions_are_refused(tmp_path, table, complaint):
    (tmp_path / "bad.toml").write_text(table, encoding="utf-8")
    with pytest.raises(compile_entities.TableError, match=rf"bad\.toml: .*{complaint}"):
        compile_entities.compiled(tmp_path)


def test_any_text_is_read_without_an_exception(find):
    for text in ("", "وزير", "رئيس", "قوات", "الجيش " * 2000, "ولل", "«داعش", "رئيس وزراء"):
        find(text)
