"""Items for benchmarks: sentences written for them, with towns and numbers put in, in ever new orders."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from feeds.types import Item

WORDS = 300
#: Part of the sentences of a written item that tell no event: with it, items tell as many events as the densest tenth of war
#: reports, 3.8 in 100 words. Of 4,000 real news articles of 2015 those 165 of 100 words and more with three blows and more
#: tell 2.7 (median), 3.8 (90th percentile), 5.4 (the densest); all 4,000 together 0.44.
CONTEXT = 0.4
_HERE = Path(__file__).parent
_TOWNS = "بغداد الموصل حلب حمص صنعاء عدن تعز طرابلس بنغازي الخرطوم القاهرة أسيوط عمان إربد بيروت صيدا غزة رفح تونس قفصة وهران فاس"
_LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمنهوي"
_START = datetime(2024, 3, 1, 6, tzinfo=UTC)


def written(count: int, seed: int = 7) -> Iterator[Item]:
    """`count` different war reports of about `WORDS` words."""
    dice = random.Random(seed)
    sentences, context = _sentences("sentences.txt"), _sentences("context.txt")
    towns = _TOWNS.split()
    for n in range(count):
        told: list[str] = []
        while sum(len(s.split()) for s in told) < WORDS:
            kind = context if told and dice.random() < CONTEXT else sentences
            told.append(dice.choice(kind).format(n=dice.randint(3, 9), m=dice.randint(11, 99), town=dice.choice(towns)))
        yield _item(f"bench-{n}", told[0].rstrip("."), " ".join(told), _START + timedelta(minutes=n))


def short(dice: random.Random) -> tuple[str, str]:
    """Title and text of a short report: one of the sentences, and words that no other report has."""
    told = dice.choice(_sentences("sentences.txt")).format(
        n=dice.randint(3, 9), m=dice.randint(11, 99), town=dice.choice(_TOWNS.split())
    )
    own = ["".join(dice.choices(_LETTERS, k=5)) for _ in range(24)]
    return f"{told.rstrip('.')} {' '.join(own[:3])}", f"{told} {' '.join(own)}."


@cache
def _sentences(name: str) -> list[str]:
    return (_HERE / name).read_text(encoding="utf-8").splitlines()


def recorded(path: Path, count: int) -> Iterator[Item]:
    """The first `count` articles of a file of JSON lines (gzip or plain) with id, title, text and published."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for n, line in enumerate(lines):
            if n == count:
                return
            row = json.loads(line)
            yield _item(
                str(row["id"]), row.get("title", ""), row.get("text", ""), datetime.fromisoformat(row["published"])
            )


def _item(item_id: str, title: str, text: str, published: datetime) -> Item:
    return Item(
        id=item_id, feed_id="bench", agency="bench", title=title, text=text, published=published, fetched=published
    )
