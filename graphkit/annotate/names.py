"""Proper names: gazetteer entries and the names that the entity recogniser finds, without overlap.

The longer reading wins; of two equally long ones the gazetteer's. What a name stands for depends on its use, which is
kept: a demonym or a capital is decided later, by its role in the clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from spacy.tokens import Doc, Span

from graphkit.model import Kind
from graphkit.nlp.dependencies import resources_of
from graphkit.nlp.document import Name
from graphkit.resources.gazetteer.gazetteer import Entry, Gazetteer, Reference, Use
from graphkit.resources.resources import Resources

_WORD = re.compile(r"\w+")
#: "K", "K.", "K.P.".
_INITIALS = re.compile(r"[A-Z]|(?:[A-Z]\.)+")
_LABELS = {
    "PERSON": Kind.PERSON,
    "ORG": Kind.ORGANIZATION,
    "GPE": Kind.PLACE,
    "LOC": Kind.PLACE,
    "FAC": Kind.PLACE,
    "NORP": Kind.GROUP,
    "EVENT": Kind.OCCASION,
    "LAW": Kind.AGREEMENT,
    "PRODUCT": Kind.THING,
    "WORK_OF_ART": Kind.THING,
}
#: No part of a name, though the recogniser may take them for one.
_LEADING = frozenset(
    ["the", "a", "an", "of", "its", "his", "her", "their", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "sir"]
)
#: Initials that a body's name must have to be known by them.
_ENOUGH = 3
#: What comes first among the readings of one string.
_USE_ORDER = (Use.NAME, Use.ACRONYM, Use.ALIAS, Use.FORMER, Use.DEMONYM, Use.CAPITAL, Use.SEAT)


class NameMatcher:
    """Finds the gazetteer's surface forms in a text by their first word; longest form first."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        by_first: dict[str, dict[str, list[Reference]]] = {}
        for form, reference in gazetteer.forms():
            first = _WORD.match(form)
            if first is None:
                continue
            forms = by_first.setdefault(first[0].casefold(), {})
            forms.setdefault(form, []).append(reference)
        self._forms: Mapping[str, tuple[tuple[str, tuple[Reference, ...]], ...]] = {
            first: tuple(
                sorted(((form, tuple(refs)) for form, refs in forms.items()), key=lambda item: (-len(item[0]), item[0]))
            )
            for first, forms in by_first.items()
        }

    def find(self, doc: Doc) -> Iterable[tuple[int, int, tuple[Reference, ...]]]:
        """Token ranges and the entries that their words may refer to, longest first at each place."""
        text = doc.text
        folded = text.casefold()
        exact = len(folded) == len(text)
        ends = {token.idx + len(token): token.i + 1 for token in doc}
        skip_to = 0
        for token in doc:
            if token.i < skip_to or not (token.text[0].isupper() or token.text[0].isdigit()):
                continue
            first = _WORD.match(token.text)
            forms = self._forms.get(first[0].casefold(), ()) if first else ()
            for form, refs in forms:
                end = ends.get(token.idx + len(form))
                if end is None:
                    continue
                surface = text[token.idx : token.idx + len(form)]
                # short all-capital forms (US, WHO, AU) only as they are written
                if surface != form and (
                    (form.isupper() and len(form) <= 5) or not exact or surface.casefold() != form.casefold()
                ):
                    continue
                if surface != form and (surface.islower() or _is_common(doc[token.i : end], form)):
                    continue
                yield token.i, end, refs
                skip_to = end
                break


def _is_common(words: Span, form: str) -> bool:
    """Whether a name is not meant as one: "an Islamic state" after the article, with a small letter."""
    before = words.doc[words.start - 1].lower_ if words.start else ""
    return before in ("a", "an") and words[-1].text.islower() and not form.split()[-1].islower()


@lru_cache(maxsize=4)
def matcher_of(gazetteer: Gazetteer) -> NameMatcher:
    """One matcher a gazetteer: building it reads every form."""
    return NameMatcher(gazetteer)


def _trimmed(ent: Span) -> tuple[int, int]:
    """The tokens of an entity without articles, honorifics and marks around it."""
    start, end = ent.start, ent.end
    doc = ent.doc
    while start < end and (doc[start].lower_ in _LEADING or doc[start].is_punct or doc[start].is_space):
        start += 1
    while end > start + 1 and doc[end - 1].tag_ in ("IN", "TO", "CC", "DT") and doc[end - 1].text.islower():
        end -= 1
    while end > start and (
        doc[end - 1].tag_ == "POS" or (doc[end - 1].is_punct and doc[end - 1].text != ")") or doc[end - 1].is_space
    ):
        end -= 1
    return start, end


def _is_office(words: Span) -> bool:
    """Whether an entity is an office and what it is for, or a bare "State"."""
    if len(words) < 3:
        return words.text == "State"
    return words[1].lower_ in ("of", "for") and words[0].lower_ in resources_of(words[0]).classes["office"]


def _before_initials(doc: Doc, start: int) -> int:
    """Where a name begins with the initials before it: "[R K] Laxman", "[J.] Ortega"."""
    while (
        start > 0
        and _INITIALS.fullmatch(doc[start - 1].text)
        and doc[start - 1].pos_ == "PROPN"
        and doc[start - 1].dep_ == "compound"
        and doc[start - 1].head.i >= start
    ):
        start -= 1
    return start


def _spelled_otherwise(text: str, gazetteer: Gazetteer) -> Entry | None:
    """The one known person of a name that is written with other stops or spaces."""
    entries = {ref.entry for ref in gazetteer.references(text)}
    found = [gazetteer.entries[entry] for entry in entries]
    return found[0] if len(found) == 1 and found[0].kind is Kind.PERSON else None


def best_reference(gazetteer: Gazetteer, refs: Iterable[Reference], label: str | None) -> Reference:
    """The likeliest reading of one form: by kind where the recogniser is sure, else name, demonym, capital."""

    def order(ref: Reference) -> tuple[int, int, str]:
        kind = gazetteer.entries[ref.entry].kind
        fits = label is None or _LABELS.get(label) == kind or (label in ("GPE", "NORP") and kind is Kind.STATE)
        return (0 if fits else 1, _USE_ORDER.index(ref.use), ref.entry)

    return min(refs, key=order)


def find_names(doc: Doc, resources: Resources) -> list[Name]:
    """All names of the text in order, none overlapping another."""
    gazetteer, classes, words = resources.gazetteer, resources.classes, resources.names
    found: list[Name] = []
    labels = {(start, end): ent.label_ for ent in doc.ents for start, end in [_trimmed(ent)]}
    for start, end, refs in matcher_of(gazetteer).find(doc):
        ref = best_reference(gazetteer, refs, labels.get((start, end)))
        entry = gazetteer.entries[ref.entry]
        found.append(
            Name(
                start,
                end,
                entry.name,
                entry.kind,
                str(ref.use),
                entry.id,
                labels.get((start, end)),
                "exact" if ref.use is Use.NAME else "alias",
            )
        )
    for (start, end), label in labels.items():
        kind = _LABELS.get(label)
        if kind is None or start >= end or not any(token.text[0].isupper() for token in doc[start:end]):
            continue
        if kind is Kind.PERSON and not all(
            t.pos_ in ("PROPN", "NOUN", "ADJ", "X", "PART", "ADP", "DET", "PUNCT", "CCONJ") for t in doc[start:end]
        ):
            continue
        cut = [i for i in range(start, end) if doc[i].lower_ in words.no_name]
        if cut and (cut[-1] == end - 1 or doc[cut[-1] + 1].tag_ in ("IN", "TO")):
            continue  # "State Visit to Peru"
        if kind is Kind.ORGANIZATION and _is_office(doc[start:end]):
            continue  # "Minister of Labour and Health"
        if end - start == 1 and doc[start].lower_ in classes["agreement"]:
            continue  # "FTA"
        if kind is Kind.PERSON:
            start = _before_initials(doc, start)
        text = " ".join(doc[start:end].text.split())
        known = _spelled_otherwise(text, gazetteer) if kind is Kind.PERSON and end - start > 1 else None
        if known is not None:  # "K P Sharma Oli" for "K. P. Sharma Oli"
            found.append(Name(start, end, known.name, kind, str(Use.ALIAS), known.id, label, "alias"))
            continue
        found.append(Name(start, end, text, kind, "person" if kind is Kind.PERSON else "other", None, label))
    taken: set[int] = set()
    kept = []
    for name in sorted(found, key=lambda n: (-(n.end - n.start), n.entry is None, n.start)):
        if not taken.intersection(range(name.start, name.end)):
            taken.update(range(name.start, name.end))
            kept.append(name)
    return sorted(kept, key=lambda n: n.start)


def _initialled(doc: Doc, names: list[Name]) -> dict[str, Name]:
    """Unknown bodies under the acronyms that their initials make, where those would be read as quite another body."""
    written = {name.entry for name in names if name.use != "acronym"}
    others = {doc[n.start : n.end].text: n for n in names if n.use == "acronym" and n.entry not in written}
    found: dict[str, Name] = {}
    for name in names:
        words = [t.text for t in doc[name.start : name.end] if t.text[0].isupper()]
        other = others.get("".join(word[0] for word in words))
        if other is None or name.entry is not None or name.kind is not Kind.ORGANIZATION or len(words) < _ENOUGH:
            continue
        if 2 * len(set(words) & set(other.name.split())) < len(words):  # no other spelling of the same
            found.setdefault(doc[other.start : other.end].text, name)
    return found


def name_acronyms(doc: Doc, names: list[Name]) -> list[Name]:
    """Lets an acronym stand for the name that has it in brackets or begins its words so: "the CLF", Coastal Front."""
    initialled = _initialled(doc, names)
    meant = dict(initialled)
    for name in names:
        end = name.end
        for i in range(name.start, min(end + 3, len(doc)) - 1):
            short = doc[i + 1].text
            if (
                doc[i].text == "("
                and short.isupper()
                and 2 <= len(short) <= 8
                and i > name.start
                and name.entry is None
            ):
                full = " ".join(doc[name.start : i].text.split())
                meant.setdefault(short, replace(name, end=i, name=full))
    if not meant:
        return names
    starts = {name.start: name for name in meant.values()}
    out: list[Name] = []
    taken: set[int] = set()
    for name in names:
        named = meant.get(doc[name.start : name.end].text) or starts.get(name.start)
        if named is not None and (name.entry is None or named in initialled.values()):
            kind = Kind.ORGANIZATION if named.kind is Kind.PERSON else named.kind
            name = replace(name, name=named.name, kind=kind, use="acronym", entry=None, reason="alias")
        out.append(name)
        taken.update(range(name.start, name.end))
    for token in doc:
        again = meant.get(token.text)
        if again is not None and token.i not in taken:
            out.append(replace(again, start=token.i, end=token.i + 1, use="acronym", reason="alias"))
    return sorted(out, key=lambda n: n.start)
