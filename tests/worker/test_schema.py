from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from worker.schema import event_schema

COMMITTED = Path(__file__).parents[2] / "docs" / "event.schema.json"


def test_the_committed_schema_is_that_of_the_types() -> None:
    assert json.loads(COMMITTED.read_text(encoding="utf-8")) == event_schema(), (
        "run: python -m worker.schema > docs/..."
    )


def test_it_is_a_schema_and_explains_its_fields() -> None:
    schema = event_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["properties"]["origins"]["description"].startswith("Independent sources")
    assert "lat" in schema["$defs"]["Location"]["properties"]
