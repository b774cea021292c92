"""Names of months, zones, days and parts of the day as Arabic feeds write them. Tables only; keys as `fold` gives them."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile("[\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff]")
_FOLD = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "،": ",", "\u066b": "."}
    | {chr(0x660 + digit): str(digit) for digit in range(10)}
    | {chr(0x6F0 + digit): str(digit) for digit in range(10)}
)


def fold(text: str) -> str:
    """Lower case, ASCII digits, one form of alef, ya and ta marbuta, no marks, single spaces."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", text)).translate(_FOLD).lower()
    return " ".join(plain.split())


def _table(rows: str) -> dict[str, int]:
    """One month a row, its names separated by "|"."""
    return {
        fold(name): number
        for number, row in enumerate(rows.strip().splitlines(), start=1)
        for name in row.split("|")
        if name.strip()
    }


ENGLISH = _table("""
    jan|january|janv|janvier
    feb|february|fév|févr|février|fevrier
    mar|march|mars
    apr|april|avr|avril
    may|mai
    jun|june|juin
    jul|july|juil|juillet
    aug|august|août|aout
    sep|sept|september|septembre
    oct|october|octobre
    nov|november|novembre
    dec|december|déc|décembre|decembre
""")

#: Gulf and Egypt; the Levant and Iraq; the Maghreb. One table: no name means two months.
ARABIC = _table("""
    يناير|كانون الثاني|كانون ثاني|كانون2|جانفي|ينایر
    فبراير|شباط|فيفري|فبرایر
    مارس|آذار|اذار
    أبريل|ابريل|إبريل|نيسان|أفريل
    مايو|أيار|ماي
    يونيو|يونيه|حزيران|جوان
    يوليو|يوليه|تموز|جويلية|يوليوز
    أغسطس|آب|أوت|غشت
    سبتمبر|أيلول|شتنبر|شتمبر
    أكتوبر|اكتوبر|تشرين الأول|تشرين اول|تشرين1
    نوفمبر|تشرين الثاني|تشرين ثاني|تشرين2|نونبر
    ديسمبر|كانون الأول|كانون اول|كانون1|دجنبر|دجمبر
""")

HIJRI = _table("""
    محرم|المحرم
    صفر
    ربيع الأول|ربيع أول
    ربيع الآخر|ربيع الثاني|ربيع ثاني
    جمادى الأولى|جمادى الأول|جماد الأول
    جمادى الآخرة|جمادى الثانية|جمادى الآخر|جماد الثاني
    رجب
    شعبان
    رمضان
    شوال
    ذو القعدة|ذي القعدة
    ذو الحجة|ذي الحجة
""")

#: Hours east of Greenwich. AST is Arabia here, not the Atlantic; IST and CST are left out for meaning several.
OFFSETS = {
    "gmt": 0, "utc": 0, "ut": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "met": 1, "mest": 2,
    "eet": 2, "eest": 3, "cat": 2, "sast": 2, "eat": 3, "ast": 3, "ksa": 3, "msk": 3, "trt": 3, "irst": 3.5,
    "gst": 4, "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip

#: "بتوقيت ..." names a place, whose offset depends on the day.
PLACES = {
    fold(name): zone
    for name, zone in {
        "غرينتش": "UTC", "جرينتش": "UTC", "غرينيتش": "UTC", "جرينيتش": "UTC", "العالمي": "UTC",
        "مكة": "Asia/Riyadh", "مكة المكرمة": "Asia/Riyadh", "السعودية": "Asia/Riyadh", "الرياض": "Asia/Riyadh",
        "الكويت": "Asia/Kuwait", "الدوحة": "Asia/Qatar", "قطر": "Asia/Qatar", "بغداد": "Asia/Baghdad",
        "القاهرة": "Africa/Cairo", "مصر": "Africa/Cairo", "بيروت": "Asia/Beirut", "لبنان": "Asia/Beirut",
        "دمشق": "Asia/Damascus", "سوريا": "Asia/Damascus", "عمان": "Asia/Amman", "الأردن": "Asia/Amman",
        "القدس": "Asia/Jerusalem", "فلسطين": "Asia/Hebron", "غزة": "Asia/Gaza", "الإمارات": "Asia/Dubai",
        "أبوظبي": "Asia/Dubai", "أبو ظبي": "Asia/Dubai", "دبي": "Asia/Dubai", "صنعاء": "Asia/Aden",
        "الخرطوم": "Africa/Khartoum", "طرابلس": "Africa/Tripoli", "تونس": "Africa/Tunis", "الجزائر": "Africa/Algiers",
        "الرباط": "Africa/Casablanca", "المغرب": "Africa/Casablanca", "إسطنبول": "Europe/Istanbul",
        "تركيا": "Europe/Istanbul", "موسكو": "Europe/Moscow", "لندن": "Europe/London", "باريس": "Europe/Paris",
    }.items()
}  # fmt: skip

#: Afternoon (True) or morning; "ليلا" depends on the hour.
HALVES: dict[str, bool | None] = {
    fold(word): after
    for word, after in {
        "am": False, "a.m.": False, "pm": True, "p.m.": True, "ص": False, "م": True, "صباحا": False, "صباحًا": False,
        "مساء": True, "مساءً": True, "ظهرا": True, "ظهراً": True, "عصرا": True, "فجرا": False, "ليلا": None,
    }.items()
}  # fmt: skip

#: Words that tell nothing about the instant.
_FILLERS = """
    mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday
    lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim at of on the à le de st nd rd th
    الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت أحد اثنين ثلاثاء أربعاء خميس جمعة سبت يوم
    في من الساعة ساعة تاريخ بتاريخ نشر نشرت النشر عام سنة شهر م ميلادي ميلادية هـ ه هجري هجرية بتوقيت توقيت
    updated published date last
"""
FILLERS = frozenset(fold(word) for word in _FILLERS.split())
