from __future__ import annotations

import pickle
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feeds.catalogue import CatalogueError, dump, load
from feeds.types import FeedSpec

SEEDS = Path(__file__).parent.parent.parent / "seeds" / "feeds.toml"
GOOD = '[wire-ar]\nagency = "wire"\nname = "وكالة"\nurl = "https://wire.example/rss"\n'
FULL = FeedSpec(
    id="full-ar",
    agency="full",
    name='وكالة "الكل" \\ وأكثر',
    url="https://full.example/rss?a=1&b=%D8%AE",
    country="SY",
    kind="state_agency",
    category="breaking",
    language="ar",
    zone="Asia/Damascus",
    gmt_is_local=True,
    every=timedelta(seconds=90),
    charset="windows-1256",
    title_suffix=" - وكالة",
    body_tails=("تابعونا.*", r"\d+ قراءة"),
    volatile_keys=("token",),
    paused=True,
)


def write(folder: Path, text: str) -> Path:
    path = folder / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_defaults_and_every_field(tmp_path: Path) -> None:
    assert load(write(tmp_path, GOOD)) == (
        FeedSpec(id="wire-ar", agency="wire", name="وكالة", url="https://wire.example/rss"),
    )
    dump([FULL], tmp_path / "full.toml")
    assert load(tmp_path / "full.toml") == (FULL,)


MISTAKES = [
    (GOOD.replace("url", "link"), "[wire-ar] link: no such field; there are agency"),
    (GOOD.replace("agency", "#"), "[wire-ar] agency: is missing"),
    (GOOD.replace("wire-ar", "Wire_AR"), "[Wire_AR] id: use small letters"),
    (GOOD.replace("https:", "ftp:"), "[wire-ar] url: write an http or https address"),
    (GOOD.replace("/rss", "/خبر"), "percent-encoded"),
    (GOOD + 'every = "10"', "[wire-ar] every: write a number with s, m or h"),
    (GOOD + 'every = "10s"', "between 1m and 6h"),
    (GOOD + "every = 10", "between 1m and 6h"),
    (GOOD + 'zone = "Asia/Beyrouth"', "[wire-ar] zone: write a zone of the IANA database"),
    (GOOD + 'zone = "../../etc/passwd"', "[wire-ar] zone: write a zone of the IANA database"),
    (GOOD + 'kind = "paper"', "[wire-ar] kind: write one of agency, state_agency"),
    (GOOD + 'country = "Syria"', "[wire-ar] country: write two capital letters"),
    (GOOD + 'language = "ar-SY"', "[wire-ar] language: write an ISO 639 code"),
    (GOOD + 'charset = "base64"', "[wire-ar] charset: no such charset"),
    (GOOD + 'paused = "yes"', "[wire-ar] paused: write true or false"),
    (GOOD + 'body_tails = ["("]', "is no regular expression"),
    (GOOD + 'body_tails = "x"', "[wire-ar] body_tails: write a list"),
    (GOOD + "volatile_keys = [1]", "[wire-ar] volatile_keys: write some text"),
    (GOOD + GOOD, "two feeds with the same id?"),
    (
        GOOD + GOOD.replace("wire-ar", "other-ar").replace("https", "http"),
        "[other-ar] url: is also the url of [wire-ar]",
    ),
    ('agency = "x"\n' + GOOD, "agency: stands outside of a feed"),
    ("[wire-ar", "not valid TOML"),
]


@pytest.mark.parametrize(("text", "message"), MISTAKES)
def test_a_mistake_is_told_with_its_place_and_a_way_out(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(CatalogueError) as caught:
        load(path)
    assert str(caught.value).startswith(str(path))
    assert message in str(caught.value)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_another_charset_is_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_bytes(GOOD.encode("cp1256"))
    with pytest.raises(CatalogueError, match="save the file as UTF-8"):
        load(path)


def test_the_shipped_catalogue(tmp_path: Path) -> None:
    specs = load(SEEDS)
    active = [spec for spec in specs if not spec.paused]

    assert len(active) >= 60
    assert len({spec.agency for spec in active}) >= 50
    assert [spec.id for spec in specs if spec.country is None] == ["un-ar"]
    assert all(ZoneInfo(spec.zone) and spec.language == "ar" for spec in specs)
    assert {spec.zone for spec in specs if spec.country == "EG"} == {"Africa/Cairo"}
    dump(specs, tmp_path / "again.toml")
    assert load(tmp_path / "again.toml") == specs
