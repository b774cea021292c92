"""News since 2016: its names, its ways of telling, and words of its own that look like others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest

from extract.pipeline import Extractor
from extract.types import Argument, Mention
from feeds.types import Item

Read = Callable[..., tuple[Mention, ...]]
PUBLISHED = datetime(2025, 3, 12, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def mentions_of(extractor: Extractor) -> Read:
    def read(text: str, *, title: str = "") -> tuple[Mention, ...]:
        item = Item(id="n", feed_id="f", agency="", title=title, text=text, published=PUBLISHED, fetched=PUBLISHED)
        return extractor.mentions(item)

    return read


def _one(found: tuple[Mention, ...], type_: str) -> Mention:
    told = [m for m in found if m.type == type_]
    assert len(told) == 1, [(m.type, m.trigger.text) for m in found]
    return told[0]


def _names(arguments: Sequence[Argument]) -> list[str]:
    return [a.span.text for a in arguments]


@pytest.mark.parametrize(
    ("text", "type_", "actor", "target"),
    [
        ("وحث زيلينسكي ماكرون على إرسال مزيد من السلاح.", "statement.demand", "زيلينسكي", "ماكرون"),
        ("واتهم لافروف الجنود الأوكرانيين بقصف القرية.", "statement.accuse", "لافروف", "الجنود الأوكرانيين"),
        ("ورفضت حركة حماس المقترح في رسالة إلى الوسطاء.", "statement.deny", "حركة حماس", "المقترح"),
        ("ودانت الرئاسة السورية الاعتداء ليل أمس.", "statement.condemn", "الرئاسة السورية", "الاعتداء"),
        ('ودانت الكويت "الاعتداء السافر" على الناقلة.', "statement.condemn", "الكويت", None),
        ("واعتقلت الشرطة المهاجم بعد ساعات.", "law.arrest", "الشرطة", "المهاجم"),
        ("واستدعت مدريد السفير الإسرائيلي.", "diplomacy.rupture", "مدريد", None),
    ],
)
def test_a_known_name_or_body_ends_where_another_party_begins(
    mentions_of: Read, text: str, type_: str, actor: str, target: str | None
) -> None:
    told = _one(mentions_of(text), type_)
    assert _names(told.actors) == [actor]
    assert target is None or target in _names(told.targets)


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("أعلنت قوات الدعم السريع سيطرتها على بلدة بارا.", "statement.support"),
        ("سقطت القذيفة على حشد ينتظر الطحين قرب الميناء.", "conflict.deployment"),
        ("تناول التقرير قصة أجهزة النداء التي كان الحزب يستخدمها.", "statement.demand"),
        ("نقل المرضى إلى مركز عزل مصابي الكوليرا في المدينة.", "politics.departure"),
        ("وطعن المرشح الخاسر في نتائج الاقتراع.", "conflict.attack"),
    ],
)
def test_words_that_only_look_like_a_deed(mentions_of: Read, text: str, silent: str) -> None:
    assert silent not in {m.type for m in mentions_of(text)}


@pytest.mark.parametrize(
    ("title", "text", "killed", "injured"),
    [
        ("", "قتل ستة أشخاص وأصيب 41 بجروح في غارة على بلدة عيترون.", 6, 41),
        ("عشرات القتلى في غارة على مخيم", "قتل 33 نازحا في غارة على مخيم النصيرات فجر الأحد.", 33, None),
        ("مقتل يحيى العبسي في غارة على صعدة", "", 1, None),
    ],
)
def test_victims_by_a_bare_number_an_order_of_size_or_a_name(
    mentions_of: Read, title: str, text: str, killed: int, injured: int | None
) -> None:
    counted = {q.kind: q.value for q in mentions_of(text, title=title)[0].quantities if not q.part}
    assert counted.get("killed") == killed
    assert counted.get("injured") == injured


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("قتل شرطي في هجوم على حاجز في كابل، وفق مصادر أمنية.", "مصادر أمنية"),
        ("قتل 12 شخصا في انفجار بمستودع، بحسب ما أفاد مصدر طبي.", "مصدر طبي"),
    ],
)
def test_the_source_is_who_is_named_after_the_cue(mentions_of: Read, text: str, source: str) -> None:
    assert [s.name for s in mentions_of(text)[0].attribution if s.role == "claimant"] == [source]


@pytest.mark.parametrize(
    ("text", "english", "country"),
    [
        ("شنت طائرة مسيرة غارة على سيارة في بلدة البازورية.", "Bazouriye", "LB"),
        ("سيطرت قوات الدعم السريع على مدينة بارا.", "Bara", "SD"),
        ("قصفت القوات الروسية مدينة كريفي ريه ليلا.", "Kryvyi Rih", "UA"),
        ("اقتحمت قوات الاحتلال مخيم الفارعة فجرا.", "Far'a Camp", "PS"),
    ],
)
def test_places_of_these_years(mentions_of: Read, text: str, english: str, country: str) -> None:
    places = mentions_of(text)[0].places
    assert [(p.name_en, p.country) for p in places] == [(english, country)]


def test_an_expression_does_not_reach_into_the_next_happening(mentions_of: Read) -> None:
    found = mentions_of("استهدفت طائرة مسيرة دراجة نارية ومقتل قيادي محلي في بلدة عيترون.")
    assert any(m.type == "conflict.air_strike" and "ومقتل" not in m.trigger.text for m in found)


def test_a_crowd_that_storms_is_a_riot_and_a_force_that_storms_an_assault(mentions_of: Read) -> None:
    assert _one(mentions_of("اقتحم مئات المتظاهرين مبنى البرلمان في العاصمة."), "protest.riot").actors
    assert _one(mentions_of("اقتحمت قوة من الجيش مبنى البرلمان في العاصمة."), "conflict.assault").actors


def test_floods_are_no_capital_unless_the_country_is_told(mentions_of: Read) -> None:
    flood = mentions_of("سيول جارفة تودي بحياة تسعة أشخاص في محافظة شبوة.")
    assert all(not m.actors for m in flood)
    told = _one(mentions_of("قالت كوريا الجنوبية إنها سترد. ونددت سيول بالتجربة الصاروخية."), "statement.condemn")
    assert [a.entity for a in told.actors] == ["kr"]


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("قتل أربعة في انفجار هز شارع السوق ظهرا. ودانت تونس الهجوم.", "conflict.bombing"),
        ("قتل أربعة في انفجار هز مصنعا للأسمدة ظهرا. وعزت تونس أسر الضحايا.", "accident.other"),
    ],
)
def test_a_blast_that_is_condemned_as_an_attack_was_no_accident(mentions_of: Read, text: str, type_: str) -> None:
    assert mentions_of(text)[0].type == type_


@pytest.mark.parametrize(
    ("text", "type_", "actor", "target"),
    [
        ("دانت محكمة في مدريد الوزير السابق كارلوس بتهمة الرشوة.", "law.sentence", "محكمة", "الوزير السابق كارلوس"),
        ("وأدانت هيئة محلفين المصرفي بتهمة الاحتيال.", "law.sentence", "هيئة محلفين", "المصرفي"),
        ("واستدعت فرنسا السفير الهندي.", "diplomacy.rupture", "فرنسا", "السفير الهندي"),
        ("وقالت الهيئة إن أكثر من مئة عامل خطفوا في الصحراء.", "conflict.abduction", None, "أكثر من مئة عامل"),
        ("وأضافت المفوضية أن أكثر من ألفي مدني قتلوا في المدينة.", "harm.casualties", None, "أكثر من ألفي مدني"),
        ("وقالت الوزارة إن ضربة صاروخية أصابت محطة قطار.", "conflict.shelling", None, "محطة قطار"),
        ("شنت روسيا ضربات بالصواريخ على مستودعات قرب الميناء.", "conflict.shelling", "روسيا", None),
    ],
)
def test_what_is_done_to_whom_in_the_words_of_today(
    mentions_of: Read, text: str, type_: str, actor: str | None, target: str | None
) -> None:
    told = _one(mentions_of(text), type_)
    assert _names(told.actors) == ([actor] if actor else [])
    assert target is None or _names(told.targets) == [target]


def test_what_somebody_was_convicted_of_is_not_the_convict(mentions_of: Read) -> None:
    told = _one(mentions_of("أعلن المدعي العام ترحيل الرجل بعد إدانته بتهمة السرقة."), "law.sentence")
    assert "السرقة" not in _names(told.targets)


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("وتوصل الطرفان إلى اتفاق يقضي بالإفراج عن ثلاثين أسيرا.", "law.release"),
        ("وينص التفاهم على انسحاب القوات من البلدة.", "territory.withdrawal"),
        ("وتشمل المرحلة الثانية من الاتفاق إطلاق سراح عشر رهائن.", "law.release"),
    ],
)
def test_what_an_agreement_provides_for_is_no_fact_yet(mentions_of: Read, text: str, type_: str) -> None:
    assert _one(mentions_of(text), type_).status == "expected"


def test_a_truce_begins_when_it_is_agreed_to(mentions_of: Read) -> None:
    told = mentions_of("ووقعت الحركتان أمس اتفاقا ينص على وقف إطلاق النار.")
    assert [(m.type, m.status) for m in told if m.lead] == [("diplomacy.ceasefire", "asserted")]


def test_what_a_court_or_decree_orders_is_a_fact(mentions_of: Read) -> None:
    told = _one(mentions_of("أصدر الملك مرسوما يقضي بتعيين سامي حداد محافظا للبنك المركزي."), "politics.appointment")
    assert told.status == "asserted"


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("قصفت المدفعية بلدتي عين الورد وكفر زهر ظهر اليوم.", "كفر زهر"),
        ("وقال شهود إن طائرات استهدفت قريتي أم الحجل وتل البان.", "تل البان"),
        ("واندلعت اشتباكات في بلدتي مارون الفوقا ويعتر.", "يعتر"),
    ],
)
def test_a_dual_governs_two_names_that_nobody_need_know(mentions_of: Read, text: str, second: str) -> None:
    places = [p.span.text for p in mentions_of(text)[0].places]
    assert len(places) == 2
    assert places[1] == second


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("أعلنت الرئاسة وفاة نائب وزير الدفاع السابق إثر نوبة قلبية.", "نائب وزير الدفاع السابق"),
        ("توفي الكاردينال يوسف حنا عن 77 عاما.", "الكاردينال يوسف حنا"),
        ("توفي الأمين العام السابق للحزب سمير نادر عن 90 عاما.", "الأمين العام السابق للحزب سمير نادر"),
    ],
)
def test_the_death_of_somebody_of_rank(mentions_of: Read, text: str, target: str) -> None:
    told = _one(mentions_of(text), "life.death")
    assert _names(told.targets) == [target]
    assert told.time is None


def test_a_name_spelled_like_a_preposition_does_not_end_the_count(mentions_of: Read) -> None:
    told = mentions_of("وأسفرت الغارة عن مقتل الصحفي علي سمير وثلاثة من زملائه.")[0]
    assert max(q.value for q in told.quantities if q.kind == "killed" and q.value is not None) == 4


@pytest.mark.parametrize(
    ("text", "type_", "target"),
    [
        ("ودانت الخارجية المغربية بأشد العبارات الهجوم على القافلة.", "statement.condemn", "الهجوم"),
        ("ودان الأمين العام بشدة التفجير.", "statement.condemn", "التفجير"),
        ("وتبنى الحوثيون الهجوم قائلين إنه رد على الغارات.", "statement.claim", "الهجوم"),
        ("أصدرت المحكمة مذكرة توقيف بحق الوزير سالم حداد.", "law.proceedings", "الوزير سالم حداد"),
        ("وقضت محكمة في حلب بإعدام ضابط سابق.", "law.sentence", "ضابط سابق"),
        ("أصدرت محكمة في البصرة حكما بإعدام ثلاثة مهربين.", "law.sentence", "ثلاثة مهربين"),
        ("قضت محكمة الجنايات، الأحد، برئاسة القاضي سمير حسن، بإعدام النائب السابق.", "law.sentence", "النائب السابق"),
        ("قضت محكمة في بون الجمعة بالسجن المؤبد على متهم تركي.", "law.sentence", "متهم تركي"),
        ("وقطعت بوليفيا علاقاتها مع موسكو.", "diplomacy.rupture", "موسكو"),
        ("علقت المحكمة الدستورية مهام رئيس الوزراء.", "politics.departure", "رئيس الوزراء"),
        ("أوقف البرلمان الرئيس عن ممارسة مهامه.", "politics.departure", "الرئيس"),
    ],
)
def test_whom_or_what_it_is_done_to(mentions_of: Read, text: str, type_: str, target: str) -> None:
    assert _names(_one(mentions_of(text), type_).targets) == [target]


@pytest.mark.parametrize(
    ("text", "type_", "actor", "target"),
    [
        ("وحث وزير الخارجية الألماني فريدريك مولر طهران على ضبط النفس.", "statement.demand", None, "طهران"),
        ("طلبت لندن من طهران السماح بزيارة المحتجزين.", "statement.demand", "لندن", "طهران"),
        ("وقصفت مروحية مقر المحافظة ليلا.", "conflict.air_strike", "مروحية", "مقر المحافظة"),
        ("وأطلقت إسرائيل سراح عشرين أسيرا.", "law.release", "إسرائيل", "عشرين أسيرا"),
        ("قتلت الصحفية سلمى أبو عاصفة برصاص الجيش.", "conflict.attack", "الجيش", "الصحفية سلمى أبو عاصفة"),
    ],
)
def test_a_name_ends_where_the_next_party_begins(
    mentions_of: Read, text: str, type_: str, actor: str | None, target: str
) -> None:
    told = _one(mentions_of(text), type_)
    assert actor is None or _names(told.actors) == [actor]
    assert _names(told.targets) == [target]


def test_persons_handed_over_are_no_ground(mentions_of: Read) -> None:
    told = mentions_of("أفرجت الحركة عن 13 رهينة وسلمتهم إلى الصليب الأحمر.")
    assert [m.type for m in told] == ["law.release"]


def test_missiles_in_the_text_say_what_the_blows_of_the_headline_were(mentions_of: Read) -> None:
    text = "قتل ثلاثة أشخاص في ضربات صاروخية روسية استهدفت أوديسا الأحد."
    assert [m.type for m in mentions_of(text, title="قتلى في ضربات روسية على أوديسا")] == ["conflict.shelling"]


def test_a_county_is_no_boycott(mentions_of: Read) -> None:
    told = mentions_of("وأعلن قائد شرطة المقاطعة أن سبعة أشخاص قتلوا.")
    assert [m.type for m in told] == ["harm.casualties"]


def test_a_clause_is_nobody(mentions_of: Read) -> None:
    told = _one(mentions_of("ونددت النقابة بما وصفته اغتيالا متعمدا."), "statement.condemn")
    assert "بما" not in " ".join(_names(told.targets))


def test_whose_release_is_announced_in_words_of_number(mentions_of: Read) -> None:
    told = _one(mentions_of("أعلنت الوزارة إطلاق سراح عشرين أسيرا."), "law.release")
    assert not _names(told.actors)
    assert _names(told.targets) == ["عشرين أسيرا"]


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("دعت حماس الوسطاء إلى وقف الغارات على مدينة غزة.", ["حماس"]),
        ("دعت حماس الوسطاء إلى وقف الغارات على مدينة تعز.", []),
    ],
)
def test_a_groups_common_word_names_it_where_the_item_tells_of_its_ground(mentions_of, text, actors):
    found = next(m for m in mentions_of(text) if m.type == "statement.demand")
    assert [a.span.text for a in found.actors if a.entity] == actors


@pytest.mark.parametrize(
    ("text", "type_", "actors", "targets"),
    [
        ("أعلن الجيش الكويتي اعتراض صاروخ أطلق من البحر.", "conflict.interception", ["الجيش الكويتي"], ["صاروخ"]),
        (
            "اعترضت الدفاعات الجوية ثمانية مقذوفات فوق أربيل.",
            "conflict.interception",
            ["الدفاعات الجوية"],
            ["ثمانية مقذوفات"],
        ),
        ("أغلقت عمان والكويت أجواءهما أمام الطائرات.", "territory.crossing", ["عمان", "الكويت"], None),
        ("وأوقفت السلطات القبرصية سبعة نيجيريين في الميناء.", "law.arrest", None, ["سبعة نيجيريين"]),
        ("فرضت قيادة الأمن حظر تجول في مدينة حمص.", "politics.decision", ["قيادة الأمن"], None),
        ("أعلن المجلس العسكري سنار محافظة منكوبة.", "politics.decision", ["المجلس العسكري"], None),
        ("صدر أمر ملكي بتعيين سعد الحمود وزيرا للصحة.", "politics.appointment", [], ["سعد الحمود"]),
        ("كلف المرشد نائب الرئيس بتولي مهام الرئاسة.", "politics.appointment", ["المرشد"], ["نائب الرئيس"]),
        ("صدرت مذكرة توقيف بحق قائد الميليشيا.", "law.proceedings", [], ["قائد الميليشيا"]),
        ("وقنص مقاتلو الحركة جنديا شرق رفح.", "conflict.attack", ["مقاتلو الحركة"], ["جنديا"]),
        ("استقبل ولي العهد أمير قطر في جدة أمس.", "diplomacy.meeting", ["ولي العهد", "أمير قطر"], None),
        ("استشهد فتى برصاص الاحتلال في نابلس.", "conflict.attack", ["الاحتلال"], ["فتى"]),
        ('أطلقت القوات التركية عملية "درع السلام" في عفرين.', "conflict.assault", ["القوات التركية"], None),
    ],
)
def test_set_words_of_the_wars_and_states_since_2016(
    mentions_of: Read, text: str, type_: str, actors: list[str] | None, targets: list[str] | None
) -> None:
    told = _one(mentions_of(text), type_)
    assert actors is None or _names(told.actors) == actors
    assert targets is None or _names(told.targets) == targets


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("اعتصم العشرات أمس في ساحة التحرير وسط العاصمة.", "territory.capture"),
        ("بلغت قوة الهزة خمس درجات على سلم ريشتر.", "territory.withdrawal"),
        ("قصفت مدفعية الجيش مواقع في مدينة رأس العين بمحافظة الحسكة.", "politics.appointment"),
        ("وأوقفت السفارة منح التأشيرات لليمنيين.", "law.arrest"),
    ],
)
def test_names_and_scales_that_hold_words_of_deeds(mentions_of: Read, text: str, silent: str) -> None:
    assert silent not in [m.type for m in mentions_of(text)]


def test_who_is_described_ends_before_what_he_calls_it(mentions_of: Read) -> None:
    told = _one(mentions_of("رفض وزير الدفاع الصفقة، واصفا إياها بالخطأ."), "statement.deny")
    assert _names(told.targets) == ["الصفقة"]


@pytest.mark.parametrize(("name", "town"), [("بتيزي وزو", "Tizi Ouzou"), ("بحاسي مسعود", "Hassi Messaoud")])
def test_a_place_of_several_words_behind_a_letter(mentions_of: Read, name: str, town: str) -> None:
    told = _one(mentions_of(f"شب حريق {name} مساء أمس."), "disaster.fire")
    assert [p.name_en for p in told.places] == [town]


def test_a_toll_behind_what_somebody_says_is_the_disaster_s(mentions_of: Read) -> None:
    text = "ضرب زلزال شرق أفغانستان. وقالت الهيئة إن حصيلة الضحايا بلغت 640 قتيلا."
    (told,) = mentions_of(text)
    assert told.type == "disaster.earthquake"
    assert [(q.kind, q.value) for q in told.quantities] == [("killed", 640)]


def test_blame_told_beside_a_condemnation_is_a_second_statement(mentions_of: Read) -> None:
    told = mentions_of("أدانت الحكومة الجريمة، واتهمت إسرائيل بارتكابها.")
    assert [m.type for m in told] == ["statement.condemn", "statement.accuse"]


def test_a_war_waged_since_long_ago_is_context_and_one_on_graft_is_none(mentions_of: Read) -> None:
    war = _one(mentions_of("ومنذ 20 مايو 2024، يشن الجيش الروسي حربا مدمرة على خاركيف."), "conflict.assault")
    assert war.background
    assert not mentions_of("وشن المحافظ حربا على الفساد في دوائر المحافظة.")


@pytest.mark.parametrize(
    "line",
    [
        "المنامة في 13 مايو / بنا / ",
        "دمشق-سانا ",
        "لندن / الأناضول ",
        "القاهرة في 3 مايو /أ ش أ/ ",
        "الرياض 3 مايو 2025 م واس ",
    ],
)
def test_nobody_speaks_or_acts_in_the_line_that_opens_an_agency_s_report(mentions_of: Read, line: str) -> None:
    told = _one(mentions_of(line + "أدان مجلس الوزراء الهجوم على الناقلة."), "statement.condemn")
    assert _names(told.actors) == ["مجلس الوزراء"]


@pytest.mark.parametrize(
    ("text", "type_", "actors", "targets"),
    [
        ("واحتجز الحوثيون سفينة شحن قبالة الساحل.", "conflict.abduction", ["الحوثيون"], ["سفينة شحن"]),
        ("إطلاق الشرطة النار على متظاهرين في كربلاء.", "conflict.attack", ["الشرطة"], ["متظاهرين"]),
        ("وأوقفت السلطات 14 أردنيا على ذمة القضية.", "law.arrest", ["السلطات"], ["14 أردنيا"]),
        ("صدر مرسوم أميري بتشكيل الوزارة برئاسة الشيخ فهد.", "politics.appointment", None, None),
        ("أعلن الزعيم المعارض ورئيس الحزب اعتزال العمل السياسي.", "politics.departure", None, None),
        ("أعلنت القيادة المركزية الأميركية مقتل 4 جنود في هجوم بطائرة مسيرة.", "conflict.air_strike", [], ["4 جنود"]),
        ("اقتحم العشرات من أنصاره القصر الرئاسي.", "protest.riot", ["العشرات من أنصاره"], ["القصر الرئاسي"]),
        ("سلمت حركة حماس ستة محتجزين تايلانديين.", "law.release", ["حركة حماس"], ["ستة محتجزين تايلانديين"]),
        ("قصف السفارة التركية في الخرطوم.", "conflict.shelling", [], ["السفارة التركية"]),
        ("تعرضت مواقع حكومية لهجوم سيبراني واسع.", "conflict.attack", [], ["مواقع حكومية"]),
        ("خفض الاحتياطي الفيدرالي الفائدة ربع نقطة.", "politics.decision", ["الاحتياطي الفيدرالي"], None),
    ],
)
def test_who_does_it_and_whom_it_befalls(
    mentions_of: Read, text: str, type_: str, actors: list[str] | None, targets: list[str] | None
) -> None:
    told = _one(mentions_of(text), type_)
    assert actors is None or _names(told.actors) == actors
    assert targets is None or _names(told.targets) == targets


def test_taliban_are_no_two_students(mentions_of: Read) -> None:
    told = _one(mentions_of("قتلت حركة طالبان خمسة جنود في قندوز."), "conflict.attack")
    assert [(q.kind, q.value) for q in told.quantities if q.kind == "killed"] == [("killed", 5)]


def test_one_man_killed_is_one_whatever_is_joined_to_him(mentions_of: Read) -> None:
    told = _one(mentions_of("أعلنت الوزارة مقتل حارس واحد وإصابة 40 آخرين في زلزال."), "disaster.earthquake")
    assert [(q.kind, q.value) for q in told.quantities] == [("killed", 1), ("injured", 40)]


def test_a_crowd_has_not_died_the_deaths_it_objects_to(mentions_of: Read) -> None:
    told = _one(mentions_of("تتواصل الاحتجاجات على مقتل ثلاثة طلاب في الجامعة."), "protest.demonstration")
    assert not [q for q in told.quantities if q.kind == "killed"]


def test_a_wound_behind_the_death_is_of_what_killed(mentions_of: Read) -> None:
    told = mentions_of("استشهدت ممرضة صباح أمس بعد إصابتها برصاصة في الصدر شرق غزة.")
    assert [m.type for m in told] == ["conflict.attack"]


def test_a_blast_that_somebody_is_accused_of_as_an_attack_is_none_by_accident(mentions_of: Read) -> None:
    text = "هز انفجار عنيف مطار المخا صباح أمس. واتهم المحافظ ميليشيا الحوثي بتنفيذ الهجوم."
    assert [m.type for m in mentions_of(text)] == ["conflict.bombing", "statement.accuse"]


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("موافقة طرفي النزاع على وقف لإطلاق النار في السودان.", ["طرفي النزاع"]),
        ("وافق الجيش وقوات الدعم السريع على وقف لإطلاق النار ثلاثة أيام.", ["الجيش", "قوات الدعم السريع"]),
    ],
)
def test_who_agrees_to_hold_fire_whoever_tells_it(mentions_of: Read, text: str, actors: list[str]) -> None:
    (told,) = mentions_of(text)
    assert told.type == "diplomacy.ceasefire"
    assert _names(told.actors) == actors
