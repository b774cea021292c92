from __future__ import annotations

import socket
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.document import MAX_ITEMS
from feeds.parse import Outcome
from tests.feeds.documents import DATA, NOW, entry, expected, read, rss

FAST = 0.05  # seconds
CUT_AT = 0.6


@pytest.mark.parametrize("name", ["blog.xml", "rdf.xml", "atom.xml", "feed.json", "search.xml"])
def test_a_document_becomes_what_stands_beside_it(name: str) -> None:
    parsed = read((DATA / name).read_bytes())

    assert parsed.outcome == "ok"
    assert len(parsed.items) == len(expected(name))
    for item, wanted in zip(parsed.items, expected(name), strict=True):
        assert {field: getattr(item, field) for field in wanted} == wanted


def test_an_item_carries_its_feed() -> None:
    item = read(rss(entry(1))).items[0]
    assert (item.feed_id, item.agency, item.country, item.zone) == ("example-ar", "example", "LB", "Asia/Beirut")
    assert (item.fetched, item.revision, item.language) == (NOW, 0, "ar")
    assert item.id
    assert item.content_hash


def test_hints_are_read() -> None:
    hints = read((DATA / "wire.xml").read_bytes()).hints
    assert hints.ttl is not None
    assert hints.update_every is not None
    assert (hints.ttl.total_seconds(), hints.update_every.total_seconds()) == (900, 900)
    assert (hints.skip_hours, hints.skip_days, hints.hub) == ({1, 0}, {4}, "https://hub.example/?a=1&b=2")
    assert read((DATA / "atom.xml").read_bytes()).hints.hub == "https://hub.example/atom"


def test_hints_inside_entries_and_absurd_ones_ask_nothing() -> None:
    every_hour = "".join(f"<hour>{hour}</hour>" for hour in range(24))
    hints = read(rss(f"<ttl>0</ttl><skipHours>{every_hour}</skipHours>", entry(1, body="<ttl>99</ttl>"))).hints
    assert (hints.ttl, hints.skip_hours, hints.update_every) == (None, frozenset(), None)


GOOD = rss(entry(1), entry(2))
LOL = "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10))
QUADRATIC = f'<!DOCTYPE rss [<!ENTITY big "{"x" * 100_000}">]>'


@pytest.mark.parametrize(
    ("document", "outcome", "reason"),
    [
        ("", "empty", "blank"),
        (" \n\t ", "empty", "blank"),
        ("null", "empty", "null"),
        ("{}", "empty", "{}"),
        ("<html><head><title>403 &#70;orbidden</title></head></html>", "error_page", "403 Forbidden"),
        ("<!DOCTYPE html>\n<html><body>صيانة</body></html>", "error_page", "HTML page"),
        ("<html><body><p>feed</p><div class='rss'><item-list></item-list></div></body></html>", "error_page", "HTML"),
        ("Too many connections", "not_a_feed", "Too many connections"),
        ('{"error": "not found"}', "not_a_feed", "JSON"),
        ("[" * 100_000, "not_a_feed", "JSON"),
        ('{"version": "1", "items": []}', "not_a_feed", "JSON Feed"),
        ("\x89PNG\r\n\x1a\n", "not_a_feed", "no feed"),
        ("<?xml version='1.0'?><urlset><url/></urlset>", "not_a_feed", "no feed"),
        (rss(), "no_items", "without entries"),
        (f'<!DOCTYPE lolz [<!ENTITY lol0 "lol">{LOL}]>{rss(entry(1, "&lol9;"))}', "hostile", "entities"),
        (QUADRATIC + rss(entry(1, "&big;" * 1000)), "hostile", "entities"),
        ('<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(entry(1, "&x;")), "hostile", "entities"),
        ("<?x <rss ?><!DOCTYPE rss [<!EnTiTy x 'y'>]>" + GOOD, "hostile", "entities"),
        ("<!DOCTYPE rss [<!-- <rss> --><!ENTITY x 'y'>]>" + GOOD, "hostile", "entities"),
    ],
)  # fmt: skip
def test_what_is_no_feed_says_why(document: str, outcome: str, reason: str) -> None:
    start = time.perf_counter()
    parsed = read(document)

    assert (parsed.outcome, parsed.items) == (outcome, ())
    assert reason in parsed.reason
    assert time.perf_counter() - start < FAST


def test_nothing_outside_is_loaded() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/rss.dtd"
        assert len(read(f'<!DOCTYPE rss SYSTEM "{url}">{GOOD}').items) == 2
        with pytest.raises(TimeoutError):
            listener.accept()


TITLE = "وصل الوفد إلى المدينة"


@pytest.mark.parametrize(
    ("document", "flags"),
    [
        (f'<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/rss.dtd">{GOOD}', ()),
        (rss(entry(1, "قناة A & B"), entry(2)), ()),
        (rss(entry(1, body="قال&nbsp;أحدهم &laquo;نعم&raquo; &AMP; &unknown; &"), entry(2)), ()),
        ("\n\n" + GOOD, ()),
        ("<br />\n<b>Warning</b>: mysql_connect() in /var/www/rss.php<br />\n" + GOOD, ()),
        (GOOD + "\n<!-- cached in 0.3 s -->\n<script>count()</script>", ()),
        (rss(entry(1), entry(2).replace("<title>", "<media:thumbnail url='x'/><title>")), ("malformed",)),
        (rss(entry(1, body="<b>نص <i>مائل</b>"), entry(2)), ("malformed",)),
        (rss(entry(1).replace("</item>", ""), entry(2)), ("malformed",)),
        (rss(entry(1, body="<![CDATA[ نص لم يغلق "), entry(2)), ()),
        (rss(entry(1, body="<![CDATA[ <item>نص</item> &nbsp; ]]>"), entry(2)), ()),
        (rss(entry(1, body="<" * 50_000), entry(2)), ("malformed",)),
        (rss(entry(1, body=f"<a href='{'x' * 200_000}'>نص</a>"), entry(2)), ()),
        (GOOD.replace("rss", "RSS").replace("item>", "ITEM>"), ()),
    ],
)
def test_awkward_feeds_lose_nothing(document: str, flags: tuple[str, ...]) -> None:
    parsed = read(document, "text/html; charset=UTF-8; charset=utf-8")

    assert (parsed.outcome, len(parsed.items), parsed.dropped) == ("ok", 2, 0)
    assert parsed.items[1].title == f"{TITLE} 2"
    assert parsed.flags == flags


def test_undeclared_entities_become_their_letters() -> None:
    item = read(rss(entry(1, body="قال&nbsp;أحدهم &laquo;نعم&raquo; &amp; &unknown; & انتهى"))).items[0]
    assert item.text == "قال أحدهم «نعم» & &unknown; & انتهى"


@pytest.mark.parametrize("name", ["wire.xml", "rdf.xml", "atom.xml"])
def test_a_document_cut_anywhere_gives_its_complete_entries(name: str) -> None:
    whole = (DATA / name).read_text(encoding="utf-8")
    all_items = read(whole).items
    for at in range(0, len(whole) - 1, max(1, len(whole) // 60)):
        piece = whole[:at]
        complete = piece.count("</item>") + piece.count("</entry>")
        parsed = read(piece)
        assert parsed.items == all_items[:complete]
        assert not complete or parsed.outcome == Outcome.PARTIAL


def test_a_document_cut_at_sixty_percent_says_so() -> None:
    whole = (DATA / "wire.xml").read_text(encoding="utf-8")
    parsed = read(whole[: int(len(whole) * CUT_AT)])
    assert (parsed.outcome, len(parsed.items)) == ("partial", 8)
    assert "8 complete entries" in parsed.reason


def test_fifty_thousand_entries_give_five_hundred_and_a_count() -> None:
    document = rss(*(entry(number, body="") for number in range(50_000)))
    start = time.perf_counter()
    parsed = read(document)

    assert (parsed.outcome, len(parsed.items), parsed.dropped) == ("too_many", MAX_ITEMS, 49_500)
    assert "49500" in parsed.reason
    assert time.perf_counter() - start < 5


def test_json_feeds_are_capped_too() -> None:
    items = ",".join(f'{{"id": "{n}", "title": "خبر {n}"}}' for n in range(700))
    parsed = read(f'{{"version": "https://jsonfeed.org/version/1", "items": [{items}]}}')
    assert (parsed.outcome, len(parsed.items), parsed.dropped) == ("too_many", MAX_ITEMS, 200)


@pytest.mark.parametrize(
    "document",
    [
        rss(entry(1, body="<b>" * 20_000 + "نص" + "</b>" * 20_000)),
        rss(entry(1, body="<b>" * 20_000)),
        "<rss>" + "<item>" * 200_000,
        "<rss><channel>" + "<![CDATA[" * 100_000,
        "<!--" * 200_000,
        "<item " * 200_000,
        rss("<item><title>" + "&" * 1_000_000 + "</title></item>"),
        rss("<item>" + "<p>" * 300_000 + "</item>"),
        rss(*["<item><title>x" + "<p>" * 30 + "</item>"] * 3_000),
        "<rss " + "a='b' " * 200_000 + ">",
        "<x:rss><channel>" * 50_000,
    ],
    ids=lambda document: document[:60],
)
def test_hostile_shapes_end_soon(document: str) -> None:
    start = time.perf_counter()
    parsed = read(document)
    assert parsed.outcome in set(Outcome)
    assert time.perf_counter() - start < 5


def test_deep_nesting_costs_no_neighbour() -> None:
    parsed = read(rss(entry(1, body="<b>" * 20_000 + "نص" + "</b>" * 20_000), entry(2)))
    assert [item.title for item in parsed.items] == [f"{TITLE} 1", f"{TITLE} 2"]


def test_entries_told_twice_and_blank_ones_are_counted() -> None:
    parsed = read(rss(entry(1), entry(1), "<item><title> </title></item>", entry(2)))
    assert (parsed.outcome, len(parsed.items), parsed.dropped) == ("ok", 2, 2)


def test_no_terminal_escape_and_no_bidi_override_in_titles() -> None:
    item = read(rss(entry(1, "خبر \u202eمقلوب\u202c &amp;#27;[31m أحمر &#x202E; \u2066جديد\u2069"))).items[0]
    assert item.title == "خبر مقلوب أحمر جديد 1"


def test_links_are_resolved_against_where_the_document_came_from() -> None:
    document = rss(entry(1).replace("https://blog.example/1", "../n/1?a=1&amp;b=2"))
    assert read(document).items[0].url == "https://blog.example/n/1?a=1&b=2"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.none() | st.sampled_from(["text/html", "text/xml; charset=utf-16"]))
def test_any_bytes_parse(body: bytes, content_type: str | None) -> None:
    assert read(body, content_type).outcome in set(Outcome)


SAMPLES = [(DATA / name).read_bytes() for name in ("blog.xml", "rdf.xml", "atom.xml", "feed.json")]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SAMPLES), st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6)), max_size=8))
def test_damaged_feeds_parse(body: bytes, strokes: list[tuple[float, bytes]]) -> None:
    damaged = bytearray(body)
    for place, stroke in strokes:
        at = int(place * len(damaged))
        damaged[at : at + len(stroke)] = stroke
    parsed = read(bytes(damaged))
    assert parsed.outcome in set(Outcome)
    assert len({item.id for item in parsed.items}) == len(parsed.items)


MARKUP = st.lists(
    st.sampled_from(
        ["<item>", "</item>", "<title>", "</title>", "<![CDATA[", "]]>", "<!--", "-->", "<rss>", "</rss>", "<entry ", "&",
         "&nbsp;", "<channel>", "</channel>", "<link/>", "<guid>", "نص", "<!DOCTYPE", "<?xml", "?>", "<source>", "\x00"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(MARKUP)
def test_any_markup_parses(document: str) -> None:
    assert read(document).outcome in set(Outcome)
