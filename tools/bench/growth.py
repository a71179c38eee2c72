"""Time against size: `make bench`. A reading or a rule that is worse than linear shows as a ratio above 1.

Each layout is read with a thousand records and with eight times as many, the two in turn, and the
cost of one record is compared; then the same for every rule over one layout.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from copydesk import engine, rules
from copydesk.engine import Settings
from copydesk.notes import detect
from copydesk.parse import records
from copydesk.parse.summary import summarize
from copydesk.source import Source

FEW, MANY, RUNS = 500, 4000, 1
LAYOUTS: dict[str, Callable[[int], str]] = {
    "numbered-headings": lambda n: f"## {n}. What is part {n}?\n\nIt *is* one.\n\n- a\n- b\n\n",
    "question-headings": lambda n: f"## What is part {n}?\n\nIt *is* one.\n\n- a\n- b\n\n",
    "qa-marks": lambda n: f"**Q:** What is part {n}?\n\n**A:** It *is* one.\n\n",
    "qa-marks in one paragraph": lambda n: f"Q: What is part {n}?\nA: It is one.\n",
    "bold-questions": lambda n: f"**What is part {n}?**\n\nIt *is* one.\n\n",
    "details": lambda n: (
        f"<details>\n<summary>What is part {n}?</summary>\n\nOne.\n\n</details>\n\n"
    ),
    "list-questions": lambda n: f"- What is part {n}? It is one.\n",
    "list-headings": lambda n: f"{n}. ### What is part {n}?\n\n    It is one.\n\n",
    "html-headings": lambda n: f"<h3>What is part {n}?</h3>\n\nIt is one.\n\n",
    "definitions": lambda n: f"What is part {n}?\n: It is one.\n\n",
    "titled-questions": lambda n: f"## Question {n}\n\nWhat is part {n}?\n\n**A:** It is one.\n\n",
}


def page(layout: str, count: int) -> Source:
    body = "".join(LAYOUTS[layout](number) for number in range(1, count + 1))
    return Source("faq.md", f"# FAQ\n\n{body}")


def growth(work: Callable[[int], object]) -> tuple[float, float]:
    """Microseconds for one record of many, and how much more that is than for one of few."""
    ratios, costs = [], []
    for _ in range(RUNS):
        cost = {}
        for count in (FEW, MANY):
            start = time.process_time()
            work(count)
            cost[count] = (time.process_time() - start) / count
        ratios.append(cost[MANY] / max(cost[FEW], 1e-9))
        costs.append(cost[MANY] * 1e6)
    return statistics.median(costs), statistics.median(ratios)


def main() -> None:
    print(f"a record's cost among {MANY} against among {FEW}: 1 is linear")
    for layout in LAYOUTS:
        sources = {count: page(layout, count) for count in (FEW, MANY)}
        cost, ratio = growth(lambda count, at=sources: records.read(at[count]))  # type: ignore[misc]
        print(f"  read {layout:<28} {cost:7.0f} µs  {ratio:5.2f}")
    documents = {count: records.read(page("numbered-headings", count)) for count in (FEW, MANY)}
    found = {}
    cost, ratio = growth(lambda count: found.update({count: detect.find(documents[count])}))
    print(f"  {'notes':<33} {cost:7.0f} µs  {ratio:5.2f}")
    # Looked for once above: what a rule costs is the rest.
    detect.find = lambda document, options: found[len(document.records)]  # type: ignore[misc]
    learned = {count: engine.learn([summarize(document)]) for count, document in documents.items()}
    for rule in rules.load().values():
        settings = Settings(rules=(rule.name,))

        def work(count: int, settings: Settings = settings) -> object:
            return engine.check(documents[count], settings, learned[count])

        cost, ratio = growth(work)
        print(f"  {rule.name:<33} {cost:7.0f} µs  {ratio:5.2f}")


if __name__ == "__main__":
    main()
