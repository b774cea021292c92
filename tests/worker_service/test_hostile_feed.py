"""What an enemy writes into a feed reaches consumers, logs and terminals as harmless text, or not at all."""

from __future__ import annotations

import html
import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from rich.console import Console

from feeds.catalogue import CatalogueError, load
from feeds.replay import Reply
from tests.worker.builders import a_mention
from tests.worker_service.conftest import Wire
from worker import keys
from worker.cli.common import table
from worker.health import read_health
from worker.log import JsonFormatter, as_line
from worker.poll import poll
from worker.process import process
from worker.show import fields_of, show
from worker.wiring import Wiring

#: Markup, as browsers and Flower's pages would run it, plain and escaped once more.
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)><b onclick='x()'>"
#: Clears a terminal, sets its title, links, turns the direction, begins another line of a log or field of a stream.
TRICKS = '\x1b[2J\x1b]0;owned\x07\x9b31m\u202eevil\u2066\u2069\r\n{"level": "info"}\n* 1 forged\n[bold red]x[/][link=x]'
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def hostile() -> bytes:
    """XML 1.0 cannot carry some of the tricks; as references in HTML they all arrive."""
    tricks = "".join(
        f"&amp;#{ord(sign)};" if ord(sign) < 32 or ord(sign) > 126 else html.escape(sign) for sign in TRICKS
    )
    bad = html.escape(MARKUP) + html.escape(html.escape(MARKUP)) + tricks
    return f"""<rss version="2.0"><channel><title>{bad}</title><item><guid>1\n{bad}</guid>
        <title>الجيش يدخل القرية {bad}</title><link>javascript:alert(1)</link>
        <author>{bad}</author><category>{bad}</category>
        <description>الجيش يدخل القرية اليوم {bad}</description>
        <pubDate>{bad}</pubDate></item></channel></rss>""".encode()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that the service says, as it stands on standard error."""
    written, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(written), root.level
    handler.setFormatter(JsonFormatter())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def run(wired: Wiring) -> None:
    while poll(wired):
        pass
    while wired.store.work.depth():
        process(wired, lambda item: [a_mention(item)])


def test_markup_and_tricks_do_not_reach_the_stream(wire: Wire) -> None:
    wired = wire(wakala=Reply(body=hostile()))
    run(wired)

    ((_, fields),) = wired.store.redis.xrange(keys.EVENTS)  # type: ignore[misc]
    told = fields_of(fields)
    assert "الجيش يدخل القرية" in told["data"]
    for text in texts({**told, "data": json.loads(told["data"])}):
        assert not UNSAFE.search(text), ascii(text)
        assert not re.search(r"<\s*/?[a-z]|onerror=|javascript:", text, re.IGNORECASE), text
    (mention,) = json.loads(told["data"])["mentions"]
    assert mention["url"] is None
    assert "\n" not in mention["title"]


def test_a_terminal_shows_it_and_does_nothing(wire: Wire) -> None:
    wired = wire(wakala=Reply(body=hostile()))
    run(wired)
    ((_, fields),) = wired.store.redis.xrange(keys.EVENTS)  # type: ignore[misc]
    out = Console(file=io.StringIO(), width=300)

    show(out, fields_of(fields))
    out.print(table(("a",), [(TRICKS,)]))

    assert not UNSAFE.search(out.file.getvalue())  # type: ignore[attr-defined]
    assert f"\\u{0x202E:04x}" in as_line(TRICKS)
    assert not UNSAFE.search(as_line(TRICKS)), "what --json prints"
    assert "[bold red]x[/]" in out.file.getvalue(), "markup of rich is text"  # type: ignore[attr-defined]


def test_a_line_of_the_log_is_one_line_of_json(wire: Wire, log: io.StringIO) -> None:
    wired = wire(wakala=Reply(body=hostile()), sahifa=Reply(body=TRICKS.encode(), content_type="text/html"))
    run(wired)
    logging.getLogger("elsewhere").warning("forged %s", TRICKS)
    try:
        int(TRICKS)
    except ValueError:
        logging.getLogger("elsewhere").exception("failed")

    lines = log.getvalue().split("\n")
    assert lines.pop() == ""
    assert len(lines) > 4
    for line in lines:
        assert set(json.loads(line)) >= {"time", "level", "event"}
        assert not UNSAFE.search(line), ascii(line)


def test_what_a_server_answers_is_shown_as_text(wire: Wire, log: io.StringIO) -> None:
    """Redirects and headers that are no use but to whoever reads about them."""
    wired = wire(
        wakala=Reply(status=301, location=f"http://127.0.0.1:1/{MARKUP}\u202e"),
        sahifa=Reply(status=200, content_type=f"text/{MARKUP}\x9b", body=MARKUP.encode()),
    )
    run(wired)
    health = read_health(wired.store)
    states = wired.store.feeds.states()

    assert len(states) == 2
    for text in (*states.values(), *log.getvalue().split("\n"), *texts(health.as_json())):
        assert not UNSAFE.search(text if isinstance(text, str) else text.decode()), ascii(text)


@pytest.mark.parametrize("id_", ["a\nb", "a b", "{rasid}:events", "../x", "a\x1b[2J", "ا", "<b>"])
def test_a_feed_id_cannot_be_a_key_a_path_or_a_line(id_: str, tmp_path: Any) -> None:
    file = tmp_path / "feeds.toml"
    rest = "agency = 'a'\nname = 'a'\nurl = 'https://a.example/rss'\n"
    file.write_text(f"[{json.dumps(id_)}]\n{rest}")

    with pytest.raises(CatalogueError, match="small letters, digits and hyphens"):
        load(file)
    file.write_text(f'["fine-1"]\n{rest}')
    assert [spec.id for spec in load(file)] == ["fine-1"]


def texts(value: Any) -> Iterator[str]:
    """Every string in it, names included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)
