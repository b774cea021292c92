"""Subject and objects of a verb, by order and agreement: VSO, SVO, relative clauses, dropped subjects, pronouns."""

from __future__ import annotations

from collections.abc import Callable

from extract import grammar as g
from extract.agreement import DOERS, THINGS, adverbial, agrees, passive_like, refers
from extract.parsed import Parsed
from extract.phrases import Phrase, tail
from extract.tokens import Analysis

#: (subject, objects, whether the subject is told as that of a passive).
Arguments = tuple[Phrase | None, list[Phrase], bool]
_PERSON = frozenset(("person",))
_MAX_BARE = 3
#: What may be taken for the object of a verb although it follows at once: الهجوم، المدينة before their subject.
_INERT = frozenset(("event", "place_head", "building", "abstract"))


def arguments(
    page: Parsed, head: int, sentence: int, passive: bool = False, words: frozenset[int] = frozenset()
) -> Arguments:
    """(subject, objects, passive) of the verb at `head`.

    After the verb come subject and object (VSO); a bare phrase before it is the subject (SVO); a lone counted or
    disagreeing phrase after a transitive verb that may be passive is its object told as passive. `words` belong to the
    verb's own expression (شن هجوما): they are never its subject.
    """
    known = page.arguments.get((head, passive, words))
    if known is None:
        known = page.arguments[head, passive, words] = _arguments(page, head, sentence, passive, words)
    return known


def _arguments(page: Parsed, head: int, sentence: int, passive: bool, words: frozenset[int]) -> Arguments:
    reading = page.tags.readings[head]
    after = bare_after(page, head, sentence)
    own = [p for p in after if p.first != head and words.intersection(range(p.first, p.last + 1))]
    after = [p for p in after if p not in own]
    if _pronoun_subject(page, head):
        return None, own or after, False
    before = _subject_before(page, head, sentence)
    if before is not None and not (_resumed(page, head, reading) and (after or own)):
        if passive or (not after and passive_like(page, reading, before, before=True)):
            return before, [], True
        things = [p for p in own if page.phrase_classes(p) & THINGS]
        return before, things or after or own, False
    if own:
        return _own_subject(page, reading, after, own)
    if not after:
        return None, [], passive
    if passive:
        return after[0], [], True
    return _after_verb(page, reading, after)


def _pronoun_subject(page: Parsed, head: int) -> bool:
    """The conjunction before the verb holds its subject: قالت الحركة إنها ترفض المقترح."""
    reading = page.tags.readings[head - 1] if head else None
    return reading is not None and page.tags.letters[head - 1] == "S" and bool(reading.enc)


def _after_verb(page: Parsed, reading: Analysis | None, after: list[Phrase]) -> Arguments:
    """Subject first, or object first where only the second phrase agrees or acts (وتبنت الهجوم جماعة)."""
    first = after[0]
    fits = reading is None or agrees(page, reading, first, before=False)
    if len(after) > 1 and reading is not None and agrees(page, reading, after[1], before=False):
        heads = [page.tags.readings[p.head] for p in after[:2]]
        inert = heads[0] is not None and heads[0].ent in _INERT and first.first not in page.entity_at
        if not fits or (inert and page.phrase_classes(after[1]) & (DOERS - {"org"}) and not _doer(page, first)):
            return after[1], [first, *after[2:]], False
    if not fits or (reading is not None and not reading.gen and reading.known):
        return None, after, False
    second = page.tags.readings[after[1].head] if len(after) > 1 else None
    alone = len(after) == 1 or (second is not None and second.pos == "adj" and bool(second.enc))  # معظمهم
    if alone and passive_like(page, reading, first, before=False):
        return first, [], True
    return first, after[1:], False


def _doer(page: Parsed, phrase: Phrase) -> bool:
    return bool(page.phrase_classes(phrase) & DOERS)


def _own_subject(page: Parsed, reading: Analysis | None, after: list[Phrase], own: list[Phrase]) -> Arguments:
    """A phrase of the verb's own expression is its object, unless it can only be the subject (تبناه تنظيم، فجر انتحاري)."""
    if after and after[0].first < own[0].first:
        return after[0], own if page.phrase_classes(own[0]) & THINGS else after[1:] or own, False
    classes = page.phrase_classes(own[0])
    named = page.tags.readings[own[0].head]
    party = classes & (DOERS | _PERSON) or (named is not None and named.pos == "adj")
    agreed = reading is None or agrees(page, reading, own[0], before=True)
    if (reading is not None and reading.enc) or (party and agreed):
        return own[0], after, False
    subject = after[0] if after and reading is not None and agrees(page, reading, after[0], before=False) else None
    if subject is not None and page.phrase_classes(subject) & (DOERS | _PERSON):
        return subject, own, False  # وتبنت الهجوم جماعة
    return None, after or own, False


# ---- before the verb


def relative_word(page: Parsed, head: int) -> int | None:
    """The relative pronoun that opens the verb's clause: الذي لم يشأ، التي كانت تقود."""
    i = head - 1
    while i >= 0 and page.tags.letters[i] in "GAXQ":
        i -= 1
    return i if i >= 0 and page.tags.letters[i] == "R" else None


def before_relative(page: Parsed, verb: int) -> int | None:
    """The token after the noun that the verb's clause describes, None when the verb is of a main clause."""
    opened = relative_word(page, verb)
    if opened is not None:
        return opened
    described = described_noun(page, verb)
    return described.last + 1 if described is not None else None


def _subject_before(page: Parsed, head: int, sentence: int) -> Phrase | None:
    reading = page.tags.readings[head]
    relative = relative_word(page, head)
    if relative is not None:
        return antecedent(page, relative)
    if reading is not None and reading.conj:
        return None
    described = described_noun(page, head)
    if described is not None:
        return described
    for phrase in _bare_before(page, head, sentence):
        if adverbial(page, phrase) or _predicative(page, phrase):
            continue
        if reading is None or agrees(page, reading, phrase, before=True) or _coordinated(page, phrase):
            return None if _verb_first(page, head, sentence, phrase) else phrase
    return None


def _predicative(page: Parsed, phrase: Phrase) -> bool:
    """An indefinite adjective alone says how a party was (مدعومة بالطيران، متهما إياه)."""
    head = page.tags.readings[phrase.head]
    return head is not None and head.known and head.pos == "adj" and not head.det and bool(head.form != "plain")


def _coordinated(page: Parsed, phrase: Phrase) -> bool:
    """More than one party: the verb may agree with any of them."""
    n = page.phrase_of.get(phrase.first)
    return n is not None and n + 1 < len(page.phrases) and page.phrases[n + 1].joins == n


def _verb_first(page: Parsed, head: int, sentence: int, before: Phrase) -> bool:
    """A bare phrase in the middle of what stands before the verb, whose subject follows: بعد عام من الحادث، أعرب الاتحاد عن."""
    first, _ = page.doc.sentences[sentence]
    at = before.first - 1
    while at >= first and page.tags.letters[at] in "QOXA":
        at -= 1
    if (
        at < first
        or page.tags.letters[at] in "SB."
        or page.doc.tokens[at].text in "/-–—|"
        or _opens_clause(page, before)
    ):
        return False
    reading = page.tags.readings[head]
    after = bare_after(page, head, sentence)
    return bool(after) and reading is not None and agrees(page, reading, after[0], before=False)


def antecedent(page: Parsed, relative: int) -> Phrase | None:
    """What a relative pronoun qualifies: the nearest phrase before that agrees with it (مسجد في المدينة الذي)."""
    word = page.doc.tokens[relative].key
    if word[0] == "و":
        earlier = _relative_before(page, relative)
        shared = antecedent(page, earlier) if earlier is not None else None
        n = page.phrase_of.get(shared.first) if shared is not None else None
        part = fitting_part(page, page.phrases[n], lambda p: _relates(page, word, p)) if n is not None else None
        if part is not None:
            return part  # طائرات التحالف الذي تقوده ... ، والتي شنت
    i = relative - 1
    while i >= 0 and page.tags.letters[i] in "Q,X":
        i -= 1
    n = page.phrase_of.get(i)
    if n is None:
        return None
    nearest = page.phrases[n]
    for back in range(n, max(n - 3, -1), -1):
        phrase = page.phrases[back]
        if page.doc.tokens[phrase.first].sent != page.doc.tokens[relative].sent:
            break
        part = fitting_part(page, phrase, lambda p: _relates(page, word, p))
        if part is not None:
            return part
    return nearest


def fitting_part(page: Parsed, phrase: Phrase, fits: Callable[[Phrase], bool]) -> Phrase | None:
    """The phrase, or else the genitive in it, that fits: of إعدام امرأة مسيحية أدينت the woman."""
    if fits(phrase):
        return phrase
    for i in range(phrase.head + 1, phrase.last + 1):
        reading = page.tags.readings[i]
        if page.tags.letters[i] == "N" and reading is not None and reading.pos == "noun" and reading.gen:
            part = tail(page.tags, phrase, i)
            if fits(part):
                return part
    return None


def _relative_before(page: Parsed, relative: int) -> int | None:
    first, _ = page.doc.sentences[page.doc.tokens[relative].sent]
    for i in range(relative - 1, max(first, relative - 14) - 1, -1):
        if page.tags.letters[i] == "R":
            return i
        if page.tags.letters[i] in "SB.":
            return None
    return None


def _relates(page: Parsed, word: str, phrase: Phrase) -> bool:
    head = page.tags.readings[phrase.head]
    if head is None or not head.gen or not head.known:
        return True
    people = head.ent in ("person", "official", "armed", "title")
    if word.endswith("الذين"):
        return head.num in ("p", "d") or phrase.number
    if word.endswith("التي"):
        return (head.gen == "f" and head.num != "d") or (head.num == "p" and not people)
    return head.gen == "m" and head.num != "p" if word.endswith("الذي") else True


def described_noun(page: Parsed, head: int) -> Phrase | None:
    """The indefinite phrase right before a verb that describes it: انفجار سيارة مفخخة استهدف قافلة.

    A phrase that opens the clause bare is its subject, which comes to the same unless a pronoun takes it up again.
    """
    i = head - 1
    while i >= 0 and page.tags.letters[i] in "X":
        i -= 1
    n = page.phrase_of.get(i)
    if n is None or page.phrases[n].last != i:
        return None
    phrase, verb = page.phrases[n], page.tags.readings[head]
    if (verb is not None and verb.conj) or adverbial(page, phrase):
        return None
    noun = page.tags.readings[phrase.head]
    entity = page.entity_at.get(phrase.first)
    if (
        noun is None
        or noun.det
        or noun.enc
        or noun.pos == "name"
        or not noun.known
        or (entity is not None and entity.id)
    ):
        return None
    closing = page.tags.readings[phrase.last]
    if closing is not None and (closing.det or closing.pos == "name") and phrase.last > phrase.head:
        return None  # مدينة سوروج، قوات الأمن: definite through its genitive
    if not phrase.prep and not _after_a_verb(page, phrase):
        return None
    if phrase.prep and not (verb is not None and verb.enc) and _opens(page, phrase):
        return None  # من جهة أخرى | أعلنت الشرطة
    if verb is None or verb.enc:
        return phrase
    return fitting_part(page, phrase, lambda p: agrees(page, verb, p, before=True))


def _opens(page: Parsed, phrase: Phrase) -> bool:
    """A prepositional phrase at the head of its clause."""
    at = phrase.prep_at if phrase.prep_at is not None else phrase.first
    first, _ = page.doc.sentences[page.doc.tokens[phrase.first].sent]
    return at <= first or page.tags.letters[at - 1] in "SB.,"


def _after_a_verb(page: Parsed, phrase: Phrase) -> bool:
    """A verb stands before the phrase in its clause: the phrase is its subject or object."""
    first, _ = page.doc.sentences[page.doc.tokens[phrase.first].sent]
    for i in range(phrase.first - 1, max(first, phrase.first - 12) - 1, -1):
        letter = page.tags.letters[i]
        if letter == "V" or (letter == "X" and g.bare(page.doc.tokens[i].key, g.PRONOMINAL) is not None):
            return True
        if letter in "SB.,":
            return False
    return False


def _bare_before(page: Parsed, head: int, sentence: int) -> list[Phrase]:
    """Bare phrases between the start of the clause and the verb, first to last; relative clauses are stepped over."""
    first, _ = page.doc.sentences[sentence]
    letters, found = page.tags.letters, []
    i = head - 1
    quoted = page.doc.tokens[head].quoted
    while i >= first:
        letter = letters[i]
        if letter in "SB." or (quoted and not page.doc.tokens[i].quoted and letter != "Q"):
            break
        if letter == "V":
            outer = before_relative(page, i)
            if outer is None:
                break
            i = outer - 1
            continue
        n = page.phrase_of.get(i)
        if n is None:
            i -= 1
            continue
        phrase = page.phrases[n]
        opener = _opens_clause(page, phrase)
        if (not phrase.prep and phrase.joins is None) or opener:
            found.append(phrase)
        if opener:
            break
        i = phrase.first - 1
    found.reverse()
    return found


def _opens_clause(page: Parsed, phrase: Phrase) -> bool:
    """و after a comma begins a clause of its own: ... ، والحوثيون يقصفون."""
    reading = page.tags.readings[phrase.first]
    before = phrase.first - 1
    return reading is not None and reading.conj == "و" and before >= 0 and page.tags.letters[before] == ","


def _resumed(page: Parsed, head: int, reading: Analysis | None) -> bool:
    """A clause that takes its antecedent up again by a pronoun: الذي وعدت فيه، التي تقودها، تصريح نقله."""
    if reading is None or (relative_word(page, head) is None and described_noun(page, head) is None):
        return False
    if reading.enc:
        return True
    nxt = head + 1
    return nxt < len(page.doc.tokens) and g.bare(page.doc.tokens[nxt].key, g.PRONOMINAL) is not None


# ---- after the verb


def bare_after(page: Parsed, last: int, sentence: int) -> list[Phrase]:
    """Phrases after the verb without preposition, up to where the clause ends; appositions between commas stepped over."""
    _, end = page.doc.sentences[sentence]
    found: list[Phrase] = []
    letters = page.tags.letters
    i = last + 1
    inside = page.phrase_of.get(last)
    if inside is not None and page.phrases[inside].last > last:
        i = page.phrases[inside].last + 1
    while i < end and len(found) < _MAX_BARE:
        letter = letters[i]
        if letter in "SRB.VA" or (letter == "X" and found and page.doc.tokens[i].key in g.PARTS_OF):
            break
        if letter == "," and found:
            beyond = _beyond_apposition(page, i, end)
            if beyond is None:
                break
            i = beyond
            continue
        n = page.phrase_of.get(i)
        if n is None:
            i += 1
            continue
        phrase = page.phrases[n]
        bare = not phrase.prep and phrase.joins is None and phrase.first >= i and not adverbial(page, phrase)
        if bare and not (found and (_office_of(page, found[-1], phrase) or _name_of(page, found[-1], phrase))):
            found.append(phrase)
        i = phrase.last + 1
    return found


def _office_of(page: Parsed, name: Phrase, phrase: Phrase) -> bool:
    """An office without a name right after a bare name says who that is: فلان | رئيس البرلمان العربي."""
    if phrase.first != name.last + 1:
        return False
    named, head, last = (page.tags.readings[i] for i in (name.last, phrase.head, phrase.last))
    if named is None or head is None or head.ent not in ("official", "title") or head.conj:
        return False
    titled = page.tags.readings[name.head]
    if titled is not None and titled.ent in ("official", "title", "org", "armed"):
        return False
    return (named.pos == "name" or not named.known) and (last is None or last.pos != "name")


def _name_of(page: Parsed, office: Phrase, phrase: Phrase) -> bool:
    """A bare name right after an office without one says who holds it: رئيس المجلس بالإنابة | فلان."""
    held, head = page.tags.readings[office.head], page.tags.readings[phrase.head]
    if held is None or held.ent not in ("official", "title") or head is None or head.ent != "given":
        return False
    between = range(office.last + 1, phrase.first)
    last = page.tags.readings[office.last]
    return len(between) == 1 and page.tags.letters[between[0]] == "N" and (last is None or last.pos != "name")


_CLOSING = {"(": ")", "،": "،", ",": ",", "-": "-", "–": "–", "/": "/"}


def _apposed(page: Parsed, phrase: Phrase, at: int) -> bool:
    """An office right after a name and a comma: فلان، رئيس الوزراء المصري."""
    head = page.tags.readings[phrase.head]
    return phrase.first == at and not phrase.prep and head is not None and head.ent in ("official", "title")


def _beyond_apposition(page: Parsed, i: int, end: int) -> int | None:
    """The token after what stands between two commas or in brackets, None when nothing closes it soon."""
    closing = _CLOSING.get(page.doc.tokens[i].text)
    if closing is None:
        return None
    n = page.phrase_of.get(i + 1)
    if closing in "،," and n is not None and _apposed(page, page.phrases[n], i + 1):
        last = page.phrases[n].last
        return last + 1 + (page.doc.tokens[min(last + 1, end - 1)].text in "،,")
    for j in range(i + 1, min(end, i + 12)):
        if page.doc.tokens[j].text == closing:
            return j + 1
        if page.tags.letters[j] in "SRV.B":
            return None
    return None


# ---- subjects and pronouns told before


def dropped_subject(page: Parsed, head: int, sentence: int) -> Phrase | None:
    """The subject of the nearest verb before that agrees, for a verb that names none; at the start, of the sentence before."""
    reading = page.tags.readings[head]
    first, _ = page.doc.sentences[sentence]
    if reading is not None and not reading.gen and reading.known:
        return speaker_before(page, head, sentence)
    found = _subject_among(page, range(head - 1, first - 1, -1), sentence, reading)
    if found is not None or sentence == 0 or reading is None:
        return found
    opening = all(page.tags.letters[i] in "BQXGASC.," for i in range(first, head))
    if not opening:
        return None
    for before in range(sentence - 1, max(sentence - 3, -1), -1):
        start, end = page.doc.sentences[before]
        if reading.ent != "say":
            found = _subject_among(page, range(end - 1, start - 1, -1), before, reading, deeds=True)
        found = found or _subject_among(page, range(start, end), before, reading)
        if found is not None:
            return found
        if end - start > 1:
            break
    return None


def speaker_before(page: Parsed, head: int, sentence: int, reach: int = 3) -> Phrase | None:
    """Who says I or we: the subject of the saying verb before, in as many sentences as `reach`."""
    for before in range(sentence, max(sentence - reach, -1), -1):
        start, end = page.doc.sentences[before]
        for i in range(min(end, head) - 1, start - 1, -1):
            reading = page.tags.readings[i]
            if page.tags.letters[i] == "V" and reading is not None and reading.ent == "say" and reading.gen:
                subject, _objects, passive = arguments(page, i, before)
                if subject is not None and not passive:
                    return subject
    return None


def _subject_among(
    page: Parsed, places: range, sentence: int, verb: Analysis | None, *, deeds: bool = False
) -> Phrase | None:
    """The first subject that agrees among the verbs at `places`; `deeds` leaves out verbs of saying."""
    for i in places:
        told = page.tags.readings[i]
        if deeds and told is not None and told.ent == "say":
            continue
        if page.tags.letters[i] != "V" or relative_word(page, i) is not None or described_noun(page, i) is not None:
            continue
        subject, _objects, passive = arguments(page, i, sentence)
        if subject is not None and not passive and (verb is None or agrees(page, verb, subject, before=True)):
            return subject
    return None


def antecedent_of(page: Parsed, pronoun: str, at: int, sentence: int, subject: Phrase | None) -> Phrase | None:
    """What a pronoun on token `at` stands for: what its relative clause describes, else the nearest phrase that agrees."""
    if page.tags.letters[at] == "V":
        relative = relative_word(page, at)
        described = antecedent(page, relative) if relative is not None else described_noun(page, at)
        if described is not None:
            return described
    first, _ = page.doc.sentences[sentence]
    n = next((page.phrase_of[j] for j in range(at - 1, first - 1, -1) if j in page.phrase_of), None)
    while n is not None and n >= 0 and page.phrases[n].first >= first:
        phrase = page.phrases[n]
        if phrase is not subject and phrase.last < at and not adverbial(page, phrase) and refers(page, pronoun, phrase):
            return phrase
        n -= 1
    return None
