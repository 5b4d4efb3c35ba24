"""Join the names of people within an article: shorter forms and surnames that stand for one of its full names.

In turn, here and in `person_clusters`: a surname or shorter form joins the only full name of its article that it fits;
full names that are the same after normalisation are one person unless their bearers differ; names that differ only by
transliteration or by left-out middle names are one person where both act for the same state; a surname left over joins
the only person of the corpus or the gazetteer that fits by state or office and date, or stays itself. Every step looks
only at what the step before it left, never at its own results, so that order cannot matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from graphkit.resolve.entities.gazetteer_lookup import GazetteerLookup
from graphkit.resolve.entities.name_occurrence import (
    NameOccurrence,
    OccurrenceKey,
    bearers_differ,
    order_of,
    share_context,
)
from graphkit.resources.person_names import PersonName, parse_person

_Names = Mapping[OccurrenceKey, PersonName]
_Joined = dict[OccurrenceKey, tuple[NameOccurrence, str]]


def join_within(people: Sequence[NameOccurrence], names: _Names, lookup: GazetteerLookup) -> _Joined:
    """Join the shorter forms, then the surnames, of an article that fit exactly one of its full names.

    What is said of those is then said of the full name.
    """
    joined: _Joined = {}
    for bare, reason in ((False, "shorter form"), (True, "surname in article")):
        full = [
            person for person in people if person.key not in joined and (person.entry or not names[person.key].bare)
        ]
        short = [person for person in people if names[person.key].bare is bare and not person.entry]
        fits: _Joined = {}
        for person in short:
            bearer = _find_bearer(person, full, names, lookup)
            if bearer is not None:
                fits[person.key] = (bearer, reason)
        joined.update({key: pair for key, pair in fits.items() if pair[0].key not in fits})
    occurrences = {person.key: person for person in people}
    for key, (bearer, _) in joined.items():
        share_context(occurrences[key], bearer)
    return joined


def _find_bearer(
    short: NameOccurrence, full: Sequence[NameOccurrence], names: _Names, lookup: GazetteerLookup
) -> NameOccurrence | None:
    """Find the only bearer of a full name that a shorter form fits."""
    fits: dict[str, list[NameOccurrence]] = defaultdict(list)
    for other in full:
        if other is short or bearers_differ(short, other, lookup.words.exclusive_office):
            continue
        if _fits(names[short.key], other, names[other.key], lookup):
            fits[other.entry or names[other.key].key].append(other)
    if len(fits) > 1:  # several bear the surname: what is said of them may still tell
        fits = {key: others for key, others in fits.items() if any(_agree(short, other) for other in others)}
    return min(next(iter(fits.values())), key=order_of) if len(fits) == 1 else None


def _fits(name: PersonName, other: NameOccurrence, full: PersonName, lookup: GazetteerLookup) -> bool:
    if _is_form_of(name, full):
        return True
    entry = lookup.entry(other.entry) if other.entry else None
    if entry is None:
        return False
    if name.bare and entry.surname and parse_person(entry.surname).key == name.key:
        return True
    return any(_is_form_of(name, parse_person(own)) for own in (entry.name, *entry.aliases))


def _is_form_of(name: PersonName, full: PersonName) -> bool:
    if full.bare:
        return False
    if name.bare:
        return name.key in full.surnames and set(name.signature) <= {word[0] for word in full.words}
    return is_part(name.words, full.words) and name.key != full.key


def is_part(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Tell whether a name is another with some of its words left out, the last one kept."""
    if not 2 <= len(short) < len(long) or short[-1] != long[-1]:
        return False
    rest = iter(long)
    return all(word in rest for word in short)


def _agree(first: NameOccurrence, second: NameOccurrence) -> bool:
    return bool(first.states & second.states or first.offices & second.offices)
