"""One deed told again in other words: the headline's in the opening, a meeting by what was discussed, a verb by its noun."""

from __future__ import annotations

from extract.alike import named_alike, overlap
from extract.drafts import Draft
from extract.placeshared import places_overlap
from extract.types import Argument, Quantity

#: Families whose deeds a headline and its text name by different words.
SAID_OR_DECIDED = frozenset(("law", "diplomacy", "statement", "politics", "protest", "life"))
#: Words from a verb to the noun that it carries.
_COMPLEMENT = 3


def retold(a: Draft, b: Draft) -> bool:
    """Whether b tells the deed of a again, whatever else the two say."""
    return a.type == b.type and (
        _in_opening(a, b) or _doubled(a, b) or _recounted(a, b) or _same_talks(a, b) or _same_crowd(a, b)
    )


def _in_opening(a: Draft, b: Draft) -> bool:
    """The headline's deed and the same kind of deed in the opening of the text: news tells it twice, by other names."""
    if not a.in_title or b.in_title or b.background:
        return False
    if b.trigger.sentence > 1:
        if not a.type.startswith(("politics.", "law.", "diplomacy.")):
            return False
        return overlap(a.targets, b.targets) or (b.trigger.rule.id in a.rules and overlap(a.actors, b.actors))
    family = a.type.split(".")[0]
    if family == "territory" and a.status == b.status:
        return overlap(a.actors, b.actors) and places_overlap(a.places, b.places)  # its last quarter, in their words
    told = family != "protest" and any(span.field == "text" for span in a.also)  # a crowd gathers, chants, is dispersed
    if family not in SAID_OR_DECIDED or told:
        return False
    return overlap(a.actors, b.actors) or not (any(x.entity for x in a.actors) and any(x.entity for x in b.actors))


def _same_talks(a: Draft, b: Draft) -> bool:
    """What was discussed at the meeting told before, by nobody in particular or by both: كما بحثا، وناقش الجانبان."""
    if a.type != "diplomacy.meeting" or b.in_title or a.status != b.status:
        return False
    met = all(_the_two(x) or any(named_alike(x, y) for y in a.actors) for x in b.actors)
    return b.trigger.rule.id.startswith("meet.discuss") and met


def _same_crowd(a: Draft, b: Draft) -> bool:
    """The gathering told before, by its noun with the article: وشارك في المظاهرة نواب; one somewhere else is another."""
    noun = b.page.tags.readings[b.trigger.last]
    known = b.trigger.form != "verb" or b.trigger.last > b.trigger.first
    taken_up = known and noun is not None and noun.pos == "noun" and noun.det
    return a.type == "protest.demonstration" and taken_up and (not b.places or places_overlap(a.places, b.places))


def _the_two(one: Argument) -> bool:
    """The two who were named before: الجانبين، الرئيسان."""
    word = one.span.text
    return one.entity is None and " " not in word and word.startswith("ال") and word.endswith(("ان", "ين"))


def _recounted(a: Draft, b: Draft) -> bool:
    """The headline's deed with the number of the headline: إنقاذ 414 مهاجرا، أنقذت ثلاث سفن 414 مهاجرا."""
    if not a.in_title or b.in_title or b.trigger.sentence > 1 or a.status != b.status:
        return False
    told, again = ({(q.kind, _low(q)) for q in d.quantities if not q.part and _low(q) > 2} for d in (a, b))
    return bool(told & again)


def _low(quantity: Quantity) -> float:
    """The number told, or the least: 18 and "at least 18" count the same men; 0 for none."""
    return quantity.value or quantity.min or 0


def _doubled(a: Draft, b: Draft) -> bool:
    """A deed named by a verb and again by the noun that it carries: قرر تمديد ...، أصدر عفوا."""
    near = a.page is b.page and 0 < b.trigger.first - a.trigger.last <= _COMPLEMENT
    return near and a.type.split(".")[0] in SAID_OR_DECIDED and b.trigger.form != "verb"
