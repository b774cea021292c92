from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.worker.builders import NOON, a_mention, a_quantity, a_time, an_actor, an_item
from worker.codec import build, dumps, full, pack, pack_document, plain, unpack, unpack_document
from worker.errors import UnreadableError
from worker.record import Ledger, telling


@dataclass(frozen=True)
class Sample:
    name: str
    count: int = 0
    ratio: float = 0.0
    yes: bool = False
    when: datetime | None = None
    long: timedelta = timedelta(0)
    parts: tuple[Sample, ...] = ()
    words: tuple[str, ...] = ()


samples = st.recursive(
    st.builds(
        Sample,
        st.text(),
        count=st.integers(),
        ratio=st.floats(allow_nan=False, allow_infinity=False),
        yes=st.booleans(),
        when=st.none() | st.datetimes(timezones=st.just(UTC)),
        long=st.integers(-(10**6), 10**6).map(lambda n: timedelta(seconds=n)),
        words=st.lists(st.text(alphabet='ابتث ﷺ\n"')).map(tuple),
    ),
    lambda inner: st.builds(Sample, st.text(), parts=st.lists(inner, max_size=3).map(tuple)),
    max_leaves=5,
)


@given(samples)
def test_everything_comes_back(sample: Sample) -> None:
    assert unpack(Sample, pack(sample)) == sample
    assert build(Sample, json.loads(dumps(full(sample)))) == sample


def test_records_of_the_project_come_back() -> None:
    item = an_item()
    mention = a_mention(item, actors=(an_actor(),), time=a_time(NOON), quantities=(a_quantity("killed", 3),))
    told = telling(mention, item, origins=("wakala",), blocks=("b:20260305",))
    ledger = Ledger(first_seen=NOON, last_changed=NOON, tellings=(told,))
    assert unpack(Ledger, pack(ledger)) == ledger


def test_defaults_are_left_out_of_records_and_told_in_messages() -> None:
    assert plain(Sample("x")) == {"name": "x"}
    assert set(full(Sample("x"))) == {"name", "count", "ratio", "yes", "when", "long", "parts", "words"}


def test_a_record_of_another_version_is_read() -> None:
    older_or_newer = b"1" + zlib.compress(b'{"name": "x", "added_later": [1]}')
    assert unpack(Sample, older_or_newer) == Sample("x")


@pytest.mark.parametrize(
    "record", [b"", b"2x", b"1x", b"1" + zlib.compress(b"{"), b"1" + zlib.compress(b"{}"), b"1" + zlib.compress(b"[1]")]
)
def test_what_cannot_be_read_is_said(record: bytes) -> None:
    with pytest.raises(UnreadableError):
        unpack(Sample, record)


def test_documents_keep_their_bytes() -> None:
    content = bytes(range(256)) + b"\n\n"
    assert unpack_document(pack_document({"url": "https://a.example", "charset": "نعم"}, content)) == (
        {"url": "https://a.example", "charset": "نعم"},
        content,
    )
    with pytest.raises(UnreadableError):
        unpack_document(b"1rubbish")
