from __future__ import annotations

import pytest

from feeds.catalogue import CatalogueError, load
from feeds.opml import OpmlError, export_opml, import_opml
from tests.feeds.test_catalogue import FULL, SEEDS

FOREIGN = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>My feeds</title></head><body>
  <outline text="أخبار"><outline text="محلية">
    <outline type="rss" text="وكالة" title="وكالة المثال" xmlUrl="https://www.wire.example/rss" htmlUrl="https://wire.example"/>
    <outline type="rss" text="وكالة ثانية" xmlUrl="https://wire.example/خبر/rss?x=1&amp;y=2"/>
  </outline></outline>
  <outline type="rss" text="مكرر" xmlUrl="http://wire.example/rss/"/>
  <outline text="رابط" type="link" url="https://wire.example"/>
  <outline text="سيئ" type="rss" xmlUrl="javascript:alert(1)"/>
  <outline text="بلا مضيف" type="rss" xmlUrl="http://"/>
</body></opml>"""


def test_round_trip_of_every_field_and_of_the_catalogue() -> None:
    for specs in ((FULL,), load(SEEDS)):
        assert import_opml(export_opml(specs, "أخبار & <أكثر>")) == specs


def test_another_readers_file() -> None:
    first, second = import_opml(FOREIGN)

    assert (first.id, first.agency, first.name) == ("wire-example", "wire.example", "وكالة المثال")
    assert (first.url, first.category) == ("https://www.wire.example/rss", "محلية")
    assert (second.id, second.name) == ("wire-example-2", "وكالة ثانية")
    assert second.url == "https://wire.example/%D8%AE%D8%A8%D8%B1/rss?x=1&y=2"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not well-formed"),
        ("<opml><body>", "not well-formed"),
        ("<rss/>", "the root is <rss>"),
        ('<!DOCTYPE opml [<!ENTITY a "b">]><opml/>', "entities"),
        ("<opml><body>" + '<outline xmlUrl="http://a.example"/>' * 20_001 + "</body></opml>", "split the file"),
    ],
)
def test_what_is_no_opml_says_why(text: str, why: str) -> None:
    with pytest.raises(OpmlError, match=why):
        import_opml(text)


def test_deep_folders() -> None:
    deep = "<outline text='x'>" * 5_000 + "<outline xmlUrl='https://a.example/rss'/>" + "</outline>" * 5_000
    assert len(import_opml(f"<opml><body>{deep}</body></opml>")) == 1


def test_our_own_attributes_are_checked_like_a_catalogue() -> None:
    with pytest.raises(CatalogueError, match="IANA"):
        import_opml(export_opml([FULL]).replace("Asia/Damascus", "Asia/Nowhere"))
