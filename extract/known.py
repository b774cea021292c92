"""Answers kept in the dictionary that is asked; never compiled (extract.native): mypyc knows no dict with attributes."""

from __future__ import annotations

from collections.abc import Callable


class Known(dict[str, bool]):
    """Whether a key concerns a reader: asked once a key, then one dictionary access. Forgets all when it grows too big."""

    LIMIT = 100_000

    def __init__(self, asks: Callable[[str], bool]) -> None:
        super().__init__()
        self._asks = asks

    def __missing__(self, key: str) -> bool:
        if len(self) >= self.LIMIT:
            self.clear()
        answer = self[key] = self._asks(key)
        return answer
