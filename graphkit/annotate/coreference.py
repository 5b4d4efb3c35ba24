"""What pronouns and short descriptions refer to, where it is plain; nothing is guessed where it is not.

Candidates are the mentions before in the same and the two sentences before. Subjects rank first, nearer sentences
before farther ones, and two arguments of one verb are never the same (Hobbs 1978; Lappin and Leass 1994).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from graphkit.knowledge.classes import WordClasses
from graphkit.knowledge.gazetteer import Gazetteer
from graphkit.model import Kind, Mention
from graphkit.syntax import Annotated, conjuncts, first_conjunct, head_phrases, lemma, span_of

_HE = frozenset(["he", "him", "his", "himself"])
_SHE = frozenset(["she", "her", "hers", "herself"])
_IT = frozenset(["it", "its", "itself"])
_THEY = frozenset(["they", "them", "their", "theirs", "themselves"])
_STATE_NOUNS = frozenset(["country", "nation", "state", "republic", "kingdom", "government"])
_BODY_NOUNS = frozenset(
    [
        "bloc",
        "alliance",
        "organization",
        "organisation",
        "group",
        "body",
        "agency",
        "union",
        "movement",
        "militia",
        "ministry",
        "court",
        "council",
    ]
)
_ANY_BODY = frozenset("bloc alliance organization organisation group body movement militia".split())
_PAIR_PERSONS = frozenset(
    [
        "leader",
        "minister",
        "president",
        "man",
        "official",
        "diplomat",
        "counterpart",
        "premier",
        "woman",
        "side",
        "negotiator",
    ]
)
_PAIR_STATES = frozenset(
    [
        "country",
        "nation",
        "side",
        "state",
        "neighbor",
        "neighbour",
        "ally",
        "government",
        "rival",
        "party",
        "capital",
        "power",
        "korea",
    ]
)
_CHARGES = frozenset(
    "condemn criticize criticise blame accuse praise thank sanction punish commend denounce fault censure laud hail applaud slam rebuke congratulate".split()
)
_REACH = 3  # sentences looked back, the pronoun's own among them


class Referents:
    """Resolves pronouns and definite descriptions of one annotated article, in reading order."""

    def __init__(self, annotated: Annotated, gazetteer: Gazetteer, classes: WordClasses) -> None:
        self.annotated = annotated
        self.gazetteer = gazetteer
        self.classes = classes
        self.sentences: list[SpacySpan] = list(annotated.doc.sents)
        self.of_token = {token.i: n for n, sent in enumerate(self.sentences) for token in sent}
        self.by_sentence: list[list[tuple[int, Mention]]] = [[] for _ in self.sentences]
        governments = {i: (m,) for i, m in annotated.governments.items()}
        for i, found in sorted((annotated.mentions | governments).items()):
            if len(found) == 1:
                self.by_sentence[self.of_token[i]].append((i, found[0]))
        entries = {name.entry for name in annotated.names.values()}
        self.korean = "north-korea" in entries or (
            "south-korea" in entries and "the north " in annotated.doc.text.lower()
        )

    def resolve(self) -> None:
        doc = self.annotated.doc
        for n, _sentence in enumerate(self.sentences):
            for token in self.sentences[n]:
                found = self._refer(token, n)
                if found:
                    span = span_of(
                        doc,
                        token.left_edge.i if token.pos_ == "NOUN" and token.left_edge.i < token.i else token.i,
                        token.i + 1,
                    )
                    text = doc.text[span.start : span.end]
                    made = tuple(
                        replace(m, span=span, text=text, reason="pronoun" if token.pos_ == "PRON" else "anaphor")
                        for m in found
                    )
                    self.annotated.mentions[token.i] = made
                    if len(made) == 1:
                        self.by_sentence[n].append((token.i, made[0]))
                        self.by_sentence[n].sort(key=lambda item: item[0])

    def _refer(self, token: Token, n: int) -> tuple[Mention, ...]:
        word = token.lower_
        if token.pos_ == "PRON" or token.tag_ in ("PRP", "PRP$"):
            if word in _HE or word in _SHE:
                return self._nearest(token, n, (Kind.PERSON,))
            if word in _IT:
                return self._nearest(token, n, (Kind.STATE, Kind.ORGANIZATION, Kind.GROUP))
            if word in _THEY:
                return self._several(token, n)
            if token.tag_ in ("WP", "WDT") and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj"):
                return self._antecedent(token)
            return ()
        if token.pos_ in ("PROPN", "NOUN", "ADJ") and word in ("north", "south") and self.korean and token.i:
            before = token.doc[token.i - 1].lower_
            named = self.annotated.names.get(token.i)
            if (
                before == "the"
                and (named is None or named.entry is None)
                and not any(c.dep_ == "prep" for c in token.children)
            ):
                name, entry = ("North Korea", "north-korea") if word == "north" else ("South Korea", "south-korea")
                return (
                    Mention(
                        span_of(token.doc, token.i, token.i + 1),
                        token.text,
                        name,
                        Kind.STATE,
                        entry,
                        None,
                        "description",
                    ),
                )
        if token.pos_ == "NOUN" or token.pos_ == "NUM":
            return self._definite(token, n)
        return ()

    def _definite(self, token: Token, n: int) -> tuple[Mention, ...]:
        determiners = {c.lower_ for c in token.children if c.dep_ in ("det", "predet", "poss", "nummod")}
        others = [
            c for c in token.children if c.dep_ in ("amod", "compound", "poss", "prep", "relcl", "acl", "appos", "nmod")
        ]
        word = lemma(token)
        if word in ("counterpart", "colleague") and token.tag_ == "NN":
            return self._counterpart(token)
        if (
            determiners & {"two", "both"}
            and not [c for c in others if c.dep_ not in ("amod",)]
            and not any(c.i in self.annotated.names for c in others)
        ):
            if word in _PAIR_PERSONS | _PAIR_STATES:
                options = (
                    [(Kind.PERSON,)]
                    if word in _PAIR_PERSONS - {"side"}
                    else [(Kind.STATE,), (Kind.ORGANIZATION,), (Kind.PERSON,)]
                )
                if word not in ("side", "party", "rival", "ally"):
                    options = options[:1]
                return next((found for kind in options if (found := self._pair(token, n, kind))), ())
        if token.lower_ in ("two", "both") and token.dep_ in ("nsubj", "nsubjpass") and not others:
            return self._pair(token, n, (Kind.PERSON,)) or self._pair(token, n, (Kind.STATE,))
        if "the" not in determiners or token.tag_ != "NN":
            return ()
        held = self._holder_of_office(token, n, others)
        if held:
            return held
        if others:
            return self._same_head(token, n) if all(c.dep_ in ("relcl", "appos") for c in others) else ()
        if word in _STATE_NOUNS:
            return self._nearest(token, n, (Kind.STATE,), same_sentence=False)
        if word in _BODY_NOUNS:
            found = self._nearest(token, n, (Kind.ORGANIZATION,), same_sentence=False)
            if found and (word in _ANY_BODY or word in found[0].name.lower()):
                return found
        return self._same_head(token, n)

    def _holder_of_office(self, token: Token, n: int, others: list[Token]) -> tuple[Mention, ...]:
        """For "the prime minister", "the secretary": whose title it was before; whom the text speaks of most, the later of two."""
        phrase = max((p for p in head_phrases(token) if p in self.classes["office"]), key=len, default="")
        word = phrase or token.lower_
        if not phrase and token.lower_ not in ("secretary", "adviser", "advisor"):
            return ()
        if any(c.lower_ not in phrase.split() for c in others if c.dep_ not in ("relcl", "appos")):
            return ()
        holders = [
            t.holder for t in self.annotated.titles if t.start < token.i and word in (t.office, *t.office.split())
        ]
        if not holders:
            return ()
        said = Counter(m.name for sentence in self.by_sentence[: n + 1] for _, m in sentence)
        return (max(enumerate(holders), key=lambda pair: (said[pair[1].name], pair[0]))[1],)

    def _same_head(self, token: Token, n: int) -> tuple[Mention, ...]:
        """For "the cosmodrome": the last phrase before that ends in the same word and says more ("Vostochny cosmodrome")."""
        word = token.lower_
        for at in range(n, max(-1, n - 2 * _REACH), -1):
            for i, mention in reversed(self.by_sentence[at]):
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
        subject = next((c for c in _clause(token).children if c.dep_ in ("nsubj", "nsubjpass")), None)
        mine = self.annotated.mentions.get(subject.i, ()) if subject is not None else ()
        if not named or not mine:
            return ()
        offices = {t.office for t in self.annotated.titles if t.person == mine[0].name and not t.former}
        for title in self.annotated.titles:
            if title.state == named[0].name and title.office in offices and title.person != mine[0].name:
                return (title.holder,)
        published = self.annotated.article.published
        if named[0].entry is not None and published is not None:
            for office in sorted(offices):
                holders = self.gazetteer.holders(office, named[0].entry, published)
                if len(holders) == 1:
                    span = span_of(token.doc, token.left_edge.i, token.i + 1)
                    return (Mention(span, token.text, holders[0].name, Kind.PERSON, holders[0].id, None, "office"),)
        return ()

    def _antecedent(self, token: Token) -> tuple[Mention, ...]:
        verb = token.head
        if token.dep_ == "pobj":
            verb = verb.head
        while verb.dep_ in ("conj", "ccomp", "xcomp", "prep") and verb.head != verb:
            verb = verb.head
        if verb.dep_ == "relcl":
            return self.annotated.mentions.get(verb.head.i, ())
        return ()

    def _nearest(
        self, token: Token, n: int, kinds: tuple[Kind, ...], *, same_sentence: bool = True
    ) -> tuple[Mention, ...]:
        clause = _clause(token)
        possessive = token.tag_ == "PRP$"
        charged = _charged(token) if possessive else None
        if charged is not None:
            own = self.annotated.mentions.get(charged.i, ())
            if len(own) == 1 and own[0].kind in kinds:
                return own
        if possessive and same_sentence:  # "Russia, which is depleting its stocks": the subject of its own clause first
            for child in clause.children:
                if child.dep_ in ("nsubj", "nsubjpass") and child.i < token.i:
                    if child.tag_ in ("WDT", "WP") and child.i not in self.annotated.mentions:
                        return ()  # of what the relative clause is about, which is not known
                    own = self.annotated.mentions.get(child.i, ())
                    government = self.annotated.governments.get(child.i)
                    own = (government,) if government is not None else own
                    if len(own) == 1 and own[0].kind in kinds and own[0].kind is not Kind.GROUP:
                        return own
        barred = _co_subjects(clause) if not possessive and token.dep_ not in ("nsubj", "nsubjpass") else set()
        best: tuple[tuple[int, int, int], Mention] | None = None
        for back in range(_REACH):
            at = n - back
            if at < 0 or (back == 0 and not same_sentence):
                continue
            for i, mention in self.by_sentence[at]:
                if mention.kind not in kinds or (back == 0 and i >= token.i):
                    continue
                if i in barred:
                    continue
                other = self.annotated.doc[i]
                if mention.kind is Kind.GROUP and Kind.GROUP in kinds and not self._is_single_body(other):
                    continue
                if i in self.annotated.governments and other.dep_ not in ("nsubj", "nsubjpass", "poss", "conj"):
                    continue  # a capital that is only where something happened
                if (
                    back == 0
                    and not possessive
                    and _clause(other) == clause
                    and other.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj")
                ):
                    continue
                role = _role_rank(first_conjunct(other))
                if role == 3 and back:  # buried in a modifier two sentences ago: not salient
                    continue
                rank = (back, role, -i if back == 0 else i)
                if best is None or rank < best[0]:
                    best = (rank, mention)
        return (best[1],) if best else ()

    def _is_single_body(self, head: Token) -> bool:
        """ "The ministry", "a court": what "it" can stand for though it is unnamed."""
        return (
            head.tag_ == "NN"
            and head.dep_ in ("nsubj", "nsubjpass")
            and lemma(head) in self.classes["state_body"] | self.classes["collective"]
        )

    def _several(self, token: Token, n: int) -> tuple[Mention, ...]:
        """For "they": coordinated subjects, or one plural group, of this sentence before it or the sentence before."""
        doc = self.annotated.doc
        for at in (n, n - 1):
            if at < 0:
                break
            for i, mention in self.by_sentence[at]:
                if at == n and i >= token.i:
                    break
                head = doc[i]
                if head.dep_ not in ("nsubj", "nsubjpass"):
                    continue
                if at == n and _clause(head) == _clause(token) and token.tag_ != "PRP$":
                    continue
                together = [m for c in conjuncts(head) for m in self.annotated.mentions.get(c.i, ())]
                if len(together) > 1:
                    return tuple(together)
                if (mention.kind is Kind.GROUP and head.tag_ in ("NNS", "NNPS")) or mention.kind is Kind.ORGANIZATION:
                    return (mention,)
        return ()

    def _pair(self, token: Token, n: int, kinds: tuple[Kind, ...]) -> tuple[Mention, ...]:
        """The two last different things of these kinds, where just two stand out."""
        for reach in (1, 2, 3):
            seen: dict[str, Mention] = {}
            for at in range(max(0, n - reach + 1), n + 1):
                for i, mention in self.by_sentence[at]:
                    if mention.kind in kinds and (at < n or i < token.i):
                        seen[mention.name] = mention
            if len(seen) == 2:
                return tuple(seen.values())
            if len(seen) > 2:
                break
        return ()


def _clause(token: Token) -> Token:
    while token.pos_ not in ("VERB", "AUX") and token.head != token:
        token = token.head
    return token


def _charged(pronoun: Token) -> Token | None:
    """In "condemned Mali for its raid" whose raid it is: the object's, not the subject's."""
    preposition = pronoun.head.head
    if (
        preposition.dep_ != "prep"
        or preposition.lower_ not in ("for", "over", "of")
        or preposition.head.lemma_ not in _CHARGES
    ):
        return None
    return next((c for c in preposition.head.children if c.dep_ == "dobj" and c.i < pronoun.i), None)


def _co_subjects(verb: Token) -> set[int]:
    """The subjects that an object of this verb cannot refer to: its own, or that of the verb it is coordinated with."""
    for _ in range(4):
        found = {c.i for child in verb.children if child.dep_ in ("nsubj", "nsubjpass") for c in conjuncts(child)}
        if found or verb.dep_ not in ("conj", "xcomp", "advcl") or verb.head == verb:
            return found
        verb = verb.head
    return set()


def _role_rank(token: Token) -> int:
    if token.dep_ in ("nsubj", "nsubjpass"):
        return 0
    if token.dep_ in ("dobj", "dative", "attr", "agent", "appos"):
        return 1
    return 2 if token.dep_ in ("pobj", "poss") else 3
