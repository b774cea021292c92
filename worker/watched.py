"""A file that an operator may change while the service runs: the catalogue, the routes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from feeds.catalogue import CatalogueError
from worker.errors import BadInputError
from worker.log import say, warn

T = TypeVar("T")


class Watched(Generic[T]):
    """What the file says, read again when it changes or another one takes its place. What is wrong is refused: said once,
    kept in `refused`, and what was read before stays."""

    def __init__(self, name: str, where: Callable[[], Path], read: Callable[[Path], T]) -> None:
        """`where` gives the file, `read` raises CatalogueError or BadInputError for a wrong one; so does this, and OSError."""
        self._name = name
        self._where = where
        self._read = read
        self._stamp: tuple[Path, int, int] | None = None
        self._stamp = self._look()
        self._value = read(where())
        self._refused = ""

    @property
    def path(self) -> Path:
        return self._where()

    @property
    def refused(self) -> str:
        """Why the file as it stands now is not used; empty when it is."""
        self.value()
        return self._refused

    def value(self) -> T:
        stamp = self._look()
        if stamp is not None and stamp != self._stamp:
            self._stamp = stamp
            self._again()
        return self._value

    def _again(self) -> None:
        try:
            self._value = self._read(self.path)
        except (CatalogueError, BadInputError, OSError) as error:
            told = str(error)
            self._refused = told if str(self.path) in told else f"{self.path}: {told}"
            warn(self._name, outcome="refused", reason=self._refused)
        else:
            self._refused = ""
            say(self._name, outcome="reloaded", file=str(self.path))

    def _look(self) -> tuple[Path, int, int] | None:
        """None while there is no file: what was read stays. An editor may take the file away for a moment; the one that it
        had replaced does not come back by that."""
        path = self.path
        if self._stamp is not None and path != self._stamp[0] and not self._stamp[0].exists():
            return None
        try:
            stat = path.stat()
        except OSError:
            return None
        return path, stat.st_mtime_ns, stat.st_size
