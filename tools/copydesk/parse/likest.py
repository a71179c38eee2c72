"""The question most like each one of a collection; compared only where somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from copydesk.model import RecordSummary


class Likest(Mapping[tuple[str, int], tuple[RecordSummary, float]]):
    """The question most like each one, by the path and 0-based offset where that stands.

    Compared when first asked for, since most commands never ask; `known` is what an earlier
    comparison of the same questions gave.
    """

    def __init__(
        self,
        questions: Mapping[str, tuple[RecordSummary, ...]],
        known: Sequence[tuple[int, int, float]] | None = None,
    ) -> None:
        self._questions = questions
        self._pairs = known
        self._found: dict[tuple[str, int], tuple[RecordSummary, float]] | None = None

    @property
    def compared(self) -> bool:
        """Whether the questions were compared already."""
        return self._pairs is not None

    @property
    def pairs(self) -> Sequence[tuple[int, int, float]]:
        """The questions that are alike, by their places among the keys, and how alike (0 to 1)."""
        if self._pairs is None:
            from copydesk.parse.similar import asked, pairs

            # Those that ask the same in the same words are one question here.
            self._pairs = list(
                pairs(
                    [
                        asked(some[0].question, shown="\n" in key)
                        for key, some in self._questions.items()
                    ]
                )
            )
        return self._pairs

    def know(self, pairs: Sequence[tuple[int, int, float]]) -> None:
        """Take what another process has compared."""
        self._pairs = pairs

    def _likest(self) -> dict[tuple[str, int], tuple[RecordSummary, float]]:
        if self._found is None:
            best: dict[tuple[str, int], tuple[RecordSummary, float]] = {}
            groups = list(self._questions.values())
            for one, other, likeness in self.pairs:
                for mine, theirs in ((one, other), (other, one)):
                    for here in groups[mine]:
                        place = (here.path, here.question_span.start)
                        if place not in best or likeness > best[place][1]:
                            best[place] = (groups[theirs][0], likeness)
            self._found = best
        return self._found

    def __getitem__(self, place: tuple[str, int]) -> tuple[RecordSummary, float]:
        return self._likest()[place]

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return iter(self._likest())

    def __len__(self) -> int:
        return len(self._likest())
