from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.worker.builders import NOON, a_mention, an_actor, an_item
from worker.derive import derive
from worker.errors import BadRouteError
from worker.record import Ledger, telling
from worker.routes import Route, read_routes, routes_of
from worker.state import Event

SEEDS = Path(__file__).parents[2] / "seeds" / "routes.toml"


def an_event(*agencies: str, **of_mention: Any) -> Event:
    items = [an_item(f"item{n}", agency=agency) for n, agency in enumerate(agencies or ["wakala"])]
    tellings = tuple(telling(a_mention(item, **of_mention), item, origins=(item.agency,)) for item in items)
    return derive("e", 1, Ledger(first_seen=NOON, last_changed=NOON, tellings=tellings))


@pytest.mark.parametrize(
    ("route", "taken"),
    [
        ({"types": ("territory.*",)}, True),
        ({"types": ("conflict.*", "territory.capture")}, True),
        ({"types": ("territory",)}, False),
        ({"countries": ("IQ", "SY")}, True),
        ({"countries": ("TR",)}, True),
        ({"countries": ("EG",)}, False),
        ({"actors": ("tr.army",)}, True),
        ({"actors": ("iq.army",)}, False),
        ({"origins": 2}, True),
        ({"origins": 3}, False),
        ({"types": ("territory.*",), "countries": ("EG",)}, False),
    ],
)
def test_filters(route: dict[str, Any], taken: bool) -> None:
    event = an_event("wakala", "sahifa", targets=(an_actor("tr.army", "القوات", country="TR"),))
    assert Route(name="r", **route).takes(event) is taken


def test_a_route_hears_of_what_leaves_it() -> None:
    two = Route(name="two", origins=2)
    assert routes_of([two], None, an_event("a")) == ()
    assert routes_of([two], an_event("a"), an_event("a", "b")) == ("two",)
    assert routes_of([two], an_event("a", "b"), an_event("a")) == ("two",)


def test_the_seeds_are_read() -> None:
    routes = {route.name: route for route in read_routes(SEEDS)}
    assert routes["confirmed"].origins == 2
    assert routes["iraq"].countries == ("IQ",)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[", "route"),
        ("[Bad]\norigins = 1", "small letters"),
        ("x = 1", "a table"),
        ("[x]\n", "filters nothing"),
        ("[x]\norigin = 2", "unknown field 'origin'"),
        ("[x]\ntypes = 'territory.*'", "list of strings"),
        ("[x]\norigins = -1", "0 or more"),
        ("[x]\norigins = true", "0 or more"),
    ],
)
def test_a_wrong_route_is_refused_with_its_reason(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "routes.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadRouteError, match=why):
        read_routes(file)
