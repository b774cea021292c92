"""Where Celery's hints go, in Celery's own words: kombu reads other addresses than redis-py, and trusts where it should
not."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from worker.address import Address, bracketed, read_address


def celery_broker(url: str) -> tuple[str, dict[str, Any]]:
    """`broker_url`, and what belongs into `broker_transport_options`. Raises ValueError: see `read_address`, and a
    cluster takes no hints."""
    address = read_address(url)
    if address.kind == "cluster":
        raise ValueError("Celery's hints cannot live on a cluster; give them a small plain Redis, RASID_BROKER_URL")
    if address.kind == "sentinel":
        return _sentinels(address)
    if address.kind == "socket":
        return f"redis+socket://{address.login()}{quote(address.path)}?virtual_host={address.db}", {}
    # rediss:// without options means to kombu that any certificate will do.
    query = f"?{urlencode(_strict(address))}" if address.tls else ""
    host, port = address.hosts[0]
    return f"redis{'s' * address.tls}://{address.login()}{bracketed(host)}:{port}/{address.db}{query}", {}


def _sentinels(address: Address) -> tuple[str, dict[str, Any]]:
    """One address for each sentinel; TLS to the sentinels themselves goes by the options."""
    tls = _strict(address) if address.tls else {}
    query = f"?{urlencode(tls)}" if tls else ""
    urls = [f"sentinel://{address.login()}{bracketed(host)}:{port}/{address.db}{query}" for host, port in address.hosts]
    login = {"username": address.sentinel_username, "password": address.sentinel_password}
    asking = {"socket_timeout": 1.0, "ssl": address.tls, **tls, **{name: told for name, told in login.items() if told}}
    if "ssl_check_hostname" in asking:
        asking["ssl_check_hostname"] = asking["ssl_check_hostname"] == "true"
    return ";".join(urls), {"master_name": address.service, "sentinel_kwargs": asking}


def _strict(address: Address) -> dict[str, Any]:
    return {"ssl_cert_reqs": "required", **dict(address.ssl)}
