"""Find the state to which an organ without a name belongs: by its clause, the dateline or the story."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from graphkit.annotate.coref.discourse import clause_of
from graphkit.annotate.coref.sieve import ReferenceSite
from graphkit.annotate.coref.spoken import take_leading
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import SUBJECTS, behind, children
from graphkit.nlp.tree_paths import Shape, pick
from graphkit.resources.gazetteer.gazetteer import Entry

#: So much more often must the story's state be named than any other.
_BY_FAR = 3
_PLACING = ("in", "at", "near", "through", "across")
_PLACE = Shape('"monks in [Lima]"', "pobj", above=[f"*:{'|'.join(_PLACING)}"])


def find_home(site: ReferenceSite) -> Entry | None:
    """Return the state whose organ it is: of a capital in the clause, of the dateline, or the only one left."""
    others = co_arguments(site)
    seats = _seats(site) or _tellers(site, others)
    if len(seats) == 1:
        return site.discourse.gazetteer.entries[seats.pop()]
    home = site.discourse.home
    if home is not None:
        return None if home.name in others else home
    left = [state for state in site.discourse.states() if state.name not in others]
    if len(left) == 1:
        return left[0]
    return _story_state(site, others)


def _story_state(site: ReferenceSite, others: set[str]) -> Entry | None:
    """Return the state of which the article has spoken by far more often than of any other, up to here."""
    ranked = site.discourse.rank_states(site.token.i, others)
    leading = take_leading(ranked, 1, times=_BY_FAR)
    if not leading:
        return None
    if ranked[0][1] == 1:
        return None
    return leading[0]


def _seats(site: ReferenceSite) -> set[str]:
    """Return the states in which a clause happens: "In Lima the government denied it", "monks in Chad condemned it"."""
    clause, governments = clause_of(site.token), site.annotated.governments
    framing = (clause, clause.head, site.token)  # "condemned raids in Chad" happens elsewhere
    places = [word for word in _PLACE.pick(clause.subtree) if word.head.head in framing]
    seats = [governments[word.i] for word in places if word.i in governments]
    if not seats and site.token.dep_ not in SUBJECTS:
        people = pick(site.discourse.subjects_of(site.token), "*/NNS|NNPS")
        inner = chain.from_iterable(behind(head, *_PLACING) for head in people)
        seats = [mention for mention in site.discourse.meant_by(inner) if mention.kind is Kind.STATE]
    return _list_entries(seats)


def _tellers(site: ReferenceSite, others: set[str]) -> set[str]:
    """Return the states whose officials report the clause: "The ministry recalled him, officials in Lima said"."""
    discourse, clause = site.discourse, clause_of(site.token)
    if clause.dep_ != "ccomp":
        return set()
    tellers = filter(discourse.reader.owners.is_resident, children(clause.head, *SUBJECTS))
    acting = [mention for mention in discourse.meant_by(tellers) if mention.reason == "agent of state"]
    states = [mention for mention in acting if mention.kind is Kind.STATE]
    return _list_entries([state for state in states if state.name not in others])


def _list_entries(mentions: Iterable[Mention]) -> set[str]:
    entries = {mention.entry for mention in mentions}
    return set(filter(None, entries))


def co_arguments(site: ReferenceSite) -> set[str]:
    """Return the states that the clause of an organ names, but for the place where it happens."""
    clause = clause_of(site.token)
    words = set(clause.subtree)
    if clause is not site.token:
        words.difference_update(site.token.subtree)
    places = [word for word in _PLACE.pick(words) if word.i in site.annotated.governments]
    words.difference_update(places)
    states = map(site.discourse.reader.state_of, site.annotated.names_at(words))
    return {name for name, _ in states}
