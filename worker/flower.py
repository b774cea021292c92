"""Flower, the window on workers and tasks: behind a login, for looking only, with bounded memory."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from worker.server import Endpoint
from worker.settings import Settings, SettingsError


def flower_command() -> list[str]:
    return [sys.executable, "-m", "celery", "-A", "worker.app", "flower"]


def flower_environ(settings: Settings, endpoint: Endpoint, environ: Mapping[str, str]) -> dict[str, str]:
    """Options by environment, so that the password stands in no list of processes. Raises SettingsError without login:
    Flower would show everything to everybody."""
    if settings.flower_login is None:
        raise SettingsError("RASID_FLOWER_LOGIN", "set name:password; Flower does not start without a login")
    settings.data.mkdir(parents=True, exist_ok=True)
    return {
        **{name: value for name, value in environ.items() if not name.startswith("FLOWER_")},
        "REDIS_URL": endpoint.url,
        "RASID_BROKER_URL": endpoint.broker,
        "FLOWER_BASIC_AUTH": settings.flower_login,
        "FLOWER_ADDRESS": settings.flower_address,
        "FLOWER_PORT": str(settings.flower_port),
        "FLOWER_READ_ONLY": "true",
        # 100,000 tasks, its default, take 490 MB; these take 45.
        "FLOWER_MAX_TASKS": "10000",
        "FLOWER_PURGE_OFFLINE_WORKERS": "60",
        "FLOWER_PERSISTENT": "true",
        "FLOWER_DB": str(settings.data / "flower"),
        "FLOWER_STATE_SAVE_INTERVAL": "10000",
        "FLOWER_TASKS_COLUMNS": "name,state,result,received,runtime,worker",
    }
