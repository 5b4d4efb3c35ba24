"""What short definite descriptions refer to: "the prime minister", "the two sides", "his Rwandan counterpart"."""

from __future__ import annotations

from collections import Counter

from spacy.tokens import Token

from graphkit.annotate.coref.discourse import REACH, SUBJECTS, Discourse, clause_of
from graphkit.annotate.coref.pronouns import Pronouns
from graphkit.annotate.office_holders import Holders
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import conjuncts, first_conjunct, head_phrases, lemma, span_of

#: What "the two sides" and "the parties" can be.
_SIDES = (Kind.STATE, Kind.ORGANIZATION, Kind.GROUP, Kind.PERSON)
#: How many "the two leaders" and "both sides" are.
_COUNTS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5}
_MODIFIERS = frozenset("amod compound poss prep relcl acl appos nmod".split())


class Descriptions:
    """Resolves the definite descriptions of one article."""

    def __init__(self, discourse: Discourse, pronouns: Pronouns) -> None:
        self.discourse, self.annotated, self.pronouns = discourse, discourse.annotated, pronouns
        resources = self.annotated.resources
        self.gazetteer, self.offices, self.nouns = resources.gazetteer, resources.classes["office"], resources.nouns
        self.regions = resources.regions
        entries = {name.entry for name in self.annotated.names.values()}
        entries |= {government.entry for government in self.annotated.governments.values()}
        self.holders, self.shared = Holders(self.annotated, self.gazetteer), resources.names.shared_office
        self.korean = "north-korea" in entries or (
            "south-korea" in entries and "the north " in self.annotated.doc.text.lower()
        )

    def resolve(self, token: Token, n: int) -> tuple[Mention, ...]:
        """What a noun of sentence `n` stands for besides what it says; empty where that is not plain."""
        if token.lower_ in ("north", "south") and self.korean and token.i and self._is_bare_half(token):
            return (_korea(token),)
        titled = token.pos_ == "PROPN" and token.i not in self.annotated.names  # "the Secretary", in read-outs
        if titled and token.dep_ == "compound" and token.head.i in self.annotated.names:
            return ()  # the title of the name that follows
        return self._definite(token, n) if titled or token.pos_ in ("NOUN", "NUM") else ()

    def _is_bare_half(self, token: Token) -> bool:
        """Whether "the North" names a state: alone, and not as part of another name."""
        named = self.annotated.names.get(token.i)
        return (
            token.pos_ in ("PROPN", "NOUN", "ADJ")
            and token.doc[token.i - 1].lower_ == "the"
            and (named is None or named.entry is None)
            and not any(c.dep_ == "prep" for c in token.children)
        )

    def _definite(self, token: Token, n: int) -> tuple[Mention, ...]:
        word = lemma(token)
        if word in ("counterpart", "colleague"):
            return self._counterpart(token) if token.tag_ == "NN" else self._counterparts(token)
        if word in ("neighbor", "neighbour") and token.tag_ == "NN":
            return self._neighbour(token, n)
        determiners = {c.lower_ for c in token.children if c.dep_ in ("det", "predet", "poss", "nummod")}
        others = [c for c in token.children if c.dep_ in _MODIFIERS]
        if word == "head" and token.doc[token.i + 1 : token.i + 3].text.lower() in ("of state", "of government"):
            word, others = "president", [c for c in others if c.i != token.i + 1]  # "the two heads of state"
        if word in self.nouns.pair_any and token.tag_ in ("NNS", "NNPS") and determiners & {"the"} and not others:
            return self._together(token, n)  # "the parties"
        count = next((_COUNTS[one] for one in determiners if one in _COUNTS), 0)
        if count and not any(c.dep_ not in ("amod", "acl") or c.i in self.annotated.names for c in others):
            kinds = self._pair_kinds(word)
            if kinds:
                together = self._together(token, n, kinds, count)
                pair = (found for kind in kinds if count == 2 and (found := self._pair(token, n, kind)))
                return together or next(pair, ())
        if token.lower_ in ("two", "both") and token.dep_ in SUBJECTS and not others:
            return self._pair(token, n, Kind.PERSON) or self._pair(token, n, Kind.STATE)
        titled = token.pos_ == "PROPN" and token.tag_ == "NNP"
        if not (("the" in determiners and (token.tag_ == "NN" or titled)) or (titled and not determiners)):
            return ()
        held = self._holder_of_office(token, n, others)
        if held:
            return held
        if titled:
            return ()
        if word in self.nouns.states and word != "government" and others:
            region = self._of_region(token)
            if region is not None or self._is_epithet(others):
                return self._state_of(token, n, region)
        if others:
            return self._same_head(token, n) if all(c.dep_ in ("relcl", "appos") for c in others) else ()
        if word in self.nouns.states:
            named = None if word in ("country", "nation", "state", "government") else self._called(word)
            found = self.pronouns.nearest(token, n, (Kind.STATE,), same_sentence=False, named=named)
            return found or (self._state_of(token, n, named) if named is not None else ())
        if word in self.nouns.bodies:
            named = None if word in self.nouns.any_bodies else self._called(word)
            found = self.pronouns.nearest(token, n, (Kind.ORGANIZATION,), same_sentence=False, named=named)
            if found:
                return found
        return self._same_head(token, n)

    def _neighbour(self, token: Token, n: int) -> tuple[Mention, ...]:
        """For "its smaller neighbour": the state spoken of last, other than whose neighbour it is and who acts."""
        if not any(c.dep_ == "poss" or c.lower_ == "the" for c in token.children):
            return ()
        own = self._own_subjects(token)
        own |= {m.name for c in token.children if c.dep_ == "poss" for m in self.annotated.meant(c.i)}
        for at in range(n, max(-1, n - REACH), -1):
            for i, mention in reversed(self.discourse.said[at]):
                if (at < n or i < token.i) and mention.kind is Kind.STATE and mention.name not in own:
                    return (mention,)
        return ()

    def _is_epithet(self, others: list[Token]) -> bool:
        """Whether words before "nation" or "country" only paint the state that was spoken of: "the oil-rich nation"."""
        return all(
            c.dep_ in ("amod", "compound", "nmod")
            and (c.i not in self.annotated.names or self.annotated.names[c.i].kind is Kind.PLACE)
            and c.i not in self.annotated.governments
            and c.lower_ not in ("other", "first", "second", "last", "same", "only", "entire", "whole", "host", "third")
            for c in others
        )

    def _of_region(self, token: Token) -> frozenset[str] | None:
        """The states of the region that an epithet names ("the Gulf state"); None where it names none."""
        if any(c.dep_ in ("poss", "relcl", "acl", "appos", "prep") for c in token.children):
            return None
        words = f" {token.doc[token.left_edge.i : token.i].text.lower()} "
        known = [region for region in self.regions if f" {region} " in words]
        if not known:
            return None
        entries = [self.gazetteer.entries[e] for e in self.regions[max(known, key=len)] if e in self.gazetteer.entries]
        return frozenset(e for entry in entries for e in (entry.members or (entry.id,)))

    def _state_of(self, token: Token, n: int, region: frozenset[str] | None) -> tuple[Mention, ...]:
        """The state that an epithet paints: the one of its region, else who was spoken of last, else the only other."""
        own = self._own_subjects(token)
        spoken = {name.entry for name in self.annotated.names.values()}
        spoken |= {government.entry for government in self.annotated.governments.values()}
        states = [self.gazetteer.entries[e] for e in spoken if e is not None]
        fits = [e for e in states if e.kind is Kind.STATE and e.name not in own and (region is None or e.id in region)]
        several = len(fits) > 1 and region is not None and self._named_together(token, n, frozenset(e.id for e in fits))
        seek = not several and (len(fits) > 1 or not region)
        found = self.pronouns.nearest(token, n, (Kind.STATE,), named=region) if seek else ()
        if found or len(fits) != 1:
            return found
        span = span_of(token.doc, token.i, token.i + 1)
        return (Mention(span, token.text, fits[0].name, Kind.STATE, fits[0].id, None, "anaphor"),)

    def _named_together(self, token: Token, n: int, entries: frozenset[str]) -> bool:
        """Whether the last sentence that speaks of one of these speaks of another, too: then neither is meant."""
        for at in range(n, max(-1, n - REACH), -1):
            said = {m.entry for i, m in self.discourse.said[at] if m.entry in entries and (at < n or i < token.i)}
            if said:
                return len(said) > 1
        return False

    def _called(self, word: str) -> frozenset[str]:
        """Entries and other names of the article that bear a word: "the kingdom" is no republic, "the ministry" one."""
        entries = {name.entry for name in self.annotated.names.values() if name.entry}
        entries |= {m.entry for found in self.annotated.mentions.values() for m in found if m.entry}
        known = [self.gazetteer.entries[entry] for entry in entries]
        fits = {e.id for e in known if any(word in name.lower() for name in (e.name, *e.aliases))}
        others = (m.name for found in self.annotated.mentions.values() for m in found if m.entry is None)
        return frozenset(fits.union(name for name in others if f" {word} " in f" {name.lower()} "))

    def _pair_kinds(self, word: str) -> tuple[Kind, ...]:
        """Of what kinds "the two ..." can be, the likelier first; empty where the word does not stand for pairs."""
        if word in self.nouns.pair_any:
            return (Kind.STATE, Kind.ORGANIZATION, Kind.PERSON)
        if word in self.nouns.pair_persons:
            return (Kind.PERSON,)
        return (Kind.STATE,) if word in self.nouns.pair_states else ()

    def _holder_of_office(self, token: Token, n: int, others: list[Token]) -> tuple[Mention, ...]:
        """For "the prime minister": whose title it was before; whom the text speaks of most, the later of two."""
        phrase = max((p for p in head_phrases(token) if p in self.offices), key=len, default="")
        after = token.doc[token.i + 1 : token.i + 3].text.lower()
        if f"{token.lower_} {after}" in self.offices:  # "the secretary of state"
            phrase = f"{token.lower_} {after}"
            others = [c for c in others if c.i != token.i + 1]
        word = "prime minister" if phrase == "premier" else phrase or token.lower_
        if not phrase and token.lower_ not in ("secretary", "adviser", "advisor"):
            return ()
        owners = [c for c in others if c.dep_ in ("amod", "compound", "nmod", "poss") and c.i in self.annotated.names]
        if any(c.lower_ not in phrase.split() for c in others if c.dep_ not in ("relcl", "appos") and c not in owners):
            return ()
        states = {self.annotated.names[c.i].name for c in owners}
        leads = word == "leader" and bool(states)
        holders = [
            t.holder
            for t in self.annotated.titles
            if t.start < token.i
            and not (word == "secretary" and t.office.startswith("press"))
            and (t.office in self.nouns.heads_of_state if leads else word in (t.office, *t.office.split()))
            and (not states or t.state in states)
            and not (states and t.former)
        ]
        if not holders:
            only = self.holders.by_tenure(word) if phrase and word not in self.shared and not owners else None
            later = {m.name for i, m in self.discourse.said[n] if i > token.i}
            return (only,) if only is not None and only.name not in later else ()  # "the premier praised Duarte"
        said = Counter(m.name for sentence in self.discourse.said[: n + 1] for _, m in sentence)
        return (max(enumerate(holders), key=lambda pair: (said[pair[1].name], pair[0]))[1],)

    def _same_head(self, token: Token, n: int) -> tuple[Mention, ...]:
        """For "the spaceport": the last phrase before that ends in the same word and says more ("Kourou spaceport")."""
        word = token.lower_
        for at in range(n, max(-1, n - 2 * REACH), -1):
            for i, mention in reversed(self.discourse.said[at]):
                if (
                    i < token.i
                    and self.annotated.doc[i].lower_ == word
                    and " " in mention.name
                    and mention.kind not in (Kind.GROUP, Kind.THING)
                ):
                    return (mention,)
        return ()

    def _counterpart(self, token: Token) -> tuple[Mention, ...]:
        """For "his Rwandan counterpart": who has the same office for that state, in the article or on that day."""
        named = [self.annotated.names[c.i] for c in token.lefts if c.i in self.annotated.names]
        owner = next((c for c in token.lefts if c.dep_ == "poss" and c.tag_ == "PRP$"), None)
        if owner is None or owner.i not in self.annotated.mentions:
            verb = first_conjunct(clause_of(token))
            owner = next((c for c in (*clause_of(token).children, *verb.children) if c.dep_ in SUBJECTS), None)
        mine = self.annotated.mentions.get(owner.i, ()) if owner is not None else ()
        if not named or not mine:
            return ()
        state, published = named[0], self.annotated.article.published
        offices = {t.office for t in self.annotated.titles if t.person == mine[0].name and not t.former}
        others = [t for t in self.annotated.titles if t.person != mine[0].name and not t.former]
        theirs = [t for t in others if t.state == state.name]
        for title in theirs:
            if title.office in offices:
                return (title.holder,)
        if state.entry is not None and published is not None:
            for office in sorted(offices):
                holders = self.gazetteer.holders(office, state.entry, published)
                if len(holders) == 1 and holders[0].name != mine[0].name:
                    span = span_of(token.doc, token.i, token.i + 1)
                    return (Mention(span, token.text, holders[0].name, Kind.PERSON, holders[0].id, None, "office"),)
        ranks = {self._rank(office) for office in offices} or {self._office_before(token)}
        alike = {t.person: t.holder for t in theirs if self._rank(t.office) in ranks}
        return tuple(alike.values()) if len(alike) == 1 else ()

    def _counterparts(self, token: Token) -> tuple[Mention, ...]:
        """For "their Omani counterparts": officials of a state act as it, unless they are named."""
        named = [self.annotated.names[c.i] for c in token.lefts for c in conjuncts(c) if c.i in self.annotated.names]
        if len(named) != 1 or named[0].kind is not Kind.STATE or any(c.dep_ == "appos" for c in token.children):
            return ()
        span = span_of(token.doc, token.i, token.i + 1)
        return (Mention(span, token.text, named[0].name, Kind.STATE, named[0].entry, None, "agent of state"),)

    def _rank(self, office: str) -> str:
        """What offices are counterparts by: ministers of anything, envoys of any rank, else the very office."""
        last = office.split()[-1]
        if last in self.nouns.envoys:
            return "envoy"
        return last if last == "minister" and "prime" not in office else office

    def _office_before(self, token: Token) -> str:
        """The office last named before in the sentence: "recalled its [envoy] and sent his Omani counterpart home"."""
        for i in range(token.left_edge.i - 1, token.sent.start - 1, -1):
            known = [p for p in head_phrases(token.doc[i]) if p in self.offices]
            if known and token.doc[i].tag_ == "NN":
                return self._rank(max(known, key=len))
        return ""

    def _together(self, token: Token, n: int, kinds: tuple[Kind, ...] = _SIDES, count: int = 2) -> tuple[Mention, ...]:
        """The last so many who were named in one breath: "Chad and Mali met ... the two sides"; none but these."""
        own = self._own_subjects(token)
        for at in range(n, max(-1, n - REACH), -1):
            sentence = self.discourse.sentences[at]
            for i in range(min(sentence.end, token.i) - 1, sentence.start - 1, -1):
                word = self.annotated.doc[i]
                if i not in self.annotated.mentions or word.dep_ == "conj":
                    continue
                group = [m for c in conjuncts(word) for m in self.annotated.meant(c.i)]
                names = {m.name for m in group}
                if len(names) == len(group) == count and all(m.kind in kinds for m in group) and not names & own:
                    return tuple(group)
        return ()

    def _own_subjects(self, token: Token) -> set[str]:
        """Who acts in the clause of an object, and whom they represent: they are none of "both sides"."""
        if token.dep_ in SUBJECTS:
            return set()
        acting = {
            m.name
            for c in clause_of(token).children
            if c.dep_ in SUBJECTS
            for t in conjuncts(c)
            for m in self.annotated.meant(t.i)
        }
        return acting | {t.state for t in self.annotated.titles if t.person in acting and t.state is not None}

    def _pair(self, token: Token, n: int, kind: Kind) -> tuple[Mention, ...]:
        """The two last different things of one kind, where just two stand out."""
        own = self._own_subjects(token)
        for reach in range(1, REACH + 1):
            seen: dict[str, Mention] = {}
            for at in range(max(0, n - reach + 1), n + 1):
                for i, mention in self.discourse.said[at]:
                    if mention.kind is kind and (at < n or i < token.i) and mention.name not in own:
                        seen[mention.name] = mention
            if len(seen) == 2:
                return tuple(seen.values())
            if len(seen) > 2:
                break
        return ()


def _korea(token: Token) -> Mention:
    half = token.lower_
    name = f"{half.title()} Korea"
    return Mention(
        span_of(token.doc, token.i, token.i + 1), token.text, name, Kind.STATE, f"{half}-korea", None, "description"
    )
