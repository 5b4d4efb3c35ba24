"""Sides without a state get one where the article gives it, and the table says by which rule."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from graphkit.export.tables import find_rows
from graphkit.model import Article, Entity, Event, EventMention, Evidence, Findings, Kind, Mention, Span, Status

NAMED = {
    "Denmark": Entity("denmark", Kind.STATE, "Denmark", external=(("iso3", "DNK"),)),
    "Ghana": Entity("ghana", Kind.STATE, "Ghana", external=(("iso3", "GHA"),)),
    "Peru": Entity("peru", Kind.STATE, "Peru", external=(("iso3", "PER"),)),
    "Mara Linde": Entity("mara-linde-01", Kind.PERSON, "Mara Linde"),
    "Florence Ama": Entity("florence-ama-03", Kind.PERSON, "Florence Ama"),
    "Kwame Osei": Entity("kwame-osei-02", Kind.PERSON, "Kwame Osei"),
}
#: The kinds of the other labels by a word in them; else a group.
KINDS = {
    "missile": Kind.WEAPON,
    "Minister": Kind.OFFICE,
    "Ambassador": Kind.OFFICE,
    "News": Kind.ORGANIZATION,
    "Government": Kind.ORGANIZATION,
    "arrest": Kind.THING,
}
#: A fact as the tests write it: agent, predicate, recipient, sentence.
Fact = tuple[str, str, str, str]


def find_entity(label: str) -> Entity:
    if label in NAMED:
        return NAMED[label]
    kind = next((kind for word, kind in KINDS.items() if word in label), Kind.GROUP)
    return Entity(label.lower().replace(" ", "-"), kind, label)


def make_event(number: int, fact: Fact) -> Event:
    agent, predicate, recipient, sentence = fact
    words = [
        Mention(Span(0, len(label)), label, label, find_entity(label).kind, reason="exact")
        for label in (agent, recipient)
    ]
    evidence = Evidence("a", Span(0, len(sentence)), sentence, "a-rule")
    mention = EventMention(
        trigger=Span(0, 1),
        predicate=predicate,
        subject=words[0],
        object=words[1],
        status=Status.OCCURRED,
        evidence=evidence,
        confidence=0.9,
        plover="CONSULT",
    )
    sides = find_entity(agent).id, find_entity(recipient).id
    return Event(f"e-{number}", predicate, "CONSULT", *sides, Status.OCCURRED, mentions=(mention,), confidence=0.9)


def code(facts: Sequence[Fact], dateline: str | None = None) -> dict[str, tuple[str | None, str | None]]:
    """The country and the rule that gave it, by the label of the side."""
    labels = dict.fromkeys(label for fact in facts for label in (fact[0], fact[2]))
    article = Article(id="a", text="", published="2031-03-04", dateline_place=dateline)
    events = tuple(make_event(number, fact) for number, fact in enumerate(facts))
    rows = find_rows(Findings((article,), tuple(map(find_entity, labels)), events), "events")
    sides: dict[str, tuple[str | None, str | None]] = {}
    for row in rows:
        for side in ("agent", "recipient"):
            sides[row[side]] = row[f"{side}_iso3"] or row[f"{side}_country"], row[f"{side}_country_basis"]
    return sides


@pytest.mark.parametrize(
    ("sentence", "country"),
    [
        ("Mara Linde, the Danish envoy, thanked Peru.", "DNK"),
        ("The Danish trade minister Mara Linde thanked Peru.", "DNK"),
        ("Mara Linde of Denmark thanked Peru.", "DNK"),
        ("Denmark's Mara Linde thanked Peru.", "DNK"),
        ("Copenhagen's envoy to Lima, Mara Linde, thanked Peru.", "DNK"),
        ("Mara Linde, the foreign minister of Denmark, thanked Peru.", "DNK"),
        ("UN envoy Mara Linde thanked Peru.", "UNO"),
        ("Linde, the Danish envoy, thanked Peru.", "DNK"),
        ("Mara Linde thanked Peru and left for Denmark.", None),
        ("Denmark heard that Mara Linde thanked Peru.", None),
        ("Mara Linde, who asked that Danish police leave, thanked Peru.", None),
        ("Danish and Ghanaian ministers saw Mara Linde, who thanked Peru.", None),
        ("Mara Linde, once the Danish envoy, and Ghana's Mara Linde thanked Peru.", "GHA"),
    ],
)
def test_a_person_has_the_state_or_body_that_stands_beside_the_name(sentence: str, country: str | None) -> None:
    coded = code([("Mara Linde", "supports", "Peru", sentence)])["Mara Linde"]
    assert coded == (country, "beside" if country else None)


def test_a_person_whom_an_article_gives_to_two_states_has_none() -> None:
    facts = [
        ("Mara Linde", "supports", "Peru", "Mara Linde, the Danish envoy, thanked Peru."),
        ("Mara Linde", "meets", "Peru", "Ghana's Mara Linde was in Lima."),
    ]
    assert code(facts)["Mara Linde"] == (None, None)


DEALINGS: list[Fact] = [
    ("Denmark", "meets", "Ghana", "Denmark met Ghana."),
    ("Denmark", "accuses", "Ghana", "Denmark blamed Ghana."),
    ("Denmark", "meets", "Peru", "Denmark met Peru."),
]


@pytest.mark.parametrize("words", ["both sides", "two countries", "two leaders", "ministers of both countries"])
def test_both_sides_are_the_two_states_that_have_most_to_do_with_each_other(words: str) -> None:
    coded = code([*DEALINGS, (words, "supports", "Peru", f"The {words} thanked Peru.")])
    assert coded[words] == ("DNK; GHA", "pair")


@pytest.mark.parametrize("words", ["three sides", "two rebel movements", "other leaders"])
def test_other_numbers_and_groups_are_no_pair(words: str) -> None:
    assert code([*DEALINGS, (words, "supports", "Peru", f"The {words} thanked Peru.")])[words] == (None, None)


def test_no_pair_is_chosen_where_two_are_as_often_named() -> None:
    facts = [
        DEALINGS[0],
        ("Ghana", "meets", "Peru", "Ghana met Peru."),
        ("both sides", "urges", "crowd", "They spoke."),
    ]
    assert code(facts)["both sides"] == (None, None)


def test_a_bare_body_of_a_state_is_that_of_the_dateline_and_its_prisoners_too() -> None:
    facts = [
        ("police", "coerces", "students", "Police held students."),
        ("Peru", "urges", "army", "Peru urged the army."),
    ]
    coded = code(facts, dateline="COPENHAGEN")
    assert coded["police"] == coded["army"] == ("DNK", "dateline")
    assert coded["students"] == ("DNK", "own people")


def test_a_body_of_a_named_owner_is_not_that_of_the_dateline() -> None:
    fact = ("Lindqvist's ministry", "urges", "Peru", "Lindqvist's ministry urged Peru.")
    assert code([fact], dateline="ACCRA")["Lindqvist's ministry"] == (None, None)


def test_an_office_of_no_state_is_that_of_the_dateline_where_the_article_is_about_it() -> None:
    office: Fact = ("Kwame Osei", "holds_position", "Prime Minister", "Prime Minister Kwame Osei spoke.")
    facts: list[Fact] = [office, ("Kwame Osei", "urges", "Peru", "He urged Peru.")]
    about: list[Fact] = [("Ghana", "meets", "Denmark", "They met."), ("Ghana", "accuses", "Peru", "It blamed Peru.")]
    assert code([*facts, *about, ("Ghana", "urges", "Denmark", "It asked.")], dateline="ACCRA")["Kwame Osei"] == (
        "GHA",
        "office",
    )
    assert code(facts, dateline="ACCRA")["Kwame Osei"] == (None, None)


def test_a_weapon_is_that_of_the_state_that_tests_it_however_many_there_are() -> None:
    coded = code([("Peru", "tests_weapon", "three missiles of its own", "Peru fired three missiles of its own.")])
    assert coded["three missiles of its own"] == ("PER", "owner")


@pytest.mark.parametrize(
    ("label", "country"), [("crew of the HMCS Fundy", "CAN"), ("sailors of the INS Kaveri", "IND"), ("crew", None)]
)
def test_a_ship_is_that_of_the_navy_that_its_prefix_names(label: str, country: str | None) -> None:
    assert code([("Peru", "supports", label, f"Peru thanked the {label}.")])[label][0] == country


@pytest.mark.parametrize(
    ("sentence", "country"),
    [
        ("Danish Mara Linde thanked Peru.", "DNK"),
        ("The jailed Danish activist Mara Linde thanked Peru.", "DNK"),
        ("Mara Linde thanked Peru, said Mara Linde, a Danish citizen.", "DNK"),
        ("Greenland's premier, Mara Linde, thanked Peru.", "GRL"),
        ("Copenhagen resident Mara Linde thanked Peru.", "DNK"),
        ("United Nations Middle East envoy Mara Linde thanked Peru.", "UNO"),
        ("It began on Monday.Denmark's envoy, Mara Linde, thanked Peru.", "DNK"),
        ("The Danish embassy heard Mara Linde, who thanked Peru.", None),
    ],
)
def test_citizens_have_the_state_that_stands_beside_their_name(sentence: str, country: str | None) -> None:
    coded = code([("Mara Linde", "supports", "Peru", sentence)])["Mara Linde"]
    assert coded == (country, "beside" if country else None)


def test_a_body_has_the_state_that_stands_beside_its_name() -> None:
    coded = code([("Tundra News", "condemns", "Peru", "Denmark's propaganda outlet, Tundra News, ridiculed Peru.")])
    assert coded["Tundra News"] == ("DNK", "beside")


ABOUT_GHANA: list[Fact] = [
    ("Ghana", "meets", "Denmark", "Ghana met Denmark."),
    ("Ghana", "accuses", "Peru", "Ghana blamed Peru."),
]


def test_a_name_that_is_a_city_too_gives_a_person_no_state() -> None:
    assert code([("Florence Ama", "supports", "Peru", "Florence Ama thanked Peru.")])["Florence Ama"] == (None, None)


def test_an_envoy_is_not_that_of_the_state_that_summons_him() -> None:
    office: Fact = ("Kwame Osei", "holds_position", "Ambassador", "Ambassador Kwame Osei came.")
    call: Fact = ("Peru", "meets", "Kwame Osei", "Peru called in Ambassador Kwame Osei.")
    quarrel: list[Fact] = [("Peru", "accuses", "Ghana", "It blamed Ghana."), ("Peru", "urges", "Ghana", "It asked.")]
    assert code([office, call, *quarrel])["Kwame Osei"] == ("GHA", "office")


def test_a_government_without_a_name_is_that_of_the_article_and_never_of_the_other_side() -> None:
    facts: list[Fact] = [("Federal Government", "urges", "crowd", "The Federal Government urged a crowd.")]
    assert code([*facts, *ABOUT_GHANA])["Federal Government"] == ("GHA", "body")
    dealt: list[Fact] = [("Federal Government", "meets", "Ghana", "The Federal Government met Ghana.")]
    assert code([*dealt, *ABOUT_GHANA])["Federal Government"] == (None, None)


def test_a_thing_of_a_person_is_of_that_persons_state() -> None:
    office: Fact = ("Mara Linde", "represents", "Denmark", "Mara Linde spoke for Denmark.")
    coded = code([office, ("Peru", "condemns", "Linde's arrest", "Peru condemned Linde's arrest.")])
    assert coded["Linde's arrest"] == ("DNK", "words")
