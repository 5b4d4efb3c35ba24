"""Who does it and to whom: the logical subjects and objects of verbs, and the owners of nouns.

Each function goes from a verb or noun to the heads of noun phrases, through passives, coordination, control and
participles.
"""

from __future__ import annotations

from spacy.tokens import Token

from graphkit.extract.prepositions import Filler, is_time, prep_objects
from graphkit.extract.tense import has_to
from graphkit.nlp.dependencies import first_child, is_finite, lemma, resources_of, token_at, word_at

_SUBJECTS = ("nsubj", "nsubjpass")
#: How many governors up a subject is looked for.
_DEPTH = 6


def is_passive(verb: Token) -> bool:
    """Whether a verb form is passive: "was hit", "weapons supplied by", "being sanctioned"."""
    if any(child.dep_ in ("nsubjpass", "auxpass", "agent") for child in verb.children) or is_clipped_passive(verb):
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


def is_clipped_passive(verb: Token) -> bool:
    """Whether a headline leaves out the auxiliary: "Two soldiers killed in raid"."""
    return (
        verb.tag_ in ("VBD", "VBN")
        and lemma(verb) in resources_of(verb).verbs.undergone
        and any(c.dep_ == "nsubj" and c.i < verb.i and c.tag_ not in ("WP", "WDT", "PRP") for c in verb.children)
        and not any(c.dep_ in ("dobj", "aux", "ccomp", "attr", "oprd", "dative", "prt") for c in verb.children)
    )


def subject_of(verb: Token, depth: int = 0) -> list[Filler]:
    """The logical subject: who does it."""
    if is_passive(verb):
        return agent_of(verb)
    return surface_subject(verb, depth)


def agent_of(verb: Token) -> list[Filler]:
    """Who does it in a passive: "hit by Israel"."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return [Filler(c) for c in child.children if c.dep_ == "pobj"]
    return []


def surface_subject(verb: Token, depth: int = 0) -> list[Filler]:
    """The grammatical subject, also where it stands in another clause (control, coordination, participles)."""
    if depth > _DEPTH:
        return []
    own = [c for c in verb.children if c.dep_ in _SUBJECTS]
    if own:  # a label before a colon is no subject: "Briefing: Norway met Chad"
        labelled = [c for c in own if not any(t.text == ":" for t in verb.doc[c.i : verb.i])]
        return [Filler((labelled or own)[0])]
    head, dep = verb.head, verb.dep_
    if head == verb:
        return []
    if dep == "conj":
        head = finite_head(verb)
    above = head.pos_ in ("VERB", "AUX")
    if dep == "xcomp" or (dep == "ccomp" and verb.tag_ in ("VB", "VBG", "VBN") and not is_finite(verb)):
        return _controller(verb, depth)
    if dep == "conj" and above:
        return surface_subject(_nearer_passive(verb) or head, depth + 1)
    if dep == "relcl":
        return [Filler(head)]
    if dep == "acl":
        if verb.tag_ in ("VBG", "VBN") or is_headline_subject(head):
            return [Filler(head)]
        return _holder(head, depth + 1)
    if dep == "advcl" and above and has_to(verb) and lemma(head) in resources_of(head).verbs.object_control:
        return _controller(verb, depth)  # "called on Mali to leave", with the infinitive hung as a purpose
    if dep in ("advcl", "dep", "parataxis") and above:
        if is_finite(verb):
            return []
        return surface_subject(head, depth + 1)
    if dep == "pcomp":
        return _subject_across(head.head, depth)
    if dep in ("attr", "acomp", "oprd") and above:
        return surface_subject(head, depth + 1)
    return []


def _nearer_passive(verb: Token) -> Token | None:
    """In "were split over a vote that was praised, but denounced by others" what goes on: "praised", not "split"."""
    has_own = any(c.dep_ in ("aux", "auxpass", "dobj") for c in verb.children)
    if verb.tag_ not in ("VBN", "VBD") or has_own or not agent_of(verb):
        return None
    between = [t for t in verb.doc[verb.head.i + 1 : verb.i] if t.tag_ == "VBN" and t.dep_ == "relcl"]
    fits = [t for t in between if first_child(t, "auxpass") is not None]
    return fits[-1] if fits else None


def _controller(verb: Token, depth: int) -> list[Filler]:
    """The subject of an infinitive or participle below another word: "X asked Y to go", "X was ready to go"."""
    head = verb.head
    if head.pos_ == "ADJ":
        return surface_subject(head.head if head.dep_ in ("acomp", "attr", "oprd") else head, depth + 1)
    if head.pos_ not in ("VERB", "AUX"):
        return _holder(head, depth + 1)
    verbs = resources_of(head).verbs
    if is_ultimatum(head):
        return [Filler(c) for c in head.children if c.dep_ in ("dative", "nsubjpass")]
    if lemma(head) not in verbs.object_control or is_passive(head):
        return surface_subject(head, depth + 1)
    target = first_child(head, "dobj", "dative")
    if target is not None and target.i < verb.i:
        return [Filler(target)]
    over = [p for p in prep_objects(head, ("on", "upon", "to", "for")) if p.i < verb.i]
    if over:
        return [Filler(over[0])]
    return surface_subject(head, depth + 1) if lemma(head) in verbs.own_control else []


def is_ultimatum(verb: Token) -> bool:
    """Whether a verb gives somebody time to do something: "gave the envoy 48 hours to leave"."""
    return lemma(verb) == "give" and any(c.dep_ == "dobj" and is_time(c) for c in verb.children)


def _subject_across(governor: Token, depth: int) -> list[Filler]:
    """The subject of a participle behind a preposition on `governor`: "accused X of shelling", "plans for leaving"."""
    charging = resources_of(governor).verbs.charging
    if governor.pos_ in ("VERB", "AUX"):
        if lemma(governor) in charging and not is_passive(governor):
            target = first_child(governor, "dobj")
            if target is not None:
                return [Filler(target)]
        return surface_subject(governor, depth + 1)
    if is_time(governor) and governor.head.head != governor:  # "accused Mali on Monday of shelling"
        return _subject_across(governor.head.head, depth + 1) if depth < _DEPTH else []
    if governor.pos_ in ("NOUN", "PROPN", "PRON"):
        if governor.dep_ == "dobj" and lemma(governor.head) in charging:
            return [Filler(governor)]  # "accused the army of shelling", with "of" hung on the army
        return _holder(governor, depth + 1)
    if governor.pos_ in ("ADJ", "ADV") and governor.head.pos_ in ("VERB", "AUX"):
        found = first_child(governor, *_SUBJECTS) or first_child(governor.head, "dobj")
        if found is not None and found.i < governor.i:
            return [Filler(found)]  # "found the colonel guilty of murdering"
        return surface_subject(governor.head, depth + 1)
    return []


def is_headline_subject(noun: Token) -> bool:
    """Whether a name is all that a sentence has for a head: "Obama to visit Cuba" has no finite verb."""
    return noun.dep_ == "ROOT" and noun.pos_ == "PROPN"


def finite_head(verb: Token) -> Token:
    """What a coordinated verb goes on with: a finite verb with a finite one, "to" and infinitive with another such."""
    head = verb.head
    if is_finite(verb):
        fits = is_finite
    elif has_to(verb) and is_finite(head) and head.dep_ in ("relcl", "ccomp", "advcl"):
        fits = has_to  # "to end support for those who attacked and to withdraw"
    else:
        return head
    for _ in range(_DEPTH):
        if (
            fits(head)
            or head.head == head
            or head.dep_ not in ("xcomp", "conj", "advcl", "pcomp", "prep", "acl", "dobj", "pobj", "relcl", "ccomp")
        ):
            break
        head = head.head
    return head if head.pos_ in ("VERB", "AUX") else verb.head


def _holder(noun: Token, depth: int) -> list[Filler]:
    """Whose plan, decision or effort a noun is: its possessor, or the subject of the verb it depends on."""
    own = owner_of(noun)
    if own:
        return own
    if depth > _DEPTH:
        return []
    verb = noun.head
    if lemma(verb) in resources_of(verb).verbs.appraising:
        return []  # "welcomed any effort to end the war": of others
    if noun.dep_ in ("dobj", "attr", "oprd") and verb.pos_ in ("VERB", "AUX"):
        return surface_subject(verb, depth + 1) if not is_passive(verb) else agent_of(verb)
    if noun.dep_ == "pobj" and verb.head.pos_ in ("VERB", "AUX") and verb.lower_ in ("in", "on", "with", "for", "of"):
        return [Filler(f.head, 0.8) for f in surface_subject(verb.head, depth + 1)]
    return []


def object_of(verb: Token) -> list[Filler]:
    """The logical object: to whom it is done."""
    if is_passive(verb):
        given = first_child(verb, "dobj")
        if given is not None and first_child(verb, "nsubjpass") is not None:
            return [Filler(given)]  # "Chad was given tanks"
        for child in verb.children:
            if child.dep_ == "nsubjpass" or (child.dep_ == "nsubj" and child.i < verb.i):
                return [Filler(child)]
        return [Filler(verb.head)] if verb.dep_ in ("acl", "relcl", "amod") else surface_subject(verb)
    for child in verb.children:
        if child.dep_ in ("dobj", "obj"):
            return [Filler(child)]
    for child in verb.children:  # "condemned what they say is an attack by Mali": the attack
        if child.dep_ == "ccomp" and any(t.lower_ == "what" for t in child.subtree):
            found = [t for t in child.subtree if t.dep_ == "attr" and t.pos_ in ("NOUN", "PROPN")]
            if found:
                return [Filler(found[0], 0.9)]
    if verb.dep_ == "relcl" and any(c.dep_ == "nsubj" and c.tag_ not in ("WDT", "WP") for c in verb.children):
        return [Filler(verb.head, 0.9)]
    for child in verb.children:
        if child.dep_ in ("attr", "oprd") and child.pos_ in ("NOUN", "PROPN"):
            return [Filler(child, 0.8)]
    for child in verb.children:
        if child.dep_ == "npadvmod" and child.i > verb.i and child.ent_type_ == "GPE":
            return [Filler(child, 0.8)]  # "arrived Pretoria"
    return _shared_object(verb)


def complements_of(verb: Token) -> list[Token]:
    """Return what the object of a verb is called: "called the raid [unacceptable]", "described it as [brutal]"."""
    named = [c for c in verb.children if c.dep_ in ("oprd", "acomp", "attr")]
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ == "as":
            named += [c for c in child.children if c.dep_ in ("pobj", "amod", "pcomp", "prep", "advmod")]
    return named


def _shared_object(verb: Token) -> list[Filler]:
    """The object of the next coordinated verb: "condemned and rejected the plan"."""
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB" and not any(c.dep_ == "prep" for c in verb.children):
        return []
    if not any(c.dep_ == "cc" for c in verb.children) or any(
        c.dep_ in ("prep", "ccomp", "xcomp") for c in verb.children
    ):
        return []
    follower = next((c for c in verb.conjuncts if c.pos_ == "VERB" and c.i > verb.i), None)
    return [Filler(c, 0.9) for c in follower.children if c.dep_ == "dobj"] if follower is not None else []


def dative_of(verb: Token) -> list[Filler]:
    """The indirect object: "gave Ukraine tanks", "gave tanks to Ukraine"."""
    for child in verb.children:
        if child.dep_ == "dative":
            if child.pos_ == "ADP":
                return [Filler(c) for c in child.children if c.dep_ == "pobj"]
            return [Filler(child)]
    if is_passive(verb) and first_child(verb, "dobj") is not None:  # "Chad was given tanks by Mali"
        return [Filler(c) for c in verb.children if c.dep_ == "nsubjpass"]
    return []


def clause_subject(verb: Token) -> list[Filler]:
    """The subject of the clause below: "demanded that Israel stop", "wants Iran to leave"."""
    for child in verb.children:
        if child.dep_ in ("ccomp", "xcomp", "advcl") and child.i > verb.i:
            for inner in child.children:
                if inner.dep_ in _SUBJECTS:  # "demanded that the prisoners be freed" asks nothing of them
                    return [Filler(inner)] if inner.dep_ == "nsubj" else []
            if child.dep_ == "xcomp":
                target = first_child(verb, "dobj")
                if target is not None:
                    return [Filler(target)]
    return []


def owner_of(noun: Token) -> list[Filler]:
    """Possessor, demonym or state name before a noun: "Israel's raid", "the Russian attack", "US-China talks"."""
    before = list(noun.lefts)
    prefix = token_at(noun, -2)
    if prefix is not None and word_at(noun, -1) == "-":  # "co-operation": the parser may hang the possessor on "co"
        before = [*prefix.lefts, *before]
    out = [Filler(c) for c in before if c.dep_ == "poss"]
    for child in before:
        if child.dep_ in ("amod", "compound", "nmod", "npadvmod") and child.text[0].isupper():
            out.append(Filler(child))
            out.extend(
                Filler(c)
                for c in child.children
                if c.dep_ in ("compound", "nmod", "conj", "npadvmod", "amod") and c.text[0].isupper()
            )
    return out
