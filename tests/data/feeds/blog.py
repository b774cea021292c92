"""Expected from blog.xml (a zone of Asia/Beirut, title suffix " - مدونة المثال", fetched 2026-09-24 12:00 UTC)."""

from datetime import UTC, datetime

ITEMS = [
    {
        "title": "عاجل | الدفاع المدني ينتشل عالقين من تحت الأنقاض",
        "text": 'أعلن الدفاع المدني انتشال ستة عالقين، وقال إن البحث لم يتوقف منذ الفجر.\nوأضاف أنّ الفرق "تعمل ليلا ونهارا".',
        "url": "https://www.blog.example/2026/09/%d8%b9%d8%a7%d8%ac%d9%84/?utm_source=rss&utm_medium=rss",
        "published": datetime(2026, 9, 24, 9, 0, tzinfo=UTC),
        "date_quality": "rfc822",
        "author": "سلمى المثال",
        "language": "ar",
        "flags": ("breaking",),
    },
    {
        "title": 'لقاء بين "الحليفين" & ثالثهما',
        "text": "جرى اللقاء في مقر البعثة.\nوغاب عنه الوزير",
        "url": "https://blog.example/2026/09/meeting",
        # Beirut is three hours ahead in September.
        "published": datetime(2026, 9, 24, 10, 0, tzinfo=UTC),
        "date_quality": "arabic",
        "flags": ("summary_truncated",),
    },
    {
        "title": "رابط لا يفتح",
        "text": "نص قصير.",
        "url": None,
        "published": None,
        "date_quality": "unreadable",
        "flags": ("bad_link",),
    },
]
