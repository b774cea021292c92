"""The prefixes and endings of Arabic words as lines of an ALMOR database, and what may stand beside what."""

from __future__ import annotations

from collections.abc import Iterator

from extract.clean import key

CONJUNCTIONS = {"": "0", "و": "wa_conj", "ف": "fa_conj"}
PREPOSITIONS = {"": "0", "ب": "bi_prep", "ل": "li_prep", "ك": "ka_prep"}
PRONOUNS = {
    "ه": "3ms", "ها": "3fs", "هم": "3mp", "هن": "3fp", "هما": "3d", "نا": "1p", "ك": "2ms", "كم": "2mp", "ي": "1s", "ني": "1s",
}  # fmt: skip
# What may follow a stem: its category -> categories of endings.
_PERFECT = ("P0", "P0e", "Pt", "Pa", "Pw", "Pc")
_IMPERFECT = ("I0", "I0e", "Ip", "Id", "I2", "In")
ENDINGS: dict[str, tuple[str, ...]] = {
    "PV": _PERFECT,
    "PVv": ("P0", "P0e", "Pt", "Pa", "Pw"),
    "PVc": ("Pc",),
    "PVf": ("P0",),
    "PVe": ("P0e",),
    "PVs": ("Pt", "Pw"),
    "PVk": ("Pa", "Pc"),
    "PVy": ("P0", "P0e", "Pt", "Pa", "Pc"),
    "PVw": ("Pw",),
    "IV": _IMPERFECT,
    "IVv": ("I0", "I0e", "Ip", "Id", "I2"),
    "IVc": ("I0", "I0e", "In"),
    "IVn": ("In",),
    "IVf": ("I0",),
    "IVe": ("I0e",),
    "IVs": ("I0", "I0e", "Ip", "I2"),
    "IVk": ("Id", "In"),
    "IVp": ("Ip", "I0e"),
    "N": ("N0", "Na", "Ne", "Nd", "Ndc"),
    "NB": ("N0", "Na", "Ne"),
    "NX": ("N0",),
    "NE": ("Ne",),
    "ND": ("Nd", "Ndc"),
    "NT": ("Nt", "Nte", "Ntd", "Ntdc"),
    "NP": ("Np", "Npc"),
    "NF": ("Nf", "Nfe"),
    "R": ("N0",),
    "W": ("N0",),
    "D": ("N0",),
    "WE": ("We",),
}
#: What may precede an ending.
PREFIXES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_PERFECT, ("vP",)),
    "I0": ("vIy", "vIt", "vIn", "vIa"),
    "I0e": ("vIy", "vIt", "vIn", "vIa"),
    "Ip": ("vIy", "vIt2"),
    "Id": ("vIy", "vIt"),
    "I2": ("vIt2",),
    "In": ("vIyf",),
    **dict.fromkeys(("N0", "Nd", "Nt", "Ntd", "Np", "Nf"), ("n0", "nAl", "nLl", "w0")),
    **dict.fromkeys(("Na", "Ne", "Ndc", "Nte", "Ntdc", "Npc", "Nfe"), ("n0",)),
    "We": ("w0",),
}
STEM_PREFIXES = {"P": ("vP",), "I": ("vIy", "vIt", "vIt2", "vIn", "vIa", "vIyf"), "N": ("n0", "nAl"), "R": ("n0",), "D": ("n0",),
                  "W": ("w0",)}  # fmt: skip


def _affix(letters: str, cat: str, **features: str) -> str:
    values = " ".join(f"{name}:{value}" for name, value in features.items())
    return f"{key(letters)}\t{cat}\tdiac:{letters} bw:{letters} {values}".rstrip()


def prefixes() -> Iterator[str]:
    """Every prefix: conjunctions, prepositions, the article, the persons of the imperfect."""
    for conj, prc2 in CONJUNCTIONS.items():
        yield _affix(conj, "vP", prc2=prc2)
        yield _affix(conj, "w0", prc2=prc2)
        for particle, prc1 in (("", "0"), ("س", "sa_fut"), ("ل", "li_jus")):
            before = conj + particle
            yield _affix(before + "ي", "vIy", prc2=prc2, prc1=prc1, per="3", gen="m")
            yield _affix(before + "ت", "vIt", prc2=prc2, prc1=prc1, per="3", gen="f")
            yield _affix(before + "ت", "vIt2", prc2=prc2, prc1=prc1, per="2")
            yield _affix(before + "ي", "vIyf", prc2=prc2, prc1=prc1, per="3", gen="f")
            yield _affix(before + "ن", "vIn", prc2=prc2, prc1=prc1, per="1", num="p")
            yield _affix(before + "أ", "vIa", prc2=prc2, prc1=prc1, per="1", num="s")
        for prep, prc1 in PREPOSITIONS.items():
            yield _affix(conj + prep, "n0", prc2=prc2, prc1=prc1)
            article = "nLl" if prep == "ل" else "nAl"
            yield _affix(conj + ("لل" if prep == "ل" else prep + "ال"), "nAl", prc2=prc2, prc1=prc1, prc0="Al_det")
            if article == "nLl":
                yield _affix(conj + "لل", article, prc2=prc2, prc1=prc1, prc0="Al_det")


def suffixes() -> Iterator[str]:
    """Every ending, alone and before every attached pronoun."""
    yield from _verb_suffixes()
    nominal: tuple[tuple[str, str, str, str, dict[str, str]], ...] = (
        # letters, letters before a pronoun, category bare, category with pronoun, features
        ("", "", "N0", "Ne", {}),
        ("ة", "ت", "Nt", "Nte", {}),
        ("ات", "ات", "Nf", "Nfe", {}),
    )
    for bare, joined, cat, with_pronoun, features in nominal:
        yield _affix(bare, cat, enc0="0", **features)
        yield from _with_pronoun(joined, with_pronoun, "poss", features)
    yield _affix("ا", "Na", enc0="0", end="acc")
    for first, dual, construct in (("", "Nd", "Ndc"), ("ت", "Ntd", "Ntdc")):
        for vowel in "اي":
            yield _affix(first + vowel + "ن", dual, enc0="0", num="d")
            yield _affix(first + vowel, construct, enc0="0", num="d", end="construct")
            yield from _with_pronoun(first + vowel, construct, "poss", {"num": "d", "end": "construct"})
    for vowel in "وي":
        yield _affix(vowel + "ن", "Np", enc0="0", end="sound")
        yield _affix(vowel, "Npc", enc0="0", end="construct")
        yield from _with_pronoun(vowel, "Npc", "poss", {"end": "construct"})
    yield from _with_pronoun("", "We", "pron", {})


def _verb_suffixes() -> Iterator[str]:
    perfect: tuple[tuple[str, str, str, dict[str, str]], ...] = (
        ("", "", "P0", {"per": "3", "gen": "m", "num": "s"}),
        ("ت", "ت", "Pt", {"per": "3", "gen": "f", "num": "s"}),
        ("تا", "تا", "Pt", {"per": "3", "gen": "f", "num": "d"}),
        ("ا", "ا", "Pa", {"per": "3", "gen": "m", "num": "d"}),
        ("وا", "و", "Pw", {"per": "3", "gen": "m", "num": "p"}),
        ("ت", "ت", "Pc", {"per": "1", "num": "s"}),
        ("نا", "نا", "Pc", {"per": "1", "num": "p"}),
        ("ن", "ن", "Pc", {"per": "3", "gen": "f", "num": "p"}),
        ("تم", "تمو", "Pc", {"per": "2", "gen": "m", "num": "p"}),
    )
    imperfect: tuple[tuple[str, str, str, dict[str, str]], ...] = (
        ("", "", "I0", {}),
        ("ون", "ون", "Ip", {"gen": "m", "num": "p"}),
        ("وا", "و", "Ip", {"gen": "m", "num": "p"}),
        ("ان", "ان", "Id", {"num": "d"}),
        ("ا", "ا", "Id", {"num": "d"}),
        ("ين", "ين", "I2", {"gen": "f", "num": "s"}),
        ("ن", "ن", "In", {"num": "p"}),
    )
    for bare, joined, cat, features in perfect + imperfect:
        yield _affix(bare, cat, enc0="0", **features)
        yield from _with_pronoun(joined, cat + "e" if cat in ("P0", "I0") else cat, "dobj", features)


def _with_pronoun(joined: str, cat: str, kind: str, features: dict[str, str]) -> Iterator[str]:
    """The ending before every attached pronoun; verbs take ني for "me", nouns ي, particles both."""
    for pronoun, person in PRONOUNS.items():
        if person == "1s" and kind != "pron" and (pronoun == "ني") != (kind == "dobj"):
            continue
        if pronoun == "ي" and joined.endswith(("ي", "ا")):
            continue
        yield _affix(joined + pronoun, cat, enc0=f"{person}_{kind}", **features)
