"""What a file teaches the others."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from copydesk.model import Document, Record, RecordSummary, Summary
from copydesk.parse import anchors, contents, identity, spellings, targets
from copydesk.parse.layouts import link_index


def summarize(document: Document) -> Summary:
    """What a collection needs of a document, as it stands alone."""
    own = document.front_matter.data if document.front_matter else {}
    schema, language = own.get("schema"), own.get("language")
    return Summary(
        path=document.source.path,
        records=tuple(_record(document, record) for record in document.records),
        anchors=None if document.unparsed else tuple(anchors.anchors(document)),
        outward=tuple(dict.fromkeys(contents.outward(document))),
        targets=tuple(dict.fromkeys(_targets(document))),
        schema=schema if isinstance(schema, str) else "",
        language=language if isinstance(language, str) else "",
        shaped=spellings.counted(document),
    )


def _record(document: Document, record: Record) -> RecordSummary:
    return RecordSummary(
        path=record.path,
        id=record.id,
        question=record.question.text,
        question_span=record.question.span,
        line=document.source.line_of(record.question.span.start),
        key=identity.question_key(record),
        answer=identity.digest(record.answer.markdown),
        section=record.section,
        start=record.span.start,
        owner=_answering(document, record) if record.layout == link_index.NAME else "",
        draft=record.draft,
    )


def _answering(document: Document, record: Record) -> str:
    """The path of the file that an index's record links to, empty where it leads nowhere."""
    link = record.answer.text.partition("#")[0].partition("?")[0]
    if not link:
        return ""
    return contents.resolved(document, unquote(link))


def _targets(document: Document) -> Iterator[tuple[str, str]]:
    for target in targets.targets(document):
        if target.relative and target.path:
            yield target.path, targets.resolved(document, target)
