"""The Celery application. Its messages are hints: nothing that is owed is lost with them (see worker/dispatch.py).

    celery -A worker.app worker -Q poll -P threads -n poll@%h        feeds.poll: I/O
    celery -A worker.app worker -Q process -P prefork -n process@%h  items.process: parsing and extraction
    celery -A worker.app worker -Q ner -P prefork -n ner@%h          items.names: extraction with recognised names

`rasid worker poll|process|ner` gives these commands with the operator's settings.
"""

from __future__ import annotations

import logging
from typing import Any

from celery import Celery, signals
from kombu.entity import Queue

from worker import keys
from worker.broker import celery_broker
from worker.dispatch import Dispatch
from worker.limits import HARD_LIMIT, SOFT_LIMIT, SOFT_SHUTDOWN
from worker.log import set_up
from worker.server import ServerError, given_endpoint
from worker.settings import read_settings

#: The prefix of the broker's keys, and connections that notice a dead server. Nothing is acknowledged in Redis: a hint may
#: be lost, and each acknowledgement that is (kombu forgets it) would keep its worker from taking one hint more, for ever.
TRANSPORT: dict[str, Any] = {
    "global_keyprefix": keys.BROKER_PREFIX,
    "ack_emulation": False,
    "socket_timeout": 15,
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
    "health_check_interval": 10,
}


def configuration() -> dict[str, Any]:
    """Celery's settings, measured under thousands of kills. Raises SettingsError, ServerError."""
    settings = read_settings()
    endpoint = given_endpoint(settings)
    if endpoint is None:
        raise ServerError("a worker by itself needs REDIS_URL; `rasid run` brings a Redis of its own")
    broker, options = celery_broker(endpoint.broker)
    return {
        "broker_url": broker,
        "broker_transport_options": {**TRANSPORT, **options},
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "broker_channel_error_retry": True,
        "task_queues": [Queue("poll"), Queue("process"), Queue("ner")],  # type: ignore[no-untyped-call]
        "task_default_queue": "process",
        "task_create_missing_queues": False,
        "task_routes": {
            "feeds.poll": {"queue": "poll"},
            "items.process": {"queue": "process"},
            "items.names": {"queue": "ner"},
        },
        "task_serializer": "json",
        "accept_content": ["json"],
        "result_backend": None,
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_acks_on_failure_or_timeout": True,
        "task_reject_on_worker_lost": False,
        "task_soft_time_limit": SOFT_LIMIT.total_seconds(),
        "task_time_limit": HARD_LIMIT.total_seconds(),
        "task_publish_retry": False,
        "worker_prefetch_multiplier": 1,
        # What it guards against, tasks that come again after a lost connection, is nothing to hints.
        "worker_enable_prefetch_count_reduction": False,
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "worker_soft_shutdown_timeout": SOFT_SHUTDOWN.total_seconds(),
        # Only scheduled tasks would need it, and there are none: an idle worker stops at once.
        "worker_enable_soft_shutdown_on_idle": False,
        "worker_max_tasks_per_child": 2000,
        "worker_max_memory_per_child": 800_000,
        # A child loads the lexicon before it says that it is there.
        "worker_proc_alive_timeout": 60,
        "worker_send_task_events": True,
        "task_send_sent_event": False,
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,
        "enable_utc": True,
    }


app = Celery("rasid", include=["worker.tasks"])
app.add_defaults(configuration)
app.steps["consumer"].add(Dispatch)


@signals.setup_logging.connect  # type: ignore[untyped-decorator]
def _set_up_logging(**_: Any) -> None:
    set_up(read_settings().log_level)


@signals.worker_init.connect  # type: ignore[untyped-decorator]
def _read_configuration(**_: Any) -> None:
    """Once, before the fork. What is wrong with it is said now, and stops the worker."""
    from worker.wiring import configuration

    configuration(read_settings())


@signals.worker_process_init.connect  # type: ignore[untyped-decorator]
def _load_extractor(**_: Any) -> None:
    """Once per child, after the fork: no task waits for the lexicon, or for the recogniser, which no fork would survive."""
    from worker.wiring import extractor, named_extractor

    load = named_extractor if "ner" in app.amqp.queues.consume_from else extractor
    load()
    logging.getLogger(__name__).debug("lexicon loaded")
