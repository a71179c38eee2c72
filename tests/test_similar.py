"""Near-duplicate questions: what counts as one, and that the index misses none of them."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import pytest

from copydesk.model import Record
from copydesk.parse import records
from copydesk.parse.similar import THRESHOLD, Asked, asked, pairs, score
from copydesk.source import Source

CONTENT = Path(__file__).parent.parent / "content"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What is gradient clipping?", "What's a gradient clipping exactly?"),
        ("Explain gradient checkpointing.", "Can you briefly describe gradient checkpointing?"),
        ("How does LoRA differ from DoRA?", "What is the difference between DoRA and LoRA?"),
        ("What is the purpose of warmup in training?", "In training, what is the use of a warmup?"),
        ("How do I shard optimizer states?", "How can we shard the optimizer state?"),
        ("Why does beam search repeat sentences?", "Why does beam search repeat sentnces?"),
    ],
)
def test_asks_nearly_the_same(one: str, other: str) -> None:
    assert score(asked(one), asked(other)) >= THRESHOLD


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "What is the difference between PPO and DPO?",
            "What is the difference between PPO and IPO?",
        ),
        ("What is L1 loss?", "What is L2 loss?"),
        ("What are the features of release 18?", "What are the features of release 19?"),
        ("When should you use dropout?", "When shouldn't you use dropout?"),
        ("Which losses are stable with warmup?", "Which losses are stable without warmup?"),
        ("What is gradient descent?", "What is stochastic gradient descent?"),
        ("What is a reward model?", "How does a reward model work?"),
        ("What is beam search?", "Why is beam search?"),
        ("Convert a tensor to an array", "Convert an array to a tensor"),
        ("What is `==` in Python?", "What is `===` in Python?"),
        ("What are synchronous updates here?", "What are asynchronous updates here?"),
        ("什么是闭包", "什么是闭环"),
        ("Is training stable?", "What is stable training?"),
    ],
)
def test_asks_something_else(one: str, other: str) -> None:
    assert score(asked(one), asked(other)) < THRESHOLD


def test_what_is_asked_of_code_is_not_compared() -> None:
    one, other = asked("What is the output?", shown=True), asked("What's the output?", shown=True)
    assert score(one, other) == 0


def _own() -> list[Record]:
    read = [
        records.read(Source(path.name, path.read_text(encoding="utf-8")))
        for path in sorted(CONTENT.glob("**/*.md"))
    ]
    return [record for document in read for record in document.records]


def _mutated(question: str, chance: random.Random) -> str:
    """The question with a slip of the pen, other small words, or its parts the other way round."""
    words = question.rstrip("?").split()
    kind = chance.randrange(4)
    at = max(range(len(words)), key=lambda index: (len(words[index]), index))
    if kind == 0 and len(words[at]) > 6:
        cut = chance.randrange(2, len(words[at]) - 2)
        words[at] = words[at][:cut] + words[at][cut + 1 :]
    elif kind == 1:
        words.insert(chance.randrange(1, len(words)), chance.choice(["exactly", "really", "the"]))
    elif kind == 2 and len(words) > 5:
        cut = chance.randrange(3, len(words) - 1)
        words = [*words[cut:], *words[:cut]]
    else:
        words = ["Could", "you", "please", "tell", "me", *words]
    return " ".join(words) + "?"


def _questions(count: int) -> list[Asked]:
    chance = random.Random(7)
    own = [record.question.text for record in _own()]
    vocabulary = sorted({word for text in own for word in text.strip("?").split()})
    texts = list(own)
    while len(texts) < count:
        if chance.random() < 0.5:
            texts.append(_mutated(chance.choice(texts), chance))
        else:
            texts.append("What is " + " ".join(chance.choices(vocabulary, k=5)) + "?")
    return [asked(text) for text in texts]


def test_the_index_finds_what_comparing_all_finds() -> None:
    questions = _questions(1000)
    everything = {
        (one, other)
        for one, other in combinations(range(len(questions)), 2)
        if score(questions[one], questions[other]) >= THRESHOLD
    }
    indexed = {(one, other) for one, other, _ in pairs(questions)}
    assert len(everything) > 300
    assert indexed <= everything
    assert len(indexed) >= 0.95 * len(everything)


def test_work_grows_with_the_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times the questions are not a hundred times the comparisons, even from one template."""
    from copydesk.parse import similar

    compared = 0

    def counted(one: Asked, other: Asked) -> float:
        nonlocal compared
        compared += 1
        return score(one, other)

    monkeypatch.setattr(similar, "score", counted)
    costs = []
    for count in (300, 3000):
        compared = 0
        template = [asked(f"What is method number {n} good for in training?") for n in range(count)]
        assert list(pairs(template)) == []
        costs.append(compared)
    assert costs[1] <= 15 * costs[0]
