"""Who did what to whom: the phrases around a trigger, put into slots by its frame.

Verbs give subject and object (verb_roles), nouns their genitive, their owner and what a light verb says (noun_roles), both
what prepositions add (complements). Here the findings are joined: each phrase once, and what is coordinated with it.
"""

from __future__ import annotations

from dataclasses import replace

from extract import grammar as g
from extract.addressees import concerned
from extract.afterverb import bare_after
from extract.agreement import adverbial, can_act, names_party
from extract.circumstance import circumstance_roles, circumstantial
from extract.clauses import arguments
from extract.complements import agent_phrase, prepositional, weapon_owner
from extract.judging import judged
from extract.light import carried, governing
from extract.noun_roles import noun_roles, relative_doer, spoken_doer
from extract.parsed import Parsed
from extract.phrases import Phrase
from extract.pronouns import dropped_subject, speaker_before
from extract.role import Role
from extract.sides import both_sides
from extract.speakers import headline_speaker
from extract.struck import struck
from extract.tolls import whose_dead
from extract.triggers import Trigger
from extract.verb_roles import addressed, verb_roles

__all__ = ["Role", "allowed", "arguments", "roles"]

_REACH = 5
_WHICH = frozenset(("ما", "مما", "بما", "وهو", "وهي"))
_CLAUSE = frozenset("VRS")
#: What "we" do in no report: نصيب and نصاب are nouns, نقتلهم a writer's.
_NEVER_OURS = ("harm.", "law.", "disaster.", "accident.", "life.")


def roles(page: Parsed, trigger: Trigger) -> list[Role]:
    """All roles of a trigger, in the order told."""
    verbal = trigger.form in ("verb", "passive")
    found = [] if trigger.rule.type.startswith("statement.") else agent_phrase(page, trigger)
    found += weapon_owner(page, trigger)
    if circumstantial(page, trigger):
        found += circumstance_roles(page, trigger)
    else:
        found += verb_roles(page, trigger) if verbal else noun_roles(page, trigger)
    found += prepositional(page, trigger)
    if not any(r.slot.startswith("target") and r.via == "explicit" and page.place_in(r.phrase) is None for r in found):
        found += struck(page, trigger)
    kept, judged_of = judged(page, trigger, found), len(found)
    if not any(r.slot == "target" for r in kept):
        found += whose_dead(page, trigger) or concerned(page, trigger)
    if trigger.rule.frame.name == "spoken_of":
        found += _sayer(page, trigger)
    if trigger.rule.frame.subject == "actor" and not any(r.slot == "actor" for r in found):
        spoken = [r for r in spoken_doer(page, trigger) if not _cast(found, r)]
        found += relative_doer(page, trigger) or spoken or _sayer(page, trigger)
    if len(found) > judged_of:
        kept = judged(page, trigger, found)
    return both_sides(page, trigger, _with_joined(page, trigger, _unique(page, kept)))


def _cast(found: list[Role], role: Role) -> bool:
    """Whether a phrase has a role already: in قتل جندي بالرصاص the soldier shot nobody."""
    return any(r.phrase.first <= role.phrase.first <= r.phrase.last for r in found)


def _sayer(page: Parsed, trigger: Trigger) -> list[Role]:
    """Who says what amounts to a statement: قال فلان إنه لا بديل عن الاتفاق، and in a headline فلان: لا بديل."""
    if not trigger.rule.type.startswith("statement."):
        return []
    speaker = headline_speaker(page)
    if speaker is None or speaker.last >= trigger.first:
        speaker = speaker_before(page, trigger.first, trigger.sentence, reach=1)
    return [Role("actor", speaker, "pro_drop")] if speaker is not None and can_act(page, speaker) else []


def allowed(page: Parsed, trigger: Trigger) -> bool:
    """What a rule asks of its subject, and of a bare noun: that a light verb carries it or a headline begins with it."""
    rule = trigger.rule
    single = len(trigger.words) == 1
    if _first_person(trigger):
        return False
    if _manner(page, trigger):
        return False
    if rule.subject and trigger.form in ("participle", "masdar"):
        if circumstantial(page, trigger):
            return True
        if trigger.form == "participle":
            return False
    if rule.subject and trigger.form == "verb":
        if trigger.head and page.doc.tokens[trigger.head - 1].key in _WHICH and not _taken_up(page, trigger):
            return False  # ما يهدد بإثارة غضب: a fact does it, nobody speaks
        subject, objects, passive = arguments(page, trigger.head, trigger.sentence, words=trigger.words)
        if subject is not None and not objects and not passive:
            subject, _ = addressed(page, trigger, subject)
        if subject is None:
            subject = dropped_subject(page, trigger.head, trigger.sentence)
        if subject is not None and not passive:
            head = page.tags.readings[subject.head]
            classes = page.phrase_classes(subject)
            named = head is None or not head.known or head.pos == "name" or (head.pos == "adj" and head.det)
            named = named or (head is not None and head.lemma == "عبد")  # عبد الفتاح البرهان
            return named or bool(rule.subject & classes)
    if rule.fact_verbs_only and single and trigger.form == "masdar":
        return carried(page, trigger)
    return True


def _taken_up(page: Parsed, trigger: Trigger) -> bool:
    """Somebody speaks of all that was told: وهو ما نفته موسكو."""
    before = page.doc.tokens[trigger.head - 2].key if trigger.head > 1 else ""
    return trigger.reading is not None and bool(trigger.reading.enc) and before in ("وهو", "هو")


def _manner(page: Parsed, trigger: Trigger) -> bool:
    """احتجاجا على, تنديدا بـ: why something else was done; نظموا احتجاجا is done itself."""
    reading = trigger.reading
    if trigger.form != "masdar" or reading is None or reading.det or trigger.first != trigger.last:
        return False
    accusative = page.doc.tokens[trigger.head].text.endswith(("ا", "اً"))
    if not accusative or reading.key not in g.MANNERS:
        return False
    verb, how = governing(page, trigger)
    if verb is None or how not in ("do", "happen", "stage"):
        return True
    own = range(verb + 1, trigger.head)
    if any(_object_before(page, i) for i in own if page.tags.letters[i] == "N"):
        return True  # أعلنوا حدادا | احتجاجا
    first_two = bare_after(page, verb, trigger.sentence)[:2]  # its subject and its object
    return not any(phrase.first <= trigger.head <= phrase.last for phrase in first_two)


def _object_before(page: Parsed, i: int) -> bool:
    reading = page.tags.readings[i]
    plain = reading is not None and reading.pos == "noun" and not (reading.det or reading.prep or reading.enc)
    return plain and page.doc.tokens[i].text.endswith(("ا", "اً"))


def _first_person(trigger: Trigger) -> bool:
    """Done to the writer (قابلني), or let us do it (لندن): no news."""
    reading = trigger.reading
    if reading is None or reading.pos != "verb":
        return False
    own = reading.asp == "i" and not reading.gen
    kind = trigger.rule.type
    alone = own and not kind.startswith("statement.")  # أوجه التعاون
    alone = alone and (reading.num == "s" or kind.startswith(_NEVER_OURS))
    ours = reading.enc == "نا" and reading.asp == "i"  # ديننا يحثنا
    return reading.enc in ("ي", "ني") or ours or (own and reading.prep == "ل") or alone


def _unique(page: Parsed, found: list[Role]) -> list[Role]:
    """Each phrase once; a filled target takes no more from prepositions; adverbial phrases fill none."""
    kept: list[Role] = []
    for role in sorted(found, key=_told):
        if any(_same(r.phrase, role.phrase) for r in kept) or adverbial(page, role.phrase):
            continue
        others = [r for r in kept if r.slot == role.slot]
        if role.slot.startswith("target") and role.via == "explicit" and any(r.phrase.prep for r in others):
            continue  # القبض على عشرة ... محاولتهم التسلل
        if role.phrase.prep and role.via == "explicit" and others:
            partner = role.slot == "actor" and not any(r.phrase.prep for r in others)
            if not partner:
                continue
        kept.append(role)
    return kept


def _told(role: Role) -> int:
    """Explicit targets in the order told, whether bare or after a preposition, then places; everything else as found."""
    if role.slot in ("place", "topic"):
        return 1_000_000
    return role.phrase.first if role.slot.startswith("target") and role.via == "explicit" else -1


def _same(a: Phrase, b: Phrase) -> bool:
    return a.first <= b.last and b.first <= a.last


def _with_joined(page: Parsed, trigger: Trigger, found: list[Role]) -> list[Role]:
    """Coordinated phrases share the slot: الجيش والشرطة. One that a verb or its own event claims does not."""
    out: list[Role] = []
    for role in found:
        out.append(role)
        n = page.phrase_of.get(role.phrase.first)
        if n is None:
            continue
        members = _between(page, n) if role.phrase.prep[-1:] == ("بين",) else _joined(page, n)
        if members and _share_genitive(page, role.phrase, members[0]):
            out[-1] = Role(role.slot, replace(role.phrase, last=members.pop(0).last), role.via)
        for phrase in members:
            decided = trigger.rule.type == "politics.decision"
            if _deed(page, phrase) and (decided or not _deed(page, role.phrase)):
                break
            if not _claimed(page, phrase, out):
                out.append(Role(role.slot, phrase, role.via))
    return out


def _share_genitive(page: Parsed, first: Phrase, second: Phrase) -> bool:
    """Two bare nouns of which only the second has an owner are named together: عائلات ومعارف الضحايا، مواقع وآليات للمتمردين."""
    head, other = page.tags.readings[first.head], page.tags.readings[second.head]
    if head is None or other is None or first.first != first.last or second.first != first.last + 1:
        return False
    if any(r.num != "p" or r.pos != "noun" or r.det or r.enc for r in (head, other)) or second.number:
        return False
    closing, n = page.tags.readings[second.last], page.phrase_of.get(second.last + 1)
    owned = second.last > second.head and closing is not None and (closing.det or closing.pos == "name")
    return owned or (n is not None and page.phrases[n].prep == ("ل",) and page.phrases[n].first == second.last + 1)


def _joined(page: Parsed, n: int) -> list[Phrase]:
    out: list[Phrase] = []
    for m in range(n + 1, min(n + 1 + _REACH, len(page.phrases))):
        joined = page.phrases[m]
        if joined.prep == ("في",) and joined.joins is None and _elsewhere(page, m):
            continue  # مواقع التنظيم في سوريا | وحزب العمال في العراق
        head = page.tags.readings[joined.head]
        named = joined.number or joined.first in page.entity_at  # الجيش والحشد الشعبي
        if joined.joins is None or joined.joins < n or (head is not None and head.evt and not named):
            break
        if _begins_clause(page, joined):
            break
        out.append(joined)
    return out


def _elsewhere(page: Parsed, m: int) -> bool:
    """A place between two parties, each of which has its own."""
    if m + 1 >= len(page.phrases) or page.place_in(page.phrases[m]) is None:
        return False
    other = page.phrases[m + 1]
    party = page.entity_at.get(other.first)
    named = party is not None and party.cls in ("non_state", "state_force")
    own = m + 2 < len(page.phrases) and page.phrases[m + 2].prep == ("في",) and page.phrases[m + 2].joins is None
    return named and own and other.joins == m


def _deed(page: Parsed, phrase: Phrase) -> bool:
    """A verbal noun: تمشيط الأحياء وإزالة الركام are two deeds, the second is no party of the first."""
    head = page.tags.readings[phrase.head]
    return head is not None and head.known and head.form == "masdar" and head.ent in ("", "event")


def _between(page: Parsed, n: int) -> list[Phrase]:
    """The other side of بين X و Y: after a comma if there is one (بين الجيش مدعوما بقوات، والمتمردين), else the first joined."""
    sentence = page.doc.tokens[page.phrases[n].first].sent
    near: list[Phrase] = []
    for m in range(n + 1, min(n + 1 + _REACH, len(page.phrases))):
        phrase = page.phrases[m]
        span = range(page.phrases[m - 1].last + 1, phrase.first)
        if page.doc.tokens[phrase.first].sent != sentence or any(page.tags.letters[i] in _CLAUSE for i in span):
            break
        reading = page.tags.readings[phrase.first]
        if reading is None or reading.conj != "و":
            continue
        if any(page.tags.letters[i] == "," for i in span) and not _begins_clause(page, phrase):
            return [phrase]
        near.append(phrase)
    direct = _joined(page, n)
    return direct or near[:1]


def _begins_clause(page: Parsed, phrase: Phrase) -> bool:
    """A joined phrase with a verb right after it is the subject of its own clause: ... ، والحوثيون يقصفون."""
    nxt, before = phrase.last + 1, phrase.first - 1
    if nxt >= len(page.doc.tokens) or page.tags.letters[nxt] != "V":
        return False
    if before < 0 or page.tags.letters[before] not in ",.":
        return False
    verb = page.tags.readings[nxt]
    head = page.tags.readings[phrase.head]
    return verb is not None and not verb.conj and head is not None and (head.det or head.pos == "name")


def _claimed(page: Parsed, phrase: Phrase, taken: list[Role]) -> bool:
    return adverbial(page, phrase) or not names_party(page, phrase) or any(_same(r.phrase, phrase) for r in taken)
