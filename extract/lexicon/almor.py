"""The vocabulary as a camel-tools morphology database (the ALMOR text format).

Keys are written as camel-tools' Analyzer normalises a word. Feature values are camel-tools' own, so that the readings
of a CALIMA database reduce by the same code. Features of this project: `evt` (event types of a trigger), `ent` (class),
`form` (what the form is to its lemma), `end` (acc: tanwin alef; sound: sound masculine plural; construct: dual or
plural that lost its ن).
"""

from __future__ import annotations

from collections.abc import Iterator

from extract.clean import key
from extract.lexicon import affixes, conjugate, decline
from extract.lexicon.words import Adjective, Name, Noun, Particle, Verb, Vocabulary

_FEATURES = {
    "pos": "verb noun adj name prep conj part pron num adv digit punc latin",
    "prc2": "0 na wa_conj fa_conj",
    "prc1": "0 na bi_prep li_prep ka_prep sa_fut li_jus",
    "prc0": "0 na Al_det",
    "enc0": "0 na "
    + " ".join(f"{p}_{kind}" for p in dict.fromkeys(affixes.PRONOUNS.values()) for kind in ("poss", "dobj", "pron")),
    "per": "na 1 2 3",
    "asp": "na p i c",
    "vox": "na a p u",
    "gen": "m f na",
    "num": "s d p na",
    "end": "0 acc sound construct",
}
_OPEN = ("form", "evt", "ent", "diac", "lex", "bw", "gloss", "pos_lex_logprob")
#: Log10 priors by part of speech, where the table gives none.
_PRIOR = {"prep": -1.0, "conj": -1.0, "part": -1.0, "pron": -1.0, "adv": -1.5, "num": -2.0, "noun": -3.0, "verb": -3.1,
          "adj": -3.3, "name": -3.6}  # fmt: skip
_NAME_PRIOR = {"country": -2.4, "city": -2.8, "given": -2.8, "region": -3.2}
#: What is less likely than its lemma: participles as adjectives; a jussive (يعد of أعاد), which لم must precede; the
#: feminine of a person word (محافظة the woman); a person word that is an adjective too (سياسي).
_RARER = {"active_participle": -0.5, "passive_participle": -0.5, "IVc": -0.7, "IVs": -0.7}
_WOMAN, _RELATIVE = -1.0, -0.6


def write(vocabulary: Vocabulary) -> str:
    """The whole database as text."""
    stems = sorted(set(_stems(vocabulary)))
    prefixes, suffixes = sorted(set(affixes.prefixes())), sorted(set(affixes.suffixes()))
    categories = sorted({line.split("\t")[1] for line in stems})
    before = {cat: _before(cat) for cat in categories}
    sections = {
        "DEFINES": list(_defines()),
        "DEFAULTS": list(_defaults()),
        "ORDER": ["ORDER " + " ".join((*_FEATURES, *_OPEN))],
        "TOKENIZATIONS": ["TOKENIZATION bw"],
        "STEMBACKOFF": ["STEMBACKOFF ALL N"],
        "PREFIXES": prefixes,
        "SUFFIXES": suffixes,
        "STEMS": stems,
        "TABLE AB": sorted(f"{prefix} {cat}" for cat in categories for prefix in before[cat]),
        "TABLE BC": sorted(
            f"{cat} {ending}" for cat in categories for ending in affixes.ENDINGS[cat.removesuffix("_l")]
        ),
        "TABLE AC": sorted(f"{prefix} {ending}" for ending, allowed in affixes.PREFIXES.items() for prefix in allowed),
    }
    return "".join(f"###{name}###\n" + "".join(f"{line}\n" for line in lines) for name, lines in sections.items())


def _before(cat: str) -> tuple[str, ...]:
    return ("nLl",) if cat.endswith("_l") else affixes.STEM_PREFIXES[cat[0]]


def _defines() -> Iterator[str]:
    for feature, values in _FEATURES.items():
        yield f"DEFINE {feature} " + " ".join(f"{feature}:{value}" for value in values.split())
    for feature in _OPEN:
        yield f"DEFINE {feature} {feature}:*open*"


def _defaults() -> Iterator[str]:
    for pos in _FEATURES["pos"].split():
        yield f"DEFAULT pos:{pos} " + " ".join(f"{feature}:na" for feature in _FEATURES if feature != "pos")


def _stems(vocabulary: Vocabulary) -> Iterator[str]:
    for verb in vocabulary.verbs:
        yield from _verb(verb)
    for noun in vocabulary.nouns:
        yield from _noun(noun)
    for adjective in vocabulary.adjectives:
        yield from _adjective(adjective)
    for particle in vocabulary.particles:
        yield from _particle(particle)
    for name in vocabulary.names:
        yield from _name(name)


def _stem(
    letters: str,
    cat: str,
    lemma: str,
    pos: str,
    word: Verb | Noun | Adjective | Particle | Name,
    rarer: float = 0.0,
    **features: str,
) -> str:
    """One line of the STEMS section; every feature that an affix may set must be listed."""
    prior = (_NAME_PRIOR.get(word.cls) if pos == "name" else None) or _PRIOR[pos] if word.prior is None else word.prior
    prior += rarer + _RARER.get(features.get("form", ""), 0.0) + _RARER.get(cat, 0.0)
    values = {
        "diac": letters, "lex": lemma, "bw": letters, "pos": pos, "prc2": "0", "prc1": "0", "prc0": "0", "enc0": "0", "per": "na",
        "asp": "na", "vox": "na", "gen": "na", "num": "na", "end": "0", "form": "plain", "evt": word.evt or "-",
        "ent": word.cls or "-", "pos_lex_logprob": f"{prior:.1f}", **{name: value for name, value in features.items() if value},
    }  # fmt: skip
    return f"{key(letters)}\t{cat}\t" + " ".join(f"{name}:{value}" for name, value in values.items())


def _verb(verb: Verb) -> Iterator[str]:
    for imperfect in (verb.imperfect,) if verb.imperfect else conjugate.imperfects(verb.lemma):
        for stem in conjugate.stems(verb.lemma, imperfect, passive=verb.passive):
            yield _stem(stem.form, stem.cat, verb.lemma, "verb", verb, asp=stem.asp, vox=stem.vox, num="s", form="verb")


def _noun(noun: Noun) -> Iterator[str]:
    defective = decline.looks_defective(noun.lemma) or (
        noun.form == "masdar" and noun.lemma[0] == "ت" and noun.lemma[-1] == "ي"
    )
    relative = _RELATIVE if noun.has_feminine and noun.lemma[-1] == "ي" and not defective else 0.0
    for stem in decline.singular(noun.lemma, noun.gender, defective=defective):
        yield from _nominal(stem, noun, "noun", noun.form, relative)
    for stem in decline.plural(noun.lemma, noun.plurals, noun.gender):
        yield from _nominal(stem, noun, "noun", noun.form)
    if noun.has_feminine:
        for stem in decline.feminine(noun.lemma):
            yield from _nominal(stem, noun, "noun", noun.form, _WOMAN)


def _adjective(adjective: Adjective) -> Iterator[str]:
    defective = adjective.form == "active_participle" and adjective.lemma[-1] == "ي"
    for stem in decline.adjective(adjective.lemma, adjective.plurals, adjective.feminine, defective=defective):
        yield from _nominal(stem, adjective, "adj", adjective.form)


def _nominal(stem: decline.NounStem, word: Noun | Adjective, pos: str, form: str, rarer: float = 0.0) -> Iterator[str]:
    yield _stem(stem.form, stem.cat, word.lemma, pos, word, rarer, gen=stem.gen, num=stem.num, form=form)
    if stem.form[0] == "ل" and len(stem.form) > 2:
        # للجنة: with ل and the article the first of three ل is not written.
        yield _stem(stem.form[1:], stem.cat + "_l", word.lemma, pos, word, rarer, gen=stem.gen, num=stem.num, form=form)


def _particle(particle: Particle) -> Iterator[str]:
    word, pos = particle.word, particle.pos
    cat = "NB" if pos == "num" else "D" if particle.takes_preposition else "W"
    if not particle.clitic_only:
        form = "plain" if pos == "num" else "particle"
        yield _stem(word, cat, particle.lemma, pos, particle, form=form, gen=particle.gen, num=particle.num)
    if particle.takes_preposition and word.startswith("ال"):
        yield _stem(word[2:], "D_l", particle.lemma, pos, particle, form="particle")
    if particle.joined is not None:
        yield _stem(particle.joined, "WE", particle.lemma, pos, particle, form="particle")


def _name(name: Name) -> Iterator[str]:
    yield _stem(name.word, "R", name.word, "name", name, form="name")
    if name.word.startswith("ال") and len(name.word) > 4:
        yield _stem(name.word[2:], "R_l", name.word, "name", name, form="name")
