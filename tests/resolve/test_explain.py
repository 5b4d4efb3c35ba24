"""An entity is explained by its variants, its reasons and its namesakes."""

from __future__ import annotations

import pytest

from graphkit.errors import UsageError
from graphkit.resolve import Resolution, explain_entity, resolve_events
from graphkit.resources.gazetteer.gazetteer import Gazetteer

from .building import article, person, says, state


@pytest.fixture(scope="module")
def merged(gazetteer: Gazetteer) -> Resolution:
    mentions = [
        says("a", person("Anna Berg"), "represents", state("Sweden"), status="ongoing"),
        says("a", person("Berg"), "urges", state("Russia"), offset=60),
        says("b", person("Anna Berg"), "represents", state("Germany"), status="ongoing"),
    ]
    return resolve_events([article("a"), article("b")], mentions, gazetteer)


def test_variants_come_with_counts_and_reasons(merged: Resolution) -> None:
    entity = next(link.entity for link in merged.links if link.mention.name == "Berg")
    explanation = explain_entity(merged, entity)
    assert {variant.text: variant.reasons for variant in explanation.variants} == {
        "Anna Berg": ("same name",),
        "Berg": ("surname in article",),
    }
    assert {event.predicate for event in explanation.events} == {"represents", "urges"}
    assert [other.label for other in explanation.namesakes] == ["Anna Berg"]


def test_a_name_that_two_bear_leads_to_the_other(merged: Resolution) -> None:
    explanation = explain_entity(merged, "anna berg")
    assert [other.label for other in explanation.namesakes] == ["Anna Berg"]
    assert explanation.namesakes[0].id != explanation.entity.id


def test_an_unknown_name_gets_the_nearest(merged: Resolution) -> None:
    with pytest.raises(UsageError, match="no entity") as caught:
        explain_entity(merged, "Ana Bergg")
    assert "Anna Berg" in (caught.value.remedy or "")
