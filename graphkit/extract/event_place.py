"""Find where an event happened: in a phrase on its words, in the clause around it, or by the dateline.

Each way is a rule with an id, in the order in which they are tried.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graphkit.extract.choices import first_found
from graphkit.extract.mentions import ACTORS, is_described, of_kinds
from graphkit.extract.tense import ERRAND
from graphkit.model import Kind, Mention, Role, Span, Status
from graphkit.nlp.dependencies import behind, preps
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes, path, paths, pick

_PREPOSITIONS = frozenset({"in", "at", "near", "outside", "inside"})
_PLACES = frozenset({Kind.PLACE, Kind.STATE})
_DONE = frozenset({Status.OCCURRED, Status.ONGOING})
_WITHIN_CLAUSE = frozenset({"xcomp", "acomp", "conj", "dobj"})
_FRAMED = Shapes(
    Shape('"are due in Lima, [hoping] to meet"', "advcl/VBG", lacks=["nsubj|mark"]),
    Shape('"are due in Lima to [begin] talks"', "xcomp|acomp"),
)
_AFTER_JOURNEY = Shape('"came to Lima and [agreed]"', "conj", above=["*/VERB{motion}"], lacks=["nsubj"])
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
        self.annotated, self.names = annotated, annotated.names
        self.groups, self.gazetteer = annotated.resources.groups, annotated.resources.gazetteer
        off = annotated.resources.off
        self.rules = [look for rule, look in _RULES.items() if rule not in off]
        body = [sentence for sentence in annotated.doc.sents if annotated.roles[sentence.start] is Role.BODY]
        self.lead = {sentence.start for sentence in body[:_LEAD_SENTENCES]}

    def find(self, site: EventSite) -> Mention | None:
        """Return the place by the first rule that gives one."""
        return first_found(look(self, site) for look in self.rules)

    # the rules ----------------------------------------------------------------------------------------------

    def own_words(self, site: EventSite) -> Mention | None:
        """Return the place in a phrase on the event's words, their dates, or on who took part."""
        verbs = [word for word in (site.trigger, site.support) if word is not None]
        bases = list(verbs)
        if site.predicate not in self.groups.spoken:  # "condemned the coup in Gabon": not there
            bases += paths(verbs, "dobj")
        objects = [inner for verb in verbs for _, inner in preps(verb)]
        bases += pick(objects, "*=DATE|TIME")  # "on Monday in Lima"
        if site.predicate in self.groups.together:  # "talks between Chad and Sudan in Doha"
            bases += [word for word in site.arguments if word.i in self.names]
        if site.predicate in self.groups.forceful:  # "a raid on a convoy in Kidal"
            bases = list(dict.fromkeys([*bases, *objects, *site.arguments]))
        return first_found(map(self._find_on, bases))

    def target(self, site: EventSite) -> Mention | None:
        """Return the place that somebody comes to, leaves or strikes: "visited Kidal", "shelled Kidal"."""
        if site.predicate not in self.groups.forceful | self.groups.placed:
            return None
        _, object_ = site.arguments
        if object_.i in self.annotated.governments and site.predicate not in self.groups.undone | self.groups.placed:
            return None  # "threatened Lima": its government
        places = of_kinds([self.annotated.mention(object_)], (Kind.PLACE,))
        return first_found(place for place in places if not is_described(place))

    def opening_clause(self, site: EventSite) -> Mention | None:
        """Return the place of a clause before it: "Speaking in Lima, the king urged"."""
        clauses = path(site.verb, "advcl")
        openers = [clause for clause in clauses if clause.i < site.trigger.i]
        return first_found(map(self._find_on, openers))

    def where_clause(self, site: EventSite) -> Mention | None:
        """Return the place that the clause describes: "to Lima, where he is to meet the king"."""
        way = [site.verb, *site.verb.ancestors]
        for node in way[:_STEPS]:
            clause = node.subtree if node.dep_ == "relcl" else []
            where = pick(clause, "*:where")
            if where and where[0].i < node.i:
                return self._find_named(node.head)
            if node.dep_ not in _WITHIN_CLAUSE:
                return None
        return None

    def framing_verb(self, site: EventSite) -> Mention | None:
        """Return the place on a verb above that only frames it: "are due in Lima to begin talks"."""
        node = site.verb
        for _ in range(_STEPS):
            if not _FRAMED.fits(node):
                return None
            node = node.head
            place = self._find_on(node)
            if place is not None:
                return place
        return None

    def journey(self, site: EventSite) -> Mention | None:
        """Return the place to which the same clause goes: "came to Lima and agreed", "came to Lima for talks"."""
        if site.predicate not in self.groups.together:
            return None
        if _AFTER_JOURNEY.fits(site.verb):
            goals = behind(site.verb.head, "to")
        elif ERRAND.fits(site.trigger):
            verb = site.trigger.head.head
            goals = [*path(verb, "dobj"), *behind(verb, "to", "in", "at")]
        else:
            return None
        return first_found(map(self._find_named, goals))

    def here(self, site: EventSite) -> Mention | None:
        """Return the dateline's place for "here"."""
        adverbs = pick(site.verb.subtree, "advmod:here")
        heads = (site.verb, *site.arguments)
        if not adverbs:
            return None
        if adverbs[0].head not in heads:
            return None
        return self._find_dateline(adverbs[0])

    def dateline(self, site: EventSite) -> Mention | None:
        """Return the dateline's place for a meeting or a deal in the lead."""
        if site.predicate not in self.groups.together:
            return None
        if site.status not in _DONE:
            return None
        if site.trigger.sent.start not in self.lead:
            return None
        return self._find_dateline(site.trigger)

    # places -------------------------------------------------------------------------------------------------

    def _find_on(self, base: Token) -> Mention | None:
        """Return the place in the first phrase on a word that names one."""
        for word, inner in preps(base):
            place = self._find_in(inner, word)
            if place is not None:
                return place
        return None

    def _find_in(self, head: Token, preposition: str) -> Mention | None:
        """Return a named place, or that of an occasion: "at a summit in Lima", "on the sidelines of a summit there"."""
        place = self._find_named(head) if preposition in _PREPOSITIONS else None
        is_site = preposition in _PREPOSITIONS and head.i not in self.names and not self._is_actor(head)
        is_around = preposition == "on" or is_site or self._is_occasion(head)
        if place is not None or not is_around:
            return place
        placing = behind(head, *_PREPOSITIONS)
        sidelines = behind(head, "of") if preposition == "on" else []
        place = first_found(map(self._find_named, placing))
        return place or first_found(self._find_in(inner, "at") for inner in sidelines if self._is_occasion(inner))

    def _is_occasion(self, head: Token) -> bool:
        mention = self.annotated.mention(head)
        occasions = of_kinds([mention], (Kind.OCCASION,))
        return bool(occasions)

    def _is_actor(self, head: Token) -> bool:
        """Return whether a phrase stands for somebody: where those stand need not be where it happened."""
        return bool(of_kinds(self.annotated.meant(head.i), ACTORS))

    def _find_named(self, head: Token) -> Mention | None:
        """Return the place that a phrase names: by its head, a word before it, or an apposition."""
        heads = [head, *path(head, "appos")]
        named = [word for word in heads if word.i in self.names]
        places = [place for place in of_kinds(map(self.annotated.mention, named), _PLACES) if not is_described(place)]
        if places:
            return places[0]
        before = {modifier.i for modifier in path(head, "<compound")}
        if before.isdisjoint(self.names):
            return None
        called = of_kinds([self.annotated.mention(head)], (Kind.PLACE,))
        return first_found(called)

    def _find_dateline(self, word: Token) -> Mention | None:
        """Return the place of the dateline, for which a word stands."""
        name = self.annotated.article.dateline_place
        references = self.gazetteer.references(name) if name else ()
        if not references:
            return None
        entry = self.gazetteer.entries[references[0].entry]
        span = Span(word.idx, word.idx + len(word))
        return Mention(span, word.text, entry.name, Kind.PLACE, references[0].entry, None, "dateline")


Look = Callable[[EventPlaces, EventSite], Mention | None]
_RULES: dict[str, Look] = {
    "place/own-words": EventPlaces.own_words,
    "place/target": EventPlaces.target,
    "place/opening-clause": EventPlaces.opening_clause,
    "place/where-clause": EventPlaces.where_clause,
    "place/framing-verb": EventPlaces.framing_verb,
    "place/journey": EventPlaces.journey,
    "place/here": EventPlaces.here,
    "place/dateline": EventPlaces.dateline,
}
RULE_IDS = tuple(_RULES)
