"""Resolve persons by their state or their role: "the Russian", "the commodore", "the skipper"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from graphkit.annotate.coref.discourse import SUBJECTS
from graphkit.annotate.coref.sieve import NOBODY, Example, OnlySieve, Referents, Sieve, Site
from graphkit.annotate.office_holders import longest_office
from graphkit.model import Kind
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Token

#: So many times as often must a person be named as any other of that state.
_BY_FAR = 2


class PersonOfState(OnlySieve):
    """Resolve "the Russian" to the one person of that state whom the article has named."""

    id = "person.of-state"
    example = Example(
        "Chilean Foreign Minister Ana Duarte met Oman's Salim Rashid. The Chilean thanked Oman.",
        "Chilean#2",
        ("Ana Duarte",),
    )

    def applies(self, site: Site) -> bool:
        """Tell whether it is the name of a people, of one person, with "the"."""
        name = site.discourse.annotated.names.get(site.token.i)
        if name is None:
            return False
        if name.use != "demonym":
            return False
        if site.token.tag_ in ("NNPS", "NNS"):
            return False
        if site.token.dep_ in ("amod", "compound", "nmod"):
            return False
        if "the" not in site.determiners:
            return False
        if site.token.text.endswith(("ese", "ish", "ch")) or self._is_of_many(site, name):
            return False
        return not _next_is_noun(site.token)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the person of that state who was named most by far, else all that were named before."""
        state = site.discourse.annotated.names[site.token.i].entry
        persons = [m for said in site.discourse.said[: site.n + 1] for i, m in said if i < site.token.i]
        served = {m.name: site.discourse.state_served(m) for m in persons if m.kind is Kind.PERSON}
        natives = {name for name, entry in served.items() if entry is not None and entry.id == state}
        ranked = Counter(m.name for m in persons if m.name in natives).most_common(2)
        if len(ranked) == 2 and ranked[0][1] >= _BY_FAR * ranked[1][1]:
            natives = {ranked[0][0]}
        yield from ((m,) for m in persons if m.name in natives)

    def _is_of_many(self, site: Site, name: Name) -> bool:
        """Tell whether it is the people in the plural: "the Peruvians"."""
        word = site.token.text
        references = site.discourse.gazetteer.references(word.removesuffix("s"))
        return word.endswith("s") and any(reference.entry == name.entry for reference in references)


class ApposedName(OnlySieve):
    """A described person is the one whose name stands in apposition: "the envoy's brother, Ole Brink,"."""

    id = "person.apposed-name"
    needs = ("is_noun", "is_single")
    example = Example("The emir's brother, Salim Rashid, thanked Niger.", "brother", ("Salim Rashid",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is one described person."""
        if not site.is_noun or site.token.tag_ != "NN":
            return False
        if site.own[0].reason == "agent of state":
            return longest_office(site.token, site.discourse.resources) is not None  # "Chad's envoy, Ole Brink,"
        return site.is_described and site.own[0].kind is Kind.GROUP

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the persons named in apposition behind the noun."""
        for child in site.token.rights:
            if child.dep_ != "appos":
                continue
            referents = site.discourse.annotated.mentions.get(child.i, NOBODY)
            if len(referents) == 1 and referents[0].kind is Kind.PERSON:
                yield referents


class Role(OnlySieve):
    """A described person is the one whom the article gave that role before: "the commodore", "the skipper"."""

    id = "person.role"
    needs = ("is_noun", "is_described")
    example = Example(
        "The trawler's skipper, Igor Petrov, left Chad. The skipper thanked Niger.", "skipper#2", ("Igor Petrov",)
    )

    def applies(self, site: Site) -> bool:
        """Tell whether it is a definite person without further words."""
        if not site.is_noun:
            return False
        if site.follows_name:
            return False
        if not site.is_definite:
            return False
        if site.token.tag_ not in ("NN", "NNP"):
            return False
        if not site.is_described:
            return False
        return all(c.dep_ in ("relcl", "appos") for c in site.modifiers)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the persons that stand beside the same noun: in apposition, as a title, or before the name."""
        annotated, word = site.discourse.annotated, site.word
        for title in annotated.titles:
            if title.start >= site.token.i:
                continue
            if title.office.split()[-1] != word or title.former or len(title.office.split()) > 1:
                continue
            yield (title.holder,)
        for name in {n.start: n for n in annotated.names.values()}.values():
            if name.kind is not Kind.PERSON:
                continue
            if name.start >= site.token.i:
                continue
            root = site.token.doc[name.start : name.end].root
            if word not in _beside(root, name):
                continue
            yield annotated.mentions.get(root.i, NOBODY)[:1]


def _beside(root: Token, name: Name) -> set[str]:
    """Return the lemmas of what stands beside a name: before it, and in apposition to it."""
    before = {t.lemma_.lower() for t in root.lefts if t.dep_ == "compound" and t.i < name.start}
    apposed = {c.lemma_.lower() for c in root.children if c.dep_ == "appos"}
    if root.dep_ == "appos":
        apposed.add(root.head.lemma_.lower())
    if root.dep_ in SUBJECTS and root.head.lemma_ == "be":
        apposed |= {c.lemma_.lower() for c in root.head.children if c.dep_ == "attr"}
    return before | apposed


def _next_is_noun(token: Token) -> bool:
    if token.i + 1 >= len(token.doc):
        return False
    if token.doc[token.i + 1].pos_ not in ("NOUN", "PROPN"):
        return False
    return token.dep_ == "det"


PERSONS: tuple[Sieve, ...] = (PersonOfState(), ApposedName(), Role())
