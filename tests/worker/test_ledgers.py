"""Ledgers as they are kept: what is written is read again, by whom it was written or not, and nothing goes stale."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.worker.builders import NOON, a_mention, a_quantity, an_actor, an_item
from worker.codec import dumps, pack
from worker.errors import LaterVersionError, UnreadableError
from worker.ledgers import FORM, MANY, pack_ledger, pack_signature, unpack_ledger, unpack_signature
from worker.record import Ledger, Telling, found, merge, tell, telling, withdraw


def a_telling(n: int, **more: object) -> Telling:
    item = an_item(f"i{n}", agency=f"wakala{n}", title=f"عنوان {n}\nفي سطرين", published=NOON + timedelta(minutes=n))
    mention = a_mention(item, actors=(an_actor(),), **more)
    return telling(
        mention, item, origins=(item.agency,), blocks=(f"w{n}:20260305",), sketch={"i": item.id, "w": "abcd"}
    )


def a_ledger(count: int) -> Ledger:
    ledger = found(a_telling(0), NOON)
    for n in range(1, count):
        ledger = tell(ledger, a_telling(n), NOON + timedelta(minutes=n))
    return ledger


@pytest.mark.parametrize("count", [1, 2, MANY, MANY + 1, 60])
def test_what_is_written_is_read_again(count: int) -> None:
    ledger = a_ledger(count)
    again = unpack_ledger(pack_ledger(ledger))
    assert again == ledger
    assert pack_ledger(again) == pack_ledger(ledger)
    empty = withdraw(ledger, "i0", NOON)
    assert unpack_ledger(pack_ledger(empty)) == empty


def test_a_ledger_that_was_merged_keeps_its_ghosts() -> None:
    winner, loser = merge(found(a_telling(100), NOON), "w", a_ledger(MANY + 4), NOON)
    assert [unpack_ledger(pack_ledger(each)) for each in (winner, loser)] == [winner, loser]


def test_an_edited_telling_of_many_is_written_as_it_is_now() -> None:
    ledger = unpack_ledger(pack_ledger(a_ledger(MANY + 4)))
    edited = tell(ledger, a_telling(3, quantities=(a_quantity("killed", 5),)), NOON)
    moved = replace(edited, tellings=(replace(edited.tellings[0], origins=("afp",)), *edited.tellings[1:]))
    again = unpack_ledger(pack_ledger(moved))
    assert again == moved
    assert again.tellings[3].mention.quantities[0].value == 5
    assert again.tellings[0].origins == ("afp",)


def test_older_records_are_read_and_later_ones_refused() -> None:
    ledger = a_ledger(3)
    assert unpack_ledger(pack(ledger)) == ledger
    with pytest.raises(LaterVersionError):
        unpack_ledger(b"4" + pack_ledger(ledger)[1:])
    for broken in (b"", b"x", FORM, pack_ledger(ledger)[:-9]):
        with pytest.raises(UnreadableError):
            unpack_ledger(broken)


def test_a_signature_is_small_and_read_again_also_where_it_was_kept_plain() -> None:
    signature = {"m": [{"i": f"item{n}", "w": "abcdefgh" * 20, "t": "conflict.attack"} for n in range(3)]}
    assert unpack_signature(pack_signature(signature)) == signature
    assert unpack_signature(dumps(signature).encode()) == signature
    assert 2 * len(pack_signature(signature)) < len(dumps(signature))
    for broken in (b"3", b"{", pack_signature(signature)[:-4]):
        with pytest.raises(UnreadableError):
            unpack_signature(broken)
