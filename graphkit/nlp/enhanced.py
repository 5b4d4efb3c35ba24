"""Mend and enrich the parse of an article once, before any rule reads it.

Parsers make the same errors again and again: a second object for a coordinated one, a subject on the auxiliary, a
list read as an apposition. Each error has a repair here, with an id, an example and a count; later stages read the
mended tree and do not look for the error themselves. After Enhanced Universal Dependencies (Schuster and Manning
2016) and pyBART (Tiktinsky et al. 2020).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from graphkit.nlp.complement_repairs import COMPLEMENT_REPAIRS
from graphkit.nlp.dependencies import (
    NOUNS,
    SUBJECTS,
    children,
    comma_before,
    first_child,
    first_conjunct,
    has_child,
    is_finite,
    lemma,
    resources_of,
    token_at,
    word_at,
)
from graphkit.nlp.gerund_repairs import GERUND_REPAIRS, OF_CHARGE
from graphkit.nlp.person_repairs import PERSON_REPAIRS
from graphkit.nlp.receiver_repairs import RECEIVER_REPAIRS
from graphkit.nlp.repair import Attachment, Repair
from graphkit.nlp.speech_repairs import SPEECH_REPAIRS
from graphkit.nlp.tokens import Doc, Token
from graphkit.nlp.tree_paths import has_path

#: Under these keys a Doc carries how often each repair was made, and the words that were attached anew.
_COUNTS, _MENDED = "graphkit repairs", "graphkit mended"
#: Labels of names that lists hold.
LISTED = frozenset({"GPE", "ORG", "PERSON", "NORP"})
_BEFORE_VERB = frozenset({"advmod", "neg", "aux", "auxpass"})
#: Prepositions that parsers hang on the name or date before them though they belong to the verb.
_OF_VERB = frozenset({"with", "from", "to", "on", "for", "against", "about", "over", "by", "between"})


def mend_tree(doc: Doc, off: AbstractSet[str] = frozenset()) -> Doc:
    """Make every repair whose id is not in `off`, in the order of REPAIRS, and count them in the Doc."""
    counts: Counter[str] = Counter()
    mended: set[int] = set()
    tokens = list(doc)
    for repair in REPAIRS:
        if repair.id in off:
            continue
        labels = repair.labels
        for token in tokens:
            if labels and token.dep_ not in labels:
                continue
            for attachment in list(repair.find(token)):
                if _attach(attachment):
                    counts[repair.id] += 1
                    mended.add(attachment.token.i)
    doc.user_data[_COUNTS] = counts
    doc.user_data[_MENDED] = mended
    return doc


def count_repairs(doc: Doc) -> Mapping[str, int]:
    """Return how often each repair was made in a Doc."""
    counts: Mapping[str, int] = doc.user_data.get(_COUNTS, {})
    return counts


def is_mended(token: Token) -> bool:
    """Return whether a word was attached anew, so that what hangs on it is less sure."""
    return token.i in token.doc.user_data.get(_MENDED, ())


def _attach(attachment: Attachment) -> bool:
    """Attach a word anew; False where that would make a circle or leave the sentence."""
    token, governor = attachment.token, attachment.governor
    if token.sent.start != governor.sent.start or token == governor or token.is_ancestor(governor):
        return False
    token.attach(governor, attachment.label)
    return True


def _subject_of_auxiliary(token: Token) -> Iterator[Attachment]:
    if token.dep_ in SUBJECTS and token.head.dep_ in ("aux", "auxpass") and token.head.head != token.head:
        auxiliary = token.head
        if first_child(auxiliary.head, *SUBJECTS) is None:
            passive = auxiliary.dep_ == "auxpass" and auxiliary.head.tag_ == "VBN"
            yield Attachment(token, auxiliary.head, "nsubjpass" if passive else "nsubj")


def _new_clause(token: Token) -> Iterator[Attachment]:
    """Attach a coordinated noun to a finite verb right behind it that has no subject of its own."""
    verb = clause_opened_by(token)
    if verb is not None:
        yield Attachment(token, verb, "nsubjpass" if first_child(verb, "auxpass") else "nsubj")


def _object_listed_last(token: Token) -> Iterator[Attachment]:
    """Attach a noun before "and" that was read as the subject behind it: "recalled [the pact], and urged Mali"."""
    verb = token.head
    first = verb.head
    if token.dep_ not in SUBJECTS or verb.dep_ != "conj" or first.pos_ != "VERB" or not first.i < token.i < verb.i:
        return
    index = verb.i - 1
    while index > token.i and verb.doc[index].dep_ in _BEFORE_VERB:
        index -= 1
    if index <= token.i or verb.doc[index].tag_ != "CC":
        return
    listed = first_child(first, "dobj")
    yield Attachment(token, listed or first, "conj" if listed is not None else "dobj")


def clause_opened_by(noun: Token) -> Token | None:
    """Return the coordinated finite verb whose subject a coordinated noun is; None where it opens no clause."""
    if noun.dep_ != "conj" or noun.pos_ not in NOUNS:
        return None
    doc, index = noun.doc, noun.right_edge.i + 1
    while index < len(doc) and doc[index].dep_ in _BEFORE_VERB:
        index += 1
    if index >= len(doc):
        return None
    verb = doc[index]
    last = doc[noun.right_edge.i]
    if last.text == "," or (word_at(last, 1) == "," and not has_child(noun, "appos")):
        return None  # "met the king, then the president, then flew on"
    if verb.pos_ != "VERB" or verb.dep_ != "conj" or first_child(verb, *SUBJECTS) is not None:
        return None
    return verb if is_finite(verb) or first_child(verb, "aux") is not None else None


def _second_object(token: Token) -> Iterator[Attachment]:
    """Attach the second of two objects: coordinated after "as well as", else the name of the first."""
    if token.dep_ != "dobj" or token.head.pos_ != "VERB":
        return
    first = first_child(token.head, "dobj")
    if first is None or first.i >= token.i:
        return
    before = token.doc[max(0, token.left_edge.i - 3) : token.left_edge.i].text.lower()
    if before.endswith("as well as"):
        yield Attachment(token, first, "conj")
    elif first.right_edge.i + 1 == token.left_edge.i and first.pos_ == "NOUN" and token.pos_ == "PROPN":
        yield Attachment(first, token, "nmod")


def _owner_object(token: Token) -> Iterator[Attachment]:
    """Attach a name to its people behind it where it hangs as an object of its own: "accused [Kosovo] rebels"."""
    if token.dep_ not in ("dobj", "dative") or token.pos_ != "PROPN" or token.ent_type_ not in LISTED:
        return
    words = resources_of(token).verbs
    for noun in (c for c in token.head.children if c.dep_ == "dobj" and c.i == token.i + 1 and c.tag_ == "NNS"):
        if lemma(token.head) not in words.giving | words.naming:
            yield Attachment(token, noun, "compound")


def _charge(token: Token) -> Iterator[Attachment]:
    """Attach a charge that hangs on the accused: "accused the rebels of an attack"."""
    accused = token.head
    if token.lower_ != "of" or token.dep_ != "prep" or accused.dep_ not in ("dobj", "conj", "nsubjpass"):
        return
    verb = first_conjunct(accused).head
    if lemma(verb) not in OF_CHARGE:
        return
    actors = resources_of(token).classes["actor"]
    charges = [c for c in token.children if c.dep_ == "pobj" and c.pos_ == "NOUN" and not c.ent_type_]
    if has_child(token, "pcomp") or any(lemma(c) not in actors for c in charges):
        yield Attachment(token, verb, "prep")


_NAMED = "pobj=GPE|ORG|PERSON|NORP"


def _agent_of_deed(token: Token) -> Iterator[Attachment]:
    """Attach the agent of a deed that hangs on an active verb: "called the raid by Chad a crime"."""
    verb = token.head
    if token.lower_ != "by" or first_child(verb, "auxpass", "nsubjpass") is not None or verb.tag_ == "VBN":
        return
    deed = first_child(verb, "dobj")
    if token.dep_ == "prep" and (deed is None or deed.i != token.i - 1 or not has_path(token, _NAMED)):
        return  # "met the envoy by a lake"
    if deed is not None and verb.i < deed.i < token.i and first_child(verb, "nsubj") is not None:
        yield Attachment(token, deed, "prep")


def _two_groups(token: Token) -> Iterator[Attachment]:
    """Part two groups of which the parser makes one: "the Chadian [army] and Ansaru fighters clashed"."""
    second = token.head
    if token.pos_ != "NOUN" or second.pos_ != "NOUN" or second.i < token.i:
        return
    if token.tag_ != "NNS" and not has_child(token, "det"):
        return
    for name in children(token, "conj"):
        if name.pos_ == "PROPN" and name.i < second.i:
            yield Attachment(token, second.head, second.dep_)
            yield Attachment(second, token, "conj")
            yield Attachment(name, second, "compound")
            return


def _list_item(token: Token) -> Iterator[Attachment]:
    """Attach a name of the same sort, set off by a comma, to the first name of a list that goes on after it."""
    first = token.head
    if token.dep_ not in ("appos", "npadvmod") or not _are_alike(token, first) or comma_before(token) is None:
        return
    if token.lower_ in resources_of(token).classes["office"]:
        return  # "Ole Holm, Crown Prince of Norway and Commander of the Guard, left"
    later = [c for c in (*first.children, *token.children) if c.dep_ == "conj" and c.i > token.i]
    if later and not any(c.dep_ == "det" for c in token.children if c.lower_ == "a"):
        yield Attachment(token, first, "conj")


def _headline_pair(token: Token) -> Iterator[Attachment]:
    """Attach the second of two names that headlines set side by side before a verb: "Peru, Chile hold talks"."""
    if token.dep_ not in SUBJECTS:
        return
    verb = token.head
    for child in verb.children:
        opens = child.i == child.sent.start or child.left_edge.i == child.sent.start
        listed = child.dep_ in ("npadvmod", "dep", "nsubj") and child.i < token.i and _are_alike(child, token)
        if listed and opens and token.doc[child.i + 1 : token.left_edge.i].text == ",":
            yield Attachment(token, child, "conj")
            yield Attachment(child, verb, "nsubj")
    for child in token.children:
        last = child.right_edge.i + 1 == verb.i and verb.tag_ == "VBP"
        if child.dep_ == "appos" and last and _are_alike(child, token) and comma_before(child) is not None:
            yield Attachment(child, token, "conj")


def _shared_noun(token: Token) -> Iterator[Attachment]:
    """Attach the second name after "of": "ministers of Peru and Chile", where Chile hangs on the ministers."""
    before = token_at(token, -2)
    if token.dep_ != "conj" or token.pos_ != "PROPN" or before is None or token.head.tag_ != "NNS":
        return
    listed = word_at(token, -1) == "and" and before.dep_ == "pobj" and before.pos_ == "PROPN"
    if listed and before.head.head == token.head:
        yield Attachment(token, before, "conj")


def _participle_clause(token: Token) -> Iterator[Attachment]:
    """Attach a participle to the noun made its subject: "a plan undermining peace would be a mistake"."""
    verb = token.head
    above = verb.head
    if token.dep_ != "nsubj" or verb.dep_ != "csubj" or verb.tag_ not in ("VBG", "VBN") or above.i < verb.i:
        return
    if token.i < verb.i and not has_child(verb, "aux", "auxpass"):
        yield Attachment(token, above, "nsubj")
        yield Attachment(verb, token, "acl")


def _indirect_object(token: Token) -> Iterator[Attachment]:
    """Attach a receiver that is glued to the goods: "sold Chad armed drones"."""
    goods = token.head
    verb = goods.head
    if token.dep_ not in ("compound", "nmod", "poss") or goods.dep_ not in ("dobj", "npadvmod"):
        return
    if token.ent_type_ not in ("GPE", "ORG", "NORP", "PERSON") or verb.i != token.i - 1:
        return
    if lemma(verb) in resources_of(verb).verbs.giving and not any(c.dep_ == "case" for c in token.children):
        yield Attachment(token, verb, "dative")
        yield Attachment(goods, verb, "dobj")


def _phrase_of_verb(token: Token) -> Iterator[Attachment]:
    """Attach a preposition that hangs on the place or date before it: "met in Paris with the president"."""
    name = token.head
    if token.dep_ != "prep" or token.lower_ not in _OF_VERB or name.dep_ != "pobj" or token.i < name.i:
        return
    if name.ent_type_ not in ("GPE", "LOC", "DATE", "FAC") or name.head.lower_ not in ("in", "on", "at"):
        return
    base = name.head.head
    if base.pos_ in ("VERB", "NOUN") and base.i < token.i:
        yield Attachment(token, base, "prep")


def _told_deed(token: Token) -> Iterator[Attachment]:
    """Attach a participle that hangs on the verb of speech: "said that Mali shelled a town, killing two"."""
    speech = token.head
    if token.tag_ != "VBG" or token.dep_ not in ("advcl", "dep") or token.i < speech.i:
        return
    words = resources_of(token).verbs
    if lemma(speech) not in words.speech or lemma(token) in (
        words.speech | words.judging | words.charging | words.object_control
    ):
        return
    complements = [c for c in speech.children if speech.i < c.i < token.i and c.dep_ == "ccomp"]
    if complements:
        yield Attachment(token, complements[0], "advcl")


def _name_of_group(token: Token) -> Iterator[Attachment]:
    """Attach a name right behind the noun for it: "two fighters from the radical group Ansaru"."""
    if token.ent_type_ not in ("ORG", "PERSON", "GPE", "NORP") or token.tag_ != "NNP":
        return
    noun = token_at(token.left_edge, -1)
    if (
        noun is None
        or lemma(noun) not in resources_of(token).nouns.any_bodies
        or noun.tag_ != "NN"
        or noun.is_ancestor(token)
    ):
        return
    if noun.dep_ in ("compound", "ROOT") or token.dep_ in ("compound", "poss", "amod", "pobj"):
        return
    yield Attachment(token, noun.head, noun.dep_)
    yield Attachment(noun, token, "compound")


def _are_alike(first: Token, second: Token) -> bool:
    return first.ent_type_ in LISTED and second.ent_type_ in LISTED and first.pos_ == second.pos_ == "PROPN"


REPAIRS: tuple[Repair, ...] = (
    Repair("repair/subject-of-auxiliary", "Tong was there received by the king.", _subject_of_auxiliary, SUBJECTS),
    Repair("repair/new-clause", "Norway condemned Mali and Chad praised Niger.", _new_clause, ("conj",)),
    Repair(
        "repair/object-listed-last",
        "The council recalled the truce, the accord on borders as well as the pact on fish, and urged Mali to leave.",
        _object_listed_last,
        SUBJECTS,
    ),
    Repair("repair/second-object", "Norway thanked Oman for its help, as well as Iraq.", _second_object, ("dobj",)),
    Repair("repair/owner-object", "Norway accused Kosovo rebels of lying.", _owner_object, ("dobj", "dative")),
    Repair("repair/charge", "Norway accused the rebels of an attack.", _charge, ("prep",)),
    Repair("repair/agent-of-deed", "Norway called the raid by Chad a crime.", _agent_of_deed, ("agent", "prep")),
    *RECEIVER_REPAIRS,
    Repair("repair/list-item", "The United States, Denmark, and Greenland agreed.", _list_item, ("appos", "npadvmod")),
    *(*GERUND_REPAIRS, *COMPLEMENT_REPAIRS),
    *PERSON_REPAIRS,
    *SPEECH_REPAIRS,
    Repair("repair/two-groups", "The Chadian army and Ansaru fighters clashed.", _two_groups, ("nmod",)),
    Repair("repair/headline-pair", "Peru, Chile hold talks", _headline_pair, SUBJECTS),
    Repair("repair/shared-noun", "The ministers of Peru and Chile met.", _shared_noun, ("conj",)),
    Repair("repair/participle-clause", "A plan undermining peace would be a mistake.", _participle_clause, ("nsubj",)),
    Repair("repair/indirect-object", "Mali sold Chad armed drones.", _indirect_object, ("compound", "nmod", "poss")),
    Repair("repair/phrase-of-verb", "The king met in Paris with the president.", _phrase_of_verb, ("prep",)),
    Repair("repair/told-deed", "The envoy said that Mali shelled a town, killing two.", _told_deed, ("advcl", "dep")),
    Repair("repair/name-of-group", "Two fighters from the radical group Ansaru entered the town.", _name_of_group),
)
