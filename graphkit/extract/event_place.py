"""Find where an event happened: in a phrase on its words, in the clause around it, or by the dateline.

Each way is a rule with an id, in the order in which they are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graphkit.extract.prepositions import is_time
from graphkit.model import Kind, Mention, Role, Span, Status
from graphkit.nlp.dependencies import first_child, lemma, preps
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token

_PREPOSITIONS = frozenset({"in", "at", "near", "outside", "inside"})
_PLACES = frozenset({Kind.PLACE, Kind.STATE})
#: How far into the body the place of the dateline is where things happen.
_LEAD_SENTENCES = 2
_STEPS = 4


@dataclass(frozen=True, slots=True)
class EventSite:
    """The event whose place is looked for."""

    trigger: Token
    support: Token | None
    predicate: str
    arguments: tuple[Token, Token]
    status: Status

    @property
    def verb(self) -> Token:
        """The verb that carries the event, or the trigger."""
        return self.support or self.trigger


class EventPlaces:
    """Finds the places of the events of one article."""

    def __init__(self, annotated: Annotated) -> None:
        self.annotated, self.groups = annotated, annotated.resources.groups
        self.verbs, self.off = annotated.resources.verbs, annotated.resources.off
        body = [s for s in annotated.doc.sents if annotated.roles[s.start] is Role.BODY]
        self.lead = {s.start for s in body[:_LEAD_SENTENCES]}

    def find(self, site: EventSite) -> Mention | None:
        """Return the place by the first rule that gives one."""
        for rule, look in _RULES.items():
            place = look(self, site) if rule not in self.off else None
            if place is not None:
                return place
        return None

    # the rules ----------------------------------------------------------------------------------------------

    def own_words(self, site: EventSite) -> Mention | None:
        """Return the place in a phrase on the event's words, their dates, or on who took part."""
        for token in self._bases(site):
            for word, inner in preps(token):
                place = self._place_in(inner, word)
                if place is not None:
                    return place
        return None

    def opening_clause(self, site: EventSite) -> Mention | None:
        """Return the place of a clause before it: "Speaking in Lima, the king urged"."""
        openers = [c for c in site.verb.children if c.dep_ == "advcl" and c.i < site.trigger.i]
        return next(filter(None, (self._place_on(opener) for opener in openers)), None)

    def where_clause(self, site: EventSite) -> Mention | None:
        """Return the place that the clause describes: "to Lima, where he is to meet the king"."""
        node = site.verb
        for _ in range(_STEPS):
            if node.dep_ == "relcl" and any(c.lower_ == "where" for c in node.subtree if c.i < node.i):
                return self._named(node.head)
            if node.head == node or node.dep_ not in ("xcomp", "acomp", "conj", "dobj"):
                return None
            node = node.head
        return None

    def framing_verb(self, site: EventSite) -> Mention | None:
        """Return the place on a verb above that only frames it: "are due in Lima to begin talks"."""
        node = site.verb
        for _ in range(_STEPS):
            goes_on = node.dep_ == "advcl" and node.tag_ == "VBG" and first_child(node, "nsubj", "mark") is None
            if node.head == node or not (goes_on or node.dep_ in ("xcomp", "acomp")):
                return None
            node = node.head
            place = self._place_on(node)
            if place is not None:
                return place
        return None

    def journey(self, site: EventSite) -> Mention | None:
        """Return the place to which the same clause goes before: "came to Lima and agreed with the king"."""
        verb = site.verb
        if site.predicate not in self.groups.together or verb.dep_ != "conj" or verb.head.pos_ != "VERB":
            return None
        if lemma(verb.head) not in self.verbs.motion or first_child(verb, "nsubj") is not None:
            return None
        return next((m for word, inner in preps(verb.head) if word == "to" and (m := self._named(inner))), None)

    def here(self, site: EventSite) -> Mention | None:
        """Return the dateline's place for "here"."""
        said = next((c for c in site.verb.subtree if c.lower_ == "here" and c.dep_ == "advmod"), None)
        return self._dateline(said) if said is not None and said.head in (site.verb, *site.arguments) else None

    def dateline(self, site: EventSite) -> Mention | None:
        """Return the dateline's place for a meeting or a deal in the lead."""
        done = site.status in (Status.OCCURRED, Status.ONGOING)
        if site.predicate not in self.groups.together or not done or site.trigger.sent.start not in self.lead:
            return None
        return self._dateline(site.trigger)

    # places -------------------------------------------------------------------------------------------------

    def _bases(self, site: EventSite) -> Iterator[Token]:
        verbs = [token for token in (site.trigger, site.support) if token is not None]
        yield from verbs
        if site.predicate not in self.groups.spoken:  # "condemned the coup in Gabon": not there
            yield from (c for token in verbs for c in token.children if c.dep_ == "dobj")
        yield from (inner for token in verbs for _, inner in preps(token) if is_time(inner))  # "on Monday in Lima"
        if site.predicate in self.groups.together:  # "talks between Chad and Sudan in Doha"
            yield from (token for token in site.arguments if token.i in self.annotated.names)

    def _place_on(self, verb: Token) -> Mention | None:
        return next(filter(None, (self._place_in(inner, word) for word, inner in preps(verb))), None)

    def _place_in(self, head: Token, preposition: str) -> Mention | None:
        """Return a named place, or that of an occasion: "at a summit in Lima", "on the sidelines of a summit there"."""
        if preposition in _PREPOSITIONS and (place := self._named(head)) is not None:
            return place
        mention = self.annotated.mention(head)
        if preposition != "on" and (mention is None or mention.kind is not Kind.OCCASION):
            return None
        for word, inner in preps(head):
            below = self.annotated.mention(inner)
            if word in _PREPOSITIONS and (place := self._named(inner)) is not None:
                return place
            if word == "of" and preposition == "on" and below is not None and below.kind is Kind.OCCASION:
                return self._place_in(inner, "at")
        return None

    def _named(self, head: Token) -> Mention | None:
        """Return the place that a phrase names: by its head, a word before it, or an apposition."""
        for token in (head, *(c for c in head.children if c.dep_ == "appos")):
            mention = self.annotated.mention(token)
            if mention is not None and mention.kind in _PLACES and token.i in self.annotated.names:
                return mention
        mention = self.annotated.mention(head)
        called = any(t.i in self.annotated.names and t.i < head.i for t in head.children if t.dep_ == "compound")
        return mention if called and mention is not None and mention.kind is Kind.PLACE else None

    def _dateline(self, token: Token) -> Mention | None:
        name = self.annotated.article.dateline_place
        references = self.annotated.resources.gazetteer.references(name) if name else ()
        if not name or not references:
            return None
        entry = self.annotated.resources.gazetteer.entries[references[0].entry]
        span = Span(token.idx, token.idx + len(token))
        return Mention(span, token.text, entry.name, Kind.PLACE, references[0].entry, None, "dateline")


Look = Callable[[EventPlaces, EventSite], Mention | None]
_RULES: dict[str, Look] = {
    "place/own-words": EventPlaces.own_words,
    "place/opening-clause": EventPlaces.opening_clause,
    "place/where-clause": EventPlaces.where_clause,
    "place/framing-verb": EventPlaces.framing_verb,
    "place/journey": EventPlaces.journey,
    "place/here": EventPlaces.here,
    "place/dateline": EventPlaces.dateline,
}
RULE_IDS = tuple(_RULES)
