"""Resolve "both sides" and "each army" to the two of whom the whole article speaks most."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from graphkit.annotate.coref.discourse import OF_STATES, Discourse
from graphkit.annotate.coref.sieve import ONE_OF_TWO, ReferenceSite, Referents, Sieve, SieveExample
from graphkit.annotate.coref.spoken import Spoken, take_leading
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import span_of
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import has_path
from graphkit.resources.gazetteer.gazetteer import Entry

#: So many times as often must the article name the second of the two as any third.
_BY_FAR = 2
#: Both must be named in so many sentences at the head of the article.
_LEAD = 2
_PARTIES = OF_STATES | {"armed_group", "party"}
_BOTH_OR_ONE = ONE_OF_TWO | {"both"}


class Protagonists(Sieve):
    """Two of whom an article speaks most are "both sides", "the two presidents", "each army"."""

    id = "group.protagonists"
    needs = frozenset({"is_noun"})
    example = SieveExample(
        "Chad shelled Mali on Monday. Mali fired at Chad. Chad did the same. Mali did so again. Oman thanked Qatar. "
        "Niger condemned both armies.",
        "armies",
        ("Chad", "Mali"),
    )
    final = True

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it counts two, or each of two, without saying which."""
        nouns = site.discourse.nouns
        if site.is_plural and site.count != 2:
            return False
        if not site.is_plural and site.determiners.isdisjoint(_BOTH_OR_ONE):
            return False
        if site.word not in nouns.pair_persons | nouns.pair_states | nouns.pair_any:
            return False
        if site.annotated.named(site.modifiers):
            return False
        return not has_path(site.token, "compound|poss|prep|relcl|acl|appos|nmod")

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the two persons, states or parties that were named most by far."""
        nouns = site.discourse.nouns
        kind = Kind.PERSON if site.word in nouns.pair_persons - nouns.pair_any else Kind.STATE
        return two_most_named(site, kind)


def two_most_named(site: ReferenceSite, kind: Kind) -> list[Referents]:
    """List the two of a kind that are named most by far before a word, where both are named at the head."""
    others, named = site.discourse.own_subjects(site.token), _protagonists(site.discourse)[kind]
    spoken = named.until(site.token.i).but(others)
    leading = take_leading(spoken.rank(), 2, times=_BY_FAR)
    if not leading:
        return []
    lead = [sentence.end for sentence in site.discourse.sentences[:_LEAD]]
    in_lead = named.until(lead[-1]).by_name()
    if not in_lead.keys() >= set(leading):
        return []
    mentions = spoken.by_name()
    return [tuple([mentions[name] for name in leading])]


@lru_cache(maxsize=1)
def _protagonists(discourse: Discourse) -> dict[Kind, Spoken]:
    """List who is named in an article in order of the text: persons, and states with the parties beside them."""
    persons: list[tuple[Token, Mention]] = []
    parties: list[tuple[Token, Mention]] = []
    for name in discourse.names:
        token = discourse.annotated.doc.tokens[name.start]
        if name.kind is Kind.PERSON:
            span = span_of(token.doc, name.start, name.end)
            person = Mention(span, token.text, name.name, name.kind, name.entry)
            persons.append((token, person))
        entry = _party(discourse, name)
        if entry is not None:
            party = discourse.mention_of(entry, token)
            parties.append((token, party))
    return {Kind.PERSON: Spoken(persons), Kind.STATE: Spoken(parties)}


def _party(discourse: Discourse, name: Name) -> Entry | None:
    """Return the state that a name is of, or the armed group or body that it is."""
    if name.entry is None:
        return None
    entry = discourse.gazetteer.entries[name.entry]
    if entry.kind is Kind.ORGANIZATION and entry.category in _PARTIES:
        return entry
    return discourse.gazetteer.find_state(name.entry)
