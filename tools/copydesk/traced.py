"""What a check asked of its collection, so that its findings hold for as long as the answers do.

Source: the verifying traces of A. Mokhov, N. Mitchell, S. Peyton Jones, "Build Systems à la Carte"
(ICFP 2018).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any, TypeVar

from copydesk.model import Collection
from copydesk.parse.identity import digest

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
# What never changes, and shows as itself.
_PLAIN = (str, tuple, type(None))


class Trace(dict[str, dict[Any, None]]):
    """What was asked of each field of a collection, once each, in order; None for all that it holds."""

    def of(self, collection: Collection) -> Collection:
        """The collection, writing down what it is asked."""
        return Collection(
            questions=_Asked("questions", collection.questions, self),
            vocabulary=_Has("vocabulary", collection.vocabulary, self),
            linked=_Asked("linked", collection.linked, self),
            anchors=_Asked("anchors", collection.anchors, self),
            missing=_Asked("missing", collection.missing, self),
            similar=_Asked("similar", collection.similar, self),
            spellings=_Asked("spellings", collection.spellings, self),
        )

    def ask(self, field: str, key: Any) -> None:
        """Write a question down."""
        self.setdefault(field, {})[key] = None

    def answered(self, collection: Collection) -> dict[str, str]:
        """For each field a digest of what a collection answers to these questions."""
        return {field: self.answer(field, collection) for field in self}

    def answer(self, field: str, collection: Collection) -> str:
        """A digest of what a collection answers to the questions about one field."""
        held = getattr(collection, field)
        return digest(*[_answer(held, key) for key in self[field]])


def _answer(held: Mapping[Any, Any] | Set[Any], key: Any) -> str:
    if key is None:
        return _shown(held)
    return _shown(held.get(key)) if isinstance(held, Mapping) else str(key in held)


def _shown(value: Any) -> str:
    """A text that two values share only where a check cannot tell them apart."""
    if isinstance(value, _PLAIN):
        return repr(value)
    if isinstance(value, Mapping):
        return repr([(key, _shown(item)) for key, item in value.items()])
    return repr(sorted(value)) if isinstance(value, Set) else repr(value)


class _Asked(Mapping[_Key, _Value]):
    def __init__(self, field: str, held: Mapping[_Key, _Value], trace: Trace) -> None:
        self._field, self._held, self._trace = field, held, trace

    def __getitem__(self, key: _Key) -> _Value:
        self._trace.ask(self._field, key)
        return self._held[key]

    def __iter__(self) -> Iterator[_Key]:
        self._trace.ask(self._field, None)
        return iter(self._held)

    def __len__(self) -> int:
        self._trace.ask(self._field, None)
        return len(self._held)


class _Has(Set[_Key]):
    def __init__(self, field: str, held: Set[_Key], trace: Trace) -> None:
        self._field, self._held, self._trace = field, held, trace

    def __contains__(self, key: object) -> bool:
        self._trace.ask(self._field, key)
        return key in self._held

    def __iter__(self) -> Iterator[_Key]:
        self._trace.ask(self._field, None)
        return iter(self._held)

    def __len__(self) -> int:
        self._trace.ask(self._field, None)
        return len(self._held)
