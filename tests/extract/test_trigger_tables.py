"""The editor's tables: triggers, frames, types and cues. Every type has words and codes, every reference exists."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

LEXICON = Path(__file__).parents[2] / "extract" / "lexicon"

#: The ontology, version 1. Names are permanent.
ONTOLOGY = """
territory.capture territory.withdrawal territory.siege territory.advance territory.crossing
conflict.clash conflict.assault conflict.air_strike conflict.shelling conflict.bombing conflict.suicide_attack conflict.attack
conflict.assassination conflict.abduction conflict.interception conflict.deployment conflict.clearing
harm.casualties harm.displacement harm.destruction
protest.demonstration protest.strike protest.riot
law.arrest law.seizure law.proceedings law.sentence law.execution law.release
diplomacy.meeting diplomacy.agreement diplomacy.ceasefire diplomacy.rupture diplomacy.sanction diplomacy.aid
statement.condemn statement.accuse statement.claim statement.threaten statement.demand statement.support statement.deny
statement.promise statement.warn
politics.election politics.appointment politics.departure politics.decision
disaster.earthquake disaster.weather disaster.fire disaster.epidemic
accident.transport accident.other
life.death
""".split()
CLASSES = frozenset(
    "person armed official title org place place_head building vehicle aircraft weapon goods unit time money body_part group"
    " event abstract number state state_force non_state civilian igo company media".split()
)
FIELDS = frozenset(
    "id type mode with_actor verbs nouns adjectives phrases prep subject object needs not_with not_followed frame strength"
    " status kind fact_verbs_only context".split()
)
SLOTS = frozenset("actor target place target/place instrument partner topic source".split())
WORD = re.compile("[ء-غف-ي]+")


def load(name: str) -> dict[str, Any]:
    return tomllib.loads((LEXICON / name).read_text(encoding="utf-8"))


TRIGGERS = [
    row for path in sorted((LEXICON / "triggers").glob("*.toml")) for row in load(f"triggers/{path.name}")["trigger"]
]
TYPES = load("types.toml")
FRAMES = load("frames.toml")


def test_types_are_the_ontology():
    assert sorted(TYPES) == sorted(ONTOLOGY)


@pytest.mark.parametrize("name", ONTOLOGY)
def test_every_type_has_triggers_and_codes(name):
    words = {w for t in TRIGGERS if t["type"] == name for k in ("verbs", "nouns", "phrases") for w in t.get(k, ())}
    row = TYPES[name]

    assert len(words) >= 12
    assert row["mapping"] in ("exact", "broad", "none")
    assert bool(row["plover"] or row["cameo"] or row["acled"]) == (row["mapping"] != "none")
    assert set(row["also"]) <= set(ONTOLOGY) - {name}


@pytest.mark.parametrize("name", ONTOLOGY)
def test_every_mode_can_be_told(name):
    told = {t["mode"] for t in TRIGGERS if t["type"] == name and "mode" in t}

    assert told == set(TYPES[name]["modes"])


def test_files_are_families():
    for path in (LEXICON / "triggers").glob("*.toml"):
        families = {t["type"].split(".")[0] for t in load(f"triggers/{path.name}")["trigger"]}
        assert path.stem in families


def test_ids_are_unique():
    assert [i for i, n in Counter(t["id"] for t in TRIGGERS).items() if n > 1] == []


@pytest.mark.parametrize("trigger", TRIGGERS, ids=lambda t: t["id"])
def test_trigger_is_sound(trigger):
    assert set(trigger) <= FIELDS
    assert trigger["type"] in TYPES
    assert trigger.get("with_actor", trigger["type"]) in TYPES
    assert trigger["frame"] in FRAMES
    assert 0.3 <= trigger["strength"] <= 1.0
    assert any(trigger.get(k) for k in ("verbs", "nouns", "adjectives", "phrases"))


@pytest.mark.parametrize("trigger", TRIGGERS, ids=lambda t: t["id"])
def test_words_are_well_formed(trigger):
    for name in ("verbs", "nouns", "adjectives", "prep"):
        assert [w for w in trigger.get(name, ()) if not WORD.fullmatch(w)] == []
    for name in ("subject", "object", "needs", "not_with", "not_followed"):
        assert [w for w in trigger.get(name, ()) if w not in CLASSES and not WORD.fullmatch(w)] == []
    assert [w for name in ("verbs", "nouns") for w in trigger.get(name, ()) if w.startswith("يـ")] == []


@pytest.mark.parametrize("trigger", [t for t in TRIGGERS if "phrases" in t], ids=lambda t: t["id"])
def test_phrases_are_well_formed(trigger):
    for phrase in trigger["phrases"]:
        words = phrase.split(" ")
        assert len(words) > 1 or words[0].startswith("ب"), f"{phrase}: a single word only with the preposition it needs"
        assert "~" not in (words[0], words[-1]), phrase
        assert all(w == "~" or WORD.fullmatch(w) for w in words), phrase
    gapped = {p.replace(" ~ ", " ") for p in trigger["phrases"] if "~" in p}
    assert gapped & set(trigger["phrases"]) == set(), "~ may stand for no word: the plain form says nothing more"


def test_no_rule_forbids_what_it_asks_for():
    for t in TRIGGERS:
        asked = set(t.get("needs", ())) | set(t.get("object", ())) | set(t.get("verbs", ())) | set(t.get("nouns", ()))
        assert asked & set(t.get("not_with", ())) == set(), t["id"]


@pytest.mark.parametrize("name", FRAMES)
def test_frame_is_sound(name):
    frame = dict(FRAMES[name])

    assert frame.pop("masdar_genitive", "subject") in ("subject", "object", "either")
    assert set(frame.values()) <= SLOTS


def test_every_frame_is_used():
    assert set(FRAMES) == {t["frame"] for t in TRIGGERS}


def test_agencies_are_named_once():
    rows = load("cues/agencies.toml")["agency"]
    names = Counter(name for row in rows for name in row["names"])

    assert [n for n, count in names.items() if count > 1] == []
    assert len({row["code"] for row in rows}) == len(rows)


def test_status_cues_decide_a_known_status():
    known = {
        "denied",
        "expected",
        "possible",
        "conditional",
        "demanded",
        "state",
        "possible_if_imperfect",
        "befell",
        "provided",
    }

    assert {row["what"] for row in load("cues/status.toml")["scope"]} == known


def test_genres_have_bars_and_weights():
    for name, row in load("cues/genre.toml").items():
        if not isinstance(row, dict):
            continue
        assert row["bar"] > 0, name
        assert all(float(weight) > 0 and entries for weight, entries in row["words"].items()), name
