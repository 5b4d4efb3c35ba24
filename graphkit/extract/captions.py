"""Captions without a verb: "Foreign Minister A (left) and Secretary B at the C meeting in D on Sept. 22, 2022"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span as SpacySpan

from graphkit.extract.event_time import Setting
from graphkit.model import EventMention, Evidence, Kind, Role, Span, Status
from graphkit.nlp.dependencies import conjuncts, preps, sentence_span
from graphkit.nlp.document import Annotated

RULE = "attends/caption"


def read_captions(annotated: Annotated, setting: Setting) -> Iterator[EventMention]:
    """One attends fact for each person of a verbless caption that names an occasion."""
    for sent in annotated.doc.sents:
        if annotated.roles[sent.start] is Role.CAPTION and not any(
            t.pos_ in ("VERB", "AUX") and t.tag_ != "VBN" for t in sent
        ):
            yield from _attendance(sent, annotated, setting)


def _attendance(sent: SpacySpan, annotated: Annotated, setting: Setting) -> Iterator[EventMention]:
    people = conjuncts(sent.root)
    for person in people:
        for word, inner in preps(person):
            occasion = annotated.mention(inner)
            if word not in ("at", "during", "in") or occasion is None or occasion.kind is not Kind.OCCASION:
                continue
            place = next(
                (
                    m
                    for w, t in preps(inner)
                    if w in ("in", "at") and (m := annotated.mention(t)) and m.kind is Kind.PLACE
                ),
                None,
            )
            span = sentence_span(sent)
            for token in people:
                mention = annotated.mention(token)
                if mention is None or mention.kind is not Kind.PERSON:
                    continue
                yield EventMention(
                    trigger=Span(inner.idx, inner.idx + len(inner)),
                    predicate="attends",
                    subject=mention,
                    object=occasion,
                    status=Status.OCCURRED,
                    evidence=Evidence(annotated.article.id, span, annotated.article.text[span.start : span.end], RULE),
                    confidence=0.8,
                    plover=annotated.resources.vocabulary.predicates["attends"].plover,
                    cameo="040",
                    date=setting.only_date(sent),
                    place=place,
                )
            return
