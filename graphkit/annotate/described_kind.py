"""Tell what sort of thing a described noun is: a group, a weapon, an agreement, an occasion, a place."""

from __future__ import annotations

from collections.abc import Mapping

from graphkit.model import Kind
from graphkit.nlp.dependencies import head_phrases, preps
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Token
from graphkit.resources.gazetteer.gazetteer import Use
from graphkit.resources.word_classes import WordClasses

#: Kinds by the classes of nouns that they have, in this order.
_KINDS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (Kind.GROUP, ("actor", "office", "state_agent", "state_agents", "state_body", "organ", "prisoner")),
    (Kind.WEAPON, ("tested_weapon", "weapon")),
    (Kind.AGREEMENT, ("agreement",)),
    (Kind.OCCASION, ("occasion",)),
    (Kind.PLACE, ("place",)),
)
_DOER_ENDINGS = ("er", "or", "ist", "ian", "man")
#: A shorter word with such an ending is seldom a doer.
_SHORTEST_DOER = 5


def described_kind(head: Token, names: Mapping[int, Name], classes: WordClasses) -> Kind:
    """Give the kind of what a noun describes, by its longest known phrase."""
    phrases = head_phrases(head)
    if phrases[0] in classes["quantity"]:
        counted = _counted_kind(head, names, classes)
        if counted is not None:
            return counted
    if phrases[0] in classes["vehicle"]:
        if is_of_class(phrases, classes, "weapon"):
            return Kind.WEAPON
        return Kind.THING
    for kind, class_names in _KINDS:
        if not is_of_class(phrases, classes, *class_names):
            continue
        return kind
    if _is_doer(phrases[0], classes):
        return Kind.GROUP
    return Kind.THING


def is_of_class(phrases: tuple[str, ...], classes: WordClasses, *class_names: str) -> bool:
    """Tell whether a noun, alone or with the words before it, is in one of these classes."""
    for name in class_names:  # noqa: SIM110  # a loop is faster
        if not classes[name].isdisjoint(phrases):
            return True
    return False


def _counted_kind(head: Token, names: Mapping[int, Name], classes: WordClasses) -> Kind | None:
    """Give the kind of what is counted: "thousands of refugees" are refugees."""
    for word, inner in preps(head):
        if word != "of":
            continue
        name = names.get(inner.i)
        if name is not None and name.use == Use.DEMONYM:
            return Kind.GROUP  # "thousands of Georgians"
        return described_kind(inner, names, classes)
    return None


def _is_doer(noun: str, classes: WordClasses) -> bool:
    """Tell whether a noun is a person by its form: "smuggler", "banker", "lobbyist"."""
    if len(noun) < _SHORTEST_DOER:
        return False
    if noun in classes["no_doer"]:
        return False
    return noun.endswith(_DOER_ENDINGS)
