"""Expected from rdf.xml."""

from datetime import UTC, datetime

ITEMS = [
    {
        "title": "قمة مصغرة تبحث أزمة المياه",
        "text": "اتفق المجتمعون على تشكيل لجنة فنية.",
        "url": "https://radio.example/1",
        "published": datetime(2026, 9, 24, 6, 30, tzinfo=UTC),
        "date_quality": "iso",
        "flags": (),
    },
    {
        "title": "تعليق الدراسة غدا",
        "text": "بسبب العاصفة الرملية.",
        "published": datetime(2026, 9, 23, 21, 0, tzinfo=UTC),
        "flags": ("day_only",),
    },
]
