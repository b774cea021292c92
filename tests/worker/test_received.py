"""Holes and the table of latest states."""

from __future__ import annotations

import json

import pytest

from worker.received import Gap, Latest, Message, Position, gaps


def a_message(epoch: int, sequence: int, *, event: str = "e1", rev: int = 1, **state: object) -> Message:
    data = {"id": event, "rev": rev, "withdrawn": False, "merged_into": None, **state}
    fields = {"epoch": str(epoch), "sequence": str(sequence), "subject": event, "rev": str(rev)}
    fields |= {"type": "rasid.event.updated", "data": json.dumps(data)}
    return Message(stream="s", entry=f"{sequence}-0", fields=fields)


@pytest.mark.parametrize(
    ("before", "run", "missing"),
    [
        (None, [(1, 5), (1, 6)], []),
        ((1, 4), [(1, 5), (1, 6)], []),
        ((1, 4), [(1, 7), (1, 8)], [2]),
        ((1, 4), [(1, 5), (1, 9), (1, 11)], [3, 1]),
        ((1, 4), [(2, 5)], []),  # a restart that lost nothing
        ((1, 4), [(2, 3)], [0]),  # one that lost the last second
        (None, [], []),
    ],
)
def test_holes(before: tuple[int, int] | None, run: list[tuple[int, int]], missing: list[int]) -> None:
    found = gaps("s", Position(*before) if before else None, [a_message(*each) for each in run])

    assert [gap.missing for gap in found] == missing


def test_entries_of_somebody_else_are_no_holes() -> None:
    foreign = Message(stream="s", entry="1-0", fields={"x": "y"})

    assert list(gaps("s", Position(1, 1), [foreign, a_message(1, 2)])) == []
    assert Gap(stream="s", entries=("1-0", "2-0")).missing == 2


def test_the_latest_state_wins_in_any_order() -> None:
    table = Latest()

    assert [table.apply(a_message(1, n, rev=rev)) for n, rev in enumerate((2, 1, 2, 3))] == [True, False, False, True]
    assert table["e1"]["rev"] == 3
    assert table.apply(a_message(2, 9, rev=3)), "the server lost revision 3 and gave it again"
    assert not table.apply(a_message(1, 9, rev=4)), "which the server has forgotten"
    assert len(table) == 1


def test_what_is_withdrawn_or_merged_is_not_live() -> None:
    table = Latest()
    table.apply(a_message(1, 1, event="a"))
    table.apply(a_message(1, 2, event="b", withdrawn=True))
    table.apply(a_message(1, 3, event="c", merged_into="a"))

    assert [event["id"] for event in table.live()] == ["a"]
    assert table["c"]["merged_into"] == "a"
