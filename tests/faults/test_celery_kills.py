"""Items of 14 feeds through real Celery workers that are killed, over a server that is killed: each item on the stream
exactly once. Hints are sent five times and wiped, every worker dispatches, clocks are an hour ahead and behind."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest

from tests.faults import press
from tests.faults.siege import Siege, besieged

pytestmark = pytest.mark.faults

LONG = os.environ.get("RASID_FAULTS") == "long"
#: Kills of whole workers, of children, of the server; wipes of the broker's keys. Spread over the editions.
KILLS, CHILD_KILLS, SERVER_KILLS, WIPES = (60, 200, 15, 40) if LONG else (3, 12, 1, 3)
PATIENCE = 2400.0 if LONG else 150.0


@dataclass(slots=True)
class Kills:
    """Strikes at random until each edition has had its share."""

    siege: Siege
    server_kills: int = 0
    wipes: int = 0

    def __call__(self, edition: int) -> bool:
        share = (edition + 1) / press.EDITIONS
        self._strike(share)
        fleet = self.siege.fleet
        pairs = (
            (fleet.kills, KILLS), (fleet.child_kills, CHILD_KILLS),
            (self.server_kills, SERVER_KILLS), (self.wipes, WIPES),
        )  # fmt: skip
        return all(had >= int(wanted * share) for had, wanted in pairs)

    def _strike(self, share: float) -> None:
        fleet, chance = self.siege.fleet, self.siege.chance
        if not fleet.running:
            return
        if fleet.child_kills < int(CHILD_KILLS * share):
            fleet.kill_child()
        if fleet.kills < int(KILLS * share) and chance.random() < 0.15:
            fleet.kill()
        if self.server_kills < int(SERVER_KILLS * share) and chance.random() < 0.1:
            self.siege.server.restart()
            self.server_kills += 1
        if self.wipes < int(WIPES * share) and chance.random() < 0.2:
            redis = self.siege.store.redis
            for key in list(redis.scan_iter("rsc:*")):
                redis.delete(key)
            self.wipes += 1


@pytest.mark.timeout(PATIENCE + 60)
def test_every_item_is_on_the_stream_once() -> None:
    with besieged() as siege:
        kills = Kills(siege)
        siege.run(kills, PATIENCE)

        problems = siege.problems()
        assert not problems, "\n".join(problems)
        items = siege.items()
        assert len(items) == len(press.FEEDS) * press.EDITIONS * press.NEW
        assert siege.fleet.kills >= KILLS
        assert kills.server_kills >= SERVER_KILLS
        print(
            f"{siege.fleet.told()}, {kills.server_kills} of the server, {kills.wipes} wipes: "
            f"{len(items)} items, {siege.commits()} messages"
        )
