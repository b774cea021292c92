"""Noun or verb, where a word may be either: what stands around it decides. Letters are those of extract/tagging.py."""

from __future__ import annotations

from extract import grammar as g
from extract.tokens import Analysis, Token

#: Tags after which a finite verb may open a clause.
_OPEN = frozenset("B.,QSRGAC")
_PERSONAL = frozenset(("given", "family"))
#: Noun classes of people and bodies that do something.
_DOERS = frozenset(("armed", "person", "official", "title", "org", "group"))


def prefers_verb(
    tokens: list[Token],
    token: Token,
    verb: Analysis,
    noun: Analysis,
    letters: list[str],
    readings: list[Analysis | None],
    title: bool,
) -> bool:
    """Whether the verb reading fits the place better than the noun reading."""
    if verb.known != noun.known:
        return verb.known
    before = letters[-1] if letters else "B"
    if token.text[-1] == "ى" and noun.lemma[-1] == "ي" and before not in "PO":
        return True  # التقى is no التقيّ
    if noun.det or noun.prep or before in "PO":
        return False
    if before == "V" and not verb.conj and not _auxiliary(readings[-1]):
        return False  # no two finite verbs in a row: وتابع سيف
    if before == "D" and not verb.conj and (len(letters) == 1 or letters[-2] in "B.,QV"):
        return False  # 100 طالب: counted
    if noun.enc and verb.enc and _genitive_barred(tokens, token):
        return True  # تصريح نقله المركز: a noun with a pronoun takes no genitive
    if verb.conj and not noun.conj and not (noun.enc and token.best is verb):
        return False  # وزير is no "and was visited", but واتهم is no "their watt"
    if verb.asp == "p" and verb.num == "d" and before == "N" and _two(tokens[token.i - 1], readings[-1]):
        return True  # إن شخصين قتلا
    if verb.asp == "i" and token.text[len(verb.conj)] in "نأ" and before not in "GS":
        return False  # the first person is rare in news
    if verb.asp == "p" and before == "S" and _after_anna(tokens, token, letters):
        return False
    if verb.prep and token.text[1:2] in ("أ", "ا", "ن"):
        return before in "GS"  # سالم is no "I shall"
    if verb.prep == "س" and token.best is noun and before not in "GS":
        return False  # وسيول is no future
    if before in "G" or verb.prep:
        return True
    if token.damma:
        return True
    if before in "RA":
        return True
    previous = readings[-1] if readings and before == "N" else None
    if (
        not verb.known
        and not verb.conj
        and previous is not None
        and previous.pos == "name"
        and previous.ent in _PERSONAL
    ):
        return False  # الرئيس عبدالله يامين
    if verb.asp == "i" and verb.num == "d" and token.text[-1] == "ا" and before not in "GS":
        return False  # without its nun only after a particle: تجمعا للجنود is a noun
    if verb.asp == "i" and noun.pos == "name" and "أ" in token.text and "أ" not in noun.lemma:
        return True  # تأمر is no Tamer
    if verb.asp == "i":
        likely = before in _OPEN or token.best is verb  # الوزير يعرب عن
        return noun.pos != "name" or (likely and not _name_follows(tokens, token))
    if previous is not None and not verb.conj:
        # After an indefinite noun without pronoun it is a genitive; after a closed noun phrase it may be the verb.
        if not (previous.det or previous.enc or previous.pos == "name"):
            return _describes(tokens, token, verb, noun, previous)
        if _clause_has_verb(letters):
            return False  # يريد المجلس فرض ضريبة
        if verb.asp == "p" and _first_told(tokens, token, letters):
            return True
        return _definite_follows(tokens, token) is False and token.best is verb
    if (
        before == ","
        and not verb.conj
        and verb.asp == "p"
        and verb.ent != "say"
        and _clause_has_verb(letters, "BSRC.A")
        and not _fronted(tokens, token, letters)
    ):
        return False  # يصل غدا، وفد رفيع
    if before in _OPEN and noun.ent == "official" and _acts_next(tokens, token):
        return False
    if before in _OPEN or verb.conj:
        return _starts_clause(tokens, token)
    return token.best is verb


def told_passive(token: Token, verb: Analysis, type_: str) -> bool:
    """A passive by its form or its damma, which the active imperfect of أفعل and فاعل has too: يُحبط، يُطالب, but يُحاكم."""
    third = type_.startswith("statement.") and verb.lemma[1:2] == "ا"
    active = verb.asp == "i" and len(verb.lemma) == 4 and (verb.lemma[0] == "أ" or third)
    return verb.vox == "p" or (token.damma and not active)


#: Verbs that a second verb may follow at once: بدأ يتقدم، عاد يقول.
_AUXILIARY = frozenset(
    ("بدأ", "عاد", "أخذ", "راح", "جعل", "ظل", "استمر", "واصل", "كاد", "مازال", "زال", "أصبح", "بات", "كان")
)


#: أنّ and its kin want a noun; أنْ before a perfect stands only after a preposition (بعد أن فجر).
_ANNA = frozenset(("ان", "وان", "بان", "لان", "فان", "كان"))


def _after_anna(tokens: list[Token], token: Token, letters: list[str]) -> bool:
    return tokens[token.i - 1].key in _ANNA and (len(letters) < 2 or letters[-2] != "P")


def _auxiliary(reading: Analysis | None) -> bool:
    return reading is not None and (reading.ent == "aux" or reading.lemma in _AUXILIARY)


def _two(token: Token, reading: Analysis | None) -> bool:
    """Two who act; spelled like a plural in the accusative (شرطيين)."""
    if reading is None or reading.ent not in _DOERS:
        return False
    return reading.num == "d" or (reading.form == "plural_sound" and token.text.endswith("ين"))


def _genitive_barred(tokens: list[Token], token: Token) -> bool:
    following = _after(tokens, token)
    best = following.best if following is not None and following.kind == "word" else None
    if best is None or best.pos not in ("noun", "name") or best.prep or best.conj:
        return False
    return best.det or best.ent in _DOERS  # قصف شنه جيش المحتل


def _first_told(tokens: list[Token], token: Token, letters: list[str]) -> bool:
    """A sentence that opens with where or when goes on to who did it: وفي هذه الأثناء تعهد أمير البلاد."""
    i = token.i - 1
    while i >= 0 and letters[i] in "NOXD" and tokens[i].sent == token.sent:
        i -= 1
    opening = i >= 0 and letters[i] == "P" and (i == 0 or tokens[i - 1].sent != token.sent)
    following = _after(tokens, token)
    best = following.best if opening and following is not None and following.kind == "word" else None
    return best is not None and best.ent in ("official", "title") and not (best.prep or best.conj)


def _describes(tokens: list[Token], token: Token, verb: Analysis, noun: Analysis, previous: Analysis) -> bool:
    """A perfect verb after the indefinite noun that it describes: انتحاريا دخل السوق، بيان صدر عن المكتب."""
    following = _after(tokens, token)
    if following is not None and following.key in g.PRONOMINAL and verb.asp == "p":
        return True  # نوبة تعرض لها: the pronoun takes the noun up again
    if token.best is not verb or (verb.gen and previous.gen and verb.gen != previous.gen and previous.num != "p"):
        return False
    if previous.form == "accusative" or (tokens[token.i - 1].text[-1] == "ا" and previous.lemma[-1] != "ا"):
        return True
    governed = following is not None and g.bare(following.key, g.PREPOSITIONS) is not None
    return governed and noun.ent != "event" and noun.form != "masdar"


def _after(tokens: list[Token], token: Token) -> Token | None:
    return tokens[token.i + 1] if token.i + 1 < len(tokens) else None


def _clause_has_verb(letters: list[str], closing: str = "BSRC.,A") -> bool:
    """A finite verb stands before in the same clause: it leaves no place for a second one without a conjunction."""
    for letter in reversed(letters):
        if letter == "V":
            return True
        if letter in closing:
            return False
    return False


def _fronted(tokens: list[Token], token: Token, letters: list[str]) -> bool:
    """The clause before the comma opens its sentence and only says when: فيما تتواصل المواجهات، | قتل ثلاثون."""
    i = token.i - 1
    while i > 0 and letters[i] != "S" and tokens[i - 1].sent == token.sent:
        i -= 1
    if letters[i] != "S" or letters[i + 1] not in "VA":
        return False
    if i > 0 and letters[i - 1] == "P":
        i -= 1  # بعد أن
    return i == 0 or tokens[i - 1].sent != token.sent


def _definite_follows(tokens: list[Token], token: Token) -> bool:
    following = _after(tokens, token)
    best = following.best if following is not None else None
    return best is not None and (best.det or best.pos == "name")


def _name_follows(tokens: list[Token], token: Token) -> bool:
    following = _after(tokens, token)
    return following is not None and following.best is not None and following.best.pos == "name"


def _acts_next(tokens: list[Token], token: Token) -> bool:
    """A name and then what its holder does: حاكم الشارقة يستقبل names an office, no trial."""
    ahead = tokens[token.i + 1 : token.i + 3]
    if len(ahead) < 2 or ahead[0].best is None or ahead[1].best is None:
        return False
    return ahead[0].best.pos == "name" and ahead[1].best.pos == "verb" and ahead[1].best.asp == "i"


def _starts_clause(tokens: list[Token], token: Token) -> bool:
    """A perfect verb opens a clause when a subject or object follows; before a preposition the likelier reading wins."""
    following = _after(tokens, token)
    if following is None or following.kind in ("break", "punct"):
        return False
    if following.key in g.APPROXIMATELY:
        return True
    if following.kind == "word" and g.bare(following.key, g.PREPOSITIONS):
        return token.best is not None and token.best.pos == "verb"
    return True
