"""What a found phrase can be: an actor that acts, a target that can be hit, an instrument, or only a place or a topic."""

from __future__ import annotations

from extract.agreement import GROUND, can_act, is_bomb, is_means, man, names_party
from extract.clean import fold
from extract.grammar import HARMING
from extract.parsed import Parsed
from extract.phrases import Phrase, tail
from extract.role import Role
from extract.tokens import Analysis
from extract.triggers import Trigger

_STRUCK = frozenset(("building", "vehicle", "aircraft", "group"))


#: Illness befalls people; what spreads is no party.
_PEOPLE_ONLY = frozenset(("disaster.epidemic",))


#: Families whose victims may be told as a bare number: مقتل 3.
_COUNTED = ("harm.", "law.", "life.", "accident.", "disaster.", "conflict.attack", "conflict.abduction")


#: Frames whose subject only undergoes; a force or office told as subject fights what happened (سيطر الدفاع المدني على حريق).
_UNDERGONE = frozenset(("burn", "happen"))


_RESCUERS = frozenset(("armed", "official", "org", "state", "state_force"))


#: Deeds between people, for which ground is only where.
_GROUND_IS_WHERE = frozenset(("conflict.clash", "conflict.clearing"))
_GROUND = frozenset(("place_head", "building", "country", "city"))
#: How something is said: أدان بأشد العبارات.
_WORDING = frozenset(("عبارة", "لهجة"))
#: A clause says what: ندد بما وصفه، اعتذر عما فعل.
_WHAT = frozenset(("بما", "عما", "مما", "فيما", "لما"))
#: What is absent plays no part: طائرة بدون طيار.
_WITHOUT = frozenset(((fold("بدون"),), (fold("دون"),), (fold("بلا"),), (fold("من"), fold("دون"))))


#: After what a capital is the state: قطع العلاقات مع موسكو، طلبت من الرياض.
_PARTY_AFTER = {"diplomacy.rupture": ("مع",), "statement.demand": ("من",), "statement.threaten": ("مع",)}


def judged(page: Parsed, trigger: Trigger, found: list[Role]) -> list[Role]:
    """The roles as what they can be, without those that fit neither the family of the trigger nor its frame."""
    family = trigger.rule.type
    party = _PARTY_AFTER.get(family)
    blow = family.startswith(_BLOWS)
    kept = [_judged(page, role if party == role.phrase.prep else _spot(page, role, blow), family) for role in found]
    if family == "harm.destruction" and not any(r.slot.startswith("target") for r in kept):
        kept = [_ruined(page, r) for r in kept]
    if family.startswith("territory.") and any(r.slot == "target" for r in kept):
        kept = [_ground(page, r) for r in kept]
    return [r for r in (_beyond(page, trigger, r) for r in kept) if _fits(page, trigger, r)]


#: What they decide or praise stands behind a deed that their own expression ends with.
_OWN_DEED = ("politics.decision", "statement.support")


def _beyond(page: Parsed, trigger: Trigger, role: Role) -> Role:
    """What stands behind the deed that the expression names itself: أعادت فتح | المصارف، أكد أهمية تعزيز | العلاقات."""
    phrase = role.phrase
    if role.slot != "target" or phrase.head not in trigger.words or not trigger.rule.type.startswith(_OWN_DEED):
        return role
    first = phrase.head
    while first in trigger.words and _names_deed(page.tags.readings[first]):
        first += 1
    rest = page.tags.readings[first] if phrase.head < first <= phrase.last else None
    if rest is None or rest.pos == "adj" or page.tags.letters[first] != "N":
        return role
    return Role(role.slot, tail(page.tags, phrase, first), role.via)


def _names_deed(word: Analysis | None) -> bool:
    return word is not None and not word.det and word.num == "s" and (word.form == "masdar" or word.lemma == "أهمية")


#: Families whose deeds are named by their own words: فتح تحقيقا.
_LAW = ("law.seizure", "law.proceedings")


def _fits(page: Parsed, trigger: Trigger, role: Role) -> bool:
    family = trigger.rule.type
    head = page.tags.readings[role.phrase.head]
    if head is not None and head.lemma in _WORDING:
        return False
    if page.doc.tokens[role.phrase.first].key in _WHAT:
        return False
    if role.phrase.prep in _WITHOUT or (not family.startswith(_COUNTED) and _bare_number(page, role)):
        return False
    if role.slot.startswith("target") and family.startswith(_BLOWS) and _vague(page, role.phrase, head):
        return False
    if family.startswith(("conflict.", "harm.")) and (_deed(page, role) or _teller(head)):
        return False
    if role.slot == "actor" and trigger.rule.frame.name == "disperse" and head is not None and head.lemma in _CANNON:
        return False  # أطلقت مدافع المياه
    if role.slot == "actor" and page.tags.letters[role.phrase.head] == "D":
        return False  # القرار 2799 يطالب
    if role.slot == "actor" and family.startswith(("conflict.", "territory.")) and _ground_or_toll(page, trigger, role):
        return False
    own = head is not None and head.enc and role.phrase.head in trigger.words
    if family == "politics.decision" and own and role.slot == "target":
        return False  # تفتح أبوابها: the expression says it
    if family == "politics.decision" and role.slot == "target" and _needless(page, trigger, role.phrase):
        return False
    if family == "territory.crossing" and role.phrase.prep == ("مع",) and head is not None and head.form == "masdar":
        return False  # أعيد فتح المطار مع | هبوط طائرة
    told = trigger.first <= role.phrase.first and role.phrase.head <= trigger.last
    if family.startswith(_LAW) and told and head is not None and (head.ent == "event" or head.form == "masdar"):
        return False  # أحبط عملية تهريب، فتح تحقيقا
    if family in _GROUND_IS_WHERE and role.slot.startswith("target") and head is not None and head.ent in _GROUND:
        return False  # المعسكر شهد اشتباكات، تمشط موقع الهجوم
    if family == "diplomacy.aid" and role.phrase.prep == ("الي",) and head is not None and head.ent in GROUND:
        return False  # وصول سفينة إغاثة إلى ميناء
    if family.startswith("disaster.") and role.phrase.head in trigger.words:
        return False  # زلزال بقوة 6 درجات: its own expression
    if family.startswith("statement.") and role.slot == "target" and _medium(page, role):
        return False
    verbal = trigger.form in ("verb", "passive")
    if verbal and trigger.rule.frame.name in _UNDERGONE and _rescues(page, role.phrase):
        return False
    if role.slot != "target":
        return True
    if role.via == "pro_drop" and verbal and trigger.reading is not None and trigger.reading.key in HARMING:
        return head is None or head.ent != "org"  # وزارة الخارجية ... خطفوا: nobody abducts a ministry
    if family in _PEOPLE_ONLY:
        return man(page.tags.readings[role.phrase.head])
    return not family.startswith("disaster.") or _stricken(page, role.phrase)


def _vague(page: Parsed, phrase: Phrase, head: Analysis | None) -> bool:
    """Tens of nobody in particular (مقتل العشرات), cases, and the life that a blow took (أودى بحياة | ثلاثة)."""
    if head is None or head.lemma == "حالة" or phrase.last > phrase.first:
        return head is not None and head.lemma == "حالة"
    return head.lemma in _TENS or (head.lemma == "حياة" and phrase.prep == ("ب",))


_TENS = frozenset(("عشرات", "مئات", "آلاف"))


#: What those serve who come to help: رجال الإطفاء، فرق الدفاع المدني.
_SERVICES = frozenset(fold(word) for word in ("إطفاء", "إنقاذ", "إسعاف", "دفاع"))


def _rescues(page: Parsed, phrase: Phrase) -> bool:
    """Forces, offices and rescuers fight what happened, whatever they are called."""
    if page.phrase_classes(phrase) & _RESCUERS:
        return True
    return any(page.forms(i) & _SERVICES for i in range(phrase.first, phrase.last + 1))


_OFFICES = frozenset(("official", "title"))


#: What is used on a crowd.
_CANNON = frozenset(("مدفع", "مدافع", "خرطوم", "غاز", "قنبلة", "رصاص", "ماء"))


def _needless(page: Parsed, trigger: Trigger, phrase: Phrase) -> bool:
    """What a decision is not about: its own deed (تعيد فتح أبوابها), an office that names who decides again, where the rule
    wants a preposition (وافق الوزير فلان | رئيس اللجنة | على)."""
    closing = page.tags.readings[phrase.last]
    if closing is not None and closing.enc and trigger.words.issuperset(range(phrase.first, phrase.last + 1)):
        return True
    return bool(trigger.rule.prep) and not phrase.prep and bool(page.phrase_classes(phrase) & _OFFICES)


#: What falls on a land is no deed against it: انفجار في مصنع | بالهند.
_BLOWS = ("conflict.", "accident.", "disaster.", "harm.")


def _spot(page: Parsed, role: Role, blow: bool) -> Role:
    """A town after a preposition is where, even where the frame expects a party: وصول المساعدات إلى ميناء."""
    where = role.slot == "target" or (role.slot == "actor" and role.phrase.prep in (("ب",), ("في",)))
    if not where or not role.phrase.prep or role.via != "explicit":
        return role
    place = page.place_in(role.phrase)
    head = page.tags.readings[role.phrase.head]
    ground = head is not None and head.ent == "place_head" and role.phrase.prep in (("ب",), ("في",))
    within = blow and role.phrase.prep in (("ب",), ("في",))
    spot = place is not None and (ground or within or place.precision in ("town", "point", "district"))
    if spot and (head is None or head.pos == "name" or head.ent in GROUND):
        return Role("place", role.phrase, role.via)
    return role


def _ruined(page: Parsed, role: Role) -> Role:
    """Houses destroy nothing: مبان دمرت بالكامل."""
    head = page.tags.readings[role.phrase.head]
    if role.slot == "actor" and head is not None and head.ent in GROUND:
        return Role("target", role.phrase, role.via)
    return role


def _ground(page: Parsed, role: Role) -> Role:
    """Ground taken from somebody is where, not whom: انتزع بلدة من المسلحين."""
    if role.slot == "target/place" and "place" in page.phrase_classes(role.phrase):
        return Role("place", role.phrase, role.via)
    return role


def _stricken(page: Parsed, phrase: Phrase) -> bool:
    """What a disaster can befall: people, buildings, vehicles, a name."""
    head = page.tags.readings[phrase.head]
    return head is None or not head.known or head.pos in ("name", "num") or man(head) or head.ent in _STRUCK


def _blown_up(page: Parsed, phrase: Phrase) -> bool:
    """A vehicle or building that explodes is what was hit, unless it was made into a bomb: انفجار خمس سيارات."""
    head = page.tags.readings[phrase.head]
    return head is not None and head.ent in ("vehicle", "building") and not is_bomb(page, phrase) and not phrase.prep


def _deed(page: Parsed, role: Role) -> bool:
    """A verbal noun is nothing that can be hit: شن هجوما ... بذريعة الرد على، ارتفاع حصيلة | العدوان."""
    head = page.tags.readings[role.phrase.head]
    if head is None or not role.slot.startswith("target"):
        return False
    if head.ent == "event" and (role.via == "nominal" or role.phrase.head in page.events):
        return role.phrase.head not in page.entity_at  # وأصاب القصف مستشفى: no shelling is wounded
    return bool(role.phrase.prep) and head.form == "masdar" and not head.ent


def _teller(head: Analysis | None) -> bool:
    """A source tells what happened to others: أضافت المصادر أن سبعة قتلوا."""
    return head is not None and head.lemma == "مصدر" and not head.prep


def _ground_or_toll(page: Parsed, trigger: Trigger, role: Role) -> bool:
    """Ground fights nobody, nor do those whom a noun of fighting counts: مقتل 19 شخصا في انفجار ألغام."""
    head, phrase = page.tags.readings[role.phrase.head], role.phrase
    if head is None or phrase.first in page.entity_at:
        return False
    if phrase.number:
        return trigger.form not in ("verb", "passive") and head.lemma in ("شخص", "مدني", "طفل")
    if head.ent == "place_head":
        return True
    place = page.place_in(phrase)
    return head.pos == "name" and place is not None and place.precision in ("town", "point", "district")


def _medium(page: Parsed, role: Role) -> bool:
    """A paper or agency that somebody speaks to is addressed by nobody: قال لوكالة الأنباء."""
    entity = page.entity_at.get(role.phrase.first)
    return role.phrase.prep == ("ل",) and entity is not None and entity.cls == "media"


def _bare_number(page: Parsed, role: Role) -> bool:
    head = page.tags.readings[role.phrase.head]
    if not role.slot.startswith("target") or not role.phrase.number:
        return False
    return page.tags.letters[role.phrase.head] == "D" or (head is not None and head.pos == "num")


#: What is found of the dead: العثور على | جثة متحللة.
_BODIES = frozenset(("جثة", "جثمان", "رفات"))
#: They speak, and are struck: قصف | القنصلية.
_SEATS = frozenset(("سفارة", "قنصلية"))


def _judged(page: Parsed, role: Role, family: str) -> Role:
    """A weapon is an instrument, whether it does something or goes off, unless it is shot down; a happening or a time does
    nothing."""
    head = page.tags.readings[role.phrase.head]
    found = family == "harm.casualties" and role.phrase.prep == ("علي",) and head is not None and head.lemma in _BODIES
    named = found or names_party(page, role.phrase)
    if role.slot == "instrument" and role.via in ("nominal", "explicit") and _blown_up(page, role.phrase):
        return Role("target", role.phrase, role.via)
    if role.slot != "actor":
        if not role.slot.startswith("target") or ("place" in role.slot and page.place_in(role.phrase) is not None):
            return role
        if is_bomb(page, role.phrase) and family != "conflict.interception":
            return Role("instrument", role.phrase, role.via)
        return role if named else Role("topic", role.phrase, role.via)
    if family.startswith("conflict.") and head is not None and head.lemma in _SEATS:
        return Role("target/place", role.phrase, role.via)
    if is_means(page, role.phrase):
        return Role("instrument", role.phrase, role.via)
    return role if named and can_act(page, role.phrase) else Role("topic", role.phrase, role.via)
