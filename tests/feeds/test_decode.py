from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.decode import decode
from tests.feeds.documents import DATA, expected, read

WIRE = (DATA / "wire.xml").read_text(encoding="utf-8")
NEWS = expected("wire.xml")

#: Letters of Western Europe under the codes of Arabic ones: must not become Arabic.
PORTUGUESE = (
    '<?xml version="1.0"{}?><rss version="2.0"><channel><title>Notícias</title>'
    "<item><title>Inundações obrigam à evacuação de três bairros</title><link>https://pt.example/1</link>"
    "<description>A situação é crítica, dizem os bombeiros; não há vítimas até à manhã.</description></item>"
    "</channel></rss>"
)


def titles(body: bytes, content_type: str | None = None) -> list[tuple[str, str]]:
    return [(item.title, item.text) for item in read(body, content_type).items]


def declared(charset: str | None) -> str:
    return WIRE.replace(' encoding="utf-8"', f' encoding="{charset}"' if charset else "", 1)


@pytest.mark.parametrize("header", [None, "text/html; charset=UTF-8; charset=utf-8", "text/xml; charset=windows-1256"])
@pytest.mark.parametrize(
    "in_xml", ["utf-8", "windows-1256", "iso-8859-1", "iso-8859-6", "windows-1252", "nonsense", None]
)
@pytest.mark.parametrize("real", ["utf-8", "cp1256", "iso8859-6", "utf-16"])
def test_declarations_cannot_hurt(real: str, in_xml: str | None, header: str | None) -> None:
    parsed = read(declared(in_xml).encode(real), header)

    assert (parsed.outcome, parsed.flags) == ("ok", ())
    assert [(item.title, item.text) for item in parsed.items] == NEWS


def test_one_stray_byte_costs_one_letter() -> None:
    body = WIRE.encode()
    at = body.index("مصرع".encode()) + 1
    damaged = body[:at] + b"\xff" + body[at + 1 :]

    parsed = read(damaged)

    assert [(item.title, item.text) for item in parsed.items][:2] == NEWS[:2]
    assert "\ufffd" in parsed.items[2].title
    assert parsed.flags == ("repaired",)
    assert [item.flags for item in parsed.items] == [("repaired",) if n == 2 else () for n in range(15)]


@pytest.mark.parametrize("every", [40, 150])
def test_utf8_with_much_damage_is_still_read_as_arabic_utf8(every: int) -> None:
    body = bytearray(WIRE.encode())
    body[900::every] = b"\xff" * len(body[900::every])

    decoded = decode(bytes(body), "text/xml; charset=windows-1256")

    assert (decoded.charset, decoded.repaired) == ("utf-8", True)
    assert "وزير الخارجية" in decoded.text or "البرلمان" in decoded.text


@pytest.mark.parametrize("real", ["latin-1", "cp1252"])
@pytest.mark.parametrize("said", ["", ' encoding="iso-8859-1"', ' encoding="utf-8"', ' encoding="windows-1256"'])
def test_western_text_stays_western(real: str, said: str) -> None:
    body = PORTUGUESE.format(said).encode(real)
    if "1256" in said:  # it decodes, and nothing in it says otherwise: only a declaration makes it so
        assert decode(body, None).how == "declared"
    else:
        assert titles(body)[0][0] == "Inundações obrigam à evacuação de três bairros"


def test_another_charset_is_believed_when_declared() -> None:
    text = PORTUGUESE.format("").replace("Notícias", "Haberler ışık güneş")
    assert "ışık" in decode(text.encode("iso8859-9", "replace"), "text/xml; charset=iso-8859-9").text


@pytest.mark.parametrize("through", ["latin-1", "cp1252", "cp1256"])
def test_text_encoded_twice_is_put_right(through: str) -> None:
    shown = "".join(bytes([byte]).decode(through, "ignore") or chr(byte) for byte in WIRE.encode())

    parsed = read(shown.encode())

    assert [(item.title, item.text) for item in parsed.items] == NEWS
    assert parsed.flags == ("repaired",)


@pytest.mark.parametrize("real", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(real: str) -> None:
    assert titles(WIRE.encode(real)) == NEWS


@pytest.mark.parametrize(
    "before", [b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n \n", b"\n\n\n", b"\x00\x0b\n", b"\xef\xbb\xbf\xef\xbb\xbf"]
)
def test_marks_and_blank_lines_before_the_declaration(before: bytes) -> None:
    parsed = read(before + WIRE.encode())
    assert (parsed.outcome, parsed.flags, len(parsed.items)) == ("ok", (), 15)


@pytest.mark.parametrize(
    "stray", ["\x0b", "\x00", "\x1f", "&#11;", "&#x1F;", "&#0;", "\x1b[31m", "&#27;[0;1m", "\ufffe"]
)
def test_characters_that_xml_forbids_are_taken_out(stray: str) -> None:
    parsed = read(WIRE.replace("البرلمان يقر", f"البرلمان{stray} يقر"))
    assert [(item.title, item.text) for item in parsed.items] == NEWS
    assert parsed.flags == ()


def test_the_catalogue_overrides_everything() -> None:
    decoded = decode(WIRE.encode("cp1256"), "text/xml; charset=utf-8", "windows-1256")
    assert (decoded.charset, decoded.how) == ("cp1256", "override")
    assert NEWS[0][0] in decoded.text


@pytest.mark.parametrize("name", ["utf-7", "base64", "rot13", "unicode_escape", "no such", ""])
def test_codecs_that_are_no_charsets_are_refused(name: str) -> None:
    decoded = decode(b"<rss>+ADw-script+AD4-</rss>", f"text/xml; charset={name}", name)
    assert "<script" not in decoded.text
    assert decoded.charset == "utf-8"


def test_the_reason_names_declaration_and_finding() -> None:
    assert decode(WIRE.encode("cp1256"), "text/xml; charset=iso-8859-1").reason == (
        "reads as Arabic in cp1256, declared cp1252 and utf-8"
    )


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.none() | st.text(max_size=40), st.none() | st.text(max_size=12))
def test_any_bytes_decode(body: bytes, content_type: str | None, override: str | None) -> None:
    decoded = decode(body, content_type, override)
    decoded.text.encode()


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Cn"))))
def test_utf8_arrives_unchanged(text: str) -> None:
    body = f"<rss>{text}</rss>"
    assert decode(body.encode(), "text/xml; charset=windows-1256").text == body or "&#" in text
