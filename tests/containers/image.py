"""The Dockerfile carried out without Docker: each step by runc in a root file system of Debian, which stands for the
official image that it is built from."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from tests.containers import oci
from tests.containers.oci import Image

#: Headers as the official image has them, and a server, which stands for the image of Redis.
PACKAGES = "python3,python3-venv,python3-dev,ca-certificates,redis-server"
DEBIAN = "bookworm"
#: Where the machine's own way to packages is told; and the authorities that it believes.
WAYS = re.compile(r"(?i)(https?|no|all)_proxy|(pip|uv)_(default_)?index(_url)?|pip_cert|ssl_cert_file")
AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
A_STEP = 1200.0


def base(folder: Path) -> Path:
    """A root of Debian with `python` and `pip` as the official image has them, made once."""
    root = folder / "base"
    if (root / ".made").exists():
        return root
    shutil.rmtree(root, ignore_errors=True)
    root.parent.mkdir(parents=True, exist_ok=True)
    line = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", DEBIAN, str(root)]
    subprocess.run(line, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["chroot", str(root), "python3", "-m", "venv", "/usr/local"], check=True)
    (root / ".made").touch()
    return root


def build(dockerfile: Path, folder: Path) -> Image:
    """The last stage of a Dockerfile, in `folder`. Raises RuntimeError where a step fails, NotImplementedError for a step
    of a kind that no Dockerfile here has."""
    stages: dict[str, Image] = {}
    image, steps = Image(folder), count()
    for word, rest in instructions(dockerfile.read_text(encoding="utf-8")):
        print(f"{word} {rest[:90]}", flush=True)
        match word:
            case "FROM":
                name = rest.partition(" AS ")[2] or str(len(stages))
                image = stages[name] = Image(_copied(base(folder), folder / f"stage-{name}"))
            case "RUN":
                _carry_out(image, rest, folder / f"step-{next(steps)}")
            case "COPY":
                _copy(stages, image, rest.split(), dockerfile.parent)
            case "WORKDIR":
                (image.root / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
                image = replace(image, folder=rest)
            case "ENV" | "ARG":
                image = replace(image, environ={**image.environ, **_variables(rest, image.environ)})
            case "USER":
                image = replace(image, user=rest)
            case "ENTRYPOINT":
                image = replace(image, entrypoint=json.loads(rest))
            case "CMD":
                image = replace(image, command=json.loads(rest))
            case _:
                raise NotImplementedError(word)
    return image


def instructions(text: str) -> list[tuple[str, str]]:
    """`(word, rest)` of each, with its lines joined."""
    told = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in told.splitlines() if line)]


def _variables(told: str, known: Mapping[str, str]) -> dict[str, str]:
    pairs = (each.partition("=") for each in told.split())
    return {name: re.sub(r"\$(\w+)", lambda m: known.get(m[1], oci.PATH), value) for name, _, value in pairs}


def _carry_out(image: Image, command: str, folder: Path) -> None:
    ways = {name: value for name, value in os.environ.items() if WAYS.fullmatch(name)}
    mounts = [oci.bind(Path("/etc/resolv.conf").resolve(), "/etc/resolv.conf"), oci.bind(AUTHORITIES, str(AUTHORITIES))]
    config = oci.bundle(image, ["sh", "-c", command], environ=ways, mounts=mounts)
    oci.run(f"rasid-build-{os.getpid()}-{folder.name}", folder, config, A_STEP)


def _copy(stages: Mapping[str, Image], image: Image, words: Sequence[str], context: Path) -> None:
    *sources, target = [word for word in words if not word.startswith("--")]
    stage = next((word.removeprefix("--from=") for word in words if word.startswith("--from=")), None)
    root = stages[stage].root if stage else context
    to = (
        image.root / image.folder.lstrip("/") / target.removeprefix("./")
        if target[0] != "/"
        else image.root / target[1:]
    )
    for source in sources:
        found = root / source.lstrip("/")
        if found.is_dir():
            skip = None if stage else shutil.ignore_patterns("__pycache__", "built")
            shutil.copytree(found, to, symlinks=True, dirs_exist_ok=True, ignore=skip)
        else:
            shutil.copy2(found, to)


def _copied(root: Path, to: Path) -> Path:
    shutil.rmtree(to, ignore_errors=True)
    subprocess.run(["cp", "--archive", str(root), str(to)], check=True)
    return to
