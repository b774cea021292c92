"""Item in, mentions out: the order of the steps.

clean -> tokens -> analyses -> tags -> names, places, times, numbers -> phrases -> triggers -> roles and slots
-> status -> attribution -> casualties to their cause -> one happening once -> lead
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extract import (
    attribution,
    claims,
    drafts,
    folding,
    incident,
    interviews,
    lasting,
    lead,
    merge,
    newsness,
    opponents,
    placeshared,
    roles,
    sequence,
    slots,
    status,
    tallies,
    timelent,
    timing,
    triggers,
    whom,
)
from extract.clean import without_headline
from extract.drafts import Draft
from extract.entities import EntityFinder
from extract.genre import Genres
from extract.morphology import Morphology
from extract.pages import page_of
from extract.parsed import Parsed
from extract.places import PlaceFinder
from extract.rules import Rulebook
from extract.sayings import Sayings, credited
from extract.scopes import StatusCues
from extract.standing import harms, tells
from extract.statements import Said, said
from extract.stopwatch import Stopwatch
from extract.tokens import Doc, read
from extract.types import Mention, Named
from feeds.types import Item

#: The texts of an item -> names in each.
FindNames = Callable[[Sequence[Doc]], list[list[Named]]]

#: Longer texts are cut: news bodies end well before, and a page of a million letters is not one.
MAX_TEXT = 40_000

#: New objects after which the garbage collector looks for cycles.
_OBJECTS = 10_000
#: A headline with such a trigger is news, whatever its words have in common with other genres.
_HARD = 0.7
#: The same for what a power does or says in its headline.
_SPOKEN = 0.65
#: Strength of the political rules that ask for an authority.
_RULED = 0.8
_POWERS = frozenset(("state", "state_force", "igo", "non_state"))
_HARD_FAMILIES = frozenset(("territory", "conflict", "harm", "law", "protest", "disaster", "accident"))


@dataclass(slots=True)
class Extractor:
    """Everything that extraction needs, loaded once per process; pure after that."""

    morphology: Morphology
    book: Rulebook
    places: PlaceFinder
    entities: EntityFinder
    status: StatusCues
    sayings: Sayings
    genres: Genres

    @classmethod
    def load(cls) -> Extractor:
        """Read the compiled lexicon. Raises LexiconError.

        The garbage collector does not look at it, neither meanwhile nor later: it stays as long as the process. Afterwards
        it looks less often: a text makes thousands of objects, none of them in a cycle.
        """
        collects = gc.isenabled()
        gc.disable()
        gc.set_threshold(max(_OBJECTS, gc.get_threshold()[0]))
        try:
            return cls(
                Morphology.load(),
                Rulebook.load(),
                PlaceFinder.load(),
                EntityFinder.load(),
                StatusCues.load(),
                Sayings.load(),
                Genres.load(),
            )
        finally:
            gc.freeze()
            if collects:
                gc.enable()

    def mentions(
        self, item: Item, names: FindNames | None = None, watch: Stopwatch | None = None
    ) -> tuple[Mention, ...]:
        """Every happening that the item tells, merged inside the item, title first. Never raises for any text.

        `names` finds names that the lexicon need not know (extract/recognised.py); `watch` is told when a stage ends.
        """
        watch = watch or Stopwatch()
        watch.start()
        pages = self.parse(item, names, watch)
        found = self.drafts(pages, watch)
        told = tuple(drafts.mention(d, item.id, self.morphology.tier) for d in found)
        watch.lap("joining")
        return told

    def parse(self, item: Item, names: FindNames | None = None, watch: Stopwatch | None = None) -> list[Parsed]:
        """Title and text, read."""
        watch = watch or Stopwatch()
        zone = item.home
        published = (item.published or item.fetched).astimezone(zone)
        docs = [
            read(item.title[:MAX_TEXT], "title", self.morphology.analyse),
            read(without_headline(item.text, item.title)[:MAX_TEXT], "text", self.morphology.analyse),
        ]
        watch.lap("words")
        named = names(docs) if names is not None else [[] for _ in docs]
        places = self.places.find_all(docs, item.country, named=named)
        grounds = {p.place.country for found in places for p in found if p.place is not None and p.place.country}
        entities = self.entities.find_all(docs, grounds, named)
        watch.lap("names")
        pages = [page_of(*found, published, zone) for found in zip(docs, places, entities, strict=True)]
        watch.lap("phrases")
        return pages

    def drafts(self, pages: list[Parsed], watch: Stopwatch) -> list[Draft]:
        """Drafts of all pages, judged, merged and led."""
        told = [self._own(page) for page in pages]
        watch.lap("events")
        found: list[Draft] = []
        told_by: list[sequence.Link] = []
        agencies = [credited(page, self.sayings) for page in pages]
        statements: list[Said] = []
        for page, own, credits in zip(pages, told, agencies, strict=True):
            links = sequence.links(page, own)
            sequence.part(own, links)
            told_by += links
            tallies.count(own, self.book.types)
            folded = folding.fold_casualties(folding.fold_carried(own, self.book.types), self.book.types)
            for draft in folded:
                if draft.actors and draft.trigger.rule.with_actor:
                    draft.type = draft.trigger.rule.with_actor
            statements = said(page, self.sayings, credits)
            attribution.attribute(folded, statements, credits)
            found.extend(folded)
        found = interviews.before_talk(found, pages[-1])
        bloody = any(d.in_title and tallies.deadly(d) for d in found)
        hard = any(_is_hard(d) for d in found)
        if not bloody:
            silent, heard = self.genres.judge(pages, hard)
            silent = max(silent, newsness.silence(pages[-1], found, statements, any(agencies)))
            found = [d for d in found if d.strength >= silent or (d.type in heard and _opens(d))]
        status.foretold(found)
        placeshared.presume(found)
        merged = [d for d in merge.merge(found, self.book.types) if not d.reference]
        placeshared.inherit(merged)
        incident.refine(merged, pages)
        lead.choose(merged, pages)
        claims.blasts(merged)
        claims.ascribe(merged)
        opponents.oppose(merged)
        opponents.dispossess(merged)
        whom.settle(merged)
        attribution.unquoted(merged)
        attribution.lend(merged, statements)
        sequence.resolve(merged, told_by, None)
        spoken = timelent.spoken(pages[-1])
        timelent.inherit(merged, timelent.dateline(pages[-1]), spoken, timelent.opening(pages[-1]))
        sequence.resolve(merged, told_by, spoken)
        lasting.extend(merged, pages)
        status.planned(merged)
        kept = [d for d in merged if d.lead or not merge.mere_mention(d)]
        return [] if merge.only_context(kept) else kept

    def _own(self, page: Parsed) -> list[Draft]:
        """Drafts of one field, as told."""
        own: list[Draft] = []
        harmed = -1
        found = triggers.find(page, self.book)
        page.events = frozenset(t.head for t in found if t.form != "verb")
        page.enclosed = triggers.enclosed(found)
        for trigger in found:
            counted = harmed == trigger.sentence or _counted_before(page, trigger)
            draft = self._draft(page, trigger, counted)
            draft.reference = not roles.allowed(page, trigger)
            if draft.reference and trigger.form == "verb":
                continue
            own.append(draft)
            if harms(trigger):
                harmed = trigger.sentence
        return own

    def _draft(self, page: Parsed, trigger: triggers.Trigger, harm_before: bool) -> Draft:
        rule = trigger.rule
        draft = Draft(page, trigger, rule.type, rule.mode, rule.kind, strength=rule.strength, rules=[rule.id])
        nominal = trigger.form in ("masdar", "participle")
        draft.subordinate = nominal and not tells(page, trigger, harm_before)
        slots.fill(draft, self.entities.nationalities, self.entities.state_names)
        status.judge(draft, self.status)
        timing.look_ahead(draft)
        if timelent.too_old(draft) or rule.context:
            draft.background = True
        return draft


def _counted_before(page: Parsed, trigger: triggers.Trigger) -> bool:
    """The headline counts its dead or wounded before the trigger: مئات القتلى في قصف المستشفى."""
    told = (q for q in page.quantities if q.kind in ("killed", "injured") and q.last < trigger.first)
    return page.doc.field == "title" and any(page.doc.tokens[q.first].sent == trigger.sentence for q in told)


def _opens(draft: Draft) -> bool:
    """Told as news in the headline or at the beginning of the text."""
    return not (draft.background or draft.subordinate) and (draft.in_title or draft.trigger.sentence <= 1)


def _is_hard(draft: Draft) -> bool:
    """A headline of violence, harm or law, or one in which a state, its forces, a body or an armed group acts.

    Of the opening sentence only a ruling, or violence, of such a party.
    """
    opens = draft.trigger.sentence == 0 and draft.trigger.form == "verb" and not draft.background
    if not (draft.in_title or opens):
        return False
    family = draft.type.split(".")[0]
    power = any(a.cls in _POWERS for a in draft.actors)
    if draft.strength < (_SPOKEN if power and draft.in_title else _HARD):
        return False
    ruled = family == "politics" and draft.strength >= _RULED
    if not draft.in_title:
        return power and (family == "politics" or family in _HARD_FAMILIES)
    return family in _HARD_FAMILIES or ruled or power
