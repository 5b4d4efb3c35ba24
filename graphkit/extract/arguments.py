"""Where the arguments of a trigger are: logical subjects and objects, prepositions, possessors, clauses.

Each slot is a function from the trigger to the heads of noun phrases. Parsers attach many phrases wrongly, so
prepositions are looked for on the trigger, then on its object and its support verb, and last along the clause.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from graphkit.syntax import conjuncts, first_child, lemma

#: "X asked Y to go": the object of these is the subject of the infinitive below them.
OBJECT_CONTROL = frozenset(
    [
        "ask",
        "urge",
        "tell",
        "order",
        "force",
        "compel",
        "allow",
        "permit",
        "enable",
        "persuade",
        "convince",
        "encourage",
        "invite",
        "request",
        "require",
        "instruct",
        "command",
        "warn",
        "beg",
        "press",
        "pressure",
        "advise",
        "help",
        "lead",
        "cause",
        "push",
        "call",
        "want",
        "expect",
        "authorize",
        "authorise",
        "forbid",
        "prompt",
        "challenge",
        "get",
        "see",
        "let",
        "make",
        "have",
        "direct",
        "implore",
        "exhort",
        "beseech",
        "oblige",
        "pledge",
        "accuse",
        "blame",
        "stop",
        "prevent",
        "dissuade",
        "keep",
        "ban",
        "prohibit",
        "bar",
        "recruit",
        "train",
        "arm",
        "appoint",
        "appeal",
    ]
)
#: "accused X of doing", "thanked X for doing": X does it.
_OBJECT_OF_CHARGE = frozenset(
    "accuse blame suspect stop prevent dissuade ban bar charge convict condemn criticize criticise thank praise denounce punish sanction "
    "arrest detain jail fault censure sentence fine sue prosecute indict try".split()
)
_SUBJECT_DEPS = ("nsubj", "nsubjpass")


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase head in a slot; `near` is 1.0 where the parse says so and less where it was a fallback."""

    head: Token
    near: float = 1.0


def is_passive(verb: Token) -> bool:
    """Whether a verb form is passive: "was hit", "weapons supplied by", "being sanctioned"."""
    if any(child.dep_ in ("nsubjpass", "auxpass", "agent") for child in verb.children):
        return True
    if verb.tag_ == "VBN":
        if verb.dep_ in ("acl", "relcl", "amod") and not any(c.dep_ in ("aux", "nsubj") for c in verb.children):
            return True
        if (
            verb.dep_ == "conj"
            and verb.head.tag_ == "VBN"
            and not any(c.dep_ in ("aux", "nsubj") for c in verb.children)
        ):
            return is_passive(verb.head)
        if verb.dep_ == "advcl" and not any(c.dep_ in ("aux", "nsubj", "dobj") for c in verb.children):
            return True
    return False


def subject_of(verb: Token, depth: int = 0) -> list[Found]:
    """The logical subject: who does it."""
    if is_passive(verb):
        return agent_of(verb)
    return surface_subject(verb, depth)


def _accompanied(found: list[Found], verb: Token) -> list[Found]:
    """A subject and those who act "along with" or "together with" it."""
    out = list(found)
    for base in [verb, *(f.head for f in found), *(t for f in found for t in conjuncts(f.head))]:
        for child in base.children:
            if child.lower_ in ("along", "together", "alongside") and child.i < verb.i:
                inner = [child] if child.lower_ == "alongside" else [c for c in child.children if c.lower_ == "with"]
                out += [Found(c, 0.9) for p in inner for c in p.children if c.dep_ == "pobj"]
    return out


def agent_of(verb: Token) -> list[Found]:
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return [Found(c) for c in child.children if c.dep_ == "pobj"]
    return []


def surface_subject(verb: Token, depth: int = 0) -> list[Found]:
    """The grammatical subject of a verb, also where it stands in another clause (control, coordination, participles)."""
    if depth > 6:
        return []
    for child in verb.children:
        if child.dep_ in _SUBJECT_DEPS:
            return [Found(child)]
    head, dep = verb.head, verb.dep_
    if head == verb:
        return []
    if dep == "xcomp" or (dep == "ccomp" and verb.tag_ in ("VB", "VBG", "VBN") and not _is_finite(verb)):
        if head.pos_ in ("VERB", "AUX"):
            if lemma(head) in OBJECT_CONTROL:
                if is_passive(head):
                    return surface_subject(head, depth + 1)
                target = first_child(head, "dobj", "dative")
                if target is not None and target.i < verb.i:
                    return [Found(target)]
                over = [p for p in _prep_objects(head, ("on", "upon", "to", "for")) if p.i < verb.i]
                if over:
                    return [Found(over[0])]
                if lemma(head) in ("ask", "want", "expect", "pledge"):
                    return surface_subject(head, depth + 1)
                return []
            return surface_subject(head, depth + 1)
        if head.pos_ == "ADJ":
            return (
                surface_subject(head.head, depth + 1)
                if head.dep_ in ("acomp", "attr", "oprd")
                else surface_subject(head, depth + 1)
            )
        return _holder(head, depth + 1)
    if dep == "conj" and head.pos_ in ("VERB", "AUX"):
        if is_passive(head) != is_passive(verb):
            return list(surface_subject(head, depth + 1))
        return surface_subject(head, depth + 1)
    if dep == "relcl":
        return [Found(head)] if not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children) else []
    if dep == "acl":
        if verb.tag_ == "VBG" or verb.tag_ == "VBN":
            return [Found(head)]
        return _holder(head, depth + 1)
    if dep in ("advcl", "dep", "parataxis") and head.pos_ in ("VERB", "AUX"):
        return surface_subject(head, depth + 1) if not _is_finite(verb) else []
    if dep == "pcomp":
        governor = head.head
        if governor.pos_ in ("VERB", "AUX"):
            if lemma(governor) in _OBJECT_OF_CHARGE:
                if is_passive(governor):
                    return surface_subject(governor, depth + 1)
                target = first_child(governor, "dobj")
                if target is not None:
                    return [Found(target)]
            return surface_subject(governor, depth + 1)
        if governor.pos_ in ("NOUN", "PROPN", "PRON"):
            if governor.dep_ == "dobj" and lemma(governor.head) in _OBJECT_OF_CHARGE:
                return [Found(governor)]  # "accused the army of shelling", with "of" hung on the army
            return _holder(governor, depth + 1)
        if governor.pos_ in ("ADJ", "ADV"):
            return surface_subject(governor.head, depth + 1) if governor.head.pos_ in ("VERB", "AUX") else []
    if dep in ("attr", "acomp", "oprd") and head.pos_ in ("VERB", "AUX"):
        return surface_subject(head, depth + 1)
    return []


def _is_finite(verb: Token) -> bool:
    return verb.tag_ in ("VBD", "VBZ", "VBP") or any(
        c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBD", "VBZ", "VBP", "MD") for c in verb.children
    )


def _holder(noun: Token, depth: int) -> list[Found]:
    """Whose plan, decision or effort a noun is: its possessor, or the subject of the verb it depends on."""
    own = owner_of(noun)
    if own:
        return own
    if depth > 6:
        return []
    verb = noun.head
    if noun.dep_ in ("dobj", "attr", "oprd") and verb.pos_ in ("VERB", "AUX"):
        return surface_subject(verb, depth + 1) if not is_passive(verb) else agent_of(verb)
    if noun.dep_ == "pobj" and verb.head.pos_ in ("VERB", "AUX") and verb.lower_ in ("in", "on", "with", "for", "of"):
        return [Found(f.head, 0.8) for f in surface_subject(verb.head, depth + 1)]
    return []


def object_of(verb: Token) -> list[Found]:
    """The logical object: to whom it is done."""
    if is_passive(verb):
        for child in verb.children:
            if child.dep_ == "nsubjpass":
                return [Found(child)]
        if verb.dep_ in ("acl", "relcl", "amod"):
            return [Found(verb.head)]
        return surface_subject(verb)
    for child in verb.children:
        if child.dep_ in ("dobj", "obj"):
            return [Found(child)]
    for child in verb.children:  # "condemned what they say is an attack by Mali": the attack
        if child.dep_ == "ccomp" and any(t.lower_ == "what" for t in child.subtree):
            found = [t for t in child.subtree if t.dep_ == "attr" and t.pos_ in ("NOUN", "PROPN")]
            if found:
                return [Found(found[0], 0.9)]
    if verb.dep_ == "relcl" and any(
        c.dep_ in ("nsubj",) and c.head == verb and c.tag_ not in ("WDT", "WP") for c in verb.children
    ):
        return [Found(verb.head, 0.9)]
    for child in verb.children:
        if child.dep_ in ("attr", "oprd") and child.pos_ in ("NOUN", "PROPN"):
            return [Found(child, 0.8)]
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB" and not any(c.dep_ == "prep" for c in verb.children):
        return []
    follower = [
        c for c in verb.conjuncts if c.pos_ == "VERB" and c.i > verb.i and any(g.dep_ == "cc" for g in verb.children)
    ]
    if follower and not any(
        c.dep_ in ("prep", "ccomp", "xcomp") for c in verb.children
    ):  # "condemned and rejected the plan"
        return [Found(c, 0.9) for c in follower[0].children if c.dep_ == "dobj"]
    return []


def dative_of(verb: Token) -> list[Found]:
    for child in verb.children:
        if child.dep_ == "dative":
            if child.pos_ == "ADP":
                return [Found(c) for c in child.children if c.dep_ == "pobj"]
            return [Found(child)]
    return []


def clause_subject(verb: Token) -> list[Found]:
    """The subject of the clause below: "demanded that Israel stop", "wants Iran to leave"."""
    for child in verb.children:
        if child.dep_ in ("ccomp", "xcomp", "advcl") and child.i > verb.i:
            for inner in child.children:
                if inner.dep_ in _SUBJECT_DEPS:
                    return [Found(inner)]
            if child.dep_ == "xcomp":
                target = first_child(verb, "dobj")
                if target is not None:
                    return [Found(target)]
    return []


def owner_of(noun: Token) -> list[Found]:
    """Possessor, demonym or state name before a noun: "Israel's raid", "the Russian attack", "US-China talks"."""
    before = list(noun.lefts)
    if noun.i > 1 and noun.nbor(-1).text == "-":  # "co-operation": the parser may hang the possessor on the prefix
        before = [*noun.nbor(-2).lefts, *before]
    out = [Found(c) for c in before if c.dep_ == "poss"]
    for child in before:
        if child.dep_ in ("amod", "compound", "nmod", "npadvmod") and child.text[0].isupper():
            out.append(Found(child))
            out.extend(
                Found(c)
                for c in child.children
                if c.dep_ in ("compound", "nmod", "conj", "npadvmod", "amod") and c.text[0].isupper()
            )
    return out


def is_time(token: Token) -> bool:
    """Whether a prepositional object is a date or a duration, which is no participant."""
    return token.ent_type_ in ("DATE", "TIME")


def _prep_objects(token: Token, words: tuple[str, ...]) -> list[Token]:
    """Objects of these prepositions right below a token, also of stacked ones ("out of", "from inside")."""
    found = []
    for child in token.children:
        if child.dep_ not in ("prep", "agent", "dative", "prt", "advmod", "mark") or child.lower_ == "according":
            continue
        if child.lower_ in words:
            found += [c for c in child.children if c.dep_ == "pobj" and not is_time(c)]
        for grand in child.children:
            if grand.dep_ == "prep" and (child.lower_ in words or grand.lower_ in words):
                found += [c for c in grand.children if c.dep_ == "pobj" and not is_time(c)]
    return found


def prep_of(trigger: Token, carriers: list[Token], words: tuple[str, ...]) -> list[Found]:
    """Objects of a preposition on the trigger, on what carries it, or further along the clause (parsers misattach)."""
    for place, carrier in enumerate([trigger, *carriers]):
        found = _prep_objects(carrier, words)
        if found:
            return [Found(f, 1.0 if place < 2 else 0.9) for f in found[:1]]
    for base in [trigger, *carriers]:  # "met in Paris with the president": "with" hangs on Paris
        for child in base.children:
            if child.i > base.i and child.dep_ in ("prep", "dobj", "npadvmod", "pobj", "advmod"):
                nodes = [child, *(c for c in child.children if c.dep_ in ("pobj", "prep", "npadvmod"))]
                nodes += [g for c in list(nodes) for g in c.children if g.dep_ in ("pobj",)]
                for node in nodes:
                    # only through names, dates and the like: a common noun keeps its own prepositions
                    if (
                        node.pos_ in ("PROPN", "NUM", "ADV")
                        or is_time(node)
                        or node.dep_ == "dobj"
                        or child.lower_ in ("by", "of")
                    ):
                        found = [f for f in _prep_objects(node, words) if f.i > base.i]
                        if found:
                            return [Found(found[0], 0.75)]
    return []


def between_of(noun: Token, carriers: list[Token]) -> list[Found]:
    found = prep_of(noun, carriers, ("between", "among"))
    return [Found(t, found[0].near) for t in conjuncts(found[0].head)] if found else []


def support_of(noun: Token, support_verbs: frozenset[str]) -> Token | None:
    """The verb that carries a noun: "hold [talks]", "was [imposed]", "engaged in [talks]", "following [talks]" has none."""
    node = noun
    for _ in range(3):
        head = node.head
        if node.dep_ == "conj" and head != node and head.pos_ == "NOUN":
            node = head
            continue
        break
    head = node.head
    if node.dep_ in ("dobj", "nsubjpass", "attr") and head.pos_ in ("VERB", "AUX"):
        return head if lemma(head) in support_verbs or _particle_lemma(head) in support_verbs else None
    if (
        node.dep_ == "pobj"
        and head.dep_ in ("prep", "agent")
        and head.lower_ in ("in", "on", "for", "into", "to", "with", "out", "off")
    ):
        verb = head.head
        if verb.pos_ == "VERB" and lemma(verb) in support_verbs:
            return verb
    if head.dep_ in ("relcl", "acl"):
        return None
    for child in noun.children:  # "the talks held by A", "talks scheduled with B"
        if child.dep_ in ("acl", "relcl") and lemma(child) in support_verbs and child.tag_ in ("VBN", "VBD"):
            return child
    return None


def _particle_lemma(verb: Token) -> str:
    particle = first_child(verb, "prt")
    return f"{lemma(verb)} {particle.lower_}" if particle is not None else lemma(verb)


def find_slot(slot: str, trigger: Token, carriers: list[Token], support: Token | None) -> list[Found]:
    """The phrase heads in one slot. `carriers` are tokens whose prepositions belong to the trigger as well."""
    if slot == "subject":
        verb = trigger if trigger.pos_ in ("VERB", "AUX") else support
        return _accompanied(subject_of(verb), verb) if verb is not None else []
    if slot == "object":
        return object_of(trigger) if trigger.pos_ in ("VERB", "AUX") else []
    if slot == "dative":
        return dative_of(support or trigger)
    if slot == "holder":
        return holder_of(trigger)
    if slot == "clause":
        return clause_subject(trigger)
    if slot == "clause_object":
        return [
            f
            for c in trigger.children
            if c.dep_ in ("xcomp", "ccomp")
            for f in (object_of(c) or prep_of(c, [], ("on", "against", "with", "from")))
        ]
    if slot == "purpose":
        return purpose_of(trigger, carriers)
    if slot == "claim":
        return [Found(c) for c in trigger.children if c.dep_ in ("ccomp", "xcomp", "pcomp") and c.i > trigger.i][:1]
    if slot == "owner":
        return owner_of(trigger)
    if slot == "between":
        return between_of(trigger, carriers)
    if slot == "head":
        return adjective_head(trigger)
    if slot == "by":
        return agent_of(trigger) or prep_of(trigger, carriers, ("by",))
    return prep_of(trigger, carriers, (slot,))


def purpose_of(trigger: Token, carriers: list[Token]) -> list[Found]:
    """The first name in what something is meant for: "gave money to rebuild schools in Chad"."""
    for base in [*carriers, trigger]:
        for child in base.children:
            if child.i > base.i and (
                child.dep_ in ("prep", "relcl") or (child.dep_ in ("advcl", "xcomp", "acl") and child.tag_ == "VB")
            ):
                if child.dep_ == "prep" and child.lower_ not in ("for", "to", "in", "towards", "toward"):
                    continue
                for token in child.subtree:
                    if (
                        token.ent_type_ in ("GPE", "LOC")
                        and token.dep_ in ("pobj", "dobj", "poss", "conj")
                        and token.i > base.i
                    ):
                        return [Found(token, 0.7)]
    return []


def holder_of(noun: Token) -> list[Found]:
    """Who takes part in an occasion that only frames a clause: "In a call with the king, the premier promised help"."""
    preposition = noun.head
    if noun.dep_ != "pobj" or preposition.lower_ not in (
        "in",
        "during",
        "after",
        "following",
        "before",
        "at",
        "of",
        "to",
    ):
        return []
    verb = preposition.head
    if preposition.lower_ == "of" and verb.lower_ == "ahead":
        verb = verb.head
    if verb.pos_ not in ("VERB", "AUX"):
        return []
    return [Found(f.head, 0.85) for f in surface_subject(verb)]


def adjective_head(adjective: Token) -> list[Found]:
    """What an adjective describes: "Iran is critical of", "countries hostile to"."""
    if adjective.dep_ in ("acomp", "oprd", "attr", "ccomp", "xcomp", "conj") and adjective.head.pos_ in ("VERB", "AUX"):
        return surface_subject(adjective.head)
    if adjective.dep_ in ("amod", "acl", "relcl", "appos"):
        return [Found(adjective.head)]
    return surface_subject(adjective)
