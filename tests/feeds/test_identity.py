from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.identity import Marks, assign, content_hash, normal_guid, normal_url


def marks(guid: str | None = None, url: str | None = None, title: str = "عنوان", date: str | None = None) -> Marks:
    return Marks(guid, url, title, date)


def same(first: Marks, second: Marks, volatile: tuple[str, ...] = ()) -> bool:
    """Do the two get one id when each stands in a document of its own?"""
    return assign("f", [first], volatile) == assign("f", [second], volatile)


ONE_ADDRESS = [
    ("http://site.example/a", "https://site.example/a"),
    ("https://site.example/a", "https://SITE.example/a"),
    ("https://www.site.example/a", "https://site.example/a/"),
    ("https://site.example:443/a", "https://site.example/a"),
    ("//site.example/a", "https://site.example/a"),
    ("https://site.example/a?utm_source=rss&utm_medium=x", "https://site.example/a"),
    ("https://site.example/a?fbclid=1&id=7", "https://site.example/a?id=7"),
    ("https://site.example/a?id=7&page=2", "https://site.example/a?page=2&id=7"),
    ("https://site.example/a#xtor=RSS-1", "https://site.example/a"),
    ("https://site.example/a;jsessionid=8F?id=7", "https://site.example/a?id=7"),
    ("https://site.example/خبر-عاجل", "https://site.example/%D8%AE%D8%A8%D8%B1-%D8%B9%D8%A7%D8%AC%D9%84"),
    ("https://site.example/%d8%ae", "https://site.example/%D8%AE"),
    ("https://site.example/?q=خبر", "https://site.example/?q=%D8%AE%D8%A8%D8%B1"),
    (" https://site.example/a\n", "https://site.example/a"),
]
TWO_ADDRESSES = [
    ("https://site.example/a", "https://site.example/b"),
    ("https://site.example/A", "https://site.example/a"),
    ("https://site.example/?id=1", "https://site.example/?id=2"),
    ("https://site.example/a#c1", "https://site.example/a#c2"),
    ("https://site.example:8080/a", "https://site.example/a"),
    # windows-1256 in an address: other bytes, another story
    ("https://site.example/?n=%C7%E1", "https://site.example/?n=%C7%E2"),
]


@pytest.mark.parametrize(("first", "second"), ONE_ADDRESS)
def test_moods_of_an_address(first: str, second: str) -> None:
    assert normal_url(first) == normal_url(second)
    assert same(marks(url=first), marks(url=second))
    assert same(marks(guid=first), marks(guid=second))


@pytest.mark.parametrize(("first", "second"), TWO_ADDRESSES)
def test_two_stories(first: str, second: str) -> None:
    assert not same(marks(url=first), marks(url=second))


def test_a_guid_outlives_link_title_and_date() -> None:
    assert same(marks("7", "https://a.example/x", "قديم", "1"), marks("7", "https://a.example/y", "جديد", "2"))


def test_volatile_keys_of_the_catalogue() -> None:
    first, second = marks(url="https://a.example/n?id=3&token=aa"), marks(url="https://a.example/n?Token=bb&id=3")
    assert not same(first, second)
    assert same(first, second, ("token",))


@pytest.mark.parametrize("guid", ["12", "0", "tag:site.example,2026:1", "x" * 2048, "a b", "{8F-11}", "قصة ١"])
def test_guids_of_every_kind(guid: str) -> None:
    item_id = assign("f", [marks(guid)])[0]
    assert len(item_id) == 20
    assert item_id == assign("f", [marks(f" {guid}\n")])[0]
    assert item_id != assign("f", [marks(f"{guid}0")])[0]
    assert item_id != assign("g", [marks(guid)])[0]


@pytest.mark.parametrize("guid", [None, "", "  \n"])
def test_without_a_guid_the_link_counts(guid: str | None) -> None:
    assert same(marks(guid, "https://a.example/1", "قديم"), marks(guid, "http://a.example/1/", "جديد"))


@pytest.mark.parametrize("guid", ["", "same for all", "https://a.example/feed"])
def test_equal_guids_tell_nothing_apart(guid: str) -> None:
    entries = [marks(guid, f"https://a.example/{number}", f"عنوان {number}") for number in range(4)]
    ids = assign("f", entries)
    assert len(set(ids)) == 4
    # and the same tomorrow, when three are left
    assert assign("f", entries[1:]) == ids[1:]


def test_equal_guids_and_links_leave_title_and_date() -> None:
    entries = [marks("g", "https://a.example/news", f"عنوان {number}", "d") for number in range(3)]
    assert len(set(assign("f", entries))) == 3


def test_a_home_page_is_nobodys_address() -> None:
    entries = [marks(None, "https://a.example/", f"عنوان {number}") for number in range(2)]
    assert len(set(assign("f", entries))) == 2
    assert not same(*entries)


def test_an_entry_told_twice_is_one() -> None:
    twice = marks("7", "https://a.example/7", "عنوان", "d")
    assert len(set(assign("f", [twice, marks("8"), twice]))) == 2


def test_the_content_hash_sees_edits_and_not_spacing() -> None:
    assert content_hash("عنوان", "نص  أول\n") == content_hash(" عنوان", "نص أول")
    assert content_hash("عنوان", "نص أول") != content_hash("عنوان", "نص ثان")
    assert content_hash("أ", "ب ج") != content_hash("أ ب", "ج")


@given(st.text(max_size=80))
def test_any_guid_has_one_form(guid: str) -> None:
    assert normal_guid(normal_guid(guid)) == normal_guid(guid) or "//" in guid
    assert assign("f", [marks(guid, guid)])[0]
