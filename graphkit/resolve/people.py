"""Who is who: full names across articles, surnames within them, and namesakes kept apart.

In turn: a surname or shorter form joins the one full name of its article that it fits; full names that are the same
after normalisation are one person unless their bearers differ; names that differ only by transliteration or by left-out
middle names are one person where both act for the same state; a surname left over joins the one person of the corpus or
the gazetteer that fits by state or office and date, or stays itself. Every step looks only at what the step before it
left, never at its own results, so that order cannot matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from graphkit.resolve.keys import Key, Keyed
from graphkit.resolve.known import Known
from graphkit.resolve.local import Local, LocalKey, bearers_differ, order_of, share_standing
from graphkit.resolve.names import PersonName, parse_person
from graphkit.resolve.persons import PERSON, Person, is_part, join_corpus, merge_variants, split_namesakes


def key_people(people: Sequence[Local], states_in: Mapping[str, frozenset[str]], known: Known) -> dict[LocalKey, Keyed]:
    """The key of every person-name of every article. `states_in` are the states that each article speaks of."""
    names = {local.key: parse_person(local.name) for local in people}
    by_article: dict[str, list[Local]] = defaultdict(list)
    for local in people:
        by_article[local.article].append(local)

    joined: dict[LocalKey, tuple[Local, str]] = {}
    for article in by_article.values():
        joined.update(_join_within(article, names, known))
    locals_ = {local.key: local for local in people}
    for short, (full, _) in joined.items():
        share_standing(locals_[short], full)

    persons = _gather(people, names, joined, states_in, known)
    merged = merge_variants(persons)
    keyed: dict[LocalKey, Keyed] = {}
    for person in persons:
        key = merged[person.key]
        same = key == person.key
        reason = "gazetteer name" if key[0] == "entry" else "same name"
        for local in person.locals:
            keyed[local.key] = (key, reason, 0.95) if same else (key, "variant of the name, same state", 0.85)
    left = [local for local in people if local.key not in joined and local.key not in keyed]
    keyed.update(join_corpus(left, names, persons, merged, states_in, known))
    for short, (full, reason) in joined.items():
        keyed[short] = (keyed[full.key][0], reason, 0.9)
    return keyed


def _join_within(
    article: Sequence[Local], names: Mapping[LocalKey, PersonName], known: Known
) -> dict[LocalKey, tuple[Local, str]]:
    """The shorter forms, then the surnames, of an article that fit exactly one of its full names."""
    out: dict[LocalKey, tuple[Local, str]] = {}
    for bare, reason in ((False, "shorter form"), (True, "surname in article")):
        full = [one for one in article if one.key not in out and (one.entry or not names[one.key].bare)]
        found: dict[LocalKey, tuple[Local, str]] = {}
        for local in article:
            name = names[local.key]
            if local.entry or name.bare is not bare:
                continue
            fits: dict[str, list[Local]] = defaultdict(list)
            for other in full:
                if other is not local and _fits(name, other, names, known) and not bearers_differ(local, other):
                    fits[other.entry or names[other.key].key].append(other)
            if len(fits) > 1:  # several bear the surname: what is said of them may still tell
                agreeing = {one for one, them in fits.items() if any(_agree(local, other) for other in them)}
                fits = {one: them for one, them in fits.items() if one in agreeing}
            if len(fits) == 1:
                (them,) = fits.values()
                found[local.key] = (min(them, key=order_of), reason)
        out.update({short: pair for short, pair in found.items() if pair[0].key not in found})
    return out


def _fits(name: PersonName, other: Local, names: Mapping[LocalKey, PersonName], known: Known) -> bool:
    theirs = [names[other.key]]
    if other.entry and (entry := known.entry(other.entry)):
        theirs += [parse_person(one) for one in (entry.name, *entry.aliases)]
        if name.bare and entry.surname and parse_person(entry.surname).key == name.key:
            return True
    for full in theirs:
        if full.bare:
            continue
        if name.bare and name.key in full.surnames and set(name.signature) <= {word[0] for word in full.words}:
            return True
        if not name.bare and is_part(name.words, full.words) and name.key != full.key:
            return True
    return False


def _agree(one: Local, other: Local) -> bool:
    return bool(one.states & other.states or one.offices & other.offices)


def _gather(
    people: Sequence[Local],
    names: Mapping[LocalKey, PersonName],
    joined: Mapping[LocalKey, tuple[Local, str]],
    states_in: Mapping[str, frozenset[str]],
    known: Known,
) -> list[Person]:
    """Full names as persons: the same key is one person unless its bearers differ."""
    groups: dict[Key, list[Local]] = defaultdict(list)
    for local in people:
        if local.entry:
            groups["entry", local.entry].append(local)
        elif local.key not in joined and not names[local.key].bare:
            groups[PERSON, names[local.key].key].append(local)
    persons: list[Person] = []
    for key, locals_ in sorted(groups.items()):
        if key[0] == "entry":
            persons.append(Person(key, locals_, _names_of(key, locals_, names, known), known))
            continue
        for scope, part in split_namesakes(locals_, names, states_in).items():
            persons.append(Person((*key, *scope), part, [names[one.key] for one in part], known))
    return persons


def _names_of(
    key: Key, locals_: Sequence[Local], names: Mapping[LocalKey, PersonName], known: Known
) -> list[PersonName]:
    entry = known.entry(key[1])
    own = [parse_person(name) for name in (entry.name, *entry.aliases)] if entry else []
    return [*own, *(names[local.key] for local in locals_)]
