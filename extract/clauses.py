"""Subject and objects of a verb, by order and agreement: VSO, SVO, relative clauses, dropped subjects, pronouns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extract import grammar as g
from extract.afterverb import bare_after
from extract.agreement import DOERS, GROUND, PARTIES, THINGS, adverbial, agrees, can_act, passive_like
from extract.joining import heads_clause
from extract.parsed import Parsed
from extract.phrases import Phrase
from extract.relatives import antecedent, before_relative, described_noun, relative_word
from extract.tokens import Analysis

#: (subject, objects, whether the subject is told as that of a passive).
Arguments = tuple[Phrase | None, list[Phrase], bool]
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
    if reading is not None and reading.key in g.HARMING:  # قتل ثلاثة في زلزال، | ضرب المناطق
        after = after[:1] + [p for p in after[1:] if can_act(page, p)]
    if _pronoun_subject(page, head):
        return None, own or after, False
    before = _subject_before(page, head, sentence)
    if before is not None and not (_resumed(page, head, reading) and (after or own)):
        if passive or (not after and passive_like(page, reading, before, before=True)):
            return before, [], True
        things = [p for p in own if page.phrase_classes(p) & THINGS]
        return before, _named_first(page, after, own) or things or after or own, False
    harmed = own and not after and reading is not None and reading.key in g.HARMING
    if harmed and (passive or passive_like(page, reading, own[0], before=False)):
        return own[0], [], True  # قتل قيادي في الحركة
    if own:
        return _own_subject(page, reading, after, own, words)
    if not after:
        return None, [], passive or _befell(reading)
    if passive:
        return after[0], [], True
    return _after_verb(page, reading, after)


def _befell(reading: Analysis | None) -> bool:
    """Men who are named before, and nobody whom they did it to: وأضاف أن الأربعة خبراء وخطفوا قرب المجمع."""
    if reading is None or reading.key not in g.HARMING or reading.vox == "a" or reading.enc:
        return False
    return reading.asp == "p" and reading.num == "p" and reading.gen == "m"


def ahead(page: Parsed, last: int, sentence: int, reach: int) -> Iterator[Phrase]:
    """Phrases that begin within `reach` tokens behind `last`, up to where the clause ends."""
    _, end = page.doc.sentences[sentence]
    for i in range(last + 1, min(end, last + 1 + reach)):
        if page.tags.letters[i] in "VRSB.,":
            return
        n = page.phrase_of.get(i)
        if n is not None and page.phrases[n].first == i:
            yield page.phrases[n]


def _pronoun_subject(page: Parsed, head: int) -> bool:
    """The conjunction before the verb holds its subject: قالت الحركة إنها ترفض المقترح."""
    reading = page.tags.readings[head - 1] if head else None
    return reading is not None and page.tags.letters[head - 1] == "S" and bool(reading.enc)


def _after_verb(page: Parsed, reading: Analysis | None, after: list[Phrase]) -> Arguments:
    """Subject first, or object first where only the second phrase agrees or acts (وتبنت الهجوم جماعة)."""
    first = after[0]
    if reading is not None and _oblique(page, reading, first):
        return None, after, False
    if reading is not None and reading.asp and reading.num == "p" and reading.gen == "m":
        return None, after, False  # هاجموا | مركزا: its subject stands before it
    fits = reading is None or agrees(page, reading, first, before=False)
    if len(after) > 1 and reading is not None and agrees(page, reading, after[1], before=False):
        heads = [page.tags.readings[p.head] for p in after[:2]]
        inert = heads[0] is not None and heads[0].ent in _INERT and first.first not in page.entity_at
        inert = inert and not (fits and reading.key in g.HITTING and heads[0] is not None and heads[0].ent == "event")
        if not fits or (inert and page.phrase_classes(after[1]) & (DOERS - {"org"}) and not _doer(page, first)):
            return after[1], [first, *after[2:]], False
    if not fits and reading is not None and reading.ent == "intransitive":
        return first, after[1:], False  # أفرجت حماس عن: it takes no object
    if not fits or (reading is not None and not reading.gen and reading.known):
        return None, after, False
    ground = page.tags.readings[first.head]
    joined = reading is not None and bool(reading.conj) and reading.key in g.RUINING
    if joined and ground is not None and ground.ent in GROUND:
        return None, after, False  # وقتلت ستة ودمرت | مدرسة
    second = page.tags.readings[after[1].head] if len(after) > 1 else None
    alone = len(after) == 1 or (second is not None and second.pos == "adj" and bool(second.enc))  # معظمهم
    if alone and passive_like(page, reading, first, before=False):
        return first, [], True
    return first, after[1:], False


def _oblique(page: Parsed, reading: Analysis, phrase: Phrase) -> bool:
    """Spelled in the accusative it is whom: وطالب | المتظاهرين ب، وحث | قائدي المركبات على، يضبط | مواطنا."""
    head, text = page.tags.readings[phrase.head], page.doc.tokens[phrase.head].text
    entity = page.entity_at.get(phrase.first)
    if head is None or phrase.number or phrase.head > phrase.first or (entity is not None and entity.id):
        return False
    if reading.key in g.SEEKING and head.gen == "m" and (head.form == "plural_sound" or head.num == "d"):
        return text.endswith("ين") or (text.endswith("ي") and phrase.last > phrase.head)
    return reading.asp == "i" and head.ent == "person" and head.form == "accusative" and not head.det


def _doer(page: Parsed, phrase: Phrase) -> bool:
    return bool(page.phrase_classes(phrase) & DOERS)


def _own_subject(
    page: Parsed, reading: Analysis | None, after: list[Phrase], own: list[Phrase], words: frozenset[int]
) -> Arguments:
    """A phrase of the verb's own expression is its object, unless it can only be the subject (تبناه تنظيم، فجر انتحاري)."""
    if after and reading is not None and _oblique(page, reading, after[0]):
        return None, [*after, *own], False  # يضبط | مواطنا | بحوزته مخدرات
    if after and after[0].first < own[0].first:
        told = _named_first(page, after[1:], own)
        if told:
            return after[0], told, False
        closing = page.tags.readings[own[0].head]
        thing = page.phrase_classes(own[0]) & THINGS and closing is not None and closing.ent != "abstract"
        return after[0], own if thing else after[1:] or own, False  # حملت الحركة | إسرائيل | المسؤولية
    classes = page.phrase_classes(own[0])
    named = page.tags.readings[own[0].head]
    party = classes & PARTIES or (named is not None and named.pos == "adj")
    if reading is not None and reading.num == "p" and reading.gen == "m" and reading.conj:
        return None, own, False  # وسلموا | المطلوبين: its subject stands before it
    agreed = reading is None or agrees(page, reading, own[0], before=True)
    if (reading is not None and reading.enc) or (party and agreed):
        return _cut(page, own[0], words), after, False
    subject = after[0] if after and reading is not None and agrees(page, reading, after[0], before=False) else None
    if subject is not None and page.phrase_classes(subject) & PARTIES:
        return subject, own, False  # وتبنت الهجوم جماعة
    return None, after or own, False


def _named_first(page: Parsed, after: list[Phrase], own: list[Phrase]) -> list[Phrase]:
    """Whom the verb makes what its expression closes with: انتخب البرلمان | فلانا | رئيسا."""
    made = page.tags.readings[own[0].head] if own else None
    if (
        made is None
        or made.ent not in ("official", "title")
        or not page.doc.tokens[own[0].head].text.endswith(("ا", "اً"))
    ):
        return []
    return [p for p in after if p.first < own[0].first]


def _cut(page: Parsed, subject: Phrase, words: frozenset[int]) -> Phrase:
    """A subject without the word of the expression that runs on from it: أبطل | خبراء أتراك | مفعول."""
    for i in range(subject.head + 2, subject.last + 1):
        before = page.tags.readings[i - 1]
        if i in words and before is not None and before.pos in ("adj", "name"):
            return replace(subject, last=i - 1)
    return subject


# ---- before the verb

#: Tokens that place and agency before the dash take at most.
_DATELINE = 8


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
    """An indefinite adjective alone says how a party was (مدعومة بالطيران، متهما إياه، كما هو مخطط لها)."""
    head = page.tags.readings[phrase.head]
    if phrase.first and page.doc.tokens[phrase.first - 1].key in ("هو", "هي", "هم"):
        return phrase.first == phrase.last and head is not None and not head.det
    bare = head is not None and head.known and head.pos == "adj" and not head.det and not phrase.number
    return bare and head is not None and bool(head.form != "plain")  # 67 فلسطينيا قتلوا: they are counted


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
        or page.doc.tokens[at].text in "/-–—|("
        or _opens_clause(page, before)
    ):
        return False
    reading = page.tags.readings[head]
    after = bare_after(page, head, sentence)
    if not after or reading is None or not agrees(page, reading, after[0], before=False):
        return False
    head_of = page.tags.readings[after[0].head]
    party = page.phrase_classes(after[0]) & PARTIES
    return bool(party) or head_of is None or head_of.pos == "name" or not head_of.known


def _bare_before(page: Parsed, head: int, sentence: int) -> list[Phrase]:
    """Bare phrases between the start of the clause and the verb, first to last; relative clauses are stepped over."""
    first, _ = page.doc.sentences[sentence]
    letters, found = page.tags.letters, []
    i = head - 1
    quoted = page.doc.tokens[head].quoted
    while i >= first:
        letter = letters[i]
        if letter in "SB." or (quoted and not page.doc.tokens[i].quoted and letter != "Q") or _dateline(page, i, first):
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


def _dateline(page: Parsed, i: int, first: int) -> bool:
    """A dash or bracket after the place and agency that open a report: رام الله - قالت الوزارة، بغداد (رويترز) قتل."""
    if page.doc.tokens[i].text not in ("-", "–", "—", ")") or i - first > _DATELINE:
        return False
    return any(place.first == first for place in page.places)


def _opens_clause(page: Parsed, phrase: Phrase) -> bool:
    """و after a comma begins a clause of its own: ... ، والحوثيون يقصفون."""
    reading = page.tags.readings[phrase.first]
    before = phrase.first - 1
    if reading is None or reading.conj != "و" or before < 0:
        return False
    return page.tags.letters[before] == "," or heads_clause(page.doc, page.tags, phrase.last)


def _resumed(page: Parsed, head: int, reading: Analysis | None) -> bool:
    """A clause that takes its antecedent up again by a pronoun: الذي وعدت فيه، التي تقودها، تصريح نقله."""
    if reading is None or (relative_word(page, head) is None and described_noun(page, head) is None):
        return False
    if reading.enc:
        return True
    nxt = head + 1
    return nxt < len(page.doc.tokens) and g.bare(page.doc.tokens[nxt].key, g.PRONOMINAL) is not None
