"""What readers see at once and a layout may miss: the smallest case of each bug found in whole files."""

# ruff: noqa: E501

from __future__ import annotations

import pytest

from copydesk.parse.records import read
from copydesk.parse.settling import settle
from copydesk.parse.summary import summarize
from copydesk.source import Source


def _asked(letters: str, form: str) -> str:
    return "".join(form.format(letter) for letter in letters)


# Each case: the text, and for every record its number, question and answer as written.
CASES: dict[str, tuple[str, list[tuple[int | None, str, str]]]] = {
    "numbers that go on at other levels, one of them left out": (
        "# Deck\n\n#### 7) What is A?\n\nOne.\n\n#### 8) What is B?\n\nTwo.\n\n#### 9) What is C?\n\nThree.\n\n"
        "# Rigging\n\n### 10) Stays or shrouds\n\nFour.\n\n#### Of wire\n\nx\n\n### 12) What is E?\n\nFive.\n\n"
        "## 13) What is F?\n\nSix.\n",
        [
            (7, "What is A?", "One."),
            (8, "What is B?", "Two."),
            (9, "What is C?", "Three."),
            (10, "Stays or shrouds", "Four.\n\n#### Of wire\n\nx"),
            (12, "What is E?", "Five."),
            (13, "What is F?", "Six."),
        ],
    ),
    "bold remarks above and below bold questions": (
        "# Help\n\n**We answer letters once a week, on Fridays!**\n\n"
        + _asked("ABCDEF", "**What is {0}?**\n\nIt is {0}.\n\n")
        + "***\n\n**Written by the friends of the library.**\n",
        [(None, f"What is {x}?", f"It is {x}.") for x in "ABCDEF"],
    ),
    "one bold question that is all of a page": (
        "# Chance\n\n**You draw two cards. What is the chance of a pair?**\n\n"
        "There are many hands, and of these few are pairs, so that it is small.\n",
        [
            (
                None,
                "You draw two cards. What is the chance of a pair?",
                "There are many hands, and of these few are pairs, so that it is small.",
            )
        ],
    ),
    "a fold about the page above folded questions": (
        "<details><summary>Contents of this folder</summary>\n\nA list.\n\n</details>\n\n"
        + _asked(
            "ABCDEFGH", "<details><summary>What is {0}?</summary>\n\nIt is {0}.\n\n</details>\n\n"
        ),
        [(None, f"What is {x}?", f"It is {x}.") for x in "ABCDEFGH"],
    ),
    "folded questions in the FAQ of a long page": (
        "# Tool\n\n" + "It does a lot for you. " * 40 + "\n\n## FAQ\n\n"
        "<details><summary><b>Q: Is it fast?</b></summary>\n\nYes.\n\n</details>\n\n"
        "<details><summary><b>Q: Is it free?</b></summary>\n\nYes.\n\n</details>\n",
        [(None, "Is it fast?", "Yes."), (None, "Is it free?", "Yes.")],
    ),
    "counted problems, one of them no question": (
        "# Part I\n\n## Problem 1. Cards\n\nHow many hands are there?\n\n**Solution.** Many.\n\n"
        "## Problem 2. Chairs\n\nFind the number of seatings.\n\n**Solution.** Few.\n\n"
        "# Part II\n\n## Problem 1. Dice\n\nWhat is the mean?\n\n**Solution.** Seven.\n\n"
        "## Problem 2. Coins\n\nHow long until two heads?\n\n**Solution.** Six.\n",
        [
            (None, "How many hands are there?", "**Solution.** Many."),
            (None, "Find the number of seatings.", "**Solution.** Few."),
            (None, "What is the mean?", "**Solution.** Seven."),
            (None, "How long until two heads?", "**Solution.** Six."),
        ],
    ),
    "a marked question whose words stand below its number": (
        "# Lab\n\n## Q1. What is a bus?\n\n> Wires.\n\n## Q2\n\n```asm\nnop\n```\n\nWhat does it do?\n\n> Nothing.\n",
        [
            (1, "What is a bus?", "> Wires."),
            (2, "```asm\nnop\n```\n\nWhat does it do?", "> Nothing."),
        ],
    ),
    "numbered sections of a few words that ask nothing": (
        "# Interview\n\n<h3>1. The tool</h3>\n\nx\n\n<h3>2. The rest</h3>\n\ny\n\n<h3>3. Good to know?</h3>\n\nz\n\n"
        "<h3>4. The end</h3>\n\nu\n\n<h3>5. More</h3>\n\n"
        + _asked("ABCDEF", "<h5>What is {0}?</h5>\n\nIt is {0}.\n\n"),
        [(None, f"What is {x}?", f"It is {x}.") for x in "ABCDEF"],
    ),
    "statements to choose from among numbered questions": (
        "# QCM\n\n## Choose\n\n### 1) The sky is:\n\n- blue\n- green\n\n### 2) The sea is:\n\n- blue\n- red\n\n"
        "## Write\n\n### 1) Why is snow white?\n### 2) Why is grass green?\n### 3) What is ice?\n",
        [
            (1, "The sky is:", "- blue\n- green"),
            (2, "The sea is:", "- blue\n- red"),
            (1, "Why is snow white?", ""),
            (2, "Why is grass green?", ""),
            (3, "What is ice?", ""),
        ],
    ),
    "a heading directly below a quote": (
        "## What is A?\n\n> One.\n## What is B?\n\nTwo.\n",
        [(None, "What is A?", "> One."), (None, "What is B?", "Two.")],
    ),
    "a list of terms in HTML with empty lines in it": (
        "# Tool\n\n## FAQ\n\n<dl>\n\t<dt>Q: What is A?</dt>\n\t<dd>A: One.</dd>\n\t\n\t<dt>Q: It has no B.</dt>\n\t<dd>A: By design.</dd>\n\n"
        "</dd> <dt>What is C?</dt> <dd>Three.\n</dd>\n</dl>\n\n## Log\n\nx\n",
        [
            (None, "What is A?", "One."),
            (None, "It has no B.", "By design."),
            (None, "What is C?", "Three."),
        ],
    ),
    "questions that link nowhere yet, or elsewhere": (
        "# Interview\n\n- [What is A?]()\n- [What is B?](https://example.org/1)\n- [Why is C?]( )\n",
        [
            (None, "What is A?", ""),
            (None, "What is B?", "https://example.org/1"),
            (None, "Why is C?", ""),
        ],
    ),
    "a table of questions with links to their answers": (
        "# Circle\n\n| # | Question | Level | Answer sheet |\n|-|-|-|-|\n| 1 | What is A? | ★ | [link](a/1.md) |\n"
        "| 2 | Why is B? | ★ | [link](a/2.md) |\n| 3 | Build a C | ★ | [link](a/3.md) |\n| 4 | Is D safe? | ★ | |\n\n"
        "| Name | Best |\n|-|-|\n| Ann | [01](a/1.md) |\n",
        [
            (None, "What is A?", "a/1.md"),
            (None, "Why is B?", "a/2.md"),
            (None, "Build a C", "a/3.md"),
            (None, "Is D safe?", ""),
        ],
    ),
    "Japanese questions by their endings": (
        "# FAQ\n\n## はじめに\n\nx\n\n## 対応する端末を教えて下さい\n\n一。\n\n## 古い土は使えるのでしょうか\n\n二。\n\n"
        "## 鉢と皿の違い\n\n三。\n\n## 種はいつまくのがよいか\n\n四。\n",
        [
            (None, "対応する端末を教えて下さい", "一。"),
            (None, "古い土は使えるのでしょうか", "二。"),
            (None, "鉢と皿の違い", "三。"),
            (None, "種はいつまくのがよいか", "四。"),
        ],
    ),
    "a section that the contents leave out": (
        "# Basics\n\n* [What is A?](#what-is-a)\n* [What is B?](#what-is-b)\n* [What is C?](#what-is-c)\n\n"
        "### What is A?\n\nOne.\n\n### What is B?\n\nTwo.\n\n### What is C?\n\nThree.\n\n### Other sheets\n\nx\n",
        [
            (None, "What is A?", "One."),
            (None, "What is B?", "Two."),
            (None, "What is C?", "Three."),
        ],
    ),
    "a title that asks above marked questions": (
        "# What guests ask\n\nFor our guides.\n\n**Q:** How old is it?\n\n**A:** Old.\n\n**Q:** Who built it?\n\n**A:** We did.\n",
        [(None, "How old is it?", "Old."), (None, "Who built it?", "We did.")],
    ),
    "a footer below a rule after the last answer": (
        "## What is A?\n\nOne.\n\n## What is B?\n\nTwo.\n\n---\n\nNext: part two.\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "a remark below a rule in the last answer is a part of it": (
        "## What is A?\n\nOne.\n\n## What is B?\n\nIn short, two.\n\n---\n\nBut never on Sundays.\n",
        [
            (None, "What is A?", "One."),
            (None, "What is B?", "In short, two.\n\n---\n\nBut never on Sundays."),
        ],
    ),
    "numbers in code and in comments are no questions that were missed": (
        "# Build\n\n## 1. What is it?\n\nWork.\n\n## 2. How is it done?\n\n```sh\n# 2. build\n# 3. run\n```\n\n"
        "<!--\n## 3. Where is it?\n-->\n",
        [(1, "What is it?", "Work."), (2, "How is it done?", "```sh\n# 2. build\n# 3. run\n```")],
    ),
    "a numbered heading that is a picture is one question": (
        "### Q1. What is A?\n\n**A:** One.\n\n### Q2. ![](plot.png)\n\n**A:** A plot.\n",
        [(1, "What is A?", "One."), (2, "![](plot.png)", "A plot.")],
    ),
    "an answer with a rule in it keeps what is below its last one": (
        "## What is A?\n\nOne.\n\n---\n\nMore.\n\n## What is B?\n\nTwo.\n\n---\n\nMore.\n",
        [
            (None, "What is A?", "One.\n\n---\n\nMore."),
            (None, "What is B?", "Two.\n\n---\n\nMore."),
        ],
    ),
    "quoted questions": (
        "# FAQ\n\n> Can it fly?\n\nNo.\n\nNot yet.\n\n> Can it swim?\n\n- A little.\n",
        [(None, "Can it fly?", "No.\n\nNot yet."), (None, "Can it swim?", "- A little.")],
    ),
    "quoted answers": (
        "What was hard?\n\n> The clock.\n\nList two things to add.\n\n> A hand.\n>\n> A bell.\n\n* * *\n\n"
        "How long did it take?\n\n- 2 hours of work\n\nDid you learn from it?\n\n> Yes.\n",
        [
            (None, "What was hard?", "> The clock."),
            (None, "List two things to add.", "> A hand.\n>\n> A bell."),
            (None, "How long did it take?", "- 2 hours of work"),
            (None, "Did you learn from it?", "> Yes."),
        ],
    ),
    "tasks behind a bold number, counted by section": (
        "# Interview questions\n\n## SQL\n\n**1)** The number of ships.\n\n`a`\n\n**2)** All that sail. A ship sails\nif it moves.\n\n`b`\n\n"
        "## Python\n\n**1) Mean.** Compute the mean\n\n`c`\n\n**2) Check whether a tree is a search tree**. All\n\n`d`\n",
        [
            (1, "The number of ships.", "`a`"),
            (2, "All that sail. A ship sails\nif it moves.", "`b`"),
            (1, "Mean.** Compute the mean", "`c`"),
            (2, "Check whether a tree is a search tree**. All", "`d`"),
        ],
    ),
    "a numbered list of code, half of which asks": (
        "Homework\n========\n\n1. How do I count lines?\n\n        wc -l\n\n2. Sum a column\n\n        awk\n\n"
        "3. How do I print line ten?\n\n        sed\n\n4. How do I sort?\n\n        sort\n\n5. (extra) Reverse a file\n",
        [
            (1, "How do I count lines?", "     wc -l"),
            (2, "Sum a column", "     awk"),
            (3, "How do I print line ten?", "     sed"),
            (4, "How do I sort?", "     sort"),
            (5, "(extra) Reverse a file", ""),
        ],
    ),
    "lists of topics beside lists of questions": (
        "# Questions\n\n## One\n\n- What is A?\n- B or C\n- Why is D?\n- What is E?\n- Who is F?\n\n## Two\n\n- Keys of a table\n- Locks\n",
        [
            (None, "What is A?", ""),
            (None, "B or C", ""),
            (None, "Why is D?", ""),
            (None, "What is E?", ""),
            (None, "Who is F?", ""),
            (None, "Keys of a table", ""),
            (None, "Locks", ""),
        ],
    ),
    "a list of what is to be explained answers nothing": (
        "# Quiz\n\n* Why is A?\n* Do your best to draw B.\n* Explain these:\n  * C\n  * D\n* What is E?\n* Who is F?\n",
        [
            (None, "Why is A?", ""),
            (None, "Do your best to draw B.", ""),
            (None, "Explain these:", "* C\n* D"),
            (None, "What is E?", ""),
            (None, "Who is F?", ""),
        ],
    ),
    "tasks whose solutions fold under one word": (
        "# Practice\n\n## Charts\n\n### Creating a chart\n\n<details><summary>show</summary>\n<p>\n\nOne.\n\n</p>\n</details>\n\n"
        "### Create a claim with:\n\n* a name\n\n<details><summary>show</summary>\n\nTwo.\n\n</details>\n\n"
        "### Uninstall a chart\n\n<details><summary>show</summary>\n\nThree.\n\n</details>\n",
        [
            (None, "Creating a chart", "One."),
            (
                None,
                "Create a claim with:",
                "* a name\n\n<details><summary>show</summary>\n\nTwo.\n\n</details>",
            ),
            (None, "Uninstall a chart", "Three."),
        ],
    ),
    "polite German tasks, written without umlauts": (
        "# Prüfungsfragen\n\n## Wofuer dient A?\n\n1.\n\n## Skizzieren Sie B.\n\n2.\n\n## Erlaeutern Sie C.\n\n3.\n",
        [
            (None, "Wofuer dient A?", "1."),
            (None, "Skizzieren Sie B.", "2."),
            (None, "Erlaeutern Sie C.", "3."),
        ],
    ),
    "lines that count below the titles of their sections": (
        "1 Clouds\n1.1 What is fog?\n1.2 Why is it white?\n1.4 How it forms.\n\n2 Rain\n2.1 Is it wet?\n2.2 Why does it fall?\n",
        [
            (None, "What is fog?", ""),
            (None, "Why is it white?", ""),
            (None, "How it forms.", ""),
            (None, "Is it wet?", ""),
            (None, "Why does it fall?", ""),
        ],
    ),
    "lines that count with a Chinese comma": (
        "1、什么是雾？\n近地的云。\n\n2、为什么云是白的？\n\n水滴散射光。\n\n3、雨怎么形成？\n\n水滴变大。\n",
        [
            (1, "什么是雾？", "近地的云。"),
            (2, "为什么云是白的？", "水滴散射光。"),
            (3, "雨怎么形成？", "水滴变大。"),
        ],
    ),
    "a definition that goes on without indentation": (
        "What is A?\n\n: One, as here:\n\n```\na\n```\n\nAnd more.\n\nWhat is B?\n\n: Two.\n\nA closing word.\n",
        [
            (None, "What is A?", "One, as here:\n\n```\na\n```\n\nAnd more."),
            (None, "What is B?", "Two."),
        ],
    ),
    "terms that share a definition, one of them indented": (
        "  alpha\n  beta\n    gamma\n: there\n",
        [(None, "alpha", ""), (None, "beta", ""), (None, "gamma", "there")],
    ),
    "marked lines in a section behind marked headings": (
        "# Glazes\n\n## Q. What is slip?\n\nThin clay.\n\n## Q. Is it fired?\n\nNo.\n\n"
        "## Asked in between\n\n"
        + _asked("ABCDE", "Q: Is {0} safe?\nA: {0} is.\n\n")
        + "## Next week\n\nFiring.\n",
        [
            (None, "What is slip?", "Thin clay."),
            (None, "Is it fired?", "No."),
            *((None, f"Is {x} safe?", f"{x} is.") for x in "ABCDE"),
        ],
    ),
    "a first question one level above the others": (
        "# Kiln\n\n## Q. It stays cold\n\nPlug it in.\n\n### At night\n\nCall us.\n\n## Glazes\n\n"
        + _asked("ABC", "### Q. {0} runs\n\nUse less of {0}.\n\n"),
        [
            (None, "It stays cold", "Plug it in.\n\n### At night\n\nCall us."),
            *((None, f"{x} runs", f"Use less of {x}.") for x in "ABC"),
        ],
    ),
    "lists of answered questions above headings that ask at the lists' own level": (
        "# Wool\n\n## Spinning\n\n"
        + _asked("ABC", "* What is {0}? It is {0}.\n")
        + "\n## Dyes\n\n"
        + _asked("DEF", "* What is {0}? It is {0}.\n")
        + "\n# Felt\n\n"
        + _asked("GHIJKLMNOP", "## What is {0}?\n\nIt is {0}, and so it goes on.\n\n"),
        [(None, f"What is {x}?", f"It is {x}.") for x in "ABCDEF"]
        + [(None, f"What is {x}?", f"It is {x}, and so it goes on.") for x in "GHIJKLMNOP"],
    ),
    "quoted questions in a small section behind bold ones": (
        "# Bread\n\n"
        + _asked("ABCDEF", "**What is {0}?**\n\nIt is {0}, and much more than that.\n\n")
        + "# From the post\n\nThank you all.\n\n> Is rye sour?\n\nYes.\n\n> Is spelt old?\n\nVery.\n",
        [(None, f"What is {x}?", f"It is {x}, and much more than that.") for x in "ABCDEF"]
        + [(None, "Is rye sour?", "Yes."), (None, "Is spelt old?", "Very.")],
    ),
    "a bold question alone above numbered ones": (
        "# Odds\n\nRead with care.\n\n**You draw two cards. What is the chance of a pair?**\n\n"
        "There are many hands, and of these few are pairs.\n\n# More\n\n"
        + _asked("12345", "## {0}. What is {0}?\n\nIt is {0}.\n\n"),
        [
            (
                None,
                "You draw two cards. What is the chance of a pair?",
                "There are many hands, and of these few are pairs.",
            ),
            *((int(x), f"What is {x}?", f"It is {x}.") for x in "12345"),
        ],
    ),
    "a heading that asks nothing behind another layout's questions": (
        "# Bees\n\n"
        + _asked("ABCDEF", "## What is {0}?\n\nIt is {0}.\n\n")
        + "# Hives\n\n"
        + _asked("123", "## Q{0}. What is {0}?\n\nIt is {0}.\n\n")
        + "## Books on bees\n\nMany.\n",
        [(None, f"What is {x}?", f"It is {x}.") for x in "ABCDEF"]
        + [(int(x), f"What is {x}?", f"It is {x}.") for x in "123"],
    ),
}

# Read by nobody with certainty: no record, and a word about it.
UNSURE = {
    "an essay whose title and chapters ask": (
        "# Who dug the canal?\n\nMany ask.\n\n## Why here?\n\nx\n\n## Who paid?\n\ny\n\n## Notes\n\nz\n"
    ),
    "questions that a fence swallows": (
        "# Notes\n\n### 1: What is A?\n\nOne.\n\n### 2: What is B?\n\n```\nx\n\n### 3: What is C?\n\n```\ny\n```\n\n"
        "### 4: What is D?\n\nFour.\n"
    ),
    "more questions beside those that were read": (
        "# Quiz\n\n## Once\n\n"
        + _asked(
            "ABCDEF", "<details><summary>What is {0}?</summary>\n\nIt is {0}.\n\n</details>\n\n"
        )
        + "## Twice\n\n- Who is U?\n- Who is V?\n- Who is W?\n- Who is X?\n- Who is Y?\n"
    ),
    "many answered questions in what would be the last answer": (
        "# Quiz\n\n"
        + _asked("ABC", "### {0}?\n\nIt is {0}.\n\n")
        + "### Quick ones?\n\n"
        + _asked("QRSTUVWXYZ", "- What is {0}? It is {0}.\n")
    ),
    "a list of unanswered questions before answered headings": (
        "# Sea\n\n"
        + _asked("ABCDEFG", "* Where is {0}? Tell us how you know.\n")
        + "\n# Land\n\n"
        + _asked("HIJKLMNO", "### What is {0}?\n\nIt is {0}.\n\n")
    ),
    "a FAQ of statements": "# FAQ\n\n**No sound**\n\nTurn it up.\n\n**No picture**\n\nPlug it in.\n",
    "an index of topics": "# FAQ\n\n- [Sound](sound.md)\n- [Picture](picture.md)\n",
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_layout(text: str, expected: list[tuple[int | None, str, str]], newline: str) -> None:
    document = read(Source("notes.md", text.replace("\n", newline)))
    found = [
        (item.number, item.question.markdown, item.answer.markdown) for item in document.records
    ]
    assert found == expected, document.evidence


@pytest.mark.parametrize("text", UNSURE.values(), ids=UNSURE)
def test_unsure_is_said(text: str) -> None:
    document = read(Source("notes.md", text))
    assert (document.records, document.layout) == ((), "")
    assert any("unsure" in reason for reason in document.evidence)


def test_questions_that_link_nowhere_stay_with_their_index() -> None:
    index = read(
        Source("quiz/README.md", "# Quiz\n\n- [What is A?]()\n- [Why B?]()\n- [Who C?]()\n")
    )
    (summary,) = settle([summarize(index)])
    assert len(summary.records) == 3


def test_a_title_of_one_question_in_a_folder_of_them_may_have_parts_that_ask() -> None:
    text = "# Why is it so?\n\nFor reasons.\n\n## Is it old?\n\nYes.\n\n## Is it dear?\n\nYes.\n"
    assert len(read(Source("faq/why.md", text)).records) == 1
    assert not read(Source("roads/why.md", text)).records


def test_a_link_of_an_index_leads_where_the_link_says() -> None:
    text = '# FAQ\n\n- [What is a?](a.md "the (long) one")\n- [What is b?](b_(x).md)\n- [What is c?](<d e.md>)\n'
    document = read(Source("faq.md", text))
    assert [record.answer.markdown for record in document.records] == ["a.md", "b_(x).md", "d e.md"]
