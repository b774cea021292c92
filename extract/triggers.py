"""Which words of a field set off which rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extract import objects
from extract.labels import code_name, in_name, label, titled
from extract.objects import beyond, following, preceding
from extract.parsed import Parsed
from extract.patterns import matches
from extract.rules import Rule, Rulebook
from extract.tokens import Analysis
from extract.verbnoun import told_passive

_WITHOUT = frozenset(("بدون", "دون"))
#: How far after its head a rule looks for a preposition or an object.
_REACH = 18
_NEAR = 8
#: Tags of tokens that are no words.
_NO_WORD = frozenset(",.BQ")


@dataclass(slots=True)
class Trigger:
    """One rule set off at tokens first..last; `head` is the word whose grammar gives the roles."""

    rule: Rule
    first: int
    last: int
    head: int
    #: verb, passive, masdar, participle, phrase.
    form: str
    lemma: str
    reading: Analysis | None
    sentence: int
    #: Tokens of the rule's own words; a gap between them is not among them.
    words: frozenset[int] = frozenset()

    @property
    def weight(self) -> tuple[int, float]:
        """Longer phrases win, then stronger rules."""
        return self.last - self.first, self.rule.strength


def enclosed(found: Iterable[Trigger]) -> frozenset[int]:
    """Tokens inside the phrases of acts of the law, which are about the deeds of others."""
    acts = (t for t in found if t.last - t.first > 1 and t.rule.type.startswith("law."))
    return frozenset(i for t in acts for i in range(t.first, t.last) if i not in t.words)


def find(page: Parsed, book: Rulebook) -> list[Trigger]:
    """All triggers of a field, no two of them on one word, in order."""
    candidates: list[Trigger] = []
    figurative: set[int] = set()
    tokens, tags = page.doc.tokens, page.tags
    for i, letter in enumerate(tags.letters):
        if letter in _NO_WORD or tokens[i].kind != "word":
            continue
        begun = book.openings.get(page.forms(i))
        if begun:
            near, far = page.ahead(i)
            for second, pattern, rule in begun:
                words = matches(page, pattern, i) if second is None or second in near or second in far else None
                if words is not None and rule is None:
                    figurative.update(words)
                elif words is not None and rule is not None:
                    candidates.append(_phrase(page, rule, words))
        reading = tags.readings[i]
        if reading is not None and letter in "VNA" and reading.key in book.lemmas:
            candidates += _told_by(page, book, i, reading, "verb" if letter == "V" else "noun")
    if figurative:
        candidates = [c for c in candidates if figurative.isdisjoint(range(c.first, c.last + 1))]
    return _distinct([c for c in candidates if _holds(page, c)])


def _told_by(page: Parsed, book: Rulebook, i: int, reading: Analysis, pos: str) -> list[Trigger]:
    """What a word tells alone."""
    found = [_word(page, rule, i, reading, pos) for rule in book.by_lemma[pos].get(reading.key, ())]
    if pos == "noun" and reading.pos == "adj":
        found += [_word(page, rule, i, reading, "adj") for rule in book.by_lemma["adj"].get(reading.key, ())]
    return found


_FORMS = {"verb": "verb", "noun": "masdar", "adj": "participle"}


def _word(page: Parsed, rule: Rule, i: int, reading: Analysis, pos: str) -> Trigger:
    form = _FORMS[pos]
    if pos == "verb" and told_passive(page.doc.tokens[i], reading, rule.type):
        form = "passive"
    return Trigger(rule, i, i, i, form, reading.lemma, reading, page.doc.tokens[i].sent, frozenset((i,)))


def _phrase(page: Parsed, rule: Rule, words: list[int]) -> Trigger:
    """A phrase that begins with a verb takes its roles from the verb, else from its last noun."""
    tags = page.tags
    first, last = words[0], words[-1]
    lacks = any(page.doc.tokens[i].key in _WITHOUT for i in words)  # غارة طائرة بدون طيار: no pilot's deed
    head = first if lacks or (tags.letters[first] in "VA" and not _described(page, first, last)) else last
    reading = tags.readings[head]
    form = "verb" if tags.letters[head] == "V" else "masdar"
    if form == "verb" and reading is not None and told_passive(page.doc.tokens[head], reading, rule.type):
        form = "passive"
    readings = (tags.readings[i] for i in words)
    lemma = " ".join(r.lemma for r in readings if r is not None)
    return Trigger(rule, first, last, head, form, lemma, reading, page.doc.tokens[first].sent, frozenset(words))


def _described(page: Parsed, first: int, last: int) -> bool:
    """A bare adjective right behind describes a noun, though the letters may be a verb: قصف جوي على صنعاء."""
    told = page.tags.readings[last]
    bare = told is not None and told.pos == "adj" and not (told.det or told.conj or told.prep or told.enc)
    return (
        bare
        and last == first + 1
        and page.tags.letters[first] == "V"
        and page.doc.tokens[first].reading("noun") is not None
    )


def _holds(page: Parsed, trigger: Trigger) -> bool:
    """Whether everything that the rule asks for is there, and nothing that it forbids."""
    rule = trigger.rule
    if label(page, trigger.first, trigger.last) or in_name(page, trigger.first, trigger.last, trigger.words):
        return False
    if _ungoverned(page, trigger) or titled(page, trigger.first, trigger.last):
        return False
    if rule.not_followed and _followed(page, trigger, rule.not_followed):
        return False
    if rule.not_with and _near(page, trigger, rule.not_with):
        return False
    if rule.frame.name == "kill" and trigger.form == "verb" and objects.spared(page, trigger.head, trigger.sentence):
        return False
    if rule.prep and not _has_prep(page, trigger) and not _two_sides(page, trigger):
        return False
    if rule.needs and not rule.needs & page.classes(trigger.sentence):
        return False
    if rule.needs and rule.type == "conflict.air_strike" and not rule.needs & _up_to_next_deed(page, trigger):
        return False
    return not rule.object or _has_object(page, trigger)


def _up_to_next_deed(page: Parsed, trigger: Trigger) -> set[str]:
    """What the sentence holds before the next deed: هاجم مسلحون الموقع ... ، قبل أن | تدمر طائرة مدرعتهم."""
    first, end = page.doc.sentences[trigger.sentence]
    letters, stops = page.tags.letters, range(trigger.last + 1, end)
    comma = next((i for i in stops if letters[i] == ","), end)
    verb = next((i for i in range(comma, end) if letters[i] == "V" and letters[i - 1] != "R"), end)
    return page.held(first, verb)


def _ungoverned(page: Parsed, trigger: Trigger) -> bool:
    """A noun with the article takes no genitive: قصفت مدفعية الاحتلال | حي الزيتون is no احتلال of it."""
    opening = page.tags.readings[trigger.first]
    if len(trigger.words) != 2 or opening is None or not opening.det or page.tags.letters[trigger.first] != "N":
        return False
    second = max(trigger.words)
    noun = page.tags.readings[second]
    governed = noun is not None and noun.pos == "noun" and not (noun.det or noun.prep or noun.conj)
    governed = governed and not page.doc.tokens[second].text.endswith(("ا", "اً", "ًا"))  # القتل قصاصا
    return governed and page.phrase_of.get(second) != page.phrase_of.get(trigger.first)


def _followed(page: Parsed, trigger: Trigger, words: frozenset[str]) -> bool:
    """One of the words is one of the two after the trigger."""
    for i in range(trigger.last + 1, min(trigger.last + 3, len(page.doc.tokens))):
        if page.doc.tokens[i].kind in ("break", "punct"):
            break
        if not words.isdisjoint(page.meant(i)):
            return True
    return False


def _near(page: Parsed, trigger: Trigger, words: frozenset[str]) -> bool:
    """One of the words stands a few words before or after the trigger, or in its gap: ضربة | صاروخية | أصابت."""
    if words.isdisjoint(page.sentence_forms(trigger.sentence)):
        return False
    first, last = page.doc.sentences[trigger.sentence]
    named = code_name(page, trigger.last)
    for i in range(max(first, trigger.first - _NEAR), min(last, trigger.last + _NEAR + 1)):
        if i in trigger.words or i in page.place_names or i in named or page.elected(i):
            continue
        if not words.isdisjoint(page.forms(i)):
            return True
    return False


def _has_prep(page: Parsed, trigger: Trigger) -> bool:
    """A wanted preposition, alone, attached to a noun or with a pronoun, before the next verb."""
    _, end = page.doc.sentences[trigger.sentence]
    wanted = trigger.rule.prep
    for i in range(trigger.first + 1, min(end, trigger.last + 1 + _REACH)):
        if i in trigger.words:
            continue
        if page.tags.letters[i] == "V" and i > trigger.last + 1 and not _relative_before(page, i):
            return False
        key = page.doc.tokens[i].key
        if wanted & page.forms(i) or (key[1:] == "عدم" and key[0] in wanted):
            return True  # أمر بعدم التأجيل
        reading = page.tags.readings[i]
        if reading is not None and reading.prep and reading.prep in wanted:
            return True
    return False


def _two_sides(page: Parsed, trigger: Trigger) -> bool:
    """Two who do it together need no مع: الرئيسان يبحثان، بحث الرئيس ونظيره."""
    reading = trigger.reading
    if trigger.form != "verb" or reading is None or "مع" not in trigger.rule.prep:
        return False
    if reading.num == "d":
        return True
    sides = following(page, trigger.last, trigger.sentence)[:2]
    joined = len(sides) == 2 and sides[1].joins is not None and sides[1].first == sides[0].last + 1
    return joined and all(page.phrase_classes(side) & _HEADS for side in sides)


#: Who meets whom.
_HEADS = frozenset(("official", "title", "state", "igo", "نظير"))


def _relative_before(page: Parsed, i: int) -> bool:
    return page.tags.letters[i - 1] == "R"


#: Classes of whom هم stands for.
_PEOPLE = frozenset("person armed official title org group state state_force non_state igo civilian".split())


def _has_object(page: Parsed, trigger: Trigger) -> bool:
    """One of the next phrases (or the subject of a passive) is of a wanted class; a clitic object counts as any."""
    wanted = trigger.rule.object
    reading = trigger.reading
    # a decision names what it is about (not منعه من السفر), perhaps behind its object: أقر البرلمان مواد في قانون
    taken_up = trigger.rule.type != "politics.decision"
    if reading is not None and reading.enc and taken_up and (trigger.form == "verb" or _done(page, trigger)):
        return reading.enc not in ("هم", "هن") or not wanted.isdisjoint(_PEOPLE)  # سلمتهم: no place
    single = trigger.form == "verb" and trigger.first == trigger.last and taken_up
    if single and objects.other(page, trigger.head, trigger.sentence, wanted):
        return False
    if trigger.rule.prep and objects.governed_other(page, trigger.last, trigger.sentence, trigger.rule.prep, wanted):
        return False
    after = [beyond(p, trigger.last) for p in following(page, trigger.last, trigger.sentence)[:3]]
    if any(wanted & page.phrase_classes(phrase) for phrase in after):
        return True
    before = preceding(page, trigger.first, trigger.sentence)
    return bool(before and trigger.form in ("passive", "verb") and wanted & page.phrase_classes(before))


def _done(page: Parsed, trigger: Trigger) -> bool:
    """A verbal noun right after a verb that only carries it: قاموا بتدميره."""
    verb = page.tags.readings[trigger.first - 1] if trigger.first else None
    if not trigger.rule.type.startswith(("harm.", "conflict.")):
        return False
    carried = trigger.reading is not None and trigger.reading.prep == "ب" and trigger.reading.form == "masdar"
    return carried and verb is not None and verb.pos == "verb" and verb.lemma == "قام"


def _distinct(candidates: list[Trigger]) -> list[Trigger]:
    """Where triggers share a word the heavier one stays."""
    taken: set[int] = set()
    kept: list[Trigger] = []
    for trigger in sorted(candidates, key=lambda t: (-t.weight[0], -t.weight[1], t.first)):
        # أودت | الفيضانات | بحياة العشرات: what brought death stands in the gap
        told = trigger.rule.type == "harm.casualties"
        words = set(trigger.words if told else range(trigger.first, trigger.last + 1))
        if not words & taken:
            taken |= words
            kept.append(trigger)
    return sorted(kept, key=lambda t: t.first)
