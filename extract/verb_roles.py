"""Roles of a verb: its subject and object, through pronouns and dropped subjects where they are not spelled out."""

from __future__ import annotations

from extract import grammar as g
from extract.agreement import DOERS, PARTIES, adverbial, can_act, refers
from extract.clauses import arguments
from extract.parsed import Parsed
from extract.phrases import Phrase, tail
from extract.pronouns import antecedent_of, dropped_subject, undergone
from extract.role import Role
from extract.triggers import Trigger

#: What such a saying names as its object is what is asked or promised, not to whom: طلب من الأردن بذل مساعيه.
_ASKING = frozenset(f"statement.{kind}" for kind in ("demand", "promise", "threaten", "warn", "accuse"))
#: Sayings that need somebody to say them to.
_ADDRESSED = frozenset(("statement.demand", "statement.accuse", "statement.warn"))
#: تم الإفراج، جرى الاتفاق: nobody is told, nobody is dropped.
_IMPERSONAL = frozenset(("تم", "جرى"))


def verb_roles(page: Parsed, trigger: Trigger) -> list[Role]:
    """Subject and object of a verb trigger in the slots of its frame."""
    frame, sentence = trigger.rule.frame, trigger.sentence
    subject, objects, passive = arguments(page, trigger.head, sentence, trigger.form == "passive", trigger.words)
    if subject is not None and trigger.words & set(range(subject.first, subject.last + 1)):
        named = page.tags.readings[subject.head]
        party = page.phrase_classes(subject) & PARTIES or (named is not None and named.pos in ("adj", "name"))
        if subject.first < trigger.head:
            own = trigger.rule.type.startswith("disaster.")  # صاعقة تقتل | ثلاثة رعاة
            struck = _object(page, trigger, subject, objects) if own else []
            return [Role(frame.subject, subject)] if party else struck
        if not party:
            subject = None  # the expression names a subject that is no party
    if passive and frame.object:
        return [Role(frame.object, subject)] if subject is not None else _passive_dropped(page, trigger)
    if subject is not None and not objects:
        subject, objects = addressed(page, trigger, subject)
    if not objects and _charged(page, trigger, subject):
        return [Role(frame.object, subject)] if subject is not None else _passive_dropped(page, trigger)
    if subject is not None and not objects and _made(page, trigger, subject):
        return [*_subject(page, trigger, None, [subject]), Role(frame.object, subject)]
    if subject is not None and _burdened(page, trigger, subject, objects):
        return [*_subject(page, trigger, None, [subject]), Role(frame.object, subject)]
    return _subject(page, trigger, subject, objects) + _object(page, trigger, subject, objects)


def addressed(page: Parsed, trigger: Trigger, subject: Phrase) -> tuple[Phrase | None, list[Phrase]]:
    """Whoever condemned goes on to call on the only party named next: أدان الاتحاد الانقلاب ودعا الجيش إلى العودة.

    Whoever dismissed one goes on to name another: أقال الرئيس الوزير وعين فلانا خلفا له.
    """
    reading, (first, _) = trigger.reading, page.doc.sentences[trigger.sentence]
    goes_on = reading is not None and reading.conj == "و" and trigger.first > first + 1 and subject.first > trigger.head
    names = trigger.rule.type == "politics.appointment" and _personal(page, subject)
    addressed = trigger.rule.type in _ADDRESSED or trigger.rule.frame.name == "accuse"
    if not goes_on or not (names or (addressed and len(trigger.words) == 1)):
        return subject, []
    speaker = dropped_subject(page, trigger.head, trigger.sentence)
    return (speaker, [subject]) if speaker is not None and speaker.first >= first else (subject, [])


def _charged(page: Parsed, trigger: Trigger, subject: Phrase | None) -> bool:
    """Whoever is the only one told before the charge is charged: واتهم فلان بالتخطيط، كان الوزير اتهم بأنه."""
    reading = trigger.reading
    if trigger.rule.frame.name != "accuse" or reading is None or reading.enc or reading.key not in g.CHARGING:
        return False
    last = trigger.head if subject is None or subject.first < trigger.head else subject.last
    if last + 1 >= len(page.doc.tokens):
        return False
    charge, n = page.tags.readings[last + 1], page.phrase_of.get(last + 1)
    if n is not None and adverbial(page, page.phrases[n]):
        return False  # اتهم الرئيس بشدة | المعارضة
    by = charge is not None and charge.prep == "ب"
    return by or (page.tags.letters[last + 1] == "S" and page.doc.tokens[last + 1].key[0] == "ب")


def _made(page: Parsed, trigger: Trigger, subject: Phrase) -> bool:
    """Whoever stands alone behind a joined verb of appointing was appointed: أقال الوزير وعين | نائبه خلفا له."""
    reading, head = trigger.reading, page.tags.readings[subject.head]
    joined = reading is not None and reading.conj == "و" and trigger.rule.frame.name == "appoint"
    return joined and subject.first > trigger.head and head is not None and head.ent == "official" and bool(head.enc)


def _burdened(page: Parsed, trigger: Trigger, subject: Phrase, objects: list[Phrase]) -> bool:
    """Whoever alone stands before the blame bears it: حمل | النساء | مسؤولية ما حدث, but حملت واشنطن مسؤولية الهجوم لموسكو."""
    reading = trigger.reading
    if trigger.rule.frame.name != "accuse" or reading is None or reading.lemma != "حمل" or reading.enc:
        return False
    if subject.first < trigger.head or any(not trigger.words & set(range(p.first, p.last + 1)) for p in objects):
        return False
    n = page.phrase_of.get(trigger.last)
    last = page.phrases[n].last if n is not None else trigger.last
    behind = page.phrase_of.get(last + 1, page.phrase_of.get(last + 2))
    return behind is None or page.phrases[behind].prep[-1:] not in (("ل",), ("علي",), ("الي",))


def _personal(page: Parsed, phrase: Phrase) -> bool:
    head = page.tags.readings[phrase.head]
    return head is None or head.pos == "name" or not head.known


def _driven_out(page: Parsed, trigger: Trigger, objects: list[Phrase]) -> bool:
    """Whom a place lost, told of the place: الأحياء التي طرد منها التنظيم, but طرد منها الجيش المسلحين."""
    if trigger.rule.frame.name != "drive_out" or page.doc.tokens[trigger.head + 1].key not in ("منها", "منه"):
        return False
    return not any(page.phrase_classes(p) & PARTIES for p in objects)


def _subject(page: Parsed, trigger: Trigger, subject: Phrase | None, objects: list[Phrase]) -> list[Role]:
    slot = trigger.rule.frame.subject
    if not slot:
        return []
    if _wounds(page, trigger, subject, objects):
        slot = "actor"
    if subject is not None:
        return [Role("target" if _driven_out(page, trigger, objects) else slot, subject)]
    if trigger.reading is not None and trigger.reading.lemma in _IMPERSONAL:
        return []
    dropped = dropped_subject(page, trigger.head, trigger.sentence)
    if dropped is None or not can_act(page, dropped) or not _meant(page, trigger.head, dropped):
        return []
    return [Role(slot, dropped, "pro_drop")]


#: Verbs of harm of which the passive is told as often as the active.
_WOUNDING = frozenset(("أصاب", "جرح"))


def _wounds(page: Parsed, trigger: Trigger, subject: Phrase | None, objects: list[Phrase]) -> bool:
    """Somebody hurt somebody else: أصابوا 17 آخرين."""
    reading = trigger.reading
    hurts = trigger.rule.frame.name == "suffer" and reading is not None and reading.lemma in _WOUNDING
    plural = reading is not None and reading.asp == "p" and reading.num == "p"
    if subject is None or not hurts or not objects:
        return hurts and plural and bool(objects)
    accusative = page.doc.tokens[subject.head].text.endswith(("ا", "اً"))
    return not subject.number and not accusative and bool(page.phrase_classes(subject) & PARTIES)


def _meant(page: Parsed, verb: int, subject: Phrase) -> bool:
    """The pronoun on the conjunction before the verb allows the subject: أشارت السلطات إلى أنه فجر نفسه is another's deed."""
    before = page.tags.readings[verb - 1] if verb and page.tags.letters[verb - 1] == "S" else None
    return before is None or not before.enc or refers(page, before.enc, subject)


def _object(page: Parsed, trigger: Trigger, subject: Phrase | None, objects: list[Phrase]) -> list[Role]:
    frame, reading = trigger.rule.frame, trigger.reading
    if not frame.object:
        return []
    closing = page.tags.readings[trigger.last]
    if reading is not None and reading.lemma in _IMPERSONAL and closing is not None and closing.enc:
        handed = antecedent_of(page, closing.enc, trigger.last, trigger.sentence, None)  # تم تسليمه
        return [Role(frame.object, handed, "clitic")] if handed is not None else []
    if reading is not None and reading.enc:
        stood_for = antecedent_of(page, reading.enc, trigger.head, trigger.sentence, subject)
        return [Role(frame.object, stood_for, "clitic")] if stood_for is not None else []
    told = _beyond_expression(page, trigger)
    if told is not None:
        return [Role("target", told, "nominal")]
    if trigger.rule.type == "politics.decision" and len(objects) > 1 and _deed(page, objects[1]):
        objects = objects[1:] if page.phrase_classes(objects[0]) & _OFFICES else objects
    freed = page.tags.readings[objects[0].first] if objects else None
    if freed is not None and freed.lemma == "سراح" and objects[0].last > objects[0].first:
        return [Role(frame.object, tail(page.tags, objects[0], objects[0].first + 1))]  # سراح | عشرين أسيرا
    if objects and not _only_completes(page, trigger, objects[0]):
        asked = trigger.rule.type in _ASKING and _deed(page, objects[0])
        return [Role("topic" if asked else frame.object, objects[0])]
    return []


#: Nouns whose genitive is whom it is about: كشفت الشرطة هوية | المهاجم، علق البرلمان مهام | الوزير.
_WHOSE = frozenset(("هوية", "مهمة", "مهام", "سراح"))


def _beyond_expression(page: Parsed, trigger: Trigger) -> Phrase | None:
    """The genitive of the verbal noun that closes the expression: قضت المحكمة بسجن | المعارض."""
    closing, n = page.tags.readings[trigger.last], page.phrase_of.get(trigger.last)
    if (
        not trigger.rule.type.startswith(("law.", "politics.departure"))
        or trigger.last == trigger.head
        or closing is None
        or n is None
    ):
        return None
    if (closing.form != "masdar" or closing.prep != "ب" or closing.det) and closing.lemma not in _WHOSE:
        return None
    whole, nxt = page.phrases[n], page.phrase_of.get(trigger.last + 1)
    told = tail(page.tags, whole, trigger.last + 1) if whole.last > trigger.last else None
    if told is None and nxt is not None and not page.phrases[nxt].prep and page.phrases[nxt].first == trigger.last + 1:
        told = page.phrases[nxt]
    head = page.tags.readings[told.head] if told is not None else None
    named = head is None or not head.known or head.pos in ("name", "adj")
    return told if told is not None and (named or page.phrase_classes(told) & PARTIES) else None


def _deed(page: Parsed, phrase: Phrase) -> bool:
    head = page.tags.readings[phrase.head]
    return head is not None and (head.form == "masdar" or head.ent == "event") and head.ent not in DOERS


#: Classes of what is meant although it stands in the expression: استدعى السفير، أسقط الطائرة.
_MEANT = frozenset(("person", "armed", "vehicle", "aircraft", "building", "place", "official", "title"))


#: Who decides, named again: قرر وزير النقل رئيس اللجنة | تشكيل فريق.
_OFFICES = frozenset(("official", "title"))
#: Nouns for what is sent or read out.
_MESSAGES = frozenset(("برقية", "رسالة", "تعزية", "تهنئة", "نداء"))


def _only_completes(page: Parsed, trigger: Trigger, phrase: Phrase) -> bool:
    """The noun of the trigger's own expression is what is meant only for sayings (تبنى الهجوم); else it completes the verb."""
    if not trigger.words & set(range(phrase.first, phrase.last + 1)):
        return False
    head = page.tags.readings[phrase.head]
    if trigger.rule.type.startswith("statement.") and head is not None and head.ent == "event":
        return head.lemma in _MESSAGES  # بعث برقية: how it is said
    if trigger.rule.frame.name == "accuse":
        return True  # حملت واشنطن مسؤولية الهجوم
    if trigger.rule.type == "politics.decision":
        return False  # فرض حالة الطوارئ: the expression names what is decided
    if trigger.rule.type == "conflict.interception" and phrase.number:
        return False  # أسقط 13 صاروخا
    return not page.phrase_classes(phrase) & _MEANT


def _passive_dropped(page: Parsed, trigger: Trigger) -> list[Role]:
    """Whom a passive without a subject of its own happened to: خطف الجنديان ثم أعدما, else who acted before."""
    told = undergone(page, trigger.head, trigger.sentence) or dropped_subject(page, trigger.head, trigger.sentence)
    return [Role(trigger.rule.frame.object, told, "pro_drop")] if told is not None else []
