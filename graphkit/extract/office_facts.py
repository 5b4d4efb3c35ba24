"""Static facts: who holds which office, and for whom they act, from the titles that the text gives."""

from __future__ import annotations

from collections.abc import Iterator

from graphkit.model import EventMention, Evidence, Kind, Mention, Span, Status
from graphkit.nlp.dependencies import sentence_span, span_of
from graphkit.nlp.document import Annotated, Title
from graphkit.resources.gazetteer.gazetteer import Gazetteer

#: The chance that an office is read rightly, as judged facts have it.
_CONFIDENCE = 0.9


def read_offices(annotated: Annotated) -> Iterator[EventMention]:
    """Yield one holds_position and one represents fact for each titled person, at its first mention."""
    seen: set[tuple[str, str, str]] = set()
    for title in annotated.titles:
        if not _is_office(title, annotated):
            continue
        for predicate, object_ in _static_facts(title, annotated):
            key = (title.person, predicate, object_.name)
            if key not in seen and object_.name != title.person:
                seen.add(key)
                yield _static_event(title, predicate, object_, annotated)


def _is_office(title: Title, annotated: Annotated) -> bool:
    """Return whether a title is an office that a person holds for a state or body."""
    nouns = annotated.resources.nouns
    if title.holder.by_pronoun:
        return False
    last = title.office.split()[-1]
    if last in nouns.unofficial or last.rstrip(".") in nouns.ranks:
        return False
    return title.state is not None or title.office not in nouns.of_something


def _static_facts(title: Title, annotated: Annotated) -> Iterator[tuple[str, Mention]]:
    """Yield the predicate and object of what a title tells."""
    text, gazetteer = annotated.doc.text, annotated.resources.gazetteer
    body = _entry(title.state, gazetteer)
    span = _span_of(title, annotated)
    words = " ".join(text[span.start : span.end].split())
    name = _name_office(title, body, annotated)
    yield "holds_position", Mention(span, words, name, Kind.OFFICE, reason="title")
    served = _served(annotated, title.state, body, gazetteer, span)
    if served is not None and not title.former:
        yield "represents", served


def _span_of(title: Title, annotated: Annotated) -> Span:
    if title.end <= title.start:
        return title.holder.span
    return span_of(annotated.doc, title.start, title.end)


def _name_office(title: Title, body: str | None, annotated: Annotated) -> str:
    """Return the name of an office with its state: "President of Chad"."""
    office = None
    if body and title.office != "leader":
        office = annotated.resources.gazetteer.office_name(title.office, body)
    if office is None:
        office = _spell_office(title, annotated)
        office += f" of {title.state}" if title.state else ""
    return f"former {office}" if title.former else office


def _spell_office(title: Title, annotated: Annotated) -> str:
    """Write an office with capitals; an acronym keeps the case that the text gives it: "Deputy UN Ambassador"."""
    spelled = title.office.title().replace(" Of ", " of ").replace(" For ", " for ")
    phrase = annotated.doc[title.start : title.end]
    if phrase.sent.text.isupper():
        return spelled  # a headline in capitals tells no acronym
    acronyms = {word.text.title(): word.text for word in phrase if word.text.isupper()}
    return " ".join(acronyms.get(word, word) for word in spelled.split(" "))


def _static_event(title: Title, predicate: str, object_: Mention, annotated: Annotated) -> EventMention:
    doc, article = annotated.doc, annotated.article
    span = sentence_span(doc[max(0, min(title.start, len(doc) - 1))].sent)
    return EventMention(
        trigger=_span_of(title, annotated),
        predicate=predicate,
        subject=title.holder,
        object=object_,
        status=Status.ONGOING,
        evidence=Evidence(article.id, span, article.text[span.start : span.end], f"{predicate}/title"),
        confidence=_CONFIDENCE,
        plover=annotated.resources.vocabulary.predicates[predicate].plover,
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
