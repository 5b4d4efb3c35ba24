"""From mentions to keys: every name of every article gets the key of the entity it stands for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from graphkit.model import Article, EventMention, Kind, Mention
from graphkit.resolve.keys import BODIES, Key, Keyed, find_key, is_scoped, key_office
from graphkit.resolve.known import Known
from graphkit.resolve.local import Local, LocalKey, day_number
from graphkit.resolve.names import find_acronym, make_acronyms, parse_person
from graphkit.resolve.people import key_people
from graphkit.resolve.settings import OCCASION_GAP
from graphkit.resolve.union import Union

_COMPOUND = re.compile(r"\S+-\S+")  # "US-backed" says nothing of whom one acts for
_DESCRIBABLE = (Kind.GROUP, Kind.THING)
_OF_STATE = re.compile(r" of ((?:the )?[A-Z]\w+(?: [A-Z]\w+){0,3})")


def mentions_of(mention: EventMention) -> Iterator[Mention]:
    """All that an event mention names: its participants, its place and its speaker."""
    yield mention.subject
    yield mention.object
    if mention.place is not None:
        yield mention.place
    if mention.attributed_to is not None:
        yield mention.attributed_to


def local_key(article: str, mention: Mention) -> LocalKey:
    return article, mention.kind, mention.name, mention.entry


def key_mentions(
    articles: Mapping[str, Article], mentions: Sequence[EventMention], known: Known
) -> dict[LocalKey, Keyed]:
    """The key of every name of every article, with the reason and a score. Mentions are in canonical order."""
    locals_ = _collect(articles, mentions)
    keyed: dict[LocalKey, Keyed] = {}
    people: list[Local] = []
    offices: list[Local] = []
    for local in locals_.values():
        local.entry = local.entry or known.whole(local.name, local.kind, local.on)
        if local.kind is Kind.PERSON and (local.entry or local.name[:1].isupper()):
            people.append(local)
        elif local.entry is not None:
            keyed[local.key] = (("entry", local.entry), "gazetteer name", 0.97)
        elif local.kind is Kind.OFFICE:
            offices.append(local)
        else:
            keyed[local.key] = find_key(known, local)
    _join_acronyms(locals_, keyed, known)
    _set_standing(locals_, keyed, mentions, known)
    _read_standing(articles, locals_, mentions, known)
    for local in offices:
        owners = {of for of, _ in local.offices}
        owner = owners.pop() if len(owners) == 1 else None
        keyed[local.key] = key_office(known, local.name, owner, local.article, local.on)
    _set_offices(locals_, keyed, mentions)
    states_in = _states_in(locals_, keyed, known)
    _drop_wrong_entries(people, states_in, known)
    keyed.update(key_people(people, states_in, known))
    _date_occasions(keyed, locals_, mentions)
    _join_described(keyed, mentions)
    return keyed


def _collect(articles: Mapping[str, Article], mentions: Iterable[EventMention]) -> dict[LocalKey, Local]:
    out: dict[LocalKey, Local] = {}
    for mention in mentions:
        article = mention.evidence.article
        for one in mentions_of(mention):
            key = local_key(article, one)
            local = out.get(key)
            if local is None:
                known_article = articles.get(article)
                on = known_article.published if known_article else None
                out[key] = local = Local(key, on, key[3])
            if one.reason == "description":
                local.described = True
    plain = {(key[1], key[2].casefold()) for key in out if key[1] in _DESCRIBABLE and key[2].islower()}
    for key, local in out.items():
        # "Farmers" that opens a sentence is no name where others write "farmers"
        local.described = local.described or (key[1], key[2].casefold()) in plain
    return out


def _join_acronyms(locals_: Mapping[LocalKey, Local], keyed: dict[LocalKey, Keyed], known: Known) -> None:
    """An acronym is the one long name of its article that it shortens, else the one of the corpus."""
    short: dict[str, list[Local]] = defaultdict(list)
    long: dict[str, dict[Key, set[str]]] = defaultdict(lambda: defaultdict(set))
    for local in locals_.values():
        if local.kind not in BODIES | {Kind.AGREEMENT}:
            continue
        key = keyed[local.key][0]
        acronym = find_acronym(local.name)
        if acronym and key[0] != "entry":
            short[acronym].append(local)
        elif not acronym:
            entry = known.entry(key[1]) if key[0] == "entry" else None
            for one in make_acronyms(entry.name if entry else local.name):
                long[one][key].add(local.article)
    for acronym, them in short.items():
        choices = long.get(acronym, {})
        spelled_out = {key for key, where in choices.items() if any(local.article in where for local in them)}
        for local in them:
            here = {key for key, where in choices.items() if local.article in where}
            fits = here or spelled_out or set(choices)
            if len(fits) == 1:
                reason = "acronym in article" if here else "acronym in corpus"
                keyed[local.key] = (next(iter(fits)), reason, 0.9 if here else 0.8)


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
    locals_: Mapping[LocalKey, Local], keyed: Mapping[LocalKey, Keyed], mentions: Iterable[EventMention], known: Known
) -> None:
    """Whom each person acts for, and for an office whose it may be."""
    offices: dict[LocalKey, set[LocalKey]] = defaultdict(set)
    for mention in mentions:
        article = mention.evidence.article
        subject, object_ = local_key(article, mention.subject), local_key(article, mention.object)
        if mention.predicate == "represents":
            if state := _state_id(keyed.get(object_), known):
                locals_[subject].states.add(state)
        elif mention.predicate == "holds_position":
            offices[object_].add(subject)
            _, ids = known.pin(mention.object.name, locals_[object_].on)
            for one in ids:
                if state := known.gazetteer.state_of(one.split(":")[0]):
                    locals_[subject].states.add(state)
        else:
            for end, other in ((subject, object_), (object_, subject)):
                if end[1] is not Kind.PERSON:
                    continue
                if other in keyed:
                    locals_[end].partners.add("\x1f".join(keyed[other][0]))
                elif other[1] is Kind.PERSON and not (name := parse_person(other[2])).bare:
                    locals_[end].partners.add(f"person {name.key}")
    for office, holders in offices.items():
        states = {state for holder in holders for state in locals_[holder].states}
        if len(states) == 1:
            locals_[office].offices.add((min(states), ""))


def _read_standing(
    articles: Mapping[str, Article],
    locals_: Mapping[LocalKey, Local],
    mentions: Iterable[EventMention],
    known: Known,
) -> None:
    """The state that stands with a name: "Peru's foreign minister Carmen Salas", "Rui Teixeira of Brazil"."""
    for mention in mentions:
        article = mention.evidence.article
        for one in mentions_of(mention):
            if one.kind is not Kind.PERSON:
                continue
            local = locals_[local_key(article, one)]
            titles = _COMPOUND.sub(" ", one.text[: one.text.rfind(one.name.rsplit(" ", 1)[-1])])
            text = articles[article].text if article in articles else ""
            after = _OF_STATE.match(text, one.span.end) if text else None
            for words in (titles, after[1] if after else ""):
                states = {known.gazetteer.state_of(each.split(":")[0]) for each in known.pin(words, local.on)[1]}
                local.states |= {state for state in states if state is not None} if len(states) == 1 else set()


def _set_offices(
    locals_: Mapping[LocalKey, Local], keyed: Mapping[LocalKey, Keyed], mentions: Iterable[EventMention]
) -> None:
    for mention in mentions:
        if mention.predicate == "holds_position":
            article = mention.evidence.article
            key = keyed.get(local_key(article, mention.object), ((),))[0]
            if len(key) > 3 and key[2] == "of":
                locals_[local_key(article, mention.subject)].offices.add((key[3], key[1]))


def _states_in(
    locals_: Mapping[LocalKey, Local], keyed: Mapping[LocalKey, Keyed], known: Known
) -> dict[str, frozenset[str]]:
    """The states that each article names, itself or by its bodies and places."""
    out: dict[str, set[str]] = defaultdict(set)
    for local in locals_.values():
        if state := _state_id(keyed.get(local.key), known):
            out[local.article].add(state)
        out[local.article] |= local.states
    return {article: frozenset(states) for article, states in out.items()}


def _drop_wrong_entries(people: Iterable[Local], states_in: Mapping[str, frozenset[str]], known: Known) -> None:
    """A namesake of somebody known: he acts for another state, and his article never names the known one's state."""
    for local in people:
        if local.entry is not None and local.states:
            theirs = known.states_of(local.entry)
            if theirs and not theirs & (local.states | states_in.get(local.article, frozenset())):
                local.entry = None


def _date_occasions(
    keyed: dict[LocalKey, Keyed], locals_: Mapping[LocalKey, Local], mentions: Iterable[EventMention]
) -> None:
    """Occasions of one name are one while their dates follow each other closely; next year's is another."""
    days: dict[Key, dict[LocalKey, int]] = defaultdict(dict)
    for mention in mentions:
        for one in mentions_of(mention):
            key = local_key(mention.evidence.article, one)
            if one.kind is not Kind.OCCASION or keyed[key][0][0] != Kind.OCCASION or is_scoped(keyed[key][0]):
                continue
            day = day_number(mention.date.earliest if mention.date else locals_[key].on)
            if day is not None:
                days[keyed[key][0]][key] = min(day, days[keyed[key][0]].get(key, day))
    for name, dated in days.items():
        previous = first = None
        for day, key in sorted((day, key) for key, day in dated.items()):
            if previous is None or first is None or day - previous > OCCASION_GAP:
                first = day
            previous = day
            keyed[key] = ((*name, "on", str(first)), keyed[key][1], keyed[key][2])


def _join_described(keyed: dict[LocalKey, Keyed], mentions: Iterable[EventMention]) -> None:
    """Two articles that describe alike who did the same to the same on the same day describe the same."""
    alike: dict[tuple[str, ...], set[Key]] = defaultdict(set)
    for mention in mentions:
        if mention.date is None or mention.date.precision != "day":
            continue
        article = mention.evidence.article
        subject, object_ = (keyed[local_key(article, one)][0] for one in (mention.subject, mention.object))
        if is_scoped(subject) != is_scoped(object_):
            scoped, other, role = (subject, object_, "s") if is_scoped(subject) else (object_, subject, "o")
            if scoped[0] not in (Kind.OCCASION, Kind.PERSON):
                where = (mention.predicate, role, mention.date.earliest)
                alike[(*where, scoped[0], scoped[1], *other)].add(scoped)
    union: Union[Key] = Union()
    for keys in alike.values():
        first, *rest = sorted(keys)
        for key in rest:
            union.join(first, key)
    for local, (key, _, score) in list(keyed.items()):
        if key in union and (root := union.find(key)) != key:
            keyed[local] = (root, "same act on the same day", min(score, 0.7))
