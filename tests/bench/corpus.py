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
_HERE = Path(__file__).parent
_TOWNS = "بغداد الموصل حلب حمص صنعاء عدن تعز طرابلس بنغازي الخرطوم القاهرة أسيوط عمان إربد بيروت صيدا غزة رفح تونس قفصة وهران فاس"
_LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمنهوي"
_START = datetime(2024, 3, 1, 6, tzinfo=UTC)


def written(count: int, seed: int = 7) -> Iterator[Item]:
    """`count` different items of about `WORDS` words."""
    dice = random.Random(seed)
    sentences = _sentences()
    towns = _TOWNS.split()
    for n in range(count):
        told: list[str] = []
        while sum(len(s.split()) for s in told) < WORDS:
            told.append(
                dice.choice(sentences).format(n=dice.randint(3, 9), m=dice.randint(11, 99), town=dice.choice(towns))
            )
        yield _item(f"bench-{n}", told[0].rstrip("."), " ".join(told), _START + timedelta(minutes=n))


def short(dice: random.Random) -> tuple[str, str]:
    """Title and text of a short report: one of the sentences, and words that no other report has."""
    told = dice.choice(_sentences()).format(
        n=dice.randint(3, 9), m=dice.randint(11, 99), town=dice.choice(_TOWNS.split())
    )
    own = ["".join(dice.choices(_LETTERS, k=5)) for _ in range(24)]
    return f"{told.rstrip('.')} {' '.join(own[:3])}", f"{told} {' '.join(own)}."


@cache
def _sentences() -> list[str]:
    return (_HERE / "sentences.txt").read_text(encoding="utf-8").splitlines()


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
