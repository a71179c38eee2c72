"""From what an engine found to what an author should read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from copydesk.grammar import slips
from copydesk.grammar.annotate import STAND_INS
from copydesk.grammar.checker import Annotated, Checker, Match
from copydesk.grammar.jargon import known, load_vocabulary
from copydesk.grammar.languages import ALWAYS, primary
from copydesk.grammar.quiet import Verdict, verdict
from copydesk.model import INFO, WARNING, Diagnostic, Document, Edit, Fix, Severity
from copydesk.source import Source, Span

# What stands in prose like a word and is a name in code, a path, or an address.
_TECHNICAL = re.compile(r"[_=@\\{}#$<>|~^]|::|\(\)|\.\w*[a-z]\w*(?<![A-Z])|^[./-]|/.*/|\d")
_GLUED = "SENTENCE_WHITESPACE"
_BEFORE_STOP = re.compile(r"(?:(?<![\w.])[a-z][\w'’-]+|[)\]\"'`*_”])[.!?]+\Z")
_TOKEN = re.compile(r"\S+")
_TITLES = 3
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a document to check, with its vocabulary as `jargon.learn` gives it."""

    document: Document
    vocabulary: Set[str]
    texts: Sequence[Annotated]


def check_documents(
    asked: Sequence[Asked], checker: Checker, *, picky: bool = False
) -> Iterator[Diagnostic]:
    """The engine's diagnostics of documents, in their order, without known names and jargon.

    `picky` adds matters of style as information. Spans are 0-based code-point offsets. Raises
    GrammarError.
    """
    texts = [(each, text) for each in asked for text in each.texts]
    answers = checker.check([text for _, text in texts])
    engine = checker.name.partition(" ")[0]
    for (each, text), found in zip(texts, answers, strict=True):
        yield from diagnose(each.document, text, found, each.vocabulary, engine, picky=picky)


def diagnose(
    document: Document,
    text: Annotated,
    found: Sequence[Match],
    vocabulary: Set[str],
    engine: str,
    *,
    picky: bool = False,
) -> Iterator[Diagnostic]:
    """The diagnostics of one text's matches; `engine` is the name of what found them."""
    for match in found:
        told = verdict(engine, match, text.language)
        if match.misspelling and match.category == "TYPOS" and told == "kept":
            told = _misspelt(document.source, text, match)
        if told == "off" or (told == "style" and not picky):
            continue
        if _prose(document.source, text, match, vocabulary):
            yield _diagnostic(document, text, match, told)


def _misspelt(source: Source, text: Annotated, match: Match) -> Verdict:
    """A slip is reported, capitals are worth a look, and what may be a term is for the picky.

    Another region's spelling is a slip where the author has chosen a region.
    """
    start, end = text.plain_offset(match.span.start), text.plain_offset(match.span.end)
    word = text.plain[start:end]
    english = primary(text.language) == ALWAYS
    found = slips.kind(word, match.replacements, _written(source.text), english=english)
    if found == "slip" or (found == "variant" and text.regional):
        return "kept"
    return "minor" if found == "capitals" else "style"


@lru_cache(maxsize=2)
def _written(text: str) -> Set[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text))


@cache
def _terms() -> Set[str]:
    return load_vocabulary(files(__package__).joinpath("terms.txt").read_text(encoding="utf-8"))


def misspellings(asked: Sequence[Asked], checker: Checker) -> Iterator[str]:
    """The words that no dictionary has, as often as they are used, known or not.

    Raises GrammarError.
    """
    texts = [(each.document.source, text) for each in asked for text in each.texts]
    answers = checker.check([text for _, text in texts])
    for (source, text), found in zip(texts, answers, strict=True):
        for match in found:
            if match.misspelling and _prose(source, text, match, frozenset()):
                yield source[match.span]


def _prose(source: Source, text: Annotated, match: Match, vocabulary: Set[str]) -> bool:
    """Whether a match is about words that the author wrote, and not about names."""
    # A stand-in is our word, not the author's.
    if any((piece.interpret_as or "").strip() in STAND_INS for _, piece in text.within(match.span)):
        return False
    if match.rule_id == _GLUED and not _glued(source, match.span):
        return False
    if not match.misspelling:
        return True
    word = source[match.span]
    return not (
        "<" in word
        or _technical(text, match.span)
        or known(word, vocabulary)
        or known(word, _terms())
    )


def _glued(source: Source, span: Span) -> bool:
    """Whether a full stop before a span ends a sentence, and is not a part of `System.Web`."""
    before = _BEFORE_STOP.search(source.text[max(0, span.start - 40) : span.start])
    return bool(before) and source.text[span.end : span.end + 1] not in (".", "(")


def _technical(text: Annotated, span: Span) -> bool:
    """Whether a span is in a path, an address or a name in code, as a reader sees the words around it."""
    plain = text.plain
    start, end = text.plain_offset(span.start), text.plain_offset(span.end)
    while start > 0 and not plain[start - 1].isspace():
        start -= 1
    while end < len(plain) and not plain[end].isspace():
        end += 1
    token = plain[start:end].strip("*`\"'“”‘’()[],;:!?")
    return bool(_TECHNICAL.search(token.rstrip(".")))


def _diagnostic(document: Document, text: Annotated, match: Match, told: Verdict) -> Diagnostic:
    family = "spelling" if match.misspelling else "grammar"
    # LanguageTool numbers the variants of a rule in brackets; a rule's name has none.
    kebab = re.sub(r"[^a-z0-9]+", "-", match.rule_id.lower()).strip("-")
    return Diagnostic(
        rule=f"{family}/{kebab}",
        severity=_severity(document.source[match.span], match, told),
        message=_message(document.source[match.span], match),
        path=document.source.path,
        span=match.span,
        record=document.record_at(match.span.start),
        fix=_fix(text, match, certain=told == "certain"),
    )


def _message(word: str, match: Match) -> str:
    """The engine's message on one line; a misspelling's, which never varies, names the word."""
    if match.misspelling and match.category == "TYPOS":
        guess = f"; did you mean “{match.replacements[0]}”?" if match.replacements else ""
        return f"“{word}” is not a known word{guess}"
    return " ".join(match.message.split())


def _severity(word: str, match: Match, told: Verdict) -> Severity:
    """A warning, but for what is as often a term as a mistake, or a matter of form alone.

    Of 11 unlearned words that the engine would only split (`scatterplot`) or had nothing for, 10
    were terms; a word that differs in its capitals alone is not misspelt.
    """
    if told in ("style", "minor"):
        return INFO
    best = next(iter(match.replacements), "")
    if best.replace(" ", "").casefold() == word.casefold():
        return INFO
    return INFO if match.misspelling and not best else WARNING


def _fix(text: Annotated, match: Match, *, certain: bool) -> Fix | None:
    # A replacement over markup in between would delete it.
    if not match.replacements or not text.literal(match.span):
        return None
    best, *others = match.replacements[:_TITLES]
    title = f"replace by “{best}”" if best else "remove it"
    if others:
        title += f" (or {', '.join(f'“{other}”' for other in others)})"
    safe = certain and not others
    return Fix(title, (Edit(match.span, best),), "safe" if safe else "unsafe")
