"""The commands, called as `rasid` calls them."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from extract import ner
from feeds import catalogue
from feeds.memory import FeedState
from feeds.replay import ReplayServer, Reply, Step
from tests.worker.builders import a_mention, an_item
from tests.worker_service.conftest import rss
from worker.cli import main
from worker.cli.feeds import without
from worker.codec import pack_document
from worker.commit import Publishing, commit_item
from worker.consume import subscribe
from worker.errors import traced
from worker.inbox import item_of
from worker.limits import LEASE
from worker.store import Store, connect
from worker.versions import extractor_version, lexicon_version, release

ITEM = {
    "id": "1",
    "agency": "wakala",
    "published": "2026-03-05T10:00:00+02:00",
    "title": "الجيش السوداني يسيطر على مدينة بارا في شمال كردفان",
    "text": "قال متحدث باسم الجيش السوداني، الخميس، إن قواته سيطرت على مدينة بارا.",
}
FEED = '[wakala]\nagency = "wakala"\nname = "وكالة"\nurl = "https://wakala.example/rss"\n'
#: Calls a command; its exit code.
Call = Callable[..., int]


@pytest.fixture
def call(redis_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    catalogue_file = tmp_path / "feeds.toml"
    catalogue_file.write_text(FEED, encoding="utf-8")
    for name, value in {
        "REDIS_URL": redis_server,
        "RASID_DATA": str(tmp_path),
        "RASID_FEEDS": str(catalogue_file),
        "RASID_ALLOW_LOOPBACK": "1",
    }.items():
        monkeypatch.setenv(name, value)
    return lambda *arguments: main([str(each) for each in arguments])


@pytest.fixture
def store(redis_server: str) -> Store:
    return Store(connect(redis_server))


def lines_of(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_extract_gives_a_line_for_each_item(call: Call, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "items.jsonl"
    file.write_text(json.dumps(ITEM, ensure_ascii=False) + "\n\n", encoding="utf-8")

    assert call("extract", file, "--flat") == 0
    (flat,) = lines_of(capsys)
    assert flat["id"] == "1"
    assert {event["type"] for event in flat["events"]} == {"territory.capture"}  # type: ignore[attr-defined]

    assert call("extract", file) == 0
    (full,) = lines_of(capsys)
    mention = full["mentions"][0]  # type: ignore[index]
    trigger = mention["trigger"]
    assert ITEM[trigger["field"]][trigger["start"] : trigger["end"]] == trigger["text"]


def test_bad_lines_are_named_and_the_others_done(
    call: Call, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = ['{"id": "2", "title"', '["list"]', '{"title": 5}', '{"id": "3"}', '{"title": "ع", "published": "أمس"}']
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join([*bad, json.dumps(ITEM)])))

    assert call("extract", "-") == 1
    said = capsys.readouterr()
    assert [json.loads(line)["id"] for line in said.out.splitlines()] == ["1"]
    assert [line.split(":")[1] for line in said.err.splitlines()] == ["1", "2", "3", "4", "5"]
    assert "ISO 8601" in said.err.splitlines()[-1]


def test_a_file_that_is_not_there_is_said(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("extract", "nowhere.jsonl") == 2
    assert "nowhere.jsonl" in capsys.readouterr().err


def test_poll_shows_one_feed_and_keeps_nothing(call: Call, store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    with ReplayServer({"/rss": [Step(reply=Reply(body=rss(ITEM["title"])))]}) as web:
        assert call("poll", web.url("/rss"), "--json") == 0
        told, item = lines_of(capsys)
        assert (told["outcome"], told["items"]) == ("ok", 1)
        assert item["item"]["title"] == ITEM["title"]  # type: ignore[index]
        assert call("poll", web.url("/rss")) == 0
        assert "territory.capture" in capsys.readouterr().out
        assert call("poll", web.url("/missing")) == 1
        assert "status 404" in capsys.readouterr().out
    assert store.redis.dbsize() == 0


def test_poll_of_an_unknown_feed_says_where_to_look(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("poll", "nobody") == 2
    assert "rasid feeds list" in capsys.readouterr().err


def test_feeds_come_and_go_while_the_service_runs(
    call: Call, store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("feeds", "add", "sahifa", "https://sahifa.example/rss", "--agency", "sahifa", "--country", "JO") == 0
    assert set(store.feeds.schedule()) == {"wakala", "sahifa"}
    assert [spec.id for spec in catalogue.load(tmp_path / "feeds.toml")] == ["wakala", "sahifa"]

    assert call("feeds", "pause", "sahifa") == 0
    assert store.feeds.paused() == {"sahifa": "paused by the operator"}
    capsys.readouterr()
    assert call("feeds", "list", "--json") == 0
    listed = {row["id"]: row["next"] for row in lines_of(capsys)}
    assert listed == {"wakala": "now", "sahifa": "paused"}

    assert call("feeds", "resume", "sahifa") == 0
    assert call("feeds", "resume", "sahifa") == 2, "it is not paused any more"
    assert call("feeds", "remove", "sahifa") == 0
    assert set(store.feeds.schedule()) == {"wakala"}
    assert [spec.id for spec in catalogue.load(tmp_path / "feeds.toml")] == ["wakala"]


def test_what_is_wrong_with_a_feed_is_listed(call: Call, store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    store.feeds.add("wakala", "wakala.example")
    now = store.now()
    state = FeedState(last_try=now, last_ok=now, last_new=now - timedelta(days=9), leads=(120,) * 9)
    store.redis.hset("{rasid}:feeds", "wakala", state.to_json())

    assert call("feeds", "list", "--json") == 0
    (row,) = lines_of(capsys)
    assert "silent: nothing new for 9 d" in str(row["state"])
    assert "dates 2 h ahead of the clock" in str(row["state"])
    call("status")
    assert "silent: nothing new" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("wakala", "https://other.example/rss", "--agency", "x"), "already"),
        (("Bad Id", "https://other.example/rss", "--agency", "x"), "small letters"),
        (("good", "ftp://other.example/rss", "--agency", "x"), "http"),
        (("good", "https://other.example/rss", "--agency", "x", "--zone", "Mars/Base"), "IANA"),
    ],
)
def test_a_feed_that_the_catalogue_refuses_leaves_it_as_it_was(
    call: Call, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str
) -> None:
    before = (tmp_path / "feeds.toml").read_text(encoding="utf-8")

    assert call("feeds", "add", *arguments) == 2
    assert says in capsys.readouterr().err
    assert (tmp_path / "feeds.toml").read_text(encoding="utf-8") == before
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".new"] == []


def test_a_feed_is_taken_out_with_its_own_comments_only() -> None:
    text = "# All feeds.\n\n# One.\n[one]\nurl = 1\n\n# Two.\n[two]\nurl = 2\n\n# Three.\n[three]\nurl = 3\n"

    assert without(text, "two") == text.replace("# Two.\n[two]\nurl = 2\n\n", "")
    assert without(text, "three") == text.replace("# Three.\n[three]\nurl = 3\n", "")
    assert without(text, "one") == text.replace("# One.\n[one]\nurl = 1\n\n", "")


def test_opml_goes_out_and_comes_back(call: Call, store: Store, tmp_path: Path) -> None:
    assert call("feeds", "export", tmp_path / "out.opml") == 0
    text = (tmp_path / "out.opml").read_text(encoding="utf-8").replace("wakala", "sahifa")
    (tmp_path / "in.opml").write_text(text, encoding="utf-8")

    assert call("feeds", "import", tmp_path / "in.opml") == 0
    assert call("feeds", "import", tmp_path / "in.opml") == 0, "twice changes nothing"
    assert [spec.id for spec in catalogue.load(tmp_path / "feeds.toml")] == ["wakala", "sahifa"]
    assert set(store.feeds.schedule()) == {"wakala", "sahifa"}


def test_dead_letters_are_listed_requeued_and_dropped(
    call: Call, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    owe(store)
    (work,) = store.work.lease(1, lease=LEASE)
    store.work.bury(work, "no such letter")
    entry = store.dead.list()[0].id

    assert call("dead", "list") == 0
    assert "no such letter" in capsys.readouterr().out
    assert call("dead", "requeue", entry) == 0
    assert store.work.depth() == 1
    assert call("dead", "requeue", entry) == 1
    assert call("dead", "drop", entry) == 1
    assert "no such letter" in capsys.readouterr().out


def test_a_letter_is_shown_with_its_traceback_and_what_was_to_be_handled(
    call: Call, store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    owe(store)
    (work,) = store.work.lease(1, lease=LEASE)
    try:
        {}["lemma"]
    except KeyError as error:
        store.work.fail(work, traced("KeyError:\n'lemma'", error), timedelta(0))
    for _ in range(4):
        for again in store.work.lease(1, lease=timedelta(0)):
            assert again.attempt <= 4
    (letter,) = store.dead.list()

    assert call("dead", "list") == 0
    assert "Traceback" not in capsys.readouterr().out
    assert call("dead", "list", "--json") == 0
    (listed,) = lines_of(capsys)
    assert (listed["reason"], listed["stage"]) == ("KeyError: 'lemma'", "process")
    assert call("dead", "show", letter.id) == 0
    shown = capsys.readouterr().out
    assert "Traceback" in shown
    assert '{}["lemma"]' in shown
    assert an_item().title in shown
    file = tmp_path / "item.jsonl"
    assert call("dead", "show", letter.id, "--json", "--save", file) == 0
    (told,) = lines_of(capsys)
    assert told["input"]["title"] == an_item().title  # type: ignore[index]
    assert call("explain", file, "--json") == 0, "what is saved can be tried"
    assert call("dead", "show", "1-1") == 2
    assert "rasid dead list" in capsys.readouterr().err
    for action in ("show", "requeue", "drop"):
        with pytest.raises(SystemExit):
            call("dead", action, "none-such")
        assert "rasid dead list" in capsys.readouterr().err
    assert call("dead", "drop", "all") == 0
    assert store.dead.count() == 0


def test_a_document_that_is_no_record_is_shown_as_far_as_it_goes(
    call: Call, store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = "<html>\x1b[31m" + "سطر\n" * 60
    bodies = {"one": pack_document({"url": "https://one.example/"}, page.encode()), "two": b"9 from the future"}
    for feed, body in bodies.items():
        store.feeds.add(feed, f"{feed}.example")
        (lease,) = store.feeds.lease(1, lease=LEASE, gap=timedelta(0))
        store.feeds.settle(lease, "{}", timedelta(hours=1), gap=timedelta(0), body=body)
        (work,) = store.work.lease(1, lease=LEASE)
        store.work.bury(work, "no feed in it")
    damaged, document = store.dead.list()
    assert store.dead.by_stage() == {"parse": 2, "process": 0, "names": 0}

    assert call("dead", "show", document.id, "--save", tmp_path / "page") == 0
    shown = capsys.readouterr().out
    assert "https://one.example/" in shown
    assert "more lines" in shown
    assert "\x1b" not in shown
    assert (tmp_path / "page").read_bytes() == page.encode()
    assert call("dead", "show", damaged.id) == 0
    assert "form b'9'" in capsys.readouterr().out
    for letter in (damaged, document):
        assert call("dead", "drop", letter.id) == 0
    assert store.dead.by_stage() == {"parse": 0, "process": 0, "names": 0}


def test_letters_of_a_group_are_listed_given_again_and_dropped(
    call: Call, store: Store, redis_server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for n in (1, 2, 3):
        store.redis.xadd("{rasid}:events", {"sequence": n, "epoch": 1})
    subscription = subscribe("desk", url=redis_server, from_="0", tries=1, once=True)
    subscription.run(lambda message: {}["a bug"])

    assert call("status") == 1
    assert "3 dead letters of desk: rasid dead list --group desk" in capsys.readouterr().out
    assert call("dead", "list", "--group", "desk") == 0
    assert "KeyError:" in capsys.readouterr().out
    assert call("dead", "list", "--group", "desk", "--json") == 0
    newest, second, oldest = lines_of(capsys)
    assert (newest["message"], newest["attempts"]) == ({"sequence": "3", "epoch": "1"}, 1)
    assert "Traceback" in str(newest["reason"])
    assert call("dead", "show", newest["id"], "--group", "desk") == 0
    shown = capsys.readouterr().out
    assert '{}["a bug"]' in shown
    assert "sequence" in shown

    store.redis.xdel("{rasid}:events", str(oldest["entry"]))
    assert call("dead", "drop", second["id"], "--group", "desk") == 0
    assert call("dead", "requeue", "all", "--group", "desk") == 1
    assert "no longer on its stream" in capsys.readouterr().out
    again = subscribe("desk", "other", url=redis_server, tries=1, once=True)
    assert [(message.entry, message.attempt) for message in again] == [(newest["entry"], 1)]
    assert call("dead", "requeue", newest["id"], "--group", "desk") == 1, "it is none any more"


def test_a_halted_release_rings_until_it_is_resumed(
    call: Call, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    store.beat("all@here", {"queues": "poll process", "pid": "1", "version": "0", "release": release()})
    assert call("resume") == 1
    store.guard.note(release(), [(f"i:{n}", "KeyError: 'lemma'") for n in range(50)])

    assert call("status") == 1
    assert "processing is halted" in capsys.readouterr().out
    assert call("resume") == 0
    assert "KeyError: 'lemma'" in capsys.readouterr().out
    assert call("status") == 0


def test_kept_items_are_read_again_by_command(
    call: Call, store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    owe(store)
    (work,) = store.work.lease(1, lease=LEASE)
    commit_item(store, work, item_of(work), [], Publishing(extractor="0", lexicon="old"))
    assert call("reprocess") == 2
    assert "no worker of" in capsys.readouterr().err
    assert call("reprocess", "--since", "yesterday") == 2
    assert "36h" in capsys.readouterr().err

    store.beat("all@here", {"queues": "process", "release": release()})
    assert call("reprocess", "--feed", "nobody", "--since", "2d") == 2
    assert "no feed 'nobody'" in capsys.readouterr().err
    (tmp_path / "feeds.toml").write_text(FEED + FEED.replace("wakala", "nobody"), encoding="utf-8")
    assert call("reprocess", "--feed", "nobody", "--since", "2d") == 0
    assert "1 were not: they are of another feed" in capsys.readouterr().out
    ended = threading.Event()

    def work_once() -> None:
        while not ended.wait(0.01):
            for again in store.work.lease(1, lease=LEASE):
                item = item_of(again)
                version = Publishing(extractor=extractor_version(), lexicon=lexicon_version())
                commit_item(store, again, item, [a_mention(item)], version)

    worker = threading.Thread(target=work_once)
    worker.start()
    try:
        assert call("reprocess", "--json") == 0
    finally:
        ended.set()
        worker.join()
    (told,) = lines_of(capsys)
    assert (told["total"], told["owed"], told["missed"], told["messages"]) == (1, 1, 0, 1)
    assert call("reprocess") == 0
    assert "this release has read them already" in capsys.readouterr().out


def test_status_rings_where_nobody_works(call: Call, store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    owe(store)

    assert call("status", "--json") == 1
    (told,) = lines_of(capsys)
    assert told["alarms"] == ["no worker takes the queue poll", "no worker takes the queue process"]
    store.beat("all@here", {"queues": "poll process", "pid": "1", "version": "0"})
    assert call("status") == 0
    assert "all is well" in capsys.readouterr().out


def test_tail_shows_a_route_as_it_stands(call: Call, store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    owe(store)
    (work,) = store.work.lease(1, lease=LEASE)
    item = item_of(work)
    commit_item(store, work, item, [a_mention(item)])

    assert call("tail", "--once") == 0
    assert "territory.capture" in capsys.readouterr().out
    assert call("tail", "--once", "--json", "--from", "0") == 0
    (told,) = lines_of(capsys)
    assert (told["type"], told["data"]["rev"]) == ("rasid.event.new", 1)  # type: ignore[index]
    assert call("tail", "nowhere") == 2
    assert "territory" in capsys.readouterr().err


def test_tail_of_a_group_acknowledges_what_it_has_shown(
    call: Call, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    owe(store)
    (work,) = store.work.lease(1, lease=LEASE)
    item = item_of(work)
    commit_item(store, work, item, [a_mention(item)])

    for shown in (1, 0):
        assert call("tail", "--once", "--json", "--group", "desk", "--from", "0") == 0
        assert len(lines_of(capsys)) == shown
    assert store.redis.xpending("{rasid}:events", "desk")["pending"] == 0  # type: ignore[index, call-overload]
    assert call("tail", "--once", "--group", "no such name") == 2

    assert call("snapshot", "--json") == 0
    (told,) = lines_of(capsys)
    assert (told["type"], told["sequence"], told["data"]["rev"]) == ("rasid.event.state", "1", 1)  # type: ignore[index]
    assert call("snapshot", "--keep", "--json") == 0
    (told,) = lines_of(capsys)
    assert (told["key"], told["events"], told["sequence"]) == ("{rasid}:snapshot", 1, 1)
    assert call("snapshot", "conflict") == 0
    assert call("snapshot", "nowhere") == 2


def test_check_names_what_is_in_use_and_what_is_wrong(
    call: Call, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("check", "--json") == 0
    (told,) = lines_of(capsys)
    assert told["wrong"] == {}
    assert "1 feeds of 1 agencies" in told["ok"]["catalogue"]  # type: ignore[index]

    (tmp_path / "feeds.toml").write_text("[wakala]\nurl = 5\n")
    assert call("check", "--json") == 1
    assert "wakala" in lines_of(capsys)[0]["wrong"]["catalogue"]  # type: ignore[index]


def test_an_unknown_setting_stops_every_command(
    call: Call, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RASID_BATHC", "5")

    assert call("status") == 2
    assert "RASID_BATCH" in capsys.readouterr().err


def owe(store: Store) -> None:
    """One item, owed the way that items are."""
    store.feeds.add("feed1", "feed1.example")
    (lease,) = store.feeds.lease(1, lease=LEASE, gap=timedelta(0))
    store.feeds.settle(lease, "{}", timedelta(hours=1), gap=timedelta(0), body=pack_document({}, b""))
    (body,) = store.work.lease(1, lease=LEASE)
    store.work.ingest(body, [an_item()])


def test_check_says_which_tiers_are_active_and_what_the_others_lack(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    model = tmp_path / "data" / "ner" / "arabert"

    def tier(name: str) -> str:
        assert call("check", "--json") == 0
        (told,) = lines_of(capsys)
        return str(told["ok"][name])  # type: ignore[index]

    assert tier("morphology").startswith("tier lexicon; no morphology-db-msa-r13 (camel_data -i morphology-db-msa-r13)")
    assert tier("ner").startswith(f"not active: no model in {model} (camel_data -i ner-arabert)")
    model.mkdir(parents=True)
    for name in ("config.json", "vocab.txt", "model.safetensors"):
        (model / name).touch()
    found = ner.find()
    assert tier("ner") == (f"active: {model}" if found.active else f"not active: {found.lacks}")
