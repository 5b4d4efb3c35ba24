"""Reports of one event with other counts or descriptions are one event; what differs in more than that stays apart."""

from __future__ import annotations

import pytest

from graphkit.model import EventMention, Kind, Mention
from graphkit.resolve import resolve_events
from graphkit.resolve.entities.descriptions import read_description
from graphkit.resources.gazetteer.gazetteer import Gazetteer

from .building import article, body, says, state, thing

FRONT, DAY = body("Halden Liberation Front"), "2023-11-08"


def tell(where: str, words: str, *, date: str | None = DAY, by: Mention = FRONT, deed: str = "coerces") -> EventMention:
    return says(where, by, deed, thing(words, Kind.GROUP), date=date, offset=len(words))


def count_events(*mentions: EventMention, gazetteer: Gazetteer, published: dict[str, str] | None = None) -> int:
    names = sorted({mention.evidence.article for mention in mentions})
    articles = [article(name, (published or {}).get(name, "2023-11-09")) for name in names]
    return len(resolve_events(articles, mentions, gazetteer).events)


@pytest.mark.parametrize(
    "words",
    [
        "about 200 schoolgirls",
        "girls",
        "more than 250 girls",
        "dozens of girls",
        "two hundred girls",
        "276 young girls",
    ],
)
def test_other_counts_and_descriptions_are_one_event(words: str, gazetteer: Gazetteer) -> None:
    assert count_events(tell("a", "276 girls"), tell("b", words), gazetteer=gazetteer) == 1


def test_three_reports_are_one_event(gazetteer: Gazetteer) -> None:
    reports = [tell("a", "276 girls"), tell("b", "about 200 schoolgirls"), tell("c", "hundreds of girls")]
    assert count_events(*reports, gazetteer=gazetteer) == 1


@pytest.mark.parametrize(
    "other",
    [
        tell("b", "nine soldiers"),
        tell("b", "a girl"),
        tell("b", "about 200 girls", date="2023-11-06"),
        tell("b", "about 200 girls", by=body("Marn Defence League")),
        tell("b", "about 200 girls", by=state("Norway")),
        tell("b", "about 200 girls", deed="condemns"),
        tell("a", "12 girls"),
    ],
)
def test_what_differs_in_more_stays_apart(other: EventMention, gazetteer: Gazetteer) -> None:
    assert count_events(tell("a", "276 girls"), other, gazetteer=gazetteer) == 2


def test_details_that_exclude_each_other_stay_apart(gazetteer: Gazetteer) -> None:
    reports = tell("a", "20 wounded soldiers"), tell("b", "30 retired soldiers")
    assert count_events(*reports, gazetteer=gazetteer) == 2


def test_an_article_that_tells_two_groups_apart_joins_neither(gazetteer: Gazetteer) -> None:
    reports = tell("a", "20 girls"), tell("a", "31 schoolgirls"), tell("b", "about 50 girls")
    assert count_events(*reports, gazetteer=gazetteer) == 3


@pytest.mark.parametrize(("published", "events"), [("2023-11-08", 1), ("2023-11-10", 1), ("2023-11-20", 2)])
def test_an_undated_report_joins_soon_after(published: str, events: int, gazetteer: Gazetteer) -> None:
    reports = tell("a", "276 girls"), tell("b", "about 200 schoolgirls", date=None)
    assert count_events(*reports, gazetteer=gazetteer, published={"b": published}) == events


@pytest.mark.parametrize(
    ("text", "head", "modifiers"),
    [
        ("276 girls", "girl", set()),
        ("about 200 young schoolgirls", "schoolgirl", {"young"}),
        ("dozens of masked men from the north", "man", {"masked"}),
        ("at least 1,200 villagers", "villager", set()),
        ("two dozen gunmen", "gunman", set()),
    ],
)
def test_descriptions_are_taken_apart(text: str, head: str, modifiers: set[str]) -> None:
    description = read_description(text)
    assert description is not None
    assert (description.head, description.modifiers) == (head, modifiers)


@pytest.mark.parametrize("text", ["", "276", "dozens", "more than 20"])
def test_a_count_alone_describes_nothing(text: str) -> None:
    assert read_description(text) is None


def test_who_is_called_as_in_any_country_is_never_joined(gazetteer: Gazetteer) -> None:
    parliament, ministry = thing("Parliament", Kind.GROUP), body("Foreign Ministry")
    for actor in (parliament, ministry):
        reports = [
            says(where, actor, "condemns", state("Norway"), date=DAY, offset=offset)
            for offset, where in enumerate("ab")
        ]
        assert count_events(*reports, gazetteer=gazetteer) == 2


def test_people_of_whom_only_the_place_is_told_join_by_the_act(gazetteer: Gazetteer) -> None:
    assert count_events(tell("a", "boys in Obo"), tell("b", "schoolboys in Obo"), gazetteer=gazetteer) == 1
    later = tell("c", "boys in Obo", date="2024-09-30")
    assert count_events(tell("a", "boys in Obo"), later, gazetteer=gazetteer) == 2


@pytest.mark.parametrize(("words", "same"), [("pupils", True), ("sailors", False)])
def test_nouns_of_the_same_people_join(words: str, same: bool, gazetteer: Gazetteer) -> None:
    assert count_events(tell("a", "schoolgirls"), tell("b", words), gazetteer=gazetteer) == (1 if same else 2)
