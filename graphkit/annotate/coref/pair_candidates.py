"""Find whom a counted phrase can mean: who were named in one breath, in one sentence, or most of all lately."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from graphkit.annotate.coref.discourse import REACH
from graphkit.annotate.coref.sieve import NOBODY, Referents, Site
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import conjuncts
from graphkit.nlp.tokens import Token


def named_together(site: Site, kinds: tuple[Kind, ...], count: int) -> Iterator[Referents]:
    """Yield the last so many who were named in one breath: "Chad and Mali met ... the two sides"."""
    discourse = site.discourse
    own = discourse.own_subjects(site.token)
    for n in range(site.n, max(-1, site.n - REACH), -1):
        sentence = discourse.sentences[n]
        for i in range(min(sentence.end, site.token.i) - 1, sentence.start - 1, -1):
            word = discourse.annotated.doc[i]
            group = _hyphened(site, word)
            if _are_so_many(group, kinds, count, own):
                yield tuple(group)
            if i not in discourse.annotated.mentions:
                continue
            if word.dep_ == "conj":
                continue
            group = [m for t in conjuncts(word) if t.i < site.token.i for m in discourse.annotated.meant(t.i)]
            if not _are_so_many(group, kinds, count, own):
                continue
            yield tuple(group)


def _hyphened(site: Site, word: Token) -> list[Mention]:
    """Return the two whose names a hyphen joins: "Chadian-Malian talks"."""
    before = word.doc[max(0, word.i - 2) : word.i]
    if len(before) < 2 or before[1].text != "-" or before[0].whitespace_ or before[1].whitespace_:
        return []
    annotated = site.discourse.annotated
    return [m for m in (annotated.modifier(before[0]), annotated.modifier(word)) if m is not None]


def _are_so_many(group: list[Mention], kinds: tuple[Kind, ...], count: int, own: set[str]) -> bool:
    names = {m.name for m in group}
    if len(names) != count:
        return False
    if len(group) != count:
        return False
    if names & own:
        return False
    if not all(m.kind in kinds for m in group):
        return False
    return len({m.kind for m in group}) == 1


def enumerated(site: Site, kinds: tuple[Kind, ...], count: int) -> Iterator[Referents]:
    """Yield just so many of one kind that one sentence names: "Chad, after Mali had left, ... Niger"."""
    if count < 3:
        return
    for n in range(site.n, max(-1, site.n - REACH), -1):
        for kind in kinds:
            named = {m.name: m for i, m in site.discourse.said[n] if m.kind is kind and i < site.token.i}
            if len(named) != count:
                continue
            yield tuple(named.values())


def most_prominent(site: Site, kinds: tuple[Kind, ...]) -> Iterator[Referents]:
    """Yield the only two of one kind in the last sentences, or the two of whom the article speaks most by far."""
    own = site.discourse.own_subjects(site.token)
    for kind in kinds:
        near: dict[str, Mention] = {}
        counts: Counter[str] = Counter()
        for n in range(site.n + 1):
            said = [m for i, m in site.discourse.said[n] if i < site.token.i and m.kind is kind and m.name not in own]
            counts.update(m.name for m in said)
            if n <= site.n - REACH:
                continue
            near |= {m.name: m for m in said}
        ranked = counts.most_common(3)
        if len(near) != 2:
            continue
        if {name for name, _ in ranked[:2]} != set(near):
            continue
        if not (len(ranked) < 3 or ranked[1][1] >= 2 * ranked[2][1]):
            continue
        yield tuple(near.values())


def as_sides(site: Site, group: Referents) -> Referents:
    """Return the states of two persons who speak for different ones; nothing for two of one state."""
    if any(m.kind is not Kind.PERSON for m in group):
        return group
    states = [site.discourse.state_served(m) for m in group]
    known = {state.id: state for state in states if state is not None}
    if len(known) == len(group):
        return tuple(site.discourse.mention_of(state, site.token) for state in known.values())
    return NOBODY


def are_of_no_state(site: Site, group: Referents) -> bool:
    """Tell whether nothing is known of whom the members of a group serve."""
    return all(site.discourse.state_served(mention) is None for mention in group)
