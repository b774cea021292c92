"""docs/flower.png anew: Flower over a real run, seen by headless Chromium.

    python -m tests.flower_shot [FILE]

A private server, `rasid worker poll`, `rasid worker process` and `rasid flower`, as the containers run them, with the demo's
feeds over real HTTP. Needs `chromium` on the PATH.
"""

from __future__ import annotations

import base64
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from feeds import catalogue
from feeds.replay import ReplayServer, load_folder
from feeds.types import FeedSpec
from tests.servers import PrivateServer
from worker.settings import seeds

LOGIN, PORT = "me:hunter2hunter2", 5598
PAGE = f"http://127.0.0.1:{PORT}"
#: Flower first: it knows only the tasks that it has seen.
ROLES = (("flower",), ("worker", "process"), ("worker", "poll"))
#: Headless, and asking nobody but the page.
FLAGS = (
    "--headless --no-sandbox --disable-gpu --hide-scrollbars --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --window-size=1500,900 --virtual-time-budget=8000"
).split()


def main(target: Path) -> int:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("no chromium on the PATH: install it, then run this again", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, service(Path(folder)):
        until(f"{PAGE}/api/tasks?limit=500", "feeds.poll", "item done")
        login, host = LOGIN, PAGE.removeprefix("http://")
        command = [chromium, *FLAGS, f"--user-data-dir={folder}/chromium", f"--screenshot={target.resolve()}"]
        subprocess.run([*command, f"http://{login}@{host}/tasks"], check=True, timeout=120, capture_output=True)
    print(f"{target}: {target.stat().st_size} bytes")
    return 0


@contextlib.contextmanager
def service(folder: Path) -> Iterator[None]:
    """Workers and Flower on the demo's feeds, until the end of the block."""
    (folder / "redis").mkdir()
    redis_server = PrivateServer(folder / "redis").start()
    try:
        with ReplayServer(load_folder(seeds() / "demo")) as web:
            environ = told(folder, redis_server.url, web)
            parts = []
            try:
                for role in ROLES:
                    parts.append(start(role, environ))
                    until(f"{PAGE}/healthcheck", "OK")
                yield
            finally:
                for part in parts:
                    part.send_signal(signal.SIGTERM)
                for part in parts:
                    part.wait(60)
    finally:
        redis_server.kill()


def start(role: Sequence[str], environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "worker.cli", *role]
    return subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def told(folder: Path, url: str, web: ReplayServer) -> Mapping[str, str]:
    """The settings of the run."""
    specs = [
        FeedSpec(id=path[1:-4], agency=path[1:-4], name=path, url=web.url(path), zone="Asia/Baghdad")
        for path in web.scripts
    ]
    catalogue.dump(specs, folder / "feeds.toml")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RASID_", "REDIS_URL"))}
    return {
        **kept,
        "REDIS_URL": url,
        "RASID_DATA": str(folder / "data"),
        "RASID_FEEDS": str(folder / "feeds.toml"),
        "RASID_ALLOW_LOOPBACK": "1",
        "RASID_HOST_GAP": "0.05",
        "RASID_FLOWER_LOGIN": LOGIN,
        "RASID_FLOWER_PORT": str(PORT),
        "TMPDIR": str(folder),
    }


def until(url: str, *words: str, seconds: float = 60.0) -> None:
    """Until the page says all the words. Raises TimeoutError."""
    request = urllib.request.Request(url)
    request.add_header("Authorization", "Basic " + base64.b64encode(LOGIN.encode()).decode())
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError), urllib.request.urlopen(request, timeout=5) as answer:
            text = answer.read().decode()
            if all(word in text for word in words):
                return
        time.sleep(0.5)
    raise TimeoutError(f"{url} does not say {', '.join(words)}")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/flower.png")))
