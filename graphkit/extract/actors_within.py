"""Find the actor behind a phrase that is none: "Russia's invasion", "a ship off the Lebanese coast", "whose army".

Each way has an id by which it can be switched off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graphkit.extract.fillers import Filler
from graphkit.extract.noun_classes import is_among
from graphkit.extract.subjects import agent_of, owner_of
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import children, conjuncts, head_phrases, lemma, preps
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.resources.gazetteer.gazetteer import Use

ACTORS = frozenset({Kind.PERSON, Kind.STATE, Kind.ORGANIZATION, Kind.GROUP})
_BODIES = frozenset({Kind.STATE, Kind.ORGANIZATION})
_PEOPLE = frozenset({Kind.GROUP, Kind.PERSON})
_STATE_AGENTS = frozenset({"@state_agent"})
_ENVOYS = frozenset({"@envoy"})
#: How many things deep an actor is looked for: "the call for an end to the war by Chad".
_DEPTH = 2
#: Participles, and nouns read as verbs: "a truce [offer] by the rebels".
_TELLING = frozenset({"VBN", "VBP", "VB"})
#: What joins two names before a noun.
_JOINTS = frozenset({"-", "and", "/"})
NATION, OWNER_BEFORE, ENVOY = "actor/nation", "actor/owner-before", "actor/envoy"
BORDER, WITHIN, PARTICIPLE = "actor/border", "actor/within", "actor/participle"
ABOARD, TOWN, BASE = "actor/aboard", "actor/town", "actor/base"
RULE_IDS = (NATION, OWNER_BEFORE, ENVOY, BORDER, WITHIN, PARTICIPLE, ABOARD, TOWN, BASE)


class ActorFinder:
    """Finds the actors behind the phrases of one article."""

    def __init__(self, annotated: Annotated) -> None:
        resources = annotated.resources
        self.annotated, self.lexicon, self.off = annotated, resources.lexicon, resources.off
        self.groups, self.nouns, self.inner = resources.groups, resources.nouns, resources.within
        self.verbs = resources.verbs

    def within(self, head: Token, predicate: str = "other", depth: int = 0) -> list[Mention]:
        """Return who owns or does a thing: "Russia's invasion", "a bid by the minister", "the launch by Iran"."""
        if WITHIN in self.off:
            return []
        owners = self._active_owners(head)
        if owners:  # "the US-Japan drill" is of both; "Iran's nuclear deal" of one
            return list({m.name: m for m in owners}.values()) if _is_joint(head) else owners[:1]
        return self._makers(head) or self._inner_actors(head, predicate, depth)

    def _active_owners(self, head: Token) -> list[Mention]:
        """Return the owners of a thing that they make or do; none for what an owner only suffers."""
        if not self.nouns.endured.isdisjoint(head_phrases(head)):
            return []  # "condemned the Benin coup attempt": Benin did not make it
        owners = self.among(owner_of(head))
        if owners and lemma(head) in self.nouns.suffered and owners[0].kind is Kind.PERSON:
            return []  # "called his arrest a crime": he did not make it
        return owners

    def _inner_actors(self, head: Token, predicate: str, depth: int) -> list[Mention]:
        """Return the actors behind the prepositions of a thing, or behind the things there."""
        objects = list(preps(head))
        for word in self._prepositions(head, predicate):
            for inner in (t for preposition, t in objects if preposition == word):
                actors = self.among([Filler(inner)])
                if not actors and depth < _DEPTH:
                    actors = self.within(inner, predicate, depth + 1)
                if actors:
                    return actors
        return self._nested_makers(head)

    def _nested_makers(self, head: Token) -> list[Mention]:
        """Return who makes a thing where "by" hangs on a noun inside: "a plan for a truce by the envoy"."""
        for _, inner in preps(head):
            if inner.pos_ == "NOUN" and not self._actors(inner):
                makers = self.among(Filler(t) for word, t in preps(inner) if word == "by")
                if makers:
                    return makers
        return []

    def among(self, fillers: Iterable[Filler]) -> list[Mention]:
        """Return the actors that phrase heads and what is coordinated with them stand for."""
        return [m for filler in fillers for t in conjuncts(filler.head) for m in self._actors(t)]

    def nation_of(self, mention: Mention, head: Token, predicate: str) -> Mention | None:
        """Return the state whose nationals suffer or are freed: "arrested three Russian officers"; not its rebels."""
        if mention.reason != "description" or mention.kind not in _PEOPLE or NATION in self.off:
            return None
        if predicate not in self.groups.of_nationals or lemma(head) in self.nouns.own_cause | self.nouns.armed:
            return None
        people = self.annotated.names.get(head.i)
        if people is not None and people.use == Use.DEMONYM:
            return self._nation_called(head)
        states = [m for f in owner_of(head) if f.head.dep_ == "amod" for m in self._actors(f.head)]
        return states[0] if len(states) == 1 and states[0].kind is Kind.STATE else None

    def _nation_called(self, people: Token) -> Mention | None:
        """Return the state of "two young Kenyans"; "Bosnian Croats" are before all no nationals of anybody."""
        nation = self.annotated.modifier(people)
        mixed = any(c.i in self.annotated.names for c in people.lefts)
        return nation if nation is not None and nation.kind is Kind.STATE and not mixed else None

    def owner_before(self, head: Token) -> list[Mention]:
        """Return the state before "whose" where its agent acts: "Mali, [whose army] shelled the town"."""
        clause = next((t for t in head.ancestors if t.dep_ == "relcl"), None)
        if clause is None or OWNER_BEFORE in self.off or not is_among(head, _STATE_AGENTS):
            return []
        return [m for m in self.annotated.meant(clause.head.i) if m.kind in _BODIES]

    def is_envoy(self, mention: Mention, head: Token) -> bool:
        """Return whether a phrase is an envoy, against whom is what is against the state."""
        return ENVOY not in self.off and mention.kind in _PEOPLE and is_among(head, _ENVOYS)

    def served(self, mention: Mention, head: Token) -> Mention | None:
        """Return the state of an envoy, by the words before the name or by a title anywhere in the article."""
        before = [self.annotated.modifier(t) for t in head.doc[head.left_edge.i : head.i]]  # "Russian embassy staff"
        states = [m for m in (*self.within(head), *before) if m is not None and m.kind is Kind.STATE]
        if states:
            return states[0]
        titles = self.annotated.titles
        served = {t.state for t in titles if t.person == mention.name and t.state and not t.former}
        gazetteer = self.annotated.resources.gazetteer
        references = gazetteer.references(served.pop()) if len(served) == 1 else ()
        if not references:
            return None
        entry = gazetteer.entries[references[0].entry]
        return Mention(mention.span, mention.text, entry.name, entry.kind, references[0].entry, None, "within")

    def beyond(self, mention: Mention, head: Token, predicate: str) -> list[Mention]:
        """Return the state whose border, base or town a place is: "its border with Mali", "a Malian town"."""
        across = self._across(mention, head, predicate) or self._state_of_base(mention, head, predicate)
        return across or self._state_of_town(mention, head, predicate)

    def _across(self, mention: Mention, head: Token, predicate: str) -> list[Mention]:
        """Return the state whose border a place is: "along its border with Guyana", "off the Lebanese coast"."""
        if BORDER in self.off or mention.kind is not Kind.PLACE or mention.reason != "description":
            return []
        if predicate not in self.groups.bordering:
            return []
        other = [Filler(inner) for word, inner in preps(head) if word == "with"]
        return self.among(other) or self.within(head, predicate)

    def _state_of_base(self, mention: Mention, head: Token, predicate: str) -> list[Mention]:
        """Return the state or body whose base is attacked: "shelled a Malian army base"."""
        if mention.kind is not Kind.PLACE or predicate not in self.groups.harming:
            return []
        if BASE in self.off or mention.reason != "description" or lemma(head) not in self.nouns.installations:
            return []
        return [self._state_of(m) for m in self.among(owner_of(head)) if m.kind in _BODIES][:1]

    def _state_of(self, body: Mention) -> Mention:
        """Return the state whose army a body is; another body as it is."""
        gazetteer = self.annotated.resources.gazetteer
        if body.entry is None or gazetteer.entries[body.entry].category != "military":
            return body
        state = gazetteer.state_of(body.entry)
        if state is None:
            return body
        entry = gazetteer.entries[state]
        return Mention(body.span, body.text, entry.name, entry.kind, entry.id, body.label, "agent of state")

    def aboard(self, head: Token, predicate: str) -> list[Mention]:
        """Return whose people a vehicle or building holds: "a bus carrying Chadian nurses"."""
        if ABOARD in self.off:
            return []
        holding = [c for c in children(head, "acl") if c.tag_ == "VBG" and lemma(c) in self.verbs.holding]
        for held in (t for clause in holding for c in children(clause, "dobj") for t in conjuncts(c)):
            for mention in self.annotated.mentions.get(held.i, ()):
                nation = self.nation_of(mention, held, predicate)
                if nation is not None or mention.kind in ACTORS:
                    return [nation or mention]
        return []

    def _state_of_town(self, mention: Mention, head: Token, predicate: str) -> list[Mention]:
        """Return the state that the words before a town name: "the Israeli town of Haifa"; not for its own forces."""
        if TOWN in self.off or mention.kind is not Kind.PLACE or predicate not in self.groups.of_nationals:
            return []
        states = [m for f in owner_of(head) if f.head.dep_ == "amod" for m in self._actors(f.head)]
        return [m for m in states if m.kind is Kind.STATE][:1]

    def _makers(self, head: Token) -> list[Mention]:
        """Return who did what a participle tells of the noun: "the patience shown by Mali"."""
        if PARTICIPLE in self.off:
            return []
        told = [c for c in children(head, "acl") if c.tag_ in _TELLING]
        return next(filter(None, (self.among(agent_of(c)) for c in told)), [])

    def _prepositions(self, head: Token, predicate: str) -> Iterator[str]:
        """Yield the prepositions behind which the actor is looked for."""
        if lemma(head) in self.nouns.doer_of:
            yield from ("by", "of")
            return
        suffered = self._has_victim(head)
        yield from (w for w in self.inner.get(predicate, self.inner["other"]) if w != "of" or not suffered)

    def _has_victim(self, noun: Token) -> bool:
        """Return whether "of" after a noun names who suffers: "the killing of", "the invasion of"."""
        if lemma(noun) in self.nouns.infringing:
            return True
        harming = self.groups.harming
        return any(row.predicate in harming for key in head_phrases(noun) for row in self.lexicon.rows_for("noun", key))

    def _actors(self, token: Token) -> list[Mention]:
        government = self.annotated.acting(token.i)
        if government is not None:
            return [government]
        mentions = [m for m in self.annotated.mentions.get(token.i, ()) if m.kind in ACTORS]
        actors = [m for m in mentions if not self._is_vague(m, token)]
        name = self.annotated.names.get(token.i)
        if actors or name is None or name.kind not in ACTORS or name.entry is None:
            return actors
        mention = self.annotated.modifier(token)
        return [mention] if mention is not None else []

    def _is_vague(self, mention: Mention, token: Token) -> bool:
        return mention.kind is Kind.GROUP and " " not in mention.name and lemma(token) in self.nouns.vague


def _is_joint(noun: Token) -> bool:
    """Tell whether two names joined by a hyphen or "and" stand before a noun: "US-Japan", "US and Japanese"."""
    return any(t.text in _JOINTS for t in noun.doc[max(0, noun.i - 6) : noun.i])
