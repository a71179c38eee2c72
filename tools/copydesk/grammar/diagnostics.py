"""From what an engine found to what an author should read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from copydesk.grammar.annotate import STAND_INS, annotate
from copydesk.grammar.checker import Annotated, Checker, Match
from copydesk.grammar.jargon import known
from copydesk.model import INFO, WARNING, Diagnostic, Document, Edit, Fix, Severity
from copydesk.source import Source, Span

# Left out because notes in Markdown are not letters. Of 186 matches in three collections that
# were not about spelling, these categories and rules gave 118; on reading them, few were worth an
# author's time. A picky author gets the matters of style, as information.
_STYLE = frozenset(
    {
        "REPETITIONS_STYLE",  # "three sentences begin alike", which lists of questions do: 30
        "PUNCTUATION",  # commas between clauses, a matter of taste: 34
        "REDUNDANCY",  # wordiness: 8
        "STYLE",
        "PLAIN_ENGLISH",
        "AMERICAN_ENGLISH_STYLE",  # `etc.` with its full stop: 4
        "CREATIVE_WRITING",
    }
)
_HOPELESS = frozenset(
    {
        "TYPOGRAPHY",  # spaces around markup, arrows, `(` and `,` in formulas: 45
        "CASING",  # a list item that starts lower-case, `html`, `id`: 24
    }
)
_HOPELESS_RULES = frozenset(
    {
        "POSSESSIVE_APOSTROPHE",  # `standards mode`: 5 of 5 false
        "THE_SUPERLATIVE",  # `least squares`, terse bullets: 4 of 6 false
    }
)
# Out of those categories: a sentence glued to the one before it is an error in any text.
_KEPT_RULES = frozenset({"SENTENCE_WHITESPACE"})
# A missing hyphen is worth a look, not a failed run.
_MINOR = re.compile(r"EN_COMPOUNDS_|COMPOUNDING|\w+_HYPHEN\Z")
# What stands in prose like a word and is a name in code, a path, or an address.
_TECHNICAL = re.compile(r"[_=@\\{}#$<>|~^]|::|\(\)|\.\w*[a-z]\w*(?<![A-Z])|^[./-]|/.*/|\d")
_TOKEN = re.compile(r"\S+")
_TITLES = 3


def check_documents(
    documents: Sequence[tuple[Document, Set[str]]],
    checker: Checker,
    *,
    picky: bool = False,
) -> Iterator[Diagnostic]:
    """The engine's diagnostics of documents, in their order, without known names and jargon.

    Each comes with its vocabulary, as `jargon.learn` and `jargon.load_vocabulary` give it; `picky`
    adds matters of style as information. Spans are 0-based code-point offsets. Raises GrammarError.
    """
    texts = [
        (document, vocabulary, text)
        for document, vocabulary in documents
        for text in annotate(document)
    ]
    answers = checker.check([text for *_, text in texts])
    for (document, vocabulary, text), found in zip(texts, answers, strict=True):
        yield from diagnose(document, text, found, vocabulary, picky=picky)


def diagnose(
    document: Document,
    text: Annotated,
    found: Sequence[Match],
    vocabulary: Set[str],
    *,
    picky: bool = False,
) -> Iterator[Diagnostic]:
    """The diagnostics of one text's matches."""
    for match in found:
        if _wanted(match, picky) and _prose(document.source, text, match, vocabulary):
            yield _diagnostic(document, text, match)


def _wanted(match: Match, picky: bool) -> bool:
    if match.rule_id in _KEPT_RULES:
        return True
    if match.category in _HOPELESS or match.rule_id in _HOPELESS_RULES:
        return False
    return picky or match.category not in _STYLE


def _prose(source: Source, text: Annotated, match: Match, vocabulary: Set[str]) -> bool:
    """Whether a match is about words that the author wrote, and not about names."""
    # A stand-in is our word, not the author's.
    if any((piece.interpret_as or "").strip() in STAND_INS for _, piece in text.within(match.span)):
        return False
    if not match.misspelling:
        return True
    word = source[match.span]
    return not ("<" in word or _technical(source, match.span) or known(word, vocabulary))


def _technical(source: Source, span: Span) -> bool:
    start, end = span
    while start > 0 and not source.text[start - 1].isspace():
        start -= 1
    while end < len(source.text) and not source.text[end].isspace():
        end += 1
    token = source.text[start:end].strip("*`\"'“”‘’()[],;:!?")
    return bool(_TECHNICAL.search(token.rstrip(".")))


def _diagnostic(document: Document, text: Annotated, match: Match) -> Diagnostic:
    family = "spelling" if match.misspelling else "grammar"
    # LanguageTool numbers the variants of a rule in brackets; a rule's name has none.
    kebab = re.sub(r"[^a-z0-9]+", "-", match.rule_id.lower()).strip("-")
    return Diagnostic(
        rule=f"{family}/{kebab}",
        severity=_severity(document.source[match.span], match),
        message=_message(document.source[match.span], match),
        path=document.source.path,
        span=match.span,
        record=document.record_at(match.span.start),
        fix=_fix(text, match),
    )


def _message(word: str, match: Match) -> str:
    """The engine's message on one line; a misspelling's, which never varies, names the word."""
    if match.misspelling and match.category == "TYPOS":
        guess = f"; did you mean “{match.replacements[0]}”?" if match.replacements else ""
        return f"“{word}” is not a known word{guess}"
    return " ".join(match.message.split())


def _severity(word: str, match: Match) -> Severity:
    """A warning, but for what is as often a term as a mistake, or a matter of form alone.

    Of 11 unlearned words that the engine would only split (`scatterplot`) or had nothing for, 10
    were terms; a word that differs in its capitals alone is not misspelt.
    """
    if match.category in _STYLE or _MINOR.match(match.rule_id):
        return INFO
    best = next(iter(match.replacements), "")
    if best.replace(" ", "").casefold() == word.casefold():
        return INFO
    return INFO if match.misspelling and not best else WARNING


def _fix(text: Annotated, match: Match) -> Fix | None:
    # A replacement over markup in between would delete it.
    if not match.replacements or not text.literal(match.span):
        return None
    best, *others = match.replacements[:_TITLES]
    title = f"replace by “{best}”" if best else "remove it"
    if others:
        title += f" (or {', '.join(f'“{other}”' for other in others)})"
    return Fix(title, (Edit(match.span, best),))
