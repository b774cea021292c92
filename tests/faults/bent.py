"""A server whose wall clock jumps and whose disk is slow, by a library of ours that stands before the C library's
(bent.c). It needs a C compiler and Linux; without them there is nothing to bend with, see `POSSIBLE`."""

from __future__ import annotations

import mmap
import shutil
import struct
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

_COMPILER = shutil.which("cc")
POSSIBLE = sys.platform == "linux" and _COMPILER is not None
_BOTH = struct.Struct("=qq")


class Bent:
    """`environ` goes to the process; the rest takes hold at once, however long that runs already."""

    def __init__(self, folder: Path) -> None:
        library, numbers = folder / "bent.so", folder / "bent"
        source = Path(__file__).with_name("bent.c")
        command = [str(_COMPILER), "-O2", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"]
        subprocess.run(command, check=True)
        numbers.write_bytes(bytes(_BOTH.size))
        with numbers.open("r+b") as file:
            self._numbers = mmap.mmap(file.fileno(), _BOTH.size)
        self.environ = {"LD_PRELOAD": str(library), "BENT": str(numbers)}

    @property
    def ahead(self) -> timedelta:
        """Of the true time."""
        return timedelta(microseconds=_BOTH.unpack(self._numbers)[0])

    def jump(self, by: timedelta) -> None:
        """The clock goes on from somewhere else."""
        self._write(self.ahead + by, self._slow)

    def slow_disk(self, each: timedelta) -> None:
        """Every sync takes so much longer."""
        self._write(self.ahead, each)

    @property
    def _slow(self) -> timedelta:
        return timedelta(microseconds=_BOTH.unpack(self._numbers)[1])

    def _write(self, ahead: timedelta, slow: timedelta) -> None:
        unit = timedelta(microseconds=1)
        self._numbers[:] = _BOTH.pack(ahead // unit, slow // unit)
