"""Find proper names: gazetteer entries and the names that the entity recogniser finds, without overlap.

The longer reading wins; of two equally long ones the gazetteer's. What a name stands for depends on its use, which is
kept: a demonym or a capital is decided later, by its role in the clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from graphkit.annotate.entity_spans import entity_kind, trim_entities
from graphkit.annotate.name_matcher import matcher_of
from graphkit.model import Kind
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc, Span
from graphkit.resources.gazetteer.gazetteer import Entry, Gazetteer, Reference, Use
from graphkit.resources.resources import Resources

#: What comes first among the readings of one string.
_USE_ORDER = (Use.NAME, Use.ACRONYM, Use.ALIAS, Use.FORMER, Use.DEMONYM, Use.CAPITAL, Use.SEAT)
_TITLES = frozenset({"prince", "princess", "king", "queen", "sheikh"})
_IN_PERSONS = frozenset({"PROPN", "NOUN", "ADJ", "X", "PART", "ADP", "DET", "PUNCT", "CCONJ"})
#: Behind a verb they are followed by a place, but for verbs of trust.
_LOCATING = frozenset({"in", "near", "outside"})
_TRUSTING = frozenset({"believe", "confide", "find", "invest", "see", "trust"})
#: Before the short name of a state: "the Republic of Kiribati".
_LONG_STATES = (
    "republic of ", "kingdom of ", "state of ", "government of ", "governments of ", "people of ", "peoples of ",
    "sultanate of ", "islamic republic of ", "the ",
)  # fmt: skip


def find_names(doc: Doc, resources: Resources) -> list[Name]:
    """Return all names of the text in order, none overlapping another."""
    entities = trim_entities(doc, resources)
    found = [*_gazetteer_names(doc, resources, entities), *_recognised_names(doc, resources, entities)]
    found = [name for name in found if not _is_title_and_given_name(doc, name, found)]
    found = [name for name in found if not _is_tail_of_person(name, found)]
    found = [name for name in found if not _is_described_name(doc, name, found)]
    taken: set[int] = set()
    kept = []
    for name in sorted(found, key=lambda n: (n.start - n.end, n.entry is None, n.start)):
        if not taken.isdisjoint(range(name.start, name.end)):
            continue
        taken.update(range(name.start, name.end))
        kept.append(name)
    return sorted(kept, key=lambda n: n.start)


def _is_title_and_given_name(doc: Doc, name: Name, found: list[Name]) -> bool:
    """Tell whether an alias is cut from a longer name with its title: "Crown Prince Mohammed" of "... bin Salman"."""
    if name.kind is not Kind.PERSON:
        return False
    if _TITLES.isdisjoint(t.lower_ for t in doc[name.start : name.end]):
        return False
    return any(n.kind is Kind.PERSON and name.start < n.start < name.end < n.end for n in found)


def _is_tail_of_person(name: Name, found: list[Name]) -> bool:
    """Tell whether a person's name begins within another's: "Salman of Chad" in "Karim bin Salman of Chad"."""
    if name.kind is not Kind.PERSON:
        return False
    return any(n.kind is Kind.PERSON and n.start < name.start < n.end < name.end for n in found)


def _is_described_name(doc: Doc, name: Name, found: list[Name]) -> bool:
    """Tell whether a recognised name is a known one with adjectives before it: "Arab Al Qaeda"."""
    if name.entry is not None:
        return False
    known = (n for n in found if n.entry is not None and n.kind is Kind.ORGANIZATION and n.end == name.end)
    return any(n.start > name.start and all(t.tag_ == "JJ" for t in doc[name.start : n.start]) for n in known)


def best_reference(gazetteer: Gazetteer, refs: Iterable[Reference], label: str | None) -> Reference:
    """Return the likeliest reading of one form: by kind where the recogniser is sure, else name, demonym, capital."""
    return min(
        refs, key=lambda ref: (not _fits(gazetteer.entries[ref.entry], label), _USE_ORDER.index(ref.use), ref.entry)
    )


def _fits(entry: Entry, label: str | None) -> bool:
    if label is None:
        return True
    if entity_kind(label) == entry.kind:
        return True
    if label not in ("GPE", "NORP"):
        return False
    return entry.kind is Kind.STATE


def _gazetteer_names(doc: Doc, resources: Resources, entities: dict[tuple[int, int], str]) -> Iterator[Name]:
    gazetteer = resources.gazetteer
    for start, end, refs in matcher_of(gazetteer).find(doc):
        label = entities.get((start, end))
        ref = best_reference(gazetteer, refs, label)
        entry = gazetteer.entries[ref.entry]
        reason = "exact" if ref.use is Use.NAME else "alias"
        if entry.kind is Kind.PERSON:
            start = _after_title(doc, start, end, entry, resources)
        yield Name(start, end, entry.name, entry.kind, str(ref.use), entry.id, label, reason)


def _after_title(doc: Doc, start: int, end: int, entry: Entry, resources: Resources) -> int:
    """Skip the title in an alias where the rest is a name of the person too: "Prince Mohammed bin Salman"."""
    if doc[start].lower_ not in resources.names.before_names:
        return start
    if end - start < 3:
        return start
    rest = resources.gazetteer.references(doc[start + 1 : end].text)
    if any(ref.entry == entry.id for ref in rest):
        return start + 1
    return start


def _recognised_names(doc: Doc, resources: Resources, entities: dict[tuple[int, int], str]) -> Iterator[Name]:
    gazetteer = resources.gazetteer
    for (start, end), label in entities.items():
        kind, words = entity_kind(label), doc[start:end]
        if kind is None:
            continue
        if not _is_name(words, kind, resources):
            continue
        text = " ".join(words.text.split())
        if kind is Kind.PERSON and _is_in_place(words) and not gazetteer.references(text):
            others = {doc[n].text for span in entities if span != (start, end) for n in range(*span)}
            kind = kind if text in others else Kind.PLACE
        known = _known_person(text, gazetteer) if kind is Kind.PERSON else _long_state(text, gazetteer)
        if known is not None:  # "K P Sharma Oli" for "K. P. Sharma Oli"
            yield Name(start, end, known.name, known.kind, str(Use.ALIAS), known.id, label, "alias")
            continue
        yield Name(start, end, text, kind, "person" if kind is Kind.PERSON else "other", None, label)


def _is_in_place(words: Span) -> bool:
    """Tell whether something happens in what the recogniser takes for a person: "killed two soldiers in Mandera"."""
    root, preposition = words.root, words.root.head
    if len(words) > 1 or root.dep_ != "pobj" or preposition.lower_ not in _LOCATING:
        return False
    above = preposition.head
    return above.tag_ == "NNS" or (above.pos_ == "VERB" and above.lemma_ not in _TRUSTING)


def _is_name(words: Span, kind: Kind, resources: Resources) -> bool:
    """Tell whether an entity is a name, not a word that the recogniser takes for one because of its capital."""
    if not any(token.text[0].isupper() for token in words):
        return False
    if kind is Kind.PERSON and any(token.pos_ not in _IN_PERSONS for token in words):
        return False
    if _ends_in_no_name(words, resources.names.no_name):
        return False
    if kind is Kind.ORGANIZATION and _is_office(words, resources):
        return False
    if len(words) > 1:
        return True
    return words[0].lower_ not in resources.classes["agreement"]  # "FTA"


def _ends_in_no_name(words: Span, no_name: frozenset[str]) -> bool:
    """Tell whether an entity ends in what names nothing, or goes on with a preposition: "State Visit to Peru"."""
    cut = [token for token in words if token.lower_ in no_name]
    if not cut:
        return False
    last = cut[-1]
    if last.i == words.end - 1:
        return True
    return last.nbor(1).tag_ in ("IN", "TO")


def _is_office(words: Span, resources: Resources) -> bool:
    """Tell whether an entity is an office and what it is for, a portfolio before its office, or a bare "State"."""
    offices = resources.classes["office"]
    if len(words) < 3:
        return words.text == "State"
    if words[1].lower_ not in ("of", "for"):
        return False
    first = words[0].lower_
    if first in offices:
        return True
    return first.removesuffix("s") in offices


def _known_person(text: str, gazetteer: Gazetteer) -> Entry | None:
    """Return the one known person of a name that is written with other stops or spaces."""
    if " " not in text:
        return None
    entries = {ref.entry for ref in gazetteer.references(text)}
    found = [gazetteer.entries[entry] for entry in entries]
    if len(found) == 1 and found[0].kind is Kind.PERSON:
        return found[0]
    return None


def _long_state(text: str, gazetteer: Gazetteer) -> Entry | None:
    """Return the state of a long name that the gazetteer lacks: "Republic of Kiribati"."""
    folded = text.casefold()
    for prefix in _LONG_STATES:
        if not folded.startswith(prefix):
            continue
        rest = text[len(prefix) :]
        inner = _long_state(rest, gazetteer)
        if inner is not None:
            return inner
        entries = [gazetteer.entries[ref.entry] for ref in gazetteer.references(rest) if ref.use is not Use.DEMONYM]
        return next((entry for entry in entries if entry.kind is Kind.STATE), None)
    return None


def as_name(name: Name, entry: Entry, use: str) -> Name:
    """Return a name read as another entry."""
    return replace(name, name=entry.name, kind=entry.kind, entry=entry.id, use=use)
