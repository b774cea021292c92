"""What a deed is about and whom it addresses, and which words near it are neither, in sentences written for this table."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extract.pipeline import Extractor
from extract.types import Mention
from feeds.types import Item

PUBLISHED = datetime(2024, 3, 6, 12, 0, tzinfo=UTC)


def lead(extractor: Extractor, text: str, title: str = "") -> Mention:
    item = Item(id="t", feed_id="f", agency="", title=title, text=text, published=PUBLISHED, fetched=PUBLISHED)
    return next(m for m in extractor.mentions(item) if m.lead)


#: (text, actors, targets) of the lead.
TOLD = [
    # Behind a verb that addresses somebody barely, ل says whose the noun before it is.
    ("حذر رئيس الهيئة كمال الراشد للملاحة من عواصف.", ["رئيس الهيئة كمال الراشد"], []),
    ("طالب نواب تونسيون بملاعب جديدة للشباب.", ["نواب تونسيون"], []),
    ("وجه الوزير رسالة تحذير لإثيوبيا.", ["الوزير"], ["إثيوبيا"]),
    # An authority turns to the people with ب, also where a word for all of them stands between.
    ("أهابت وزارة الداخلية بالمسافرين الالتزام بالتعليمات.", ["وزارة الداخلية"], ["المسافرين"]),
    ("أهابت وزارة الداخلية بجميع المسافرين الالتزام بالتعليمات.", ["وزارة الداخلية"], ["المسافرين"]),
    # An office decides; told again behind its holder it is nobody else.
    ("ووجه محافظ أسوان بتسهيل عبور الشاحنات.", ["محافظ أسوان"], ["تسهيل عبور الشاحنات"]),
    ("وافق محافظ أسوان سعيد الراشد، رئيس اللجنة، على إنشاء الجسر.", ["محافظ أسوان سعيد الراشد"], ["إنشاء الجسر"]),
    # What is opened again stands in the expression itself.
    ("أعادت قبرص فتح المصارف صباح الاثنين.", ["قبرص"], ["المصارف"]),
    ("تعيد المصارف القبرصية فتح أبوابها غدا.", ["المصارف القبرصية"], []),
    ("أعيد فتح مطار كسلا مع هبوط طائرة شحن.", [], []),
    # Who puts a fire out does not burn.
    ("أخمد رجال الإطفاء حريقا في بلدة عالية.", [], []),
    # A noun with the article describes no noun of the other gender.
    ("دان المجلس العملية ووصفها بالجبانة.", ["المجلس"], ["العملية"]),
    # Who is seized by a number, by some of them, or by an unknown name alone.
    ("تمكنت الشرطة من ضبط 12 من عناصر التنظيم.", ["الشرطة"], ["12 من عناصر التنظيم"]),
    ("ضبط عدد من المهربين قرب الحدود.", [], ["عدد من المهربين"]),
    ("واعتقل غرامسن في اليوم التالي.", [], ["غرامسن"]),
    # The active imperfect of أفعل begins with a damma.
    ("الجيش الأردني يُحبط تهريب أسلحة.", ["الجيش الأردني"], []),
    # Words that open a clause or say why are no party.
    ("وسرعان ما تجددت الاشتباكات بين الجيش والمتمردين قرب كيدال.", ["الجيش", "المتمردين"], []),
    ("قصف الجيش مواقع المتمردين ردا على هجوم.", ["الجيش"], ["مواقع المتمردين"]),
    # Whoever held the ground that was taken.
    ("سيطر الجيش على آخر بلدة كانت لا تزال تحت سيطرة تنظيم داعش.", ["الجيش"], ["تنظيم داعش"]),
    # What is spelled in the accusative is no subject.
    ("وطالب المتظاهرين بفتح الجسر.", [], ["المتظاهرين"]),
    ("وطالب قائدي الشاحنات بالتمهل.", [], ["قائدي الشاحنات"]),
    ("دعا عدد من المعلمين إلى الإضراب.", ["عدد من المعلمين"], []),
    # How a thing was said, and in whose name, is not what was spoken of.
    ("رحبت تونس بتحفظ بالاتفاق.", ["تونس"], ["الاتفاق"]),
    # A whole name with ل inside.
    (
        "شجب الأمين العام لمجلس التعاون لدول الخليج العربية التفجير.",
        ["الأمين العام لمجلس التعاون لدول الخليج العربية"],
        ["التفجير"],
    ),
    # A decree bears the name of who issued it; who decides is told twice before what he decides.
    ("بدأ سريان قرار الرئيس سعيد الراشد بفرض الطوارئ.", ["الرئيس سعيد الراشد"], ["فرض الطوارئ"]),
    ("قرر وزير النقل رئيس اللجنة العليا سعيد الراشد تشكيل لجنة للطرق.", ["وزير النقل"], ["تشكيل لجنة"]),
    # A group is as feminine as its first word says.
    ("فتحت مجموعة مسلحين النار على دورية.", ["مجموعة مسلحين"], ["دورية"]),
    # The noun of the expression itself is no target; damma tells no passive of طالب.
    ("اللجنة فتحت تحقيقا في ملابسات القضية.", ["اللجنة"], ["ملابسات القضية"]),
    ("البنك الدولي يُطالب بضمانات جديدة.", ["البنك الدولي"], []),
    # Whom a blow of nature killed, told in its own expression; tens, cases and a land are nobody.
    ("صاعقة تقتل ثلاثة رعاة في كردفان.", [], ["ثلاثة رعاة"]),
    ("حريق يودي بحياة ثلاثة رعاة في كسلا.", [], ["ثلاثة رعاة"]),
    ("أدت الاشتباكات بين الجيش والمتمردين إلى مقتل العشرات.", ["الجيش", "المتمردين"], []),
    ("انفجار يقتل خمسة عمال في مصنع بتركيا.", [], ["مصنع", "خمسة عمال"]),
    # A word that nobody knows behind a given name is a name, though it begins like a verb.
    ("هنأ الملك الرئيس عبدالله يامود بذكرى الاستقلال.", ["الملك"], ["الرئيس عبدالله يامود"]),
    # How many of whom, as a genitive; a body that is found; for what a parliament votes.
    ("مقتل الكثير من الرعاة في هجوم على سوق كسلا.", [], ["الكثير من الرعاة"]),
    ("أعلنت الشرطة اعتقال عدد من المهربين في نيروبي.", ["الشرطة"], ["عدد من المهربين"]),
    ("العثور على جثة مجهولة قرب محطة وقود بالرباط.", [], ["جثة مجهولة"]),
    ("صوت البرلمان التونسي، بأغلبية كبيرة، لصالح الموازنة بدءا ببنودها الأولى.", ["البرلمان التونسي"], ["الموازنة"]),
    # An adjective behind a name in quotation marks belongs to it; a verbal noun goes on with what a verb continues.
    ("واصلت المدفعية دك معاقل تنظيم «الفجر» الإرهابي.", ["المدفعية"], ["معاقل تنظيم «الفجر» الإرهابي"]),
    # Behind a border stands the neighbour; how strongly it was said is no part of the deed.
    ("اتفق الرئيسان على تأمين الحدود مع تشاد.", ["الرئيسان"], []),
    ("أدانت مصر بقوة الهجوم الإرهابي على كسلا.", ["مصر"], ["الهجوم الإرهابي"]),
    # What is fired at a crowd gathers nowhere.
    ("الشرطة تطلق مدافع المياه والغاز المسيل للدموع على متظاهرين في أنقرة.", ["متظاهرين"], []),
]


@pytest.mark.parametrize(("text", "actors", "targets"), TOLD, ids=[row[0] for row in TOLD])
def test_whom_a_sentence_names(extractor: Extractor, text: str, actors: list[str], targets: list[str]) -> None:
    told = lead(extractor, text)
    assert [a.span.text for a in told.actors] == actors
    assert [t.span.text for t in told.targets] == targets


def test_a_headline_keeps_what_it_decides(extractor: Extractor) -> None:
    told = lead(extractor, "تطبق زيادة في ضرائب الدخل والعقار غدا.", "قبرص تعيد فتح المصارف وتفرض ضرائب جديدة")
    assert [t.span.text for t in told.targets] == ["المصارف"]


#: (text, who goes on to demand): a participle leans on who spoke, past relative clauses and agencies.
DEMANDED = [
    ("نددت تونس بالهجوم الذي تعرضت له قرية الدبة، مطالبة بتحقيق دولي.", "تونس"),
    ("نقلت وكالة أنباء «الساحل» أن الوزير سعيد الراشد زار المخيم، داعيا إلى الحوار.", "الوزير سعيد الراشد"),
]


@pytest.mark.parametrize(("text", "who"), DEMANDED, ids=[row[1] for row in DEMANDED])
def test_who_goes_on_to_demand(extractor: Extractor, text: str, who: str) -> None:
    item = Item(id="t", feed_id="f", agency="", title="", text=text, published=PUBLISHED, fetched=PUBLISHED)
    demand = next(m for m in extractor.mentions(item) if m.type == "statement.demand")
    assert [a.span.text for a in demand.actors] == [who]
