"""Fits how notes are worded: a weight for each word, pair and triple, for `languages/<language>.wording.json`.

Logistic regression over the tokens of single texts, notes against published prose, without a word on where they
stand. Needs scipy.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from copydesk.notes.wording import tokens

FOLDS = 5
# A token of fewer texts is chance.
FEWEST = 3
PENALTY = 0.1
WEAKEST = 0.3


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a note or of published prose: whose they are, whether a note, what they count."""

    words: tuple[str, ...]
    name: str
    right: float
    weight: float


def fold(text: str) -> int:
    """Which fold a text or a collection belongs to, by its words or its name alone."""
    return int(hashlib.sha256(text.lower().encode()).hexdigest(), 16) % FOLDS


def table(texts: Sequence[Text]) -> dict[str, float]:
    """The weight of each token that matters; what only one collection has is its subject."""
    import numpy as np
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix
    from scipy.special import expit

    seen: Counter[str] = Counter()
    owner: dict[str, str | None] = {}
    for text in texts:
        for token in set(tokens(text.words)):
            seen[token] += 1
            if owner.setdefault(token, text.name) != text.name:
                owner[token] = None
    names = [token for token, count in seen.items() if count >= FEWEST and owner[token] is None]
    index = {token: place for place, token in enumerate(names)}
    starts, places, values = [0], [], []
    for text in texts:
        own = list(tokens(text.words))
        known = [index[token] for token in own if token in index]
        places += known
        values += [1 / max(1, len(own)) ** 0.5] * len(known)
        starts.append(len(places))
    matrix = csr_matrix((values, places, starts), shape=(len(texts), len(names)))
    turned = matrix.T.tocsr()
    right = np.array([text.right for text in texts])
    weight = np.array([text.weight for text in texts])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        inner = weights[1:]
        total = matrix @ inner + weights[0]
        lost = weight @ (np.logaddexp(0, total) - right * total) + PENALTY * (inner @ inner) / 2
        left = weight * (expit(total) - right)
        return lost, np.concatenate([[left.sum()], turned @ left + PENALTY * inner])

    found = minimize(
        loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 100}
    )
    return {
        token: round(float(value), 2)
        for token, value in zip(names, found.x[1:], strict=True)
        if abs(value) >= WEAKEST
    }
