"""The text of a feed, made safe and whole before a parser sees it.

Says what kind of document it is, refuses entity declarations, puts bare ampersands and undeclared entities right,
finds the entries, keeps the complete ones up to a limit and counts the rest. One linear scan, no parsing.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from html.entities import html5

#: Entries kept of one document, and characters handed on: a parser needs seconds for a megabyte.
MAX_ITEMS = 500
MAX_CHARS = 2_000_000
MAX_ITEM_CHARS = 400_000
#: The root's own tag is repeated when entries are parsed one by one.
_MAX_ROOT = 4_000

_ROOT = re.compile(r"<!--.*?(?:-->|\Z)|<(?P<name>(?:[\w.-]{1,20}:)?(?:rss|rdf|feed|channel))(?=[\s>/])", re.I | re.S)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.I)
_ENTRY = re.compile(
    # A section that was never closed ends with its entry, or it would swallow the next one.
    r"<!\[CDATA\[.*?(?:\]\]>|(?=</(?:item|entry)>\s{0,9}<(?:item|entry)[\s>])|\Z)|<!--.*?(?:-->|\Z)"
    r"|(?P<entity><!ENTITY)|<(?P<end>/)?(?P<name>(?:[\w.-]{1,20}:)?(?:item|entry))(?=[\s>/])[^<>]*>",
    re.I | re.S,
)
_LAST_TAGS = re.compile(r"(?:</[\w:.-]{1,40}>\s{0,9}){2}\Z")
_AMPERSAND = re.compile(
    r"(?P<cdata><!\[CDATA\[.*?(?:\]\]>|\Z))"
    r"|&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(?:(?P<name>[a-zA-Z][a-zA-Z0-9]{1,30});)?",
    re.S,
)
_TITLE = re.compile(r"<title[^>]*>([^<]{1,200})", re.I)
_EMPTY = {"", "null", "[]", "{}", '""', "false", "none", "undefined"}


@dataclass(frozen=True, slots=True)
class Document:
    """A feed document taken apart. `entries` is empty unless `kind` is xml."""

    #: xml, json, empty, html, hostile or other.
    kind: str
    reason: str = ""
    #: Root and channel tags, and what closes them: an entry between the two is a document.
    opening: str = ""
    closing: str = ""
    #: Everything before the first entry.
    head: str = ""
    #: Complete entries, in document order.
    entries: tuple[str, ...] = ()
    #: What followed the last entry; hints may stand there.
    foot: str = ""
    #: Entries left out because there were too many or because they were too long.
    dropped: int = 0
    #: The document ends inside an entry or before its root is closed.
    cut: bool = False

    @property
    def text(self) -> str:
        """The whole document again, repaired."""
        return f"{self.head}{''.join(self.entries)}{self.foot}"


def take_apart(text: str) -> Document:
    """What `text` (as feeds.decode gives it) is, and its entries. Never raises; linear in the length."""
    bare = text.strip()
    if bare.lower() in _EMPTY:
        return Document("empty", "the body is blank" if not bare else f"the body is just {bare.lower()}")
    if bare[0] in "{[":
        return Document("json")
    root = next((match for match in _ROOT.finditer(text) if match["name"]), None)
    if root is None:
        return _no_feed(text)
    return _entries(text, root.start(), root["name"])


def _no_feed(text: str) -> Document:
    if re.search("<!ENTITY", text, re.I):
        return Document("hostile", "declares entities")
    title = _TITLE.search(text)
    called = f" titled {' '.join(html.unescape(title[1]).split())!r}" if title else ""
    if _HTML.search(text[:10_000]):
        return Document("html", f"an HTML page{called}, no feed in it")
    return Document("other", f"no feed in it, begins with {text.lstrip()[:40]!r}")


def _entries(text: str, start: int, root: str) -> Document:
    spans, opened, hostile = _spans(text)
    if hostile:
        return Document("hostile", "declares entities")
    if not spans and _HTML.search(text[:start]):
        return _no_feed(text)
    first = spans[0][0] if spans else (len(text) if opened is None else opened)
    head = text[min(start, first) : first]
    opening, closing = _frame(head, root)
    kept, dropped = _within_limits([_close_cdata(text[begin:end]) for begin, end in spans])
    rest = text[spans[-1][1] :] if spans else head
    closed = re.search(rf"</{re.escape(root)}\s*>", rest, re.I)
    foot = rest[: closed.end()] if closed and spans else ""
    return Document(
        kind="xml",
        opening=opening,
        closing=closing,
        head=_escape_ampersands(head),
        entries=tuple(map(_escape_ampersands, kept)),
        foot=_escape_ampersands(foot) if closed else closing,
        dropped=dropped,
        cut=opened is not None or not closed,
    )


def _spans(text: str) -> tuple[list[tuple[int, int]], int | None, bool]:
    """Where complete entries stand, where an incomplete last one begins, and whether entities are declared."""
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    for match in _ENTRY.finditer(text):
        if match["entity"]:
            return [], None, True
        if not match["name"]:
            continue
        if match["end"]:
            if opened is not None:
                spans.append((opened, match.end()))
                opened = None
        elif match.group().endswith("/>"):
            continue
        else:
            if opened is not None:  # the entry before was never closed: it ends where this one begins
                spans.append((opened, match.start()))
            opened = match.start()
    return spans, opened, False


def _frame(head: str, root: str) -> tuple[str, str]:
    """The tags around entries. An RDF document has them beside its channel, RSS inside."""
    tag = re.search(rf"<{re.escape(root)}(?=[\s>/])[^<>]*>", head)
    opening = tag.group() if tag and len(tag.group()) <= _MAX_ROOT else f"<{root}>"
    if root.lower().endswith("rss"):
        return f"{opening}<channel>", f"</channel></{root}>"
    return opening, f"</{root}>"


def _within_limits(entries: list[str]) -> tuple[list[str], int]:
    kept: list[str] = []
    size = 0
    for entry in entries:
        if len(kept) == MAX_ITEMS or size + len(entry) > MAX_CHARS:
            break
        if len(entry) <= MAX_ITEM_CHARS:
            kept.append(entry)
            size += len(entry)
    return kept, len(entries) - len(kept)


def _close_cdata(entry: str) -> str:
    if entry.count("<![CDATA[") <= entry.count("]]>"):
        return entry
    tags = _LAST_TAGS.search(entry)
    return f"{entry[: tags.start()]}]]>{tags.group()}" if tags else entry


def _escape_ampersands(text: str) -> str:
    """No bare ampersand and no entity that XML does not know, outside of CDATA."""
    return _AMPERSAND.sub(_known, text) if "&" in text else text


def _known(match: re.Match[str]) -> str:
    if match["cdata"]:
        return match["cdata"]
    name = match["name"]
    if not name:
        return "&amp;"
    letter = html5.get(f"{name};") or html5.get(f"{name.lower()};")
    return html.escape(letter, quote=False) if letter else f"&amp;{name};"
