"""What pronouns refer to.

Subjects rank first, nearer sentences before farther ones, and two arguments of one verb are never the same (Hobbs 1978;
Lappin and Leass 1994).
"""

from __future__ import annotations

from spacy.tokens import Token

from graphkit.annotate.coref.discourse import REACH, SUBJECTS, Discourse, clause_of
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import conjuncts, examples_of, first_conjunct, lemma, resources_of

_PERSON = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
_IT = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
#: What is taken against somebody for what they did.
_MEASURES = frozenset(
    {"sanction", "embargo", "measure", "penalty", "tariff", "ban", "restriction", "charge", "complaint"}
)
#: The rank of what is buried in a modifier, which is not salient in a later sentence.
_BURIED = 3


class Pronouns:
    """Resolves the pronouns of one article."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse, self.annotated = discourse, discourse.annotated
        resources = self.annotated.resources
        self.speech, classes = resources.verbs.speech, resources.classes
        self.single_bodies = classes["state_body"] | classes["collective"]

    def resolve(self, token: Token, n: int) -> tuple[Mention, ...]:
        """What a pronoun of sentence `n` stands for; empty where that is not plain."""
        word = token.lower_
        if word in _PERSON:
            unnamed = self._unnamed(token)
            return unnamed or self.nearest(token, n, (Kind.PERSON,))
        if word in _IT:
            if token.dep_ == "nsubj" and _is_expletive(token):
                return ()
            kinds = (Kind.STATE, Kind.ORGANIZATION, Kind.GROUP)
            return self.nearest(token, n, kinds if token.dep_ not in ("dobj", "pobj") else (*kinds, Kind.AGREEMENT))
        if word in _THEY:
            return self._several(token, n)
        if token.tag_ in ("WP", "WDT") and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj"):
            return self._antecedent(token)
        return ()

    def _unnamed(self, token: Token) -> tuple[Mention, ...]:
        """The one unnamed person that the clause above acts on: "summoned the envoy to hand him a note"."""
        verb = clause_of(token)
        if verb.dep_ not in ("advcl", "xcomp") or token.dep_ in SUBJECTS:
            return ()
        target = next((c for c in verb.head.children if c.dep_ == "dobj" and c.i < verb.i), None)
        found = self.annotated.mentions.get(target.i, ()) if target is not None and target.tag_ == "NN" else ()
        return found if len(found) == 1 and found[0].kind is Kind.GROUP else ()

    def nearest(
        self,
        token: Token,
        n: int,
        kinds: tuple[Kind, ...],
        *,
        same_sentence: bool = True,
        named: frozenset[str] | None = None,
    ) -> tuple[Mention, ...]:
        """The most salient thing of these kinds before a word of sentence `n`; of the `named` entries where given."""
        possessive = token.tag_ == "PRP$"
        if possessive:
            owner = self._owner(token, kinds, same_sentence=same_sentence)
            if owner is not None:
                return owner
        speaks = token.dep_ == "nsubj" and lemma(token.head) in self.speech
        barred = set() if possessive or token.dep_ in SUBJECTS else _co_subjects(clause_of(token))
        best: tuple[tuple[int, int, int], Mention] | None = None
        of_thing, word_is_object = False, token.lower_ == "it" and token.dep_ in ("dobj", "pobj")
        for back in range(0 if same_sentence else 1, min(REACH, n + 1)):
            for i, mention in self.discourse.said[n - back]:
                if named is not None and mention.entry not in named and mention.name not in named:
                    continue
                if mention.kind not in kinds or i in barred or (back == 0 and i >= token.i):
                    continue
                other = token.doc[i]
                if back == 0 and i + 1 < len(token.doc) and token.doc[i + 1].text == "-":
                    continue  # "Cuba-related"
                role = _role_rank(first_conjunct(other))
                if role == _BURIED and back:
                    continue
                if not self._can_stand(i, other, mention, kinds) or (
                    back == 0 and not possessive and _is_co_argument(other, token)
                ):
                    continue
                rank = (back, role, -i if back == 0 else i)
                if speaks and role:  # who goes on to speak was a subject before
                    rank = (back + REACH, role, i)
                if best is None or rank < best[0]:
                    best = (rank, mention)
                    of_thing = word_is_object and back == 0 and self._is_of_thing(other)
        return (best[1],) if best and not of_thing else ()

    def _is_of_thing(self, word: Token) -> bool:
        """Whether a word only says what a thing is about: "voted for the measure on Chad, while others opposed it"."""
        noun = first_conjunct(word).head.head
        if first_conjunct(word).dep_ != "pobj" or noun.tag_ != "NN":
            return False
        return any(m.kind in (Kind.THING, Kind.AGREEMENT) for m in self.annotated.mentions.get(noun.i, ()))

    def _owner(self, token: Token, kinds: tuple[Kind, ...], *, same_sentence: bool) -> tuple[Mention, ...] | None:
        """Whose "its" is by the clause alone; empty where that is not known, None where the clause does not say."""
        charged = _charged(token) or _blamed(token)
        if charged is not None:
            own = self.annotated.mentions.get(charged.i, ())
            if len(own) == 1 and own[0].kind in kinds:
                return own
        if not same_sentence:
            return None
        for child in clause_of(token).children:  # "Russia, which is depleting its stocks": its own subject first
            if child.dep_ in SUBJECTS and child.i < token.i:
                government = self.annotated.governments.get(child.i)
                own = (government,) if government is not None else self.annotated.mentions.get(child.i, ())
                if len(own) == 1 and own[0].kind in kinds and own[0].kind is not Kind.GROUP:
                    return own
                if child.tag_ in ("WDT", "WP"):
                    return ()  # of what the relative clause is about, which is no actor or not known
        return None

    def _can_stand(self, i: int, head: Token, mention: Mention, kinds: tuple[Kind, ...]) -> bool:
        """Whether a pronoun can stand for it: no plural group, and no capital that is only where something happened."""
        if mention.kind is Kind.GROUP and Kind.GROUP in kinds and not self._is_single_body(head):
            return False
        return i not in self.annotated.governments or head.dep_ in ("nsubj", "nsubjpass", "poss", "conj")

    def _is_single_body(self, head: Token) -> bool:
        """Whether "it" can stand for an unnamed body: "the ministry", "a court"."""
        return head.tag_ == "NN" and head.dep_ in SUBJECTS and lemma(head) in self.single_bodies

    def _several(self, token: Token, n: int) -> tuple[Mention, ...]:
        """For "they": coordinated subjects, or one plural group, of this sentence before it or the sentence before."""
        verb = clause_of(token)
        if token.dep_ == "dobj" and verb.dep_ == "conj":  # "derided his critics and accused them": the same
            for child in verb.head.children:
                found = self.annotated.mentions.get(child.i, ())
                if child.dep_ == "dobj" and child.tag_ in ("NNS", "NNPS") and len(found) == 1:
                    return found
        for at in (n, n - 1):
            if at < 0:
                break
            for i, mention in self.discourse.said[at]:
                if at == n and i >= token.i:
                    break
                head = token.doc[i]
                if head.dep_ not in SUBJECTS:
                    continue
                if at == n and clause_of(head) == clause_of(token) and token.tag_ != "PRP$":
                    continue
                together = [m for c in conjuncts(head) for m in self.annotated.mentions.get(c.i, ())]
                if len(together) > 1:  # of "Peru and its allies" the one with a name
                    named = tuple(m for m in together if m.kind is not Kind.GROUP or " " in m.name)
                    return named or tuple(together)
                if (mention.kind is Kind.GROUP and head.tag_ in ("NNS", "NNPS")) or mention.kind is Kind.ORGANIZATION:
                    return (mention,)
        return ()

    def _antecedent(self, token: Token) -> tuple[Mention, ...]:
        """What a relative pronoun stands for: the head of its clause."""
        verb = token.head
        if token.dep_ == "pobj":
            verb = verb.head
        while verb.dep_ in ("conj", "ccomp", "xcomp", "prep") and verb.head != verb:
            verb = verb.head
        if verb.dep_ != "relcl":
            return ()
        before = [c for c in conjuncts(verb.head) if c.i < token.i]
        if verb.tag_ == "VBZ" or any(c.tag_ == "VBZ" and c.dep_ in ("aux", "auxpass") for c in verb.children):
            before = before[-1:]  # "Iran and Russia, which is": the last of them
        return tuple(m for c in before for m in self.annotated.meant(c.i))


def _is_expletive(token: Token) -> bool:
    """Whether "it" stands for a clause that follows: "it is unprecedented to seek", "it was clear that"."""
    verb = token.head
    adjective = next((c for c in verb.children if c.dep_ == "acomp"), None)
    if verb.lemma_ != "be" or adjective is None:
        return False
    if resources_of(token).cues.effect("adjectives", adjective.lower_) is not None:
        return False  # "it is ready to attack"
    clauses = [c for base in (adjective, verb) for c in base.children if c.dep_ in ("xcomp", "ccomp", "advcl")]
    return any(c.i > adjective.i for c in clauses)


def _blamed(pronoun: Token) -> Token | None:
    """In "imposed sanctions on Mali due to its raid" whose raid it is: theirs against whom the measures are."""
    node = pronoun.head.head
    if node.dep_ not in ("prep", "pcomp") or node.lower_ not in ("to", "for", "over", "of", "following", "after"):
        return None
    verb = clause_of(node)
    carried = next((c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")), None)
    if carried is None or lemma(carried) not in _MEASURES:
        return None
    for base in (carried, verb):
        for child in base.children:
            if child.dep_ == "prep" and child.lower_ in ("on", "against", "upon") and child.i < pronoun.i:
                return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _charged(pronoun: Token) -> Token | None:
    """In "condemned Mali for its raid" whose raid it is: the object's, not the subject's."""
    preposition, judging = pronoun.head.head, resources_of(pronoun).verbs.judging
    if preposition.dep_ != "prep" or preposition.lower_ not in ("for", "over", "of"):
        return None
    blamed = preposition.head
    if blamed.dep_ == "dobj" and blamed.head.lemma_ in judging and preposition.lower_ == "over":
        return blamed  # "condemned the administration over its deal", with "over" hung on the administration
    if blamed.lemma_ not in judging:
        return None
    return next((c for c in preposition.head.children if c.dep_ == "dobj" and c.i < pronoun.i), None)


def _co_subjects(verb: Token) -> set[int]:
    """The subjects that an object of this verb cannot refer to: its own, or that of the verb it is coordinated with."""
    for _ in range(4):
        subjects = [c for child in verb.children if child.dep_ in SUBJECTS for c in conjuncts(child)]
        found = {t.i for c in subjects for t in (c, *examples_of(c))}
        if found or verb.dep_ not in ("conj", "xcomp", "advcl") or verb.head == verb:
            return found
        verb = verb.head
    return set()


def _is_co_argument(other: Token, token: Token) -> bool:
    return other.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj") and clause_of(other) == clause_of(token)


def _role_rank(token: Token) -> int:
    """How salient a word is by its role; less is more."""
    if token.dep_ in SUBJECTS:
        return 0
    if token.dep_ in ("dobj", "dative", "attr", "agent", "appos"):
        return 1
    if token.dep_ == "poss" and token.head.dep_ in SUBJECTS:  # "The king's plane landed and he was greeted"
        return 1
    return 2 if token.dep_ in ("pobj", "poss") else _BURIED
