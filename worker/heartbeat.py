"""Is a worker alive? A file that its main loop touches, or who knows that the loop waits for a Redis that does not answer:
a Redis that is away restarts nobody.

`python -m worker.heartbeat poll` exits 0 when a worker of that name was heard of within `LIFE`, for health checks.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

#: Seconds after which a worker that was not heard of counts as stuck: many ticks, and a slow machine.
LIFE = 30.0
#: After which its loop waits for something.
TURN = 8.0


def folder() -> Path:
    """Where the files are. Private to the user; no setting, so that a check needs nothing of the worker's."""
    return Path(tempfile.gettempdir()) / f"rasid-beats-{os.getuid()}"


def touch(worker: str) -> None:
    """Say that `worker` (a Celery node name) lives. A full or read-only disk must not stop it from working."""
    try:
        folder().mkdir(mode=0o700, exist_ok=True)
        (folder() / worker).touch()
    except OSError:
        return


def turns(worker: str) -> bool:
    """Whether the loop of a worker (a Celery node name) has turned of late."""
    try:
        return time.time() - (folder() / worker).stat().st_mtime < TURN
    except OSError:
        return False


def forget(worker: str) -> None:
    """A worker that stopped by itself is not stuck."""
    (folder() / worker).unlink(missing_ok=True)


def age(name: str, now: float | None = None) -> float | None:
    """Seconds since the worker `name@...` that was heard of last; None when none ever was."""
    moment = time.time() if now is None else now
    files = folder().glob(f"{name}@*") if folder().is_dir() else ()
    return min((moment - file.stat().st_mtime for file in files), default=None)


def main(arguments: list[str]) -> int:
    """Exit code for a health check: 0 alive, 1 stuck or not started, 2 wrong use."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m worker.heartbeat poll|process\n")
        return 2
    seconds = age(arguments[0])
    alive = seconds is not None and seconds < LIFE
    sys.stdout.write(f"{arguments[0]}: {'never heard of' if seconds is None else f'heard of {seconds:.0f} s ago'}\n")
    return 0 if alive else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
