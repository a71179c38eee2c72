"""Records of every layout from small files, what is left alone, and what every reading promises."""

# ruff: noqa: E501

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.parse.records import read
from copydesk.parse.settling import settle
from copydesk.parse.summary import summarize
from copydesk.source import Source

# Each case: the text, and for every record its number, question and answer as written.
CASES: dict[str, tuple[str, list[tuple[int | None, str, str]]]] = {
    "numbers that begin at another level than most": (
        "# SQL drills\n\n### Joins\n\n#### 12) Inner and left\n\nTwo.\n\n#### 13) What is a semi join?\n\nOne.\n\n"
        "### Windows\n\n"
        + "".join(f"### {n}) What is {x}?\n\nIt is {x}.\n\n" for n, x in enumerate("ABC", 14)),
        [(12, "Inner and left", "Two."), (13, "What is a semi join?", "One.")]
        + [(n, f"What is {x}?", f"It is {x}.") for n, x in enumerate("ABC", 14)],
    ),
    "a glossary below questions in definition lists": (
        "# Card\n\n"
        + "".join(f"What is {x}?\n: It is {x}.\n\n" for x in "ABC")
        + "## Glossary\n\nILL\n: A loan between libraries.\n",
        [(None, f"What is {x}?", f"It is {x}.") for x in "ABC"],
    ),
    "questions that are said again in another language": (
        "# Git\n\n### What is a tag?\n### ¿Qué es una etiqueta?\n\nA name.\n\n"
        "### How do I push?\n### 怎么推送？\n\nLike this.\n",
        [
            (None, "What is a tag?", "### ¿Qué es una etiqueta?\n\nA name."),
            (None, "How do I push?", "### 怎么推送？\n\nLike this."),
        ],
    ),
    "topics of a German exam among its questions": (
        "# Prüfungsfragen\n\n## Was ist ein Prozess\n\nEin Programm.\n\n"
        "## Unterschied zwischen Prozess und Thread\n\nDer Adressraum.\n\n"
        "## Nennen Sie drei Verfahren\n\nDiese.\n",
        [
            (None, "Was ist ein Prozess", "Ein Programm."),
            (None, "Unterschied zwischen Prozess und Thread", "Der Adressraum."),
            (None, "Nennen Sie drei Verfahren", "Diese."),
        ],
    ),
    "a question that slipped a level down": (
        "".join(f"## What is {letter}?\n\nIt is {letter}.\n\n" for letter in "ABCDE")
        + "### Can I bake it in a pan?\n\nYes.\n",
        [(None, f"What is {letter}?", f"It is {letter}.") for letter in "ABCDE"]
        + [(None, "Can I bake it in a pan?", "Yes.")],
    ),
    "tasks without a question mark, below an introduction": (
        "## Before the oven\n\nRead this.\n\n"
        + "".join(
            f"## Describe the use of {letter}\n\nIt is {letter}.\n\n" for letter in "ABCDEFGH"
        ),
        [(None, f"Describe the use of {letter}", f"It is {letter}.") for letter in "ABCDEFGH"],
    ),
    "a table of linked questions, and the way back": (
        "# Bread\n\n| | question |\n| - | - |\n"
        + "".join(f"| {n} | [What is {x}?](./{x}.md) |\n" for n, x in enumerate("ABC", 1))
        + "\n[⬅ All breads of the house](../README.md)\n",
        [(None, f"What is {x}?", f"./{x}.md") for x in "ABC"],
    ),
    "a task in the front matter": (
        '---\ntitle: "Name two uses of a dutch oven."\n---\n\nBread and stew.\n',
        [(None, "Name two uses of a dutch oven.", "Bread and stew.")],
    ),
    "numbered headings 1": (
        "# T\n\n### 🔥 1. What is A?\n\nOne.\n\n### 🔥 2. What is B?\n\nTwo.\n",
        [(1, "What is A?", "One."), (2, "What is B?", "Two.")],
    ),
    "numbered headings 2": (
        '# T\n\n### <a name="q1"></a>1. What is A?\n\nOne.\n\n### <a name="q2"></a>2. What is B?\n\nTwo.\n\n**[⬆ Back to Top](#t)**\n',
        [(1, "What is A?", "One."), (2, "What is B?", "Two.")],
    ),
    "numbered headings 3": (
        "## [1. What is A?](#a)\n\nOne.\n\n## [2. What is B?](#b)\n\nTwo.\n",
        [(1, "What is A?", "One."), (2, "What is B?", "Two.")],
    ),
    "numbered headings 4": (
        "## 1. [What is A?](http://x)\n\nOne.\n\n## 2. [What is B?](http://y)\n\nTwo.\n",
        [(1, "[What is A?](http://x)", "One."), (2, "[What is B?](http://y)", "Two.")],
    ),
    "numbered headings 5": (
        "###### 101.输出什么？\n\n一。\n\n###### 102.输出什么？\n\n二。\n",
        [(101, "输出什么？", "一。"), (102, "输出什么？", "二。")],
    ),
    "numbered headings 6": (
        "## 1. What is A?\n\nOne.\n\n## 2. What is B?\n\nTwo.\n\n### 3. Caching strategies\n\nThree.\n\n### 4. How is D?\n\nFour.\n\n### 5. Why E?\n\nFive.\n",
        [
            (1, "What is A?", "One."),
            (2, "What is B?", "Two."),
            (3, "Caching strategies", "Three."),
            (4, "How is D?", "Four."),
            (5, "Why E?", "Five."),
        ],
    ),
    "numbered headings 7": (
        "# Interview\n\n## Basics\n\n### Q1 What is A?\n\nOne.\n\n### Q2 What is B?\n\nTwo.\n\n## More\n\n### Q1 What is C?\n\nThree.\n",
        [(1, "What is A?", "One."), (2, "What is B?", "Two."), (1, "What is C?", "Three.")],
    ),
    "numbered headings 8": (
        "### **Q1:** What is A?\n\nOne.\n\n### **Q2:** What is B?\n\nTwo.\n",
        [(1, "What is A?", "One."), (2, "What is B?", "Two.")],
    ),
    "numbered headings 9": (
        "### Question 1: What is A?\n\nOne.\n\n### Question 2: What is B?\n\nTwo.\n",
        [(1, "What is A?", "One."), (2, "What is B?", "Two.")],
    ),
    "numbered headings 10": (
        "### (1) What is A?\n\nOne.\n\n### (2) What is B?\n\nTwo.\n",
        [(1, "What is A?", "One."), (2, "What is B?", "Two.")],
    ),
    "numbered headings 11": (
        "### 1.1 What is A?\n\nOne.\n\n### 1.2 What is B?\n\nTwo.\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "numbered headings 12": (
        "1. What is A?\n============\n\nOne.\n\n2. What is B?\n============\n\nTwo.\n",
        [(1, "What is A?", "One."), (2, "What is B?", "Two.")],
    ),
    "numbered headings 13": (
        "# React interview questions\n\n## 1. Virtual DOM\n\nOne.\n\n## 2. What is JSX?\n\nTwo.\n\n## 3. Fragments\n\nThree.\n",
        [(1, "Virtual DOM", "One."), (2, "What is JSX?", "Two."), (3, "Fragments", "Three.")],
    ),
    "numbered headings 14": (
        "### 1️⃣ What is A?\n\nOne.\n\n### 2️⃣ What is B?\n\nTwo.\n",
        [(1, "What is A?", "One."), (2, "What is B?", "Two.")],
    ),
    "numbered headings 15": (
        "## Q. What is A?\n\nOne.\n\n## Q. Write a program for B\n\n```js\n# What is this?\n```\n",
        [
            (None, "What is A?", "One."),
            (None, "Write a program for B", "```js\n# What is this?\n```"),
        ],
    ),
    "numbered headings 16": (
        "# 1. What is A?\nOne.\n# 2. What is B?\nTwo.\n# 3. What is C?\nThree.\n",
        [(1, "What is A?", "One."), (2, "What is B?", "Two."), (3, "What is C?", "Three.")],
    ),
    "no collection 1": (
        "# Deploying\n\n## 1. Install\n\nDo.\n\n## 2. Configure\n\nDo.\n\n## 3. Run\n\nDo.\n",
        [],
    ),
    "no collection 2": (
        "# Tool\n\n## What is it?\n\nA tool.\n\n## Installation\n\npip.\n\n## Usage\n\nrun.\n\n## License\n\nMIT\n",
        [],
    ),
    "no collection 3": (
        "# My blog\n\nWhy do we care? Let's see.\n\n- Write tests\n- Show results\n- Build it\n\nDone.\n",
        [],
    ),
    "no collection 4": (
        "# Build an app\n\n## 1. Create a project\n\nx\n\n## 2. Define the model\n\nx\n\n## 3. Write the view\n\nx\n\n## 4. How to deploy\n\nx\n",
        [],
    ),
    "no collection 5": (
        "# Guide\n\nText here is long enough to matter, and it goes on. Ask yourself:\n\n- Who is it for?\n- What is it?\n- Why now?\n\nThen go on writing about the subject in many words, which is more than the list holds by far.\n\n## Next\n\nMore words follow here.\n",
        [],
    ),
    "no collection 6": ("# Changelog\n\n## 1.2.0\n\n- Fix\n\n## 1.1.0\n\n- Add\n", []),
    "no collection 7": (
        "# Tool\n\n## Table of contents\n\n- [What is it?](#what)\n- [Install](#install)\n\n## What\n\nA tool.\n\n## Install\n\npip.\n",
        [],
    ),
    "no collection 8": (
        "# Notes\n\n**Note:** this.\n\n**Why?**\n\nBecause of this long text that explains much about the matter at hand.\n\n## More\n\nAnd more text that is quite a bit longer than the answer above, to make it an article. It goes on and on, as articles do, for several lines of text.\n",
        [],
    ),
    "no collection 9": (
        "# How to deploy Django\n\nIntro.\n\n## Install\n\nx\n\n## Configure\n\ny\n",
        [],
    ),
    "no collection 10": (
        "# Tool\n\nA tool.\n\n## Why?\n\nBecause.\n\n## How does it work?\n\nWell.\n\n## Installation\n\nx\n\n## Contributing\n\nx\n",
        [],
    ),
    "a part of a manual 1": (
        "# Tool\n\nA tool for things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. It does a lot of things. \n\n## Installation\n\nx\n\n## FAQ\n\n### Is it fast?\n\nYes.\n\n### Is it safe?\n\nYes, too.\n\n## License\n\nMIT\n",
        [(None, "Is it fast?", "Yes."), (None, "Is it safe?", "Yes, too.")],
    ),
    "question headings 1": (
        "# What is this?\n\nA FAQ.\n\n# Who made it?\n\nWe.\n\n# Why?\n\nFun.\n",
        [(None, "What is this?", "A FAQ."), (None, "Who made it?", "We."), (None, "Why?", "Fun.")],
    ),
    "question headings 2": (
        "What is A?\n----------\n\nOne.\n\nWhat is B?\n----------\n\nTwo.\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "question headings 3": (
        "# FAQ\n\n## Basics\n\n### What is A?\n\nOne.\n\n### What is B?\n\nTwo.\n\n## Billing\n\n### How do I pay?\n\nThree.\n",
        [
            (None, "What is A?", "One."),
            (None, "What is B?", "Two."),
            (None, "How do I pay?", "Three."),
        ],
    ),
    "question headings 4": (
        "# FAQ\n\n## Basics\n\n## What is A?\n\nOne.\n\n## What is B?\n\nTwo.\n\n## Advanced\n\n## What is C?\n\nThree.\n\n## What is D?\n\nFour.\n",
        [
            (None, "What is A?", "One."),
            (None, "What is B?", "Two."),
            (None, "What is C?", "Three."),
            (None, "What is D?", "Four."),
        ],
    ),
    "question headings 5": (
        "# Frequently asked questions\n\n## How to install\n\nx\n\n## How to remove\n\ny\n\n## Explain caching\n\nz\n",
        [
            (None, "How to install", "x"),
            (None, "How to remove", "y"),
            (None, "Explain caching", "z"),
        ],
    ),
    "question headings 6": (
        "# 자주 묻는 질문\n\n## 클로저란 무엇인가\n\n하나.\n\n## 호이스팅을 설명하시오\n\n둘.\n\n## 이벤트 위임이 왜 필요한가\n\n셋.\n",
        [
            (None, "클로저란 무엇인가", "하나."),
            (None, "호이스팅을 설명하시오", "둘."),
            (None, "이벤트 위임이 왜 필요한가", "셋."),
        ],
    ),
    "question headings 7": (
        "## What is A? / 什么是A？\n\nOne. 一。\n\n## What is B? / 什么是B？\n\nTwo. 二。\n",
        [
            (None, "What is A? / 什么是A？", "One. 一。"),
            (None, "What is B? / 什么是B？", "Two. 二。"),
        ],
    ),
    "question headings 8": (
        "# Questions\n\n[What is A?](#what-is-a)\n\n[What is B?](#what-is-b)\n\n## What is A?\n\nOne.\n\n### Why?\n\nBecause.\n\n## What is B?\n\nTwo.\n\n[Back to top](#questions)\n",
        [(None, "What is A?", "One.\n\n### Why?\n\nBecause."), (None, "What is B?", "Two.")],
    ),
    "bold 1": (
        "# T\n\n**What is A? 👶**\n\nOne.\n\n<br/>\n\n**Why B? ⭐️**\n\nTwo.\n\n**Advantages:**\n\n- x\n\n<br/>\n",
        [(None, "What is A?", "One."), (None, "Why B?", "Two.\n\n**Advantages:**\n\n- x")],
    ),
    "bold 2": (
        "**1. What is A?**\n\nOne.\n\n**2. Caching**\n\nTwo.\n\n**3. Why C?**\n\nThree.\n",
        [(1, "What is A?", "One."), (2, "Caching", "Two."), (3, "Why C?", "Three.")],
    ),
    "bold 3": (
        "## Basics\n\n**What is A?**\nOne.\n\n**What is B?**\nTwo.\n\n## More\n\n**What is C?**  \nThree.\n",
        [
            (None, "What is A?", "One."),
            (None, "What is B?", "Two."),
            (None, "What is C?", "Three."),
        ],
    ),
    "bold 4": (
        "# FAQ\n\n**What is A?** 🚀\n\nOne.\n\n**What is B?** ⭐\n\nTwo.\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "bold 5": (
        "<b>What is A?</b>\n\nOne.\n\n<b>What is B?</b>\n\nTwo.\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "bold 6": (
        "__What is A?__\n\nOne.\n\n__What is `B`?__\n\nTwo.\n",
        [(None, "What is A?", "One."), (None, "What is `B`?", "Two.")],
    ),
    "marks 1": (
        "- **Q: What is A?**\n  A: One.\n- **Q: What is B?**\n  A: Two.\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "marks 2": (
        "1. Q: What is A?\n\n   A: One.\n\n   More.\n\n2. Q: What is B?\n\n   A: Two.\n",
        [(None, "What is A?", "One.\n\nMore."), (None, "What is B?", "Two.")],
    ),
    "marks 3": (
        "> **Q:** What is A?\n>\n> **A:** One.\n\n> **Q:** What is B?\n>\n> **A:** Two.\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "marks 4": (
        "- Q: What is A?\n- A: One.\n- Q: What is B?\n- A: Two.\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "marks 5": (
        "**Q1.** What is A?\n\n**A1.** One.\n\n**Q2.** What is B?\n\n**A2.** Two.\n",
        [(1, "What is A?", "One."), (2, "What is B?", "Two.")],
    ),
    "marks 6": (
        "问：什么是A？\n\n答：一。\n\n问：什么是B？\n\n答：二。\n",
        [(None, "什么是A？", "一。"), (None, "什么是B？", "二。")],
    ),
    "marks 7": (
        "**Question:** What is A?\n\n**Answer:** One.\n\n---\n\n**Question:** What is B?\n\n**Answer:** Two.\n\n---\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "marks 8": (
        "Q1: What is A?\n\nA1: One.\n\nQ2: What is B?\n\nA2: Two.\n",
        [(1, "What is A?", "One."), (2, "What is B?", "Two.")],
    ),
    "marks 9": (
        "**Q: What is A?**\n\nOne.\n\n**Q: What is B?**\n\nTwo.\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "headings in lists 1": (
        "## Core\n\n1. ### What is A?\n\n   One.\n\n   - x\n     y\n\n2. ### Why B?\n\nTwo outside.\n\n3. ### What is C?\n    \n   ```js\n   f()\n   ```\n\n## End\n\nbye\n",
        [
            (1, "What is A?", "One.\n\n- x\n  y"),
            (2, "Why B?", "Two outside."),
            (3, "What is C?", "```js\nf()\n```"),
        ],
    ),
    "headings in lists 2": (
        "- ### What is A?\n\n  One.\n\n- ### What is B?\n\n  Two.\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "folded 1": (
        "<details>\n<summary>What is A?</summary>\n\nOne.\n\n</details>\n\n<details>\n<summary>What is B?</summary>\n\nTwo.\n\n<details>\n<summary>Why?</summary>\n\nInner.\n\n</details>\n\n</details>\n\n<details>\n<summary>What is C?</summary>\n</details>\n",
        [
            (None, "What is A?", "One."),
            (
                None,
                "What is B?",
                "Two.\n\n<details>\n<summary>Why?</summary>\n\nInner.\n\n</details>",
            ),
            (None, "What is C?", ""),
        ],
    ),
    "folded 2": (
        "<details>\n  <summary>\n    <strong>1. What is A?</strong>\n  </summary>\n  <p>One.</p>\n</details>\n<details>\n  <summary>\n    <strong>2. What is B?</strong>\n  </summary>\n  <p>Two.</p>\n</details>\n",
        [(1, "What is A?", "<p>One.</p>"), (2, "What is B?", "<p>Two.</p>")],
    ),
    "folded 3": (
        "<details><summary>What is A?</summary><br><b>\n\nOne.\n\n</b></details>\n\n<details><summary>What is B?</summary><br><b>\n\nTwo.\n\n</b></details>\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "folded 4": (
        "<details><summary>Table of contents</summary>\n\n- x\n\n</details>\n\n<details><summary>Topic: Linux</summary>\n\n<details><summary>What is A?</summary>\n\nOne.\n\n</details>\n\n<details><summary>What is B?</summary>\n\nTwo.\n\n</details>\n\n</details>\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "folded 5": (
        "1. <details><summary>What is A?</summary>\n\n   One.\n\n   </details>\n\n2. <details><summary>What is B?</summary>\n\n   Two.\n\n   </details>\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "folded 6": (
        "### What is A?\n\n<details>\n<summary>Show answer</summary>\n\nOne.\n\n</details>\n\n### What is B?\n\n<details>\n<summary>Show answer</summary>\n\nTwo.\n\n</details>\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "folded 7": (
        "#### 1. Which is right?\n\n```js\nx\n```\n\n- A: one\n- B: two\n\n<details><summary><b>Answer</b></summary>\n<p>\n\n#### Answer: A\n\nBecause.\n\n</p>\n</details>\n\n---\n\n#### 2. Which is wrong?\n\nA) one\nB) two\n\n<details><summary>Answer</summary>B</details>\n",
        [(1, "Which is right?", "#### Answer: A\n\nBecause."), (2, "Which is wrong?", "B")],
    ),
    "folded 8": (
        "### Question 1\n\nWhich is right?\n\nA. one\nB. two\n\n**Answer: B**\n\nSince.\n\n### Question 2\n\nWhich now?\n\n- A. x\n- B. y\n\nAnswer: A\n",
        [(1, "Which is right?", "**Answer: B**\n\nSince."), (2, "Which now?", "A")],
    ),
    "html headings 1": (
        '<h3 name="a">\nWhat is A?\n</h3>\n\nOne.\n\n<h3 name="b">\nWhat is <code>B</code>?\n</h3>\n\nTwo.\n',
        [(None, "What is A?", "One."), (None, "What is <code>B</code>?", "Two.")],
    ),
    "html headings 2": (
        '<h2>FAQ</h2>\n\n<h3 id="a">1. What is A?</h3>\n\nOne.\n\n<h3 id="b">2. What is B?</h3>\nTwo.\n',
        [(1, "What is A?", "One."), (2, "What is B?", "Two.")],
    ),
    "one in a file 1": (
        '---\ntitle: "What is A?"\ntags: [x]\n---\n\nOne.\n\nMore.\n',
        [(None, "What is A?", "One.\n\nMore.")],
    ),
    "one in a file 2": (
        "# What is A?\n\nOne.\n\n## Details\n\nMore.\n",
        [(None, "What is A?", "One.\n\n## Details\n\nMore.")],
    ),
    "one in a file 3": (
        "### Create a function for X.\n\n#### Answer\n\nOne.\n\n#### Good to hear\n\n- y\n\n<!-- tags: (x) -->\n",
        [
            (
                None,
                "Create a function for X.",
                "One.\n\n#### Good to hear\n\n- y",
            )
        ],
    ),
    "one in a file 4": (
        "---\ntitle: What is A?\n---\n\n# What is A?\n\nOne.\n",
        [(None, "What is A?", "One.")],
    ),
    "below a title 1": (
        "## Question 1\n\nWhat is A?\n\n### Answer\n\nOne.\n\n## Question 2\n\nWhat is B?\n\n### Answer\n\nTwo.\n",
        [(1, "What is A?", "One."), (2, "What is B?", "Two.")],
    ),
    "below a title 2": (
        "### Question\n\nWhat is A?\n\n### Answer\n\nOne.\n\n### Question\n\nWhat is B?\n\n### Answer\n\nTwo.\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "list 1": (
        "# Questions\n\n* What is A? It is one.\n* Why B? Because two. Is it? Yes.\n* How C? Like three.\n",
        [
            (None, "What is A?", "It is one."),
            (None, "Why B?", "Because two. Is it? Yes."),
            (None, "How C?", "Like three."),
        ],
    ),
    "list 2": (
        "- What is A?\n  - One.\n  - More.\n- What is B?\n  - Two.\n",
        [(None, "What is A?", "- One.\n- More."), (None, "What is B?", "- Two.")],
    ),
    "list 3": (
        "- What is A?\n\n  One.\n\n      code\n\n- What is B?\n\n  Two.\n",
        [(None, "What is A?", "One.\n\n    code"), (None, "What is B?", "Two.")],
    ),
    "list 4": (
        "1. What is A?\n\nOne.\n\n2. What is B?\n\nTwo.\n\nMore.\n\n3. Why C?\n\nThree.\n",
        [(1, "What is A?", "One."), (2, "What is B?", "Two.\n\nMore."), (3, "Why C?", "Three.")],
    ),
    "list 5": (
        "1. **What is A?**\n\n   One.\n\n2. **Explain B.**\n\n   Two.\n",
        [(1, "What is A?", "One."), (2, "Explain B.", "Two.")],
    ),
    "list 6": (
        "1. **What is A?**\n   One.\n2. **What is B?**\n   Two.\n",
        [(1, "What is A?", "One."), (2, "What is B?", "Two.")],
    ),
    "list 7": (
        "---\ntitle: JS Questions\n---\n\n* What is A?\n* Explain B.\n* Why C?\n",
        [(None, "What is A?", ""), (None, "Explain B.", ""), (None, "Why C?", "")],
    ),
    "list 8": (
        "## Basics\n\n- **What is A?** One.\n- **What is B?** Two.\n\n## More\n\n- **Why C?** Three.\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two."), (None, "Why C?", "Three.")],
    ),
    "list 9": (
        "- **What is A?**<br/>One.\n- **What is B?**<br/>Two.\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "contents 1": (
        "# FAQ\n\n1. What is A?\n2. What is B?\n\n## What is A?\n\nOne.\n\n## What is B?\n\nTwo.\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "contents 2": (
        "# FAQ\n\n| No. | Question |\n|---|---|\n| 1 | [What is A?](#a) |\n| 2 | [What is B?](#b) |\n| 3 | [What is C?](#c) |\n\n1. ### What is A?\n\n   One.\n\n2. ### What is B?\n\n   Two.\n\n3. ### What is C?\n\n   Three.\n",
        [(1, "What is A?", "One."), (2, "What is B?", "Two."), (3, "What is C?", "Three.")],
    ),
    "index 1": (
        "# FAQ\n\n- [What is A?](a.md)\n- [What is B?](./b.md)\n- [Why C?](c/d.md#x)\n",
        [
            (None, "What is A?", "a.md"),
            (None, "What is B?", "./b.md"),
            (None, "Why C?", "c/d.md#x"),
        ],
    ),
    "index 2": (
        "# Docs\n\n- [Install](a.md)\n- [Usage](./b.md)\n- [What is it?](c/d.md)\n- [API](d.md)\n",
        [],
    ),
    "definitions 2": ("Apple\n: A fruit.\n\nPear\n: A fruit.\n", []),
    "table 1": (
        "# FAQ\n\nAn intro.\n\n| # | Question | Answer | Who |\n|---|---|---|---|\n| 1 | What is **A**? | One, `x`. | Me |\n| 2 | Topic B | Two. | |\n\nThe end.\n\n## More\n\n| Q | A |\n|---|---|\n| 3. Why C? | |\n| D? | Four.<br>Five. |\n",
        [
            (None, "What is **A**?", "One, `x`."),
            (None, "Topic B", "Two."),
            (3, "Why C?", ""),
            (None, "D?", "Four.<br>Five."),
        ],
    ),
    "table 2": (
        "| Asked | Said |\n|---|---|\n| What is A? | One. |\n| What is B? | Two. |\n| Why C? | Three. |\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two."), (None, "Why C?", "Three.")],
    ),
    "table 3": (
        "# FAQ\n\n## What is A?\n\nOne.\n\n## What is B?\n\n| Question | Answer |\n|---|---|\n| Is it C? | Yes. |\n| Is it D? | No. |\n",
        [
            (None, "What is A?", "One."),
            (
                None,
                "What is B?",
                "| Question | Answer |\n|---|---|\n| Is it C? | Yes. |\n| Is it D? | No. |",
            ),
        ],
    ),
    "mixed 1": (
        "# Interview\n\n## Part one\n\n- **What is A?** One.\n- **What is B?** Two.\n- **Why C?** Three.\n\n## Part two\n\n### 1. What is D?\n\nFour.\n\n### 2. What is E?\n\nFive.\n",
        [
            (None, "What is A?", "One."),
            (None, "What is B?", "Two."),
            (None, "Why C?", "Three."),
            (1, "What is D?", "Four."),
            (2, "What is E?", "Five."),
        ],
    ),
    "mixed 2": (
        "# FAQ\n\n## General\n\n### What is A?\n\nOne.\n\n### What is B?\n\nTwo.\n\n## Old\n\n**Q:** What is C?\n\n**A:** Three.\n\n**Q:** What is D?\n\n**A:** Four.\n",
        [
            (None, "What is A?", "One."),
            (None, "What is B?", "Two."),
            (None, "What is C?", "Three."),
            (None, "What is D?", "Four."),
        ],
    ),
    "code 1": (
        "### What is A?\n\n    code one\n\n### What is B?\n\n    code two\n",
        [(None, "What is A?", "    code one"), (None, "What is B?", "    code two")],
    ),
    "no space 1": (
        "###What is A?\n\nOne.\n\n###What is B?\n\nTwo.\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "seen in the wild 1": (
        '# Q\n\n## Q. ***What is A?***\n\nOne.\n\n<div align="right">\n    <b><a href="#">↥ back to top</a></b>\n</div>\n\n## Q. ***What is B?***\n\nTwo.\n\n<div align="right">\n    <b><a href="#">↥ back to top</a></b>\n</div>\n',
        [(None, "***What is A?***", "One."), (None, "***What is B?***", "Two.")],
    ),
    "seen in the wild 2": (
        "#### 1) What is A? [[src](http://x.y)]\n\nOne.\n\n#### 2) What is B? [[src](http://x.z)]\n\nTwo.\n",
        [
            (1, "What is A? [[src](http://x.y)]", "One."),
            (2, "What is B? [[src](http://x.z)]", "Two."),
        ],
    ),
    "seen in the wild 3": (
        "# Interview\n\n### <a name='p'>Patterns</a>\n\n#### Globals Are Evil\nWhy are globals evil? Can you show it?\n\n#### Inversion\nTell me about it.\n\n#### Demeter\nThe law is this. Can you explain it?\n\n### <a name='c'>Code</a>\n\n#### Cache\nWhat is it?\n",
        [
            (None, "Why are globals evil? Can you show it?", ""),
            (None, "Tell me about it.", ""),
            (None, "The law is this. Can you explain it?", ""),
            (None, "What is it?", ""),
        ],
    ),
    "seen in the wild 4": (
        "# Quiz\n\n#### Q1. Which is right?\n\n- [ ] one\n- [x] two\n\n#### Q2. Which `x`?\n\n```js\nf()\n```\n\n- [x] one\n- [ ] two\n",
        [
            (1, "Which is right?", "- [ ] one\n- [x] two"),
            (2, "Which `x`?", "```js\nf()\n```\n\n- [x] one\n- [ ] two"),
        ],
    ),
    "seen in the wild 5": (
        "# Questions\n\n## Table of contents\n\n  1. [General](#g)\n  1. [HTML](#h)\n\n#### [[⬆]](#toc) <a name='g'>General Questions:</a>\n\n* What did you learn?\n* What excites you?\n\n#### [[⬆]](#toc) <a name='h'>HTML Questions:</a>\n\n* What does a `doctype` do?\n* Describe B.\n",
        [
            (None, "What did you learn?", ""),
            (None, "What excites you?", ""),
            (None, "What does a `doctype` do?", ""),
            (None, "Describe B.", ""),
        ],
    ),
    "seen in the wild 6": (
        "**Q1 - What is A?**\n\nOne.\n\n**Q2 - What is B?**\n\nTwo.\n",
        [(1, "What is A?", "One."), (2, "What is B?", "Two.")],
    ),
    "seen in the wild 7": (
        "**Q. What is A?**\n\nOne.\n\nQ. What is B?\n\nTwo.\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "seen in the wild 8": (
        "# FAQ\n\n<dl>\n<dt>What is A?</dt>\n<dd>One.</dd>\n<dt>What is B?</dt>\n<dd>Two.</dd>\n</dl>\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "seen in the wild 9": (
        "# FAQ\n\n### [What is A?](a.md)\n\n### [What is B?](b.md)\n\n### [Why C?](c.md)\n",
        [
            (None, "[What is A?](a.md)", ""),
            (None, "[What is B?](b.md)", ""),
            (None, "[Why C?](c.md)", ""),
        ],
    ),
    "seen in the wild 10": (
        "Hello\n\n## 1. What is A?\n\nOne.\n\n### 1. First step\n\nx\n\n### 2. Second step\n\ny\n\n## 2. What is B?\n\nTwo.\n",
        [
            (1, "What is A?", "One.\n\n### 1. First step\n\nx\n\n### 2. Second step\n\ny"),
            (2, "What is B?", "Two."),
        ],
    ),
    "seen in the wild 11": (
        "## What is A?\n\n**A:** One.\n\n## What is B?\n\n**A:** Two.\n\n## B trees vs. LSM\n\n**A:** Three.\n",
        [
            (None, "What is A?", "One."),
            (None, "What is B?", "Two."),
            (None, "B trees vs. LSM", "Three."),
        ],
    ),
    "seen in the wild 12": (
        "# Q&A\n\n1. What is A?\n   > One.\n2. What is B?\n   > Two.\n",
        [(1, "What is A?", "> One."), (2, "What is B?", "> Two.")],
    ),
    "seen in the wild 13": (
        "1. What is A?\n    - One.\n\n2. What is B?\n    - Two.\n\n3. Explain C\n    - Three.\n",
        [(1, "What is A?", "- One."), (2, "What is B?", "- Two."), (3, "Explain C", "- Three.")],
    ),
    "seen in the wild 15": (
        "# FAQ\n\n***What is A?***\n\nOne.\n\n***What is B?***\n\nTwo.\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "seen in the wild 19": (
        "## Вопрос 1. Что такое A\n\nОдин.\n\n## Вопрос 2. Зачем B\n\nДва.\n",
        [(1, "Что такое A", "Один."), (2, "Зачем B", "Два.")],
    ),
    "seen in the wild 20": (
        "# 面试题\n\n## 什么是闭包\n\n一。\n\n## 谈谈原型链\n\n二。\n\n## 事件循环\n\n三。\n\n## 如何去重\n\n四。\n",
        [
            (None, "什么是闭包", "一。"),
            (None, "谈谈原型链", "二。"),
            (None, "事件循环", "三。"),
            (None, "如何去重", "四。"),
        ],
    ),
    "seen in the wild 21": (
        "# FAQ\n\n## ما هو A\n\nx\n\n## كيف B\n\ny\n",
        [(None, "ما هو A", "x"), (None, "كيف B", "y")],
    ),
    "seen in the wild 22": (
        "# Python Quiz\n\n1. What is A?\n   - a) one\n   - b) two\n\n   <details><summary>Answer</summary>\n\n   b)\n\n   </details>\n\n2. What is B?\n   - a) one\n   - b) two\n\n   <details><summary>Answer</summary>\n\n   a)\n\n   </details>\n",
        [(1, "What is A?", "b)"), (2, "What is B?", "a)")],
    ),
    "seen in the wild 23": (
        "**1. What is A?**\n\nA. one\nB. two\n\n**Answer:** B\n\n**2. What is B?**\n\nA. one\nB. two\n\n**Answer:** A\n",
        [(1, "What is A?", "B"), (2, "What is B?", "A")],
    ),
    "seen in the wild 24": (
        "# T\n\n```md\n## What is X?\n```\n\n## What is A?\n\n``` js `x` ```\n\nOne.\n\n## What is B?\n\n```\nunclosed\n# Not a heading?\n",
        [
            (None, "What is A?", "``` js `x` ```\n\nOne."),
            (None, "What is B?", "```\nunclosed\n# Not a heading?"),
        ],
    ),
    "seen in the wild 25": (
        "# Docs\n\n## What's new\n\n- x\n\n## How to upgrade\n\n- y\n\n## Breaking changes\n\n- z\n",
        [],
    ),
    "seen in the wild 26": (
        "# Tutorial\n\n## What is Docker?\n\nx\n\n## Creating an image\n\ny\n\n## Running it\n\nz\n\n## What next?\n\nw\n",
        [],
    ),
    "seen in the wild 27": (
        "# Release\n\n<details><summary>Full log</summary>\n\nx\n\n</details>\n\n<details><summary>How to verify</summary>\n\ny\n\n</details>\n\nText. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. Text. ",
        [],
    ),
    "seen in the wild 29": (
        "# FAQ\n\n- What is A?\n\nOne.\n\n- What is B?\n\nTwo.\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "seen in the wild 30": (
        "# FAQ\n\n## General\n\n<details>\n<summary>What is A?</summary>\n\nOne.\n</details>\n\n<details>\n<summary>Pricing</summary>\n\nTwo.\n</details>\n\n<details>\n<summary>Is it C?</summary>\nThree.\n</details>\n\n<details>\n<summary>Is it D?</summary>\n\n## Head\n\nFour.\n</details>\n",
        [
            (None, "What is A?", "One."),
            (None, "Pricing", "Two."),
            (None, "Is it C?", "Three."),
            (None, "Is it D?", "## Head\n\nFour."),
        ],
    ),
    "numbered lists of one, of which some only set a task": (
        "# Practice\n\n"
        "1. What is A?\n\n<details><summary>Answer</summary>\n\nOne.\n\n</details>\n\n---\n\n"
        "2. You keep a list of names. Sort it\n\n<details><summary>Answer</summary>\n\nTwo.\n\n</details>\n\n---\n\n"
        "3. What is C?\n\n<details><summary>Answer</summary>\n\n1. Three.\n\nOr so.\n\n</details>\n\n---\n\n"
        "4. What is D?\n\n<details><summary>Answer</summary>\n\nFour.\n\n</details>\n",
        [
            (1, "What is A?", "One."),
            (2, "You keep a list of names. Sort it", "Two."),
            (3, "What is C?", "1. Three.\n\nOr so."),
            (4, "What is D?", "Four."),
        ],
    ),
    "problems that an FAQ states": (
        "# Common problems (FAQ)\n\nSome help.\n\n"
        "#### The lid of the jar does not close\n\nTurn it.\n\n"
        "#### The bread is still wet in the middle\n\nBake on.\n\n"
        "#### What is a good oven for rye bread?\n\nA hot one.\n\n"
        "#### How long does it keep in a box?\n\nA week.\n\n**Did you cut it?** Then less.\n\n"
        "#### My starter has a layer of water on top\n\nStir it.\n\n"
        "#### When do I feed it in a warm summer?\n\nTwice.\n",
        [
            (None, "The lid of the jar does not close", "Turn it."),
            (None, "The bread is still wet in the middle", "Bake on."),
            (None, "What is a good oven for rye bread?", "A hot one."),
            (None, "How long does it keep in a box?", "A week.\n\n**Did you cut it?** Then less."),
            (None, "My starter has a layer of water on top", "Stir it."),
            (None, "When do I feed it in a warm summer?", "Twice."),
        ],
    ),
    "an article above its FAQ": (
        "# Sync error 12\n\nIt stops.\n\n## Why the error happens\n\nOne.\n\n## How to read the log\n\nTwo.\n\n"
        "## What to do next\n\nThree.\n\n# FAQ\n\n## Is my data lost?\n\nNo.\n\n## Can I wait?\n\nYes.\n",
        [(None, "Is my data lost?", "No."), (None, "Can I wait?", "Yes.")],
    ),
    "ratings": (
        "# FAQ\n\n## What is A? 🌱🔥\n\nOne.\n<br/>\n\n## What is `B`? ***\n\nTwo.  \n\n## What does 🔥 mean?\n\nThree.\n",
        [
            (None, "What is A?", "One."),
            (None, "What is `B`?", "Two."),
            (None, "What does 🔥 mean?", "Three."),
        ],
    ),
    "a glossary": (
        "# Terms\n\nApple\n: A fruit.\n\nPear\n: Another fruit.\n\nWhat is a leek?\n: A vegetable.\n",
        [
            (None, "Apple", "A fruit."),
            (None, "Pear", "Another fruit."),
            (None, "What is a leek?", "A vegetable."),
        ],
    ),
    "a question mark in a list of the answer": (
        "**Q:** What is A?\n**A:** One. Think of:\n\n- the price\n- Q: is it new?\n\n**Q:** What is B?\n**A:** Two.\n",
        [
            (None, "What is A?", "One. Think of:\n\n- the price\n- Q: is it new?"),
            (None, "What is B?", "Two."),
        ],
    ),
    "a summary that starts with code": (
        "# FAQ\n\n<details>\n<summary><b><code>a.txt</code> is what?</b></summary>\n\nOne.\n</details>\n\n<details>\n<summary><b>What is <code>b.txt</code></b></summary>\n\nTwo.\n</details>\n",
        [
            (None, "<code>a.txt</code> is what?", "One."),
            (None, "What is <code>b.txt</code>", "Two."),
        ],
    ),
    "topics among questions": (
        "# Interview questions\n\n- What is A?\n- Describe B\n- A against B\n- Why C?\n- How does D work?\n\n## More\n\n- Drawbacks of E\n  - of F?\n- What is G?\n- What is H?\n",
        [
            (None, "What is A?", ""),
            (None, "Describe B", ""),
            (None, "A against B", ""),
            (None, "Why C?", ""),
            (None, "How does D work?", ""),
            (None, "Drawbacks of E", "- of F?"),
            (None, "What is G?", ""),
            (None, "What is H?", ""),
        ],
    ),
    "headings of all levels ask": (
        "# What is A?\n\nOne.\n\n# What is B?\n\nTwo.\n\n## How many?\n\nThree.\n\n## How few?\n\nFour.\n\n## Why B?\n\nFive.\n",
        [
            (None, "What is A?", "One."),
            (None, "What is B?", "Two."),
            (None, "How many?", "Three."),
            (None, "How few?", "Four."),
            (None, "Why B?", "Five."),
        ],
    ),
    "a complaint among bold questions": (
        "# Help\n\n**Is it free?**\nYes.\n\n**Can I print?**\nYes.\n\n**The page does not load at all.**\nReload it.\n\n**Where is it?**\nHere. Note:\n\n**Advantages:**\n\nNone.\n",
        [
            (None, "Is it free?", "Yes."),
            (None, "Can I print?", "Yes."),
            (None, "The page does not load at all.", "Reload it."),
            (None, "Where is it?", "Here. Note:\n\n**Advantages:**\n\nNone."),
        ],
    ),
    "topics above folded answers": (
        "### Comparing lists\n<details><summary>Show answer</summary>\n\nOne.\n\n</details>\n\n### Choosing a list\n<details><summary>Show answer</summary>\n\nTwo.\n\n</details>\n",
        [(None, "Comparing lists", "One."), (None, "Choosing a list", "Two.")],
    ),
    "numbered tasks of a collection": (
        "# Shell drills\n\n1. Print the last argument\n\n        echo !$\n\n2. Count the lines\n\n        wc -l\n\n3. Stop a job\n\n        kill %1\n",
        [
            (1, "Print the last argument", "     echo !$"),
            (2, "Count the lines", "     wc -l"),
            (3, "Stop a job", "     kill %1"),
        ],
    ),
    "an anchor before the tag of a heading": (
        '<h3>What is A?</h3>\n\nOne.\n\n<a name="b"></a><h3>What is B?</h3>\n\nTwo.\n',
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "answers behind links": (
        "# Questions\n\n1. What is A? ([answer](a.md#1))\n2. What is B? ([answer](a.md#2))\n3. Name two C. ([answer](a.md#3))\n4. What is D? ([answer](a.md#4))\n",
        [
            (1, "What is A?", "([answer](a.md#1))"),
            (2, "What is B?", "([answer](a.md#2))"),
            (3, "Name two C.", "([answer](a.md#3))"),
            (4, "What is D?", "([answer](a.md#4))"),
        ],
    ),
    "layouts in turn": (
        "# One\n\n## 1. What is A?\n\nOne.\n\n## 2. What is B?\n\nTwo.\n\n# Two\n\n<details>\n<summary>What is C?</summary>\n\nThree.\n\n</details>\n\n## 1. What is D?\n\nFour.\n\n## Quick ones\n\n* What is E? Five.\n* What is F? Six.\n\n## 3. What is G?\n\nSeven.\n",
        [
            (1, "What is A?", "One."),
            (2, "What is B?", "Two."),
            (None, "What is C?", "Three."),
            (1, "What is D?", "Four."),
            (None, "What is E?", "Five."),
            (None, "What is F?", "Six."),
            (3, "What is G?", "Seven."),
        ],
    ),
    "numbered exercises above quoted questions": (
        "## 练习2.1\n\n> 类型有什么区别？\n\n一。\n\n## [练习2.2](b.cpp)\n\n> 编写程序。\n\n## 练习2.3\n\n> 是什么？\n\n三。\n",
        [(None, "类型有什么区别？", "一。"), (None, "编写程序。", ""), (None, "是什么？", "三。")],
    ),
    "an answer's heading without a space": (
        "###1.什么是甲？\n\n####答案\n\n一。\n\n###2.什么是乙？\n\n####答案\n\n二。\n\n[返回目录](../README.md)\n",
        [(1, "什么是甲？", "一。"), (2, "什么是乙？", "二。")],
    ),
    "a heading that only invites questions": (
        "# FAQ\n\n## Is it free?\n\nYes.\n\n## Is it fast?\n\nYes.\n\n## Still have questions?\n\nWrite to us.\n",
        [(None, "Is it free?", "Yes."), (None, "Is it fast?", "Yes.")],
    ),
    "a task with a comma": (
        "# Вопросы\n\n## Практика\n\n### Опишите, как искали бы запрос\n\nТак.\n\n### Зачем нужны индексы\n\nДля скорости.\n",
        [
            (None, "Опишите, как искали бы запрос", "Так."),
            (None, "Зачем нужны индексы", "Для скорости."),
        ],
    ),
    "callouts": (
        "# Notes\n\n> [!QUESTION]- What is A?\n> One.\n> More.\n\n> [!note]\n> See B.\n\n> [!faq]+ 2. Why B?\n>\n> - Two.\n",
        [(None, "What is A?", "One.\nMore."), (2, "Why B?", "- Two.")],
    ),
    "cards that a line turns": (
        "# Deck\n\n## Names\nWhat is A?\n?\nOne.\n\nMore of the page.\n\nWhat is B?\n??\nTwo.\n",
        [(None, "What is A?", "One."), (None, "What is B?", "Two.")],
    ),
    "cards on one line": (
        "---\ntags: [flashcards]\n---\n\n# Deck\n\nA thing::One.\nB:::Two.\n\nAn example: `std::map`.\n",
        [(None, "A thing", "One."), (None, "B", "Two.")],
    ),
    "marks above what they mark": (
        "# Talk 1\n\n**Pregunta:**\n\nme ayudas con A\n\n**Respuesta**\n\nUno.\n\n## Datos\n\nDos.\n\n"
        "# Talk 2\n\n**Pregunta:**\n\ny con B\n\n**Respuesta**\n\nTres.\n",
        [(None, "me ayudas con A", "Uno.\n\n## Datos\n\nDos."), (None, "y con B", "Tres.")],
    ),
    "a lesson's numbered sections before its questions": (
        "# Arrays\n\n### 1. Lists\n\nThey grow.\n\n### 2. Maps\n\nThey map.\n\n## Questions\n\n"
        "**Q1: What is A?**\n**A:** One.\n\n**Q2: What is B?**\n**A:** Two.\n",
        [(1, "What is A?", "One."), (2, "What is B?", "Two.")],
    ),
    "lines that number 1": (
        "# Test\n\n**1번**\n다음 중 옳은 것은?\n1. 가\n2. 나\n\n---\n**2번**\n차이점을 설명하시오\n\n하나.\n",
        [(1, "다음 중 옳은 것은?", "1. 가\n2. 나"), (2, "차이점을 설명하시오", "하나.")],
    ),
    "lines that number 2": (
        "# Quiz\n\n**Question 1**\n\nWhat is A?\n\nOne.\n\n**Question 2**\n\nWhat is B?\n\nTwo.\n",
        [(1, "What is A?", "One."), (2, "What is B?", "Two.")],
    ),
    "tasks that nobody answered yet": (
        "## 5 marks\n##### There are two queues. Merge them.\n\n##### What is A?\n\n##### Why B?\n- \n\n##### The opposite of full is\n\n##### How C?\n\nSo.\n\n##### Who D?\n\n##### When E?\n\n##### What F?\n",
        [
            (None, "There are two queues. Merge them.", ""),
            (None, "What is A?", ""),
            (None, "Why B?", "- "),
            (None, "The opposite of full is", ""),
            (None, "How C?", "So."),
            (None, "Who D?", ""),
            (None, "When E?", ""),
            (None, "What F?", ""),
        ],
    ),
    "a section of tasks in words of their own": (
        "# Theory\n\n#### What is A?\n\nOne.\n\n#### What is B?\n\nTwo.\n\n#### Why is C?\n\nThree.\n\n#### How is D?\n\nFour.\n\n#### Who is E?\n\nFive.\n\n#### Where is F?\n\nSix.\n\n# Practice\n\n#### Sow the seeds in rows of ten\n\nSeven.\n\n#### Water them twice on the first day\n\nEight.\n",
        [
            (None, "What is A?", "One."),
            (None, "What is B?", "Two."),
            (None, "Why is C?", "Three."),
            (None, "How is D?", "Four."),
            (None, "Who is E?", "Five."),
            (None, "Where is F?", "Six."),
            (None, "Sow the seeds in rows of ten", "Seven."),
            (None, "Water them twice on the first day", "Eight."),
        ],
    ),
    "a level that asks below another and alone": (
        "# T\n\n## Main\n\n### What is A?\n\nOne.\n\n#### What is B?\n\nTwo.\n\n#### Pipes: explain how they block\n\nThree.\n\n## Minor\n\n#### What is C?\n\nFour.\n\n#### What is D?\n\nFive.\n",
        [
            (None, "What is A?", "One."),
            (None, "What is B?", "Two."),
            (None, "Pipes: explain how they block", "Three."),
            (None, "What is C?", "Four."),
            (None, "What is D?", "Five."),
        ],
    ),
    "a list of tasks beside questions": (
        "# Quiz\n\n- What is A?\nOne.\n- What is B?\nTwo.\n- What is C?\nThree.\n\n```\nx\n```\n\n- Create a list of names\n- Take the list and sort it\n- Use the sorted list in a loop\n",
        [
            (None, "What is A?", "One."),
            (None, "What is B?", "Two."),
            (None, "What is C?", "Three."),
            (None, "Create a list of names", ""),
            (None, "Take the list and sort it", ""),
            (None, "Use the sorted list in a loop", ""),
        ],
    ),
    "cards of an outliner": (
        "- What is A? #card\n  id:: 6a88-1\n\t- One.\n\t- More.\n- What is B? #card\n  id:: 6a88-2\n\t- Two.\n",
        [(None, "What is A?", "- One.\n- More."), (None, "What is B?", "- Two.")],
    ),
    "headings with a bullet and one of another subject": (
        "# Exam prompts\n\n## Exam format\n\nTen minutes.\n\n# Part 1\n\n## - What is A?\n\nOne.\n\n## Explain B\n\nTwo.\n\n# Part 2\n\n## Why C?\n\nThree.\n\n## Compare D and E\n\nFour.\n",
        [
            (None, "What is A?", "One."),
            (None, "Explain B", "Two."),
            (None, "Why C?", "Three."),
            (None, "Compare D and E", "Four."),
        ],
    ),
    "a heading in a comment": (
        '<h3 name="a">What is A?</h3>\n\nOne.\n\n<!-- <h3 name="b">What is B?</h3> -->\n\n<h3 name="c">What is C?</h3>\n\nThree.\n',
        [(None, "What is A?", "One."), (None, "What is C?", "Three.")],
    ),
    "a template": ("### Question\n\n#### Answer\n\nWrite it here.\n", []),
    "a task among numbers beside marked ones": (
        "# Quiz\n\n###### 1. What is A?\n\nOne.\n\n###### 2. Write what you know of B.\n\nTwo.\n\n#### Q3. What is C?\n\nThree.\n\n#### Q4. What is D?\n\nFour.\n",
        [
            (1, "What is A?", "One."),
            (2, "Write what you know of B.", "Two."),
            (3, "What is C?", "Three."),
            (4, "What is D?", "Four."),
        ],
    ),
    "an essay whose chapters ask": (
        "---\ntitle: Who needs it?\ndate: 2022-01-01\n---\n\n# Who needs it?\n\nWe do.\n\n## A room\n\nx\n\n## So what?\n\ny\n\n## The years\n\nz\n\n## Who pays?\n\nw\n",
        [],
    ),
    "a page with one question": (
        "# History\n\nRead this.\n\n## How to use it?\n\nPrint the sheet and fold it down the middle.\n",
        [],
    ),
}

# Read by nobody with certainty: no record, and a word about it.
UNSURE = [
    "# Basics\n\n#### 1) What is A?\n\nOne.\n\n#### Terms:\n\nx\n\n#### Words:\n\ny\n\n## What is B?\n\nTwo.\n\n## What is C?\n\nThree.\n\n## Rest\n\nz\n",
    "---\ntitle: Should we?\ndate: 2025-01-01\n---\n\n# Should we?\n\nMany ask.\n\n## Then\n\nx\n\n## Now\n\ny\n\n## Later\n\nz\n",
    "1\\. What is A?\n\nOne.\n\n2\\. What is B?\n\nTwo.\n",
    "# FAQ\n\n*What is A?*\n\nOne.\n\n*What is B?*\n\nTwo.\n",
    "What is A?\n\nOne.\n\nWhat is B?\n\nTwo.\n\nWhat is C?\n\nThree.\n",
    "# FAQ\n\n| What is A? | What is B? |\n|---|---|\n| One. | Two. |\n| Three. | Four. |\n",
    "# Checklist\n\n- [ ] Is it done?\n- [ ] Is it tested?\n- [x] Is it documented?\n",
]

ROOT = Path(__file__).parents[1]
CORPORA = Path(os.environ.get("COPYDESK_CORPORA", ROOT / "../shared/corpora"))


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_layout(text: str, expected: list[tuple[int | None, str, str]], newline: str) -> None:
    document = read(Source("notes.md", text.replace("\n", newline)))
    found = [
        (item.number, item.question.markdown, item.answer.markdown) for item in document.records
    ]
    assert found == expected, document.evidence


@pytest.mark.parametrize("text", UNSURE)
def test_unsure_is_said(text: str) -> None:
    document = read(Source("notes.md", text))
    assert (document.records, document.layout) == ((), "")
    assert all("unsure" in reason for reason in document.evidence)
    assert document.evidence


def test_an_index_leaves_its_questions_to_their_files() -> None:
    index = read(
        Source("faq/README.md", "- [What is A?](a.md)\n- [What is B?](./b.md)\n- [Why C?](c.md)\n")
    )
    answer = read(Source("faq/b.md", "# What is B?\n\nTwo.\n"))
    silent = read(Source("faq/c.md", "Three.\n"))
    assert len(index.records) == 3
    settled = settle([summarize(document) for document in (index, answer, silent)])
    counts = [len(summary.records) for summary in settled]
    assert counts == [2, 1, 0]


def test_what_is_chosen_between_stands_before_the_answer() -> None:
    (record, _) = read(Source("notes.md", CASES["folded 7"][0])).records
    assert record.lead is not None
    assert record.lead.markdown == "```js\nx\n```\n\n- A: one\n- B: two"


def test_unanswered_questions_beside_answered_ones_are_named_only() -> None:
    text = "# Interview\n\n## Warm up\n\n- Who are you?\n- Why us?\n- What now?\n\n## Basics\n\n"
    text += "".join(
        f"<details><summary>What is {name}?</summary>\n\nText.\n\n</details>\n\n" for name in "ABC"
    )
    document = read(Source("notes.md", text))
    assert [record.layout for record in document.records] == ["details"] * 3


LINES = [
    "- What is it?", "  text", "1. ### Why?", "   more", "<details><summary>How?</summary>", "</details>",
    "", "**Who?**", "> Q: a?", "> A: b", "<h3>When?</h3>", "Where?", ": there", "## Question 1", "A: x",
    "B: y", "[Which?](a.md)", "- [x] done?", "# 1. What?", "###What?", "---", "```", "<p>", "</p>",
    "#### Answer: B", "<br>", "\ttab", "| a? | b |", "| --- | --- |", "<dt>What?</dt><dd>x</dd>",
    "[top](#top)", "- Q: one?", "  A: two", "    deep", "1. What? It.", "**Answer: C** why", "&amp;?",
]  # fmt: skip


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(LINES), max_size=16).map("\n".join), st.sampled_from(["\n", "\r\n"])
)
def test_records_are_in_order_and_apart(text: str, newline: str) -> None:
    source = Source("notes.md", text.replace("\n", newline))
    end = 0
    for record in read(source).records:
        assert end <= record.span.start <= record.span.end <= len(source.text)
        end = record.span.end
        assert source[record.question.span].strip()
        place = 0
        for line in record.question.markdown.split("\n"):
            place = source[record.question.span].index(line, place)
        for part in (record.question, record.answer, *([record.lead] if record.lead else [])):
            assert record.span.contains(part.span)
            assert len(part.markdown) <= len(source.text)
        assert record.question.span.end <= record.answer.span.start


@pytest.mark.skipif(not (CORPORA / "corpora.json").exists(), reason="the corpora are not here")
def test_corpora() -> None:
    for entry in json.loads((CORPORA / "corpora.json").read_text("utf-8")):
        files = entry["files"]
        paths = (
            sorted(CORPORA.glob(files))
            if isinstance(files, str)
            else [CORPORA / name for name in files]
        )
        documents = [
            read(Source.decode(path.relative_to(CORPORA).as_posix(), path.read_bytes()))
            for path in paths
        ]
        count = sum(len(found.records) for found in settle([*map(summarize, documents)]))
        assert count == entry["expected_records"], (entry["repo"], entry["path"])
