"""Bytes of a feed to text. Declarations are hints: Arabic feeds name the wrong charset as often as the right one.

Order: override, byte-order mark, strict UTF-8, UTF-8 with little damage, the candidate that reads best as Arabic,
and last - the text is not Arabic at all - what the document declares.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

from feeds.mojibake import arabic_score, undo_double_encoding

#: Share of broken UTF-8 sequences up to which the document counts as UTF-8 with accidents.
MAX_DAMAGE = 0.02
#: The candidates are judged by this much of the document.
SAMPLE_BYTES = 256 * 1024

#: Labels as browsers read them (WHATWG): the smaller charset is always the bigger one.
_LABELS = {
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
    "ansi_x3.4-1968": "cp1252", "iso-8859-6-i": "iso8859-6", "iso-8859-6-e": "iso8859-6", "asmo-708": "iso8859-6",
    "x-mac-arabic": "mac_arabic", "x-windows-1256": "cp1256", "win-1256": "cp1256", "gb2312": "gb18030",
}  # fmt: skip
#: Python codecs that no feed is written in; some turn text into other bytes, UTF-7 hides markup.
_REFUSED = {"utf_7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "charmap"}
_ARABIC = ("cp1256", "iso8859-6")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_XML_CHARSET = re.compile(rb"""^[\s\x00\xef\xbb\xbf]*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""", re.I)
_HTTP_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.I)
_BROKEN = re.compile("\ufffd")
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")

_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]*\?>", re.I)
#: Escape sequences of terminals, whole: without their first byte "[31m" would stay in the headline.
_ANSI = re.compile(r"(?:\x1b|&(?:amp;){0,3}#(?:0*27|x0*1b);)\[[0-?]{0,16}[ -/]{0,4}[@-~]", re.I)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: References to characters that XML forbids; one of them makes a strict parser give up the document.
_CONTROL_REFERENCE = re.compile(r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]));", re.I)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document as text, fit for an XML parser as far as characters go."""

    text: str
    #: Python codec name.
    charset: str
    #: override, bom, utf-8, damaged, arabic, declared or fallback.
    how: str
    #: Some characters are lost (U+FFFD) or were put right; items carry the flag.
    repaired: bool
    #: For the operator: what was declared, what was found.
    reason: str


def decode(body: bytes, content_type: str | None, override: str | None = None) -> Decoded:
    """Text of `body`. Never raises; `content_type` is the HTTP header, `override` the catalogue's charset."""
    declared = _declared(body, content_type)
    found = _decode(body, declared, codec_name(override))
    if found.charset.startswith("utf"):
        text, what = undo_double_encoding(found.text)
        if what:
            found = replace(found, text=text, repaired=True, reason=f"{found.reason}; encoded twice, by way of {what}")
    return replace(found, text=_tidy(found.text))


def _decode(body: bytes, declared: tuple[str, ...], override: str | None) -> Decoded:
    said = f"declared {' and '.join(declared)}" if declared else "nothing declared"
    if override:
        text = body.decode(override, "replace")
        return Decoded(text, override, "override", "\ufffd" in text, f"{override} by the catalogue, {said}")
    for mark, codec in _BOMS:
        if body.startswith(mark):
            text = body[len(mark) :].decode(codec, "replace")
            return Decoded(text, codec, "bom", "\ufffd" in text, f"{codec} by byte-order mark, {said}")
    wide = _wide(body)
    if wide:
        text = body.decode(wide, "replace")
        return Decoded(text, wide, "bom", "\ufffd" in text, f"{wide} by its zero bytes, {said}")
    try:
        return Decoded(body.decode(), "utf-8", "utf-8", False, f"valid UTF-8, {said}")
    except UnicodeDecodeError:
        return _damaged(body, said) or _scored(body, said, declared) or _foreign(body, said, declared)


def _damaged(body: bytes, said: str) -> Decoded | None:
    """UTF-8 with a stray byte here and there, or None."""
    text = body.decode("utf-8", "replace")
    broken, whole = len(_BROKEN.findall(text)), len(_MULTIBYTE.findall(body))
    if broken > MAX_DAMAGE * (broken + whole):
        return None
    return Decoded(text, "utf-8", "damaged", True, f"UTF-8 with {broken} broken of {whole} characters, {said}")


def _scored(body: bytes, said: str, declared: tuple[str, ...]) -> Decoded | None:
    """The candidate that reads best as Arabic; None when none does."""
    sample = body[:SAMPLE_BYTES]
    candidates = dict.fromkeys((*declared, *_ARABIC, "utf-8"))
    scores = {codec: arabic_score(sample.decode(codec, "replace")) for codec in candidates}
    best = max(scores, key=lambda codec: scores[codec])
    if scores[best] <= 0:
        return None
    text = body.decode(best, "replace")
    return Decoded(text, best, "arabic", "\ufffd" in text, f"reads as Arabic in {best}, {said}")


def _foreign(body: bytes, said: str, declared: tuple[str, ...]) -> Decoded:
    """Not Arabic: believe the declaration that fits, then windows-1252 as browsers do."""
    for codec in declared:
        try:
            return Decoded(body.decode(codec), codec, "declared", False, f"not Arabic, {said}")
        except UnicodeDecodeError:
            continue
    text = body.decode("cp1252", "replace")
    return Decoded(text, "cp1252", "fallback", "\ufffd" in text, f"not Arabic, no declaration fits, {said}")


def _declared(body: bytes, content_type: str | None) -> tuple[str, ...]:
    """Codecs that the header and the XML declaration name, the header's (all of a malformed one) first."""
    names = _HTTP_CHARSET.findall(content_type or "")
    in_xml = _XML_CHARSET.match(body[:1024])
    if in_xml:
        names.append(in_xml.group(1).decode("ascii", "replace"))
    return tuple(dict.fromkeys(codec for codec in map(codec_name, names) if codec))


def codec_name(name: str | None) -> str | None:
    """Python's name of a text charset, None when there is no such charset."""
    if not name:
        return None
    try:
        codec = codecs.lookup(_LABELS.get(name.strip().lower(), name.strip()))
        b"a".decode(codec.name, "replace")  # refuses base64, zlib and the like
    except (LookupError, ValueError):
        return None
    return None if codec.name.replace("-", "_") in _REFUSED else codec.name


def _wide(body: bytes) -> str | None:
    """UTF-16 without a mark, told by where the zero bytes of its markup are."""
    head = body[:512]
    if head.count(0) * 4 < len(head) or len(head) < 4:
        return None
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def _tidy(text: str) -> str:
    """No mark or blank lines before the declaration, which now tells the truth; no characters that XML forbids."""
    text = _CONTROL.sub("", _ANSI.sub("", text.lstrip("\ufeff")))
    text = _CONTROL_REFERENCE.sub("", text) if "&#" in text else text
    text = text.lstrip("\ufeff \t\r\n\u00a0")
    return _DECLARATION.sub('<?xml version="1.0" encoding="utf-8"?>', text, count=1)
