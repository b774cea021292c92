"""Who is meant and not named: dropped subjects, speakers of I and we, attached pronouns."""

from __future__ import annotations

from extract import grammar as g
from extract.agreement import FORCES, PARTIES, adverbial, agrees, refers
from extract.clauses import arguments
from extract.parsed import Parsed
from extract.phrases import Phrase
from extract.relatives import antecedent, described_noun, relative_word
from extract.speakers import speaks
from extract.tokens import Analysis


def dropped_subject(page: Parsed, head: int, sentence: int) -> Phrase | None:
    """The subject of the nearest verb before that agrees, for a verb that names none; at the start, of the sentence before."""
    reading = page.tags.readings[head]
    first, _ = page.doc.sentences[sentence]
    if reading is not None and not reading.gen and reading.known:
        return speaker_before(page, head, sentence)
    found = _obliged(page, head, first) or _subject_among(page, range(head - 1, first - 1, -1), sentence, reading)
    if found is not None or sentence == 0 or reading is None:
        return found
    if not _opens(page, first, head):
        return None
    near = True
    for before in range(sentence - 1, max(sentence - 3, -1), -1):
        start, end = page.doc.sentences[before]
        if reading.ent != "say":
            found = _subject_among(page, range(end - 1, start - 1, -1), before, reading, deeds=True)
        found = found or _subject_among(page, range(start, end), before, reading)
        if found is not None and (before == sentence - 1 or near or page.phrase_classes(found) & FORCES):
            return found
        near = near and end - start <= 1
    return None


def _opens(page: Parsed, first: int, head: int) -> bool:
    """Nothing but particles, times and what carries the verb stands before it: كما لا يزال يسيطر."""
    letters, tokens = page.tags.letters, page.doc.tokens
    return all(
        letters[i] in "BQXGASC.," or (letters[i] == "V" and g.bare(tokens[i].key, g.CONTINUING) is not None)
        for i in range(first, head)
    )


def _obliged(page: Parsed, head: int, first: int) -> Phrase | None:
    """Who ought to do it: على الجماعات أن تلقي أسلحتها أو تواجه العواقب."""
    for i in range(head - 1, first, -1):
        if page.tags.letters[i] == "S":
            n = page.phrase_of.get(i - 1) if page.doc.tokens[i].key == "ان" else None
            return page.phrases[n] if n is not None and page.phrases[n].prep == ("علي",) else None
    return None


def speaker_before(page: Parsed, head: int, sentence: int, reach: int = 3) -> Phrase | None:
    """Who says I or we: the subject of the saying verb before, in as many sentences as `reach`."""
    for before in range(sentence, max(sentence - reach, -1), -1):
        start, end = page.doc.sentences[before]
        for i in range(min(end, head) - 1, start - 1, -1):
            reading = page.tags.readings[i]
            if page.tags.letters[i] == "V" and reading is not None and reading.ent == "say" and reading.gen:
                subject, _objects, passive = arguments(page, i, before)
                if reading.lemma == _RELAYS:
                    subject, passive = _relayed(page, i, end), False
                if subject is not None and not passive and speaks(page, subject):
                    return subject
    return None


#: Whoever relays says nothing himself: نقلت الوكالة عن الوزير قوله, ونقلت عنه.
_RELAYS = "نقل"


def _relayed(page: Parsed, verb: int, end: int) -> Phrase | None:
    """Whose words are relayed."""
    return next((p for p in page.phrases if verb < p.first < end and p.prep == ("عن",)), None)


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
        if subject is None or passive or _town(page, subject) or _another_sex(page, verb, subject):
            continue
        if verb is None or agrees(page, verb, subject, before=True):
            return subject
    return None


def undergone(page: Parsed, head: int, sentence: int) -> Phrase | None:
    """To whom the verb before in the sentence happened: اعتقل الشقيقان ثم اتهما بالتخطيط."""
    first, _ = page.doc.sentences[sentence]
    reading = page.tags.readings[head]
    for i in range(head - 1, first - 1, -1):
        if page.tags.letters[i] != "V":
            continue
        subject, objects, passive = arguments(page, i, sentence)
        told = subject if passive else next(iter(objects), None)
        party = told is not None and (page.phrase_classes(told) & PARTIES or told.number or _name(page, told))
        fits = party and told is not None and (reading is None or agrees(page, reading, told, before=True))
        return told if fits else None
    return None


def _name(page: Parsed, phrase: Phrase) -> bool:
    head = page.tags.readings[phrase.head]
    return head is None or head.pos == "name" or not head.known


def _another_sex(page: Parsed, verb: Analysis | None, subject: Phrase) -> bool:
    """A man in an office, and a verb of a woman or a body: اعترف الرئيس ... ودعت الحركة."""
    head = page.tags.readings[subject.head]
    man = head is not None and head.ent in ("official", "title") and head.num == "s" and not subject.number
    return man and head is not None and verb is not None and bool(verb.gen and head.gen) and verb.gen != head.gen


def _town(page: Parsed, subject: Phrase) -> bool:
    """Ground that stands for no state does nothing further on."""
    place = page.place_in(subject)
    return place is not None and place.precision != "country" and subject.first not in page.entity_at


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
        free = phrase is not subject and phrase.last < at and not _neighbour(page, phrase)
        if free and not adverbial(page, phrase) and refers(page, pronoun, phrase):
            return phrase
        n -= 1
    return None


def _neighbour(page: Parsed, phrase: Phrase) -> bool:
    """Beyond a border: البلدة الحدودية مع العراق, the town is meant."""
    before = page.doc.tokens[max(0, phrase.first - 3) : phrase.first]
    return phrase.prep == ("مع",) and any("حدود" in token.key for token in before)
