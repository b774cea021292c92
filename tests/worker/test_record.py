"""What follows from a ledger, and how tellings move."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.worker.builders import NOON, a_mention, a_place, a_quantity, a_source, a_time, an_actor, an_item
from worker.codec import dumps, full
from worker.derive import derive
from worker.message import changes, lifecycle, message
from worker.record import Ledger, Telling, drop, event_id, found, merge, split, tell, telling, withdraw
from worker.state import Event

LATER = NOON + timedelta(hours=5)


def a_telling(
    item_id: str = "one",
    *,
    agency: str = "wakala",
    at: datetime = NOON,
    blocks: tuple[str, ...] = (),
    **of_mention: Any,
) -> Telling:
    item = an_item(item_id, agency=agency, published=at)
    return telling(a_mention(item, **of_mention), item, origins=(agency,), blocks=blocks)


def a_ledger(*tellings: Telling) -> Ledger:
    return Ledger(first_seen=NOON, last_changed=NOON, tellings=tellings)


def state(*tellings: Telling) -> Event:
    return derive("e", 1, a_ledger(*tellings))


def test_the_type_told_most_often_wins_and_the_more_specific_one_a_tie() -> None:
    clash, capture = {"type": "conflict.clash"}, {"type": "territory.capture"}
    assert state(a_telling(**clash), a_telling("two", **capture)).type == "territory.capture"
    assert state(a_telling(**clash), a_telling("two", **clash), a_telling("three", **capture)).type == "conflict.clash"


def test_the_codes_go_by_the_class_of_the_actor() -> None:
    assert state(a_telling(actors=(an_actor(),))).codes.acled == "Government regains territory"
    rebels = an_actor("x", "الفصيل", cls="non_state")
    assert state(a_telling(actors=(rebels,))).codes.acled == "Non-state actor overtakes territory"


def test_parties_and_places_are_listed_once_the_most_told_first() -> None:
    other = an_actor("iq.army", "القوات")
    event = state(
        a_telling(actors=(other,), places=(a_place("البلدة"),)),
        a_telling("two", actors=(an_actor(),), places=(a_place(), a_place("البلدة"))),
        a_telling("three", actors=(an_actor(), other)),
        a_telling("four", actors=(an_actor(),)),
    )
    assert [(party.entity, party.told) for party in event.actors] == [("sy.army", 3), ("iq.army", 2)]
    assert [(place.name, place.told) for place in event.places] == [("القرية", 3), ("البلدة", 2)]


def test_the_best_told_time_wins() -> None:
    vague = a_time(NOON - timedelta(days=2), granularity="month")
    exact = a_time(NOON - timedelta(days=1))
    published = a_time(NOON, anchor="publication")
    event = state(a_telling(time=vague), a_telling("two", time=published), a_telling("three", time=exact))
    assert event.time is not None
    assert event.time.start == exact.start
    assert state(a_telling(time=None)).time is None


def test_a_closer_time_inside_the_best_told_one_wins() -> None:
    day = a_time(NOON.replace(hour=0))
    hour = timedelta(hours=1)
    evening = replace(a_time(NOON, granularity="part_of_day", anchor="relative"), end=NOON + 6 * hour)
    untold = replace(a_time(NOON, granularity="hour", anchor="publication"), end=NOON + hour)
    event = state(a_telling(time=evening), a_telling("two", time=day), a_telling("three", time=untold))
    assert event.time is not None
    assert (event.time.start, event.time.granularity) == (evening.start, "part_of_day")


def test_contradicting_numbers_are_kept_with_their_sources() -> None:
    first = a_telling(quantities=(a_quantity("killed", 3),), attribution=(a_source("مصدر طبي"),))
    second = a_telling("two", agency="sahifa", at=LATER, quantities=(a_quantity("killed", 7),))
    event = state(first, second)
    [figure] = event.quantities
    assert (figure.value, figure.min, figure.max) == (7, 3, 7)
    assert [(claim.value, claim.source, claim.origins) for claim in figure.claims] == [
        (3, "مصدر طبي", ("wakala",)),
        (7, None, ("sahifa",)),
    ]
    assert event.disputed == ("quantities.killed",)


def test_an_origin_that_raises_its_own_number_disputes_nothing() -> None:
    event = state(
        a_telling(quantities=(a_quantity("killed", 3),)),
        a_telling("two", at=LATER, quantities=(a_quantity("killed", 7),)),
    )
    assert (event.quantities[0].value, event.quantities[0].min, event.disputed) == (7, 7, ())


def test_parts_are_never_added_or_disputed() -> None:
    event = state(
        a_telling(quantities=(a_quantity("killed", 9), a_quantity("killed", 4, part=True))),
        a_telling("two", agency="sahifa", quantities=(a_quantity("killed", 9), a_quantity("killed", 5, part=True))),
    )
    assert [(figure.value, figure.part) for figure in event.quantities] == [(9, False), (5, True)]
    assert event.disputed == ()


def test_a_denial_by_another_origin_is_a_dispute() -> None:
    event = state(a_telling(), a_telling("two", agency="sahifa", status="denied"), a_telling("three", agency="qanat"))
    assert (event.status, event.disputed) == ("asserted", ("status",))


def test_origins_are_counted_once() -> None:
    assert state(a_telling(), a_telling("two"), a_telling("three", agency="sahifa")).origins == ("sahifa", "wakala")


def test_telling_again_replaces_and_withdrawing_leaves_a_ghost() -> None:
    ledger = found(a_telling(), NOON)
    again = tell(ledger, a_telling(status="denied"), LATER)
    assert [each.mention.status for each in again.tellings] == ["denied"]
    gone = withdraw(again, "one", LATER)
    assert (gone.live, gone.ghosts, gone.blocks) == (False, again.tellings, ())
    assert derive("e", 3, gone).withdrawn
    assert withdraw(gone, "one", LATER) is gone
    assert tell(gone, a_telling("two"), LATER).ghosts == ()


def test_withdrawing_keeps_what_is_still_told() -> None:
    ledger = a_ledger(a_telling(id="m1"), a_telling(id="m2"), a_telling("two", id="m3"))
    left = withdraw(ledger, "one", LATER, keep=["m2"])
    assert [each.mention.id for each in left.tellings] == ["m2", "m3"]
    assert [each.mention.id for each in drop(left, "m3", LATER).tellings] == ["m2"]


def test_merge_and_split_move_every_telling_once() -> None:
    winner, loser = a_ledger(a_telling(id="m1")), a_ledger(a_telling("two", id="m2"), a_telling(id="m1"))
    merged, tombstone = merge(winner, "w", loser, LATER)
    assert [each.mention.id for each in merged.tellings] == ["m1", "m2"]
    assert (tombstone.live, tombstone.merged_into) == (False, "w")
    assert not derive("l", 2, tombstone).withdrawn, "merged, which is not withdrawn"
    rest, moved = split(merged, "w", ["m2"], LATER)
    assert [[e.mention.id for e in part.tellings] for part in (rest, moved)] == [["m1"], ["m2"]]
    assert moved.split_from == "w"


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (None, (a_telling(),), "new"),
        ((a_telling(),), (a_telling(), a_telling("two")), "updated"),
        ((a_telling(),), (a_telling(), a_telling("two", agency="sahifa")), "corroborated"),
        ((a_telling(), a_telling("two", agency="sahifa")), (a_telling(),), "updated"),
    ],
)
def test_what_a_step_is_called(old: Any, new: Any, kind: str) -> None:
    assert lifecycle(state(*old) if old else None, state(*new)) == kind


def test_changes_name_the_field_the_values_and_the_item() -> None:
    before, after = state(a_telling()), state(a_telling(), a_telling("two", agency="sahifa", status="denied"))
    told = {change.field: (change.old, change.new, change.item) for change in changes(before, after, "two")}
    assert told == {
        "origins": (["wakala"], ["sahifa", "wakala"], "two"),
        "disputed": ([], ["status"], "two"),
        "status": ("asserted", "denied", "two"),
        "mentions": (["one/1"], ["one/1", "two/1"], "two"),
    }
    assert changes(before, before, "two") == ()


def test_event_ids_are_content_derived() -> None:
    assert event_id("m1") == event_id("m1") != event_id("m2")
    assert len(event_id("m1")) == 16


@given(st.integers(0, 2**32), st.integers(2, 7))
def test_the_state_does_not_hang_on_the_order_of_arrival(seed: int, count: int) -> None:
    chance = random.Random(seed)
    tellings = [
        a_telling(
            f"item{n}",
            agency=chance.choice(["wakala", "sahifa", "qanat"]),
            at=NOON + timedelta(minutes=n),
            type=chance.choice(["territory.capture", "conflict.clash", "conflict.assault"]),
            status=chance.choice(["asserted", "denied"]),
            actors=(an_actor(chance.choice(["a", "b"]), "طرف"),),
            quantities=(a_quantity("killed", chance.randint(1, 3)),),
        )
        for n in range(count)
    ]
    shuffled = chance.sample(tellings, count)
    one, other = state(*tellings), state(*shuffled)
    for field in ("type", "status", "origins", "quantities", "disputed", "codes"):
        assert getattr(one, field) == getattr(other, field), field
    assert {p.entity: p.told for p in one.actors} == {p.entity: p.told for p in other.actors}


def test_a_message_is_the_whole_state_as_json_whatever_was_written_before() -> None:
    first, second = a_telling(quantities=(a_quantity("killed", 4),)), a_telling("two", agency="sahifa")
    for tellings in ((first,), (first, second), (replace(first, origins=("afp",)), second)):
        event = state(*tellings)
        why = changes(None, event, "one")
        assert message(event, "updated", why)["data"] == dumps(full(replace(event, changes=why)))
        assert [told.origins for told in event.mentions] == [telling.origins for telling in tellings]
