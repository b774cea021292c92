"""Whether two parties of an item are one: by entity, by a word in common, by a pronoun that takes one up."""

from __future__ import annotations

from functools import lru_cache

from extract.types import Argument


def overlap(a: list[Argument], b: list[Argument], *, far: bool = False) -> bool:
    """Somebody in common; `far` apart, a pronoun names nobody told there."""
    for one in a:
        for two in b:
            if named_alike(one, two) or (not far and (his(one) or his(two))):
                return True
            if one.country and one.country == two.country and {one.cls, two.cls} <= _OF_STATES:
                return True
    return False


#: What nobody dies of where the sentence tells of violence too.
BLOODLESS = frozenset(
    (
        "law.arrest",
        "harm.displacement",
        "conflict.deployment",
        "conflict.clearing",
        "protest.demonstration",
        "protest.riot",
        "protest.strike",
    )
)


def named_alike(one: Argument, two: Argument) -> bool:
    """One entity, or a word in common."""
    same_entity = one.entity is not None and one.entity == two.entity
    if one.entity and two.entity and not same_entity and {one.cls, two.cls} == AT_WAR:
        return False  # الجيش السوري, قوات سوريا الديمقراطية
    return same_entity or bool(set(stems(one.span.text)) & set(stems(two.span.text)))


#: Classes that share no deed though they share a word.
AT_WAR = frozenset(("state_force", "non_state"))
#: A state and whoever acts for it.
_OF_STATES = frozenset(("state", "state_force"))


def his(one: Argument) -> bool:
    """Named by whose it is, قواته, عناصرها: whoever was spoken of."""
    return one.entity is None and " " not in one.span.text and one.span.text.endswith(("ه", "ها", "هم", "نا"))


#: Said of anybody who holds an office, or held it.
_NO_NAME = frozenset(("سابق", "أسبق", "حالي", "راحل", "جديد"))


def stems(text: str) -> list[str]:
    """The words of a name without article and ending: الصحيفة is the صحيفة named before."""
    words = [_stem(word) for word in text.split() if len(word) > 2]
    return [word for word in words if word not in _NO_NAME] or words


_ENDINGS = ("ين", "ون", "ان", "ات", "ا")


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    """Without the article and the ending of number or case: المتهمين and متهما are the same men."""
    if word.startswith("ال") and len(word) > 4:
        word = word[2:]
    ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) > 2), "")
    return word.removesuffix(ending)
