"""Who did what to whom: the phrases around a trigger, put into slots by its frame."""

from __future__ import annotations

from dataclasses import dataclass

from extract import grammar as g
from extract.parsed import Parsed, lemma_key
from extract.phrases import Phrase
from extract.rules import table
from extract.tokens import Analysis
from extract.triggers import Trigger
from extract.types import Via

_FORCES = frozenset(("armed", "state_force", "non_state"))
#: What can be hit, taken or given; other nouns of a verb's own expression only complete it (أطلق النار، فرض حصارا).
_THINGS = frozenset(
    ("person", "armed", "vehicle", "aircraft", "building", "goods", "org", "official", "place", "group", "money")
)
#: Lemma of a light verb -> how it carries its noun; the first class that lists it wins.
_LIGHT = {lemma_key(verb): how for how, verbs in reversed(table("cues/light.toml").items()) for verb in verbs}
_AGENT_PHRASES = (("علي", "يد"), ("علي", "ايدي"), ("من", "قبل"), ("من", "جانب"), ("بواسطه",), ("بايدي",), ("بيد",))
_DOERS = frozenset(
    (
        "armed",
        "official",
        "org",
        "title",
        "aircraft",
        "state",
        "state_force",
        "non_state",
        "igo",
        "company",
        "media",
        "group",
    )
)


@dataclass(frozen=True, slots=True)
class Role:
    """One phrase in one slot."""

    slot: str
    phrase: Phrase
    via: Via = "explicit"


def roles(page: Parsed, trigger: Trigger) -> list[Role]:
    """All roles of a trigger, in the order told."""
    found = _verb(page, trigger) if trigger.form in ("verb", "passive") else _noun(page, trigger)
    found.extend(_prepositional(page, trigger))
    found.extend(_agent_phrase(page, trigger))
    if trigger.rule.frame.subject == "actor" and not any(r.slot == "actor" for r in found):
        found.extend(_relative_doer(page, trigger) or _spoken_doer(page, trigger))
    return _with_joined(page, _unique(page, found))


def _relative_doer(page: Parsed, trigger: Trigger) -> list[Role]:
    """The doer in a relative clause after the noun: الضربات التي شنها الجيش، تفجير نفذه مسلحون."""
    if trigger.form in ("verb", "passive"):
        return []
    n = page.phrase_of.get(trigger.last)
    i = (page.phrases[n].last if n is not None else trigger.last) + 1
    tokens = page.doc.tokens
    if i < len(tokens) and page.tags.letters[i] == "R":
        i += 1
    if i >= len(tokens) or page.tags.letters[i] != "V" or tokens[i].sent != trigger.sentence:
        return []
    verb = page.tags.readings[i]
    if verb is None or not verb.enc or _LIGHT.get(lemma_key(verb.lemma)) != "do":
        return []
    after = _bare_after(page, i, trigger.sentence)
    return [Role("actor", after[0], "relative")] if after else []


def _spoken_doer(page: Parsed, trigger: Trigger) -> list[Role]:
    """The doer that the expression itself names: يصوت البرلمان، فجر انتحاري، مصادقة إسرائيل على."""
    if trigger.form not in ("verb", "passive") and trigger.rule.frame.genitive == "object":
        return []
    for i in range(trigger.first, trigger.last + 1):
        n = page.phrase_of.get(i)
        if n is None or (i == trigger.head and trigger.form in ("verb", "passive")):
            continue
        phrase = page.phrases[n]
        if phrase.first < i and i in trigger.words and trigger.form not in ("verb", "passive"):
            continue
        first = i if phrase.first < i else phrase.first
        told = _tail(page, phrase, first)
        head = page.tags.readings[told.head]
        if head is not None and (head.ent in _DOERS or head.ent == "person" or told.first in page.entity_at):
            return [Role("actor", told)]
    return []


def allowed(page: Parsed, trigger: Trigger) -> bool:
    """What a rule asks of its subject, and of a bare noun: that a light verb carries it or a headline begins with it."""
    rule = trigger.rule
    single = len(trigger.words) == 1
    if rule.subject and single and trigger.form == "verb":
        subject, _objects, passive = arguments(page, trigger.head, trigger.sentence)
        if subject is not None and not passive:
            head = page.tags.readings[subject.head]
            classes = page.phrase_classes(subject)
            return bool(rule.subject & classes) or head is None or not head.known or head.pos == "name"
    if rule.fact_verbs_only and single and trigger.form == "masdar":
        return _carried(page, trigger)
    return True


def _carried(page: Parsed, trigger: Trigger) -> bool:
    """A light verb before or right after the noun, or an indefinite noun at the head of a headline."""
    if _governing(page, trigger)[1]:
        return True
    _, end = page.doc.sentences[trigger.sentence]
    for i in range(trigger.last + 1, min(end, trigger.last + 6)):
        if page.tags.letters[i] == "V":
            reading = page.tags.readings[i]
            return reading is not None and lemma_key(reading.lemma) in _LIGHT
        if page.tags.letters[i] in "SR.B":
            break
    reading = trigger.reading
    first, _ = page.doc.sentences[trigger.sentence]
    heading = page.doc.field == "title" and all(page.tags.letters[i] not in "VP" for i in range(first, trigger.first))
    return heading and reading is not None and not reading.det and not reading.prep


# ---- verbs


def _verb(page: Parsed, trigger: Trigger) -> list[Role]:
    frame, reading = trigger.rule.frame, trigger.reading
    subject, objects, passive = arguments(
        page, trigger.head, trigger.sentence, trigger.form == "passive", trigger.words
    )
    found: list[Role] = []
    if (
        subject is not None
        and subject.first < trigger.head
        and trigger.words & set(range(subject.first, subject.last + 1))
    ):
        return [Role(frame.subject, subject)] if page.phrase_classes(subject) & (_DOERS | {"person"}) else []
    if subject is not None and trigger.words & set(range(subject.first, subject.last + 1)):
        subject = None  # the expression names its own subject: الانتحاري الذي استهدف
    if passive and frame.object:
        if subject is not None:
            found.append(Role(frame.object, subject))
        return found
    if subject is not None and frame.subject:
        found.append(Role(frame.subject, subject))
    elif frame.subject and subject is None:
        dropped = dropped_subject(page, trigger.head, trigger.sentence)
        if dropped is not None:
            found.append(Role(frame.subject, dropped, "pro_drop"))
    if frame.object:
        if reading is not None and reading.enc:
            antecedent = antecedent_of(page, trigger.head, trigger.sentence, subject)
            if antecedent is not None:
                found.append(Role(frame.object, antecedent, "clitic"))
        elif objects:
            found.append(Role(frame.object, objects[0]))
    return found


def arguments(
    page: Parsed, head: int, sentence: int, passive: bool = False, words: frozenset[int] = frozenset()
) -> tuple[Phrase | None, list[Phrase], bool]:
    """(subject, objects, passive) of the verb at `head`, by order and agreement.

    After the verb come subject and object (VSO); a bare phrase before it is the subject (SVO); a lone counted or
    disagreeing phrase after a transitive verb that may be passive is its object told as passive. `words` belong to the
    verb's own expression (شن هجوما): they are never its subject.
    """
    reading = page.tags.readings[head]
    after = _bare_after(page, head, sentence)
    own = [p for p in after if p.first != head and (p.head in words or p.first in words)]
    after = [p for p in after if p not in own]
    before = _subject_before(page, head, sentence)
    if before is not None and reading is not None and not _agrees(page, reading, before, svo=True):
        before = None
    if before is not None and _resumed(page, head, reading) and (after or own):
        before = None  # الوقت الذي وعدت فيه الحكومة: what is qualified is not the subject
    if reading is not None and reading.conj and before is not None:
        before = None
    if before is not None:
        if passive or (not after and _may_be_passive(page, reading, before)):
            return before, [], True
        things = [p for p in own if page.phrase_classes(p) & _THINGS]
        return before, things or after, False
    if own:
        return _own_subject(page, reading, after, own)
    if not after:
        return None, [], passive
    first = after[0]
    if passive:
        return first, [], True
    if reading is not None and not _agrees(page, reading, first, svo=False):
        return None, after, False
    if len(after) == 1 and _may_be_passive(page, reading, first):
        return first, [], True
    return first, after[1:], False


def _own_subject(
    page: Parsed, reading: Analysis | None, after: list[Phrase], own: list[Phrase]
) -> tuple[Phrase | None, list[Phrase], bool]:
    """A phrase of the verb's own expression is its object, unless it can only be the subject (تبناه تنظيم، فجر انتحاري)."""
    if after and after[0].first < own[0].first:
        return after[0], own if page.phrase_classes(own[0]) & _THINGS else after[1:], False
    classes = page.phrase_classes(own[0])
    if (reading is not None and reading.enc) or classes & (_DOERS | {"person"}):
        return own[0], after, False
    return None, own if classes & _THINGS else after, False


def _resumed(page: Parsed, head: int, reading: Analysis | None) -> bool:
    """A relative clause that takes its antecedent up again: الذي وعدت فيه، التي تقودها."""
    if head == 0 or page.tags.letters[head - 1] != "R" or reading is None:
        return False
    if reading.enc:
        return True
    nxt = head + 1
    if nxt >= len(page.doc.tokens) or page.tags.letters[nxt] != "P":
        return False
    following = page.tags.readings[nxt]
    return following is not None and bool(following.enc)


def _bare_after(page: Parsed, last: int, sentence: int) -> list[Phrase]:
    """Phrases after the verb without preposition, up to where the clause ends; at most two."""
    _, end = page.doc.sentences[sentence]
    found: list[Phrase] = []
    letters = page.tags.letters
    i = last + 1
    inside = page.phrase_of.get(last)
    if inside is not None and page.phrases[inside].last > last:
        i = page.phrases[inside].last + 1
    while i < end and len(found) < 2:
        letter = letters[i]
        if letter in "SRB.VA" or (letter == "," and found):
            break
        n = page.phrase_of.get(i)
        if n is None:
            i += 1
            continue
        phrase = page.phrases[n]
        if not phrase.prep and phrase.joins is None:
            found.append(phrase)
        i = phrase.last + 1
    return found


def _subject_before(page: Parsed, head: int, sentence: int) -> Phrase | None:
    """The first bare phrase between the start of the clause and the verb."""
    first, _ = page.doc.sentences[sentence]
    letters = page.tags.letters
    found = _unmarked_relative(page, head)
    if found is not None:
        return found
    i = head - 1
    quoted = page.doc.tokens[head].quoted
    while i >= first:
        if letters[i] in "SB.V" or (quoted and not page.doc.tokens[i].quoted and letters[i] != "Q"):
            break
        if letters[i] == "R":
            # The verb of a relative clause: what it qualifies is its subject.
            return _phrase_ending(page, i - 1)
        n = page.phrase_of.get(i)
        if n is None:
            i -= 1
            continue
        phrase = page.phrases[n]
        if not phrase.prep and phrase.joins is None:
            found = phrase
        i = phrase.first - 1
    return found


def _unmarked_relative(page: Parsed, head: int) -> Phrase | None:
    """The indefinite phrase right before a verb that describes it: انفجار سيارة مفخخة استهدف قافلة."""
    n = page.phrase_of.get(head - 1)
    if n is None:
        return None
    phrase = page.phrases[n]
    noun = page.tags.readings[phrase.head]
    if noun is None or noun.det or noun.enc or noun.pos == "name" or not noun.known or phrase.first in page.entity_at:
        return None
    return phrase if phrase.prep else None


def _phrase_ending(page: Parsed, i: int) -> Phrase | None:
    while i >= 0 and page.tags.letters[i] in "Q,":
        i -= 1
    n = page.phrase_of.get(i)
    return page.phrases[n] if n is not None else None


def _agrees(page: Parsed, verb: Analysis, phrase: Phrase, *, svo: bool) -> bool:
    """Gender agreement of third-person verb and subject, where both are known; numbers and plurals are lenient."""
    head = page.tags.readings[phrase.head]
    if head is None or not verb.gen or not head.gen or not head.known:
        return True
    if phrase.number and not svo:
        return verb.gen == head.gen or verb.gen == "m" or (head.num == "p" and head.ent not in ("person", "armed"))
    if head.num == "p":
        human = head.ent in ("person", "official", "armed", "title")
        if verb.gen == "f":
            return not (human and head.gen == "m" and head.form == "plural_sound")
        return human or head.gen == "m" or not svo
    if svo and verb.num == "p" and head.num == "s":
        return False
    return verb.gen == head.gen or (verb.gen == "m" and not svo and not _adjacent(phrase, verb))


def _adjacent(phrase: Phrase, verb: Analysis) -> bool:
    return bool(phrase and verb)


def _may_be_passive(page: Parsed, verb: Analysis | None, phrase: Phrase) -> bool:
    """A verb that is spelled alike in both voices, with a counted, indefinite or wounded party as its only phrase."""
    if verb is None or verb.vox == "a" or verb.enc:
        return False
    head = page.tags.readings[phrase.head]
    if phrase.number or (head is not None and head.num == "d"):
        return True
    return head is not None and not head.det and head.ent == "person" and not head.enc


def dropped_subject(page: Parsed, head: int, sentence: int) -> Phrase | None:
    """The subject of the verb before, for a verb that names none."""
    first, _ = page.doc.sentences[sentence]
    for i in range(head - 1, first - 1, -1):
        if page.tags.letters[i] == "V":
            subject, _objects, passive = arguments(page, i, sentence)
            return None if passive else subject
    return None


def antecedent_of(page: Parsed, head: int, sentence: int, subject: Phrase | None) -> Phrase | None:
    """What an attached pronoun stands for: the nearest phrase before that agrees and is not the subject."""
    reading = page.tags.readings[head]
    if reading is None:
        return None
    gender = "f" if reading.enc == "ها" else "m"
    first, _ = page.doc.sentences[sentence]
    if page.tags.letters[head - 1 : head] == ["R"]:
        return _phrase_ending(page, head - 2)
    n = next((page.phrase_of[j] for j in range(head - 1, first - 1, -1) if j in page.phrase_of), None)
    while n is not None and n >= 0 and page.phrases[n].first >= first:
        phrase = page.phrases[n]
        known = page.tags.readings[phrase.head]
        if phrase is not subject and (known is None or not known.gen or known.gen == gender or known.num == "p"):
            return phrase
        n -= 1
    return None


# ---- nouns


def _noun(page: Parsed, trigger: Trigger) -> list[Role]:
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
        owner = _owner(page, trigger)
        governing = _governing(page, trigger)[1]
        taken = "object" if frame.genitive == "object" and governing != "do" else "subject"
        slot = frame.subject if taken == "subject" else frame.object
        if owner is not None and slot:
            found.append(Role(slot, owner, "clitic"))
    if taken != "subject":
        found.extend(_with_lam(page, trigger) or _light_subject(page, trigger))
    if taken != "object" and frame.object and taken == "subject":
        after = _bare_after(page, genitive.last if genitive else trigger.last, trigger.sentence)
        if after and after[0].first <= (genitive.last if genitive else trigger.last) + 2:
            found.append(Role(frame.object, after[0]))
    return found


def _with_lam(page: Parsed, trigger: Trigger) -> list[Role]:
    """The doer after an indefinite noun: هجوم لمسلحين، غارات لطائرات التحالف."""
    nxt = trigger.last + 1
    n = page.phrase_of.get(nxt)
    if n is None or not trigger.rule.frame.subject:
        return []
    phrase = page.phrases[n]
    if phrase.first != nxt or phrase.prep != ("ل",) or not page.phrase_classes(phrase) & _DOERS:
        return []
    return [Role(trigger.rule.frame.subject, phrase, "nominal")]


def _genitive(page: Parsed, trigger: Trigger) -> Phrase | None:
    """What follows the noun in its own phrase, or right after it: سيطرة | القوات العراقية."""
    reading = trigger.reading
    n = page.phrase_of.get(trigger.last)
    if n is None or (reading is not None and reading.enc):
        return None
    whole = page.phrases[n]
    if trigger.last > trigger.first and page.phrase_classes(_tail(page, whole, trigger.last)) & _THINGS:
        return _tail(page, whole, trigger.last)  # تفجير مسجد: the expression names what was hit
    if whole.last > trigger.last:
        first = trigger.last + 1
        start = page.tags.readings[first]
        if start is not None and start.pos == "adj" and not (start.det and (reading is None or not reading.det)):
            return None  # هجوم انتحاري، الهجوم الانتحاري
        if reading is not None and reading.det:
            return None
        return _tail(page, whole, first)
    nxt = trigger.last + 1
    if nxt < len(page.doc.tokens) and page.tags.letters[nxt] in "DNQ" and not (reading is not None and reading.det):
        m = page.phrase_of.get(nxt + (page.tags.letters[nxt] == "Q"))
        if m is not None and not page.phrases[m].prep and page.phrases[m].joins is None:
            return page.phrases[m]
    if nxt < len(page.doc.tokens) and page.tags.letters[nxt] == "O":
        m = page.phrase_of.get(nxt + 1)
        return page.phrases[m] if m is not None else None
    return None


def _tail(page: Parsed, whole: Phrase, first: int) -> Phrase:
    """The rest of a phrase as a phrase of its own."""
    number = page.tags.letters[first] == "D"
    reading = page.tags.readings[first]
    number = number or (reading is not None and reading.pos == "num")
    head = first
    while (
        number
        and head < whole.last
        and (page.tags.letters[head] == "D" or ((r := page.tags.readings[head]) is not None and r.pos == "num"))
    ):
        head += 1
    return Phrase(first, whole.last, head, number=number)


def _names_a_spot(page: Parsed, phrase: Phrase) -> bool:
    """A town or smaller; a country may as well be the doer."""
    place = page.place_in(phrase)
    return place is not None and place.precision in ("town", "point") and place.first <= phrase.head + 1


def _genitive_function(page: Parsed, trigger: Trigger, genitive: Phrase) -> str:
    wanted = trigger.rule.frame.genitive
    if trigger.last > trigger.first and trigger.rule.frame.object:
        return "object"  # إطلاق سراح | ستة أسرى
    if wanted != "either":
        return wanted
    return "subject" if page.phrase_classes(genitive) & _DOERS and not genitive.number else "object"


def _governing(page: Parsed, trigger: Trigger) -> tuple[int | None, str]:
    """(the verb that carries the noun, how it carries it): see cues/light.toml; "" for any other verb."""
    first, _ = page.doc.sentences[trigger.sentence]
    for i in range(trigger.first - 1, max(first, trigger.first - 18) - 1, -1):
        letter = page.tags.letters[i]
        if letter == "V":
            reading = page.tags.readings[i]
            return i, _LIGHT.get(lemma_key(reading.lemma), "") if reading is not None else ""
        if letter in "SRB.":
            return None, ""
    return None, ""


def _light_subject(page: Parsed, trigger: Trigger) -> list[Role]:
    """The subject of a light verb: the doer of its noun (شن الجيش هجوما), or whom it befell (تعرض الموكب لهجوم)."""
    verb, how = _governing(page, trigger)
    if verb is None or how not in ("do", "phase", "stop", "undergo"):
        return []
    frame = trigger.rule.frame
    subject, _objects, passive = arguments(page, verb, trigger.sentence)
    if passive:
        return []
    if subject is None:
        subject = dropped_subject(page, verb, trigger.sentence)
    if subject is None or subject.first <= trigger.head <= subject.last:
        return []
    if how == "undergo":
        return [Role("target", subject)]
    announcing = page.tags.readings[verb]
    if announcing is not None and announcing.lemma == "أعلن" and not page.phrase_classes(subject) & _FORCES:
        return []  # whoever announces an arrest need not have made it; an army that announces a capture has
    return [Role(frame.subject, subject)] if frame.subject else []


def _owner(page: Parsed, trigger: Trigger) -> Phrase | None:
    """Whom the pronoun on a noun stands for: the subject of the governing verb, else the nearest phrase before."""
    verb, _how = _governing(page, trigger)
    if verb is not None:
        subject, _objects, passive = arguments(page, verb, trigger.sentence)
        if subject is not None and not passive and not subject.first <= trigger.head <= subject.last:
            return subject
    return antecedent_of(page, trigger.head, trigger.sentence, None)


# ---- prepositions


def _prepositional(page: Parsed, trigger: Trigger) -> list[Role]:
    """Complements whose preposition the frame knows, up to the end of the clause."""
    found: list[Role] = []
    for phrase in _governed(page, trigger):
        slot = _slot_of(page, trigger, phrase)
        if slot:
            found.append(Role(slot, phrase))
    return found


def _governed(page: Parsed, trigger: Trigger) -> list[Phrase]:
    _, end = page.doc.sentences[trigger.sentence]
    found: list[Phrase] = []
    letters = page.tags.letters
    i = trigger.last + 1
    while i < end:
        letter = letters[i]
        if letter in "B." or (letter == "S" and found) or (letter == "S" and i > trigger.last + 1):
            break
        if letter == "V" and i > trigger.last + 1 and letters[i - 1] != "R":
            break
        n = page.phrase_of.get(i)
        if n is None:
            i += 1
            continue
        phrase = page.phrases[n]
        if phrase.prep and phrase.joins is None:
            found.append(phrase)
        i = max(phrase.last, i) + 1
    return found[:5]


def _slot_of(page: Parsed, trigger: Trigger, phrase: Phrase) -> str:
    at = phrase.prep_at if phrase.prep_at is not None else phrase.first
    for words, slot in trigger.rule.frame.prepositions:
        if len(words) == 1 and (phrase.prep[-1:] == words or phrase.prep == words):
            return slot
        if len(words) == 2 and phrase.prep[-1:] == words[:1] and words[1] in page.forms(phrase.first):
            return slot
        if len(words) == 2 and at >= 1 and words[0] in page.forms(at - 1) and words[1] == phrase.prep[-1]:
            return slot
    return ""


def _agent_phrase(page: Parsed, trigger: Trigger) -> list[Role]:
    """على يد، من قبل: the doer after a passive or a masdar."""
    if not trigger.rule.frame.subject:
        return []
    for i in range(trigger.last + 1, min(trigger.last + 12, len(page.doc.tokens) - 1)):
        if page.tags.letters[i] in "B.":
            break
        for words in _AGENT_PHRASES:
            if all(i + k < len(page.doc.tokens) and w in page.forms(i + k) for k, w in enumerate(words)):
                n = page.phrase_of.get(i + len(words))
                phrase = page.phrases[n] if n is not None else None
                if phrase is None:
                    n = page.phrase_of.get(i + len(words) - 1)
                    phrase = page.phrases[n] if n is not None else None
                if phrase is not None and phrase.last >= i + len(words):
                    return [Role("actor", _tail(page, phrase, i + len(words)))]
    return []


# ---- joining


def _unique(page: Parsed, found: list[Role]) -> list[Role]:
    """Each phrase once; a slot is not filled twice by prepositions; adverbial phrases fill none."""
    kept: list[Role] = []
    for role in found:
        if any(r.phrase.first == role.phrase.first for r in kept) or _adverbial(page, role.phrase):
            continue
        if role.phrase.prep and any(r.slot == role.slot and r.phrase.prep != role.phrase.prep for r in kept):
            continue
        kept.append(role)
    return kept


def _adverbial(page: Parsed, phrase: Phrase) -> bool:
    reading = page.tags.readings[phrase.head]
    if reading is None:
        return False
    return reading.ent in ("time", "unit") or lemma_key(reading.lemma) in g.ADVERBIAL


def _with_joined(page: Parsed, found: list[Role]) -> list[Role]:
    """Coordinated phrases share the slot: الجيش والشرطة."""
    out: list[Role] = []
    for role in found:
        out.append(role)
        n = page.phrase_of.get(role.phrase.first)
        if n is None:
            continue
        for m in range(n + 1, min(n + 4, len(page.phrases))):
            joined = page.phrases[m]
            head = page.tags.readings[joined.head]
            if joined.joins is None or joined.joins < n or (head is not None and head.evt and not joined.number):
                break
            out.append(Role(role.slot, joined, role.via))
    return out
