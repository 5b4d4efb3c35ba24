"""Mend objects that come behind what they are called: "dismissed as baseless claims by Chad"."""

from __future__ import annotations

from collections.abc import Iterator

from graphkit.nlp.dependencies import has_child, lemma, resources_of, token_at
from graphkit.nlp.repair import Attachment, Repair
from graphkit.nlp.tokens import Token


def _called_object(token: Token) -> Iterator[Attachment]:
    """Attach an object that is read as what something is called: "called as false the [claims] by Chad"."""
    preposition = token.head
    verb, adjective = preposition.head, token_at(preposition, 1)
    if preposition.lower_ != "as" or verb.pos_ != "VERB" or adjective is None or adjective.tag_ != "JJ":
        return
    if has_child(verb, "dobj", "nsubjpass", "auxpass") or adjective.head not in (token, preposition):
        return
    after = token_at(adjective, 1)
    is_parted = after is not None and after.tag_ in ("DT", "PRP$")
    if is_parted or lemma(adjective) in resources_of(token).classes["untrue"]:
        yield Attachment(adjective, preposition, "amod")
        yield Attachment(token, verb, "dobj")


COMPLEMENT_REPAIRS: tuple[Repair, ...] = (
    Repair("repair/called-object", "Norway dismissed as baseless the claims by Chad.", _called_object, ("pobj",)),
)
