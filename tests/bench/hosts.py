"""One, two, three worker hosts on one Redis: does the rate grow with them?

As root on Linux each host is a network namespace, with a line of its own to Redis and the feeds, and may use a part of a
processor only, so that three of them fit on this machine and each gets the same. Elsewhere hosts are pairs of processes
without such a limit, and what grows is bounded by the processors that there are.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from feeds import catalogue
from feeds.replay import ReplayServer, Reply, Step
from feeds.types import FeedSpec
from tests.bench import pipeline
from tests.bench.tended import tended
from tests.servers import PrivateServer
from worker.server import Endpoint
from worker.service import ROLES, Supervised, worker_command, worker_environ
from worker.settings import Settings, read_settings
from worker.store import Store, connect

#: Where Redis and the feeds are, seen from every host. Public, or no feed would be fetched from it; never routed out.
HERE = "11.77.0.1"
#: Public addresses are asked on the ports of the web only.
REDIRECT = """table ip rasid {{
  chain out {{
    type nat hook output priority -100
    ip daddr {here} tcp dport 80 dnat to {here}:{port}
  }}
}}
"""
CGROUPS = Path("/sys/fs/cgroup/cpu")
PERIOD_US = 20_000
PORT = 7077


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench hosts")
    parser.add_argument("--hosts", type=int, default=3)
    parser.add_argument("--flood", type=int, default=600, help="items for each host")
    parser.add_argument("--share", type=float, default=0.4, help="of a processor, for each host")
    given = parser.parse_args(argv)
    apart = os.geteuid() == 0 and None not in (shutil.which("ip"), shutil.which("nft")) and CGROUPS.is_dir()
    print(
        f"{'network namespaces, each' if apart else 'processes;'} {f'{given.share:g} of a processor' if apart else ''}"
    )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # or what was set up would stay
    base = 0.0
    for count in range(1, given.hosts + 1):
        rate = measure(count, given.flood * count, given.share if apart else None)
        base = base or rate
        print(f"{count} hosts: {rate:6.1f} items/s, {rate / base:.2f} times one host's", flush=True)


@dataclass(slots=True)
class Host:
    """A poll and a process worker in a place of their own."""

    number: int
    share: float | None
    #: Port that the feeds listen on.
    web: int
    _group: Path = field(init=False)

    def __post_init__(self) -> None:
        self._group = CGROUPS / f"rasid-bench-{self.number}"

    @contextmanager
    def up(self) -> Iterator[None]:
        if self.share is None:
            yield
            return
        self._group.mkdir(exist_ok=True)
        (self._group / "cpu.cfs_period_us").write_text(str(PERIOD_US))
        (self._group / "cpu.cfs_quota_us").write_text(str(int(PERIOD_US * self.share)))
        name, near, far = self._name, f"rb{self.number}a", f"rb{self.number}b"
        line = f"11.77.{self.number}"
        try:
            _ip(f"netns add {name}")
            _ip(f"link add {near} type veth peer name {far} netns {name}")
            _ip(f"addr add {line}.1/24 dev {near}")
            _ip(f"link set {near} up")
            _ip(f"-n {name} addr add {line}.2/24 dev {far}")
            _ip(f"-n {name} link set {far} up")
            _ip(f"-n {name} link set lo up")
            _ip(f"-n {name} route add default via {line}.1")
            inside = ["ip", "netns", "exec", name, "nft", "-f", "-"]
            subprocess.run(inside, input=REDIRECT.format(here=HERE, port=self.web), text=True, check=True)
            yield
        finally:
            _ip(f"netns del {name}")
            subprocess.run(["ip", "link", "del", near], stderr=subprocess.DEVNULL, check=False)
            self._group.rmdir()

    def command(self, command: Sequence[str]) -> list[str]:
        """The same, run on this host."""
        if self.share is None:
            return list(command)
        inside = ["ip", "netns", "exec", self._name, *command]
        return ["sh", "-c", f'echo $$ > {self._group / "tasks"}; exec "$@"', "sh", *inside]

    @property
    def _name(self) -> str:
        return f"rasid-bench-{self.number}"


def measure(count: int, flood: int, share: float | None) -> float:
    """Items a second that so many hosts get through."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rasid-bench-")))
        if share:
            stack.enter_context(_address_here())
        web = stack.enter_context(ReplayServer({}, address="0.0.0.0" if share else "127.0.0.1"))
        hosts = [Host(number, share, web.socket[1]) for number in range(1, count + 1)]
        for host in hosts:
            stack.enter_context(host.up())
        server = PrivateServer(folder, "--port", str(PORT), "--bind", "0.0.0.0", "--protected-mode", "no").start()
        stack.callback(server.kill)
        settings, environ = _settings(folder, web, shared=bool(share))
        stack.enter_context(_working(hosts, settings, environ, folder / "log"))
        press = pipeline.Press(web, Store(connect(server.url)))
        items = pipeline.news(flood + 4 * count * pipeline.A_DOCUMENT)
        press.wait()
        press.print(islice(items, 4 * count * pipeline.A_DOCUMENT))  # children load the lexicon before the clock starts
        press.wait()
        begun = time.monotonic()
        press.print(islice(items, flood))
        press.wait()
        return flood / (time.monotonic() - begun)


def _settings(folder: Path, web: ReplayServer, *, shared: bool) -> tuple[Settings, dict[str, str]]:
    base, address = (f"http://{HERE}", HERE) if shared else (web.url(""), "127.0.0.1")
    specs = [FeedSpec(id=f"f{n}", agency=f"a{n}", name=f"f{n}", url=f"{base}/f{n}.xml") for n in range(pipeline.FEEDS)]
    for spec in specs:
        web.scripts[f"/{spec.id}.xml"] = [Step(reply=Reply(body=pipeline.document([])))]
    catalogue.dump(specs, folder / "feeds.toml")
    own = {
        "RASID_DATA": str(folder), "RASID_FEEDS": str(folder / "feeds.toml"), "RASID_ALLOW_LOOPBACK": "1",
        "RASID_HOST_GAP": "0", "RASID_PROCESSES": "1", "RASID_LOG_LEVEL": "warning",
    }  # fmt: skip
    environ = {name: value for name, value in os.environ.items() if not name.startswith("RASID_")} | own
    url = f"redis://{address}:{PORT}/0"
    return read_settings(environ), worker_environ(Endpoint(url, url), environ)


@contextmanager
def _working(hosts: Sequence[Host], settings: Settings, environ: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("wb") as lines:
        workers = [
            Supervised(name, host.command(worker_command(role, settings, name=name)), environ, lines)
            for host in hosts
            for role in ROLES
            for name in [f"{role}{host.number}"]
        ]
        with tended(workers):
            yield


@contextmanager
def _address_here() -> Iterator[None]:
    _ip(f"addr add {HERE}/32 dev lo")
    try:
        yield
    finally:
        _ip(f"addr del {HERE}/32 dev lo")


def _ip(words: str) -> None:
    subprocess.run(["ip", *words.split()], check=True)
