"""An item in which extraction finds no event: it opens none, but what it copies it reports, as any other copy does."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from extract.types import Mention, Span
from feeds.types import Item

#: Letters of its headline.
HEADLINE = 300
#: Rule of a mention that stands for a text as a whole.
RULE = "text"


def told_by(item: Item, mentions: Sequence[Mention]) -> Sequence[Mention]:
    """What extraction found; where it found nothing, the text as a whole."""
    return mentions or [text_of(item)]


def text_of(item: Item) -> Mention:
    """A mention of no type, with the headline for its evidence: background until it is known what it copies."""
    words = (item.title or item.text)[:HEADLINE]
    headline = Span("title" if item.title else "text", 0, len(words), words)
    return Mention(
        id=hashlib.sha256(f"{item.id}|{RULE}".encode()).hexdigest()[:20],
        type="",
        trigger=headline,
        evidence=headline,
        background=True,
        lead=True,
        form="phrase",
        rule=RULE,
        quality=0.0,
    )
