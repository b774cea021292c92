"""Roles of a noun that tells an event: its genitive, its pronoun, the subject of its light verb, a doer told after it."""

from __future__ import annotations

from extract.afterverb import bare_after
from extract.agreement import DOERS, GROUND, PARTIES, THINGS, names_party, refers
from extract.clauses import arguments
from extract.genitives import genitive_of
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
    own = page.phrase_of.get(trigger.last)
    himself = reading is not None and reading.ent == "armed" and own is not None and len(trigger.words) == 1
    if frame.subject and himself and own is not None and page.phrases[own].head == trigger.head:
        return [Role(frame.subject, page.phrases[own])]  # انتحاريان اثنان
    found: list[Role] = []
    genitive = genitive_of(page, trigger)
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
    elif frame.object and _by_aircraft(page, trigger):
        found += _second(page, trigger, page.phrases[page.phrase_of[trigger.last]])
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
    owner = page.phrase_of.get(last + 1)
    if owner is not None and page.phrases[owner].prep == ("ل",):
        last = page.phrases[owner].last  # استهداف طائرة تابعة للجيش | مسجدا
    after = [p for p in after if p.first not in trigger.words]
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


def _names_a_spot(page: Parsed, phrase: Phrase) -> bool:
    """A town or smaller; a country may as well be the doer."""
    place = page.place_in(phrase)
    return place is not None and place.precision in ("town", "point") and place.first <= phrase.head + 1


#: What bears the name of who decided: سريان قرار | الرئيس.
_DECREES = frozenset(("قرار", "مرسوم", "أمر"))


def _genitive_function(page: Parsed, trigger: Trigger, genitive: Phrase) -> str:
    wanted = trigger.rule.frame.genitive
    head = page.tags.readings[genitive.head]
    spot = head is not None and head.ent in GROUND  # قصف مواقع الحوثيين
    doer = page.phrase_classes(genitive) & DOERS and not genitive.number and not spot
    if genitive.first == trigger.last and doer and wanted != "object":
        return "subject"  # غارات | التحالف
    if genitive.last < trigger.last and doer and trigger.reading is not None and trigger.reading.enc:
        return "subject"  # إعلان | التنظيم | مسؤوليته
    if trigger.last > trigger.first and trigger.rule.frame.object:
        closing = page.tags.readings[trigger.last]
        penal = wanted == "subject" and doer and closing is not None and closing.lemma == "عقوبة"
        decreed = (
            trigger.rule.type == "politics.decision" and doer and closing is not None and closing.lemma in _DECREES
        )
        fires = trigger.rule.frame.name == "fire_at" and doer  # إطلاق | الشرطة | النار
        penal = fires or ((penal or decreed) and _definite(page, genitive))
        return "subject" if penal else "object"  # فرض عقوبات | الأمم المتحدة, but إطلاق سراح | ستة أسرى
    if wanted == "object" and doer and trigger.rule.frame.subject == "actor" and _then_object(page, trigger, genitive):
        return "subject"
    if wanted != "either":
        return wanted
    return "subject" if doer else "object"


def _definite(page: Parsed, phrase: Phrase) -> bool:
    closing = page.tags.readings[phrase.last]
    return phrase.first in page.entity_at or (closing is not None and (closing.det or closing.pos == "name"))


def _then_object(page: Parsed, trigger: Trigger, genitive: Phrase) -> bool:
    """Another party or place right behind the genitive is what it was done to: اقتحام القوات | المخيم."""
    if not trigger.rule.type.startswith(("conflict.", "territory.", "law.")):
        return False
    second = next(iter(_second(page, trigger, genitive)), None)
    if second is None or second.phrase.first != genitive.last + 1:
        return False
    head = page.tags.readings[second.phrase.head]
    described = page.doc.tokens[second.phrase.head].somebody() is not None  # اعتقال الشرطة | صحافيا
    named = head is not None and (head.pos in ("noun", "name") or described)
    return named and bool(page.phrase_classes(second.phrase) & (PARTIES | THINGS | {"place"}))


def _by_aircraft(page: Parsed, trigger: Trigger) -> bool:
    """The expression itself says what did it: استهداف طائرة مسيرة | مسجدا."""
    own = (page.tags.readings[i] for i in trigger.words if i > trigger.first)
    return any(r is not None and r.ent == "aircraft" for r in own) and trigger.last in page.phrase_of


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
