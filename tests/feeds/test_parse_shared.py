"""Real documents, where they are at hand: nothing in them is repeated here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.feeds.documents import SPEC, read

FOLDER = Path(__file__).parents[2].parent / "shared" / "feeds"
#: Entries by a count of their opening tags, and the language of their letters.
DOCUMENTS = {
    "real-ammark-journal-index.xml": (4, "ar"),
    "real-dztech-ar-index.xml": (3, "ar"),
    "real-picturingjordan-ar-cat-architecture.xml": (3, "ar"),
    "real-picturingjordan-ar-index.xml": (20, "ar"),
    "real-korean-times.xml": (195, "en"),
    "real-uol-undeclared-latin1.xml": (15, "pt"),
}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="no ../shared/feeds"),
]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_real_documents(name: str) -> None:
    count, language = DOCUMENTS[name]
    parsed = read((FOLDER / name).read_bytes(), spec=replace(SPEC, language="ar" if language == "ar" else language))

    assert (parsed.outcome, len(parsed.items), parsed.dropped) == ("ok", count, 0)
    assert all((item.title or item.text) and item.url for item in parsed.items)
    # Pages in Latin letters stand among the Arabic ones.
    assert {language} <= {item.language for item in parsed.items} <= {language, "und"}
    assert not any("<" in item.title or "\ufffd" in item.title + item.text for item in parsed.items)


@pytest.mark.parametrize("charset", ["cp1256"])
@pytest.mark.parametrize("header", [None, "text/xml; charset=utf-8", "text/html; charset=iso-8859-1"])
def test_real_arabic_in_another_charset(charset: str, header: str | None) -> None:
    text = (FOLDER / "real-picturingjordan-ar-index.xml").read_text(encoding="utf-8")
    wanted = [item.title for item in read(text.encode(charset, "ignore").decode(charset)).items]
    assert [item.title for item in read(text.encode(charset, "ignore"), header).items] == wanted
