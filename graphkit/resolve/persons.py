"""Persons of the whole corpus: namesakes apart, variants together, surnames that are left over."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from graphkit.knowledge.name_words import NameWords
from graphkit.model import Kind
from graphkit.resolve.keys import Key, Keyed
from graphkit.resolve.known import Known, was_held
from graphkit.resolve.local import Local, LocalKey, day_number, offices_clash, order_of
from graphkit.resolve.names import PersonName, loosen
from graphkit.resolve.settings import SURNAME_WINDOW
from graphkit.resolve.union import Union

PERSON = str(Kind.PERSON)
Scope = tuple[str, ...]


class Person:
    """What the corpus says of one person while it is being put together."""

    __slots__ = ("days", "key", "locals", "names", "offices", "partners", "states", "surnames", "words")

    def __init__(self, key: Key, locals_: Sequence[Local], names: Iterable[PersonName], known: Known) -> None:
        self.key = key
        self.locals = locals_
        self.names = tuple(names)
        self.surnames = frozenset(one for name in self.names if not name.bare for one in name.surnames)
        self.words = frozenset(name.words for name in self.names if not name.bare)
        self.states = {one for local in locals_ for one in local.states}
        self.offices = {one for local in locals_ for one in local.offices}
        self.partners = {one for local in locals_ for one in local.partners}
        self.days = sorted({day for local in locals_ if (day := day_number(local.on)) is not None})
        if key[0] == "entry":
            self.states |= known.states_of(key[1])
            entry = known.entry(key[1])
            self.offices |= {(tenure.of, tenure.office) for tenure in entry.tenures} if entry else set()

    def seen_near(self, on: str | None) -> bool:
        """Whether an article within SURNAME_WINDOW of that date names the person."""
        day = day_number(on)
        if day is None:
            return False
        at = bisect_left(self.days, day - SURNAME_WINDOW)
        return at < len(self.days) and self.days[at] <= day + SURNAME_WINDOW


def split_namesakes(
    locals_: Sequence[Local], names: Mapping[LocalKey, PersonName], states_in: Mapping[str, frozenset[str]]
) -> dict[Scope, list[Local]]:
    """The bearers of one full name, each under what sets it apart (nothing, where all may be one person).

    Bearers are apart when their middle initials or suffixes, states, or exclusive offices of one time differ.
    A use of the name that says nothing goes to the one bearer whose state its article speaks of, or who deals with
    the same partners; else it stays by itself.
    """

    def mark_signature(local: Local) -> list[str]:
        signature = names[local.key].signature
        return [" ".join(signature)] if signature else []

    def mark_states(local: Local) -> list[str]:
        return sorted(local.states)

    parts: dict[Scope, list[Local]] = {(): sorted(locals_, key=order_of)}
    for marks_of in (mark_signature, mark_states):
        parts = {
            (*scope, *mark): them
            for scope, part in parts.items()
            for mark, them in _split_by(part, marks_of, states_in).items()
        }
    return {(*scope, *mark): them for scope, part in parts.items() for mark, them in _split_by_office(part).items()}


def _split_by(
    part: list[Local], marks_of: Callable[[Local], list[str]], states_in: Mapping[str, frozenset[str]]
) -> dict[Scope, list[Local]]:
    union: Union[str] = Union()
    for local in part:
        marks = marks_of(local)
        for mark in marks:
            union.join(marks[0], mark)
    if len(union.roots()) < 2:
        return {(): part}
    partners: dict[str, set[str]] = defaultdict(set)
    for local in part:
        if marks := marks_of(local):
            partners[union.find(marks[0])] |= local.partners
    out: dict[Scope, list[Local]] = defaultdict(list)
    for local in part:
        if marks := marks_of(local):
            out[(union.find(marks[0]),)].append(local)
            continue
        near = {union.find(one) for one in states_in.get(local.article, ()) if one in union}
        if len(near) != 1:
            near = {root for root, theirs in partners.items() if theirs & local.partners}
        out[(near.pop() if len(near) == 1 else "unclear",)].append(local)
    return dict(out)


def _split_by_office(part: list[Local]) -> dict[Scope, list[Local]]:
    holders: dict[tuple[tuple[str, str], ...], list[Local]] = defaultdict(list)
    for local in part:
        if local.offices:
            holders[tuple(sorted(local.offices))].append(local)
    sets = sorted(holders)
    clash = any(
        offices_clash(one, other)
        for at, first in enumerate(sets)
        for second in sets[at + 1 :]
        for one in holders[first]
        for other in holders[second]
    )
    if not clash:
        return {(): part}
    return _split_by(part, lambda local: ["/".join(office) for office in sorted(local.offices)], {})


def merge_variants(persons: Sequence[Person]) -> dict[Key, Key]:
    """Which person is another under a transliteration or a shorter form; each key leads to the one that stays.

    Both have to act for the same state, and nobody else of that state may fit.
    """
    alike: dict[tuple[str, str], set[Key]] = defaultdict(set)
    by_last: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for person in persons:
        for state in person.states:
            for words in person.words:
                alike[loosen(" ".join(sorted(words))), state].add(person.key)
                by_last[words[-1], state].append(person)
    union: Union[Key] = Union()
    for keys in alike.values():
        if len({key[:2] for key in keys}) == len(keys) and sum(key[0] == "entry" for key in keys) < 2:
            first, *rest = sorted(keys)
            for key in rest:
                union.join(first, key)
    for bearers in by_last.values():
        for person in bearers if len(bearers) > 1 else ():
            longer = {other.key for other in bearers if other.key != person.key and _is_shorter(person, other)}
            if len(longer) == 1 and person.key[0] != "entry":
                union.join(person.key, longer.pop())
    groups: dict[Key, list[Key]] = defaultdict(list)
    for person in persons:
        groups[union.find(person.key)].append(person.key)
    out: dict[Key, Key] = {}
    for keys_ in groups.values():
        entries = [key for key in keys_ if key[0] == "entry"]
        if len(entries) > 1 or len({key[:2] for key in keys_}) < len(keys_):
            out.update(
                {key: key for key in keys_}
            )  # a chain of likenesses that ends in two known people proves nothing
        else:
            out.update(dict.fromkeys(keys_, entries[0] if entries else min(keys_)))
    return out


def _is_shorter(short: Person, long: Person) -> bool:
    return any(is_part(one, other) for one in short.words for other in long.words)


def is_part(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether a name is another with some of its words left out, the last one kept."""
    if not 2 <= len(short) < len(long) or short[-1] != long[-1]:
        return False
    rest = iter(long)
    return all(word in rest for word in short)


def join_corpus(
    left: Iterable[Local],
    names: Mapping[LocalKey, PersonName],
    persons: Sequence[Person],
    merged: Mapping[Key, Key],
    states_in: Mapping[str, frozenset[str]],
    known: Known,
) -> dict[LocalKey, Keyed]:
    """Surnames without a full name in their article: the one person who fits, else a person of their own."""
    bearers: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        for surname in person.surnames:
            bearers[surname].append(person)
    out: dict[LocalKey, Keyed] = {}
    for local in left:
        name = names[local.key]
        near = states_in.get(local.article, frozenset())
        shared = name.key in NameWords.load().shared_surnames
        fits = {
            merged[person.key]: "surname in corpus"
            for person in bearers.get(name.key, ())
            if person.seen_near(local.on) and _corpus_fits(local, person, near, shared)
        }
        for entry in known.people(name.key, local.on) if local.on else ():
            held = {(t.of, t.office) for t in entry.tenures if was_held(t.start, t.end, local.on)}
            states = {state for state in (known.gazetteer.state_of(of) for of, _ in held) if state}
            by_state = not shared and states & (local.states or near)
            if held & local.offices or (by_state and not (local.offices and not held & local.offices)):
                fits.setdefault(("entry", entry.id), "surname and office at that date")
        if len(fits) == 1:
            ((key, reason),) = fits.items()
            out[local.key] = (key, reason, 0.75)
        elif local.states and not shared and not fits:
            out[local.key] = ((PERSON, name.key, "for", min(local.states)), "surname and state", 0.6)
        else:
            out[local.key] = ((PERSON, name.key, "in", local.article), "surname alone", 0.5)
    return out


def _corpus_fits(local: Local, person: Person, near: frozenset[str], shared: bool) -> bool:
    if local.states and person.states and not local.states & person.states:
        return False
    if local.offices & person.offices:
        return True
    if shared:
        return False
    if local.states:
        return bool(local.states & person.states)
    return bool(near & person.states or local.partners & person.partners)
