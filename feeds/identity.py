"""Which entry is which: one id over polls, edits and the moods of a publisher's software.

The key is the normalised guid; else the link without what varies; else title and date. A guid or a link that several
different entries of one document share identifies none of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import quote, unquote_to_bytes, urlsplit

#: Query parameters that say where a reader came from or which request it was.
_TRACKING = frozenset({
    "fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "xtor", "ocid", "cmp", "cmpid", "ref_src",
    "traffic_source", "from_rss", "phpsessid", "jsessionid", "sessionid", "_ga", "__twitter_impression",
})  # fmt: skip
_TRACKING_PREFIXES = ("utm_", "at_", "ns_", "mc_", "pk_", "mtm_", "hsa_", "_hs")
_SESSION = re.compile(r";jsessionid=[^/?#]*", re.I)
_TRACKING_FRAGMENT = re.compile(r"(?:xtor|utm_\w+|at_\w+)=", re.I)
_SAFE = "/:@!$'()*,;~-._="


@dataclass(frozen=True, slots=True)
class Marks:
    """What a publisher gives to tell an entry by; each may be missing or wrong."""

    guid: str | None
    url: str | None
    title: str
    #: As delivered, for what has neither guid nor link.
    date: str | None


def assign(feed_id: str, entries: Sequence[Marks], volatile_keys: Iterable[str] = ()) -> tuple[str, ...]:
    """Ids of the entries of one document, in order; twice the same only for the same entry told twice."""
    volatile = frozenset(key.lower() for key in volatile_keys)
    ladders = [_ladder(marks, volatile) for marks in entries]
    sharers: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for ladder in ladders:
        for step, key in enumerate(ladder):
            sharers[key].add(ladder[step + 1 :])
    return tuple(_digest(feed_id, _first_own(ladder, sharers)) for ladder in ladders)


def _first_own(ladder: tuple[str, ...], sharers: dict[str, set[tuple[str, ...]]]) -> str:
    """The best key that this entry has for itself; the last one if it has none."""
    return next((key for key in ladder if len(sharers[key]) == 1), ladder[-1])


def _ladder(marks: Marks, volatile: frozenset[str]) -> tuple[str, ...]:
    """Keys of an entry, the best first. Never empty."""
    keys = []
    guid = normal_guid(marks.guid, volatile)
    if guid:
        keys.append(f"guid {guid}")
    link = normal_url(marks.url, volatile) if marks.url else ""
    if _points_somewhere(link):
        keys.append(f"link {link}")
    keys.append(f"title {_squeeze(marks.title).lower()} {_squeeze(marks.date or '')}")
    return tuple(keys)


def normal_guid(guid: str | None, volatile: frozenset[str] = frozenset()) -> str:
    """A guid without accidents of spelling; one that is an address is treated as an address. Empty if there is none."""
    plain = _squeeze(guid or "")
    return normal_url(plain, volatile) if re.match(r"(?:https?:)?//", plain, re.I) else plain


def normal_url(url: str, volatile: frozenset[str] = frozenset()) -> str:
    """An address for comparison only: no scheme, no "www.", one percent-encoding, no tracking, sorted query."""
    try:
        parts = urlsplit("".join(url.split()))
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return _squeeze(url)
    query = "&".join(sorted(_parameters(parts.query, volatile)))
    path = _percent(_SESSION.sub("", parts.path)).rstrip("/")
    address = f"{host}{f':{port}' if port not in (None, 80, 443) else ''}{path}"
    fragment = "" if _TRACKING_FRAGMENT.match(parts.fragment) else _percent(parts.fragment)
    return f"{address}{f'?{query}' if query else ''}{f'#{fragment}' if fragment else ''}"


def _parameters(query: str, volatile: frozenset[str]) -> Iterator[str]:
    for pair in query.split("&"):
        name, equals, value = pair.replace("+", "%20").partition("=")
        if name and not _varies(name.lower(), volatile):
            yield f"{_percent(name)}{equals}{_percent(value)}"


def _percent(text: str) -> str:
    """One way of writing: raw letters and either case of hex digits become the same bytes."""
    return quote(unquote_to_bytes(text), safe=_SAFE)


def _varies(name: str, volatile: frozenset[str]) -> bool:
    return name in _TRACKING or name in volatile or name.startswith(_TRACKING_PREFIXES)


def _points_somewhere(link: str) -> bool:
    """A home page is no entry's own address."""
    return "/" in link or "?" in link


def content_hash(title: str, text: str) -> str:
    """Another one means another revision. Blind to spacing, which publishing software changes by itself."""
    return _hash(f"{_squeeze(title)}\0{_squeeze(text)}")


def _digest(feed_id: str, key: str) -> str:
    return _hash(f"{feed_id}\0{key}")


def _hash(text: str) -> str:
    """20 hex digits: one chance in 10^12 that two of a million collide."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


def _squeeze(text: str) -> str:
    return " ".join(text.split())
