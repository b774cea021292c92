from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from worker.settings import TABLE, SettingsError, default_data, masked, read_settings, shown

HOME = {"HOME": "/home/someone"}


def test_defaults_are_readable_by_their_own_readers() -> None:
    settings = read_settings(HOME)

    assert settings.redis_url is None
    assert settings.host_gap == timedelta(seconds=2)
    assert settings.data == Path("/home/someone/.local/share/rasid")
    assert settings.feeds_file.name == "feeds.toml"
    assert not settings.allow_loopback


def test_every_field_has_one_variable() -> None:
    fields = [setting.field for setting in TABLE]

    assert sorted(fields) == sorted(read_settings(HOME).__dataclass_fields__)


def test_an_empty_variable_counts_as_unset() -> None:
    assert read_settings({**HOME, "REDIS_URL": "", "RASID_BATCH": ""}).batch == 25


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("RASID_BATHC", "5", "did you mean RASID_BATCH?"),
        ("RASID_QUUX", "5", "there are RASID_BROKER_URL, "),
        ("RASID_BATCH", "0", "from 1 to 500"),
        ("RASID_BATCH", "many", "whole number"),
        ("RASID_HOST_GAP", "-1", "seconds"),
        ("RASID_HOST_GAP", "nan", "seconds"),
        ("RASID_LOG_LEVEL", "loud", "debug, info"),
        ("RASID_MEMORY", "lots", "kb, mb or gb"),
        ("RASID_ALLOW_LOOPBACK", "maybe", "0, 1"),
        ("REDIS_URL", "localhost:6379", "redis://"),
        ("RASID_FLOWER_LOGIN", "me:short", "8 characters"),
    ],
)
def test_a_mistake_is_named_and_explained(name: str, value: str, says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({**HOME, name: value})

    assert caught.value.name == name
    assert says in str(caught.value)


def test_secrets_are_never_shown() -> None:
    settings = read_settings(
        {**HOME, "REDIS_URL": "redis://me:hunter2@db:6379/1", "RASID_FLOWER_LOGIN": "me:hunter2hunter2"}
    )

    assert "hunter2" not in str(shown(settings))
    assert masked("redis://me:hunter2@db:6379/1") == "redis://me:***@db:6379/1"
    with pytest.raises(SettingsError) as caught:
        read_settings({**HOME, "RASID_FLOWER_LOGIN": "hunter2"})
    assert "hunter2" not in str(caught.value)


def test_the_data_folder_follows_xdg() -> None:
    assert default_data({"XDG_DATA_HOME": "/data"}) == Path("/data/rasid")
    assert default_data({"XDG_DATA_HOME": "relative", **HOME}) == Path("/home/someone/.local/share/rasid")


def test_the_operators_own_catalogue_goes_before_the_packaged_one(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text("")

    assert read_settings({"RASID_DATA": str(tmp_path)}).feeds_file == tmp_path / "feeds.toml"
