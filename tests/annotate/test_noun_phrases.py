"""Test noun phrases on parses written by hand: organs, agents, people, capitals, members of bodies."""

from __future__ import annotations

import pytest

from graphkit.annotate import annotate_doc
from graphkit.model import Article, Kind
from graphkit.nlp.document import Annotated
from graphkit.resources.resources import Resources
from tests.parses import parse, token


def annotate(*rows: str) -> Annotated:
    doc = parse(*rows)
    return annotate_doc(Article(id="a", text=doc.text, published="2024-03-14"), doc, Resources.load())


END = ("condemned VBD ROOT {v} condemn", "Chad NNP dobj {v}", ". . punct {v}")


def clause(*subject: str) -> tuple[str, ...]:
    """A subject with "condemned Chad" behind it; the head of the subject is its last row."""
    verb = len(subject)
    return (*(row.format(v=verb) for row in subject), *(row.format(v=verb) for row in END))


@pytest.mark.parametrize(
    ("rows", "word", "name", "acting"),
    [
        pytest.param(clause("Peruvian JJ amod 1", "troops NNS nsubj {v} troop"), "troops", "Peru", None, id="a force"),
        pytest.param(
            clause("Norway NNP poss 3", "'s POS case 0", "foreign JJ amod 3", "ministry NN nsubj {v}"),
            "ministry",
            "Norway Ministry of Foreign Affairs",
            "Norway",
            id="a ministry acts as its state",
        ),
        pytest.param(
            clause("Peruvian JJ amod 1", "nurses NNS nsubj {v} nurse"),
            "nurses",
            "Peruvian nurses",
            None,
            id="private people are not their state",
        ),
        pytest.param(
            clause("Italian JJ amod 1", "lawmakers NNS nsubj {v} lawmaker"),
            "lawmakers",
            "Italy",
            None,
            id="many officials",
        ),
        pytest.param(
            clause("an DT det 2", "Italian JJ amod 2", "lawmaker NN nsubj {v}"),
            "lawmaker",
            "Italian lawmaker",
            None,
            id="one official is a person",
        ),
        pytest.param(
            clause("the DT det 2", "Chilean JJ amod 2", "capital NN nsubj {v}"),
            "capital",
            "Santiago",
            None,
            id="a capital is a city",
        ),
        pytest.param(
            clause("a DT det 1", "court NN nsubj {v}", "in IN prep 1", "Lyon NNP pobj 2"),
            "court",
            "France",
            None,
            id="a court sits in its state",
        ),
        pytest.param(
            clause("the DT det 2", "militant JJ amod 2", "group NN nsubj {v}", "Hamas NNP appos 2"),
            "group",
            "Hamas",
            None,
            id="a body behind its description",
        ),
        pytest.param(
            clause("the DT det 2", "Hamas NNP compound 2", "government NN nsubj {v}"),
            "government",
            "Hamas",
            None,
            id="the government of a body",
        ),
        pytest.param(
            clause("EU NNP compound 1", "ministers NNS nsubj {v} minister"),
            "ministers",
            "European Union",
            None,
            id="members of a body act as the body",
        ),
    ],
)
def test_phrase(rows: tuple[str, ...], word: str, name: str, acting: str | None) -> None:
    annotated = annotate(*rows)
    head = token(annotated.doc, word)
    assert [mention.name for mention in annotated.mentions[head.i]] == [name]
    state = annotated.acting(head.i)
    assert (state.name if state else None) == acting


@pytest.mark.parametrize(
    ("rows", "word", "name"),
    [
        pytest.param(
            clause("Kosovo NNP compound 1", "Serbs NNPS nsubj {v} Serb"), "Serbs", "Kosovo Serbs", id="minority"
        ),
        pytest.param(
            clause("ethnic JJ amod 1", "Albanians NNPS nsubj {v}"), "Albanians", "ethnic Albanians", id="ethnic"
        ),
        pytest.param(clause("Exiled JJ amod 1", "Iranians NNPS nsubj {v}"), "Iranians", "Exiled Iranians", id="exiles"),
        pytest.param(clause("A DT det 1", "Frenchman NNP nsubj {v}"), "Frenchman", "Frenchman", id="one citizen"),
    ],
)
def test_people_that_are_not_their_state(rows: tuple[str, ...], word: str, name: str) -> None:
    annotated = annotate(*rows)
    (mention,) = annotated.mentions[token(annotated.doc, word).i]
    assert (mention.name, mention.kind, mention.entry) == (name, Kind.GROUP, None)


def test_army_of_a_state_at_war_with_its_own_group_is_a_party_of_its_own() -> None:
    annotated = annotate(
        "Sudan NNP poss 2", "'s POS case 0", "army NN nsubj 3", "attacked VBD ROOT 3 attack", "the DT det 7",
        "Rapid NNP compound 7", "Support NNP compound 7", "Forces NNPS dobj 3", ". . punct 3",
    )  # fmt: skip
    assert annotated.acting(token(annotated.doc, "army").i) is None


def test_several_states_share_a_noun() -> None:
    annotated = annotate(
        "British JJ amod 3", "and CC cc 0", "Kenyan JJ conj 0", "negotiators NNS nsubj 4 negotiator",
        "met VBD ROOT 4 meet", ". . punct 4",
    )  # fmt: skip
    names = [mention.name for mention in annotated.mentions[token(annotated.doc, "negotiators").i]]
    assert names == ["United Kingdom", "Kenya"]
