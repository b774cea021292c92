from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.text import absolute_url, clean_body, clean_title, is_breaking, language_of, plain

PLAIN = [
    ("<p>أول</p><p>ثان</p>", "أول\nثان"),
    ("أول<br/>ثان<BR>ثالث", "أول\nثان\nثالث"),
    ("<div><div>\n\n أول </div>\n</div>ثان", "أول\nثان"),
    ("<ul><li>أ</li><li>ب</li></ul>", "أ\nب"),
    ("قال <b>الوزي</b>ر <a href='x' title='أ > ب'>هنا</a>", "قال الوزير هنا"),
    ("<script>var a = '<p>لا</p>';</script>نعم<style>p{}</style>", "نعم"),
    ("<scr<script>ipt>لا</script>نعم", "<scrنعم"),
    ("<iframe src=x>لا</iframe><noscript>لا</noscript>نعم<img src=x onerror=alert(1)>", "نعم"),
    ("<!-- لا -->نعم<![CDATA[ ونعم ]]>", "نعم ونعم"),
    ("5 < 6 و 7 > 3", "5 < 6 و 7 > 3"),
    ("قناة A&B", "قناة A&B"),
    ("قال &quot;نعم&quot; &#8230; &#x2026;", 'قال "نعم" … …'),
    ("&lt;p&gt;أول&lt;/p&gt;&lt;p&gt;ثان&lt;/p&gt;", "أول\nثان"),
    ("&amp;lt;b&amp;gt;نص&amp;lt;/b&amp;gt;", "نص"),
    ("&amp;amp;quot;نص&amp;amp;quot;", '"نص"'),
    ("نص&nbsp;&nbsp;نص\u00a0نص", "نص نص نص"),
    # The spelling is the publisher's: marks, tatweel, joiners and presentation forms stay
    ("أعلنَ مُحمّـــد أنّه", "أعلنَ مُحمّـــد أنّه"),
    ("ﻻ می\u200cشود \u200fنص", "ﻻ می\u200cشود \u200fنص"),
    # What is no text goes
    ("أ\x00ب\x07\x1b[1;31mج\x1b[0m", "أبج"),
    ("\x1b]0;title\x07نص", "نص"),
    ("\u202eمقلوب\u202c \u2066معزول\u2069 \ufeffنص\U000e0041", "مقلوب معزول نص"),
    ("أول\r\nثان\u2028ثالث\x85رابع", "أول\nثان\nثالث\nرابع"),
    ("", ""),
]


@pytest.mark.parametrize(("markup", "text"), PLAIN)
def test_plain(markup: str, text: str) -> None:
    assert plain(markup) == text


def test_a_title_is_one_line_without_suffix() -> None:
    assert clean_title("<b>أول</b>\n <br>ثان - وكالة", " - وكالة") == "أول ثان"
    assert clean_title("خبر - وكالة المثال", None, "وكالة المثال") == "خبر"
    assert clean_title("- وكالة", " - وكالة") == "- وكالة"


BODIES = [
    ("<p>نص.</p><p>The post <a>عنوان</a> appeared first on <a>موقع</a>.</p>", (), "نص.", False),
    ("نص [&#8230;] The post عنوان appeared first on موقع.", (), "نص", True),
    ("<p>نص.</p>ظهرت المقالة عنوان أولاً على موقع.", (), "نص.", False),
    ("<p>نص.</p>التدوينة عنوان ظهرت أولاً على موقع.", (), "نص.", False),
    ("نص طويل [...]", (), "نص طويل", True),
    ("نص طويل…", (), "نص طويل", True),
    ("نص طويل... اقرأ المزيد", (), "نص طويل", True),
    ("نص كامل.", (), "نص كامل.", False),
    ("نص .. كامل ...حقا", (), "نص .. كامل ...حقا", False),
    ("نص.\nتابعونا على تويتر @x", ("تابعونا على .*",), "نص.", False),
]


@pytest.mark.parametrize(("markup", "tails", "text", "truncated"), BODIES)
def test_bodies_lose_their_tails(markup: str, tails: tuple[str, ...], text: str, truncated: bool) -> None:
    assert clean_body(markup, tails) == (text, truncated)


BREAKING = {
    "عاجل | قصف يستهدف الميناء": True,
    "عاجل: قصف يستهدف الميناء": True,
    "عاجل قصف يستهدف الميناء": True,
    "#عاجل قصف يستهدف الميناء": True,
    "قصف يستهدف الميناء #عاجل": True,
    "قصف يستهدف الميناء - عاجل": True,
    "خبر عاجل.. قصف يستهدف الميناء": True,
    "🔴 عاجل/ قصف يستهدف الميناء": True,
    "[عاجل] قصف يستهدف الميناء": True,
    "عاجل": True,
    "اجتماع عاجل لمجلس الأمن": False,
    "المستشفى يحتاج إلى دم بشكل عاجل": False,
    "عاجل إلى السيد الوزير": False,
    "عاجلا أم آجلا": False,
    "دعوة عاجلة للتهدئة": False,
}


@pytest.mark.parametrize(("title", "breaking"), BREAKING.items())
def test_flashes(title: str, breaking: bool) -> None:
    assert is_breaking(title) is breaking


BASE = "https://site.example/feed/rss.xml"
LINKS = [
    ("/n/1", "https://site.example/n/1"),
    ("n/1", "https://site.example/feed/n/1"),
    ("//cdn.example/1", "https://cdn.example/1"),
    ("?id=1", "https://site.example/feed/rss.xml?id=1"),
    ("http://site.example/خبر", "http://site.example/خبر"),
    (" https://site.example/a\n b ", "https://site.example/ab"),
    ("HTTPS://site.example/a", "https://site.example/a"),
    ("javascript:alert(1)", None),
    (" java\nscript:alert(1)", None),
    ("\x01javascript:alert(1)", None),
    ("data:text/html,<script>", None),
    ("file:///etc/passwd", None),
    ("mailto:a@b.example", None),
    ("http://", None),
    ("http://[::1", None),
    ("https://site.example/" + "x" * 10_000, None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("link", "url"), LINKS)
def test_links(link: str | None, url: str | None) -> None:
    assert absolute_url(link, BASE) == url


LANGUAGES = [
    ("وقال الوزير إن المحادثات مستمرة في العاصمة", "en", "ar"),
    ("المدینة التی تقع علی الساحل", "ar", "ar"),  # typed on a Persian keyboard
    ("دولت اعلام کرد که این طرح از فردا اجرا می شود", "ar", "fa"),
    ("حکومت نے کہا ہے کہ یہ منصوبہ کل سے شروع ہوگا", "ar", "ur"),
    ("سەرۆکی حکومەت لە شاری هەولێر کۆبووەوە", "ar", "ckb"),
    ("The minister arrived", "en", "en"),
    ("The minister arrived", "ar", "und"),
    ("لقاء iPhone 17 Pro الجديد في المتجر", "ar", "ar"),
    ("2026", "ar", "ar"),
]


@pytest.mark.parametrize(("text", "declared", "language"), LANGUAGES)
def test_language_by_letters(text: str, declared: str, language: str) -> None:
    assert language_of(text, declared) == language


@pytest.mark.parametrize("unit", ["<a \"", "<a '", "<", "<!--", "<div>", "&amp;", "<script>", "<a ", "<![CDATA[", " ", "\n ",
                                  "\x1b[", "\x1b]", "The post ", "...", "[…] "])  # fmt: skip
def test_hostile_markup_takes_linear_time(unit: str) -> None:
    start = time.perf_counter()
    clean_body(unit * (400_000 // len(unit)), ("تابعونا.*",))
    assert time.perf_counter() - start < 2


@given(st.text())
def test_any_markup_gives_safe_text(markup: str) -> None:
    text = plain(markup)
    assert not any(letter < " " and letter not in "\n\t" for letter in text)
    assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x7f\x9b")
    assert "\n" not in plain(markup, one_line=True)
