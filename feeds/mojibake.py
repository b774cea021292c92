"""Does a text read as Arabic, and was it encoded twice: what the choice of a charset rests on."""

from __future__ import annotations

import re

#: Function words that no news text does without; two letters and more, for single ones appear by accident.
_WORDS = (
    "في من على إلى الى أن ان عن التي الذي هذا هذه ذلك مع بعد قبل قال كان كانت بين ما لا لم لن قد أو كما "
    "حيث خلال منذ حتى عند غير كل بعض أكثر أول يوم اليوم عام رئيس وقال وفي ومن وعلى به له فيه ضد نحو أمس"
)
_FREQUENT = frozenset(_WORDS.split())
_WORD = re.compile("[\u0621-\u064a]{2,}")
_LATIN = "A-Za-z\u00c0-\u024f"
_LETTERS = "\u0621-\u063a\u0641-\u064a"
#: What Arabic looks like in the wrong charset: letters of two scripts in one word, lost characters, C1 controls,
#: and a hamza or ta marbuta where a word cannot have one.
_WRONG = re.compile(f"[{_LATIN}][{_LETTERS}]|[{_LETTERS}][{_LATIN}]|[\ufffd\u0080-\u009f]+|[ةى][{_LETTERS}]")
#: Latin letters with marks side by side are Arabic words read as windows-1252.
_WESTERN = re.compile("[\u00c0-\u00ff]{3,}")

_FREQUENT_WEIGHT = 4
_MARKED = re.compile("<[^<>]*>")


def arabic_score(text: str) -> int:
    """How well a decoded document reads as Arabic; 0 or less means that it does not."""
    plain = _MARKED.sub(" ", text)
    words: list[str] = _WORD.findall(plain)
    frequent = sum(word in _FREQUENT for word in words)
    articles = sum(word.startswith("ال") and len(word) > 3 for word in words)
    wrong = len(_WRONG.findall(plain)) + len(_WESTERN.findall(plain)) + len(_UNDO["cp1256"][0].findall(plain))
    return _FREQUENT_WEIGHT * frequent + articles - wrong


#: Way back by charset: the lead letters D8-DB as that charset shows them.
_LEADS = {"cp1252": "ØÙÚÛ", "cp1256": "طظعغ"}
#: Fewer pairs may be an accident.
_MIN_PAIRS = 8


def _continuations(codec: str) -> dict[str, int]:
    """Characters that stand for the bytes 80-BF: as the charset shows them, or as C1 controls (ISO-8859-1)."""
    controls = {chr(byte): byte for byte in range(0x80, 0xA0)}
    return controls | {shown: byte for byte in range(0x80, 0xC0) if (shown := bytes([byte]).decode(codec, "ignore"))}


def _undoing(codec: str) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, int]]:
    tail = _continuations(codec)
    heads = {bytes([byte]).decode(codec): byte for byte in range(0xC2, 0xF0)}
    marks = "[" + "".join(map(re.escape, tail)) + "]"
    pair = re.compile(f"[{_LEADS[codec]}]{marks}")
    run = re.compile("(?:[" + "".join(map(re.escape, heads)) + f"]{marks}{{1,2}})+")
    return pair, run, tail | heads


_UNDO = {codec: _undoing(codec) for codec in _LEADS}


def undo_double_encoding(text: str) -> tuple[str, str | None]:
    """Arabic that was UTF-8, read as a one-byte charset and encoded again; with that charset, or None if it is sound."""
    letters = len(_WORD.findall(text))
    for codec, (pair, run, codes) in _UNDO.items():
        pairs = len(pair.findall(text))
        if pairs < _MIN_PAIRS or (codec == "cp1252" and pairs < letters):
            continue
        return run.sub(lambda match, codes=codes: _reread(match.group(), codes), text), codec  # type: ignore[misc]
    return text, None


def _reread(run: str, codes: dict[str, int]) -> str:
    try:
        return bytes(codes[letter] for letter in run).decode()
    except UnicodeDecodeError:
        return run
