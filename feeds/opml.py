"""OPML in and out: what feed readers exchange. Fields that OPML lacks travel as attributes of our own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from feeds.catalogue import duration, read_table
from feeds.identity import normal_url
from feeds.types import FeedSpec

_NAMESPACE = "urn:rasid:feeds"
_TEXTS = ("agency", "country", "kind", "zone", "every", "charset", "title_suffix")
_LISTS = ("body_tails", "volatile_keys")
_FLAGS = ("gmt_is_local", "paused")
_MAX_OUTLINES = 20_000
#: Left as they are when an address is percent-encoded; "%" because most already are.
_ADDRESS = "%/:?&=#+,;@[]!$'()*~"


class OpmlError(ValueError):
    """No OPML, or one that must not be read; says why."""


def export_opml(specs: Iterable[FeedSpec], title: str = "Rasid") -> str:
    """An OPML 2.0 document, one outline a feed; `import_opml` gives the same feeds back."""
    outlines = "".join(f"    <outline{_attributes(spec)}/>\n" for spec in specs)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<opml version="2.0" xmlns:rasid="{_NAMESPACE}">\n'
        f"  <head><title>{escape(title)}</title></head>\n  <body>\n{outlines}  </body>\n</opml>\n"
    )


def import_opml(text: str) -> tuple[FeedSpec, ...]:
    """Feeds of an OPML document of any reader, in order; an address told twice counts once. Raises OpmlError for a
    document that is none, CatalogueError for a feed that no catalogue takes.

    What a foreign document does not tell is guessed from the address: id and agency from its host.
    """
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.I):
        raise OpmlError("declares a document type or entities: remove the <!DOCTYPE ...>")
    try:
        root = ET.fromstring(text.lstrip("\ufeff \r\n\t"))  # noqa: S314 - declarations are refused above
    except (ET.ParseError, ValueError, RecursionError) as error:
        raise OpmlError(f"not well-formed: {error}") from error
    if root.tag.lower() != "opml":
        raise OpmlError(f"the root is <{root.tag}>, not <opml>")
    specs: dict[str, FeedSpec] = {}
    taken: set[str] = set()
    for outline, folder in _outlines(root):
        address = normal_url(outline.get("xmlUrl", ""))
        if address not in specs:
            spec = _spec(outline, folder, taken)
            specs[address] = spec
            taken.add(spec.id)
    return tuple(specs.values())


def _outlines(root: ET.Element) -> Iterator[tuple[ET.Element, str | None]]:
    """Outlines with a feed, each with the title of the folder that it stands in; no recursion, folders may be deep."""
    waiting: list[tuple[ET.Element, str | None]] = [(root, None)]
    found = 0
    while waiting:
        element, folder = waiting.pop()
        url = element.get("xmlUrl", "").strip()
        if url.lower().startswith(("http://", "https://")) and _host(url):
            found += 1
            if found > _MAX_OUTLINES:
                raise OpmlError(f"more than {_MAX_OUTLINES} feeds: split the file")
            yield element, folder
        inner = element.get("text") or element.get("title") or folder if element.tag == "outline" else folder
        waiting.extend((child, inner) for child in reversed(element))


def _host(url: str) -> str | None:
    """The host of an address, None when it has none."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _spec(outline: ET.Element, folder: str | None, taken: set[str]) -> FeedSpec:
    url = quote(outline.get("xmlUrl", "").strip(), safe=_ADDRESS)
    host = (_host(url) or "feed").removeprefix("www.")
    ours = {name: value for name in (*_TEXTS, *_LISTS, *_FLAGS) if (value := outline.get(f"{{{_NAMESPACE}}}{name}"))}
    table: dict[str, object] = {
        "agency": host,
        "name": outline.get("title") or outline.get("text") or host,
        "url": url,
        "category": outline.get("category") or folder or "top",
        "language": (outline.get("language") or "ar").split("-")[0].lower(),
        **{name: _value(name, value) for name, value in ours.items()},
    }
    wanted = _slug(outline.get(f"{{{_NAMESPACE}}}id") or host)
    return read_table("OPML", _free(wanted, taken), table)


def _value(name: str, value: str) -> object:
    if name in _LISTS:
        return value.split("\n")
    return value == "true" if name in _FLAGS else value


def _slug(host: str) -> str:
    return re.sub("[^a-z0-9]+", "-", host.lower()).strip("-") or "feed"


def _free(wanted: str, taken: set[str]) -> str:
    number, free = 2, wanted
    while free in taken:
        free, number = f"{wanted}-{number}", number + 1
    return free


def _attributes(spec: FeedSpec) -> str:
    told: dict[str, str | None] = {
        "type": "rss",
        "text": spec.name,
        "title": spec.name,
        "xmlUrl": spec.url,
        "language": spec.language,
        "category": spec.category,
        "rasid:id": spec.id,
        **{f"rasid:{name}": getattr(spec, name) for name in _TEXTS if name != "every"},
        "rasid:every": duration(spec.every),
        **{f"rasid:{name}": "\n".join(getattr(spec, name)) for name in _LISTS},
        **{f"rasid:{name}": "true" if getattr(spec, name) else None for name in _FLAGS},
    }
    return "".join(f" {name}={quoteattr(value)}" for name, value in told.items() if value)
