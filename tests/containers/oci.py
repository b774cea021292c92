"""One container by runc, the program that Docker too starts them with: what docker-compose.yml says of a service, as runc
asks for it. All share one network of their own, in which each service's name leads to this host's loopback."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: What Docker leaves to root where nothing is dropped.
DEFAULT_CAPABILITIES = tuple(
    "CAP_" + name
    for name in "CHOWN DAC_OVERRIDE FSETID FOWNER SETGID SETUID SETPCAP NET_BIND_SERVICE KILL SYS_CHROOT MKNOD".split()
)
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
KERNEL = [
    {"destination": "/proc", "type": "proc", "source": "proc"},
    {"destination": "/dev", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "mode=755", "size=64k"]},
    {"destination": "/dev/shm", "type": "tmpfs", "source": "shm", "options": ["nosuid", "nodev", "mode=1777"]},
    {"destination": "/sys", "type": "sysfs", "source": "sysfs", "options": ["nosuid", "noexec", "nodev", "ro"]},
]
UNITS = {"k": 1 << 10, "m": 1 << 20, "g": 1 << 30}


@dataclass(frozen=True, slots=True)
class Image:
    """A root file system, and what its Dockerfile says of how to start."""

    root: Path
    environ: Mapping[str, str] = field(default_factory=dict)
    user: str = "0"
    folder: str = "/"
    entrypoint: Sequence[str] = ()
    command: Sequence[str] = ()


def bundle(
    image: Image, arguments: Sequence[str], *, user: str = "0", capabilities: Sequence[str] = DEFAULT_CAPABILITIES,
    environ: Mapping[str, str] | None = None, folder: str = "", writable: bool = True, new_privileges: bool = True,
    mounts: Sequence[dict[str, Any]] = (), memory: int | None = None, network: str | None = None,
) -> dict[str, Any]:  # fmt: skip
    """runc's config.json. Without `network` that of the host."""
    uid, _, gid = user.partition(":")
    sets = ("bounding", "effective", "permitted")
    return {
        "ociVersion": "1.0.2",
        "process": {
            "user": {"uid": int(uid), "gid": int(gid or 0)},
            "args": [*arguments],
            "env": [f"{name}={value}" for name, value in {"PATH": PATH, **image.environ, **(environ or {})}.items()],
            "cwd": folder or image.folder,
            "capabilities": {each: [*capabilities] for each in sets},
            "noNewPrivileges": not new_privileges,
        },
        "root": {"path": str(image.root), "readonly": not writable},
        "mounts": [*KERNEL, *mounts],
        "linux": {
            "namespaces": [
                *({"type": kind} for kind in ("pid", "ipc", "uts", "mount")),
                *([{"type": "network", "path": network}] if network else ()),
            ],
            "resources": {"memory": {"limit": memory, "swap": memory}} if memory else {},
            "maskedPaths": ["/proc/kcore", "/proc/keys", "/proc/timer_list", "/sys/firmware"],
            "readonlyPaths": ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"],
        },
    }


def as_compose_says(
    service: Mapping[str, Any], image: Image, volumes: Mapping[str, Path], environ: Mapping[str, str], network: str
) -> dict[str, Any]:
    """The bundle of a service; `volumes` are the folders behind what stands before the colon, `environ` comes on top."""
    mounts = [_tmpfs(each) for each in service.get("tmpfs", ())]
    for each in service.get("volumes", ()):
        source, target, *mode = each.split(":")
        mounts.append(bind(volumes[source], target, writable="ro" not in mode))
    dropped = service.get("cap_drop") == ["ALL"]
    return bundle(
        image, [*image.entrypoint, *(service.get("command") or image.command)],
        user=service.get("user", image.user), capabilities=() if dropped else DEFAULT_CAPABILITIES,
        environ={**service.get("environment", {}), **environ}, writable=not service.get("read_only", False),
        new_privileges="no-new-privileges:true" not in service.get("security_opt", ()),
        mounts=[*mounts, bind(volumes["hosts"], "/etc/hosts")], memory=size(service["mem_limit"]), network=network,
    )  # fmt: skip


def bind(source: Path, target: str, *, writable: bool = False) -> dict[str, Any]:
    options = ["rbind", "rw" if writable else "ro"]
    return {"destination": target, "type": "bind", "source": str(source), "options": options}


def _tmpfs(told: str) -> dict[str, Any]:
    target, _, options = told.partition(":")
    own = [*filter(None, options.split(","))]
    return {
        "destination": target, "type": "tmpfs", "source": "tmpfs",
        "options": ["noexec", "nosuid", "nodev", *own],
    }  # fmt: skip


def size(told: str) -> int:
    """`512m` in bytes."""
    return int(told[:-1]) * UNITS[told[-1]]


def filled_in(text: str, given: Mapping[str, str]) -> str:
    """`${NAME:-default}` and `${NAME:?why}` as compose fills them in. Raises KeyError for what must be given."""

    def value(match: re.Match[str]) -> str:
        name, how, rest = match.groups()
        return given.get(name) or rest if how == ":-" else given[name]

    return re.sub(r"\$\{(\w+)(:[-?])?([^}]*)}", value, text)


@dataclass(slots=True)
class Container:
    """Started in the background; its lines go to a file beside its bundle."""

    name: str
    folder: Path
    config: Mapping[str, Any]
    _process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def start(self) -> Container:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "config.json").write_text(json.dumps(self.config), encoding="utf-8")
        with (self.folder / "log").open("wb") as log:
            line = ["runc", "run", "--bundle", str(self.folder), self.name]
            self._process = subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        return self

    def wait(self, seconds: float) -> int:
        """Its exit code. Raises TimeoutExpired."""
        assert self._process is not None, "it was not started"
        return self._process.wait(seconds)

    def ask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run something else in it, with its user, its environment and its limits."""
        line = ["runc", "exec", self.name, *arguments]
        return subprocess.run(line, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)

    def well(self, check: Mapping[str, Any], seconds: float) -> bool:
        """Whether its health check succeeds within a time."""
        end = time.monotonic() + seconds
        while self.ask(*check["test"][1:]).returncode:
            if time.monotonic() > end:
                return False
            time.sleep(0.5)
        return True

    def signal(self, number: signal.Signals) -> None:
        """To its first process, as `docker stop` and `docker kill` do."""
        subprocess.run(["runc", "kill", self.name, str(int(number))], check=False, capture_output=True)

    def remove(self) -> None:
        """By force, where it still runs."""
        subprocess.run(["runc", "delete", "--force", self.name], check=False, capture_output=True)
        if self._process is not None:
            self._process.wait(30)


def run(name: str, folder: Path, config: Mapping[str, Any], seconds: float) -> None:
    """To its end. Raises RuntimeError with its last lines where that is no good one."""
    container = Container(name, folder, config).start()
    try:
        code = container.wait(seconds)
    finally:
        container.remove()
    if code:
        raise RuntimeError(f"{shlex.join(config['process']['args'])}: exit code {code}\n{container.log[-3000:]}")


def possible() -> bool:
    """Containers can be started here."""
    programs = ("runc", "debootstrap", "ip")
    found = all(any(Path(folder, each).exists() for folder in PATH.split(":")) for each in programs)
    return found and os.geteuid() == 0
