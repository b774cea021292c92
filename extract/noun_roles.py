"""Roles of a noun that tells an event: its genitive, its pronoun, the subject of its light verb, a doer told after it."""

from __future__ import annotations

from extract.afterverb import bare_after
from extract.agreement import DOERS, PARTIES, THINGS, names_party, refers
from extract.clauses import arguments
from extract.joining import is_number
from extract.light import carries_back, governing, light_subject
from extract.parsed import Parsed
from extract.phrases import Phrase, tail
from extract.pronouns import antecedent_of
from extract.relatives import relative_word
from extract.role import Role
from extract.triggers import Trigger


def noun_roles(page: Parsed, trigger: Trigger) -> list[Role]:
    """Genitive or owner of a nominal trigger, then what its verb adds."""
    frame, reading = trigger.rule.frame, trigger.reading
    found: list[Role] = []
    genitive = _genitive(page, trigger)
    taken = ""
    if genitive is not None:
        taken = _genitive_function(page, trigger, genitive)
        slot = frame.subject if taken == "subject" else frame.object
        if _names_a_spot(page, genitive) and "place" not in slot:
            slot, taken = "place", ""  # هجوم سروج: the genitive says where
        elif taken == "subject" and _struck_building(page, trigger, genitive):
            slot, taken = "target/place", ""
        if slot:
            found.append(Role(slot, genitive, "nominal"))
    elif reading is not None and reading.enc:
        taken, roles = _owned(page, trigger)
        found += roles
    if taken != "subject":
        found += _with_lam(page, trigger) or light_subject(page, trigger)
    elif frame.object:
        found += _second(page, trigger, genitive)
    return found


def _owned(page: Parsed, trigger: Trigger) -> tuple[str, list[Role]]:
    """(function, role) of the pronoun on the noun: هجومه، اعتقالهم."""
    frame = trigger.rule.frame
    taken = "object" if frame.genitive == "object" and governing(page, trigger)[1] != "do" else "subject"
    owner = _owner(page, trigger, taken == "object")
    slot = frame.subject if taken == "subject" else frame.object
    return taken, [Role(slot, owner, "clitic")] if owner is not None and slot else []


def _second(page: Parsed, trigger: Trigger, genitive: Phrase | None) -> list[Role]:
    """The object after the subject's genitive: إدانة الأمين العام | الهجوم، زيارة الوزير | العاصمة."""
    last = genitive.last if genitive is not None else trigger.last
    after = bare_after(page, last, trigger.sentence)
    if after and after[0].first <= last + 2 and page.tags.letters[last + 1] != ",":
        return [Role(trigger.rule.frame.object, after[0])]
    return []


def _with_lam(page: Parsed, trigger: Trigger) -> list[Role]:
    """The doer after an indefinite noun: هجوم لمسلحين، غارات لطائرات التحالف."""
    nxt = trigger.last + 1
    n = page.phrase_of.get(nxt)
    if n is None or not trigger.rule.frame.subject or any(p == ("ل",) for p, _ in trigger.rule.frame.prepositions):
        return []
    phrase = page.phrases[n]
    if phrase.first != nxt or phrase.prep != ("ل",) or not page.phrase_classes(phrase) & DOERS:
        return []
    return [Role(trigger.rule.frame.subject, phrase, "nominal")]


def _genitive(page: Parsed, trigger: Trigger) -> Phrase | None:
    """What follows the noun in its own phrase, or right after it: سيطرة | القوات العراقية."""
    reading = trigger.reading
    n = page.phrase_of.get(trigger.last)
    if n is None or (reading is not None and reading.enc):
        return None
    if reading is not None and _nunated(page, trigger):
        return _inside(page, trigger)  # إطلاق سراح | عشرين أسيرا
    whole = page.phrases[n]
    told = _of_expression(page, trigger, whole)
    if told is not None or _names_ground(page, trigger):
        return told
    if whole.last > trigger.last:
        return _rest(page, trigger, whole)
    return None if reading is not None and reading.det else _next(page, trigger.last + 1)


def _names_ground(page: Parsed, trigger: Trigger) -> bool:
    """The expression ends with the ground of what is done, and says itself what that is: إدانته بتهمة | السرقة."""
    closing = page.tags.readings[trigger.last]
    if trigger.last == trigger.first or closing is None or closing.ent != "abstract":
        return False
    return bool(closing.prep) or page.tags.letters[trigger.last - 1] == "P"


def _of_expression(page: Parsed, trigger: Trigger, whole: Phrase) -> Phrase | None:
    """What an expression of several words names itself: تمديد | حالة الطوارئ، تفجير | مسجد."""
    if trigger.last == trigger.first:
        return None
    if trigger.rule.type == "politics.decision" and whole.first == trigger.first:
        return tail(page.tags, whole, trigger.first + 1)
    inside = _inside(page, trigger)
    if inside is not None:
        return inside
    closing = page.tags.readings[trigger.last]
    if closing is None or closing.pos == "adj" or closing.ent not in THINGS:
        return None
    person = closing.ent in ("armed", "person", "official")
    opening = page.tags.readings[trigger.first]
    if opening is not None and opening.pos == "noun" and opening.det and closing.det:
        return None  # المعارك الدائرة: a noun with the article takes no genitive
    agrees = opening is None or opening.det == closing.det  # هجوم مسلح, no وفاة الشاعر
    qualifies = person and agrees and page.doc.tokens[trigger.last].reading("adj") is not None
    return None if qualifies else tail(page.tags, whole, trigger.last)


def _rest(page: Parsed, trigger: Trigger, whole: Phrase) -> Phrase | None:
    """The rest of the trigger's own phrase, unless it only qualifies it: هجوم انتحاري، الهجوم الانتحاري."""
    first = trigger.last + 1
    start, noun = page.tags.readings[first], page.doc.tokens[first].reading("noun")
    victim = noun is not None and noun.ent == "person" and trigger.rule.frame.genitive == "object"  # اعتقال صحافي
    if page.tags.letters[first] == "P" or (trigger.reading is not None and trigger.reading.det):
        return None
    if start is not None and not victim and _qualifies(trigger, start.pos, start.det):
        return None
    return tail(page.tags, whole, first)


def _next(page: Parsed, nxt: int) -> Phrase | None:
    """The phrase that begins at token `nxt`, after a mark or a determiner, or that two joined nouns share."""
    if nxt >= len(page.doc.tokens):
        return None
    letter = page.tags.letters[nxt]
    if letter in "DNQ":
        m = page.phrase_of.get(nxt + (letter == "Q"))
        if m is not None and not page.phrases[m].prep and page.phrases[m].joins is None:
            return page.phrases[m]
    if letter == "O":
        m = page.phrase_of.get(nxt + 1)
        return page.phrases[m] if m is not None else None
    return _shared_genitive(page, nxt) if letter == "C" or _joined_noun(page, nxt) else None


def _nunated(page: Parsed, trigger: Trigger) -> bool:
    """An indefinite accusative takes no genitive: حصارا خانقا."""
    closing, text = page.tags.readings[trigger.last], page.doc.tokens[trigger.last].text
    return text.endswith(("ا", "اً")) and closing is not None and not closing.det and closing.lemma[-1] not in "اىء"


def _inside(page: Parsed, trigger: Trigger) -> Phrase | None:
    """The phrase in the gap of an expression: حبس 24 متهما على ذمة."""
    gap = [i for i in range(trigger.first + 1, trigger.last) if i not in trigger.words]
    opening = page.tags.readings[gap[0]] if gap else None
    if opening is not None and opening.lemma == "سراح":
        gap = gap[1:]  # إطلاق سراح | عشرين أسيرا
    run = [i for i in gap if page.tags.letters[i] in "ND" and i == gap[0] + gap.index(i)]
    if not run or page.tags.letters[gap[0]] not in "ND":
        return None
    first, last = run[0], run[0]
    while last + 1 in run:
        last += 1
    reading = page.tags.readings[first]
    if reading is not None and (reading.prep or reading.pos == "adj"):
        return None
    n = page.phrase_of.get(last)
    if (
        n is not None
        and gap[0] == trigger.first + 1
        and page.phrase_of.get(trigger.last) == n == page.phrase_of.get(first)
    ):
        return tail(page.tags, page.phrases[n], first)  # وفاة | نائب وزير الدفاع
    counts = n is not None and (page.phrases[n].number or page.tags.letters[first] == "D" or is_number(reading))
    if n is not None and counts and last + 1 in trigger.words and page.phrase_of.get(last + 1) == n:
        last = page.phrases[n].last  # نزوح آلاف الأسر
    return tail(page.tags, Phrase(first, last, first), first)


def _qualifies(trigger: Trigger, pos: str, det: bool) -> bool:
    return pos == "adj" and not (det and (trigger.reading is None or not trigger.reading.det))


def _joined_noun(page: Parsed, i: int) -> bool:
    reading = page.tags.readings[i]
    return page.tags.letters[i] == "N" and reading is not None and reading.conj == "و" and reading.form == "masdar"


def _shared_genitive(page: Parsed, joined: int) -> Phrase | None:
    """The genitive of the second of two nouns belongs to both: وفاة وإصابة 7 أشخاص."""
    n = page.phrase_of.get(joined)
    if n is None or page.phrases[n].first != joined:
        return None
    whole = page.phrases[n]
    if whole.last > joined:
        return tail(page.tags, whole, joined + 1)
    after = page.phrases[n + 1] if n + 1 < len(page.phrases) else None
    return after if after is not None and after.first == joined + 1 and after.number else None


def _names_a_spot(page: Parsed, phrase: Phrase) -> bool:
    """A town or smaller; a country may as well be the doer."""
    place = page.place_in(phrase)
    return place is not None and place.precision in ("town", "point") and place.first <= phrase.head + 1


def _genitive_function(page: Parsed, trigger: Trigger, genitive: Phrase) -> str:
    wanted = trigger.rule.frame.genitive
    head = page.tags.readings[genitive.head]
    spot = head is not None and head.ent in ("place_head", "building")  # قصف مواقع الحوثيين
    doer = page.phrase_classes(genitive) & DOERS and not genitive.number and not spot
    if genitive.first == trigger.last and doer and wanted != "object":
        return "subject"  # غارات | التحالف
    if trigger.last > trigger.first and trigger.rule.frame.object:
        return "object"  # إطلاق سراح | ستة أسرى
    if wanted != "either":
        return wanted
    return "subject" if doer else "object"


def _struck_building(page: Parsed, trigger: Trigger, genitive: Phrase) -> bool:
    """هجوم مقر الوزارة: what was hit, whoever sits there."""
    head = page.tags.readings[genitive.head]
    return trigger.rule.type.startswith("conflict.") and head is not None and head.ent == "building"


# ---- the verb that carries the noun


def _owner(page: Parsed, trigger: Trigger, undergoes: bool) -> Phrase | None:
    """Whom the pronoun on a noun stands for: the subject of the governing verb, else the nearest phrase before.

    Whom something is done to is seldom who does it: then the subject is left out.
    """
    reading = trigger.reading
    pronoun = reading.enc if reading is not None else ""
    verb, _how = governing(page, trigger)
    if verb is not None:
        subject, objects, passive = arguments(page, verb, trigger.sentence)
        asked = next((p for p in objects[:1] if p.last < trigger.first and page.phrase_classes(p) & DOERS), None)
        if asked is not None and refers(page, pronoun, asked):
            return asked  # أمرت المحكمة إسرائيل بوقف هجومها
        fits = subject is not None and not subject.first <= trigger.head <= subject.last
        if fits and subject is not None and refers(page, pronoun, subject):
            if not undergoes and not passive:
                return subject
            told = antecedent_of(page, pronoun, trigger.head, trigger.sentence, subject)
            return told or subject
    return antecedent_of(page, pronoun, trigger.head, trigger.sentence, None)


# ---- doers told after the noun


def relative_doer(page: Parsed, trigger: Trigger) -> list[Role]:
    """The doer in a clause after the noun that describes it: الضربات التي شنها الجيش، تفجير نفذه مسلحون."""
    if trigger.form in ("verb", "passive"):
        return []
    i = _describing_verb(page, trigger)
    verb = page.tags.readings[i] if i is not None else None
    if i is None or verb is None:
        return []
    if verb.lemma == "نسب":
        near = (page.phrase_of[j] for j in range(i + 1, i + 4) if j in page.phrase_of)
        return [Role("actor", page.phrases[n], "relative") for n in near if page.phrases[n].prep == ("الي",)][:1]
    if not carries_back(page, i) and not (verb.enc and verb.lemma == "تبنى"):
        return []
    after = bare_after(page, i, trigger.sentence)
    return [Role("actor", after[0], "relative")] if after else []


def _describing_verb(page: Parsed, trigger: Trigger) -> int | None:
    """The verb of a relative clause on the trigger's phrase, a prepositional phrase or two between."""
    _, end = page.doc.sentences[trigger.sentence]
    for i in range(trigger.last + 1, min(end, trigger.last + 10)):
        letter = page.tags.letters[i]
        if letter == "V":
            near = all(page.tags.letters[k] in "NXQ" for k in range(trigger.last + 1, i))
            return i if near or relative_word(page, i) is not None else None
        if letter in "SB.":
            return None
    return None


def spoken_doer(page: Parsed, trigger: Trigger) -> list[Role]:
    """The doer that the expression itself names: يصوت البرلمان، فجر انتحاري، مصادقة إسرائيل على."""
    verbal = trigger.form in ("verb", "passive")
    if not verbal and trigger.rule.frame.genitive == "object":
        return []
    for i in range(trigger.first, trigger.last + 1):
        n = page.phrase_of.get(i)
        if n is None or (i == trigger.head and verbal):
            continue
        phrase = page.phrases[n]
        if phrase.first < i and i in trigger.words and not verbal:
            continue
        told = tail(page.tags, phrase, max(i, phrase.first))
        head = page.tags.readings[told.head]
        party = head is not None and head.pos != "adj" and (head.ent in PARTIES or told.first in page.entity_at)
        if party and names_party(page, told):
            return [Role("actor", told)]
    return []
