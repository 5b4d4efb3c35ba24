"""Static facts: who holds which office, and for whom they act, from the titles that the text gives."""

from __future__ import annotations

from collections.abc import Iterator

from graphkit.model import EventMention, Evidence, Kind, Mention, Span, Status
from graphkit.nlp.dependencies import sentence_span, span_of
from graphkit.nlp.document import Annotated
from graphkit.resources.gazetteer.gazetteer import Gazetteer


def read_offices(annotated: Annotated) -> Iterator[EventMention]:
    """One holds_position and one represents fact for each titled person, at its first mention."""
    seen: set[tuple[str, str, str]] = set()
    doc, text = annotated.doc, annotated.doc.text  # joined once: spaCy joins it anew at each call
    nouns, gazetteer = annotated.resources.nouns, annotated.resources.gazetteer
    for title in annotated.titles:
        last = title.office.split()[-1]
        if last in nouns.unofficial or last.rstrip(".") in nouns.ranks or title.holder.by_pronoun:
            continue
        if title.state is None and title.office in nouns.of_something:
            continue
        body = _entry(title.state, gazetteer)
        span = span_of(doc, title.start, title.end) if title.end > title.start else title.holder.span
        words = text[span.start : span.end]
        office = gazetteer.office_name(title.office, body) if body and title.office != "leader" else None
        if office is None:
            name = title.office.title().replace(" Of ", " of ").replace(" For ", " for ")
            office = f"{name} of {title.state}" if title.state else name
        if title.former:
            office = f"former {office}"
        position = Mention(span, " ".join(words.split()), office, Kind.OFFICE, None, None, "title")
        for predicate, obj in (
            ("holds_position", position),
            ("represents", _served(annotated, title.state, body, gazetteer, span)),
        ):
            if obj is None or (predicate == "represents" and (title.former or title.state is None)):
                continue
            key = (title.person, predicate, obj.name)
            if key in seen or obj.name == title.person:
                continue
            seen.add(key)
            sent = doc[max(0, min(title.start, len(doc) - 1))].sent
            sentence = sentence_span(sent)
            yield EventMention(
                trigger=span,
                predicate=predicate,
                subject=title.holder,
                object=obj,
                status=Status.ONGOING,
                evidence=Evidence(
                    annotated.article.id,
                    sentence,
                    annotated.article.text[sentence.start : sentence.end],
                    f"{predicate}/title",
                ),
                confidence=0.9,
                plover="POSITION" if predicate == "holds_position" else "REPRESENTS",
            )


def _entry(name: str | None, gazetteer: Gazetteer) -> str | None:
    if name is None:
        return None
    refs = gazetteer.references(name)
    return refs[0].entry if refs else None


def _served(
    annotated: Annotated, state: str | None, body: str | None, gazetteer: Gazetteer, span: Span
) -> Mention | None:
    if state is None:
        return None
    kind = gazetteer.entries[body].kind if body else Kind.ORGANIZATION
    return Mention(span, annotated.article.text[span.start : span.end], state, kind, body, None, "title")
