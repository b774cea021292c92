"""What the README says is so: commands, settings, the event, the words of the Makefile and of the containers."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from worker.cli import parser
from worker.schema import event_schema
from worker.settings import TABLE, Setting

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")


def subcommands(of: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    found: dict[str, argparse.ArgumentParser] = {}
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            found |= action.choices
    return found


@pytest.mark.parametrize("setting", TABLE, ids=lambda setting: setting.name)
def test_every_setting_is_in_the_table(setting: Setting) -> None:
    default = f"`{setting.default}`" if setting.default else ""

    assert f"| `{setting.name}` | {default} | {setting.says} |" in README


def test_the_table_has_no_other_settings() -> None:
    told = re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE)

    assert told == [setting.name for setting in TABLE]


def test_every_command_is_in_the_readme_and_no_other() -> None:
    told = re.findall(r"^\| `rasid ([a-z]+)` \|", README, re.MULTILINE)

    assert sorted(told) == sorted(subcommands(parser()))


def test_actions_that_the_readme_names_exist() -> None:
    for command in ("feeds", "dead"):
        (row,) = re.findall(rf"^\| `rasid {command}` \| (.*) \|$", README, re.MULTILINE)
        assert set(re.findall(r"`([a-z]+)`", row)) == set(subcommands(subcommands(parser())[command]))


def test_every_command_knows_json() -> None:
    def leaves(of: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
        inner = subcommands(of)
        return [leaf for each in inner.values() for leaf in leaves(each)] if inner else [of]

    for leaf in leaves(parser()):
        assert "--json" in leaf.format_help(), leaf.prog


def test_make_targets_that_are_named_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)", README + (ROOT / ".ci" / "run").read_text()))

    assert named <= targets
    assert {"demo", "run", "test", "lint", "bench", "faults", "check"} <= targets


def test_the_event_is_one_that_the_schema_allows() -> None:
    (block,) = re.findall(r"```json\n(.*?)```", README, re.DOTALL)
    message = json.loads(block)

    jsonschema.validate(message["data"], _lenient(event_schema()))
    assert message["id"] == f"{message['subject']}:{message['rev']}"
    assert message["subject"] == message["data"]["id"]
    assert message["eventtype"] == message["data"]["type"]
    assert int(message["origins"]) == len(message["data"]["origins"])


def test_what_the_containers_run_are_commands() -> None:
    wanted = re.findall(r"command: \[((?:worker|flower|metrics)[^\]]*)\]", COMPOSE)

    assert wanted == ["worker, poll", "worker, process", "worker, ner", "flower", 'metrics, --listen, ":9125"']
    for line in wanted:
        assert parser().parse_args(line.replace('"', "").split(", ")).do
    for name in re.findall(r"\b(RASID_[A-Z_]+|REDIS_URL):", COMPOSE):
        assert name in {setting.name for setting in TABLE}


def test_containers_restart_end_in_time_and_are_limited() -> None:
    for promise in ("restart: unless-stopped", "stop_grace_period: 60s", "mem_limit:", "read_only: true"):
        assert promise in COMPOSE
    assert COMPOSE.count("mem_limit:") == 6
    assert COMPOSE.count("healthcheck:") == 6
    assert re.search(r"RASID_FLOWER_LOGIN: \$\{RASID_FLOWER_LOGIN:\?", COMPOSE), "no login, no Flower"
    assert "USER 10001" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def _lenient(schema: Any) -> Any:
    """The schema without what it requires, but closed: the example leaves fields out, and invents none."""
    if isinstance(schema, list):
        return [_lenient(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: _lenient(value) for name, value in schema.items() if name != "required"}
    if "properties" in made:
        made["additionalProperties"] = False
    return made
