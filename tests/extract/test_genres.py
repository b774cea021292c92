"""What an item is: words of a genre in the reading that they have, what a genre hears, and what stays silent."""

from __future__ import annotations

import pytest

from extract.pipeline import Extractor
from tests.extract.test_sayings import told, types


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (
            "تعيين سفيرين ومستشار بالديوان الملكي",
            "صدر أمر ملكي بتعيين سالم الحربي مستشارا بالديوان الملكي وتعيين ناصر العلي سفيرا لدى تشاد.",
            "politics.appointment",
        ),
        (
            "السلطان يهنئ رئيس جمهورية كينيا بذكرى الاستقلال",
            "بعث السلطان برقية تهنئة إلى رئيس جمهورية كينيا بمناسبة ذكرى استقلال بلاده.",
            "statement.support",
        ),
        (
            "رحيل الممثل نادر كامل",
            "توفي الممثل المصري نادر كامل مساء أمس الاثنين في مستشفى بالقاهرة. قدم في السينما والمسرح عشرات الأدوار، "
            "وكتب عن مسلسلاته نقاد كثيرون، وحاز فيلمه الأول جائزة مهرجان الشاشة.",
            "life.death",
        ),
        (
            "حريق في قاعة زفاف بمدينة إربد",
            "اندلع حريق في قاعة أفراح بمدينة إربد خلال حفل زفاف حضره أهالي الحي، دون إصابات.",
            "disaster.fire",
        ),
        (
            "كندا تطالب المطاعم بخفض الملح",
            "طالبت وزارة الصحة الكندية المطاعم بخفض الملح، بعد دراسة جديدة عن ضغط الدم والأطعمة الجاهزة.",
            "statement.demand",
        ),
        (
            "إعصار يضرب شرق الفلبين",
            "ضرب إعصار سواحل الفلبين. وقالت الأرصاد إن حالة الطقس تتحسن غدا وإن سرعة الرياح والأمطار إلى تراجع.",
            "disaster.weather",
        ),
    ],
)
def test_news_in_words_of_other_genres_is_heard(extractor: Extractor, title: str, text: str, expected: str) -> None:
    assert expected in types(told(extractor, text, title))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "الشاعر سمير فواز يوقع ديوانه الجديد",
            "وقع الشاعر سمير فواز ديوانه الجديد في أمسية أدبية هاجم فيها النقاد، وأعلن إطلاق مبادرة لدعم الرواية.",
        ),
        (
            "عريس يحتفل بزفافه في الكرك",
            "احتفل محمود السالم بزفافه وسط حضور الأهالي والأعيان، وهنأه شيخ القبيلة والمهنئون.",
        ),
    ],
)
def test_culture_and_society_stay_silent(extractor: Extractor, title: str, text: str) -> None:
    assert told(extractor, text, title) == ()


def test_context_behind_the_opening_is_no_event_of_an_item_without_others(extractor: Extractor) -> None:
    opening = "يعرض المتحف صورا قديمة للمدينة جمعها هواة من سكانها."
    context = "وكان الحي القديم قد تعرض لقصف مدفعي عام 1982."

    assert told(extractor, f"{opening} {context}", "صور قديمة في المتحف") == ()
    assert types(told(extractor, context)) == ["conflict.shelling"]
