"""Find where an event happened: in a phrase on its words, in the clause around it, or by the dateline.

Each way is a rule with an id, in the order in which they are tried.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain, takewhile

from graphkit.extract.choices import collect, first_found, known
from graphkit.extract.mentions import is_described, names_of, of_kinds
from graphkit.extract.noun_classes import is_among
from graphkit.extract.place_phrases import OF_FORCE, OF_LAUNCHES, PREPOSITIONS, PlacePhrases
from graphkit.model import Kind, Mention, Role, Span, Status
from graphkit.nlp.dependencies import behind, children, preps
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes, climb, path, paths, pick

_DONE = frozenset({Status.OCCURRED, Status.ONGOING})
_WITHIN_CLAUSE = frozenset({"xcomp", "acomp", "conj", "dobj"})
_FRAMED = Shapes(
    Shape('"are due in Lima, [hoping] to meet"', "advcl/VBG", lacks=["nsubj|mark"]),
    Shape('"are due in Lima to [begin] talks"', "xcomp|acomp"),
)
#: What is held somewhere, besides what the article calls an occasion.
_OCCASIONS = frozenset({"@occasion", "@agreement", "conference", "summit", "session", "opening", "ceremony"})
_JOURNEYS = frozenset({"visit", "trip", "journey", "stay", "stopover"})
_TRAVELLING = "*/VERB|AUX[arrive|be|come|depart|due|expect|fly|go|head|land|leave|remain|return|sail|stay|travel|visit]"
_OWN_AIM = Shape('"flew to Lima to [meet] him"', "advcl|xcomp/VB", has=["aux:to"])
_NEXT_AIM = Shape('"left Lima after [meeting] him"', "pcomp/VBG", above=["*:after|without"])
_ERRANDS = Shape('"stayed in Lima for [talks]"', "pobj/NOUN", above=["*:for", "*/VERB|AUX"])
_SECOND = Shape('"came to Lima and [agreed]"', "conj", lacks=["nsubj"])
_WHEN = Shape('"agreed when they [met] in Lima"', "advcl", has=["mark|advmod:when|as|while"])
_BEHIND_EVENT = Shape('"spoke in Lima after a [meeting]"', "pobj/NOUN", above=["*:after|following|during", "*/VERB"])
_DURING = Shape('"a visit to Lima, during which they [signed]"', "relcl", has=["prep:during|on|in pobj:which"])
_GOING_ON = Shapes(
    Shape('"struck the ship and [killed] two"', "conj/VERB", lacks=["nsubj|nsubjpass"]),
    Shape('"struck the ship, [killing] two"', "advcl/VBG", lacks=["nsubj|mark"]),
)
_ELSEWHERE = Shapes(
    Shape('"the town where he [lives]"', "relcl|ccomp|csubj"),
    Shape('"after he had [left]"', "advcl|acl", has=["nsubj|nsubjpass|mark"]),
    Shape('"and Chad [replied]"', "conj/VERB", has=["nsubj|nsubjpass"]),
)
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

    @property
    def verbs(self) -> list[Token]:
        """The trigger, and the verb that carries it if any."""
        return known([self.trigger, self.support])


class EventPlaces:
    """Finds the places of the events of one article."""

    def __init__(self, annotated: Annotated) -> None:
        self.annotated, self.names = annotated, annotated.names
        self.groups, self.gazetteer = annotated.resources.groups, annotated.resources.gazetteer
        self.phrases, off = PlacePhrases(annotated), annotated.resources.off
        self.rules = [look for rule, look in _RULES.items() if rule not in off]
        body = [sentence for sentence in annotated.doc.sents if annotated.roles[sentence.start] is Role.BODY]
        self.lead = {sentence.start for sentence in body[:_LEAD_SENTENCES]}

    def find(self, site: EventSite) -> Mention | None:
        """Return the place by the first rule that gives one."""
        return first_found(look(self, site) for look in self.rules)

    # the rules ----------------------------------------------------------------------------------------------

    def own_words(self, site: EventSite) -> Mention | None:
        """Return the place in a phrase on the event's words, their dates, or on who took part."""
        verbs = site.verbs
        bases = list(verbs)
        if site.predicate not in self.groups.spoken:  # "condemned the coup in Gabon": not there
            bases += paths(verbs, "dobj")
        objects = collect(_behind_any, verbs)
        bases += pick(objects, "*=DATE|TIME")  # "on Monday in Lima"
        if site.predicate in self.groups.forceful:  # "a raid on a convoy in Kidal"
            forced = list(dict.fromkeys([*bases, *objects, *site.arguments]))
            return first_found(self.phrases.find_within(base, OF_FORCE) for base in forced)
        if site.predicate in self.groups.gathered:  # "met his counterpart, Tony Blair, in Doha"
            sides = [word for word in site.arguments if word.i in self.names or self._is_person(word)]
            apposed = paths(sides, "appos")
            bases += [*sides, *filter(self._is_person, apposed)]
        prepositions = OF_LAUNCHES if site.predicate in self.groups.launching else PREPOSITIONS
        return first_found(self.phrases.find_on(base, prepositions) for base in bases)

    def occasion(self, site: EventSite) -> Mention | None:
        """Return the place of what is attended or held: "joined a session of the board in Lima", "the Lima talks"."""
        if site.predicate not in self.groups.gathered:
            return None
        heads = [*site.verbs, *paths(site.verbs, "dobj"), *collect(_behind_any, site.verbs)]
        return first_found(map(self._find_at_occasion, heads))

    def _find_at_occasion(self, head: Token) -> Mention | None:
        if is_among(head, _JOURNEYS):
            return self._find_goal(head)
        is_occasion = self.phrases.is_occasion(head) or is_among(head, _OCCASIONS)
        if not is_occasion:
            return None
        return self.phrases.find_within(head, PREPOSITIONS) or self.phrases.name_before(head)

    def welcome(self, site: EventSite) -> Mention | None:
        """Return the place to which somebody is welcomed: "welcomed the king to Lima"."""
        if site.predicate not in self.groups.receiving:
            return None
        return first_found(map(self.phrases.find_named, behind(site.verb, "to")))

    def target(self, site: EventSite) -> Mention | None:
        """Return the place that somebody comes to, leaves or strikes: "visited Kidal", "shelled Kidal"."""
        if site.predicate not in self.groups.forceful | self.groups.placed:
            return None
        _, object_ = site.arguments
        is_nameless, is_government = object_.i not in self.names, object_.i in self.annotated.governments
        if is_nameless and site.predicate in self.groups.placed:
            near = self.phrases.find_within(object_, PREPOSITIONS)  # "left an air base near Lima"
            return near or self.phrases.find_named(object_)  # "came to the Turkish capital"
        if is_government and site.predicate not in self.groups.undone | self.groups.placed:
            return None  # "threatened Lima": its government
        places = of_kinds([self.annotated.mention(object_)], (Kind.PLACE,))
        return first_found(place for place in places if not is_described(place))

    def opening_clause(self, site: EventSite) -> Mention | None:
        """Return the place of a clause beside it: "Speaking in Lima, she urged", "agreed when they met in Lima"."""
        first = site.verb.head if _SECOND.fits(site.verb) else site.verb
        clauses = [*path(first, "advcl"), *path(first, "xcomp", "advcl")]
        beside = [clause for clause in clauses if clause.i < site.trigger.i]
        if site.predicate in self.groups.gathered:
            beside += _WHEN.pick(clauses)
        return first_found(map(self.phrases.find_on, beside))

    def clause_around(self, site: EventSite) -> Mention | None:
        """Return the place of the clause in which it is named: "spoke in Lima after talks", "met there and agreed"."""
        if site.predicate not in self.groups.gathered:
            return None
        if _BEHIND_EVENT.fits(site.trigger):
            return self.phrases.find_on(site.trigger.head.head)
        events = behind(site.verb, "after", "during", "following", "at", "on")
        place = first_found(map(self._find_at_occasion, events))
        if place is not None:
            return place
        if _DURING.fits(site.verb):
            return self._find_goal(site.verb.head)
        if _SECOND.fits(site.verb):
            return self.phrases.find_on(site.verb.head)
        return None

    def where_clause(self, site: EventSite) -> Mention | None:
        """Return the place that the clause describes: "to Lima, where he is to meet the king"."""
        way = [site.verb, *site.verb.ancestors]
        for node in way[:_STEPS]:
            clause = node.subtree if node.dep_ == "relcl" else []
            where = [word for word in pick(clause, "*:where")[:1] if word.i < node.i]
            if where:
                return self.phrases.find_named(node.head) or self._find_before(node)
            if node.dep_ not in _WITHIN_CLAUSE:
                return None
        return None

    def _find_before(self, clause: Token) -> Mention | None:
        """Return the goal of a journey behind which "where" is hung on another word: "to Lima on Monday, where"."""
        journey = climb(clause.head, _TRAVELLING)
        return self._find_goal(journey) if journey is not None else None

    def framing_verb(self, site: EventSite) -> Mention | None:
        """Return the place on a verb above that only frames it: "are due in Lima to begin talks"."""
        node = site.verb
        for _ in range(_STEPS):
            if not _FRAMED.fits(node):
                return None
            node = node.head
            place = self.phrases.find_on(node)
            if place is not None:
                return place
        return None

    def journey(self, site: EventSite) -> Mention | None:
        """Return the place to which the same clause goes: "came to Lima and agreed", "came to Lima for talks"."""
        if site.predicate not in self.groups.gathered:
            return None
        verb = self._find_journey(site)
        journeys = pick(known([verb]), _TRAVELLING)
        return first_found(map(self._find_goal, journeys))

    def _find_journey(self, site: EventSite) -> Token | None:
        """Return the verb that may tell where somebody went for the event."""
        verb = site.verb
        if _SECOND.fits(verb):
            return verb.head
        if _OWN_AIM.fits(verb):
            return verb.head
        if _NEXT_AIM.fits(verb):
            return verb.head.head
        if _ERRANDS.fits(site.trigger):
            return site.trigger.head.head
        return None

    def _find_goal(self, journey: Token) -> Mention | None:
        """Return where a journey goes, or, of one that names no goal, where it starts."""
        ways = [behind(journey, "to", "for"), children(journey, "dobj"), behind(journey, "in", "at")]
        return first_found(map(self.phrases.find_named, chain(*ways)))

    def here(self, site: EventSite) -> Mention | None:
        """Return the dateline's place for "here"."""
        journey = climb(site.verb, _TRAVELLING, most=_STEPS)
        verbs = known([site.verb, journey])
        adverbs = pick(site.verb.subtree, "advmod:here") or paths(verbs, "advmod:here")
        heads = (*verbs, *site.arguments)
        if not adverbs:
            return None
        if adverbs[0].head not in heads:
            return None
        return self._find_dateline(adverbs[0])

    def dateline(self, site: EventSite) -> Mention | None:
        """Return the dateline's place for a meeting or a deal in the lead."""
        if site.predicate not in self.groups.gathered:
            return None
        if site.status not in _DONE:
            return None
        if site.trigger.sent.start not in self.lead:
            return None
        return self._find_dateline(site.trigger)

    def scene(self, site: EventSite) -> Mention | None:
        """Return the only town that a clause of force names behind a preposition: "struck, killing ten in Kidal"."""
        if site.predicate not in self.groups.forceful | self.groups.launching:
            return None
        verb = site.verb
        while _GOING_ON.fits(verb):
            verb = verb.head
        inside = [word for word in verb.subtree if not self._is_under(word, verb)]
        placing = collect(_behind_launch, inside)
        towns = of_kinds(map(self.phrases.find_named, placing), (Kind.PLACE,))
        return towns[0] if len(set(names_of(towns))) == 1 else None

    def _is_under(self, word: Token, verb: Token) -> bool:
        """Return whether a word stands in a clause of its own below a verb, or opens one."""
        way = takewhile(lambda above: above != verb, word.ancestors)
        return any(map(_ELSEWHERE.fits, [word, *way]))

    # places -------------------------------------------------------------------------------------------------

    def _is_person(self, head: Token) -> bool:
        return bool(of_kinds([self.annotated.mention(head)], (Kind.PERSON,)))

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
    "place/occasion": EventPlaces.occasion,
    "place/welcome": EventPlaces.welcome,
    "place/target": EventPlaces.target,
    "place/opening-clause": EventPlaces.opening_clause,
    "place/where-clause": EventPlaces.where_clause,
    "place/clause-around": EventPlaces.clause_around,
    "place/framing-verb": EventPlaces.framing_verb,
    "place/journey": EventPlaces.journey,
    "place/scene": EventPlaces.scene,
    "place/here": EventPlaces.here,
    "place/dateline": EventPlaces.dateline,
}
RULE_IDS = tuple(_RULES)


def _behind_launch(word: Token) -> list[Token]:
    """List the objects of the prepositions that place a launch."""
    return behind(word, *OF_LAUNCHES)


def _behind_any(verb: Token) -> list[Token]:
    """List the objects of all prepositions on a verb."""
    return [inner for _, inner in preps(verb)]
