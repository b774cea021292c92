"""Origins of an event: the same whatever the order in which copies and credits came."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest

from tests.worker.builders import NOON, a_mention, a_place, an_item
from worker import match
from worker.derive import derive
from worker.desk import Desk
from worker.matching.credit import settled
from worker.matching.words import Rarity
from worker.record import Ledger, Telling, found, merge, tell, telling, withdraw

WIRE = (
    "استعادت القوات الحكومية صباح الخميس بلدة النهروان بعد معارك استمرت ثلاثة أيام مع مسلحي الفصيل، وقال ضابط ميداني إن الجنود "
    "يمشطون الأحياء الشرقية بحثا عن عبوات تركها المنسحبون قرب الجسر القديم."
)
OWN = "دخل جنود البلدة من محورين عند الفجر ورفعوا العلم فوق مبنى البلدية، كما رأى مراسلنا الذي رافق الكتيبة حتى الساحة."
PLAIN = Rarity()


def a_report(
    agency: str, text: str = WIRE, *, hours: float = 0, author: str | None = None, revision: int = 0
) -> Telling:
    item = an_item(
        agency, agency=agency, title=f"النهروان {agency}", text=text, author=author, revision=revision,
        published=NOON + timedelta(hours=hours),
    )  # fmt: skip
    mention = a_mention(item, places=(a_place("النهروان"),))
    reading = match.read(mention, item, PLAIN)
    origins = match.decide(reading, [], PLAIN).origins
    return telling(mention, item, origins=origins, sketch=match.kept(reading, origins))


def a_ledger(*reports: Telling) -> Ledger:
    ledger = None
    for report in reports:
        more = found(report, NOON) if ledger is None else tell(ledger, report, NOON)
        ledger = settled(more, ledger)
    assert ledger is not None
    return ledger


def origins(ledger: Ledger) -> dict[str, tuple[str, ...]]:
    return {each.agency: each.origins for each in ledger.tellings}


FIRST, COPY, CREDITED, REWORDED = (
    a_report("awwal"), a_report("mahalli", hours=2), a_report("sahifa", author="النهروان - رويترز", hours=5),
    a_report("qanat", OWN, hours=3),
)  # fmt: skip


@pytest.mark.parametrize("order", list(itertools.permutations((FIRST, COPY, CREDITED, REWORDED))))
def test_a_credit_reaches_every_copy_whenever_it_comes(order: Any) -> None:
    ledger = a_ledger(*order)
    assert origins(ledger) == {
        "awwal": ("reuters",), "mahalli": ("reuters",), "sahifa": ("reuters",), "qanat": ("qanat",)
    }  # fmt: skip
    assert derive("e", 1, ledger).origins == ("qanat", "reuters")


@pytest.mark.parametrize("order", list(itertools.permutations((FIRST, COPY, REWORDED))))
def test_without_a_credit_it_is_the_first_who_told_it(order: Any) -> None:
    assert origins(a_ledger(*order)) == {"awwal": ("awwal",), "mahalli": ("awwal",), "qanat": ("qanat",)}


def test_a_credit_that_is_taken_back_credits_no_more() -> None:
    ledger = a_ledger(FIRST, COPY, CREDITED)
    left = settled(withdraw(ledger, "sahifa", NOON), ledger)
    assert origins(left) == {"awwal": ("awwal",), "mahalli": ("awwal",)}
    alone = settled(withdraw(left, "awwal", NOON), left)
    assert origins(alone) == {"mahalli": ("mahalli",)}


def test_an_edited_text_leaves_the_copies_behind() -> None:
    ledger = a_ledger(FIRST, COPY)
    edited = settled(tell(ledger, a_report("awwal", OWN, revision=1), NOON), ledger)
    assert origins(edited) == {"awwal": ("awwal",), "mahalli": ("mahalli",)}


def test_events_that_become_one_credit_each_other() -> None:
    one, other = a_ledger(FIRST, REWORDED), a_ledger(CREDITED, COPY)
    merged, tombstone = merge(one, "one", other, NOON)
    assert origins(settled(merged, one)) == origins(a_ledger(FIRST, REWORDED, CREDITED, COPY))
    assert settled(tombstone, other).ghosts == tombstone.ghosts


def test_what_older_releases_kept_stays_as_it_is() -> None:
    item = an_item("old", agency="old")
    kept = telling(a_mention(item), item, origins=("afp",))
    assert settled(found(kept, NOON), None) == found(kept, NOON)


def test_the_message_says_who_is_credited_now() -> None:
    held = a_ledger(FIRST, COPY)
    desk = Desk(lambda _: (3, held), NOON)
    desk.tell("e", CREDITED)
    [write] = desk.writes("sahifa", ())
    assert write.message["origins"] == "1"
    assert '"origins":["reuters"]' in write.message["data"]
