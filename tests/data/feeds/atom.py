"""Expected from atom.xml."""

from datetime import UTC, datetime

ITEMS = [
    {
        "title": "هدنة إنسانية لمدة يومين",
        "text": "تبدأ الهدنة صباح الغد، وتشمل المدينتين.\nولم يعلق الطرف الآخر.",
        "url": "https://site.example/1",
        "published": datetime(2026, 9, 24, 7, 0, tzinfo=UTC),
        "author": "غرفة الأخبار",
        "flags": (),
    },
    {
        # An urgent meeting is no flash by its title; the publisher's category makes it one.
        "title": "اجتماع عاجل لمجلس النواب",
        "url": "https://site.example/2",
        "published": datetime(2026, 9, 24, 8, 0, tzinfo=UTC),
        "date_quality": "epoch",
        "flags": ("breaking",),
    },
]
