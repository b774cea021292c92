"""Expected from feed.json."""

from datetime import UTC, datetime

ITEMS = [
    {
        "title": "هزة أرضية خفيفة غرب المدينة",
        "text": "بلغت قوة الهزة ثلاث درجات.\nولم تسجل أضرار.",
        "published": datetime(2026, 9, 24, 8, 15, tzinfo=UTC),
        "author": "مراسل المنصة",
    },
    {
        "title": "",
        "text": "بدء توزيع المساعدات في المخيم",
        "url": "https://blog.example/feed/18",
        "published": None,
        "date_quality": "none",
    },
]
