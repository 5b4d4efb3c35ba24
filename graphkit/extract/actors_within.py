"""Find the actor behind a phrase that is none: "Russia's invasion", "a ship off the Lebanese coast", "whose army".

Each way has an id by which it can be switched off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import partial

from graphkit.extract.choices import collect, first_filled
from graphkit.extract.fillers import Filler, fill, heads_of
from graphkit.extract.mentions import (
    ACTORS,
    BODIES,
    STATES,
    is_described,
    names_of,
    of_kinds,
    stand_in_entry,
    states_served,
)
from graphkit.extract.noun_classes import is_among
from graphkit.extract.subjects import agent_of, owner_of, subject_of
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import behind, children, conjuncts, conjuncts_of, head_phrases, lemma, preps
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes, climb, fits, path, paths, pick
from graphkit.resources.gazetteer.gazetteer import Use

_PEOPLE = frozenset({Kind.GROUP, Kind.PERSON})
_STATE_AGENTS = frozenset({"@state_agent"})
_ENVOYS = frozenset({"@envoy"})
_QUANTITIES = frozenset({"@quantity"})
_ORGANIZATIONS = frozenset({Kind.ORGANIZATION})
#: How many things deep an actor is looked for: "the call for an end to the war by Chad".
_DEPTH = 2
#: Participles, and nouns read as verbs: "a truce [offer] by the rebels".
_TELLING = frozenset({"VBN", "VBP", "VB"})
#: What joins two names before a noun, and how many words before it.
_JOINED_WITHIN = 6
_JOINTS = frozenset({"-", "and", "/"})
#: What somebody thinks of a thing, not who made it: "a move condemned by Mali".
_OF_OTHERS = Shapes(
    Shape('"a move [condemned] by Mali"', "*{judging|appraising|opposing|refusing}"),
    Shape('"broke a truce [brokered] by Mali"', "*[broker|mediate|facilitate|arrange]", above=["dobj|nsubj|nsubjpass"]),
)
_MADE = Shapes(
    Shape('"the test that Mali [made]"', "relcl/VBD|VBZ|VBN", has=["dobj:that|which", "nsubj"], lacks=["auxpass"]),
    Shape('"the decision Mali [took]"', "relcl/VBD|VBZ|VBN", has=["nsubj/!WP|WDT|PRP"], lacks=["dobj|auxpass|mark"]),
)
_OF_BODY = Shape(
    '"a Hamas [member]"',
    "*[activist|chief|commander|fighter|gunman|leader|member|militant|militiaman|officer|official|operative|suspect]",
)
_STATE_OWNED = Shape(
    '"a state-owned [bank]"', has=["amod[control|own|run|controlled|owned] npadvmod:state|government|army"]
)
_RESPONSIBLE = ("amod|acl|relcl[responsible|involve|involved|complicit|accuse|suspect]",)
NATION, OWNER_BEFORE, ENVOY = "actor/nation", "actor/owner-before", "actor/envoy"
BORDER, WITHIN, PARTICIPLE = "actor/border", "actor/within", "actor/participle"
ABOARD, TOWN, BASE = "actor/aboard", "actor/town", "actor/base"
RULE_IDS = (NATION, OWNER_BEFORE, ENVOY, BORDER, WITHIN, PARTICIPLE, ABOARD, TOWN, BASE)


class ActorFinder:
    """Finds the actors behind the phrases of one article."""

    def __init__(self, annotated: Annotated) -> None:
        resources = annotated.resources
        self.annotated, self.lexicon, self.gazetteer = annotated, resources.lexicon, resources.gazetteer
        self.groups, self.nouns, self.inner = resources.groups, resources.nouns, resources.within
        self.off = resources.off
        needs: dict[str, AbstractSet[str]] = {
            NATION: self.groups.of_nationals,
            OWNER_BEFORE: _STATE_AGENTS,
            ENVOY: _ENVOYS,
            BORDER: self.groups.bordering,
            PARTICIPLE: _TELLING,
            ABOARD: resources.verbs.holding,
            TOWN: self.groups.of_nationals,
            BASE: self.groups.harming,
        }
        #: What each rule acts on: classes, predicates, verbs or tags; nothing where it is switched off.
        self.needs = {rule: frozenset(words if rule not in self.off else ()) for rule, words in needs.items()}
        names = annotated.names
        self.nationals = {i for i, name in names.items() if name.use == Use.DEMONYM}
        self.actor_names = {i for i, name in names.items() if name.kind in ACTORS and name.entry is not None}

    def within(self, head: Token, predicate: str = "other", depth: int = 0) -> list[Mention]:
        """Return who owns or does a thing: "Russia's invasion", "a bid by the minister", "the launch by Iran"."""
        if WITHIN in self.off or depth > _DEPTH:
            return []
        owners = self._active_owners(head)
        if owners and _is_joint(head):  # "the US-Japan drill" is of both; "Iran's nuclear deal" of one
            by_name = {owner.name: owner for owner in owners}
            return list(by_name.values())
        if owners:
            return owners[:1]
        makers = self._makers(head)
        return makers or self._inner_actors(head, predicate, depth)

    def _active_owners(self, head: Token) -> list[Mention]:
        """Return the owners of a thing that they make or do; none for what an owner only suffers."""
        if not self.nouns.endured.isdisjoint(head_phrases(head)):
            return []  # "condemned the Benin coup attempt": Benin did not make it
        owners = self.among(owner_of(head))
        persons = of_kinds(owners[:1], (Kind.PERSON,))
        if persons and fits(head, "*{suffered}"):
            return []  # "called his arrest a crime": he did not make it
        return owners

    def _makers(self, head: Token) -> list[Mention]:
        """Return who did what a clause tells of the noun: "the test made by Mali", "the test that Mali made"."""
        clauses = [clause for clause in children(head, "acl", "relcl") if not _OF_OTHERS.fits(clause)]
        participles = [clause for clause in clauses if clause.tag_ in self.needs[PARTICIPLE]]
        makers = [*map(agent_of, participles), *map(subject_of, filter(_MADE.fits, clauses))]
        return first_filled(map(self.among, makers))

    def _inner_actors(self, head: Token, predicate: str, depth: int) -> list[Mention]:
        """Return the actors behind the prepositions of a thing, or behind the things there."""
        words = self._prepositions(head, predicate)
        for noun in collect(partial(behind, head), words):
            named = self.among([Filler(noun)])
            actors = named or self.within(noun, predicate, depth + 1)
            if actors:
                return actors
        return self._nested_makers(head)

    def _prepositions(self, head: Token, predicate: str) -> Sequence[str]:
        """List the prepositions behind which the actor is looked for; "of" names who suffers "the invasion of"."""
        if fits(head, "*{doer_of}"):
            return ("by", "of")
        words = self.inner.get(predicate, self.inner["other"])
        rows = collect(partial(self.lexicon.rows_for, "noun"), head_phrases(head))
        predicates = {row.predicate for row in rows}
        if fits(head, "*{infringing}") or predicates & self.groups.harming:
            return [word for word in words if word != "of"]
        return words

    def _nested_makers(self, head: Token) -> list[Mention]:
        """Return who makes a thing where "by" hangs on a noun inside: "a plan for a truce by the envoy"."""
        objects = [inner for _, inner in preps(head)]
        for noun in pick(objects, "*/NOUN"):
            heads = behind(noun, "by")
            makers = self.among(fill(heads))
            if makers and not self._actors(noun):
                return makers
        return []

    def among(self, fillers: Iterable[Filler]) -> list[Mention]:
        """Return the actors that phrase heads and what is coordinated with them stand for."""
        heads = conjuncts_of(heads_of(fillers))
        return collect(self._actors, heads)

    def _actors(self, token: Token) -> list[Mention]:
        government = self.annotated.acting(token.i)
        if government is not None:
            return [government]
        actors = of_kinds(self.annotated.mentions.get(token.i, ()), ACTORS)
        if fits(token, "*{vague}"):
            actors = [m for m in actors if m.kind is not Kind.GROUP or " " in m.name]
        if actors or token.i not in self.actor_names:
            return actors
        modifier = self.annotated.modifier(token)
        return list(filter(None, [modifier]))

    # whose people -------------------------------------------------------------------------------------------

    def nation_of(self, mention: Mention, head: Token, predicate: str) -> list[Mention]:
        """Return the state whose nationals suffer or are freed: "arrested three Russian officers"; not its rebels."""
        kinds_harmed = ACTORS if predicate in self.groups.helping else _PEOPLE
        if not is_described(mention) or mention.kind not in kinds_harmed:
            return []
        if predicate not in self.needs[NATION]:
            return []
        head = self._counted(head)
        return self._bodies_behind(head) or self._nation_behind(head, predicate)

    def _nation_behind(self, head: Token, predicate: str) -> list[Mention]:
        """Return the one state or body that the words around somebody name; none for rebels and dissidents."""
        if fits(head, "*{own_cause|armed}") and not _STATE_OWNED.fits(head):
            return []
        if head.i in self.nationals:
            return self._nation_called(head)
        owners = self._adjective_owners(head) or self._organs_owners(head) or self._place_owners(head, predicate)
        known = of_kinds(owners, BODIES if _OF_BODY.fits(head) else STATES)
        return known[:1] if len(set(names_of(owners))) == 1 else []

    def _counted(self, head: Token) -> Token:
        """Return who is counted: the nurses of "dozens of [nurses]"."""
        counted = behind(head, "of")
        return counted[0] if counted and is_among(head, _QUANTITIES) else head

    def _bodies_behind(self, head: Token) -> list[Mention]:
        """Return the bodies whose members somebody is: "two militants from [Hamas] and [Islamic Jihad]"."""
        members = paths(_OF_BODY.pick([head]), "prep:of|from", "pobj")
        return of_kinds(collect(self._actors, conjuncts_of(members)), _ORGANIZATIONS)

    def _organs_owners(self, head: Token) -> list[Mention]:
        """Return whose official or member somebody is: "[Mali]'s police chief", "a [Hamas] member"."""
        owners = heads_of(owner_of(head)) if _OF_BODY.fits(head) else []
        return collect(self._actors, owners)

    def _place_owners(self, head: Token, predicate: str) -> list[Mention]:
        """Return where those are on whom sanctions are imposed: "six officials responsible for torture in [Chad]"."""
        if predicate not in self.groups.helping:
            return []
        deeds = paths(conjuncts(head), *_RESPONSIBLE, "prep:for|in|behind", "pobj|pcomp")
        places = paths([head, *deeds, *paths(deeds, "conj")], "prep:in", "pobj")
        return of_kinds(collect(self._actors, places), STATES)[:1]

    def _nation_called(self, people: Token) -> list[Mention]:
        """Return the state of "two young Kenyans"; "Bosnian Croats" are before all no nationals of anybody."""
        before = {word.i for word in people.lefts}
        if before & self.annotated.names.keys():
            return []
        nation = self.annotated.modifier(people)
        return of_kinds([nation], STATES)

    def _adjective_owners(self, head: Token) -> list[Mention]:
        """Return what adjectives before a noun stand for: "[Russian] officers", "[South Korean] nurses"."""
        owners = heads_of(owner_of(head))
        adjectives = pick(owners, "amod")
        return collect(self._actors, adjectives)

    def owner_before(self, head: Token) -> list[Mention]:
        """Return the state before "whose" where its agent acts: "Mali, [whose army] shelled the town"."""
        clause = climb(head, "relcl", most=len(head.doc))
        if clause is None or not is_among(head, self.needs[OWNER_BEFORE]):
            return []
        owners = self.annotated.meant(clause.head.i)
        return of_kinds(owners, BODIES)

    def is_envoy(self, mention: Mention, head: Token) -> bool:
        """Return whether a phrase is an envoy, against whom is what is against the state."""
        envoys = self.needs[ENVOY]
        return mention.kind in _PEOPLE and is_among(head, envoys)

    def served(self, mention: Mention, head: Token) -> Mention | None:
        """Return the state of an envoy, by the words before the name or by a title anywhere in the article."""
        before = [self.annotated.modifier(t) for t in head.doc[head.left_edge.i : head.i]]  # "Russian embassy staff"
        states = of_kinds([*self.within(head), *before], STATES)
        if states:
            return states[0]
        return self.state_served(mention)

    def state_served(self, mention: Mention) -> Mention | None:
        """Return the state that a person serves, by a title anywhere in the article."""
        names = states_served(mention.name, self.annotated)
        references = self.gazetteer.references(names.pop()) if len(names) == 1 else ()
        if not references:
            return None
        entry = self.gazetteer.entries[references[0].entry]
        return replace(stand_in_entry(mention, entry, "within"), label=None)

    def aboard(self, head: Token, predicate: str) -> list[Mention]:
        """Return whose people a vehicle or building holds: "a bus carrying Chadian nurses"."""
        participles = path(head, "acl/VBG")
        holding = [clause for clause in participles if lemma(clause) in self.needs[ABOARD]]
        held = conjuncts_of(paths(holding, "dobj"))
        for people in held:
            for mention in self.annotated.mentions.get(people.i, ()):
                nation = self.nation_of(mention, people, predicate)
                actors = nation or of_kinds([mention], ACTORS)
                if actors:
                    return actors
        return []

    # whose place --------------------------------------------------------------------------------------------

    def beyond(self, mention: Mention, head: Token, predicate: str) -> list[Mention]:
        """Return the state whose border, base or town a place is: "its border with Mali", "a Malian town"."""
        rules = _PLACE_RULES.get((mention.kind, is_described(mention)), ())
        apt = [find for rule, find in rules if predicate in self.needs[rule]]
        return first_filled(find(self, head, predicate) for find in apt)

    def behind_border(self, head: Token, predicate: str) -> list[Mention]:
        """Return the state whose border a place is: "along its border with Guyana", "off the Lebanese coast"."""
        other = fill(behind(head, "with"))
        return self.among(other) or self.within(head, predicate)

    def of_base(self, head: Token, predicate: str) -> list[Mention]:
        """Return the state or body whose base is attacked: "shelled a Malian army base"."""
        if not fits(head, "*{installations}"):
            return []
        owners = of_kinds(self.among(owner_of(head)), BODIES)
        return list(map(self._state_of, owners[:1]))

    def of_town(self, head: Token, predicate: str) -> list[Mention]:
        """Return the state that the words before a town name: "the Israeli town of Haifa"; not for its own forces."""
        owners = self._adjective_owners(head)
        return of_kinds(owners, STATES)[:1]

    def _state_of(self, body: Mention) -> Mention:
        """Return the state whose army a body is; another body as it is."""
        entries = self.gazetteer.entries
        own = entries.get(body.entry or "")
        if own is None or own.category != "military":
            return body
        state = self.gazetteer.state_of(own.id)
        return body if state is None else stand_in_entry(body, entries[state], "agent of state")


PlaceRule = tuple[str, Callable[[ActorFinder, Token, str], list[Mention]]]
_OF_TOWN: PlaceRule = (TOWN, ActorFinder.of_town)
#: Whose a place is, by kind and whether it is only described; a rule acts on the predicates that it needs.
_PLACE_RULES: dict[tuple[Kind, bool], tuple[PlaceRule, ...]] = {
    (Kind.PLACE, True): ((BORDER, ActorFinder.behind_border), (BASE, ActorFinder.of_base), _OF_TOWN),
    (Kind.PLACE, False): (_OF_TOWN,),
}


def _is_joint(noun: Token) -> bool:
    """Tell whether two names joined by a hyphen or "and" stand before a noun: "US-Japan", "US and Japanese"."""
    before = noun.doc[max(0, noun.i - _JOINED_WITHIN) : noun.i]
    words = {word.text for word in before}
    return bool(_JOINTS & words)
