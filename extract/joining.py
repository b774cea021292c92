"""Whether a word goes on with the noun phrase before it: genitive, adjective, name, second adjective."""

from __future__ import annotations

from extract import grammar as g
from extract.clean import fold
from extract.tagging import Tags
from extract.tokens import Analysis, Doc, Token

_HUMAN_HEADS = frozenset(("official", "title", "person", "armed"))


#: Armed nouns that are bodies, not men: no name follows them when they carry the article (الجيش فلان is two phrases).
_BODIES = frozenset("جيش قوة شرطة فصيل كتيبة لواء ميليشيا تنظيم جماعة فرقة وحدة دورية أمن حركة حرس أسطول تحالف".split())


#: Offices of which a man holds one.
_OFFICES = frozenset(("ملك", "رئيس", "أمير", "سلطان", "وزير", "سفير", "محافظ", "نائب", "قائد"))


#: His like in another state: a name follows as after an office.
_COUNTERPARTS = frozenset(("نظير", "زميل", "شقيق"))


#: Nouns of such classes are no adjectives although the letters allow it: المصنع.
_TANGIBLE = frozenset(("building", "place_head", "vehicle", "aircraft", "goods", "official", "title"))


_NAMED = frozenset(("given", "family", "city", "country"))
#: Whose one is by a pronoun: زوجته، والدها.
_KIN = frozenset(
    "والد والدة أب أم ابن ابنة بنت أخ أخت شقيق شقيقة زوج زوجة عم عمة خال خالة جد جدة حفيد قريب صديق جار طليقة".split()
)


#: What somebody opens or fires; never whose he is.
_FIRED = frozenset(("نار", "رصاص", "نيران"))


def is_number(reading: Analysis | None) -> bool:
    """A number word that counts what follows; واحد and ثان only qualify what stands before them."""
    return reading is not None and reading.pos == "num" and reading.lemma not in ("واحد", "واحدة", "اثنان", "اثنين")


def _adjective(token: Token, reading: Analysis) -> bool:
    """A word that may qualify the noun before it: an adjective in some reading, a nisba, an unknown word."""
    if (reading.pos == "noun" and reading.ent in _TANGIBLE) or _possessed(token, reading):
        return False
    soldiers = reading.ent == "armed" and reading.num == "p" and reading.form != "plural_sound"  # الجنود is no nisba
    nisba = reading.lemma.endswith("ي") and not soldiers
    described = token.reading("adj")
    spelled = described is not None and not (described.lemma[0] == "آ" and "أ" in token.text)  # الأمن is not الآمن
    return reading.pos == "adj" or spelled or not reading.known or nisba


def joins(before: Analysis, after: Analysis, head: Analysis | None, last: Token, nxt: Token) -> bool:
    """Genitive, adjective or name after a nominal."""
    adjective = _adjective(nxt, after) or (before.ent == "weapon" and nxt.reading("adj") is not None)  # الرصاص الحي
    personal = after.pos == "name" and after.ent not in ("city", "country")
    name_like = (personal or (not after.known and not after.det)) and not _possessed(nxt, after)
    if after.enc and after.pos == "adj" and not is_number(before):
        return False  # 32 شخصا | معظمهم طلاب
    if is_number(before):
        return True
    if before.lemma == "حياة" and before.prep and is_number(after):
        return False  # أودى بحياة | ثلاثة أطفال
    if before.key in g.WHOLE and after.det and after.pos == "noun" and not (before.det or after.prep or after.conj):
        return True  # كامل المدينة
    if after.enc and after.lemma in _HIS_OWN:
        return False  # فجر انتحاري | نفسه، تعلن جماعة | مسؤوليتها
    if after.det and after.lemma in _FIRED and _human(before):
        return False  # أطلق مسلح | النار
    if before.pos == "name" and before.known and before.ent in _NAMED and after.ent in ("city", "country"):
        return False  # توعد بوتين | كييف، دعت باريس | طهران
    if before.pos == "name" or not before.known:
        if before.ent == "family" and before.known and after.ent == "given" and before is not head:
            return False  # الرئيس جوزيف عون | نواف سلام
        if after.pos == "name" or not after.known:
            return after.known or not (nxt.text.endswith("ية") or _possessed(nxt, after))
        if after.pos == "adj" and not after.det and before.ent == "given":
            return nxt.text.endswith("ي") or (
                _human(head) and nxt.text[-1] not in "اةىه"
            )  # طارق فاطمي، العميد يحيى سريع
        if _surname(before, after, head, nxt):
            return True
        return after.det and adjective and after.form != "plural_sound" and after.num != "p"  # هنأ العبادي | العراقيين
    if after.enc and after.lemma in _KIN and before.ent == "person" and not before.det and before.lemma not in _KIN:
        return False  # قتل رجل | زوجته
    if before.enc:
        return (after.det and adjective) or ((_human(head) or _human(before)) and name_like)
    if before.det:
        if after.det:
            if _disagrees(before, after, head) or _another_person(before, after, head):
                return False
            if before.lemma in _OFFICES and after.lemma in _OFFICES:
                return False  # هنأ الملك | الرئيس
            if after.pos == "noun" and after.ent == "group":
                return False  # دعا الوزير | المجتمع الدولي
            return adjective or ((_human(head) or _human(before)) and after.pos == "name")
        if before.lemma == "لواء" and after.ent == "given":
            return name_like  # a brigade has a name without the article: لواء فلان
        capital = head is not None and head.ent == "place_head" and after.pos == "name"  # العاصمة السودانية الخرطوم
        return ((_human(head) or _human(before)) and name_like) or capital
    if before is head and first_of(before):
        return not after.det or after.pos == "adj"  # آخر أحياء المدينة، أول موقع
    if before.pos == "adj" and not before.det:
        described = head is not None and head.ent == "abstract" and nxt.reading("adj") is not None  # مصدر كويتي مسؤول
        return ((after.pos == "adj" or described) and not after.det) or name_like or in_what(last, after)
    if before.pos == "num" and after.enc:
        return False  # من عائلة واحدة | مصرعهم
    if _closed_plural(before, last):
        described = any(a.pos == "adj" and not a.det and a.num == before.num for a in nxt.analyses)
        one = after.known and after.num == "s" and nxt.text.endswith("ا")  # قتل مسلحون | شرطيا
        return described or (adjective and not after.det and not one) or (name_like and after.pos == "name")
    if _manner(before, after, nxt):
        return False  # قتل شاب | طعنا، قصفت طائرات | منزلا
    if last.text.endswith(("ا", "اً")) and (before.form == "accusative" or before.lemma[-1:] != "ا") and not before.enc:
        return (adjective or (not after.known and nxt.text.endswith(("ا", "اً")))) and not after.det
    return True


#: Nouns whose pronoun stands for whoever is told before them.
_HIS_OWN = frozenset(("نفس", "مسؤولية", "مصرع", "حتف"))
#: What may follow a whole name: محمد بن سلمان | بن عبدالعزيز، عبد الله | الثاني.
_NAME_PARTS = frozenset(fold(word) for word in "بن ابن آل الابن الأب الأول الثاني الثالث الرابع الخامس السادس".split())


def goes_on_name(nxt: Token) -> bool:
    """Whether a word goes on with a known person's name; another name or noun is another party: دعا بوتين | ترامب."""
    return nxt.key in _NAME_PARTS


def another_party(before: Analysis, after: Analysis, head: Analysis | None, nxt: Token, named: bool) -> bool:
    """A definite masculine after a feminine body describes nothing of it: دانت الرئاسة الفلسطينية | الفيتو."""
    if head is None or head.gen != "f" or head.num != "s" or head.ent not in ("org", "armed", "group") or not after.det:
        return False
    adjective = before.pos == "adj" and before.det  # دانت الرئاسة الفلسطينية | الفيتو
    if (before.pos == "name" or named) and not adjective:  # رفضت حركة حماس | القرار
        return after.known and after.pos != "name" and after.gen == "m" and after.num == "s"
    if not before.det or before.gen != "f" or nxt.text.endswith("ة"):
        return False
    return after.gen == "m" and after.num == "s" if after.known else True


def _manner(before: Analysis, after: Analysis, nxt: Token) -> bool:
    """A noun in the accusative after an indefinite one says how it was done, or what was hit; it is no genitive."""
    accusative = nxt.text.endswith(("ا", "اً", "ًا")) and after.lemma[-1:] not in "اىء"
    if not accusative or before.det or after.det or after.enc or after.pos != "noun":
        return False
    same = before.form == "accusative" or nxt.reading("adj") is not None
    return after.form == "masdar" or not same


def _possessed(token: Token, reading: Analysis) -> bool:
    """An unknown word with a pronoun on it is neither name nor adjective: ضلوعها، حتفهم."""
    return not reading.known and token.text.endswith(("ها", "هم", "هما"))


#: In what something is wide, high or unknown: واسع النطاق، رفيع المستوى، مجهول الهوية.
_RESPECTS = frozenset(
    "نطاق مستوى هوية جنسية جنسيات طرف أطراف مدى صنع دفع خطورة أصل أبعاد حجم قوة تسليح سن شأن تأثير كلفة جودة شدة أهمية".split()
)


def in_what(last: Token, after: Analysis) -> bool:
    """The definite genitive of an indefinite adjective, which only narrows it; داعيا | الأطراف calls on them."""
    return after.det and after.lemma in _RESPECTS and not last.text.endswith(("ا", "اً"))


def by_deed(reading: Analysis) -> bool:
    """ب and a verbal noun with a genitive, where nobody sits: أمر فلان | بتوقيف, but الرئيس بالإنابة فلان."""
    return reading.prep == "ب" and reading.form == "masdar" and not reading.det and reading.ent in ("", "event")


def first_of(reading: Analysis) -> bool:
    """An ordinal or a measure before its noun: آخر، أول، معظم، أهم."""
    first = reading.ent in ("ordinal", "size") or reading.lemma == "كامل"
    return reading.pos == "adj" and not reading.det and not reading.enc and first


def second_adjective(last: Token, nxt: Token) -> bool:
    """البلدية والقروية: two adjectives of one noun."""
    one, two = last.reading("adj"), nxt.reading("adj")
    if one is None or two is None or two.conj != "و" or two.prep:
        return False
    return one.det == two.det and one.gen == two.gen and one.num == two.num


def _disagrees(before: Analysis, after: Analysis, head: Analysis | None) -> bool:
    """A plural of people qualifies no singular, a feminine no masculine: البنك المركزي | المستثمرين."""
    nouns = [r for r in (before, head) if r is not None and r.pos != "adj"]
    if not nouns or any(not r.known for r in nouns):
        return False
    if after.form == "plural_sound" and after.gen == "m":
        return not any(r.num in ("p", "d") and (r.gen == "m" or r.ent == "person") for r in nouns)
    if any(r.num != "s" for r in nouns):
        return False
    one = after.pos in ("adj", "noun") and after.gen == "f" and after.num == "s"  # دان المجلس | العملية
    return one and all(r.gen == "m" for r in nouns)


def _another_person(before: Analysis, after: Analysis, head: Analysis | None) -> bool:
    """Bodies are not described by a word for one man or woman: السلطات التونسية | المحامية."""
    body = head is not None and (head.ent == "org" or head.lemma in _BODIES)
    return body and before.pos == "adj" and after.pos == "noun" and after.ent == "person" and after.num == "s"


def _surname(before: Analysis, after: Analysis, head: Analysis | None, token: Token) -> bool:
    """A common noun after a given name, or after title and name, is the family name: محمد الخطيب، الناشط مروان حداد."""
    human = head is not None and head.ent in _HUMAN_HEADS
    if (before.ent != "given" and (before.known or not human)) or after.enc:
        return False
    if after.det:  # محمد الخطيب
        return after.num == "s" and after.gen == "m" and after.ent in ("official", "title", "person")
    if not human or before.ent != "given":
        return False
    return after.pos in ("noun", "adj") and after.ent in ("", "person", "abstract") and token.text[-1] not in "اًة"


def _closed_plural(reading: Analysis, token: Token) -> bool:
    """A sound plural or dual that has kept its nun takes no genitive: ناشطون | الوضع، جنديان | أميركيان."""
    if reading.det or reading.enc or reading.pos not in ("noun", "adj"):
        return False
    sound = reading.form == "plural_sound" and reading.gen == "m"
    return (sound and token.text.endswith(("ون", "ين"))) or (reading.num == "d" and token.text.endswith(("ان", "ين")))


def _human(head: Analysis | None) -> bool:
    """A head that a personal name may follow."""
    if head is None:
        return False
    if head.lemma in _COUNTERPARTS:
        return True
    return (head.ent in _HUMAN_HEADS and head.lemma not in _BODIES) or head.pos == "name" or not head.known


def heads_clause(doc: Doc, tags: Tags, last: int) -> bool:
    """A headline goes on with what a joined name does: ... في مأرب وواشنطن | تندد; الجيش والشرطة يقتحمان is one clause."""
    if doc.field != "title" or last + 1 >= len(doc.tokens) or tags.letters[last + 1] != "V":
        return False
    verb = tags.readings[last + 1]
    return verb is not None and verb.asp == "i" and verb.num == "s" and not verb.conj
