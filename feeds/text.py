"""Markup to plain text. What is stored keeps the delivered spelling; only what is no text at all is taken out."""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin, urlsplit

_MAX_UNESCAPES = 3
_MAX_URL = 4_000
#: Tails hang on tails, but not many.
_MAX_TAILS = 6

#: A tag, a comment or a section; quoted attributes may hold ">". Possessive, so that bad markup costs no time.
_TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>|<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})(?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+>"""
    r"""|</?[a-zA-Z][^<>]*+>|<[!?][a-zA-Z][^<>]*+>""",
    re.S,
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DROPPED = _words("script style iframe noscript template object select textarea svg math head title")
_BLOCKS = _words(
    "p div br li ul ol h1 h2 h3 h4 h5 h6 tr table blockquote section article header footer figure figcaption "
    "hr pre dl dt dd aside main nav form"
)
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")

#: Escape sequences of terminals, control characters, bidi overrides and isolates, interlinear marks, tags, strays.
_UNSAFE = re.compile(
    "\x1b\\[[0-?]*+[ -/]*+[@-~]|\x1b\\][^\x07\x1b]{0,200}(?:\x07|\x1b\\\\)"
    "|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u206f\ufff9-\ufffb\ufeff\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_LINES = re.compile(r" ?\n[ \n]*")

#: What blogging software and editors hang on a body; cut from the end, again and again.
_TAILS = tuple(
    re.compile(pattern, re.S)
    for pattern in (
        r"\s*The post\s.{1,400}?\sappeared first on\s.{1,200}\Z",
        r"\s*(?:ظهرت|ظهر)\s(?:المقالة|المقال|التدوينة|الخبر)\s.{1,400}?\s(?:أولاً|أولا|للمرة الأولى)\s(?:على|في)\s.{1,200}\Z",
        r"\s*(?:المقالة|المقال|التدوينة)\s.{1,400}?\s(?:ظهرت|ظهر)\s(?:أولاً|أولا)\s(?:على|في)\s.{1,200}\Z",
        r"\s*(?:اقرأ|إقرأ|أقرأ|لقراءة|قراءة|تابع قراءة)\s(?:المزيد|بقية الخبر|الخبر كاملا|المقال كاملا)\W{0,20}\Z",
        r"\s*(?:Continue reading|Read more|Lire la suite)\b[^\n]{0,200}\Z",
    )
)
_TRUNCATED = re.compile(r"\s*(?:\[\s*(?:…|\.{2,3}|&hellip;)\s*\]|\(…\)|…|(?<!\.)\.{3})\s*\Z")

_BREAKING = re.compile(
    # "عاجل إلى الوزير" is a letter, not a flash.
    r"^\W*(?:(?:خبر|نبأ)[ _])?عاجل(?!\w)(?!\s+(?:إلى|الى|من)\s)"
    r"|#(?:خبر_)?عاجل(?!\w)|[|\-–—]\s*عاجل\s*$"
)
_ARABIC = re.compile("[\u0621-\u064a\u0671-\u06d3]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_ARABIC_WORD = re.compile("[\u0621-\u064a\u0671-\u06d5]+")
#: Words that one language of the script needs and the others lack.
_TELLING = {
    "ar": _words("في من على إلى الى أن إن عن التي الذي هذا هذه مع بعد قال أو كان كانت قد لم لن"),
    "fa": _words("که را از این است می در به شد شده برای آن های با خود کرد بود"),
    "ur": _words("کے میں کی اور ہے سے کو کا نے پر ہیں یہ بھی تھا"),
    "ckb": _words("لە بە کە ئەو بۆ ئەم لەگەڵ دەکات وە یەک هەر"),
}


def plain(markup: str, *, one_line: bool = False) -> str:
    """Text of `markup`: paragraphs as single newlines, scripts dropped, doubly escaped markup unescaped (three times).

    Without control characters, terminal escapes and bidi overrides. `one_line` for titles and names.
    """
    text = markup
    for _ in range(_MAX_UNESCAPES):
        text = _strip_tags(text) if "<" in text or "]]>" in text else text
        unescaped = _REFERENCE.sub(lambda match: html.unescape(match.group()), text) if "&" in text else text
        if unescaped == text:
            break
        text = unescaped
    return _layout(_UNSAFE.sub("", _BREAKS.sub("\n", _strip_tags(text) if "<" in text else text)), one_line)


def _layout(text: str, one_line: bool) -> str:
    text = _BLANKS.sub(" ", text)
    return " ".join(text.split()) if one_line else _LINES.sub("\n", text).strip()


def _strip_tags(text: str) -> str:
    pieces: list[str] = []
    dropping: str | None = None
    at = 0
    for match in _TAG.finditer(text):
        if dropping is None:
            pieces.append(text[at : match.start()])
        at = match.end()
        name = (match[2] or "").lower()
        if dropping:
            dropping = None if match[1] and name == dropping else dropping
        elif name in _DROPPED and not match[1] and not match.group().endswith("/>"):
            dropping = name
        elif name in _BLOCKS:
            pieces.append("\n")
        elif name in {"td", "th"}:
            pieces.append(" ")
    if dropping is None:
        pieces.append(text[at:])
    return "".join(pieces)


def clean_title(markup: str, suffix: str | None = None, source: str | None = None) -> str:
    """A headline on one line, without the feed's suffix and without an aggregator's " - publisher"."""
    title = plain(markup, one_line=True)
    for tail in (suffix, f" - {source}" if source else None):
        if tail and title.endswith(tail.rstrip()) and len(title) > len(tail):
            title = title[: -len(tail.rstrip())].rstrip()
    return title


def clean_body(markup: str, tails: tuple[str, ...] = ()) -> tuple[str, bool]:
    """Text of a body without its tails, and whether it was cut by the publisher."""
    text = plain(markup)
    truncated = False
    patterns = (*(re.compile(rf"\s*(?:{tail})\s*\Z", re.S) for tail in tails), *_TAILS)
    for _ in range(_MAX_TAILS):
        shorter = text
        for pattern in patterns:
            # The end only: a pattern must not search a long body from its first character.
            at = max(0, len(shorter) - 800)
            shorter = shorter[:at] + pattern.sub("", shorter[at:])
        cut = _TRUNCATED.search(shorter[-40:])
        if cut:
            shorter, truncated = shorter[: len(shorter) - len(cut.group())], True
        if shorter == text:
            break
        text = shorter
    return text, truncated


def is_breaking(title: str) -> bool:
    """An urgent flash by its marker; the adjective (an urgent meeting) is none."""
    return bool(_BREAKING.search(title))


def absolute_url(link: str | None, base: str) -> str | None:
    """`link` resolved against `base` if that gives an http(s) address, else None."""
    if not link:
        return None
    try:
        url = urljoin(base, _UNSAFE.sub("", "".join(link.split())))
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and len(url) <= _MAX_URL
    except ValueError:
        return None
    return url if usable else None


def language_of(text: str, declared: str) -> str:
    """ISO 639 code by letters and small words; feeds in Arabic that declare English are common."""
    arabic, latin = len(_ARABIC.findall(text)), len(_LATIN.findall(text))
    if not arabic and not latin:
        return declared
    if latin > 2 * arabic:
        return declared if not declared.startswith(tuple(_TELLING)) else "und"
    words = _ARABIC_WORD.findall(text)
    counts = {language: sum(word in telling for word in words) for language, telling in _TELLING.items()}
    counts["ar"] += sum(word.endswith("ة") or word.startswith("ال") for word in words)
    counts["ckb"] += sum(text.count(letter) for letter in "ڕڵۆێ")
    counts["ur"] += sum(text.count(letter) for letter in "ٹڈڑے")
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] else "ar"
