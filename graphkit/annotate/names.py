"""Find proper names: gazetteer entries and the names that the entity recogniser finds, without overlap.

The longer reading wins; of two equally long ones the gazetteer's. What a name stands for depends on its use, which is
kept: a demonym or a capital is decided later, by its role in the clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, takewhile
from operator import attrgetter

from graphkit.annotate.entity_spans import entity_kind, trim_entities
from graphkit.annotate.name_matcher import matcher_of
from graphkit.model import Kind
from graphkit.nlp.dependencies import resources_of, word_at, words_of
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Doc, TokenSpan
from graphkit.nlp.tree_paths import Shape, Shapes, compile_pattern, fits
from graphkit.resources.gazetteer.gazetteer import Entry, Gazetteer, Reference, Use, entries_by_id
from graphkit.resources.resources import Resources

#: What comes first among the readings of one string.
_USE_ORDER = (Use.NAME, Use.ACRONYM, Use.ALIAS, Use.FORMER, Use.DEMONYM, Use.CAPITAL, Use.SEAT)
_IN_PERSONS = frozenset({"PROPN", "NOUN", "ADJ", "X", "PART", "ADP", "DET", "PUNCT", "CCONJ"})
_TRUSTING = "believe|confide|find|invest|see|trust"
#: Labels of the recogniser under which states may stand.
_OF_STATES = frozenset({"GPE", "NORP"})
#: In places something happens, but "believe in" and the like are verbs of trust.
_HAPPENS_IN = Shapes(
    Shape('"killed in [Mandera]"', "pobj", above=["*:in|near|outside", f"*/VERB[!{_TRUSTING}]"]),
    Shape('"raids in [Mandera]"', "pobj", above=["*:in|near|outside", "*/NNS"]),
)
#: Before the short name of a state: "the Republic of Kiribati".
_LONG_STATES = (
    "republic of ", "kingdom of ", "state of ", "government of ", "governments of ", "people of ", "peoples of ",
    "sultanate of ", "islamic republic of ", "the ",
)  # fmt: skip


def find_names(doc: Doc, resources: Resources) -> list[Name]:
    """Return all names of the text in order, none overlapping another."""
    entities = trim_entities(doc, resources)
    names = [*_gazetteer_names(doc, resources, entities), *_recognised_names(doc, resources, entities)]
    for is_wrong in (_is_title_and_given_name, _is_tail_of_person, _is_described_name):
        names = [name for name in names if not is_wrong(doc, name, names)]
    taken: set[int] = set()
    kept = []
    for name in sorted(names, key=lambda n: (n.start - n.end, n.entry is None, n.start)):
        if not taken.isdisjoint(range(name.start, name.end)):
            continue
        taken.update(range(name.start, name.end))
        kept.append(name)
    return sorted(kept, key=attrgetter("start"))


def _is_title_and_given_name(doc: Doc, name: Name, names: list[Name]) -> bool:
    """Tell whether an alias is cut from a longer name with its title: "Crown Prince Mohammed" of "... bin Salman"."""
    if name.kind is not Kind.PERSON:
        return False
    titles = resources_of(doc[name.start]).names.ruling_house
    if titles.isdisjoint(words_of(doc.tokens[name.start : name.end])):
        return False
    persons = [other for other in names if other.kind is Kind.PERSON]
    return any(name.start < other.start < name.end < other.end for other in persons)


def _is_tail_of_person(doc: Doc, name: Name, names: list[Name]) -> bool:
    """Tell whether a person's name begins within another's: "Salman of Chad" in "Karim bin Salman of Chad"."""
    if name.kind is not Kind.PERSON:
        return False
    persons = [other for other in names if other.kind is Kind.PERSON]
    return any(other.start < name.start < other.end < name.end for other in persons)


def _is_described_name(doc: Doc, name: Name, names: list[Name]) -> bool:
    """Tell whether a recognised name is a known one with adjectives before it: "Arab Al Qaeda"."""
    adjectives = list(takewhile(compile_pattern("*/JJ").fits, doc.tokens[name.start : name.end]))
    if name.entry is not None:
        return False
    if not adjectives:
        return False
    same_end = [other for other in names if other.end == name.end and other.kind is Kind.ORGANIZATION]
    starts = [other.start for other in same_end if other.entry is not None]
    return any(name.start < start <= adjectives[-1].i + 1 for start in starts)


def best_reference(gazetteer: Gazetteer, refs: Iterable[Reference], label: str | None) -> Reference:
    """Return the likeliest reading of one form: by kind where the recogniser is sure, else name, demonym, capital."""
    return min(
        refs, key=lambda ref: (not _fits(gazetteer.entries[ref.entry], label), _USE_ORDER.index(ref.use), ref.entry)
    )


def _fits(entry: Entry, label: str | None) -> bool:
    """Tell whether an entry is of the kind that the recogniser says."""
    if label is None:
        return True
    if entity_kind(label) is entry.kind:
        return True
    return entry.kind is Kind.STATE and label in _OF_STATES


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
    called = resources.gazetteer.entries_called(doc[start + 1 : end].text)
    return start + 1 if entry.id in [other.id for other in called] else start


def _recognised_names(doc: Doc, resources: Resources, entities: dict[tuple[int, int], str]) -> Iterator[Name]:
    gazetteer = resources.gazetteer
    for (start, end), label in entities.items():
        kind, words = entity_kind(label), doc[start:end]
        if kind is None:
            continue
        if not _is_name(words, kind, resources):
            continue
        text = " ".join(words.text.split())
        if kind is Kind.PERSON and _is_place(words, text, entities, resources):
            kind = Kind.PLACE
        entry = _known_person(text, gazetteer) if kind is Kind.PERSON else _long_state(text, gazetteer)
        if entry is not None:  # "K P Sharma Oli" for "K. P. Sharma Oli"
            yield Name(start, end, entry.name, entry.kind, str(Use.ALIAS), entry.id, label, "alias")
            continue
        yield Name(start, end, text, kind, "person" if kind is Kind.PERSON else "other", None, label)


def _is_place(words: TokenSpan, text: str, entities: Iterable[tuple[int, int]], resources: Resources) -> bool:
    """Tell whether what the recogniser takes for a person is a place by its only mention."""
    if not _is_in_place(words):
        return False
    if resources.gazetteer.references(text):
        return False
    others = [words.doc[start:end] for start, end in entities if (start, end) != (words.start, words.end)]
    elsewhere = chain.from_iterable(others)
    return text not in {word.text for word in elsewhere}


def _is_in_place(words: TokenSpan) -> bool:
    """Tell whether something happens in what the recogniser takes for a person: "killed two soldiers in Mandera"."""
    if len(words) > 1:
        return False
    return _HAPPENS_IN.fits(words.root)


def _is_name(words: TokenSpan, kind: Kind, resources: Resources) -> bool:
    """Tell whether an entity is a name, not a word that the recogniser takes for one because of its capital."""
    capitals = [token for token in words if token.text[0].isupper()]
    if not capitals:
        return False
    if kind is Kind.PERSON and not _IN_PERSONS.issuperset(token.pos_ for token in words):
        return False
    if _ends_in_no_name(words, resources.names.no_name):
        return False
    if kind is Kind.ORGANIZATION and _is_office(words, resources):
        return False
    if kind is Kind.PERSON and words.text.lower() in resources.classes["office"]:
        if len(words) > 1:
            return False  # "Crown Prince"
        return word_at(words[0], -1) != "the"  # no "the Amir"
    if len(words) > 1:
        return True
    return words[0].lower_ not in resources.classes["agreement"]  # "FTA"


def _ends_in_no_name(words: TokenSpan, no_name: frozenset[str]) -> bool:
    """Tell whether an entity ends in what names nothing, or goes on with a preposition: "State Visit to Peru"."""
    cut = [token for token in words if token.lower_ in no_name]
    if not cut:
        return False
    if cut[-1].i == words.end - 1:
        return True
    return fits(cut[-1].nbor(1), "*/IN|TO")


def _is_office(words: TokenSpan, resources: Resources) -> bool:
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
    called = entries_by_id(gazetteer.entries_called(text))
    if len(called) != 1:
        return None
    (entry,) = called.values()
    return entry if entry.kind is Kind.PERSON else None


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
        named = [ref.entry for ref in gazetteer.references(rest) if ref.use is not Use.DEMONYM]
        states = [entry for entry in map(gazetteer.entries.__getitem__, named) if entry.kind is Kind.STATE]
        return states[0] if states else None
    return None


def as_name(name: Name, entry: Entry, use: str) -> Name:
    """Return a name read as another entry."""
    return replace(name, name=entry.name, kind=entry.kind, entry=entry.id, use=use)
