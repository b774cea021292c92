"""A recogniser of names that knows a few."""

from __future__ import annotations

import time

#: A place whose name begins so is on no list.
STEM = "زلمير"


class Places:
    """Knows a place by the beginning of its name; slow enough to be killed at it."""

    def predict(self, sentences: list[list[str]]) -> list[list[str]]:
        time.sleep(0.05)
        return [["B-LOC" if word.startswith(STEM) else "O" for word in words] for words in sentences]
