from __future__ import annotations

import pytest

from copydesk.grammar import jargon
from copydesk.model import Document
from copydesk.parse.markdown import parse
from copydesk.source import Source


def read(*texts: str) -> list[Document]:
    return [parse(Source(f"{index}.md", text)) for index, text in enumerate(texts)]


LEARNED = {
    "a capital inside": ("AdamW decouples it.", "AdamW"),
    "an acronym": ("It uses PPO here.", "PPO"),
    "an acronym's plural": ("It uses RNNs here.", "RNNs"),
    "an acronym's plural from its singular": ("It uses PPO here.", "PPOs"),
    "a possessive": ("AdamW decouples it.", "AdamW’s"),
    "the lower-case form of a name": ("LoRA is small.", "lora"),
    "a word in code": ("Run `ripgrep -i` first.", "ripgrep"),
    "a word in code at the start of a sentence": ("Run `ripgrep -i` first.", "Ripgrep"),
    "a word in a code block": ("```\nimport numpy\n```\n", "numpy"),
    "a form of a word in code": ("Call `JSON.stringify` on it.", "stringifies"),
    "another form of it": ("Call `JSON.stringify` on it.", "stringified"),
    "a bold term that comes again": (
        "**underfitting** is bad. So underfitting is.",
        "underfitting",
    ),
    "an author before et al.": ("See Biyik et al. for more.", "Biyik"),
    "authors around an ampersand": ("Loshchilov & Hutter wrote it.", "Loshchilov"),
    "an author before a year": ("Proposed by Hutter, 2017.", "Hutter"),
    "names joined by a dash": ("Bradley–Terry models.", "Terry"),
    "a hyphenated name": ("Systems such as Megatron-LM scale.", "Megatron-LM"),
    "a capital in mid-sentence": ("It was done by Dantzig early on.", "Dantzig"),
    "a word that comes back": ("A stationarity.\n\nB stationarity, stationarity.", "stationarity"),
}
NOT_LEARNED = {
    "a lower-case word seen once": ("a perfomance effect", "perfomance"),
    "a lower-case word among others": (
        "comparable to RLHF comptuation computation",
        "comptuation",
    ),
    "a typo that comes back once": ("One occurence.\n\nTwo occurence.", "occurence"),
    "a frequent typo of a more frequent word": (
        "A seperate.\n\nB seperate.\n\nC seperate.\n\n" + "It is separate.\n\n" * 4,
        "seperate",
    ),
    "a capitalised typo of a frequent word": (
        "The Learing rate.\n\nThe learning rate.\n\nA learning curve.",
        "Learing",
    ),
    "a capital at the start of a sentence": ("Sigmod is a function.", "Sigmod"),
    "a capital in a title": ("Some Words About Diffrent Kinds Of Things", "Diffrent"),
    "an acronym with a slip": ("HTML and HTML and HTMl here.", "HTMl"),
    "a third spelling": ("XGBoost beside `xgboost` is fine.", "Xgboost"),
    "a word in a bold sentence": (
        "**a very long sentence with a mistakke in it**\n\nno mistakke there",
        "mistakke",
    ),
}


@pytest.mark.parametrize(("text", "word"), LEARNED.values(), ids=LEARNED)
def test_learned(text: str, word: str) -> None:
    assert jargon.known(word, jargon.learn(read(text)))


@pytest.mark.parametrize(("text", "word"), NOT_LEARNED.values(), ids=NOT_LEARNED)
def test_not_learned(text: str, word: str) -> None:
    assert not jargon.known(word, jargon.learn(read(text)))


def test_summaries_add_up_to_the_collection() -> None:
    texts = ["A `ripgrep` one.", "**underfitting** here", "more underfitting, AdamW, Adam"]
    total = jargon.Summary()
    for document in reversed(read(*texts)):
        total.add(jargon.summary(document))
    assert jargon.decide(total) == jargon.learn(read(*texts))
    assert {"ripgrep", "underfitting", "AdamW"} <= jargon.decide(total)


def test_vocabulary_file() -> None:
    words = jargon.load_vocabulary("# names\nKubernetes  # the orchestrator\n\ntokenizer\r\n")
    assert jargon.known("Kubernetes", words)
    assert jargon.known("Tokenizers", words)
    assert jargon.known("Kubernetes-tokenizer", words)
    assert not jargon.known("names", words)
    assert not jargon.known("kubernetes", words)


def test_a_capital_makes_no_name_in_german() -> None:
    (document,) = read(
        "## Was ist das?\n\nMan nimmt dann den fertigen Vortaig, und man knetet ihn noch einmal lange und gut durch.\n"
    )
    assert "Vortaig" in jargon.decide(jargon.summary(document))
    assert "Vortaig" not in jargon.decide(jargon.summary(document, "de-DE"))
