"""Where the lines of a re-written Markdown string stand in the file they were cut from."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from copydesk.source import Source, Span

# What makes a line blank to mistune, and what it strips off a block's text.
BLANK = " \t\v\f\r\n"
EDGES = " \t\f\r\n"


class Lines:
    """The lines of one block state's string, each tied to its place in the source.

    mistune re-writes the inside of a container: it takes prefixes off and turns tabs into spaces,
    but never touches the rest of a line. So a line is tied to the source at its *end*, where no
    prefix can shift it. `starts` and `stops` are 0-based offsets into the string; `begins` and
    `ends` are the same lines in the source, without prefixes and line endings.
    """

    def __init__(self, text: str, begins: list[int], ends: list[int], true: bool = True) -> None:
        self.text = text
        self.begins = begins
        self.ends = ends
        # False once a line turned out not to be the tail of the line it should come from.
        self.true = true
        lengths = [len(line) + 1 for line in text.split("\n")]
        if lengths[-1] == 1:
            lengths.pop()
        stops = list(accumulate(lengths))
        self.starts = [0, *stops[:-1]] if stops else []
        self.stops = [stop - 1 for stop in stops]

    @classmethod
    def of(cls, source: Source, first: int, skip: int, clean: str) -> Lines:
        """The lines of a source from the 0-based line `first` on, its first `skip` chars left out.

        `clean` is the source's text, or a copy of equal length without what mistune cannot take.
        """
        begins = source.line_starts[first:]
        if begins:
            begins[0] += skip
        if "\r" in clean:
            spans = [
                source.line_span(number) for number in range(first + 1, first + 1 + len(begins))
            ]
            ends = [span.end for span in spans]
        else:
            ends = [start - 1 for start in begins[1:]] + [len(clean)]
        if begins and begins[-1] == ends[-1]:
            begins.pop()
            ends.pop()
        text = "\n".join([clean[begin:end] for begin, end in zip(begins, ends, strict=True)])
        return cls(text + "\n", begins, ends)

    def cut(self, text: str, row: int, clean: str) -> Lines:
        """Tie the lines of `text`, cut from these lines from `row` on, to the source."""
        begins: list[int] = []
        ends: list[int] = []
        true = self.true
        lines = text.split("\n")
        if not lines[-1]:
            lines.pop()
        if row + len(lines) > len(self.ends):
            return Lines("", [], [], true=False)
        for line in lines:
            end = self.ends[row]
            body = line.lstrip(" \t")
            if not self.text.endswith(body, self.starts[row], self.stops[row]):
                true = False
            begin = end - len(body)
            if len(line) != len(body):
                begin = _back(clean, begin, self.begins[row], len(line) - len(body))
            begins.append(begin)
            ends.append(end)
            row += 1
        return Lines(text, begins, ends, true)

    def row(self, offset: int) -> int:
        """The 0-based line that holds an offset into the string."""
        return bisect_right(self.starts, offset) - 1

    def to_source(self, offset: int) -> int:
        """The source offset of an offset into the string."""
        row = bisect_right(self.starts, offset) - 1
        return max(self.begins[row], self.ends[row] - max(0, self.stops[row] - offset))

    def line(self, row: int) -> str:
        return self.text[self.starts[row] : self.stops[row]]

    def blank(self, row: int) -> bool:
        return not self.line(row).strip(BLANK)

    def indent(self, row: int) -> int:
        """The offset into the string of a line's first visible character."""
        line = self.line(row)
        return self.starts[row] + len(line) - len(line.lstrip(EDGES))

    @cached_property
    def spans(self) -> list[Span]:
        """The source span of each line, without prefixes and line ending."""
        return [Span(begin, end) for begin, end in zip(self.begins, self.ends, strict=True)]


def _back(clean: str, begin: int, floor: int, columns: int) -> int:
    """Take back up to `columns` of indentation before `begin`; a tab only if it fits whole."""
    while columns > 0 and begin > floor:
        before = clean[begin - 1]
        if before == " ":
            columns -= 1
        elif before == "\t" and columns >= 4:
            columns -= 4
        else:
            break
        begin -= 1
    return begin
