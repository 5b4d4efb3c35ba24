"""Find the state to which an organ without a name belongs: by its clause, the dateline or the story."""

from __future__ import annotations

from collections.abc import Iterable

from graphkit.annotate.coref.discourse import clause_of
from graphkit.annotate.coref.sieve import Site
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import SUBJECTS, behind, children
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, pick
from graphkit.resources.gazetteer.gazetteer import Entry

#: So much more often must the story's state be named than any other.
_BY_FAR = 3
_PLACING = ("in", "at", "near", "through", "across")
_PLACE = Shape('"monks in [Lima]"', "pobj", above=[f"*:{'|'.join(_PLACING)}"])


def find_home(site: Site) -> Entry | None:
    """Return the state whose organ it is: of a capital in the clause, of the dateline, or the only one left."""
    others = co_arguments(site)
    seats = set(filter(None, (seat.entry for seat in _seats(site)))) or _tellers(site, others)
    if len(seats) == 1:
        return site.discourse.gazetteer.entries[seats.pop()]
    home = site.discourse.home
    if home is not None:
        return None if home.name in others else home
    left = [state for state in site.discourse.states() if state.name not in others]
    return left[0] if len(left) == 1 else _story_state(site, others)


def _story_state(site: Site, others: set[str]) -> Entry | None:
    """Return the state of which the article has spoken by far more often than of any other, up to here."""
    ranked = site.discourse.rank_states(site.token.i, others)
    counts = [count for _, count in ranked]
    if not ranked or counts[0] == 1:
        return None
    if len(counts) > 1 and counts[0] < _BY_FAR * counts[1]:
        return None
    return ranked[0][0]


def _seats(site: Site) -> list[Mention]:
    """Return the states in which a clause happens: "In Lima the government denied it", "monks in Chad condemned it"."""
    clause = clause_of(site.token)
    framing = (clause, clause.head, site.token)  # "condemned raids in Chad" happens elsewhere
    places = [word for word in _list_places(site, clause.subtree) if word.head.head in framing]
    if places or site.token.dep_ in SUBJECTS:
        return [site.annotated.governments[word.i] for word in places]
    people = pick(site.discourse.subjects_of(site.token), "*/NNS|NNPS")
    inner = [place for head in people for place in behind(head, *_PLACING)]
    return [mention for mention in site.discourse.meant_by(inner) if mention.kind is Kind.STATE]


def _tellers(site: Site, others: set[str]) -> set[str]:
    """Return the state whose officials tell of the clause: "The ministry recalled him, officials in Lima said"."""
    discourse, clause = site.discourse, clause_of(site.token)
    if clause.dep_ != "ccomp":
        return set()
    tellers = filter(discourse.reader.owners.is_resident, children(clause.head, *SUBJECTS))
    acting = [mention for mention in discourse.meant_by(tellers) if mention.reason == "agent of state"]
    states = {mention.entry for mention in acting if mention.kind is Kind.STATE and mention.name not in others}
    return set(filter(None, states))


def co_arguments(site: Site) -> set[str]:
    """Return the states that the clause of an organ names elsewhere than as the place where it happens."""
    clause = clause_of(site.token)
    words = set(clause.subtree)
    if clause != site.token:
        words.difference_update(site.token.subtree)
    words.difference_update(_list_places(site, words))
    names = filter(None, (site.annotated.names.get(word.i) for word in words))
    return {site.discourse.reader.state_of(name)[0] for name in names}


def _list_places(site: Site, words: Iterable[Token]) -> list[Token]:
    """List the capitals among some words that only say where something happens."""
    return [word for word in words if word.i in site.annotated.governments and _PLACE.fits(word)]
