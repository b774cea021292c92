"""Where an event happened: the place of its own clause, as closely as told, and none where the text tells none.

The texts are written for these tests.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extract.flat import flat
from extract.pipeline import Extractor
from extract.types import Mention
from feeds.types import Item

PUBLISHED = datetime(2021, 3, 10, 12, 0, tzinfo=UTC)


def mentions(extractor: Extractor, text: str, title: str = "") -> tuple[Mention, ...]:
    item = Item(id="1", feed_id="f", agency="", title=title, text=text, published=PUBLISHED, fetched=PUBLISHED)
    return extractor.mentions(item)


def where(found: tuple[Mention, ...], trigger: str) -> list[str]:
    """English names, or what is written, of the places of the first event with a word in its trigger."""
    for m in found:
        if trigger in m.trigger.text or any(trigger in a.text for a in m.also):
            return [p.name_en or p.span.text for p in m.places]
    raise AssertionError(f"no {trigger}: {[m.trigger.text for m in found]}")


CLAUSES = [
    # The relative clause that describes the noun tells where it was, not the clause before it.
    (
        "قالت الحكومة في عمان إنها تتابع الهجوم الذي قتل فيه عشرون جنديا وتعرضت له بلدة تدمر السورية.",
        "قتل",
        ["Palmyra"],
    ),
    ("هدد الحزب بقطع الهدنة مع أنقرة إثر الغارات التي شنها الجيش على معسكراته في شمال العراق.", "الغارات", ["Iraq"]),
    # What stands before أن or a colon is where somebody speaks.
    ("قال الوزير في مؤتمر صحفي عقده في باريس إن جنديين قتلا في هجوم قرب مدينة غاو.", "قتلا", ["Gao"]),
    # Rows of equals, each under the one preposition or under its own.
    ("قصفت الطائرات مواقع للمتمردين في درعا وإدلب أمس.", "قصفت", ["Daraa", "Idlib"]),
    ("قتل خمسة أشخاص في غارات على تلعفر والرمادي.", "غارات", ["Tal Afar", "Ramadi"]),
    ("شن الطيران غارات على نيالا ومدينة زالنجي أمس.", "غارات", ["Nyala", "Zalingei"]),
    ("قصفت الطائرات مواقع في تعز ومدينة الحوطة تشهد نزوحا كبيرا.", "قصفت", ["Taiz"]),
    # Two states side by side are no ground; a border between them is.
    ("بحث الوزيران العلاقات بين مصر وتركيا.", "بحث", []),
    ("قتل جنديان في اشتباك على الحدود بين تركيا وسوريا.", "اشتباك", ["Turkey", "Syria"]),
    # The subject of شهد and تعرض is where it was.
    ("شهدت مدينة تعز مواجهات عنيفة بين الجيش والمتمردين.", "مواجهات", ["Taiz"]),
    # Only the side on which a place lies; the quarter, not the town that it is the last one of.
    ("يحارب الجيش المتمردين في محافظة لحج إلى الشمال من عدن.", "يحارب", ["Lahij"]),
    ("سيطر الجيش على حي التواهي آخر أحياء عدن.", "سيطر", ["Tawahi"]),
    # What is beyond another event is that event's place.
    ("كشفت الشرطة هوية منفذ الهجوم الانتحاري في سروج.", "هوية", []),
    # What only dates an event does not place it.
    ("وقع تبادل لإطلاق النار على الحدود بعد ثلاثة أيام على هجوم انتحاري في سروج.", "تبادل", ["الحدود"]),
    # A name that nobody knows, between في and what holds it.
    ("قتل تسعة أشخاص أمس بقصف على مدرسة في شالوقا بجنوب كردفان.", "قصف", ["شالوقا"]),
    # Where the talks ended, or their statement was given out, the agreement was made.
    ("وقع الوزيران اتفاقا أمس في ختام اجتماع في فيينا.", "وقع", ["Vienna"]),
    ("اتفقت كينيا والصومال على استئناف الرحلات، وفق بيان مشترك صدر في نيروبي عقب مباحثات.", "اتفقت", ["Nairobi"]),
    # Where somebody is from, with whom somebody sides.
    ("قبضت الشرطة أمس على امرأة من ولاية كولورادو.", "قبضت", []),
    ("هاجم مسلحون أمس تجمعا للتضامن مع مدينة كوباني.", "هاجم", []),
    # A name of a building is no topic; where somebody was bound.
    ("استقبل الرئيس أمس في قصر السلام بجدة وزير الخارجية التونسي.", "استقبل", ["Al Salam Palace"]),
    ("نصب المسلحون أمس كمينا لتعزيزات كانت متجهة إلى محافظة تعز وقتلوا ثلاثة.", "كمين", []),
    # A capital that stands for its state is no ground of what strikes it.
    ("أعلن المجلس أمس رفع العقوبات المفروضة على طهران.", "رفع العقوبات", []),
    # Names of two words that begin with kinship.
    ("انفجرت سيارة في بلدة بني زهران شمال شرقي بغداد.", "انفجرت", ["بلدة بني زهران"]),
    # Two of them, each with a place of its own.
    (
        "قصف الجيش مواقع التنظيم في سوريا وحزب العمال الكردستاني في شمال العراق.",
        "قصف",
        ["Syria", "Iraq"],
    ),
    # Where a projectile was fired and where a flight was bound is not where they fell; a noun for one man is no ground.
    ("سقط صاروخ أطلق من اليمن ليلا.", "سقط", []),
    ("سقط صاروخ أطلق من لبنان في حيفا.", "سقط", ["Haifa"]),
    ("تحطمت طائرة شحن في رحلة إلى بكين.", "تحطمت", []),
    ("نجا بطل أستراليا من هجوم سمكة قرش.", "نجا", []),
    # What another deed before و happened in.
    ("وقع الوزراء مذكرة في جنيف، وينظم رفع العقوبات قرار لاحق.", "رفع", []),
    # What the relative clause tells of the verb's own noun.
    ("صادق البرلمان على الاتفاق الذي توصلت إليه الدولتان قبل شهر في جنيف.", "على الاتفاق", ["Geneva"]),
    # A part of a place lies in it; the event's own noun names where it was.
    ("اندلعت معارك عند الأطراف الشمالية والشرقية لمدينة تعز.", "معارك", ["Taiz"]),
    ("تعرض غواص لهجوم من سمكة قرش قبالة الساحل الغربي لجزيرة كامارا.", "هجوم", ["جزيرة كامارا"]),
    ("أعيد فتح مطار عدن بعد توقف دام شهرا.", "أعيد", ["Aden International Airport"]),
    ("أعلن الرئيس حالة الطوارئ على كامل التراب التونسي.", "أعلن", ["Tunisia"]),
    # A word of the language between two nouns for areas is a name.
    ("قتل جنديان في انفجار لغم بمنطقة الساكن بولاية قندهار.", "انفجار", ["منطقة الساكن"]),
    # What is talked about is somewhere, not the talk; names of those who meet are long, an office's state is no place.
    ("التقى الوزير نظيره أمس في مسقط وبحثا تطورات الأوضاع في اليمن.", "التقى", ["Muscat"]),
    ("التقى الوزير نظيره أمس وبحثا تطورات الأوضاع في اليمن.", "التقى", []),
    (
        "التقى رئيس مجلس الوزراء الدكتور كامل بن صالح الحسن أمس في مقر الحكومة المؤقت بمدينة الرياض وزير الدولة.",
        "التقى",
        ["Riyadh"],
    ),
    ("استقبل الملك أمس معالي وزير الخارجية بجمهورية مصر العربية والوفد المرافق له.", "استقبل", []),
    # In front of a building, where nothing else is told.
    ("أعلنت النقابة عن تظاهرة أمام مبنى الإذاعة مساء الغد.", "تظاهرة", ["مبنى الإذاعة"]),
    # Rows end where a place does something of its own; وسط is no و.
    ("شنت المقاتلات غارات على تلعفر والرمادي وتركيا ترد بقصف.", "غارات", ["Tal Afar", "Ramadi"]),
    ("قتل تسعة في تصادم قطارين قرب مدينة لاميرا وسط اليونان.", "تصادم", ["مدينة لاميرا"]),
    # What a place is the landmark of; adjectives of sides are no objects.
    ("ضرب زلزال بقوة ست درجات إقليم الحوز جنوب غرب مراكش.", "زلزال", ["Al Haouz"]),
    ("سيطرت القوات على مدينة سيئون والمنطقة العسكرية في محافظة حضرموت شرقي اليمن.", "سيطرت", ["Seiyun"]),
    ("غرق قارب يقل مهاجرين قبالة شبه جزيرة كامارا اليونانية.", "غرق", ["جزيرة كامارا"]),
    # A town at a border, not the neighbour; a governor is no preposition.
    ("دخلت القوات مدينة البوكمال الحدودية مع العراق أمس بعد أن طوقتها من ثلاث جهات.", "طوقتها", ["Abu Kamal"]),
    ("اغتال مسلحون والي ولاية غرب دارفور في مدينة الجنينة.", "اغتال", ["Al Junaynah"]),
    # The country that records cases; the name of an operation.
    ("السودان يسجل عشر إصابات بالكوليرا.", "إصابات", ["Sudan"]),
    ('أعلن الجيش انطلاق عملية "درع الفرات" قرب جرابلس.', "عملية", ["Jarabulus"]),
    # A report about another country is only written at its dateline.
    ("أنقرة - رويترز: قال الوزير إن الأراضي التي طهرت في سوريا ستصبح آمنة بعد أن قصفتها طائرات.", "قصف", []),
    # Lands in the name of a movement.
    ("أعلن تنظيم القاعدة في جزيرة العرب هجوما على معسكر في شبوة.", "هجوما", ["Shabwa"]),
]


@pytest.mark.parametrize(("text", "trigger", "expected"), CLAUSES)
def test_place_of_the_clause(extractor, text, trigger, expected):
    assert where(mentions(extractor, text), trigger) == expected


AGAIN = [
    # A place noun with the article takes up the place told with it.
    ("قصف الجيش معسكر الرشيد أمس. ثم شنت الطائرات غارات على مواقع داخل المعسكر.", "غارات", "معسكر الرشيد"),
    ("سيطر الجيش على بلدة صرين. واندلعت اشتباكات في البلدة ليلا.", "اشتباكات", "صرين"),
    ("خطف مسلحون طبيبا في النوفلية جنوب شرقي مدينة سرت. وقال سكان إن عملية الخطف وقعت في البلدة.", "خطف", "النوفلية"),
]


@pytest.mark.parametrize(("text", "trigger", "expected"), AGAIN)
def test_place_noun_takes_up_a_place(extractor, text, trigger, expected):
    events = flat(mentions(extractor, text))
    told = next(e["place"] for e in events if trigger in e["trigger"])
    assert any(expected in place for place in told)


def test_the_city_is_not_one_of_a_row(extractor):
    text = (
        "دخل المقاتلون مدينة تدمر أمس. وقتل جنود في معارك على جبهات حماة وإدلب. وشنت طائرات غارات على أحياء في المدينة."
    )
    assert where(mentions(extractor, text), "غارات") == ["Palmyra"]


def test_headline_without_a_place_is_where_its_text_begins(extractor):
    found = mentions(extractor, "قتل قائد الكتيبة في غارة على شقة في حمص أمس.", "الجيش يعلن اغتيال قائد كتيبة")
    assert where(found, "اغتيال") == ["Homs"]


def test_a_land_holds_the_towns_of_its_regions(extractor):
    found = mentions(extractor, "قتل أربعة جنود في انفجار عبوة بمدينة رفح المصرية.", "مقتل أربعة جنود في انفجار بسيناء")
    assert where(found, "انفجار") == ["Rafah, Egypt"]
    assert len(found) == 1


def test_headline_names_one_of_the_row(extractor):
    found = mentions(extractor, "اندلعت اشتباكات عنيفة أمس في حمص وحماة بين الجيش والمسلحين.", "اندلاع اشتباكات في حمص")
    assert where(found, "اشتباكات") == ["Homs", "Hama"]


def test_part_of_the_town_told_last(extractor):
    text = "انفجرت سيارة في مدينة تدمر أمس. وتوجه الوزير إلى مدينة حماة. وتمشط قوات الأمن أحياء المدينة."
    assert where(mentions(extractor, text), "تمشط") == ["Hama"]


def test_what_is_told_without_a_place_is_where_the_report_is_not_its_background(extractor):
    text = "سيطر الجيش أمس على مدينة تدمر. وكان التنظيم خسر العام الماضي مدينة الرقة. وأسفرت المعارك عن مقتل خمسة جنود."
    assert where(mentions(extractor, text), "مقتل") == ["Palmyra"]


def test_courts_sit_in_the_country_that_tries(extractor):
    found = mentions(
        extractor, "بدأت المحكمة اليوم محاكمة خمسة متهمين بتفجير المسجد.", "الكويت تبدأ محاكمة خمسة متهمين"
    )
    assert where(found, "محاكمة") == ["Kuwait"]


def test_country_of_the_text_is_taken_up(extractor):
    found = mentions(extractor, "أعلن الرئيس التونسي أمس حالة الطوارئ في البلاد بعد الهجوم على فندق في سوسة.")
    assert [p.name_en for p in found[0].places] == ["Tunisia"]


def test_incident_is_told_more_closely_later(extractor):
    title = "مقتل ثلاثة من الشرطة في هجوم بتركيا"
    text = "قتل ثلاثة من رجال الشرطة في إقليم شرناق اثر انفجار قنبلة. وقالت شبكة محلية إن الحادث وقع في مدينة سيلوبي."
    assert where(mentions(extractor, text, title), "هجوم") == ["Silopi"]


CLOSER = [
    # Where the victims were, off which shore, on whose target police closed in.
    (
        "صاعقة تقتل سبعة في إسبانيا",
        "قضى سبعة عمال في صاعقة ضربت حقلا في إسبانيا أمس. وقال متحدث إن الضحايا كانوا يعملون في بلدة أنتيكا.",
        "صاعقة",
        ["بلدة أنتيكا"],
    ),
    (
        "سباح يتعرض لهجوم من سمكة قرش في أستراليا",
        "تعرض سباح لهجوم من سمكة قرش في أستراليا. وكان السباح مستلقيا على لوحه قبالة شاطئ بندورا.",
        "هجوم",
        ["شاطئ بندورا"],
    ),
    # Two such places, or the place of another happening: neither.
    (
        "صاعقة تقتل سبعة في إسبانيا",
        "قضى سبعة في صاعقة في إسبانيا. وكان أربعة منهم يعملون في بلدة أنتيكا. وأقام الباقون في بلدة روبيرا.",
        "صاعقة",
        ["Spain"],
    ),
    (
        "مقتل جندي في هجوم في الفلبين",
        "قتل جندي في هجوم في الفلبين أمس. واعتقلت الشرطة اليوم تاجرا في بلدة كاراوان.",
        "هجوم",
        ["Philippines"],
    ),
    # The worst of what covered the country was there, not all of it.
    (
        "ثمانون قتيلا في فيضانات بالفلبين",
        "قتل ثمانون شخصا في فيضانات في الفلبين أمس. وقال مسعف إن بعضهم كانوا نائمين في بلدة كاراوان.",
        "فيضانات",
        ["Philippines"],
    ),
    # Where somebody speaks.
    (
        "مقتل جندي في هجوم في الفلبين",
        "قتل جندي في هجوم في الفلبين أمس. وقال متحدث في بلدة كاراوان إن المهاجمين فروا.",
        "هجوم",
        ["Philippines"],
    ),
]


@pytest.mark.parametrize(("title", "text", "trigger", "expected"), CLOSER)
def test_only_closer_place_of_the_text(extractor, title, text, trigger, expected):
    assert where(mentions(extractor, text, title), trigger) == expected


def test_the_place_of_some_is_not_the_place_of_all(extractor):
    text = "قتل 19 مسلحا أمس في اشتباكات في محافظة الأنبار. وقال ضابط إن أربعة منهم قتلوا في اشتباكات شرقي الرمادي."
    assert where(mentions(extractor, text, "العراق: مقتل 19 مسلحا في اشتباكات"), "اشتباكات") == ["Anbar"]


def test_unknown_place_lies_in_the_country_of_the_wider_one(extractor):
    title = "تفجير يستهدف قافلة في ديار بكر"
    text = "استهدف تفجير قافلة أمس. وهدد الحزب بعد غارات في شمال العراق. وقال ضابط إن القافلة استهدفت بتفجير في منطقة كرمانلي."
    found = mentions(extractor, text, title)
    assert found[0].places[0].country == "TR"


def test_a_meeting_of_the_headline_was_where_the_opening_has_it(extractor):
    text = "بحث الوزير سالم ناصر في مكتبه بجدة أمس التعاون مع وزير الخارجية التونسي."
    assert where(mentions(extractor, text, "الوزير يلتقي وزير الخارجية التونسي"), "يلتقي") == ["Jeddah"]


def test_who_is_received_comes_to_the_city_of_the_report(extractor):
    text = "القاهرة - أ ش أ: استقبل الرئيس اليوم في قصر الضيافة وزير الخارجية التونسي."
    assert where(mentions(extractor, text), "استقبل") == ["Cairo"]


def test_an_adjective_tells_the_country_of_a_building(extractor):
    found = mentions(extractor, "اعتصم معلمون أمس أمام مبنى البرلمان الإيراني.")
    assert [p.country for p in found[0].places] == ["IR"]


def test_a_force_is_not_sent_where_the_last_blow_was(extractor):
    text = "سيطر المتمردون على مدينة تعز أمس. وأعلنت بريطانيا أنها أرسلت ستمئة جندي."
    assert where(mentions(extractor, text), "أرسلت") == []


def test_toll_told_by_regions_is_in_none(extractor):
    title = "ارتفاع قتلى الفيضانات في باكستان"
    text = (
        "سجلت الهيئة 70 حالة وفاة في إقليم السند و32 حالة في إقليم البنجاب و13 حالة في إقليم بلوشستان جراء الفيضانات."
    )
    assert where(mentions(extractor, text, title), "الفيضانات") == ["Pakistan"]


def test_wreck_lies_elsewhere(extractor):
    found = mentions(extractor, "عثر صيادون أمس على حطام طائرة قبالة شاطئ مومباسا في كينيا.")
    assert where(found, "حطام") == []


def test_surname_is_no_place(extractor):
    text = "قال الناطق باسم المقاومة علي الأحمدي إن مقاتليها يتقدمون. وأكد الأحمدي أن المعارك أسفرت عن سقوط قتلى."
    assert all(p.name_en != "Al Ahmadi" for m in mentions(extractor, text) for p in m.places)


def test_namesake_is_the_one_told_elsewhere(extractor):
    title = "الهند: هجوم في البنجاب"
    text = "قالت الشرطة الهندية إن مسلحين اقتحموا مركزا للشرطة في ولاية البنجاب القريبة من باكستان."
    assert where(mentions(extractor, text, title), "هجوم") == ["Punjab, India"]


def test_statements_have_no_place(extractor):
    found = mentions(extractor, "دعت روسيا في موسكو إلى رفع العقوبات المفروضة على إيران.")
    assert all(not m.places for m in found if m.type.startswith("statement."))


def test_country_of_a_place_that_no_list_knows(extractor):
    title = "تفجير في ديار بكر"
    text = "قتل جنديان في تفجير استهدف قافلة في محافظة ديار بكر. وانفجرت قنبلة أخرى في منطقة كرمانلي وأصابت شرطيا."
    assert {p.country for m in mentions(extractor, text, title) for p in m.places} == {"TR"}


DISTANCES = [
    ("سيطر الجيش على بلدة صرين الواقعة على بعد 30 كيلومترا من كوباني.", []),
    ("استعاد الجيش بلدة تلعفر، 50 كم غرب الموصل.", []),
    ("وصلت القوات إلى مشارف المدينة على بعد 10 كيلومترات من مطار سرت.", [10.0]),
]


@pytest.mark.parametrize(("text", "expected"), DISTANCES)
def test_how_far_a_place_lies_is_no_count_of_the_event(extractor, text, expected):
    found = mentions(extractor, text)
    assert found
    assert [q.value for m in found for q in m.quantities if q.kind == "distance_km"] == expected


def test_what_is_left_to_do_is_told(extractor):
    text = "لم يبق أمام الجيش سوى استعادة السيطرة على ناحية ربيعة ليعلن تحرير كامل مدينة سنجار."
    told = {(m.status, m.places[0].name_en) for m in mentions(extractor, text) if m.places}
    assert told == {("expected", "Rabia"), ("expected", "Sinjar")}


def test_the_town_beside_which_it_was_is_taken_up(extractor: Extractor) -> None:
    found = mentions(
        extractor,
        "باريس - قالت الوزارة إن المسلح اعتقل قرب بلدة كيدال المالية.\nوقال المتحدث إن الطائرات قصفت منزلا قرب البلدة أمس.",
    )
    assert where(found, "قصفت") == ["Kidal"]


def test_a_desert_of_many_lands_is_a_country_only_beside_its_neighbours(extractor: Extractor) -> None:
    egypt = mentions(extractor, "قالت مصر إن جيشها قتل سبعة مسلحين في اشتباك في الصحراء الغربية أمس.")
    assert all(p.id != "eh" for m in egypt for p in m.places)
    morocco = mentions(extractor, "قال المغرب إن جنديين قتلا في هجوم في الصحراء الغربية قرب الحدود مع الجزائر.")
    assert any(p.id == "eh" for m in morocco for p in m.places)


def test_quarters_taken_stay_apart_from_the_land_at_large(extractor: Extractor) -> None:
    found = mentions(
        extractor,
        "قال رئيس الوزراء إن الجيش المالي أنهى مرحلة من دحر جماعة النصرة في مالي.\nوقال مصدر أمني إن الجيش استرد حي الرمانة "
        "وتل السمك في البلاد.",
    )
    taken = [[p.span.text for p in m.places] for m in found if m.type == "territory.capture"]
    assert ["حي الرمانة", "تل السمك"] in taken


def test_the_opening_says_in_which_town_of_the_headlines_country(extractor: Extractor) -> None:
    found = mentions(
        extractor,
        "افتتح وزراء من عشر دول مصرفا للزراعة أمس في مدينة مراكش. وقال الوزراء إن العمل يبدأ قريبا.",
        "دول الساحل تدشن مصرفا للزراعة في المغرب",
    )
    assert where(found, "تدشن") == ["Marrakesh"]
