"""The JSON Schema of `data`, made from the types in worker/state.py and the comments above their fields.

`python -m worker.schema > docs/event.schema.json` writes it; a test holds the two equal.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
import sys
import types
from datetime import datetime
from typing import Any, Union, get_args, get_origin, get_type_hints

from worker.message import DATASCHEMA
from worker.state import Event

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCALARS: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
    Any: {},
}
#: A field's comment lines, and its name.
COMMENTED = re.compile(r"((?:^ +#: .*\n)+)^ +(\w+):", re.MULTILINE)


def event_schema() -> dict[str, Any]:
    """The schema of an Event in its published form. New fields may be added: consumers must ignore unknown ones."""
    defs: dict[str, Any] = {}
    root = _object(Event, defs)
    return {"$schema": DIALECT, "$id": DATASCHEMA, "title": "Rasid event", **root, "$defs": defs}


def _object(cls: Any, defs: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(cls)
    comments = _comments(cls)
    names = [field.name for field in dataclasses.fields(cls)]
    properties = {name: {**_schema(hints[name], defs), **comments.get(name, {})} for name in names}
    return {
        "type": "object",
        "description": inspect.cleandoc(cls.__doc__),
        "properties": properties,
        "required": names,
    }


def _schema(hint: Any, defs: dict[str, Any]) -> dict[str, Any]:
    if hint in SCALARS:
        return dict(SCALARS[hint])
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in defs:
            defs[hint.__name__] = {}  # holds the place while a type contains itself
            defs[hint.__name__] = _object(hint, defs)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _schema(get_args(hint)[0], defs)}
    if get_origin(hint) in (Union, types.UnionType):
        return {"anyOf": [_schema(each, defs) for each in get_args(hint)]}
    if hint is types.NoneType:
        return {"type": "null"}
    raise TypeError(f"no schema for {hint}")


def _comments(cls: Any) -> dict[str, dict[str, str]]:
    found = COMMENTED.findall(inspect.getsource(cls))
    return {name: {"description": re.sub(r"^ +#: ", "", lines, flags=re.MULTILINE).strip()} for lines, name in found}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(event_schema(), ensure_ascii=False, indent=2) + "\n")
