"""The image and the services of docker-compose.yml as real containers, with what each promises: its user, its limits, its
health check, its end. `make containers` runs them, on Linux as root with runc and debootstrap; a Docker is not needed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from feeds import catalogue
from feeds.types import FeedSpec
from tests.containers import image as images
from tests.containers import oci
from tests.containers.oci import Container, Image

#: Where the root of Debian is kept from one run to the next; they run only where it is named.
FOLDER = os.environ.get("RASID_CONTAINERS", "")
ROOT = Path(__file__).parents[2]
GIVEN = {"RASID_FLOWER_LOGIN": "me:secretsecret"}
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(
    oci.filled_in((ROOT / "docker-compose.yml").read_text(encoding="utf-8"), GIVEN)
)["services"]
OURS = ("poll", "process", "flower", "metrics")
DEMO = ROOT / "seeds" / "demo"
#: What a shell in a container says of its rights.
RIGHTS = "id -u; grep -E 'CapEff|CapBnd|NoNewPrivs' /proc/self/status; touch /opt/x /x /etc/rasid/x 2>&1; ls /x"

pytestmark = [
    pytest.mark.skipif(not (FOLDER and oci.possible()), reason="make containers: wants root, runc and debootstrap"),
    pytest.mark.timeout(1800),
]


@dataclass(frozen=True, slots=True)
class Host:
    """Containers of one network."""

    running: dict[str, Container]

    def start(self, name: str) -> Container:
        """Wait until it is well, as long as compose would. What it says is told when it is not."""
        container, check = self.running[name].start(), SERVICES[name]["healthcheck"]
        allowed = seconds(check.get("start_period", "0s")) + check["retries"] * seconds(check["interval"])
        assert container.well(check, allowed), container.log
        return container


@pytest.fixture(scope="module")
def image() -> Image:
    return images.build(ROOT / "Dockerfile", Path(FOLDER).resolve())


@pytest.fixture(scope="module")
def host(image: Image) -> Iterator[Host]:
    """Every service, its Redis too, in one network; feeds of the demo on it."""
    with tempfile.TemporaryDirectory(prefix="rasid-") as name:
        folder = Path(name)
        network = f"rasid-{os.getpid()}"
        subprocess.run(["ip", "netns", "add", network], check=True)
        subprocess.run(["ip", "-n", network, "link", "set", "lo", "up"], check=True)
        inside = ["ip", "netns", "exec", network]
        serve = ["python3", "-m", "http.server", "8000", "--bind", "127.0.0.1", "--directory", str(DEMO)]
        web = subprocess.Popen([*inside, *serve], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        debian = Image(images.base(Path(FOLDER).resolve()), folder="/data")
        running = {
            each: Container(
                f"{network}-{each}",
                folder / "bundles" / each,
                oci.as_compose_says(
                    SERVICES[each], debian if each == "redis" else image, _volumes(folder),
                    {} if each == "redis" else {"RASID_ALLOW_LOOPBACK": "1"}, f"/var/run/netns/{network}",
                ),
            )
            for each in ("redis", *OURS)
        }  # fmt: skip
        try:
            yield Host(running)
        finally:
            for container in running.values():
                container.remove()
            web.kill()
            web.wait()
            subprocess.run(["ip", "netns", "del", network], check=False)


def test_the_service_in_containers(host: Host) -> None:
    host.start("redis")
    for name in OURS:
        host.start(name)
    poll = host.running["poll"]
    events = _until(lambda: poll.ask("rasid", "snapshot", "--json").stdout.splitlines(), 120)

    assert events, poll.log[-3000:] + host.running["process"].log[-3000:]
    assert {json.loads(each)["type"] for each in events} == {"rasid.event.state"}
    assert poll.ask("rasid", "status").returncode == 0
    assert "compiled" in host.running["process"].ask("rasid", "check").stdout
    figures = host.running["metrics"].ask("python", "-c", READ.format("9125/metrics")).stdout
    assert "rasid_up 1.0" in figures
    assert "401" in host.running["flower"].ask("python", "-c", READ.format("5555/workers")).stderr


@pytest.mark.parametrize("name", OURS)
def test_it_may_do_little(host: Host, name: str) -> None:
    container = host.running[name]
    user, *said = container.ask("sh", "-c", RIGHTS).stdout.splitlines()

    assert user == "10001"
    assert sum(line.endswith("\t" + "0" * 16) for line in said) == 2, said
    assert "NoNewPrivs:\t1" in said
    assert sum("Read-only file system" in line for line in said) >= 2, said
    limit = subprocess.run(["runc", "events", "--stats", container.name], capture_output=True, text=True, check=True)
    memory = json.loads(limit.stdout)["data"]["memory"]["usage"]
    assert memory["limit"] == oci.size(SERVICES[name]["mem_limit"])
    assert memory["max"] < memory["limit"]


def test_a_worker_that_stands_still_is_not_well(host: Host) -> None:
    poll, check = host.running["poll"], SERVICES["poll"]["healthcheck"]
    poll.signal(signal.SIGSTOP)
    stuck = _until(lambda: poll.ask(*check["test"][1:]).returncode, 60)
    poll.signal(signal.SIGCONT)

    assert stuck == 1
    assert poll.well(check, 30)


@pytest.mark.parametrize("name", [*OURS, "redis"])
def test_a_stop_is_a_good_end_in_time(host: Host, name: str) -> None:
    """SIGTERM to its first process, which nobody but itself handles: by itself Linux would ignore it."""
    container, begun = host.running[name], time.monotonic()
    container.signal(signal.SIGTERM)

    code = container.wait(seconds(SERVICES[name]["stop_grace_period"]))
    print(f"{name}: exit code {code} after {time.monotonic() - begun:.1f} s")
    assert code == 0, container.log[-2000:]


READ = "import urllib.request as r; print(r.urlopen('http://127.0.0.1:{}', timeout=5).read().decode())"


def seconds(told: str) -> float:
    return float(told.removesuffix("s"))


def _until(ask: Any, patience: float) -> Any:
    end = time.monotonic() + patience
    while not (answer := ask()) and time.monotonic() < end:
        time.sleep(0.5)
    return answer


def _volumes(folder: Path) -> dict[str, Path]:
    """Folders behind the volumes of compose: of seeds, the demo's."""
    volumes = {each: folder / each for each in ("redis", "flower", "./seeds")}
    for path in volumes.values():
        path.mkdir(exist_ok=True)
        path.chmod(0o777)
    names = [path.name for path in DEMO.glob("*.xml")]
    specs = [FeedSpec(id=name[:-4], agency=name[:-4], name=name, url=f"http://127.0.0.1:8000/{name}") for name in names]
    catalogue.dump(specs, volumes["./seeds"] / "feeds.toml")
    (volumes["./seeds"] / "routes.toml").write_bytes((ROOT / "seeds" / "routes.toml").read_bytes())
    hosts = folder / "hosts"
    hosts.write_text("127.0.0.1 localhost " + " ".join(SERVICES) + "\n", encoding="utf-8")
    return {**volumes, "hosts": hosts}
