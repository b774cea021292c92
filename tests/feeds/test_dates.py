from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.dates import parse_date
from tests.feeds.documents import NOW

#: What, which instant (UTC, None if it tells none), read as what. The agency sits in Cairo: +3 in summer, +2 in winter.
CASES = [
    # RFC 822, as told and as written
    ("Thu, 24 Sep 2026 10:00:00 GMT", "2026-09-24 10:00", "rfc822"),
    ("Thu, 24 Sep 2026 10:00:00 +0300", "2026-09-24 07:00", "rfc822"),
    ("Thu, 24 Sep 2026 10:00:00 -0000", "2026-09-24 10:00", "rfc822"),
    ("Thu, 24 Sep 2026 10:00:00 +03:00", "2026-09-24 07:00", "rfc822"),
    ("Thu, 24 Sep 2026 10:00:00", "2026-09-24 07:00", "rfc822"),
    ("24 Sep 2026 10:00 EDT", "2026-09-24 12:00", "rfc822"),
    ("Wed, 24 Sep 2026 10:00:00 Z", "2026-09-24 10:00", "rfc822"),  # not a Wednesday
    ("Thu, 24 Sep 26 10:00:00 GMT", "2026-09-24 10:00", "rfc822"),
    ("Thu,24 Sep 2026 4:35:5 GMT+9", "2026-09-23 19:35", "rfc822"),
    ("  Thu,  24   Sep  2026   10:00:00\n GMT ", "2026-09-24 10:00", "rfc822"),
    ("Thu, 24 September 2026 10:00:00 GMT", "2026-09-24 10:00", "rfc822"),
    ("Thu, 24-Sep-2026 10:00:00 GMT", "2026-09-24 10:00", "rfc822"),
    ("24 Sept. 2026", "2026-09-23 21:00", "rfc822"),
    ("Thursday, September 24, 2026 - 10:00 AM", "2026-09-24 07:00", "rfc822"),
    ("Sept. 24, 2026, 1:00 p.m.", "2026-09-24 10:00", "rfc822"),
    ("Thu Sep 24 10:00:00 2026", "2026-09-24 07:00", "rfc822"),
    ("Thu Sep 24 10:00:00 EEST 2026", "2026-09-24 07:00", "rfc822"),
    ("Thu Sep 24 2026 10:00:00 GMT+0300 (Arabia Standard Time)", "2026-09-24 07:00", "rfc822"),
    ("24 septembre 2026 10:00", "2026-09-24 07:00", "rfc822"),
    ("Thu, 01 Jan 2026 10:00:00", "2026-01-01 08:00", "rfc822"),
    ("Thu, 24 Sep 2026 10:00:60 GMT", "2026-09-24 10:00", "rfc822"),
    ("mar., 01 sept. 2026 10:00:00 +0000", "2026-09-01 10:00", "rfc822"),
    ("Thu, 24 Sep 2026 10:00:00 Africa/Khartoum", "2026-09-24 08:00", "rfc822"),
    ("Thu, 24 09 2026 10:00:00 +0300", "2026-09-24 07:00", "arabic"),
    ("10:00:00 24 09 26", None, "unreadable"),
    # Zones that feedparser gets wrong
    ("Thu, 24 Sep 2026 10:00:00 AST", "2026-09-24 07:00", "rfc822"),
    ("Thu, 24 Sep 2026 10:00:00 EEST", "2026-09-24 07:00", "rfc822"),
    ("Thu, 24 Sep 2026 10:00:00 EET", "2026-09-24 08:00", "rfc822"),
    ("Thu, 24 Sep 2026 10:00:00 UTC+03:00", "2026-09-24 07:00", "rfc822"),
    ("Thu, 24 Sep 2026 10:00:00 GMT+3", "2026-09-24 07:00", "rfc822"),
    ("Thu, 24 Sep 2026 10:00:00 GMT + 3", "2026-09-24 07:00", "rfc822"),
    ("Thu, 24 Sep 2026 10:00:00 MSK", "2026-09-24 07:00", "rfc822"),
    ("Thu, 24 Sep 2026 10:00:00 GST", "2026-09-24 06:00", "rfc822"),
    ("Thu, 24 Sep 2026 10:00:00 +99:00", "2026-09-24 07:00", "rfc822"),
    # ISO 8601 and its relatives
    ("2026-09-24T10:00:00Z", "2026-09-24 10:00", "iso"),
    ("2026-09-24T10:00:00+03:00", "2026-09-24 07:00", "iso"),
    ("2026-09-24T10:00:00.123456+0300", "2026-09-24 07:00", "iso"),
    ("2026-09-24T10:00+03", "2026-09-24 07:00", "iso"),
    ("2026-09-24 10:00:00", "2026-09-24 07:00", "iso"),
    ("2026-09-24 10:00:00 UTC", "2026-09-24 10:00", "iso"),
    ("2026/09/24 10:00", "2026-09-24 07:00", "iso"),
    ("2026-09-23T24:00:00Z", "2026-09-24 00:00", "iso"),
    ("20260924T100000Z", "2026-09-24 10:00", "iso"),
    ("20260924100000", "2026-09-24 07:00", "iso"),
    ("2026-09-24", "2026-09-23 21:00", "iso"),
    ("2026-09-24 01:00 م", "2026-09-24 10:00", "arabic"),
    # Epochs
    ("1790236800", "2026-09-24 08:00", "epoch"),
    ("1790236800123", "2026-09-24 08:00", "epoch"),
    ("/Date(1790236800000+0300)/", "2026-09-24 08:00", "epoch"),
    # Gulf and Egypt
    ("الخميس، 24 سبتمبر 2026 01:00 م", "2026-09-24 10:00", "arabic"),
    ("الخميس 24 سبتمبر 2026م", "2026-09-23 21:00", "arabic"),
    ("٢٤ سبتمبر ٢٠٢٦ - ١٠:٠٠ ص", "2026-09-24 07:00", "arabic"),
    ("۲۴ سبتمبر ۲۰۲۶ ۱۰:۰۰", "2026-09-24 07:00", "arabic"),
    ("24 سبتمبر 2026 12:30 ص", "2026-09-23 21:30", "arabic"),
    ("23 سبتمبر 2026 12:30 م", "2026-09-23 09:30", "arabic"),
    ("22:15 - 24 نوفمبر 2025", "2025-11-24 20:15", "arabic"),
    ("24 أغسطس, 2026 الساعة 9:05 مساءً", "2026-08-24 18:05", "arabic"),
    ("23 سبتمبر 2026 11:00 ليلا", "2026-09-23 20:00", "arabic"),
    ("24 سبتمبر 2026 2:00 ليلا", "2026-09-23 23:00", "arabic"),
    ("الثلاثاء 24 فبراير 2026 13:00 بتوقيت غرينتش", "2026-02-24 13:00", "arabic"),
    ("24 فبراير 2026 13:00 بتوقيت مكة المكرمة", "2026-02-24 10:00", "arabic"),
    # The Levant and Iraq
    ("24 أيلول 2026 10:00", "2026-09-24 07:00", "arabic"),
    ("24 أيلول/سبتمبر 2026 10:00 صباحا", "2026-09-24 07:00", "arabic"),
    ("24 تشرين الثاني/نوفمبر 2025", "2025-11-23 22:00", "arabic"),
    ("3 كانون الثاني (يناير) 2026 10:00", "2026-01-03 08:00", "arabic"),
    ("3 كانون الأول 2025", "2025-12-02 22:00", "arabic"),
    ("3 آب 2026", "2026-08-02 21:00", "arabic"),
    # The Maghreb
    ("24 شتنبر 2026 الساعة 10:00", "2026-09-24 07:00", "arabic"),
    ("5 غشت 2026", "2026-08-04 21:00", "arabic"),
    ("24 فيفري 2026 11:00", "2026-02-24 09:00", "arabic"),
    ("14 جويلية 2026", "2026-07-13 21:00", "arabic"),
    # Numbers: the day comes first
    ("24/09/2026 01:00:00 م", "2026-09-24 10:00", "arabic"),
    ("03/09/2026", "2026-09-02 21:00", "arabic"),
    ("9/23/2026 10:00 PM", "2026-09-23 19:00", "arabic"),
    ("24.9.26 10:00", "2026-09-24 07:00", "arabic"),
    ("الخميس, 24 Sep 2026 10:00:00 +0300", "2026-09-24 07:00", "arabic"),
    # Hijri: the day, no more
    ("12 ربيع الآخر 1448", "2026-09-22 21:00", "hijri"),
    ("12 ربيع الثاني 1448 هـ 10:00", "2026-09-22 21:00", "hijri"),
    ("12/04/1448 هـ", "2026-09-22 21:00", "hijri"),
    ("1448-04-12", "2026-09-22 21:00", "hijri"),
    ("1 محرم ١٤٤٨هـ", "2026-06-15 21:00", "hijri"),
    ("12 ربيع الآخر 1448 هـ الموافق 24 سبتمبر 2026 م 10:00", "2026-09-24 07:00", "arabic"),
    # No date, or none that can be trusted
    (None, None, "none"),
    ("  ", None, "none"),
    ("منذ 3 ساعات", None, "unreadable"),
    ("اليوم 10:00", None, "unreadable"),
    ("Thu, 24 Sep 2026 25:61:00 GMT", None, "unreadable"),
    ("31 Feb 2026", None, "unreadable"),
    ("24 تشرين الأول/نوفمبر 2025", None, "unreadable"),
    ("24 سبتمبر", None, "unreadable"),
    ("12", None, "unreadable"),
    ("0001-01-01T00:00:00", None, "unreadable"),
    ("0000-00-00 00:00:00", None, "unreadable"),
    ("31 صفر 1448 هـ", None, "unreadable"),
    ("x" * 5000, None, "unreadable"),
    ("Thu, 01 Jan 1970 00:00:00 GMT", None, "too_old"),
    ("Fri, 29 Oct 2027 10:00:00 GMT", None, "too_far"),
    ("Sat, 26 Sep 2026 12:00:01 GMT", None, "too_far"),
]


@pytest.mark.parametrize(("raw", "instant", "quality"), CASES)
def test_reads(raw: str | None, instant: str | None, quality: str) -> None:
    dated = parse_date(raw, "Africa/Cairo", NOW)

    told = dated.when.replace(second=0, microsecond=0).strftime("%Y-%m-%d %H:%M") if dated.when else None
    assert (told, dated.quality) == (instant, quality)
    assert dated.when is None or dated.when.tzinfo is UTC


def test_a_future_time_becomes_now_and_is_flagged() -> None:
    later = parse_date("Thu, 24 Sep 2026 15:00:00 GMT", "UTC", NOW)
    skewed = parse_date("Thu, 24 Sep 2026 12:01:00 GMT", "UTC", NOW)

    assert later == (NOW, "rfc822", ("future_date",), timedelta(hours=3))
    assert skewed == (NOW, "rfc822", (), timedelta(minutes=1))


@pytest.mark.parametrize("zone_name", ["GMT", "UTC", "+0000", "Z"])
def test_local_time_that_calls_itself_gmt(zone_name: str) -> None:
    dated = parse_date(f"Thu, 24 Sep 2026 10:00:00 {zone_name}", "Asia/Riyadh", NOW, gmt_is_local=True)
    assert dated.when == datetime(2026, 9, 24, 7, 0, tzinfo=UTC)


def test_another_zone_is_believed_even_there() -> None:
    dated = parse_date("Thu, 24 Sep 2026 10:00:00 +0100", "Asia/Riyadh", NOW, gmt_is_local=True)
    assert dated.when == datetime(2026, 9, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("raw", ["2026-09-20", "20 سبتمبر 2026", "1448-04-12"])
def test_a_day_is_no_instant(raw: str) -> None:
    assert parse_date(raw, "Asia/Dubai", NOW).flags == ("day_only",)


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=60) | st.from_regex(r"[0-9٠-٩/:\-+ .,TZ]{1,30}( (م|ص|GMT|سبتمبر|صفر|Sep))?", fullmatch=True))
def test_any_text_reads_or_says_why(raw: str) -> None:
    dated = parse_date(raw, "Asia/Beirut", NOW)
    if dated.when is None:
        assert dated.quality in {"none", "unreadable", "too_old", "too_far"}
    else:
        assert NOW - timedelta(days=3653) <= dated.when <= NOW


@given(st.datetimes(datetime(2020, 1, 1), datetime(2026, 9, 24)))  # noqa: DTZ001
def test_what_programs_write_comes_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    for form in ("%a, %d %b %Y %H:%M:%S +0000", "%Y-%m-%dT%H:%M:%SZ", "%d/%m/%Y %H:%M:%S GMT"):
        assert parse_date(moment.strftime(form), "Asia/Beirut", NOW).when == moment
