"""Roles of a noun that tells an event: its genitive, its pronoun, the subject of its light verb, a doer told after it."""

from __future__ import annotations

from extract import grammar as g
from extract.agreement import DOERS, FORCES, THINGS, names_party, refers
from extract.clauses import antecedent_of, arguments, bare_after, before_relative, dropped_subject, relative_word
from extract.clean import fold
from extract.parsed import Parsed, lemma_key
from extract.phrases import Phrase, tail
from extract.role import Role
from extract.rules import table
from extract.triggers import Trigger

#: Lemma of a light verb -> how it carries its noun; the first class that lists it wins.
_LIGHT = {lemma_key(verb): how for how, verbs in reversed(table("cues/light.toml").items()) for verb in verbs}
#: Nouns that carry the noun after them: بدأت المحكمة جلسة محاكمة.
_CARRIED = frozenset(fold(noun) for noun in table("cues/light.toml")["nouns"])
#: How far before its noun a light verb may stand.
_REACH = 18
#: What is done by announcing it, or announced by who does it: a state of emergency, a deal, a rally.
_ANNOUNCED = ("politics.decision", "diplomacy.agreement", "diplomacy.ceasefire", "protest.", "conflict.deployment")
#: Nouns that say of their genitive that it does what follows: قيام الجيش بقصف، انطلاق القوات بهجوم.
_DOING = frozenset(("قيام", "انطلاق", "شروع", "إقدام", "استمرار", "مواصلة", "بدء", "شن", "تنفيذ", "مباشرة"))
_PARTY = DOERS | {"person"}


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
        if slot:
            found.append(Role(slot, genitive, "nominal"))
    elif reading is not None and reading.enc:
        taken, roles = _owned(page, trigger)
        found += roles
    if taken != "subject":
        found += _with_lam(page, trigger) or _light_subject(page, trigger)
    elif frame.object:
        found += _second(page, trigger, genitive)
    return found


def _owned(page: Parsed, trigger: Trigger) -> tuple[str, list[Role]]:
    """(function, role) of the pronoun on the noun: هجومه، اعتقالهم."""
    frame = trigger.rule.frame
    taken = "object" if frame.genitive == "object" and _governing(page, trigger)[1] != "do" else "subject"
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
    if n is None or not trigger.rule.frame.subject:
        return []
    phrase = page.phrases[n]
    if phrase.first != nxt or phrase.prep != ("ل",) or not page.phrase_classes(phrase) & DOERS:
        return []
    return [Role(trigger.rule.frame.subject, phrase, "nominal")]


def _genitive(page: Parsed, trigger: Trigger) -> Phrase | None:
    """What follows the noun in its own phrase, or right after it: سيطرة | القوات العراقية."""
    reading, letters = trigger.reading, page.tags.letters
    n = page.phrase_of.get(trigger.last)
    if n is None or (reading is not None and (reading.enc or _nunated(page, trigger))):
        return None
    whole = page.phrases[n]
    if trigger.rule.type == "politics.decision" and whole.first == trigger.first < trigger.last:
        return tail(page.tags, whole, trigger.first + 1)  # تمديد | حالة الطوارئ: the expression names what is decided
    if trigger.last > trigger.first:
        inside = _inside(page, trigger)
        if inside is not None:
            return inside
        closing = page.tags.readings[trigger.last]
        man = closing is not None and closing.ent in ("armed", "person", "official")
        qualifies = man and page.doc.tokens[trigger.last].reading("adj") is not None  # هجوم مسلح
        if closing is not None and not qualifies and closing.pos != "adj" and closing.ent in THINGS:
            return tail(page.tags, whole, trigger.last)  # تفجير مسجد: the expression names what was hit
    if whole.last > trigger.last:
        first = trigger.last + 1
        start = page.tags.readings[first]
        man = page.doc.tokens[first].reading("noun")
        victim = man is not None and man.ent == "person" and trigger.rule.frame.genitive == "object"  # اعتقال صحافي
        if letters[first] == "P" or (start is not None and not victim and _qualifies(trigger, start.pos, start.det)):
            return None  # هجوم انتحاري، الهجوم الانتحاري
        if reading is not None and reading.det:
            return None
        return tail(page.tags, whole, first)
    nxt = trigger.last + 1
    if nxt >= len(page.doc.tokens) or (reading is not None and reading.det):
        return None
    if letters[nxt] in "DNQ":
        m = page.phrase_of.get(nxt + (letters[nxt] == "Q"))
        if m is not None and not page.phrases[m].prep and page.phrases[m].joins is None:
            return page.phrases[m]
    if letters[nxt] == "O":
        m = page.phrase_of.get(nxt + 1)
        return page.phrases[m] if m is not None else None
    if letters[nxt] == "C" or _joined_noun(page, nxt):
        return _shared_genitive(page, nxt)
    return None


def _nunated(page: Parsed, trigger: Trigger) -> bool:
    """An indefinite accusative takes no genitive: حصارا خانقا."""
    closing, text = page.tags.readings[trigger.last], page.doc.tokens[trigger.last].text
    return text.endswith(("ا", "اً")) and closing is not None and not closing.det and closing.lemma[-1] not in "اىء"


def _inside(page: Parsed, trigger: Trigger) -> Phrase | None:
    """The phrase in the gap of an expression: حبس 24 متهما على ذمة."""
    gap = [i for i in range(trigger.first + 1, trigger.last) if i not in trigger.words]
    run = [i for i in gap if page.tags.letters[i] in "ND" and i == gap[0] + gap.index(i)]
    if not run or page.tags.letters[gap[0]] not in "ND":
        return None
    first, last = run[0], run[0]
    while last + 1 in run:
        last += 1
    reading = page.tags.readings[first]
    if reading is not None and (reading.prep or reading.pos == "adj"):
        return None
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
    doer = page.phrase_classes(genitive) & DOERS and not genitive.number
    if genitive.first == trigger.last and doer and wanted != "object":
        return "subject"  # غارات | التحالف
    if trigger.last > trigger.first and trigger.rule.frame.object:
        return "object"  # إطلاق سراح | ستة أسرى
    if wanted != "either":
        return wanted
    return "subject" if doer else "object"


# ---- the verb that carries the noun


def _governing(page: Parsed, trigger: Trigger) -> tuple[int | None, str]:
    """(the verb that carries the noun, how it carries it): see cues/light.toml; "" for any other verb."""
    first, _ = page.doc.sentences[trigger.sentence]
    i = trigger.first
    while i > max(first, trigger.first - _REACH):
        i -= 1
        letter = page.tags.letters[i]
        if letter == "V":
            outer = before_relative(page, i)
            if outer is not None:
                i = outer
                continue
            reading = page.tags.readings[i]
            return i, _LIGHT.get(lemma_key(reading.lemma), "") if reading is not None else ""
        if letter in "SRB.":
            return None, ""
    return None, ""


def _light_noun(page: Parsed, trigger: Trigger) -> Phrase | None:
    """The genitive of a noun of doing before the trigger: قيام الجيش بقصف."""
    n = page.phrase_of.get(trigger.first)
    if n is None or n == 0 or page.phrases[n].first != trigger.first or page.phrases[n].prep not in (("ب",), ()):
        return None
    before = page.phrases[n - 1]
    noun = page.tags.readings[before.first]
    if noun is None or noun.lemma not in _DOING or before.last + 1 != trigger.first or before.last == before.first:
        return None
    doer = tail(page.tags, before, before.first + 1)
    return doer if page.phrase_classes(doer) & _PARTY else None


def _carries(page: Parsed, verb: int, trigger: Trigger) -> bool:
    """Whether the noun is what the verb carries, not the setting or the cause of something else that it carries."""
    n = page.phrase_of.get(trigger.first)
    own = page.phrases[n].first if n is not None else trigger.first
    for i in range(verb + 1, own):
        letter, token = page.tags.letters[i], page.doc.tokens[i]
        if letter == "P" and g.bare(token.key, g.ANCHORS) is not None:
            return False
        reading = page.tags.readings[i]
        if letter != "N" or reading is None or reading.pos != "noun" or page.forms(i) & _CARRIED:
            continue
        if reading.ent == "event" or reading.evt:
            following = page.tags.readings[own]
            return following is not None and following.conj == "و"
    return True


def _light_subject(page: Parsed, trigger: Trigger) -> list[Role]:
    """The subject of a light verb: the doer of its noun (شن الجيش هجوما), or whom it befell (تعرض الموكب لهجوم)."""
    verb, how = _governing(page, trigger)
    doing = _light_noun(page, trigger)
    if doing is not None:
        return [Role(trigger.rule.frame.subject, doing, "nominal")] if trigger.rule.frame.subject else []
    if verb is None or how not in ("do", "phase", "stop", "undergo"):
        return []
    frame = trigger.rule.frame
    subject, _objects, passive = arguments(page, verb, trigger.sentence)
    if passive:
        return []
    subject = subject or dropped_subject(page, verb, trigger.sentence)
    if subject is None or subject.first <= trigger.head <= subject.last or not _carries(page, verb, trigger):
        return []
    if how == "undergo":
        return [Role("target", subject)]
    announcing = page.tags.readings[verb]
    own = page.phrase_classes(subject) & FORCES or trigger.rule.type.startswith(_ANNOUNCED)
    if announcing is not None and announcing.lemma == "أعلن" and not own:
        return []  # whoever announces an arrest need not have made it; an army that announces a capture has
    return [Role(frame.subject, subject)] if frame.subject else []


def _owner(page: Parsed, trigger: Trigger, undergoes: bool) -> Phrase | None:
    """Whom the pronoun on a noun stands for: the subject of the governing verb, else the nearest phrase before.

    Whom something is done to is seldom who does it: then the subject is left out.
    """
    reading = trigger.reading
    pronoun = reading.enc if reading is not None else ""
    verb, _how = _governing(page, trigger)
    if verb is not None:
        subject, _objects, passive = arguments(page, verb, trigger.sentence)
        fits = subject is not None and not subject.first <= trigger.head <= subject.last
        if fits and subject is not None and refers(page, pronoun, subject):
            if not undergoes and not passive:
                return subject
            told = antecedent_of(page, pronoun, trigger.head, trigger.sentence, subject)
            return told or subject
    return antecedent_of(page, pronoun, trigger.head, trigger.sentence, None)


def carried(page: Parsed, trigger: Trigger) -> bool:
    """A light verb before or right after the noun, or an indefinite noun at the head of a headline."""
    if _governing(page, trigger)[1]:
        return True
    first, end = page.doc.sentences[trigger.sentence]
    opens = page.doc.field == "title" or trigger.first == 0
    heading = opens and all(page.tags.letters[i] not in "VP" for i in range(first, trigger.first))
    if heading and trigger.reading is not None and not (trigger.reading.det or trigger.reading.prep):
        return True
    for i in range(trigger.last + 1, min(end, trigger.last + 6)):
        if page.tags.letters[i] == "V":
            reading = page.tags.readings[i]
            return reading is not None and lemma_key(reading.lemma) in _LIGHT
        if page.tags.letters[i] in "SR.B":
            break
    return False


# ---- doers told after the noun


def carries_back(page: Parsed, i: int) -> bool:
    """A light verb with a pronoun takes up the noun before it: شنها، نفذته."""
    verb = page.tags.readings[i]
    return verb is not None and bool(verb.enc) and _LIGHT.get(lemma_key(verb.lemma)) in ("do", "phase")


def relative_doer(page: Parsed, trigger: Trigger) -> list[Role]:
    """The doer in a clause after the noun that describes it: الضربات التي شنها الجيش، تفجير نفذه مسلحون."""
    if trigger.form in ("verb", "passive"):
        return []
    i = _describing_verb(page, trigger)
    verb = page.tags.readings[i] if i is not None else None
    if i is None or verb is None:
        return []
    if verb.lemma == "نسب":
        blamed = next((p for p in page.phrases if p.first > i and p.prep == ("الي",)), None)
        return [Role("actor", blamed, "relative")] if blamed is not None and blamed.first <= i + 3 else []
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
        party = head is not None and head.pos != "adj" and (head.ent in _PARTY or told.first in page.entity_at)
        if party and names_party(page, told):
            return [Role("actor", told)]
    return []
