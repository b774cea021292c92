"""What made a record: the release of Rasid, and the lexicon that was compiled into it."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files


@cache
def extractor_version() -> str:
    try:
        return version("rasid")
    except PackageNotFoundError:
        return "0"


def release() -> str:
    """Both: what a worker runs."""
    return f"{extractor_version()}+{lexicon_version()}"


@cache
def lexicon_version() -> str:
    """Twelve digits of the compiled database and the rule tables: any change of them changes it."""
    digest = hashlib.sha256()
    lexicon = files("extract").joinpath("lexicon")
    tables = [lexicon, *(lexicon.joinpath(folder) for folder in ("cues", "triggers"))]
    names = (file for table in tables for file in table.iterdir() if file.name.endswith((".toml", ".tsv")))
    for file in sorted(names, key=str):
        digest.update(file.read_bytes())
    digest.update(files("extract").joinpath("data", "morphology_db", "rasid", "morphology.db").read_bytes())
    return digest.hexdigest()[:12]
