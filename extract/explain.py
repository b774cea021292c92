"""Why a text gives what it gives: tokens with their readings, phrases, triggers and their rules, slots with offsets."""

from __future__ import annotations

import dataclasses
from typing import Any

from extract import triggers
from extract.parsed import Parsed
from extract.pipeline import Extractor
from extract.roles import roles
from extract.types import Mention
from feeds.types import Item


def explain(extractor: Extractor, item: Item) -> dict[str, Any]:
    """Everything that was seen and decided, as plain JSON values. The mentions are those of `Extractor.mentions`."""
    pages = extractor.parse(item)
    return {
        "id": item.id,
        "tier": extractor.morphology.tier,
        "genre": extractor.genres.scores(pages),
        "pages": [_page(extractor, page) for page in pages],
        "mentions": [as_json(m) for m in extractor.mentions(item)],
    }


def as_json(mention: Mention) -> dict[str, Any]:
    """A mention as JSON values; times in ISO form."""
    record: dict[str, Any] = dataclasses.asdict(mention)
    if mention.time is not None:
        record["time"]["start"] = mention.time.start.isoformat()
        record["time"]["end"] = mention.time.end.isoformat()
    return record


def _page(extractor: Extractor, page: Parsed) -> dict[str, Any]:
    return {
        "field": page.doc.field,
        "tokens": [
            {
                "text": page.doc.span(t.i, t.i).text,
                "sentence": t.sent,
                "tag": page.tags.letters[t.i],
                "chosen": dataclasses.asdict(reading) if (reading := page.tags.readings[t.i]) is not None else None,
                "analyses": [dataclasses.asdict(a) for a in t.analyses],
            }
            for t in page.doc.tokens
        ],
        "phrases": [
            {"text": page.doc.span(p.first, p.last).text, "preposition": " ".join(p.prep), "joins": p.joins}
            for p in page.phrases
        ],
        "triggers": [_trigger(page, t) for t in triggers.find(page, extractor.book)],
    }


def _trigger(page: Parsed, trigger: triggers.Trigger) -> dict[str, Any]:
    return {
        "text": page.doc.span(trigger.first, trigger.last).text,
        "rule": trigger.rule.id,
        "type": trigger.rule.type,
        "form": trigger.form,
        "lemma": trigger.lemma,
        "roles": [
            {"slot": r.slot, "text": page.doc.span(r.phrase.first, r.phrase.last).text, "via": r.via}
            for r in roles(page, trigger)
        ],
    }


def render(told: dict[str, Any]) -> str:
    """The explanation for a terminal: one block a field, then the mentions."""
    lines = [f"item {told['id']}   tier {told['tier']}"]
    if told["genre"]:
        lines.append("genre " + "  ".join(f"{name} {score:.1f}" for name, score in sorted(told["genre"].items())))
    for page in told["pages"]:
        lines.append(f"\n== {page['field']}")
        lines.extend(_sentences(page["tokens"]))
        lines.append("phrases  " + " | ".join(_phrase(p) for p in page["phrases"]))
        for trigger in page["triggers"]:
            slots = "; ".join(f"{r['slot']} = {r['text']} ({r['via']})" for r in trigger["roles"])
            lines.append(
                f"trigger  {trigger['text']}  {trigger['type']}  rule {trigger['rule']}  {trigger['form']}  {slots}"
            )
    lines.append("\n== mentions")
    lines.extend(_mention(m) for m in told["mentions"])
    return "\n".join(lines)


def _sentences(tokens: list[dict[str, Any]]) -> list[str]:
    lines: dict[int, list[str]] = {}
    for token in tokens:
        lemma = token["chosen"]["lemma"] if token["chosen"] else ""
        text = token["text"].strip() or "¶"
        lines.setdefault(token["sentence"], []).append(f"{text}/{token['tag']}" + (f":{lemma}" if lemma else ""))
    return [" ".join(words) for _, words in sorted(lines.items())]


def _phrase(phrase: dict[str, Any]) -> str:
    joined = "+" if phrase["joins"] is not None else ""
    return f"{joined}[{phrase['preposition']}] {phrase['text']}" if phrase["preposition"] else joined + phrase["text"]


def _mention(mention: dict[str, Any]) -> str:
    head = f"{'* ' if mention['lead'] else '  '}{mention['type']} {mention['status']}"
    if mention["background"]:
        head += " background"
    trigger = mention["trigger"]
    out = [
        f"{head}  {trigger['text']}  {trigger['field']}[{trigger['start']}:{trigger['end']}]  {', '.join(mention['rules'])}"
    ]
    for slot in ("actors", "targets", "instruments", "partners", "places", "quantities", "attribution"):
        for value in mention[slot]:
            span = value["span"]
            known = value.get("entity") or value.get("id") or value.get("kind") or ""
            out.append(f"      {slot:12} {span['text']}  {span['field']}[{span['start']}:{span['end']}]  {known}")
    if mention["time"]:
        out.append(
            f"      time         {mention['time']['start']} .. {mention['time']['end']} ({mention['time']['anchor']})"
        )
    out.extend(f"      cue          {cue['what']}: {cue['span']['text']}" for cue in mention["cues"])
    return "\n".join(out)
