"""Find the state to which an organ without a name belongs: by its clause, the dateline or the story."""

from __future__ import annotations

from graphkit.annotate.coref.discourse import SUBJECTS, clause_of
from graphkit.annotate.coref.sieve import Site
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import preps
from graphkit.nlp.tokens import Token
from graphkit.resources.gazetteer.gazetteer import Entry

#: So much more often must the story's state be named than any other.
_BY_FAR = 3
_PLACING = frozenset({"in", "at", "near", "through", "across"})


def find_home(site: Site) -> Entry | None:
    """Return the state whose organ it is: of a capital in the clause, of the dateline, or the only one left."""
    others = co_arguments(site)
    seats = {m.entry for m in _seats(site)} - {None} or _tellers(site, others)
    if len(seats) == 1:
        return site.discourse.gazetteer.entries[next(iter(filter(None, seats)))]
    states = site.discourse.states()
    if site.discourse.home is not None:
        if site.discourse.home.name not in others:
            return site.discourse.home
        return None
    left = [state for state in states if state.name not in others]
    if len(left) == 1:
        return left[0]
    return _story_state(site, others)


def _story_state(site: Site, others: set[str]) -> Entry | None:
    """Return the state of which the article has spoken by far more often than of any other, up to here."""
    ranked = [(state, n) for state, n in site.discourse.rank_states(site.token.i) if state.name not in others][:2]
    if not ranked or ranked[0][1] == 1:
        return None
    if len(ranked) > 1 and ranked[0][1] < _BY_FAR * ranked[1][1]:
        return None
    return ranked[0][0]


def _seats(site: Site) -> list[Mention]:
    """Return the states in which a clause happens: "In Lima the government denied it", "monks in Chad condemned it"."""
    governments = site.discourse.annotated.governments
    clause = clause_of(site.token)
    framing = (clause, clause.head, site.token)  # "condemned raids in Chad" happens elsewhere
    places = [word for word in clause.subtree if _is_place_of(site, word) and word.head.head in framing]
    seats = [governments[word.i] for word in places]
    if seats or site.token.dep_ in SUBJECTS:
        return seats
    people = [t for t in site.discourse.subjects_of(site.token) if t.tag_ in ("NNS", "NNPS")]
    inner = [t for head in people for word, t in preps(head) if word in _PLACING]
    return [m for t in inner for m in site.discourse.meant(t) if m.kind is Kind.STATE]


def _tellers(site: Site, others: set[str]) -> set[str | None]:
    """Return the state whose officials tell of the clause: "The ministry recalled him, officials in Lima said"."""
    discourse, clause = site.discourse, clause_of(site.token)
    if clause.dep_ != "ccomp":
        return set()
    tellers = [t for t in clause.head.children if t.dep_ in SUBJECTS and discourse.reader.owners.is_resident(t)]
    states = [m for t in tellers for m in discourse.meant(t) if m.kind is Kind.STATE and m.reason == "agent of state"]
    return {m.entry for m in states if m.name not in others}


def co_arguments(site: Site) -> set[str]:
    """Return the states that the clause of an organ names elsewhere than as the place where it happens."""
    token, discourse = site.token, site.discourse
    names: set[str] = set()
    own = {t.i for t in token.subtree} if clause_of(token) != token else set()
    for word in clause_of(token).subtree:
        name = discourse.annotated.names.get(word.i)
        if name is None:
            continue
        if word.i in own:
            continue
        if _is_place_of(site, word):
            continue
        names.add(discourse.reader.state_of(name)[0])
    return names


def _is_place_of(site: Site, word: Token) -> bool:
    if word.dep_ != "pobj":
        return False
    if word.head.lower_ not in _PLACING:
        return False
    return word.i in site.discourse.annotated.governments
