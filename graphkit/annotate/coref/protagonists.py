"""Resolve "both sides" and "each army" to the two of whom the whole article speaks most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from graphkit.annotate.coref.discourse import Discourse
from graphkit.annotate.coref.sieve import Example, Referents, Sieve, Site
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import span_of
from graphkit.nlp.document import Name
from graphkit.resources.gazetteer.gazetteer import Entry

#: So many times as often must the article name the second of the two as any third.
_BY_FAR = 2
#: Both must be named in so many sentences at the head of the article.
_LEAD = 2
_PARTIES = frozenset({"armed_group", "party", "igo", "alliance"})
_ONE_OF_TWO = frozenset({"both", "neither", "each", "either"})


class Protagonists(Sieve):
    """Two of whom an article speaks most are "both sides", "the two presidents", "each army"."""

    id = "group.protagonists"
    needs = ("is_noun",)
    example = Example(
        "Chad and Mali traded fire on Monday. Chad shelled a town. Mali did the same. Oman thanked Qatar. "
        "Niger condemned both armies.",
        "armies",
        ("Chad", "Mali"),
    )
    final = True

    def applies(self, site: Site) -> bool:
        """Tell whether it counts two, or each of two, without saying which."""
        if site.is_plural and site.count != 2:
            return False
        if not site.is_plural and not site.determiners & _ONE_OF_TWO:
            return False
        nouns = site.discourse.nouns
        if not any(site.word in words for words in (nouns.pair_persons, nouns.pair_states, nouns.pair_any)):
            return False
        return all(c.dep_ == "amod" and c.i not in site.discourse.annotated.names for c in site.modifiers)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the two persons, states or parties that were named most by far."""
        nouns = site.discourse.nouns
        of_persons = site.word in nouns.pair_persons and site.word not in nouns.pair_any
        yield from _two_most_named(site, Kind.PERSON if of_persons else Kind.STATE)


def _two_most_named(site: Site, kind: Kind) -> Iterator[Referents]:
    own = site.discourse.own_subjects(site.token)
    counts: Counter[str] = Counter()
    mentions: dict[str, Mention] = {}
    for i, mention in _protagonists(site.discourse)[kind]:
        if i >= site.token.i:
            break
        if mention.name in own:
            continue
        counts[mention.name] += 1
        mentions[mention.name] = mention
    ranked = counts.most_common(3)
    if len(ranked) < 2:
        return
    if len(ranked) == 3 and ranked[1][1] < _BY_FAR * ranked[2][1]:
        return
    lead = {mention.name for i, mention in _protagonists(site.discourse)[kind] if site.discourse.sentence_of[i] < _LEAD}
    if lead.issuperset(name for name, _ in ranked[:2]):
        yield tuple(mentions[name] for name, _ in ranked[:2])


@lru_cache(maxsize=1)
def _protagonists(discourse: Discourse) -> dict[Kind, list[tuple[int, Mention]]]:
    """List who is named in an article in order of the text: persons, and states with the parties beside them."""
    named: dict[Kind, list[tuple[int, Mention]]] = {Kind.PERSON: [], Kind.STATE: []}
    names = {name.start: name for name in discourse.annotated.names.values()}
    for start, name in sorted(names.items()):
        token = discourse.annotated.doc[start]
        if name.kind is Kind.PERSON:
            person = Mention(span_of(token.doc, start, name.end), token.text, name.name, name.kind, name.entry)
            named[Kind.PERSON].append((start, person))
        entry = _party(discourse, name)
        if entry is not None:
            named[Kind.STATE].append((start, discourse.mention_of(entry, token)))
    return named


def _party(discourse: Discourse, name: Name) -> Entry | None:
    """Return the state that a name is of, or the armed group or body that it is."""
    if name.entry is None:
        return None
    entries = discourse.gazetteer.entries
    entry = entries[name.entry]
    if entry.kind is Kind.ORGANIZATION and entry.category in _PARTIES:
        return entry
    state = discourse.gazetteer.state_of(name.entry)
    return entries[state] if state else None
