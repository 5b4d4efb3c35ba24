"""From names to keys, as far as one article can tell: every name gets the key of the entity it stands for.

What other articles have to tell, of acronyms, people, occasions and descriptions, is in `across` and `persons`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graphkit.model import Kind
from graphkit.resolve.entities.article_names import Case
from graphkit.resolve.entities.gazetteer_lookup import Known
from graphkit.resolve.entities.keys import BODIES, Key, Keyed, find_key, key_office
from graphkit.resolve.entities.name_keys import find_acronym, make_acronyms
from graphkit.resolve.entities.name_occurrence import Local, LocalKey
from graphkit.resolve.entities.within_document import join_within
from graphkit.resources.person_names import parse_person


@dataclass(slots=True)
class Standing:
    """The keys of an article's names, by number, as far as the article tells.

    `joined` are people called by a shorter form: the number of the full name and the reason. `people` are those whom
    the corpus decides; `states` are those that the article speaks of.
    """

    keyed: dict[int, Keyed]
    joined: dict[int, tuple[int, str]]
    people: list[int]
    states: frozenset[str]


def is_person(local: Local) -> bool:
    return local.kind is Kind.PERSON and bool(local.entry or local.name[:1].isupper())


def key_plain(local: Local, known: Known) -> Keyed | None:
    """The key of what is neither a person nor an office; None for those."""
    if is_person(local):
        return None
    if local.entry is not None:
        return ("entry", local.entry), "gazetteer name", 0.97
    return None if local.kind is Kind.OFFICE else find_key(known, local)


def may_be_acronym(local: Local) -> bool:
    """Whether a name is an acronym or may go by one."""
    return (local.kind in BODIES or local.kind is Kind.AGREEMENT) and (
        find_acronym(local.name) is not None or local.entry is not None or len(make_acronyms(local.name)) > 0
    )


def find_acronyms(local: Local, key: Key, known: Known) -> tuple[str | None, Iterable[str]]:
    """The acronym that a name is, and those by which its long form may go."""
    if local.kind not in BODIES and local.kind is not Kind.AGREEMENT:
        return None, ()
    acronym = find_acronym(local.name)
    if acronym:
        return (None if key[0] == "entry" else acronym), ()
    entry = known.entry(key[1]) if key[0] == "entry" else None
    return None, make_acronyms(entry.name if entry else local.name)


def key_case(case: Case, acronyms: Mapping[int, Keyed], known: Known) -> Standing:
    """Key the names of an article. `acronyms` are those that the corpus has spelled out."""
    locals_ = {local.key: local for local in case.locals}
    numbers = {local.key: at for at, local in enumerate(case.locals)}
    keyed: dict[LocalKey, Keyed] = {}
    people: list[Local] = []
    offices: list[Local] = []
    for at, local in enumerate(case.locals):
        plain = acronyms.get(at) or key_plain(local, known)
        if plain is not None:
            keyed[local.key] = plain
        elif is_person(local):
            people.append(local)
        else:
            offices.append(local)
    facts = [(name, case.locals[subject], case.locals[object_]) for name, subject, object_, _ in case.facts]
    _set_standing(locals_, keyed, facts, known)
    for at, states in case.stated.items():
        case.locals[at].states.update(states)
    for local in offices:
        owners = {of for of, _ in local.offices}
        owner = owners.pop() if len(owners) == 1 else None
        keyed[local.key] = key_office(known, local.name, owner, local.article, local.on)
    _set_offices(keyed, facts)
    states_in = _find_states(case, keyed, known)
    _drop_wrong_entries(people, states_in, known)
    names = {local.key: parse_person(local.name) for local in people}
    joined = join_within(people, names, known)
    return Standing(
        {numbers[key]: value for key, value in keyed.items()},
        {numbers[key]: (numbers[full.key], reason) for key, (full, reason) in joined.items()},
        [numbers[local.key] for local in people if local.key not in joined],
        states_in,
    )


_Fact = tuple[str, Local, Local]


def _state_id(keyed: Keyed | None, known: Known) -> str | None:
    """The state that a key is or belongs to; a state that the gazetteer lacks counts under its own name."""
    if keyed is None:
        return None
    key = keyed[0]
    if key[0] == "entry":
        entry = known.entry(key[1])
        if entry is None or entry.kind is Kind.PERSON:
            return None
        return known.gazetteer.state_of(key[1])
    return key[1] if key[0] == Kind.PLACE else None


def _set_standing(
    locals_: Mapping[LocalKey, Local], keyed: Mapping[LocalKey, Keyed], facts: Iterable[_Fact], known: Known
) -> None:
    """Whom each person acts for, and for an office whose it may be."""
    offices: dict[LocalKey, set[LocalKey]] = defaultdict(set)
    for predicate, subject, object_ in facts:
        if predicate == "represents":
            if state := _state_id(keyed.get(object_.key), known):
                subject.states.add(state)
        elif predicate == "holds_position":
            offices[object_.key].add(subject.key)
            _, ids = known.pin(object_.name, object_.on)
            for one in ids:
                if state := known.gazetteer.state_of(one.split(":")[0]):
                    subject.states.add(state)
        else:
            for end, other in ((subject, object_), (object_, subject)):
                if end.kind is not Kind.PERSON:
                    continue
                if other.key in keyed:
                    end.partners.add("\x1f".join(keyed[other.key][0]))
                elif other.kind is Kind.PERSON and not (name := parse_person(other.name)).bare:
                    end.partners.add(f"person {name.key}")
    for office, holders in offices.items():
        states = {state for holder in holders for state in locals_[holder].states}
        if len(states) == 1:
            locals_[office].offices.add((min(states), ""))


def _set_offices(keyed: Mapping[LocalKey, Keyed], facts: Iterable[_Fact]) -> None:
    for predicate, subject, object_ in facts:
        if predicate == "holds_position":
            key: Key = keyed.get(object_.key, ((),))[0]
            if len(key) > 3 and key[2] == "of":
                subject.offices.add((key[3], key[1]))


def _find_states(case: Case, keyed: Mapping[LocalKey, Keyed], known: Known) -> frozenset[str]:
    """The states that the article names, itself or by its bodies and places."""
    out: set[str] = set()
    for local in case.locals:
        if state := _state_id(keyed.get(local.key), known):
            out.add(state)
        out |= local.states
    return frozenset(out)


def _drop_wrong_entries(people: Iterable[Local], states_in: frozenset[str], known: Known) -> None:
    """A namesake of somebody known: he acts for another state, and his article never names the known one's state."""
    for local in people:
        if local.entry is not None and local.states:
            theirs = known.states_of(local.entry)
            if theirs and not theirs & (local.states | states_in):
                local.entry = None
