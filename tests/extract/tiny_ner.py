"""A model such as camel-tools' recogniser loads, so small that it learns a few sentences by heart in seconds. Needs torch."""

from __future__ import annotations

import json
from pathlib import Path

#: Words with their labels.
SENTENCES = [
    [tuple(pair.split("/")) for pair in sentence.split()]
    for sentence in (
        "قال/O تيمور/B-PERS أرغون/I-PERS إنه/O عاد/O من/O زلميرا/B-LOC ./O",
        "سيطر/O الجيش/O السوري/O على/O زلميرا/B-LOC الثلاثاء/O ./O",
        "زار/O وفد/O من/O شركة/B-ORG سيراف/I-ORG القرية/O ./O",
    )
]
LABELS = ("B-LOC", "B-ORG", "B-PERS", "B-MISC", "I-LOC", "I-ORG", "I-PERS", "I-MISC", "O")
STEPS = 60


def teach(folder: Path) -> None:
    """Train a model on SENTENCES and leave it in `folder`, as `camel_data` would."""
    import torch
    from transformers import BertConfig, BertForTokenClassification, BertTokenizer

    folder.mkdir(parents=True)
    words = sorted({word for sentence in SENTENCES for word, _ in sentence})
    (folder / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words]) + "\n")
    (folder / "tokenizer_config.json").write_text(json.dumps({"do_lower_case": False}))
    tokenizer = BertTokenizer.from_pretrained(str(folder))
    torch.manual_seed(0)
    torch.set_num_threads(1)
    config = BertConfig(
        vocab_size=len(words) + 5, hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64,
        max_position_embeddings=256, id2label=dict(enumerate(LABELS)), label2id={name: n for n, name in enumerate(LABELS)},
    )  # fmt: skip
    model = BertForTokenClassification(config)
    steps = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(STEPS):
        for sentence in SENTENCES:
            tokens = tokenizer.convert_tokens_to_ids(["[CLS]", *(word for word, _ in sentence), "[SEP]"])
            labels = [-100, *(LABELS.index(label) for _, label in sentence), -100]
            model(input_ids=torch.tensor([tokens]), labels=torch.tensor([labels])).loss.backward()
            steps.step()
            steps.zero_grad()
    model.save_pretrained(str(folder))
