"""Resolve "both sides" and "each army" to the two of whom the whole article speaks most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from graphkit.annotate.coref.discourse import OF_STATES, Discourse
from graphkit.annotate.coref.sieve import Example, Referents, Sieve, Site
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import span_of
from graphkit.nlp.document import Name
from graphkit.resources.gazetteer.gazetteer import Entry

#: So many times as often must the article name the second of the two as any third.
_BY_FAR = 2
#: Both must be named in so many sentences at the head of the article.
_LEAD = 2
_PARTIES = OF_STATES | {"armed_group", "party"}
_ONE_OF_TWO = frozenset({"both", "neither", "each", "either"})


class Protagonists(Sieve):
    """Two of whom an article speaks most are "both sides", "the two presidents", "each army"."""

    id = "group.protagonists"
    needs = frozenset({"is_noun"})
    example = Example(
        "Chad and Mali traded fire on Monday. Chad shelled a town. Mali did the same. Oman thanked Qatar. "
        "Niger condemned both armies.",
        "armies",
        ("Chad", "Mali"),
    )
    final = True

    def applies(self, site: Site) -> bool:
        """Tell whether it counts two, or each of two, without saying which."""
        is_pair = site.count == 2 if site.is_plural else not site.determiners.isdisjoint(_ONE_OF_TWO)
        nouns = site.discourse.nouns
        if not is_pair or site.word not in nouns.pair_persons | nouns.pair_states | nouns.pair_any:
            return False
        return all(word.dep_ == "amod" and word.i not in site.annotated.names for word in site.modifiers)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the two persons, states or parties that were named most by far."""
        nouns = site.discourse.nouns
        of_persons = site.word in nouns.pair_persons - nouns.pair_any
        yield from _two_most_named(site, Kind.PERSON if of_persons else Kind.STATE)


def _two_most_named(site: Site, kind: Kind) -> Iterator[Referents]:
    others, named = site.discourse.own_subjects(site.token), _protagonists(site.discourse)[kind]
    before = [mention for i, mention in named if i < site.token.i and mention.name not in others]
    mentions = {mention.name: mention for mention in before}
    ranked = Counter(mention.name for mention in before).most_common(3)
    counts = [count for _, count in ranked]
    if len(ranked) < 2:
        return
    if len(ranked) == 3 and counts[1] < _BY_FAR * counts[2]:
        return
    lead = {mention.name for i, mention in named if site.discourse.sentence_of[i] < _LEAD}
    two = [name for name, _ in ranked[:2]]
    if lead.issuperset(two):
        yield tuple([mentions[name] for name in two])


@lru_cache(maxsize=1)
def _protagonists(discourse: Discourse) -> dict[Kind, list[tuple[int, Mention]]]:
    """List who is named in an article in order of the text: persons, and states with the parties beside them."""
    named: dict[Kind, list[tuple[int, Mention]]] = {Kind.PERSON: [], Kind.STATE: []}
    for name in discourse.annotated.list_names():
        token = discourse.annotated.doc[name.start]
        if name.kind is Kind.PERSON:
            span = span_of(token.doc, name.start, name.end)
            person = Mention(span, token.text, name.name, name.kind, name.entry)
            named[Kind.PERSON].append((name.start, person))
        entry = _party(discourse, name)
        if entry is not None:
            named[Kind.STATE].append((name.start, discourse.mention_of(entry, token)))
    return named


def _party(discourse: Discourse, name: Name) -> Entry | None:
    """Return the state that a name is of, or the armed group or body that it is."""
    if name.entry is None:
        return None
    entry = discourse.gazetteer.entries[name.entry]
    if entry.kind is Kind.ORGANIZATION and entry.category in _PARTIES:
        return entry
    return discourse.gazetteer.find_state(name.entry)
