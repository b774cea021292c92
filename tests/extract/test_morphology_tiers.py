"""camel-tools' data: none, broken, and the user's own second analyser, made small for the test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from extract.bootstrap import PACKAGED, find_data
from extract.morphology import Morphology

ROOT = Path(__file__).parents[2]
_FEATURES = "diac lex bw gloss pos prc3 prc2 prc1 prc0 per asp vox mod gen num stt cas enc0 pos_lex_logprob"


def _calima(folder: Path) -> None:
    """A CALIMA-like database of three words; قندس has a noun and a verb reading."""
    stem = (
        "diac:{form} lex:{lex}_1 bw:{form}/X gloss:x pos:{pos} prc3:0 prc2:0 prc1:0 prc0:0 per:na asp:{asp} vox:{vox} mod:na"
        " gen:m num:s stt:i cas:u enc0:0 pos_lex_logprob:{prior}"
    )
    rows = (
        ("قندس", "قُنْدُس", "noun", "na", "na", "-4.0"),
        ("قندس", "قَنْدَس", "verb", "p", "a", "-5.0"),
        ("قتل", "قَتْل", "noun", "na", "na", "-3.0"),
    )
    lines = [
        "###DEFINES###",
        *(f"DEFINE {feature} {feature}:*open*" for feature in _FEATURES.split()),
        "###DEFAULTS###",
        *(f"DEFAULT pos:{pos} prc0:na" for pos in ("noun", "verb", "digit", "punc", "latin")),
        "###ORDER###",
        f"ORDER {_FEATURES}",
        "###TOKENIZATIONS###",
        "TOKENIZATION bw",
        "###STEMBACKOFF###",
        "STEMBACKOFF ALL S",
        "###PREFIXES###",
        "\tP\tdiac: bw:",
        "و\tP\tdiac:و bw:و prc2:wa_conj",
        "###SUFFIXES###",
        "\tX\tdiac: bw:",
        "###STEMS###",
        *(
            f"{form}\tS\t" + stem.format(form=form, lex=lex, pos=pos, asp=asp, vox=vox, prior=prior)
            for form, lex, pos, asp, vox, prior in rows
        ),
        "###TABLE AB###",
        "P S",
        "###TABLE BC###",
        "S X",
        "###TABLE AC###",
        "P X",
    ]
    path = folder / "data" / "morphology_db" / "calima-msa-r13" / "morphology.db"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _mle(folder: Path, model: dict[str, dict[str, str]]) -> None:
    path = folder / "data" / "disambig_mle" / "calima-msa-r13" / "model.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(model), encoding="utf-8")


def _environ(folder: Path) -> dict[str, str]:
    return {"CAMELTOOLS_DATA": str(folder), "HOME": str(folder)}


def test_without_data_the_lexicon_alone_reads() -> None:
    morphology = Morphology.load({})
    assert (morphology.tier, morphology.note) == ("lexicon", "")
    assert not morphology.analyse("قندس")[0].known


def test_a_calima_database_reads_what_the_lexicon_does_not_know(tmp_path: Path) -> None:
    _calima(tmp_path)
    morphology = Morphology.load(_environ(tmp_path))
    assert morphology.tier == "msa-r13"
    noun, verb = morphology.analyse("وقندس")
    assert (noun.lemma, noun.pos, noun.conj, noun.known) == ("قندس", "noun", "و", True)
    assert (verb.pos, verb.asp, verb.vox) == ("verb", "p", "a")


def test_own_readings_win_over_calima_and_keep_their_triggers(tmp_path: Path) -> None:
    _calima(tmp_path)
    assert any(reading.evt for reading in Morphology.load(_environ(tmp_path)).analyse("قتل"))


def test_an_mle_model_ranks_both(tmp_path: Path) -> None:
    pytest.importorskip("editdistance")
    _calima(tmp_path)
    verb = {"pos": "verb", "lex": "قَنْدَس_1", "diac": "قندس", "bw": "قندس/X", "asp": "p", "vox": "a"}
    noun = {"pos": "noun", "lex": "قَتْل_1", "diac": "قتل", "bw": "قتل/X", "asp": "na", "vox": "na"}
    _mle(tmp_path, {"قندس": verb, "قتل": noun})
    morphology = Morphology.load(_environ(tmp_path))
    assert morphology.tier == "msa-r13+mle"
    assert morphology.analyse("قندس")[0].pos == "verb"
    best = morphology.analyse("قتل")[0]
    assert (best.pos, best.form) == ("noun", "masdar")
    assert morphology.analyse("قتل") is morphology.analyse("قتل"), "computed twice: the cache does not work"


def test_a_broken_database_or_model_costs_the_tier_not_the_service(tmp_path: Path) -> None:
    _calima(tmp_path)
    _mle(tmp_path, {"قندس": {}})
    (tmp_path / "data/disambig_mle/calima-msa-r13/model.json").write_text("<html>404</html>")
    assert Morphology.load(_environ(tmp_path)).tier == "msa-r13"
    (tmp_path / "data/morphology_db/calima-msa-r13/morphology.db").write_text("nonsense\n")
    morphology = Morphology.load(_environ(tmp_path))
    assert morphology.tier == "lexicon"
    assert "morphology.db" in morphology.note
    assert morphology.lemmas("قال")


@pytest.mark.parametrize("content", ["<html>404</html>", "[]", '{"version": "1.6.0"}', "", "\x00\xff"])
def test_a_broken_catalogue_is_named_and_not_used(tmp_path: Path, content: str) -> None:
    (tmp_path / "catalogue.json").write_text(content, encoding="latin-1")
    data = find_data(_environ(tmp_path))
    assert data.folder == PACKAGED
    assert "catalogue.json" in data.note


def test_a_sound_catalogue_of_the_user_is_honoured(tmp_path: Path) -> None:
    (tmp_path / "catalogue.json").write_text((PACKAGED / "catalogue.json").read_text())
    assert find_data(_environ(tmp_path)).folder == tmp_path
    assert find_data({"HOME": str(tmp_path)}).folder == PACKAGED


@pytest.mark.parametrize("home", [None, "/nonexistent/home", "unwritable"])
def test_it_loads_offline_without_a_home_and_writes_nothing_there(tmp_path: Path, home: str | None) -> None:
    environ = {name: value for name, value in os.environ.items() if name not in ("HOME", "CAMELTOOLS_DATA")}
    if home is not None:
        environ["HOME"] = home if home != "unwritable" else str(tmp_path)
    tmp_path.chmod(0o500)
    code = (
        "import socket\n"
        "def refuse(*a, **k): raise AssertionError('the network was asked')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "import os; before = dict(os.environ)\n"
        "from extract.morphology import Morphology\n"
        "print(Morphology.load().lemmas('يقول')[0] == 'قال' and dict(os.environ) == before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environ, cwd=ROOT, capture_output=True, text=True, check=False
    )
    tmp_path.chmod(0o700)
    assert done.stdout.strip() == "True", done.stderr
    assert list(tmp_path.iterdir()) == []
