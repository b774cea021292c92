"""Which phrase can go with which verb: gender and number, voice where the letters leave it open, sorts of doers."""

from __future__ import annotations

from extract import grammar as g
from extract.parsed import Parsed
from extract.phrases import Phrase
from extract.tagging import PERSONAL
from extract.tokens import Analysis

#: Classes of words and entities that act: forces, offices, bodies, men who bear an office, crowds.
DOERS = frozenset("armed official org title aircraft state state_force non_state igo company media group".split())
#: Whoever something may be done by, to or for: those, and people.
PARTIES = DOERS | {"person"}
#: Forces may do by themselves what they announce.
FORCES = frozenset(("armed", "state_force", "non_state"))
#: What can be hit, taken or given; other nouns of a verb's own expression only complete it (أطلق النار، فرض حصارا).
THINGS = frozenset("person armed vehicle aircraft building goods org official place group money".split())
#: Noun classes that never act: a happening, a time or a word is no party.
_NOBODY = frozenset("event time body_part unit money".split())
_MEANS = frozenset("weapon vehicle goods".split())
_MEN = frozenset(("person", "official", "title"))
#: Verbs that cannot be a passive spelled alike.
_ACTIVE_ONLY = frozenset(("say", "intransitive", "motion", "aux", "state"))
#: Armed nouns that are men, not bodies: a lone soldier after قتل is whom it was done to.
_ARMED_MEN = frozenset(
    "جندي مسلح مقاتل عنصر متمرد مهاجم شرطي عسكري متشدد انتحاري حارس مجند إرهابي متطرف قناص منفذ".split()
)


def agrees(page: Parsed, verb: Analysis, phrase: Phrase, *, before: bool) -> bool:
    """Gender and number of a third-person verb and its subject, where both are known; counted and plural nouns are lenient.

    `before`: the phrase stands before the verb, where agreement is full.
    """
    head = page.tags.readings[phrase.head]
    entity = page.entity_at.get(phrase.first)
    if head is not None and phrase.number and verb.gen == "f" and head.gen != "f" and head.ent in _MEN:
        return False  # توغلت قوة واعتقلت ثلاثة شبان: they are no subject
    if not before and verb.gen == "m" and verb.num == "s" and page.doc.tokens[phrase.head].text.endswith("قوات"):
        return False  # توعد الرئيس بالرد، وأمهل | قوات النظام
    if head is None or not verb.gen or not head.gen or not head.known or (entity is not None and entity.id):
        return True
    opening = page.tags.readings[phrase.first]
    if phrase.head > phrase.first and opening is not None and opening.pos == "noun" and opening.gen == verb.gen:
        return True  # قررت | مجموعة السيارات
    if phrase.number:
        return verb.gen == head.gen or verb.gen == "m" or head.num == "p"
    if head.num == "p":
        men = head.ent in _MEN or head.ent == "armed"
        if verb.gen == "f":
            return not (men and head.gen == "m" and head.form == "plural_sound" and before)
        women = page.doc.tokens[phrase.head].text.endswith("ات")
        if women and head.gen == "f" and not men and not before and verb.num == "s":
            return False  # طالب | شركات الاتصال: whoever spoke before
        return men or not before or verb.num == "p"
    if (
        before
        and verb.num == "p"
        and head.num == "s"
        and not phrase.number
        and head.ent not in ("group", "armed", "org")
    ):
        return False
    return verb.gen == head.gen


def refers(page: Parsed, pronoun: str, phrase: Phrase) -> bool:
    """Whether an attached pronoun can stand for a phrase."""
    head = page.tags.readings[phrase.head]
    if head is None or not head.gen:
        return pronoun != "هما"
    plural = head.num == "p" or phrase.number
    if pronoun in ("هم", "هن"):
        return plural and head.ent in ("person", "armed", "official", "title", "group")
    if pronoun == "هما":
        return head.num == "d" or phrase.number
    if pronoun == "ها":
        return (head.gen == "f" and head.num != "d") or (head.num == "p" and head.ent not in _MEN)
    return head.gen == "m" and head.num != "p"


def man(head: Analysis | None) -> bool:
    """A noun for one or more men or women, not for a body that acts."""
    if head is None:
        return False
    return head.ent in _MEN or (head.ent == "armed" and head.lemma in _ARMED_MEN)


#: What is destroyed, and destroys nothing.
GROUND = frozenset(("building", "place_head"))


def passive_like(page: Parsed, verb: Analysis | None, phrase: Phrase, *, before: bool) -> bool:
    """A verb spelled alike in both voices whose only phrase is a counted or indefinite party: told as passive."""
    charged = verb is not None and verb.key in g.CHARGING and phrase.number  # اتهم ثلاثة ضباط بالقتل
    if verb is None or verb.vox == "a" or verb.enc or (verb.ent in _ACTIVE_ONLY and not charged):
        return False
    head = page.tags.readings[phrase.head]
    harming = verb.key in g.HARMING
    opening = page.tags.readings[phrase.first]
    some = opening is not None and opening.lemma in _SOME and phrase.head > phrase.first  # عدد من المسلحين
    if phrase.number or some or (head is not None and head.num == "d"):
        return harming or head is None or man(head) or not head.ent
    if before and head is not None and head.ent in GROUND and verb.key in g.RUINING:
        return True  # منازل دمرت، مستشفيات أحرقت
    if harming and opening is not None and opening.lemma in g.ONE_OF:
        return True  # أن أحد الحضور قتل
    if harming and _named(page, phrase, head):
        return True  # واعتقل فلان وعمه، أن فلانا قتل
    if head is None or not man(head):
        return False
    if harming:
        return True  # القيادي قتل قرب الحدود: whoever kills kills somebody
    if head.ent == "official" and _of_somewhere(page, phrase):
        return False  # ووجه | أمير المنطقة | بتسهيل
    return not head.det and not head.enc and not before and head.ent != "title"


#: Count without a number.
_SOME = frozenset(("عدد", "عشرات", "مئات", "آلاف"))


def _of_somewhere(page: Parsed, phrase: Phrase) -> bool:
    """An office with the genitive that makes it definite."""
    closing = page.tags.readings[phrase.head + 1] if phrase.last > phrase.head else None
    return closing is not None and (closing.det or closing.pos == "name") and closing.pos != "adj"


def _named(page: Parsed, phrase: Phrase, head: Analysis | None) -> bool:
    """A man or woman by name alone."""
    entity = page.entity_at.get(phrase.first)
    if (
        head is None
        or head.prep
        or (head.pos != "name" and head.known)
        or (entity is not None and entity.cls != "person")
    ):
        return False
    words = page.tags.readings[phrase.first : phrase.last + 1]
    if not head.known and not head.det and phrase.first == phrase.last:
        return True  # واعتقل روف
    return any(word is not None and word.pos == "name" and word.ent in PERSONAL for word in words)


def can_act(page: Parsed, phrase: Phrase) -> bool:
    """Whether a phrase may be a doer at all; names and unknown words may."""
    if phrase.first in page.entity_at:
        return True
    head = page.tags.readings[phrase.head]
    if head is not None and ((head.form == "masdar" and head.known and not head.ent) or head.lemma == "الله"):
        return False  # محاولات متكررة، استكمال; no report tells what God does
    return head is None or head.ent not in _NOBODY or _force(head)


def _force(head: Analysis) -> bool:
    """Vehicles of war in their number stand for those who drive them: حاصرت الدبابات المستشفى."""
    return head.lemma in _ARMOUR and head.num in ("p", "d") and head.det


_ARMOUR = frozenset(("دبابة", "مدرعة", "آلية", "جرافة", "بارجة"))


def is_means(page: Parsed, phrase: Phrase) -> bool:
    """A weapon or a vehicle: what a thing was done with, not who did it."""
    head, opening = page.tags.readings[phrase.head], page.tags.readings[phrase.first]
    if phrase.head > phrase.first and opening is not None and opening.ent == "group":
        return False  # مجموعة السيارات الهولندية
    return head is not None and head.ent in _MEANS and phrase.first not in page.entity_at and not _force(head)


_ACCUSATIVE = ("ا", "اً", "ًا")


def names_party(page: Parsed, phrase: Phrase) -> bool:
    """Whether a phrase names somebody or something: neither a bare adjective (خانقا) nor a toll (32 قتيلا، الجرحى)."""
    if any(i in page.entity_at for i in range(phrase.first, phrase.last + 1)):
        return True
    head = page.tags.readings[phrase.head]
    if head is None or not head.known:
        return True
    if head.pos == "adj":
        nation = head.gen != "f" and head.lemma.endswith("ي")  # الأتراك، أثرياء
        people = phrase.number or (head.num in ("p", "d") and (head.gen == "m" or nation))
        nisba = phrase.head == phrase.first and head.gen == "m" and head.lemma.endswith("ي")
        return head.ent in DOERS or head.ent == "person" or people or nisba or head.lemma in _ARMED_MEN
    if head.num == "d" and head.det:
        return True  # الجانبان
    return head.ent != "body_part" and head.key not in g.NO_PARTY


def is_bomb(page: Parsed, phrase: Phrase) -> bool:
    """What goes off: a weapon, or a vehicle made into one (سيارة مفخخة)."""
    head = page.tags.readings[phrase.head]
    if head is None or head.ent not in ("weapon", "vehicle"):
        return False
    return head.ent == "weapon" or any(
        r is not None and r.lemma in g.RIGGED for r in page.tags.readings[phrase.head + 1 : phrase.last + 1]
    )


#: Nouns that in the accusative say how or why: طعنا، احتجاجا.
_HOW = g.MANNERS | g.REASONS


def adverbial(page: Parsed, phrase: Phrase) -> bool:
    """A phrase that says how, when or in which direction."""
    reading = page.tags.readings[phrase.head]
    if reading is None:
        return False
    if reading.ent in ("time", "unit") and not (reading.lemma in g.ONE_OF and phrase.last > phrase.head):
        return True
    if reading.lemma == "عمر" and reading.enc:
        return True  # في الثالثة عشرة من عمره: how old
    side = phrase.first - 1
    if not phrase.prep and side >= 0 and page.doc.tokens[side].key in g.DIRECTIONS and page.tags.letters[side] == "N":
        return True  # شرقي | اليمن
    token = page.doc.tokens[phrase.head]
    bare = reading.pos == "adj" and not reading.det and not phrase.number
    if bare and token.text.endswith(_ACCUSATIVE) and token.somebody() is None:  # قتل مسلحون شرطيا: whom
        return True  # متلبسا، مطالبا: how the subject was, or what else it did
    if bare and reading.form == "active_participle" and token.text.endswith("ين") and phrase.last == phrase.head:
        return token.somebody() is None  # تبنوا الهجوم | قائلين
    lemma = reading.key
    if reading.det and lemma in g.NEXT_DAY and side >= 0 and page.tags.letters[side] == "X":
        return True  # في اليوم | التالي
    if lemma in _HOW and phrase.first == phrase.head and token.text.endswith(_ACCUSATIVE):
        return True  # قتل شاب طعنا
    if reading.det:
        return lemma in g.ABSOLUTE and bool(phrase.prep)
    if phrase.prep == ("ب",) and ((phrase.first == phrase.last and lemma in g.MANNER) or reading.lemma == "اسم"):
        return True  # بتحفظ، باسم الحكومة
    return reading.num != "p" and (lemma in g.ADVERBIAL or lemma in g.DIRECTIONS)
