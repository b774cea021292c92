"""Each Lua file says what it takes and what it answers, and says it rightly."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

NAMES = sorted(path.name for path in files("worker").joinpath("lua").iterdir() if path.name.endswith(".lua"))
#: First word of a command -> type of the key that it takes; the rest goes by its first letter.
TYPES = {"INCR": "string", "HSET": "hash", "EXISTS": None, "PEXPIRE": None, "PEXPIREAT": None}
LETTERS = {"H": "hash", "Z": "zset", "X": "stream"}


def parts(name: str) -> tuple[str, str]:
    header, code = files("worker").joinpath("lua", name).read_text(encoding="utf-8").split("]]", 1)
    return header, re.sub(r"--.*", "", code)


@pytest.mark.parametrize("name", NAMES)
def test_header_lists_purpose_keys_arguments_and_returns_in_order(name: str) -> None:
    header, _ = parts(name)
    assert re.match(r"--\[\[ [A-Z]", header)
    places = [header.find(word) for word in ("KEYS[1", "ARGV[1", "Returns ")]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("what", ["KEYS", "ARGV"])
def test_every_number_used_is_listed_and_every_one_listed_is_used(name: str, what: str) -> None:
    header, code = parts(name)
    listed = [int(n) for n in re.findall(rf"^ +{what}\[(\d+)\]", header, re.MULTILINE)]
    tail = re.findall(rf"^ +{what}\[(\d+)\.\.\]", header, re.MULTILINE)

    assert listed == list(range(1, len(listed) + 1))
    assert set(listed) == {int(n) for n in re.findall(rf"{what}\[(\d+)\]", code)}
    # A list of any length begins where the numbered ones end, and the code reaches it by a variable from there.
    assert [int(n) for n in tail] in ([], [len(listed) + 1])
    dynamic = re.findall(rf"{what}\[([a-z_]+)[^\]]*\]", code)
    assert bool(tail) == bool(dynamic), f"{what}[{dynamic}] against {tail}"
    if tail:
        assert re.search(rf"\b({tail[0]}|{int(tail[0]) - 1})\b", code), "nothing in the code starts at its tail"


@pytest.mark.parametrize("name", NAMES)
def test_commands_fit_the_types_of_the_keys(name: str) -> None:
    header, code = parts(name)
    types = dict(re.findall(r"^ +KEYS\[(\d+)\] +[\w-]+ +(\w+)", header, re.MULTILINE))
    for command, key in re.findall(r"redis\.call\('(\w+)', KEYS\[(\d+)\]", code):
        wanted = TYPES.get(command, LETTERS.get(command[0]))
        assert wanted in (None, types[key]), f"{command} on KEYS[{key}], a {types[key]}"


@pytest.mark.parametrize("name", NAMES)
def test_every_reply_is_listed(name: str) -> None:
    header, code = parts(name)
    returns = header[header.index("Returns ") :]
    words = {
        word for line in re.findall(r"(?:return|reply =) \{(.*)\}", code) for word in re.findall(r"'([a-z]+)'", line)
    }
    assert words == set(re.findall(r"\{'([a-z]+)'", returns))


@pytest.mark.parametrize("name", NAMES)
def test_only_the_clock_of_the_server_is_read(name: str) -> None:
    _, code = parts(name)
    assert "os.time" not in code
    assert not re.search(r"\b(EVAL|FCALL|FUNCTION|KEYS\b(?!\[))", code.replace("#KEYS", "")), (
        "EVALSHA and commands only"
    )
