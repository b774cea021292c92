from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from extract.types import Mention
from feeds.types import Item
from tests.worker.builders import NOON, a_mention, a_place, a_source, a_time, an_actor, an_item
from worker import match
from worker.record import Candidate, found, telling

HERE = an_item("one")


def a_candidate(mention: Mention, item: Item = HERE, event_id: str = "e") -> Candidate:
    told = telling(mention, item, origins=("wakala",), blocks=match.block_keys(mention, item))
    signature = json.loads(json.dumps(match.signature(found(told, NOON))))
    return Candidate(event_id, 1, signature)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({}, {}, True),
        ({"mode": "recapture"}, {}, True),
        ({}, {"type": "conflict.air_strike"}, False),
        ({"type": "conflict.clash"}, {"type": "conflict.assault"}, True),
        ({}, {"places": (a_place("البلدة"),)}, False),
        ({}, {"places": (a_place("البلدة"), a_place())}, True),
        ({"time": a_time(NOON)}, {"time": a_time(NOON + timedelta(days=1))}, True),
        ({"time": a_time(NOON)}, {"time": a_time(NOON + timedelta(days=2))}, False),
        ({"places": (a_place("بلد", precision="country"),)}, {"places": (a_place("بلد", precision="country"),)}, False),
    ],
)
def test_group_place_and_day(one: dict[str, Any], other: dict[str, Any], same: bool) -> None:
    first, second = a_mention(HERE, **one), a_mention(an_item("two"), **other)
    shared = set(match.block_keys(first, HERE)) & set(match.block_keys(second, HERE))
    decision = match.decide(second, an_item("two"), [a_candidate(first)] if shared else [], NOON)
    assert decision.kind == ("join" if same else "new")
    assert decision.reasons


def test_without_a_place_both_parties_are_needed() -> None:
    parties = {"actors": (an_actor(),), "targets": (an_actor("x", "الفصيل"),), "places": ()}
    assert match.block_keys(a_mention(HERE, **parties), HERE)
    assert match.block_keys(a_mention(HERE, **{**parties, "targets": ()}), HERE) == ()


def test_the_choice_between_equals_is_always_the_same() -> None:
    mention = a_mention(HERE)
    candidates = [a_candidate(mention, event_id=id_) for id_ in ("b", "a", "c")]
    assert match.decide(mention, HERE, candidates, NOON).event_id == "a"


def test_credited_agencies_are_the_origins() -> None:
    assert match.origins(a_mention(HERE), HERE) == ("wakala",)
    credited = a_mention(HERE, attribution=(a_source("رويترز", agency="REUTERS", role="relay"),))
    assert match.origins(credited, HERE) == ("reuters",)


def test_blocks_end_with_their_day() -> None:
    keys = match.block_keys(a_mention(HERE), HERE)
    assert [key.rsplit(":", 1)[1] for key in keys] == ["20260305", "20260306"]
