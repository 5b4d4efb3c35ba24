"""Load everything that annotation and extraction know of words and of the world, once, as one frozen object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from graphkit.model import OwnPredicate
from graphkit.resources.confidence_weights import ConfidenceWeights
from graphkit.resources.gazetteer.gazetteer import Gazetteer
from graphkit.resources.lexicon.lexicon import Lexicon
from graphkit.resources.name_words import NameWords
from graphkit.resources.vocabulary import Vocabulary
from graphkit.resources.word_classes import Cues, WordClasses
from graphkit.resources.wordlists import (
    NounWords,
    PredicateGroups,
    VerbWords,
    clipped_lemmas,
    inner_prepositions,
    past_lemmas,
    regions,
)


@dataclass(frozen=True, eq=False)
class Resources:
    """The knowledge of words and of the world. Passed from `load` down to every rule; nothing is loaded in a rule.

    `within` gives the prepositions behind which an actor is looked for in a described object, by predicate; `regions`
    the entries that a word of region can mean; `clipped` the right lemma of those that the lemmatizer cuts too short,
    `past` of past forms that it leaves; `confidence` the weights that tell how sure an event is; `off` the ids of rules
    that are switched off to find what each is worth.
    """

    gazetteer: Gazetteer
    lexicon: Lexicon
    vocabulary: Vocabulary
    classes: WordClasses
    cues: Cues
    verbs: VerbWords
    nouns: NounWords
    names: NameWords
    groups: PredicateGroups
    within: Mapping[str, tuple[str, ...]]
    regions: Mapping[str, frozenset[str]]
    clipped: Mapping[str, str]
    past: Mapping[str, str]
    confidence: ConfidenceWeights
    off: frozenset[str] = frozenset()

    @classmethod
    def load(
        cls,
        *,
        gazetteer: Sequence[Path] = (),
        lexicon: Sequence[Path] = (),
        predicates: Sequence[OwnPredicate] = (),
    ) -> Resources:
        """Load the shipped resources, the user's files and own predicates, once per process for each choice of them.

        Raises AssetError with file and line for a file that does not hold together.
        """
        return _load(tuple(map(Path, gazetteer)), tuple(map(Path, lexicon)), tuple(predicates))

    def without(self, *rules: str) -> Resources:
        """Return the same resources with some rules switched off, by id."""
        return replace(self, off=self.off | frozenset(rules))


@lru_cache(maxsize=4)
def _load(gazetteer: tuple[Path, ...], lexicon: tuple[Path, ...], predicates: tuple[OwnPredicate, ...]) -> Resources:
    actors = Gazetteer.load(gazetteer)
    return Resources(
        gazetteer=actors,
        lexicon=Lexicon.load(lexicon, predicates),
        vocabulary=Vocabulary.load().extend(predicates),
        classes=WordClasses.load(lexicon).add_words("office", actors.office_words()),
        cues=Cues.load(lexicon),
        verbs=VerbWords.load(),
        nouns=NounWords.load(),
        names=NameWords.load(),
        groups=PredicateGroups.load(),
        within=inner_prepositions(),
        regions=regions(),
        clipped=clipped_lemmas(),
        past=past_lemmas(),
        confidence=ConfidenceWeights.load(),
    )
