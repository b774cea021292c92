"""The tier of recognised names: is it there, and if not, what is missing. Found by looking at files; nothing is imported.

The model is camel-tools' `ner-arabert` or another one that was trained like it, in `data/ner/arabert` of the user's data.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from extract import bootstrap

if TYPE_CHECKING:
    from extract.recognised import Recogniser

MODEL = Path("data") / "ner" / "arabert"
#: Each line: one of these files must be there.
FILES = (("config.json",), ("vocab.txt", "tokenizer.json"), ("model.safetensors", "pytorch_model.bin"))
#: What camel-tools needs for it, and the project does without.
PACKAGES = ("torch", "transformers", "numpy")


@dataclass(frozen=True, slots=True)
class NerTier:
    """Folder of the model; what is missing and how to get it, "" when the tier is active."""

    folder: Path | None
    lacks: str

    @property
    def active(self) -> bool:
        """Whether names can be recognised here."""
        return not self.lacks


def find(environ: Mapping[str, str] = os.environ, wanted: Sequence[str] = PACKAGES) -> NerTier:
    """Look for the model and the packages. Reads, never writes, never raises."""
    user = bootstrap.user_folder(environ)
    if user is None:
        return NerTier(None, "neither CAMELTOOLS_DATA nor HOME names a folder for a model")
    folder = user / MODEL
    missing = [names[0] for names in FILES if not any(bootstrap.is_file(folder / name) for name in names)]
    packages = [name for name in wanted if find_spec(name) is None]
    lacks = []
    if len(missing) == len(FILES):
        lacks.append(f"no model in {folder} (camel_data -i ner-arabert)")
    elif missing:
        lacks.append(f"{folder} lacks {', '.join(missing)} (camel_data -f -i ner-arabert)")
    if packages:
        lacks.append(f"no {', '.join(packages)} (see Tiers in docs/operating.md)")
    return NerTier(folder, "; ".join(lacks))


def load(environ: Mapping[str, str] = os.environ) -> Recogniser:
    """The recogniser: seconds, and a gigabyte. Raises bootstrap.CamelError, also where the tier is not active."""
    tier = find(environ)
    if tier.folder is None or not tier.active:
        raise bootstrap.CamelError(tier.lacks)
    made: Recogniser = bootstrap.recogniser(tier.folder, bootstrap.find_data(environ))
    return made
