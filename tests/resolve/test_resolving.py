"""Test the merging of a few hand-built articles: one test a sentence."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from graphkit.model import EventMention, Kind, Status
from graphkit.resolve import Resolution, resolve_events
from graphkit.resources.gazetteer.gazetteer import Gazetteer

from .building import article, body, person, place, says, state, thing

SEOUL, TOKYO = place("Seoul", "seoul"), place("Tokyo", "tokyo")


def entity_of(resolution: Resolution, where: str, name: str) -> str:
    return next(link.entity for link in resolution.links if link.article == where and link.mention.name == name)


def resolve(mentions: list[EventMention], gazetteer: Gazetteer, dates: dict[str, str] | None = None) -> Resolution:
    names = sorted({mention.evidence.article for mention in mentions})
    return resolve_events([article(name, (dates or {}).get(name, "2023-11-09")) for name in names], mentions, gazetteer)


def test_a_surname_joins_the_full_name_of_its_article(gazetteer: Gazetteer) -> None:
    resolution = resolve(
        [
            says("a", person("Ilda Marn"), "visits", state("Japan")),
            says("a", person("Marn"), "urges", state("Russia"), offset=90),
        ],
        gazetteer,
    )
    assert entity_of(resolution, "a", "Marn") == entity_of(resolution, "a", "Ilda Marn")


def test_names_in_either_order_and_with_or_without_accents_and_hyphens_are_one(gazetteer: Gazetteer) -> None:
    resolution = resolve(
        [
            says("a", person("Kim Tae-woong"), "visits", state("Japan")),
            says("b", person("Tae Woong Kim"), "visits", state("France")),
            says("c", person("José Núñez Ferrol"), "visits", state("Peru")),
            says("d", person("Jose Nunez Ferrol"), "visits", state("Chile")),
        ],
        gazetteer,
    )
    people = [marn for marn in resolution.entities if marn.kind is Kind.PERSON]
    assert len(people) == 2


def test_a_shared_surname_alone_never_merges_across_articles(gazetteer: Gazetteer) -> None:
    resolution = resolve(
        [
            says("a", person("Kim"), "visits", state("Japan")),
            says("b", person("Kim"), "visits", state("Japan")),
            says("c", person("Kim Tae-woong"), "visits", state("Japan")),
        ],
        gazetteer,
    )
    assert (
        len(
            {entity_of(resolution, where, name) for where, name in (("a", "Kim"), ("b", "Kim"), ("c", "Kim Tae-woong"))}
        )
        == 3
    )


def test_namesakes_who_act_for_different_states_stay_two(gazetteer: Gazetteer) -> None:
    resolution = resolve(
        [
            says("a", person("Anna Berg"), "represents", state("Sweden"), status="ongoing"),
            says("b", person("Anna Berg"), "represents", state("Germany"), status="ongoing"),
            says("c", person("Anna Berg"), "urges", state("Sweden")),
        ],
        gazetteer,
    )
    assert entity_of(resolution, "a", "Anna Berg") != entity_of(resolution, "b", "Anna Berg")
    assert entity_of(resolution, "c", "Anna Berg") == entity_of(resolution, "a", "Anna Berg")


def test_an_acronym_joins_the_body_that_its_article_spells_out(gazetteer: Gazetteer) -> None:
    resolution = resolve(
        [
            says("a", body("Halden Trade Union Congress"), "urges", state("Norway")),
            says("a", body("HTUC"), "condemns", state("Norway"), offset=80),
        ],
        gazetteer,
    )
    assert entity_of(resolution, "a", "HTUC") == entity_of(resolution, "a", "Halden Trade Union Congress")


def test_a_description_merges_across_articles_only_where_it_holds_a_name(gazetteer: Gazetteer) -> None:
    pinned, bare = thing("South Korean protesters", Kind.GROUP), thing("police", Kind.GROUP)
    resolution = resolve(
        [says(where, pinned, "condemns", bare, offset=offset) for offset, where in enumerate(("a", "b"))],
        gazetteer,
        {"a": "2023-01-01", "b": "2023-06-01"},
    )
    assert entity_of(resolution, "a", "South Korean protesters") == entity_of(
        resolution, "b", "South Korean protesters"
    )
    assert entity_of(resolution, "a", "police") != entity_of(resolution, "b", "police")


def test_talks_meeting_and_host_of_one_pair_on_one_day_are_one_event(gazetteer: Gazetteer) -> None:
    marn, vell = person("Ilda Marn"), person("Oto Vell")
    resolution = resolve(
        [
            says("a", marn, "meets", vell, date="2023-11-09", place=SEOUL),
            says("b", vell, "negotiates_with", marn, date="2023-11-09"),
            says("c", marn, "hosts", vell, date="2023-11"),
        ],
        gazetteer,
        {"a": "2023-11-10", "b": "2023-11-10", "c": "2023-11-20"},
    )
    (event,) = resolution.events
    assert len(event.mentions) == 3
    assert event.date is not None
    assert event.date.iso == "2023-11-09"
    assert event.place == "seoul"
    assert event.publishers == 3


def test_meetings_in_different_months_stay_two_and_a_vague_report_joins_neither(gazetteer: Gazetteer) -> None:
    marn, vell = person("Ilda Marn"), person("Oto Vell")
    resolution = resolve(
        [
            says("a", marn, "meets", vell, date="2023-09-04"),
            says("b", marn, "meets", vell, date="2023-11-06"),
            says("c", marn, "meets", vell, date="2023"),
        ],
        gazetteer,
        {"a": "2023-09-05", "b": "2023-11-07", "c": "2023-12-30"},
    )
    assert sorted(len(event.mentions) for event in resolution.events) == [1, 1, 1]


def test_a_plan_and_its_keeping_are_one_event_with_both_statuses(gazetteer: Gazetteer) -> None:
    marn, vell = person("Ilda Marn"), person("Oto Vell")
    resolution = resolve(
        [
            says("a", marn, "meets", vell, status="planned", date="2023-11-09"),
            says("b", marn, "meets", vell, date="2023-11-10"),
        ],
        gazetteer,
        {"a": "2023-11-02", "b": "2023-11-11"},
    )
    (event,) = resolution.events
    assert event.status is Status.OCCURRED
    assert {mention.status for mention in event.mentions} == {Status.PLANNED, Status.OCCURRED}
    assert event.date is not None
    assert event.date.iso == "2023-11-10"


def test_a_plan_told_after_an_earlier_meeting_is_another_event(gazetteer: Gazetteer) -> None:
    marn, vell = person("Ilda Marn"), person("Oto Vell")
    resolution = resolve(
        [
            says("a", marn, "meets", vell, date="2023-11-08"),
            says("b", marn, "meets", vell, status="planned", date="2023-11-10"),
        ],
        gazetteer,
        {"a": "2023-11-09", "b": "2023-11-10"},
    )
    assert len(resolution.events) == 2


def test_a_claim_and_its_denial_make_one_disputed_event(gazetteer: Gazetteer) -> None:
    resolution = resolve(
        [
            says(
                "a",
                state("North Korea"),
                "supplies_arms_to",
                state("Russia"),
                date="2023-10",
                by=state("United States"),
            ),
            says("b", state("North Korea"), "supplies_arms_to", state("Russia"), status="denied"),
        ],
        gazetteer,
    )
    (event,) = resolution.events
    assert event.status is Status.DISPUTED
    assert event.speakers == ("united-states", None)


def test_attacks_on_one_day_in_two_places_stay_two(gazetteer: Gazetteer) -> None:
    kharkiv, odesa = place("Kharkiv"), place("Odesa")
    resolution = resolve(
        [
            says("a", state("Russia"), "attacks", state("Ukraine"), date="2023-11-08", place=kharkiv),
            says("b", state("Russia"), "attacks", state("Ukraine"), date="2023-11-08", place=odesa),
            says("b", state("Russia"), "attacks", state("Ukraine"), date="2023-11-08", offset=70),
        ],
        gazetteer,
    )
    assert sorted(len(event.mentions) for event in resolution.events) == [1, 2]


def test_copies_of_one_wire_count_once(gazetteer: Gazetteer) -> None:
    mentions = [says(where, state("France"), "condemns", state("Russia"), date="2023-11-08") for where in "abc"]
    articles = [article(where) for where in "abc"]
    alone = resolve_events(articles, mentions, gazetteer)
    wired = resolve_events(articles, mentions, gazetteer, wires={"a": "w", "b": "w"})
    assert (alone.events[0].publishers, wired.events[0].publishers) == (3, 2)
    assert (alone.events[0].belief or 0) > (wired.events[0].belief or 0)


def test_order_and_repeats_change_nothing(gazetteer: Gazetteer) -> None:
    marn, vell = person("Ilda Marn"), person("Oto Vell")
    mentions = [
        says("a", marn, "meets", vell, date="2023-11-09"),
        says("b", person("Marn"), "meets", vell, date="2023-11"),
        says("b", marn, "represents", state("Norway"), status="ongoing", offset=40),
        says("c", vell, "speaks_with", person("Marn")),
    ]
    first = resolve(mentions, gazetteer)
    for order in permutations(mentions):
        assert resolve([*order, order[0]], gazetteer) == first


def test_a_second_surname_does_not_hide_who_is_in_office(gazetteer: Gazetteer) -> None:
    resolution = resolve(
        [says("a", person("Raúl Castro Ruz"), "hosts", state("France"))], gazetteer, {"a": "2016-03-21"}
    )
    assert entity_of(resolution, "a", "Raúl Castro Ruz") == "raul-castro"


def test_aliases_are_names_and_not_titles_or_seats(gazetteer: Gazetteer) -> None:
    seat = replace(state("Russia"), text="the Kremlin", reason="alias")
    short = replace(person("Vladimir Putin", "vladimir-putin"), text="Putin", reason="surname")
    titled = replace(short, text="President Putin")
    resolution = resolve(
        [
            says("a", seat, "condemns", state("France")),
            says("a", short, "urges", state("Chad")),
            says("a", titled, "urges", state("Chad"), offset=90),
        ],
        gazetteer,
    )
    aliases = {entity.id: entity.aliases for entity in resolution.entities}
    assert not {"the Kremlin", "Kremlin"} & set(aliases["russia"])
    assert "Putin" in aliases["vladimir-putin"]
    assert "President Putin" not in aliases["vladimir-putin"]


def test_the_state_beside_a_name_tells_namesakes_apart(gazetteer: Gazetteer) -> None:
    texts = {"a": "Anna Berg of Sweden spoke.", "b": "Anna Berg of Germany spoke.", "c": "US-backed Anna Berg spoke."}
    titled = replace(person("Anna Berg"), text="US-backed Anna Berg")
    mentions = [says(where, person("Anna Berg"), "urges", state("Chad")) for where in "ab"]
    mentions.append(says("c", titled, "urges", state("Sweden")))
    resolution = resolve_events([article(name, text=text) for name, text in texts.items()], mentions, gazetteer)
    assert entity_of(resolution, "a", "Anna Berg") != entity_of(resolution, "b", "Anna Berg")
    assert entity_of(resolution, "a", "Anna Berg") == entity_of(resolution, "c", "Anna Berg")
