"""Lexicon rows against the tree: which row, if any, a word of the text triggers, and with which arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from graphkit.extract.argument import Argument
from graphkit.extract.argument_resolver import ArgumentResolver
from graphkit.extract.arguments import object_of
from graphkit.extract.choices import collect
from graphkit.extract.conditions import find_counted, find_objects, fits_verb, has_preposition, is_hindered
from graphkit.extract.fillers import heads_of
from graphkit.extract.pairing import Pairing
from graphkit.extract.prepositions import is_time, prep_of
from graphkit.extract.slots import TriggerSite
from graphkit.extract.subjects import prefixed_agent
from graphkit.extract.support_verbs import support_of
from graphkit.nlp.dependencies import ask_once, head_phrases, hyphen_prefix, lemma, lemmas, resources_of
from graphkit.nlp.document import Annotated
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import path, paths, pick
from graphkit.resources.lexicon.row import Row

_VERBS = frozenset({"VERB", "AUX"})
_POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}
_PARTICIPLES = frozenset({"VBN", "VBG"})
_NOUNS = frozenset({"NOUN", "PROPN"})


@dataclass(frozen=True, slots=True)
class Match:
    """A row that fits at a trigger, with one pair of arguments."""

    row: Row
    trigger: Token
    support: Token | None
    s: Argument
    o: Argument


class Matcher:
    """Matches the lexicon against one annotated article."""

    def __init__(self, annotated: Annotated, speakers: Mapping[int, Token] | None = None) -> None:
        self.lexicon, self.annotated = annotated.resources.lexicon, annotated
        self.resolver = ArgumentResolver(annotated, speakers or {})
        self.pairing = Pairing(annotated.resources)
        self.predicates = annotated.resources.vocabulary.predicates

    def find(self) -> Iterator[Match]:
        """Find all matches, verbs before other triggers; a word that a better row has used triggers nothing else."""
        used = {i for i, name in self.annotated.names.items() if name.entry}
        used -= {token.i for token in self.annotated.doc if token.pos_ not in _NOUNS}
        for token, rows in sorted(self.triggers(), key=_put_verbs_first):
            if token.i not in used:
                matches, objects = self._match_first(rows, token)
                yield from matches
                used.update(head.i for head in objects)

    def triggers(self) -> Iterator[tuple[Token, list[Row]]]:
        """Yield every word of the text that is a trigger, with its rows, whether they fit or not."""
        words = [token for token in self.annotated.doc if token.pos_ in _POS]
        for token in words:
            rows = self._rows(_POS[token.pos_], token)
            if rows and not is_time(token):
                yield token, rows

    def sites(self, trigger: Token) -> Iterator[tuple[Row, TriggerSite]]:
        """Yield the rows that a word may trigger, with where their arguments would stand."""
        for row in self._rows(_POS.get(trigger.pos_, ""), trigger):
            site = self._site(row, trigger)
            if site is not None and not is_hindered(row, site):
                yield row, site

    def diagnose(self, row: Row, trigger: Token) -> tuple[int, str]:
        """Tell how far a row got at a trigger (0 to 4) and what stopped it, for those who extend the lexicon."""
        site = self._site(row, trigger)
        if site is None:
            return 0, "what it asks for (particle, object, preposition, clause, carrying verb or voice) is not there"
        if is_hindered(row, site):
            return 1, f"a word stands there that it excludes ({', '.join(sorted(row.unless))})"
        if not self.resolver.subjects(row, site) and not self.predicates[row.predicate].symmetric:
            return 2, f"no subject that it allows in {', '.join(row.s)}"
        if not self.resolver.objects(row, site):
            return 3, f"no object that it allows in {', '.join(row.o)}"
        return 4, "it fits, but another row was used, somebody only asks for it, or its actors were named otherwise"

    def _rows(self, pos: str, token: Token) -> list[Row]:
        """List the rows of a word, the longer reading first: "phone call" before "call", "cease-fire" before "fire"."""
        base, prefix = lemma(token), hyphen_prefix(token)
        keys = [base]
        if pos == "noun":
            keys = [*reversed(head_phrases(token))]
        if prefix is not None and not prefixed_agent(token):
            keys = [f"{prefix.lower_}-{base}", f"{prefix.lower_}{base}"]
        rows: list[Row] = []
        for key in keys:
            rows += self.lexicon.rows_for(pos, key)
        if rows or pos != "adj":
            return rows
        is_participle = token.tag_ in _PARTICIPLES
        return list(self.lexicon.rows_for("verb", keys[-1])) if is_participle else []

    def _match_first(self, rows: Iterable[Row], trigger: Token) -> tuple[list[Match], list[Token]]:
        """Return the matches of the first row that fits, and the objects that it asks for."""
        for row in rows:
            matches = self._match(row, trigger)
            if matches:
                further = collect(partial(self._match, trigger=trigger), row.also)
                objects = find_objects(trigger, row.object)
                return matches + further, objects
        return [], []

    def _match(self, row: Row, trigger: Token) -> list[Match]:
        """Return the pairs of arguments that a row finds at a trigger; empty where it does not fit."""
        site = self._site(row, trigger)
        if site is None or is_hindered(row, site):
            return []
        s = self.resolver.subjects(row, site)
        if not s and not self.predicates[row.predicate].symmetric:
            return []
        o = self.resolver.objects(row, site)
        pairs = self.pairing.pair(row, site, s, o)
        return [Match(row, trigger, site.support, a, b) for a, b in pairs]

    # where the arguments of a row are looked for ------------------------------------------------------------

    def _site(self, row: Row, trigger: Token) -> TriggerSite | None:
        """Return where the row's arguments are looked for; None where what it asks for does not stand there."""
        site = _SITES[row.pos](self, row, trigger)
        if site is None or not row.prep:
            return site
        if not has_preposition([trigger, *site.carriers], row):
            return None
        # "called for sanctions against Chad", "thanked Chad for hosting refugees"
        further = heads_of(prep_of(trigger, [], (row.prep,))) or path(trigger, f"prep:{row.prep}", "pcomp")
        return replace(site, carriers=[*site.carriers, *further])

    def at_noun(self, row: Row, noun: Token) -> TriggerSite | None:
        """Return the site of a noun with the verb that carries it."""
        preposition = noun.head.lower_ if noun.dep_ == "pobj" else ""
        if row.after and preposition not in row.after:
            return None
        support = support_of(noun, self.lexicon.support_verbs | row.light)
        carriers = list(filter(None, [support]))
        if row.light and row.light.isdisjoint(lemmas(carriers)):
            return None
        return TriggerSite(noun, support, carriers)

    def at_adjective(self, row: Row, adjective: Token) -> TriggerSite | None:
        """Return the site of an adjective with the verb that it hangs on."""
        verbs = pick([adjective.head], "*/VERB|AUX")
        return TriggerSite(adjective, None, verbs)

    def at_verb(self, row: Row, verb: Token) -> TriggerSite | None:
        """Return the site of a verb with its objects."""
        if not fits_verb(row, verb):
            return None
        return TriggerSite(verb, None, _find_carriers(verb) if row.object else heads_of(object_of(verb)))


@ask_once
def _find_carriers(verb: Token) -> list[Token]:
    """List the objects of a verb and what tells more of them: "lifted the duty [imposed] on Chad"."""
    support_verbs = resources_of(verb).lexicon.support_verbs
    objects = heads_of(object_of(verb))
    clauses = paths(objects, "acl|relcl")
    carrying = [clause for clause in clauses if lemma(clause) in support_verbs]
    return objects + find_counted(verb, objects) + carrying


_SITES: dict[str, Callable[[Matcher, Row, Token], TriggerSite | None]] = {
    "noun": Matcher.at_noun,
    "adj": Matcher.at_adjective,
    "verb": Matcher.at_verb,
}


def _put_verbs_first(trigger: tuple[Token, list[Row]]) -> tuple[bool, int]:
    token, _ = trigger
    return token.pos_ not in _VERBS, token.i
