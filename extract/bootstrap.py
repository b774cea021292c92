"""The one module that imports camel_tools: offline, without a write to HOME, and only the parts asked for.

`camel_tools.data` downloads a catalogue and makes a folder in HOME when it is imported. Databases are read without it.
Before any other import of camel_tools, this module points CAMELTOOLS_DATA at a folder whose catalogue.json is sound (the
user's, else the packaged one) and HOME at a temporary folder; afterwards both are as they were.

* CamelError
  + BrokenDatabaseError   a morphology database or model that camel-tools cannot read
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from threading import RLock
from types import ModuleType
from typing import Any

PACKAGED = Path(__file__).parent / "data"
OWN_DATABASE = PACKAGED / "morphology_db" / "rasid" / "morphology.db"
_CALIMA = "calima-msa-r13"
_CATALOGUE = "camel_tools.data"
_LOCK = RLock()


class CamelError(Exception):
    """camel-tools or its data cannot be used."""


class BrokenDatabaseError(CamelError):
    """A morphology database or model that camel-tools cannot read."""


@dataclass(frozen=True, slots=True)
class CamelData:
    """What the machine has for camel-tools, found by looking at files."""

    #: Folder whose catalogue.json the import reads.
    folder: Path
    #: The user's CALIMA database and MLE model, None where absent.
    calima: Path | None
    mle: Path | None
    #: Why the user's folder is not used, for `rasid check`; "" when all is well.
    note: str = ""


def user_folder(environ: Mapping[str, str]) -> Path | None:
    """Where camel-tools keeps what `camel_data` brings; None where neither variable names a folder."""
    told, home = environ.get("CAMELTOOLS_DATA"), environ.get("HOME")
    return Path(told).expanduser() if told else Path(home) / ".camel_tools" if home else None


def find_data(environ: Mapping[str, str]) -> CamelData:
    """Look for camel-tools data: CAMELTOOLS_DATA, else ~/.camel_tools. Reads, never writes, never raises."""
    told, user = environ.get("CAMELTOOLS_DATA"), user_folder(environ)
    if user is None:
        return CamelData(PACKAGED, None, None)
    calima = user / "data" / "morphology_db" / _CALIMA / "morphology.db"
    mle = user / "data" / "disambig_mle" / _CALIMA / "model.json"
    wrong = _catalogue_fault(user / "catalogue.json")
    note = f"{user / 'catalogue.json'}: {wrong}; the packaged catalogue is used" if wrong and told else ""
    return CamelData(
        PACKAGED if wrong else user,
        calima if is_file(calima) else None,
        mle if is_file(calima) and is_file(mle) else None,
        note,
    )


def is_file(path: Path) -> bool:
    """Whether a file is there and may be read. Never raises."""
    try:
        return path.is_file() and os.access(path, os.R_OK)
    except OSError:
        return False


def _catalogue_fault(path: Path) -> str:
    """What is wrong with a catalogue, "" when camel-tools can read it. A saved 404 page is one of the known faults."""
    if not is_file(path):
        return "absent or unreadable"
    try:
        catalogue = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "not JSON (a failed download?); run `camel_data -u`"
    if not isinstance(catalogue, dict):
        return "not a catalogue"
    missing = [
        name for name, kind in (("version", str), ("packages", dict), ("components", dict))
        if not isinstance(catalogue.get(name), kind)
    ]  # fmt: skip
    return f"lacks {', '.join(missing)}" if missing else ""


@contextmanager
def _importing(folder: Path) -> Iterator[None]:
    """An environment in which camel_tools can be imported; restored afterwards."""
    import tempfile  # spared where camel_tools is not asked for

    names = ("CAMELTOOLS_DATA", "HOME", "USERPROFILE")
    with _LOCK, tempfile.TemporaryDirectory(prefix="rasid-camel-") as home:
        before = {name: os.environ.get(name) for name in names}
        os.environ.update(CAMELTOOLS_DATA=str(folder), HOME=home, USERPROFILE=home)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


@contextmanager
def _without_catalogue() -> Iterator[None]:
    """An import of camel_tools.morphology.database alone: the catalogue, which only names downloads, takes half of a start."""
    with _LOCK:
        absent = _CATALOGUE not in sys.modules
        if absent:
            stand_in = ModuleType(_CATALOGUE)
            stand_in.__dict__["CATALOGUE"] = None
            sys.modules[_CATALOGUE] = stand_in
        try:
            yield
        finally:
            if absent:
                del sys.modules[_CATALOGUE]


def database(path: Path) -> Any:
    """A camel_tools MorphologyDB, opened for analysis. Raises BrokenDatabaseError."""
    with _without_catalogue():
        from camel_tools.morphology.database import MorphologyDB

    class SharedDB(MorphologyDB):  # type: ignore[misc]
        """Equal feature values are one object: a third of the memory, and a quicker load."""

        def _parse_analysis_line_toks(self, toks: list[str]) -> dict[str, str]:
            return dict(feature(tok) for tok in toks if tok)

    try:
        return SharedDB(str(path), "a")
    except Exception as error:
        raise BrokenDatabaseError(f"{path}: {error}") from error


@lru_cache(maxsize=1 << 16)
def feature(token: str) -> tuple[str, str]:
    """`name:value` in two; equal ones are one object. Raises BrokenDatabaseError."""
    name, colon, value = token.partition(":")
    if not colon:
        raise BrokenDatabaseError(f"not feature:value: {token!r}")
    return name, value


def analyser(db: Any, data: CamelData) -> Callable[[str], list[dict[str, Any]]]:
    """camel-tools' own Analyzer over a database. Costs 0.7 s and 40 MB of imports: only for a CALIMA tier and for checks."""
    with _importing(data.folder):
        from camel_tools.morphology.analyzer import Analyzer
    analyse: Callable[[str], list[dict[str, Any]]] = Analyzer(db).analyze
    return analyse


def ranked_analyser(db: Any, model: Path, data: CamelData) -> Callable[[str], list[dict[str, Any]]]:
    """Analyses ranked by an MLE model, best first. Raises BrokenDatabaseError, also where editdistance is not installed.

    camel-tools' cache_size never caches (it computes before it looks): callers cache.
    """
    with _importing(data.folder):
        from camel_tools.morphology.analyzer import Analyzer

        try:
            from camel_tools.disambig.mle import MLEDisambiguator

            mle = MLEDisambiguator(Analyzer(db), str(model), top=20, cache_size=0)
        except (ImportError, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BrokenDatabaseError(f"{model}: {error}") from error

    def analyse(word: str) -> list[dict[str, Any]]:
        return [scored.analysis for scored in mle.disambiguate([word])[0].analyses]

    return analyse


def recogniser(folder: Path, data: CamelData) -> Any:
    """camel-tools' own NERecognizer over a model. Imports torch: seconds, and hundreds of megabytes.

    In one thread: more workers are quicker than more threads, and threads of torch do not survive a fork. No network: the
    folder is all there is. Raises BrokenDatabaseError.
    """
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    with _importing(data.folder):
        try:
            # By name: mypy and mypyc would follow an import into millions of lines, for gigabytes and half an hour.
            import_module("torch").set_num_threads(1)
            import_module("transformers.utils.logging").disable_progress_bar()
            from camel_tools.ner import NERecognizer

            return NERecognizer(str(folder), use_gpu=True)
        except Exception as error:  # whatever a broken file or a mismatched library raises
            raise BrokenDatabaseError(f"{folder}: {type(error).__name__}: {error}") from error
