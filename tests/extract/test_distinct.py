"""Words that tell two happenings of an item apart. Each text was written for this file; publication 15 January 2025."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extract.pipeline import Extractor
from feeds.types import Item

PUBLISHED = datetime(2025, 1, 15, 15, 0, tzinfo=UTC)


def tolls(extractor: Extractor, title: str, text: str) -> list[tuple[str, float | None]]:
    """Type and dead, or the least of them, of every happening of violence."""
    item = Item(id="d", feed_id="f", agency="", title=title, text=text, published=PUBLISHED, fetched=PUBLISHED)
    told = []
    for mention in extractor.mentions(item):
        if mention.type.startswith(("conflict.", "harm.", "accident.", "disaster.", "territory.")):
            dead = (q for q in mention.quantities if q.kind == "killed" and not q.part)
            told.append((mention.type, next((q.value or q.min for q in dead), None)))
    return told


@pytest.mark.parametrize(
    ("title", "text", "told"),
    [
        # a headline's sum of two attacks
        (
            "مقتل 40 على الأقل في تفجيرين شمال العراق",
            "قالت مصادر إن 28 شخصا على الأقل قتلوا عندما انفجرت سيارة ملغومة في سوق بمدينة كركوك. وأضافت أن 12 آخرين "
            "قتلوا في تفجير آخر غربي المدينة.",
            [("conflict.bombing", 28), ("conflict.bombing", 12)],
        ),
        # a sum of separate attacks is of none of them
        (
            "",
            "نفذ التحالف 20 ضربة جوية في العراق. ولقي ستة أشخاص مصرعهم بينما أصيب 30 آخرون في ثلاثة حوادث منفصلة في بغداد.",
            [("conflict.air_strike", None), ("harm.casualties", 6)],
        ),
        # what came later, and the noun that takes it up
        (
            "هجوم مسلح على السفارة الفرنسية في أثينا",
            "استهدف هجوم مسلح السفارة الفرنسية في أثينا وأصيب عشرة أشخاص. ولاحقا وقعت مواجهات بين المهاجمين والشرطة. وقتل ناشطان "
            "في المواجهات.",
            [("conflict.attack", None), ("conflict.clash", 2)],
        ),
        # what a sentence only places its deed by
        (
            "دبابات تركية تقصف مواقع في سوريا",
            "قصفت دبابات تركية الأربعاء مواقع في سوريا بعد إطلاق نيران منها أدى إلى مقتل جندي.",
            [("conflict.shelling", None), ("conflict.attack", 1)],
        ),
        # how a fight began, and what all of a month cost
        (
            "مقتل 28 شخصا في اشتباكات في سبها",
            "قتل 28 شخصا في اشتباكات بين قبيلتين في سبها. وقال مسؤول إن الاشتباكات بدأت بعد مقتل شاب من القبيلة عند جسر.",
            [("conflict.clash", 28), ("harm.casualties", 1)],
        ),
        (
            "",
            "قصفت الطائرات حلب أمس. وأفاد المرصد بأن عدد قتلى النزاع خلال الشهر الماضي بلغ نحو 800 قتيل.",
            [("conflict.air_strike", None), ("harm.casualties", 800)],
        ),
        # one who died of it, and all who did
        (
            "وفاة رضيعة في عمان",
            "توفيت أمس رضيعة، خامس ضحايا حريق الفندق الذي وقع الأحد في عمان ما أسفر عن وفاة 5 أشخاص.",
            [("disaster.fire", 5)],
        ),
        # held by a well, not by the police
        (
            "",
            "لقي عاملان حتفهما أمس في بئر قرب تبوك. وتلقت الفرق بلاغا عن احتجاز شخصين بداخل البئر.",
            [("harm.casualties", 2)],
        ),
        # a search of houses killed nobody
        (
            "حملة مداهمات في أنقرة",
            "داهمت الشرطة منازل في أنقرة. وأتت المداهمات بعد مقتل 30 شخصا في تفجير انتحاري في بلدة على الحدود.",
            [("conflict.assault", None), ("conflict.suicide_attack", 30)],
        ),
        # who holds the village did not kill them
        (
            "",
            "قصف الطيران قرية تادف التي يسيطر التنظيم عليها ما أدى إلى مقتل 14 مواطنا.",
            [("conflict.air_strike", 14)],
        ),
        # both sides of a fight, in one sentence and in two
        (
            "مقتل ثلاثة جنود في اشتباكات في العريش",
            "قتل ثلاثة جنود في اشتباكات مع متشددين في العريش. وقال المتحدث إن سبعة مسلحين قتلوا في الاشتباكات.",
            [("conflict.clash", 10)],
        ),
        (
            "مقتل ضابط في تبادل إطلاق نار مع إرهابيين بالعريش",
            "لقي ضابط مصرعه خلال تبادل إطلاق نار مع إرهابيين في العريش. وفوجئت القوات بإطلاق نار وقامت بالرد وتصفية أحد "
            "العناصر الإرهابية. وأسفر الاشتباك عن مصرع ضابط.",
            [("conflict.clash", 2)],
        ),
        # dead of something else that the text turns to
        (
            "الجيش يدمر عربة جنوب رفح",
            "دمرت القوات عربة للإرهابيين جنوب رفح. من ناحية أخرى، استشهد ثلاثة جنود إثر سقوط قذيفة قرب كمين في رفح.",
            [("conflict.assault", None), ("conflict.shelling", 3)],
        ),
        (
            "",
            "خلفت المعارك في لحج عشرة قتلى في صفوف المقاومة، بينما تكبد المتمردون 33 قتيلا.",
            [("conflict.clash", 43)],
        ),
    ],
)
def test_two_happenings(extractor: Extractor, title: str, text: str, told: list[object]) -> None:
    assert tolls(extractor, title, text) == told


def test_some_of_the_wounded_are_not_added_to_them(extractor: Extractor) -> None:
    text = "لقي شخص مصرعه أمس فيما أصيب 7 آخرون بحادث انقلاب مركبة قرب الرس، حيث نقلت الفرق ثلاثة مصابين."
    item = Item(id="d", feed_id="f", agency="", title="", text=text, published=PUBLISHED, fetched=PUBLISHED)
    hurt = [q.value for m in extractor.mentions(item) for q in m.quantities if q.kind == "injured" and not q.part]
    assert hurt == [7]


def test_those_an_arrest_is_told_of_are_the_arrested(extractor: Extractor) -> None:
    text = "أعلنت وزارة الداخلية أن الشرطة في بنزرت اعتقلت 12 شخصا متهمين بالتهريب."
    item = Item(id="d", feed_id="f", agency="", title="", text=text, published=PUBLISHED, fetched=PUBLISHED)
    (arrest,) = (m for m in extractor.mentions(item) if m.type == "law.arrest")
    assert [(q.kind, q.value) for q in arrest.quantities] == [("arrested", 12)]


def test_those_who_fell_ill_are_cases(extractor: Extractor) -> None:
    title = "كورونا لأربعة أفراد من عائلة واحدة في الدمام"
    item = Item(
        id="d",
        feed_id="f",
        agency="",
        title=title,
        text="سجلت الوزارة حالات إصابة بكورونا في الدمام.",
        published=PUBLISHED,
        fetched=PUBLISHED,
    )
    (outbreak,) = (m for m in extractor.mentions(item) if m.type == "disaster.epidemic")
    assert [(q.kind, q.value) for q in outbreak.quantities] == [("cases", 4)]
