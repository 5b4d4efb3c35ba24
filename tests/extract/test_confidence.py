"""Facts are weighed by how they were read and by what the article says beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from graphkit.annotate import annotate_articles
from graphkit.extract import extract_events, read_by_rules
from graphkit.extract.confidence import describe_events, weigh_events
from graphkit.model import Article, Role, Section, Span
from graphkit.nlp.document import Annotated
from graphkit.resources.confidence_weights import ConfidenceWeights
from graphkit.resources.resources import Resources

if TYPE_CHECKING:
    from spacy.language import Language

pytestmark = pytest.mark.model

Annotate = Callable[..., Annotated]


@pytest.fixture
def annotate(nlp: Language) -> Annotate:
    def annotate(text: str, weights: Mapping[str, float] | None = None) -> Annotated:
        resources = Resources.load()
        if weights is not None:
            resources = replace(resources, confidence=ConfidenceWeights(0.0, weights))
        article = Article("t", text, published="2024-05-16", sections=(Section(Span(0, len(text)), Role.BODY),))
        (annotated,) = annotate_articles([article], nlp, resources)
        return annotated

    return annotate


def test_an_event_has_the_features_of_its_reading_its_sides_and_its_article(annotate: Annotate) -> None:
    annotated = annotate("Norway condemned Chad on Monday. The militants attacked Mali, officials said.")
    events = describe_events(read_by_rules(annotated), annotated)
    described = {event.predicate: set(features) for event, features in events}
    wanted = {"status=occurred", "form=verb", "subject.kind=State", "subject.known", "again=0", "lead"}
    assert wanted <= described["condemns"]
    assert "subject.reason=description" in described["attacks"]
    assert "subject.known" not in described["attacks"]


def test_what_the_article_says_again_has_another_class(annotate: Annotate) -> None:
    annotated = annotate("Norway condemned Chad on Monday. In Oslo, Norway condemned Chad again.")
    events = [event for event in read_by_rules(annotated) if event.predicate == "condemns"]
    assert len(events) == 2
    assert all("again=1" in features for _, features in describe_events(events, annotated))


def test_confidence_is_what_the_weights_say_and_standing_ties_keep_theirs(annotate: Annotate) -> None:
    annotated = annotate("President Ana Duarte of Malta condemned Chad.", {"predicate=condemns": 3.0})
    before = read_by_rules(annotated)
    after = {event.predicate: event.confidence for event in weigh_events(before, annotated)}
    assert after["condemns"] == 0.953
    assert after["represents"] == {event.predicate: event.confidence for event in before}["represents"]


def test_a_plain_fact_between_names_is_surer_than_one_about_a_description(annotate: Annotate) -> None:
    annotated = annotate("Norway condemned Chad on Monday. The group in the north condemned the critics of the plan.")
    chances = {event.subject.name: event.confidence for event in extract_events(annotated)}
    assert len(chances) == 2
    assert chances.pop("Norway") > max(chances.values())
