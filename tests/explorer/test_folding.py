"""Test the folding of actors into states, and the further names of an actor."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from graphkit.explorer.folding import fold_actors, other_names
from graphkit.explorer.page_rows import PageRows
from graphkit.model import Entity, Event, Kind, Status
from graphkit.resources.gazetteer.acting_states import ActingStates
from graphkit.resources.gazetteer.gazetteer import Gazetteer
from graphkit.resources.vocabulary import Vocabulary
from graphkit.runtime import SpillStorage
from tests.explorer.sample import sample_findings

GAZETTEER, STATES = Gazetteer.load(), ActingStates.load()
CHAD, MALI = Entity("chad", Kind.STATE, "Chad"), Entity("mali", Kind.STATE, "Mali")
ENVOY = Entity("envoy-ada", Kind.PERSON, "Ada Moussa")


def tie(agent: str, recipient: str, status: Status = Status.ONGOING) -> Event:
    return replace(
        sample_findings().events[0],
        predicate="represents",
        agent=agent,
        recipient=recipient,
        status=status,
        mentions=(),
    )


def count_ties(*events: Event) -> dict[str, Counter[str]]:
    rows = PageRows(SpillStorage(), Vocabulary.load())
    for event in events:
        rows.add(event)
    return rows.ties


def test_a_person_is_folded_into_the_state_that_it_represents() -> None:
    assert fold_actors([CHAD, ENVOY], count_ties(tie("envoy-ada", "chad")), STATES) == {"envoy-ada": "chad"}


def test_a_tie_that_is_denied_or_to_two_states_alike_folds_nobody() -> None:
    assert fold_actors([CHAD, ENVOY], count_ties(tie("envoy-ada", "chad", Status.DENIED)), STATES) == {}
    both = [tie("envoy-ada", "chad"), tie("envoy-ada", "mali")]
    assert fold_actors([CHAD, MALI, ENVOY], count_ties(*both), STATES) == {}


def test_a_state_that_the_page_does_not_hold_folds_nobody() -> None:
    assert fold_actors([ENVOY], count_ties(tie("envoy-ada", "chad")), STATES) == {}


@pytest.mark.parametrize(
    ("label", "kind", "folded"),
    [
        ("Chadian Government", Kind.ORGANIZATION, True),
        ("Chad Ministry of Trade", Kind.ORGANIZATION, True),
        ("Chadian Bakers Union", Kind.ORGANIZATION, False),
        ("Chadian Government", Kind.GROUP, False),
    ],
)
def test_a_body_is_folded_by_its_name_where_that_says_whose_it_is(label: str, kind: Kind, folded: bool) -> None:
    body = Entity("body-of-chad", kind, label)
    assert fold_actors([CHAD, body], {}, STATES) == ({"body-of-chad": "chad"} if folded else {})


def test_an_armed_group_is_not_folded_into_the_state_that_it_fights() -> None:
    sudan = Entity("sudan", Kind.STATE, "Sudan")
    forces = Entity("rapid-support-forces", Kind.ORGANIZATION, "Rapid Support Forces")
    army = Entity("sudanese-armed-forces", Kind.ORGANIZATION, "Sudanese Armed Forces")
    assert fold_actors([sudan, forces, army], {}, STATES) == {"sudanese-armed-forces": "sudan"}


def test_codes_seats_and_acronyms_are_further_names() -> None:
    names = other_names(Entity("russia", Kind.STATE, "Russia", ("Moscow",)), GAZETTEER)
    assert {"RUS", "Kremlin"} <= set(names)
    assert "Moscow" not in names
    assert other_names(ENVOY, GAZETTEER) == []
