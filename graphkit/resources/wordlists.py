"""Words that rules know by themselves, read from assets/lexicon/words.yaml: one class for each section of the file.

Every field is a set of lower-case lemmas; what each is for stands beside it in the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import Any, TypeVar

from graphkit.errors import AssetError
from graphkit.resources.gazetteer.entity_rows import load_text_yaml
from graphkit.resources.vocabulary import Vocabulary

_FILE = "words.yaml"
_Section = TypeVar("_Section")


@dataclass(frozen=True, slots=True)
class VerbWords:
    """Verbs that steer where arguments are found and what becomes of the clause below them."""

    object_control: frozenset[str]
    own_control: frozenset[str]
    charging: frozenset[str]
    judging: frozenset[str]
    treating: frozenset[str]
    speech: frozenset[str]
    quoting: frozenset[str]
    remarking: frozenset[str]
    ending: frozenset[str]
    failing: frozenset[str]
    refusing: frozenset[str]
    undergone: frozenset[str]
    threatening: frozenset[str]
    scheduling: frozenset[str]
    any_talk: frozenset[str]
    giving: frozenset[str]
    naming: frozenset[str]
    opposing: frozenset[str]
    appraising: frozenset[str]
    alleging: frozenset[str]
    holding: frozenset[str]
    motion: frozenset[str]
    entering: frozenset[str]
    retaliating: frozenset[str]
    uttering: frozenset[str]
    marching: frozenset[str]
    brokering: frozenset[str]
    peacemaking: frozenset[str]

    @classmethod
    def load(cls) -> VerbWords:
        """Read the verbs that graphkit ships (once per process)."""
        return _load_verbs()


@dataclass(frozen=True, slots=True)
class NounWords:
    """Nouns that say little by themselves or stand for something said before."""

    vague: frozenset[str]
    empty: frozenset[str]
    nameless: frozenset[str]
    any_deed: frozenset[str]
    no_victim: frozenset[str]
    uttered: frozenset[str]
    any_utterance: frozenset[str]
    asking: frozenset[str]
    charges: frozenset[str]
    mediators: frozenset[str]
    services: frozenset[str]
    disputes: frozenset[str]
    deciding: frozenset[str]
    spokesmen: frozenset[str]
    infringing: frozenset[str]
    envoys: frozenset[str]
    unofficial: frozenset[str]
    ranks: frozenset[str]
    of_something: frozenset[str]
    states: frozenset[str]
    bodies: frozenset[str]
    any_bodies: frozenset[str]
    pair_persons: frozenset[str]
    pair_states: frozenset[str]
    pair_any: frozenset[str]
    members: frozenset[str]
    single_members: frozenset[str]
    fighters: frozenset[str]
    parts: frozenset[str]
    doer_of: frozenset[str]
    heads_of_state: frozenset[str]
    governments: frozenset[str]
    relational: frozenset[str]
    armed: frozenset[str]
    armed_bodies: frozenset[str]
    own_cause: frozenset[str]
    suffered: frozenset[str]
    by_decree: frozenset[str]
    undoing: frozenset[str]
    endured: frozenset[str]
    of_every_state: frozenset[str]
    installations: frozenset[str]
    officials: frozenset[str]
    local_officials: frozenset[str]
    of_officials: frozenset[str]
    written: frozenset[str]
    localities: frozenset[str]
    place_parts: frozenset[str]
    kin: frozenset[str]
    texts: frozenset[str]

    @classmethod
    def load(cls) -> NounWords:
        """Read the nouns that graphkit ships (once per process)."""
        return _load_nouns()


@dataclass(frozen=True, slots=True)
class PredicateGroups:
    """Predicates by what they ask of their arguments."""

    plain_object: frozenset[str]
    between_actors: frozenset[str]
    placed: frozenset[str]
    bordering: frozenset[str]
    occasions: frozenset[str]
    against_states: frozenset[str]
    answering: frozenset[str]
    menacing: frozenset[str]
    of_nationals: frozenset[str]
    told_at_once: frozenset[str]
    charged: frozenset[str]
    undone: frozenset[str]
    harming: frozenset[str]
    reaching: frozenset[str]
    hostile: frozenset[str]
    forceful: frozenset[str]
    momentary: frozenset[str]
    steps: frozenset[str]
    of_rulers: frozenset[str]
    helping: frozenset[str]
    judging: frozenset[str]
    accusing: frozenset[str]
    talking: frozenset[str]
    fighting: frozenset[str]
    disputing: frozenset[str]
    dealing: frozenset[str]
    about_actors: frozenset[str]
    spoken: frozenset[str]
    in_person: frozenset[str]
    gathered: frozenset[str]
    receiving: frozenset[str]
    launching: frozenset[str]

    @classmethod
    def load(cls) -> PredicateGroups:
        """Read the groups that graphkit ships (once per process).

        Raises AssetError where a group names no predicate of the vocabulary.
        """
        return _load_predicates()


@cache
def inner_prepositions() -> Mapping[str, tuple[str, ...]]:
    """Read by predicate, or "other", the prepositions behind which an actor within a described object is looked for."""
    return {predicate: tuple(_split(text)) for predicate, text in _sections()["within"].items()}


@cache
def regions() -> Mapping[str, frozenset[str]]:
    """Read the states (entry ids) that a word of region can mean, or the body of its members: "Gulf", "Baltic".

    Raises AssetError where a line refers to one that is not there.
    """
    lines = _sections()["regions"]

    def expand(name: str) -> frozenset[str]:
        if name not in lines:
            raise _fault(f"regions refer to the unknown {name!r}", "regions")
        members = _split(lines[name])
        states = frozenset(member for member in members if not member.startswith("+"))
        return states.union(*(expand(member[1:]) for member in members if member.startswith("+")))

    return {name: expand(name) for name in lines}


@cache
def clipped_lemmas() -> Mapping[str, str]:
    """Read the right lemma of each that the lemmatiser cuts too short: "stag" of "staged" is stage."""
    return dict(_sections()["clipped"])


@cache
def past_lemmas() -> Mapping[str, str]:
    """Read the right lemma of each past form that may stay as it is: "froze" is of freeze."""
    return dict(_sections()["past"])


@cache
def _load_verbs() -> VerbWords:
    return _fill(VerbWords, "verbs")


@cache
def _load_nouns() -> NounWords:
    return _fill(NounWords, "nouns")


@cache
def _load_predicates() -> PredicateGroups:
    predicates = Vocabulary.load().predicates
    for group, text in _sections()["predicates"].items():
        for name in _split(text):
            if name not in predicates:
                raise _fault(f"{group} names the unknown predicate {name!r}", group)
    return _fill(PredicateGroups, "predicates")


def _split(text: str) -> list[str]:
    return [word for field in text.split(",") if (word := field.strip())]


@cache
def _text() -> str:
    return (resources.files("graphkit") / "assets" / "lexicon" / _FILE).read_text(encoding="utf-8")


@cache
def _sections() -> dict[str, dict[str, str]]:
    data: dict[str, dict[str, str]] = load_text_yaml(_text(), _FILE)
    return data


def _fill(kind: type[_Section], section: str) -> _Section:
    """Make a section an object of its class, whose fields are the names of the lists."""
    lists = _sections()[section]
    wanted = [field.name for field in fields(kind)]  # type: ignore[arg-type]  # each of the four is a dataclass
    for name in lists:
        if name not in wanted:
            raise _fault(f"{section} has the unknown list {name!r}", name)
    for name in wanted:
        if name not in lists:
            raise _fault(f"{section} lacks the list {name!r}", section)
    values: dict[str, Any] = {name: frozenset(_split(text)) for name, text in lists.items()}
    return kind(**values)


def _fault(what: str, key: str) -> AssetError:
    lines = enumerate(_text().splitlines(), start=1)
    line = next((number for number, text in lines if text.strip().startswith(f"{key}:")), 1)
    return AssetError(what, where=f"{_FILE}:{line}", remedy="use the names in graphkit/resources/wordlists.py")
