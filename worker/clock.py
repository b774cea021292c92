"""Moments as Redis keeps them: milliseconds of the server's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def ms(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)


def moment(milliseconds: float) -> datetime:
    """UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
