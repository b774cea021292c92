"""A text as codes of its content stems, and how rare each of them is.

Light stems (articles, conjunctions and common endings off) join spellings well enough for likeness, cost microseconds,
and need no lexicon: the text side of matching must work where extraction knows no word.
"""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from zlib import crc32

from extract.clean import clean, key

#: Letters of one code: 24 bits of a hash. Two of a hundred thousand stems rarely meet, and a chance meeting adds one word.
WIDTH = 4
#: Words of one run, and how many runs there are for one that is kept of a whole text.
RUN = 4
SAMPLED = 3
_WORD = re.compile(r"[^\W\d_]\w*")
_PREFIX = ("وبال", "وال", "بال", "كال", "فال", "ولل", "ال", "لل", "و")
_SUFFIX = ("ها", "ان", "ات", "ون", "ين", "يه", "يا", "ه", "ي", "ا")
#: Words that carry grammar or saying, as `key` writes them. Frequency would find them, but a fresh service has seen none.
_EMPTY = frozenset(
    key(word)
    for word in (
        "من في على إلى الى عن مع بعد قبل خلال حول ضد بين منذ حتى عند لدى دون نحو أمام تحت فوق وراء ضمن بسبب إثر عقب حيث حين "
        "أن إن أنه إنه أنها إنها أنهم لأن كأن لكن بل ثم أو أم لا لم لن ما ليس ليست هل قد لقد سوف كان كانت يكون تكون كانوا هو هي "
        "هم هذا هذه ذلك تلك هؤلاء الذي التي الذين اللذين كل بعض غير أي كما مما فيما بينما عندما إذا لو كي لكي به بها فيه فيها "
        "منه منها منهم عليه عليها لها له لهم إليه إليها قال قالت وقال وقالت أعلن أعلنت وأعلن ذكر ذكرت وذكر أفاد أفادت أضاف وأضاف "
        "أوضح وأوضح أكد أكدت وأكد يوم أمس اليوم الاحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت مساء صباح أحد "
        " أول ثاني آخر أخرى جديد عام سنة شهر أسبوع تم يتم جرى أيضا فقط جدا نفسه وكان وكانت وأن وفي ومن وعلى وهو وهي وقد ولم ولا"
    ).split()
)


@lru_cache(maxsize=256)
def codes(text: str) -> tuple[str, ...]:
    """Codes of a text's content words, in order. A number is no word, for counts are never identity; MH370 is one."""
    return tuple(code for word in _WORD.findall(clean(text).text) if (code := _code(word)))


def kind_code(group: str) -> str:
    """Code of a kind of event: how common a kind is says how much it means that two mentions share it."""
    return "@" + base64.urlsafe_b64encode(crc32(group.encode()).to_bytes(4, "big")).decode()[: WIDTH - 1]


@lru_cache(maxsize=100_000)
def _code(word: str) -> str:
    stem = light_stem(key(word))
    if len(stem) < 2:
        return ""
    return _packed(crc32(stem.encode()))


def _packed(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(4, "big")[:3]).decode()


def light_stem(word: str) -> str:
    """`word` without article, conjunction and common endings; empty for words that carry no content. Takes a key."""
    if word in _EMPTY:
        return ""
    for prefix in _PREFIX:
        if word.startswith(prefix) and len(word) - len(prefix) >= (3 if prefix == "و" else 2):
            word = word[len(prefix) :]
            break
    if word in _EMPTY:
        return ""
    for suffix in _SUFFIX:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
    return word


def runs(words: tuple[str, ...]) -> frozenset[str]:
    """Runs of four words: what copies share and rewritings do not."""
    return frozenset("".join(words[n : n + RUN]) for n in range(len(words) - RUN + 1))


def sample(words: tuple[str, ...]) -> frozenset[str]:
    """Codes of the same third of its runs of words, wherever a run stands: what of a long text tells its copies."""
    hashes = (crc32(run.encode()) for run in runs(words))
    return frozenset(_packed(number) for number in hashes if number % SAMPLED == 0)


@dataclass(frozen=True, slots=True)
class Rarity:
    """How many items' leads hold each code, of how many, and since when the service has been listening."""

    counts: Mapping[str, int] = field(default_factory=dict)
    total: int = 0
    since: datetime | None = None

    #: Items that a fresh service pretends to have seen, each word in one: so that early weights are equal, not zero.
    PRIOR = 5000
    #: The same for names of places and for kinds, which are as common in those items as they usually are.
    CAUTION = 2000

    def weight(self, code: str) -> float:
        """Inverse document frequency."""
        return math.log((self.total + self.PRIOR + 1) / (self.counts.get(code, 0) + 1))

    def rare(self, code: str, usual: float, common: float, rare: float) -> float:
        """0 for what weighs `common` or less, 1 for what weighs `rare` or more; it is usually in that share of items."""
        weight = math.log((self.total + self.CAUTION) / (self.counts.get(code, 0) + self.CAUTION * usual))
        return round(min(1.0, max(0.0, (weight - common) / (rare - common))), 2)

    def norm(self, codes: Iterable[str]) -> float:
        return math.sqrt(sum(self.weight(code) ** 2 for code in codes))

    def rarest(self, codes: Iterable[str], count: int, *, share: float = 0.02) -> tuple[str, ...]:
        """The `count` rarest, rarest first, without those in more than `share` of all items."""
        ceiling = max(share * self.total, 20)
        rare = [code for code in dict.fromkeys(codes) if self.counts.get(code, 0) <= ceiling]
        return tuple(sorted(rare, key=lambda code: (self.counts.get(code, 0), code))[:count])
