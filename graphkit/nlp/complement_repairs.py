"""Mend complements: "dismissed as baseless claims by Chad", "talks began in Lima between Chad and Niger"."""

from __future__ import annotations

from collections.abc import Iterator

from graphkit.nlp.dependencies import first_child, has_child, lemma, resources_of, token_at
from graphkit.nlp.repair import Attachment, Repair
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, has_path, path, pick

_HAPPENS = Shape('"talks [began]"', has=["nsubj|nsubjpass/NOUN"], lacks=["dobj[!place|effect|hold]", "attr"])

_COUNT = Shape('"the talks, the [first] in years"', "appos|attr:first|second|third|fourth|fifth|latest|last|only")

_TAXED = Shape('"duties on [cars]"', "pobj/NOUN", above=["*:on|against|over"])
_ANYBODY = ("pobj", "det:a|an")  # "the visit, the first by a premier"
#: Prepositions by which a noun names who takes part in an event.
_OF_EVENTS = frozenset({"between", "with", "by", "to", "against", "on"})


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


def _between(token: Token) -> Iterator[Attachment]:
    """Attach "between" to what happens between the two: "talks began [in Lima] between Chad and Niger"."""
    verb = next(iter(pick(token.ancestors, "*/VERB|AUX")), None)
    if token.lower_ != "between" or verb is None or not _HAPPENS.fits(verb):
        return
    if token.head.pos_ == "NOUN" and not token.head.ent_type_:
        return  # "the meeting came after a call between the two"
    sides = path(token, "pobj", "conj")
    subject = path(verb, "nsubj|nsubjpass/NOUN")[0]
    classes = resources_of(token).classes
    if any(lemma(subject) in classes[name] for name in ("actor", "office", "state_agent")):
        return  # "the envoy shuttled between Chad and Niger"
    if sides and subject.i < verb.i < token.i and not has_path(subject, "prep:between"):
        yield Attachment(token, subject, "prep")


def _counted(token: Token) -> Iterator[Attachment]:
    """Attach the sides of a meeting to it, not to the word that counts it: "the talks, the [first] between A and B"."""
    number = token.head
    if token.lower_ not in _OF_EVENTS or not _COUNT.fits(number) or has_path(token, *_ANYBODY):
        return
    noun = first_child(number.head, "nsubj") if number.dep_ == "attr" else number.head
    if noun is None or noun.pos_ != "NOUN" or noun.i > number.i or has_path(noun, f"prep:{token.lower_}"):
        return
    yield Attachment(token, noun, "prep")
    for owner in path(number, "poss"):
        yield Attachment(owner, noun, "poss")


def _origin(token: Token) -> Iterator[Attachment]:
    """Attach whence goods come to them, not to the verb: "imposed duties on cars [from] Chad"."""
    goods = token_at(token, -1)
    if token.lower_ != "from" or goods in (None, token.head) or not _TAXED.fits(goods):
        return
    if has_path(token, "pobj=GPE|NORP"):
        yield Attachment(token, goods, "prep")


def _unwelcome(token: Token) -> Iterator[Attachment]:
    """Attach whom a state declares "persona non grata": words of another language, which tear the clause."""
    last = token_at(token, 2)
    verbs = pick(token.doc.tokens[token.sent.start : token.i], "*/VERB[declare|name|brand|pronounce]")
    if token.lower_ not in ("persona", "personae") or not verbs or last is None or not last.lower_.startswith("grat"):
        return
    verb = verbs[-1]
    yield Attachment(last, verb, "oprd")
    yield Attachment(token, last, "compound")
    for noun in pick([*token.lefts, *last.lefts], "*/NOUN"):
        if verb.i < noun.i < token.i:
            yield Attachment(noun, verb, "dobj")
    for preposition in pick(last.rights, "prep"):
        yield Attachment(preposition, verb, "agent" if preposition.lower_ == "by" else "prep")


COMPLEMENT_REPAIRS: tuple[Repair, ...] = (
    Repair("repair/called-object", "Norway dismissed as baseless the claims by Chad.", _called_object, ("pobj",)),
    Repair("repair/between", "Talks began in Lima on Monday between Chad and Niger.", _between, ("prep",)),
    Repair("repair/counted", "The talks were the first between Chad and Niger.", _counted, ("prep",)),
    Repair("repair/origin", "Norway imposed duties on cars from Chad.", _origin, ("prep",)),
    Repair("repair/unwelcome", "Latvia declared a Russian diplomat persona non grata.", _unwelcome),
)
