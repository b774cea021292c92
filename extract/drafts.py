"""A mention in the making: one trigger with what was found around it. Frozen into a Mention when all is decided."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from extract.parsed import Parsed
from extract.phrases import Phrase
from extract.placefound import Found as PlaceFound
from extract.quantityfound import Found as QuantityFound
from extract.times import TimeExpr
from extract.tokens import Analysis
from extract.triggers import Trigger
from extract.types import (
    Argument,
    Cue,
    Mention,
    Place,
    Quantity,
    Source,
    Span,
    Status,
    Time,
    Via,
)


@dataclass(slots=True, eq=False)
class Draft:
    """One trigger and its slots; merged and judged before it becomes a Mention."""

    page: Parsed
    trigger: Trigger
    type: str
    mode: str | None = None
    kind: str = "event"
    status: Status = "asserted"
    background: bool = False
    strength: float = 0.5
    lead: bool = False
    actors: list[Argument] = field(default_factory=list)
    #: The actors of a headline's event as the text names them.
    renamed: list[Argument] = field(default_factory=list)
    targets: list[Argument] = field(default_factory=list)
    #: Those of the targets that are things, not people.
    struck: list[Argument] = field(default_factory=list)
    #: Those of the targets that are towns and quarters: only where, once it is told who or what was hit there.
    grounds: list[Argument] = field(default_factory=list)
    instruments: list[Argument] = field(default_factory=list)
    partners: list[Argument] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    #: A place told by a common noun only (القرية): the place when no named one is found.
    spot: Span | None = None
    #: The place told last before it, where it tells a new happening without a known place of its own.
    near: list[Place] = field(default_factory=list)
    time: Time | None = None
    quantities: list[Quantity] = field(default_factory=list)
    attribution: list[Source] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    also: list[Span] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    #: Token range of the phrase that is the grammatical subject of a verb trigger.
    subject: tuple[int, int] | None = None
    #: A bare noun that may take up an event told elsewhere, but tells none by itself.
    reference: bool = False
    #: A headline's event whose number of dead the text tells too.
    recounted: bool = False
    #: The trigger is only the complement of another word (عقب هجوم، إدانة الهجوم): it leads nothing.
    subordinate: bool = False

    @property
    def in_title(self) -> bool:
        """Told in the headline."""
        return self.page.doc.field == "title"

    @property
    def order(self) -> tuple[int, int]:
        """Title before text, then as told."""
        return (0 if self.in_title else 1, self.trigger.first)

    @property
    def span(self) -> Span:
        """The trigger as delivered."""
        return self.page.doc.span(self.trigger.first, self.trigger.last)

    @property
    def evidence(self) -> Span:
        """The sentence that tells it."""
        first, last = self.page.doc.sentences[self.trigger.sentence]
        while last - 1 > first and self.page.doc.tokens[last - 1].kind == "break":
            last -= 1
        return self.page.doc.span(first, last - 1)


def times_fit(a: Draft, b: Draft) -> bool:
    """Of times that meet, or told on one side only."""
    return a.time is None or b.time is None or (a.time.start < b.time.end and b.time.start < a.time.end)


def mention(draft: Draft, item_id: str, tier: str) -> Mention:
    """The finished record of a draft."""
    trigger = draft.span
    where = draft.places[0].id or draft.places[0].name if draft.places else ""
    content = f"{item_id}|{draft.type}|{where}|{trigger.field}:{trigger.start}"
    filled = sum(bool(slot) for slot in (draft.actors, draft.targets, draft.places, draft.time))
    return Mention(
        id=hashlib.sha256(content.encode()).hexdigest()[:20],
        type=draft.type,
        mode=draft.mode,
        kind="state" if draft.kind == "state" else "event",
        status=draft.status,
        background=draft.background,
        lead=draft.lead,
        trigger=trigger,
        evidence=draft.evidence,
        lemma=draft.trigger.lemma,
        form=draft.trigger.form,
        rule=draft.trigger.rule.id,
        rules=tuple(draft.rules),
        actors=tuple(draft.actors),
        targets=tuple(draft.targets),
        instruments=tuple(draft.instruments),
        partners=tuple(draft.partners),
        places=tuple(draft.places),
        time=draft.time,
        quantities=tuple(draft.quantities),
        attribution=tuple(draft.attribution),
        cues=tuple(draft.cues),
        also=tuple(draft.also),
        quality=round(min(1.0, 0.7 * draft.strength + 0.075 * filled), 3),
        tier=tier,
    )


def argument(page: Parsed, phrase: Phrase, via: Via, nationality: dict[str, str]) -> Argument:
    """A phrase as an argument: entity, class and country from what the lexicon knows of its words."""
    first = phrase.first
    entity = next((page.entity_at[i] for i in range(first, phrase.last + 1) if i in page.entity_at), None)
    reading = page.tags.readings[phrase.head]
    counted = phrase.number  # 21 من قيادات التنظيم are people
    if entity is not None and entity.first > phrase.head and reading is not None and _deed(reading) and not counted:
        office = page.tags.readings[phrase.head + 1]
        whole = office is not None and office.ent in ("official", "title")  # تصريحات | نائب رئيس العراق
        first = phrase.head + 1 if whole else entity.first  # دحر التنظيم: the party, not the deed
    span = page.doc.span(first, _with_whose(page, phrase))
    start, text = _without_clitics(page, first, span)
    country = entity.country if entity is not None else None
    if country is None:
        country = next(
            (nationality[k] for i in range(first, phrase.last + 1) if (k := page.doc.tokens[i].key) in nationality),
            None,
        )
    cls = entity.cls if entity is not None else None
    if not cls:
        cls = _CLASS_OF.get(reading.ent if reading is not None else "")
    return Argument(
        span=Span(span.field, start, span.end, text),
        entity=entity.id if entity is not None else None,
        name=entity.name if entity is not None else text,
        cls=cls,
        country=country,
        via=via,
    )


def _with_whose(page: Parsed, phrase: Phrase) -> int:
    """The last token of a party with whom it belongs to, which its adjective leaves to ل: القوات الموالية | للرئيس السابق."""
    closing, n = page.tags.readings[phrase.last], page.phrase_of.get(phrase.last + 1)
    if closing is None or closing.key not in _BELONGING or n is None:
        return phrase.last
    owner = page.phrases[n]
    return owner.last if owner.first == phrase.last + 1 and owner.prep == ("ل",) else phrase.last


_BELONGING = frozenset(("موالي", "موال", "تابع"))


def _deed(reading: Analysis) -> bool:
    """A verbal noun with a genitive that is no body: دحر التنظيم, but تنظيم "داعش" is a name, الهجومين الإرهابيين a deed."""
    return reading.form == "masdar" and not reading.det and reading.ent not in ("armed", "org", "group")


_CLASS_OF = {
    "person": "civilian",
    "armed": "state_force",
    "official": "state",
    "title": "state",
    "org": "company",
    "group": "civilian",
}


def _without_clitics(page: Parsed, first: int, span: Span) -> tuple[int, str]:
    """The span without a leading conjunction or preposition: والجيش gives الجيش, لمسلحين مسلحين; للعراق keeps its spelling."""
    reading = page.tags.readings[first]
    if reading is None:
        return span.start, span.text
    cut = 0
    if reading.conj and span.text[:1] == reading.conj:
        cut = 1
    if reading.prep and reading.prep in "بك" and span.text[cut : cut + 1] == reading.prep:
        cut += 1
    if reading.prep == "ل" and span.text[cut : cut + 1] == "ل" and span.text[cut + 1 : cut + 2] != "ل":
        cut += 1
    return span.start + cut, span.text[cut:]


def place(page: Parsed, found: PlaceFound) -> Place:
    """A found place as a slot."""
    entry = found.place
    span = page.doc.span(found.first, found.last)
    cut = found.cut(span.text)
    span = Span(span.field, span.start + cut, span.end, span.text[cut:])
    return Place(
        span=span,
        id=entry.id if entry is not None else None,
        name=entry.name_ar if entry is not None else span.text,
        name_en=entry.name_en if entry is not None else None,
        country=entry.country if entry is not None else found.country,
        lat=entry.lat if entry is not None else None,
        lon=entry.lon if entry is not None else None,
        precision=found.precision,
        relation=found.relation,
        parents=tuple(entry.parents) if entry is not None else (),
    )


def quantity(page: Parsed, found: QuantityFound) -> Quantity:
    """A found quantity as a slot."""
    return Quantity(
        kind=found.kind,
        span=page.doc.span(found.first, found.last),
        value=found.value,
        min=found.min,
        max=found.max,
        approximate=found.approximate,
        unit=found.unit,
        whom=found.whom,
        part=found.part,
    )


def time(page: Parsed, found: TimeExpr) -> Time:
    """A found time expression as a slot."""
    return Time(
        span=page.doc.span(found.first, found.last),
        start=found.start,
        end=found.end,
        granularity=found.granularity,
        anchor=found.anchor,
    )
