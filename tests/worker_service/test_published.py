"""What is published from the demo's documents by the real pipeline: valid in Python and in Node, and readable by a consumer
that was written before, or will read after, the next minor change."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import redis

from extract.pipeline import Extractor
from feeds import catalogue
from feeds.replay import ReplayServer, SimulatedClock, load_folder
from feeds.types import FeedSpec
from tests.nodes import node
from worker import keys
from worker.demo import SECOND_ROUND
from worker.poll import poll
from worker.process import process
from worker.received import Latest, Message
from worker.schema import event_schema
from worker.settings import read_settings, seeds
from worker.show import as_json, fields_of
from worker.wiring import make_wiring

DOCS = Path(__file__).parents[2] / "docs"
#: The form as of the last release: what consumers out there were written for. Replaced at each release, by addition only.
RELEASED = Path(__file__).parents[1] / "data" / "event.schema.released.json"

Record = dict[str, Any]


@pytest.fixture(scope="module")
def records(redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> list[Record]:
    """Every message of both rounds of the demo, as `rasid tail --json` prints them."""
    client, folder = redis.Redis.from_url(redis_url), tmp_path_factory.mktemp("demo")
    client.flushdb()
    extractor = Extractor.load()
    clock = SimulatedClock(datetime.now(UTC))
    with ReplayServer(load_folder(seeds() / "demo"), clock) as web:
        specs = [FeedSpec(id=path[1:-4], agency=path[1:-4], name=path, url=web.url(path)) for path in web.scripts]
        catalogue.dump(specs, folder / "feeds.toml")
        given = {"RASID_DATA": str(folder), "RASID_ALLOW_LOOPBACK": "1", "RASID_HOST_GAP": "0", "REDIS_URL": redis_url}
        wired = make_wiring(read_settings(given), redis_url)
        for pause in (timedelta(0), SECOND_ROUND):
            clock.advance(pause)
            for spec in specs:
                wired.store.feeds.add(spec.id, f"{spec.id}.example")
                wired.store.feeds.due_now(spec.id)
            while poll(wired):
                pass
            while wired.store.work.depth():
                process(wired, extractor.mentions)
    rows: Any = client.xrange(keys.EVENTS)
    return [as_json(entry.decode(), fields_of(fields)) for entry, fields in rows]


def test_they_are_valid_in_python(records: list[Record]) -> None:
    checker = jsonschema.Draft202012Validator(event_schema(), format_checker=jsonschema.FormatChecker())

    assert len(records) > 15
    assert {record["type"] for record in records} > {"rasid.event.new", "rasid.event.corroborated"}
    for record in records:
        checker.validate(record["data"])


def test_they_are_valid_in_node(records: list[Record]) -> None:
    """By the example of the page, with the committed schema; what is wrong is found."""
    assert validated_in_node(records, DOCS / "event.schema.json") == (0, {"messages": len(records), "wrong": 0})
    broken = copy.deepcopy(records[:3])
    broken[0]["data"]["first_seen"] = "yesterday"
    broken[1]["data"]["origins"] = "two"
    del broken[2]["data"]["status"]
    assert validated_in_node(broken, DOCS / "event.schema.json") == (1, {"messages": 3, "wrong": 3})


def validated_in_node(records: list[Record], schema: Path) -> tuple[int, Any]:
    program, environ = node("ajv/dist/2020", "ajv-formats")
    done = subprocess.run(
        [program, str(DOCS / "examples" / "validate.cjs"), str(schema)],
        input="".join(json.dumps(record) + "\n" for record in records),
        env=environ, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def grown(value: Any) -> Any:
    """As a later minor version may write it: every object has a field more, open lists have values more."""
    if isinstance(value, dict):
        return {**{name: grown(inner) for name, inner in value.items()}, "added_later": {"deep": [1]}}
    return [grown(inner) for inner in value] if isinstance(value, list) else value


def minor(record: Record) -> Record:
    later = {**record, "data": grown(record["data"]), "addedfield": "x"}
    later["data"]["type"] = later["eventtype"] = "conflict.type-of-tomorrow"
    return later


def test_an_old_schema_takes_new_records(records: list[Record]) -> None:
    old = json.loads(RELEASED.read_text(encoding="utf-8"))
    later = [minor(record) for record in records]

    for record in later:
        jsonschema.validate(record["data"], old)
    assert validated_in_node(later, RELEASED) == (0, {"messages": len(later), "wrong": 0})


def test_an_old_consumer_reads_new_records(records: list[Record], redis_url: str) -> None:
    """Ours, and the example in plain redis-py: both know what they know and ignore the rest."""
    later = [minor(record) for record in records]
    messages = [message(record) for record in later]
    latest = Latest()
    assert sum(map(latest.apply, messages)) == len({record["id"] for record in records})

    client = redis.Redis.from_url(redis_url)
    client.flushdb()
    for each in messages:
        client.xadd(keys.EVENTS, dict(each.fields))  # type: ignore[arg-type]
    done = subprocess.run(
        [sys.executable, str(DOCS / "examples" / "consume.py"), "--once"],
        env={"REDIS_URL": redis_url}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["id"] for line in told] == [record["subject"] for record in records]
    assert {line["type"] for line in told} == {"conflict.type-of-tomorrow"}


def message(record: Record) -> Message:
    fields = {name: str(value) for name, value in record.items() if name not in {"entry", "data"}}
    return Message(stream=keys.EVENTS, entry=record["entry"], fields={**fields, "data": json.dumps(record["data"])})


def broken_promises(old: Any, new: Any, at: str = "data") -> Iterable[str]:
    """What a consumer of the old form can no longer rely on. Words of explanation may change."""
    for name, before in old.get("properties", {}).items():
        after = new.get("properties", {}).get(name)
        if after is None:
            yield f"{at}.{name} is gone"
        elif _meaning(after) != _meaning(before):
            yield f"{at}.{name} was {_meaning(before)} and is {_meaning(after)}"
        elif name in old["required"] and name not in new["required"]:
            yield f"{at}.{name} may be missing now"
    for name, before in old.get("$defs", {}).items():
        yield from broken_promises(before, new["$defs"].get(name, {}), name)


def _meaning(schema: Any) -> Any:
    return {name: value for name, value in schema.items() if name != "description"}


def test_no_promise_of_the_released_form_is_broken() -> None:
    """A break needs another `dataschema`, and a stream of its own: docs/consuming.md."""
    old, new = json.loads(RELEASED.read_text(encoding="utf-8")), event_schema()

    assert old["$id"] == new["$id"]
    assert list(broken_promises(old, new)) == []


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda schema: schema["properties"].pop("status"), "data.status is gone"),
        (lambda schema: schema["properties"]["rev"].update(type="string"), "data.rev was"),
        (lambda schema: schema["required"].remove("type"), "data.type may be missing"),
        (lambda schema: schema["$defs"]["Change"]["properties"].pop("item"), "Change.item is gone"),
    ],
)
def test_a_broken_promise_is_seen(spoil: Callable[[Any], object], says: str) -> None:
    new = copy.deepcopy(event_schema())
    spoil(new)

    (found,) = broken_promises(event_schema(), new)
    assert found.startswith(says)


def test_the_page_tells_the_rule() -> None:
    page = (DOCS / "consuming.md").read_text(encoding="utf-8")

    assert "Ignore what you do not know" in page
    assert "never removed, renamed" in page
