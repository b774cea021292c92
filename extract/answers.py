"""Deeds that answer others: those who attacked are killed or caught."""

from __future__ import annotations

from extract.clean import fold
from extract.drafts import Draft

#: Those who began it.
_ATTACKERS = frozenset(
    "مهاجم المهاجم مهاجمين المهاجمين المهاجمان المهاجمون منفذ المنفذ منفذي منفذا المنفذين الجاني الجناه".split()
)


def on_attackers(draft: Draft) -> bool:
    """Done to those who attacked: وقتلت الشرطة المهاجمين is the answer, not the attack."""
    told = draft.type.startswith("conflict.") and bool(draft.targets)
    return told and all(not _ATTACKERS.isdisjoint(map(fold, t.span.text.split())) for t in draft.targets)
