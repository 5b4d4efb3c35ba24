"""Read threats of retaliation that name nobody: "Mali vowed to respond" is against whoever harmed it before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graphkit.extract.authors import AuthorFinder
from graphkit.extract.fillers import heads_of
from graphkit.extract.mentions import ACTORS, of_kinds
from graphkit.extract.subjects import surface_subject
from graphkit.model import EventMention, Evidence, Mention, Span, Status
from graphkit.nlp.dependencies import sentence_span
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes
from graphkit.resources.vocabulary import Predicate

RETALIATION = "implied/retaliation"
RULE_IDS = (RETALIATION,)
_CONFIDENCE = 0.7
#: Characters back within which the harm was told.
_REACH = 1500
_ANSWER = "*/VERB{retaliating}"
_ANSWERING = Shapes(
    Shape('"vowed to [retaliate]"', "xcomp/VERB{retaliating}", above=["*[threaten|vow|pledge|promise|swear]"]),
    Shape('"said that it would [respond]"', "ccomp/VERB{retaliating}", above=["*{speech}"], has=["aux:will|would|'ll"]),
    Shape('"will [retaliate]"', "ROOT/VERB{retaliating}", has=["aux:will|would|'ll"]),
)
_NAMED = Shape('"retaliate against Mali", "respond to the letter"', _ANSWER, has=["prep:against|to|on"])


def find_retaliations(events: Sequence[EventMention], annotated: Annotated) -> Iterator[EventMention]:
    """Yield the threats; `events` are all others of the article."""
    if RETALIATION in annotated.resources.off:
        return
    authors, threat = AuthorFinder(annotated), annotated.resources.vocabulary.only_with_trait("threat")
    for verb in annotated.doc:
        if not _ANSWERING.fits(verb) or _NAMED.fits(verb):
            continue
        subjects = [mention for head in heads_of(surface_subject(verb)) for mention in annotated.meant(head.i)]
        for subject in of_kinds(subjects[:1], ACTORS):
            foe = _find_foe(verb, authors.spoken_for(subject), events, annotated)
            if foe is not None:
                yield _make_threat(verb, subject, foe, annotated, threat)


def _find_foe(verb: Token, own: set[str], events: Sequence[EventMention], annotated: Annotated) -> Mention | None:
    """Return who last did harm to the one who threatens, before or in the sentence of the threat."""
    hostile = annotated.resources.groups.hostile
    span = sentence_span(verb.sent)
    harms = [
        event
        for event in events
        if event.predicate in hostile
        and span.start - _REACH <= event.trigger.start < span.end
        and event.object.name in own
        and event.subject.name not in own
        and event.status is not Status.NEGATED
    ]
    last = max(harms, key=lambda event: event.trigger.start, default=None)
    return last.subject if last is not None and last.subject.kind in ACTORS else None


def _make_threat(verb: Token, subject: Mention, foe: Mention, annotated: Annotated, threat: Predicate) -> EventMention:
    article, span = annotated.article, sentence_span(verb.sent)
    return EventMention(
        trigger=Span(verb.idx, verb.idx + len(verb)),
        predicate=threat.name,
        subject=subject,
        object=foe,
        status=Status.OCCURRED,
        evidence=Evidence(article.id, span, article.text[span.start : span.end], RETALIATION),
        confidence=_CONFIDENCE,
        plover=threat.plover,
        cameo=threat.cameo,
    )
