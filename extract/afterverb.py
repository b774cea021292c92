"""What stands bare after a verb: its subject and objects, without the appositions that only say who somebody is."""

from __future__ import annotations

from extract import grammar as g
from extract.agreement import adverbial
from extract.parsed import Parsed, lemma_key
from extract.phrases import Phrase

_MAX_BARE = 3
_NAMING = frozenset(lemma_key(verb) for verb in ("سمى", "أطلق", "دعا", "عرف"))


def bare_after(page: Parsed, last: int, sentence: int) -> list[Phrase]:
    """Phrases after the verb without preposition, up to where the clause ends; appositions between commas stepped over."""
    _, end = page.doc.sentences[sentence]
    found: list[Phrase] = []
    letters = page.tags.letters
    i, told = last + 1, letters[last - 1] == "R" if last else False
    inside = page.phrase_of.get(last)
    if inside is not None and page.phrases[inside].last > last:
        i = page.phrases[inside].last + 1
    while i < end and len(found) < _MAX_BARE:
        letter = letters[i]
        if letter == "V" and found and (named := _named_in_quotes(page, found[-1], i, end)) is not None:
            i = named
            continue
        if letter in "SRB.VA" or (letter == "X" and found and page.doc.tokens[i].key in g.PARTS_OF):
            break
        if letter == "P" and found and g.bare(page.doc.tokens[i].key, g.ANCHORS) is not None:
            break
        if letter == "," and not found and i > last + 1 and letters[i - 1] == "N" and told:
            break  # المعلمة التي توفيت في الجامعة، | عزمه، سيطر على كذا عاصمة الإقليم، | مؤكدا
        if letter == "," and found:
            beyond = (
                _resumes(page, i, end, len(found))
                or _still_sought(page, i, last, found)
                or _beyond_apposition(page, i, end)
            )
            if beyond is None:
                break
            i = beyond
            continue
        n = page.phrase_of.get(i)
        if n is None:
            i += 1
            continue
        phrase = page.phrases[n]
        opening = page.tags.readings[phrase.first]
        apart = opening is not None and opening.conj == "و" and phrase.joins is None and phrase.first > last + 1
        if apart and not (phrase.prep and adverbial(page, phrase)):
            break  # تمدد تونس الطوارئ | ومنظمات تنتقد, but استنكرت البحرين وبشدة | التصريحات
        bare = not phrase.prep and phrase.joins is None and phrase.first >= i and not adverbial(page, phrase)
        bare = bare and not _victims_of(page, phrase)
        bare = bare and not _of_deed(page, n, last)
        if bare and _says_what_town(page, n):
            bare, told = False, True
        if bare and not found and letters[i - 1] == "," and _goes_on(page, phrase):
            break
        if bare and not (found and (_office_of(page, found[-1], phrase) or _name_of(page, found[-1], phrase))):
            found.append(phrase)
        i = phrase.last + 1
    return found


def _says_what_town(page: Parsed, n: int) -> bool:
    """Right behind a town after a preposition: سيطروا على مدينة زنجبار | عاصمة المحافظة."""
    town, phrase = page.phrases[n - 1], page.phrases[n]
    head = page.tags.readings[phrase.head]
    if n == 0 or not town.prep or town.last + 1 != phrase.first or head is None:
        return False
    return head.ent == "place_head" and not head.det and page.place_in(town) is not None


def _of_deed(page: Parsed, n: int, last: int) -> bool:
    """The object of what its owner did meanwhile: قتلوا أثناء انتظارهم | شاحنات المساعدات."""
    if n == 0 or page.phrases[n - 1].last + 1 != page.phrases[n].first or page.phrases[n - 1].first <= last:
        return False
    deed = page.tags.readings[page.phrases[n - 1].last]
    return deed is not None and bool(deed.enc) and (deed.form == "masdar" or bool(deed.evt))


#: Tokens from a verb of naming to the name in quotation marks, and inside them.
_TO_NAME, _NAME = 4, 8


def _named_in_quotes(page: Parsed, party: Phrase, verb: int, end: int) -> int | None:
    """The token after what a party calls itself: تبنت مجموعة تطلق على نفسها اسم «كذا» | الهجوم. None for any other clause."""
    reading = page.tags.readings[verb]
    if party.last != verb - 1 or reading is None or reading.key not in _NAMING:
        return None
    letters = page.tags.letters
    opens = next((i for i in range(verb + 1, min(end, verb + 1 + _TO_NAME)) if letters[i] == "Q"), None)
    if opens is None:
        return None
    return next((i + 1 for i in range(opens + 1, min(end, opens + 1 + _NAME)) if letters[i] == "Q"), None)


def _victims_of(page: Parsed, phrase: Phrase) -> bool:
    """A number right behind a verbal noun after a preposition is its genitive: أسفر عن مقتل | 16 جنديا."""
    n = page.phrase_of.get(phrase.first - 1)
    if not phrase.number or n is None or not page.phrases[n].prep:
        return False
    deed = page.tags.readings[phrase.first - 1]
    return deed is not None and (deed.form == "masdar" or bool(deed.evt)) and not deed.det and not deed.enc


def _goes_on(page: Parsed, phrase: Phrase) -> bool:
    """A participle after a comma says what else is done: قتلوا، مشيرة إلى."""
    head = page.tags.readings[phrase.head]
    return head is not None and head.known and head.pos == "adj" and not head.det and not phrase.number


def _office_of(page: Parsed, name: Phrase, phrase: Phrase) -> bool:
    """An office without a name right after a bare name says who that is: فلان | رئيس البرلمان العربي."""
    if phrase.first != name.last + 1:
        return False
    named, head, last = (page.tags.readings[i] for i in (name.last, phrase.head, phrase.last))
    if named is None or head is None or head.ent not in ("official", "title") or head.conj:
        return False
    if named.ent in ("city", "country") or page.place_in(name) is not None:
        return False  # استدعت برلين | السفير
    titled = page.tags.readings[name.head]
    honoured = titled is not None and titled.lemma in _HONORIFICS
    if titled is not None and titled.ent in ("official", "title", "org", "armed") and not honoured:
        return False
    seat = last is None or last.pos != "name" or last.ent in ("city", "country")
    return (named.pos == "name" or not named.known) and seat


#: Not what somebody is, but how he is addressed: his office follows his name.
_HONORIFICS = frozenset(
    ("صاحب", "سمو", "معالي", "سماحة", "فضيلة", "دكتور", "مهندس", "شيخ", "أمير", "أستاذ", "لواء", "فريق", "عميد")
)


def _name_of(page: Parsed, office: Phrase, phrase: Phrase) -> bool:
    """A bare name right after an office without one says who holds it: رئيس المجلس بالإنابة | فلان."""
    held, head = page.tags.readings[office.head], page.tags.readings[phrase.head]
    if held is None or held.ent not in ("official", "title") or head is None:
        return False
    entity, last = page.entity_at.get(phrase.first), page.tags.readings[office.last]
    inside = page.tags.readings[office.first : office.last + 1]
    unnamed = not any(r is not None and r.pos == "name" and r.ent not in ("city", "country") for r in inside)
    if entity is not None and phrase.first == office.last + 1 and (entity.id or "").startswith("person."):
        return unnamed  # حاكم إقليم كذا | فلان, who is known
    if head.ent != "given":
        return False
    between = range(office.last + 1, phrase.first)
    return len(between) == 1 and page.tags.letters[between[0]] == "N" and (last is None or last.pos != "name")


def _resumes(page: Parsed, i: int, end: int, known: int) -> int | None:
    """The token after a comma that only closes a time or an insertion: استقبل الملك في قصره أمس، وزير الخارجية."""
    before, n = page.tags.letters[i - 1], page.phrase_of.get(i + 1)
    if known != 1 or n is None or i + 1 >= end or before != "X":
        return None
    phrase = page.phrases[n]
    head = page.tags.readings[phrase.head]
    office = head is not None and head.ent in ("official", "title")
    party = head is not None and not head.conj and (office or phrase.number) and phrase.first == i + 1
    after = phrase.last + 1
    return i + 1 if party and not phrase.prep and (after >= end or page.tags.letters[after] != "V") else None


def _still_sought(page: Parsed, i: int, verb: int, found: list[Phrase]) -> int | None:
    """The token after a comma behind which stands whom or what is asked for or condemned: طالبت الوزارة، | المجتمع الدولي ب."""
    reading, n = page.tags.readings[verb], page.phrase_of.get(i + 1)
    if reading is None or reading.pos != "verb" or reading.key not in g.SEEKING or len(found) > 1 or n is None:
        return None
    phrase, after = page.phrases[n], page.phrases[n].last + 1
    after += page.tags.letters[after : after + 1] == ["Q"]  # اتهم فلان، الولايات المتحدة «بدعم»
    head = page.tags.readings[phrase.head]
    if phrase.first != i + 1 or phrase.prep or head is None or head.conj or head.pos == "name" or head.ent in _WHO:
        return None
    if after >= len(page.doc.tokens) or page.tags.letters[after] in ",V":
        return None
    deed = head.form == "masdar" or bool(head.evt)
    closing = page.tags.readings[after]
    asked = page.doc.tokens[after].key in ("الي", "علي") or (closing is not None and closing.prep == "ب")
    return i + 1 if deed or (asked and head.det) else None


#: What somebody is: it stands behind a comma to say so.
_WHO = frozenset(("official", "title", "time"))


_CLOSING = {"(": ")", "،": "،", ",": ",", "-": "-", "–": "–", "/": "/"}


def _apposed(page: Parsed, phrase: Phrase, at: int) -> bool:
    """An office right after a name and a comma: فلان، رئيس الوزراء المصري."""
    head = page.tags.readings[phrase.head]
    return phrase.first == at and not phrase.prep and head is not None and head.ent in ("official", "title")


def _beyond_relative(page: Parsed, i: int, end: int) -> int | None:
    """The object behind what is told of the subject between commas: رفض الرئيس، الذي يحكم منذ عقد، | دعوات إلى التنحي."""
    for j in range(i, min(end - 1, i + _TOLD_OF)):
        if page.tags.letters[j] in "S.B":
            return None
        if page.doc.tokens[j].text in "،,":
            reading = page.tags.readings[j + 1]
            plain = reading is None or not (reading.conj or reading.prep)
            return j + 1 if page.tags.letters[j + 1] in "ND" and plain else None
    return None


#: Tokens that such a clause takes at most.
_TOLD_OF = 16


def _beyond_apposition(page: Parsed, i: int, end: int) -> int | None:
    """The token after what stands between two commas or in brackets, None when nothing closes it soon."""
    closing = _CLOSING.get(page.doc.tokens[i].text)
    if closing is None:
        return None
    if closing in "،," and page.tags.letters[i + 1 : i + 2] == ["R"]:
        return _beyond_relative(page, i + 2, end)
    n = page.phrase_of.get(i + 1)
    if closing in "،," and n is not None and _apposed(page, page.phrases[n], i + 1):
        last = page.phrases[n].last
        return last + 1 + (page.doc.tokens[min(last + 1, end - 1)].text in "،,")
    for j in range(i + 1, min(end, i + 12)):
        if page.doc.tokens[j].text == closing:
            return j + 1
        if page.tags.letters[j] in "SRV.B":
            return None
    return None
