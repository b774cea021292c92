"""What is left of a name when spellings differ: سروج and سوروج, فيرغسون and فيرجسون. A key to look under, never a proof."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.clean import fold

_LETTERS = re.compile(r"[^\W\d_]+")
#: Letters that Arabic desks exchange when they write a foreign name.
_SAME = str.maketrans({
    "ط": "ت", "ث": "ت", "ص": "س", "ش": "س", "ز": "س", "ذ": "د", "ض": "د", "ظ": "د", "غ": "ج", "ك": "ج", "ق": "ج",
    "ع": "", "ا": "", "و": "", "ي": "", "ه": "", "ء": "", "ئ": "", "ؤ": "", "ح": "", "خ": "ج",
})  # fmt: skip


@lru_cache(maxsize=50_000)
def skeleton(name: str) -> str:
    """Consonants of a name, look-alikes folded, doubled letters once, articles off."""
    parts = []
    for word in _LETTERS.findall(fold(name)):
        bare = word.removeprefix("ال") if len(word) > 4 else word
        letters = bare.translate(_SAME)
        once = "".join(letter for n, letter in enumerate(letters) if n == 0 or letter != letters[n - 1])
        parts.append(once or bare)
    return " ".join(parts)
