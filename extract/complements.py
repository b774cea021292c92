"""What prepositions say of a trigger: complements that its frame knows, doers after على يد and من قبل."""

from __future__ import annotations

from extract import grammar as g
from extract.agreement import adverbial
from extract.light import carries_back
from extract.parsed import Parsed
from extract.phrases import Phrase, tail
from extract.pronouns import antecedent_of
from extract.role import Role
from extract.tokens import Token
from extract.triggers import Trigger

#: First key -> the rest of each way to name a doer.
_AGENT_PHRASES = {
    "علي": (("يد",), ("ايدي",)),
    "من": (("قبل",), ("جانب",), ("طرف",)),
    "بواسطه": ((),),
    "بايدي": ((),),
    "بيد": ((),),
}
_AGENT_REACH = 14
#: Whose genitive passes by.
_PASSING = frozenset(("مرور", "عبور"))
_MAX_COMPLEMENTS = 5
#: What a thing may be done with; ب before anything else is no instrument (بأفغانستان، بسهولة).
_MEANS = frozenset(("weapon", "vehicle", "aircraft", "goods"))


def prepositional(page: Parsed, trigger: Trigger) -> list[Role]:
    """Complements whose preposition the frame knows, up to the end of the clause or the next happening."""
    found: list[Role] = []
    _, end = page.doc.sentences[trigger.sentence]
    letters = page.tags.letters
    i = trigger.first + 1
    while i < end and len(found) < _MAX_COMPLEMENTS:
        letter = letters[i]
        if letter in "B." or (letter == "S" and i > trigger.last + 1):
            break
        if letter == "V" and trigger.form not in ("verb", "passive") and carries_back(page, i):
            i += 1
            continue  # الغارات التي شنتها الطائرات على
        if letter == "V" and i > trigger.last + 1:
            break
        told_since = trigger.form in ("verb", "passive") or page.doc.tokens[i].key == "مما"  # مما أجبرهم على الرد
        if letter == "R" and i > trigger.last + 1 and told_since:
            break
        if page.doc.tokens[i].text == "(":
            i = _after_bracket(page, i, end)
            continue
        if letter == "X":
            found += _pronoun(page, trigger, page.doc.tokens[i])
        n = page.phrase_of.get(i)
        if n is None:
            i += 1
            continue
        phrase = page.phrases[n]
        within = phrase.first <= trigger.last < phrase.last and trigger.last in trigger.words
        if (phrase.prep and phrase.joins is None and phrase.first >= i) or within:
            slot, first = _slot_of(page, trigger, phrase)
            if slot and not _own_event(page, trigger, phrase):
                found.append(Role(slot, phrase if first == phrase.first else tail(page.tags, phrase, first)))
            if phrase.first > trigger.last and _another_event(page, phrase, slot):
                break
        i = max(phrase.last, i) + 1
    return found


def _after_bracket(page: Parsed, i: int, end: int) -> int:
    """The token after a bracket closes; right after it opens when it never does."""
    return next((j + 1 for j in range(i + 1, min(end, i + 12)) if page.doc.tokens[j].text == ")"), i + 1)


def _own_event(page: Parsed, trigger: Trigger, phrase: Phrase) -> bool:
    """The noun of the trigger's own expression is the event itself: قام بزيارة."""
    head = page.tags.readings[phrase.head]
    return phrase.head in trigger.words and head is not None and (head.ent == "event" or head.form == "masdar")


def _another_event(page: Parsed, phrase: Phrase, slot: str) -> bool:
    """A phrase that tells an event of its own: the prepositions after it are its own (إثر هجوم على)."""
    head = page.tags.readings[phrase.first]
    if head is None or head.pos != "noun" or slot == "place":
        return False
    return bool(head.evt) or (head.form == "masdar" and not head.ent)


def _slot_of(page: Parsed, trigger: Trigger, phrase: Phrase) -> tuple[str, int]:
    """(slot, first token of the complement) of a phrase by its preposition; من أيدي المسلحين gives المسلحين."""
    at = phrase.prep_at if phrase.prep_at is not None else phrase.first
    last, key = phrase.prep[-1] if phrase.prep else "", page.doc.tokens[phrase.first].key
    if phrase.prep == ("مع",) and _bordering(page, at):
        return "", phrase.first
    if phrase.prep == ("ل",) and (_addressed_barely(page, trigger, phrase) or _of_body(page, trigger, phrase)):
        return "", phrase.first
    if phrase.prep in (("ل",), ("علي",)) and _reason(page, trigger, at):
        return "", phrase.first
    if phrase.prep == ("من",) and _of_circumstance(page, trigger, at):
        return "", phrase.first
    if _passing_by(page, trigger, phrase):
        return "target", phrase.first + 1
    for words, slot in trigger.rule.frame.prepositions:
        first = phrase.first
        if len(words) == 1 and words[0] == key and phrase.prep_at == phrase.first:
            fits, first = phrase.last > phrase.first, phrase.first + 1  # برصاص | قوات الأمن
        elif len(words) == 1:
            fits = last == words[0]
        elif last == words[0] and words[1] in page.forms(phrase.first) and phrase.last > phrase.first:
            fits, first = True, phrase.first + 1
        else:
            fits = at >= 1 and words[1] == last and words[0] in page.forms(at - 1)
        if fits and last == "ل" and _aim(page, phrase):
            return "", first
        if fits:
            return ("" if slot == "instrument" and not page.phrase_classes(phrase) & _MEANS else slot), first
    return "", phrase.first


def _bordering(page: Parsed, at: int) -> bool:
    """Behind a border stands the neighbour, nobody's partner: على الحدود الشرقية مع تشاد."""
    n = page.phrase_of.get(at - 1)
    if n is None:
        return False
    head = page.tags.readings[page.phrases[n].head]
    deed = head is not None and head.form == "masdar" and "حدود" in page.forms(page.phrases[n].last)
    return deed or "حدود" in page.forms(page.phrases[n].head)  # تأمين | الحدود, but حرس الحدود fight


def _reason(page: Parsed, trigger: Trigger, at: int) -> bool:
    """What was followed in doing it: إنفاذا | لتوجيهات، بناء على | أوامر."""
    if page.tags.letters[at] == "P":
        return page.doc.tokens[at - 1].key == "بناء"
    before = page.tags.readings[at - 1]
    reason = at - 1 > trigger.last and before is not None and before.form == "masdar" and not before.det
    return reason and page.doc.tokens[at - 1].text.endswith(("ا", "اً", "ًا"))


def _of_circumstance(page: Parsed, trigger: Trigger, at: int) -> bool:
    """Whose help it was done with: بدعم من | التحالف، بأمر من | الوزير."""
    n = page.phrase_of.get(at - 1)
    if n is None or page.phrases[n].first <= trigger.last or page.phrases[n].prep != ("ب",):
        return False
    return page.phrases[n].last == at - 1 and adverbial(page, page.phrases[n])


#: Their verbs have whom they address as their object.
_ADDRESSING = frozenset(("demand", "threaten", "warn"))
#: Praise that takes ل.
_FOR = frozenset(("بارك", "شكر", "صفق", "انحاز", "تعاطف"))


def _addressed_barely(page: Parsed, trigger: Trigger, phrase: Phrase) -> bool:
    """ل behind a verb that addresses somebody barely says whose the noun before is: حذر | رئيس اللجنة | للمقاولين."""
    if len(trigger.words) > 1 or trigger.form not in ("verb", "passive", "participle"):
        return False
    if trigger.rule.frame.name == "praise":
        return trigger.lemma not in _FOR  # نوه بالخطة | للتوعية
    return trigger.rule.frame.name in _ADDRESSING


def _of_body(page: Parsed, trigger: Trigger, phrase: Phrase) -> bool:
    """Right behind a body with an adjective, or a ship, ل says whose it is: توعد المكتب السياسي للحركة، سفينة للصليب."""
    n = page.phrase_of.get(phrase.first - 1)
    if n is None or page.phrases[n].last <= trigger.head or page.phrases[n].prep:
        return False
    head, closing = page.tags.readings[page.phrases[n].head], page.doc.tokens[page.phrases[n].last]
    whole = page.tags.readings[page.phrases[n].first : page.phrases[n].last + 1]
    if trigger.rule.type == "diplomacy.aid" and any(r is not None and r.ent in _CRAFT for r in whole):
        return bool(page.phrase_classes(phrase) & _OWNERS)  # سفينة مساعدات | للأمم المتحدة
    body = head is not None and head.ent in ("org", "armed") and head.det
    return body and closing.reading("adj") is not None and bool(page.phrase_classes(phrase) & _BODIES)


_CRAFT = frozenset(("vehicle", "aircraft"))
_OWNERS = frozenset(("org", "state_force", "igo"))
#: Those who have a wing, a bureau or an envoy.
_BODIES = frozenset(("org", "armed", "non_state", "state_force", "igo"))


def _passing_by(page: Parsed, trigger: Trigger, phrase: Phrase) -> bool:
    """What was passing when it happened was hit: انفجار لغم لدى مرور دورية."""
    head = page.tags.readings[phrase.first]
    told = trigger.rule.type.startswith("conflict.") and phrase.prep and phrase.last > phrase.first
    return bool(told) and head is not None and head.lemma in _PASSING


def _aim(page: Parsed, phrase: Phrase) -> bool:
    """ل before a verbal noun gives the aim, never a party: لتسمية مرشحين، لتقديم المساعدات."""
    head = page.tags.readings[phrase.first]
    return head is not None and (head.form == "masdar" or bool(head.evt)) and head.ent not in ("org", "armed")


def _pronoun(page: Parsed, trigger: Trigger, token: Token) -> list[Role]:
    """A preposition with a pronoun: أفرج عنه، اعتدى عليهم."""
    word = g.bare(token.key, g.PRONOMINAL)
    own = page.tags.letters[token.i - 1] == "N" and token.i - 1 not in trigger.words  # مشتبه به
    if word is None or own or token.i > trigger.last + 3:
        return []
    for words, slot in trigger.rule.frame.prepositions:
        if len(words) == 1 and slot in ("target", "actor", "target/place") and word.startswith(words[0]):
            stood_for = antecedent_of(page, word[len(words[0]) :], trigger.first, trigger.sentence, None)
            return [Role("target" if "target" in slot else slot, stood_for, "clitic")] if stood_for is not None else []
    return []


def agent_phrase(page: Parsed, trigger: Trigger) -> list[Role]:
    """على يد، من قبل: the doer after a passive or a masdar."""
    if not trigger.rule.frame.subject:
        return []
    for i in range(trigger.last + 1, min(trigger.last + _AGENT_REACH, len(page.doc.tokens) - 1)):
        if page.tags.letters[i] in "B.SRV":
            break
        for words in _AGENT_PHRASES.get(page.doc.tokens[i].key, ()):
            at = i + 1 + len(words)
            if at < len(page.doc.tokens) and all(w in page.forms(i + 1 + k) for k, w in enumerate(words)):
                doer = _after_agent_words(page, i, at)
                if doer is not None:
                    return [Role("actor", doer)]
    return []


def _after_agent_words(page: Parsed, first: int, at: int) -> Phrase | None:
    n = page.phrase_of.get(at, page.phrase_of.get(at - 1))
    if n is None or page.phrases[n].last < at or page.doc.tokens[at].sent != page.doc.tokens[first].sent:
        return None
    return tail(page.tags, page.phrases[n], max(at, page.phrases[n].first))


def weapon_owner(page: Parsed, trigger: Trigger) -> list[Role]:
    """Whose weapon the expression names: قتلوا برصاص | قوات الأمن، مقتل شاب برصاص | الشرطة."""
    last = page.tags.readings[trigger.last]
    if trigger.last == trigger.first or last is None or last.ent != "weapon" or last.prep != "ب":
        return []
    n = page.phrase_of.get(trigger.last)
    if n is None or page.phrases[n].last == trigger.last:
        return []
    owner = tail(page.tags, page.phrases[n], trigger.last + 1)
    named = page.tags.readings[owner.head]
    return [Role("actor", owner, "nominal")] if named is None or named.pos != "adj" else []
