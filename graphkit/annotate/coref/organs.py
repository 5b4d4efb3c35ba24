"""Resolve organs without a name to their state: "its army", "his government", "the foreign ministry", "police"."""

from __future__ import annotations

from collections.abc import Iterable

from graphkit.annotate.coref.home_state import co_arguments, find_home
from graphkit.annotate.coref.sieve import NOBODY, Example, OnlySieve, Referents, Sieve, Site
from graphkit.annotate.described_kind import is_of_class
from graphkit.annotate.office_holders import longest_office
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import head_phrases, lemma, word_at
from graphkit.nlp.tokens import Token

#: Of a person they are the state that the person serves.
_OWN_STATE = frozenset({"country", "nation", "government", "state", "republic", "homeland"})
#: They may be another state's, or anybody's.
_ABROAD = frozenset({"office", "department", "mission", "embassy", "consulate", "legation", "commission"})
#: Forces of a body, or men who are no force.
_ANYBODYS = frozenset({"peacekeeper", "bomber", "peacekeeping force"})
#: Words that leave an organ what it is: "the new government".
_OPEN = frozenset({"punct", "relcl", "cc", "conj", "det", "appos"})


class Owned(Sieve):
    """An organ of a state that a pronoun stands for: "its foreign ministry", "their army"."""

    id = "organ.owned"
    example = Example("Chad condemned Mali on Monday. Niger recalled its ambassador.", "ambassador", ("Niger",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is a common noun whose owner was resolved."""
        if site.token.pos_ not in ("NOUN", "PROPN"):
            return False
        return _possessor(site) is not None

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the holder of an office, the organ, or the state of a person's country."""
        owner = _possessor(site)
        if owner is None:
            return
        if owner.kind is Kind.PERSON:
            yield from self._of_person(site, owner)
        elif owner.kind is Kind.STATE:
            yield from self._of_state(site, owner)

    def _of_state(self, site: Site, owner: Mention) -> Iterable[Referents]:
        if site.token.tag_ == "NN" and owner.entry is not None:
            yield from _held(site, owner)
        organ = site.discourse.reader.read_owned(site.token, owner)
        if organ is None:
            return
        acting = site.discourse.reader.organs.get(site.token.i, organ)
        yield (acting,)

    def _of_person(self, site: Site, owner: Mention) -> Iterable[Referents]:
        governing = site.word in site.discourse.nouns.governments or site.word in _OWN_STATE
        if not governing and not _acts(site):
            return
        state = site.discourse.state_served(owner)
        if state is None:
            return
        yield (site.discourse.mention_of(state, site.token),)


class NamedBefore(OnlySieve):
    """Resolve "the army" to that of the one state whose army or forces the article named before."""

    id = "organ.named-before"
    example = Example("Malian troops shelled Niger on Monday. Chad protested. The army denied it.", "army", ("Mali",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is "the" organ, or bare forces in the plural, without an owner."""
        token = site.token
        if token.i in site.discourse.annotated.names or not site.is_described:
            return False
        if any(c.dep_ not in _OPEN and c.lower_ != "the" for c in token.children):
            return False
        if site.word in _ANYBODYS:
            return False
        if not (site.is_plural and _is_military(site, token)) and "the" not in site.determiners:
            return False
        return is_of_class(head_phrases(token), site.discourse.resources.classes, "state_agent", "organ")

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the states for which such an organ acted before, of the same name or of the same sort."""
        alike = _is_military if _is_military(site, site.token) else _is_same_word
        for n in range(site.n + 1):
            for i, mention in site.discourse.said[n]:
                if i >= site.token.i or mention.kind is not Kind.STATE:
                    continue
                if mention.reason != "agent of state" and not mention.reason.startswith("organ."):
                    continue
                if alike(site, site.token.doc[i]):
                    yield (mention,)


class AtHome(OnlySieve):
    """An organ that every state has belongs to the only state of the article, else to that of the dateline."""

    id = "organ.home"
    needs = frozenset({"is_described"})
    example = Example("Police arrested two monks in Lima on Monday.", "Police", ("Peru",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is an organ without an owner: "the foreign ministry", "police", "the authorities"."""
        token = site.token
        if token.i in site.discourse.annotated.names:
            return False
        if not site.is_described:
            return False
        if any(c.dep_ not in _OPEN and c.lower_ != "the" for c in token.children):
            return False
        if site.is_plural and any(c.dep_ in ("relcl", "acl") for c in token.children):
            return False  # "soldiers who had deserted"
        words, every = f"{word_at(token, -1)} {token.lower_}", site.discourse.nouns.of_every_state
        return (token.lower_ in every or words in every) and token.tag_ != "NNP"

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the one state."""
        home = find_home(site)
        if home is None:
            return
        yield (site.discourse.mention_of(home, site.token),)


class Ministry(OnlySieve):
    """A ministry, a parliament or an officer without an owner belongs to the state of the dateline or of the clause."""

    id = "organ.ministry"
    needs = frozenset({"is_described"})
    example = Example(
        "Norwegian envoys left Lome on Monday. The foreign ministry condemned Togo.", "ministry", ("Norway",)
    )

    def applies(self, site: Site) -> bool:
        """Tell whether it is a definite or capitalised organ of a state without an owner."""
        token = site.token
        if not site.is_described:
            return False
        if not is_of_class(head_phrases(token), site.discourse.resources.classes, "organ"):
            return False
        if site.word in _ABROAD:
            return False
        return all(c.dep_ in _OPEN or c.dep_ in ("compound", "amod") for c in token.children)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the one state."""
        home = find_home(site)
        if home is None:
            return
        yield (site.discourse.mention_of(home, site.token),)


class HomeOffice(OnlySieve):
    """An office without a state is that of the only state that it may be of, by the dateline or the story."""

    id = "office.home"
    needs = frozenset({"is_described"})
    example = Example(
        "Peruvian envoys left Lima on Monday. The president thanked Togo.", "president", ("Dina Boluarte",)
    )

    def applies(self, site: Site) -> bool:
        """Tell whether it is a definite office that one person of a state has, and nobody's title in the article."""
        office = longest_office(site.token, site.discourse.resources)
        if office is None or not site.is_described:
            return False
        if not site.is_definite:
            return False
        if office in site.discourse.resources.names.shared_office:
            return False
        if any(title.office == office for title in site.discourse.annotated.titles):
            return False
        words = office.split()
        return all(c.dep_ in _OPEN or c.lower_ in words for c in site.token.children)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the holder on the day of publication, where the story knows no other state."""
        home = find_home(site)
        if home is None:
            return
        known = {state.name for state in site.discourse.states()} - co_arguments(site)
        if not known <= {home.name}:
            return
        yield from site.discourse.holders.of_office(site.token, home.name, home.id)


class Residents(OnlySieve):
    """Officials of a place that is named beside them are its state's: "A Paris court", "lawmakers in Lima"."""

    id = "organ.resident"
    needs = frozenset({"is_described"})
    example = Example("A Lyon court jailed two monks on Monday.", "court", ("France",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is an organ with the name of a city before it."""
        if not site.is_described:
            return False
        return site.discourse.reader.owners.is_resident(site.token)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the state of the city."""
        names, gazetteer = site.discourse.annotated.names, site.discourse.gazetteer
        for child in site.token.lefts:
            name = names.get(child.i)
            if name is None:
                continue
            if name.entry is None:
                continue
            if name.kind is not Kind.PLACE:
                continue
            state = gazetteer.state_of(name.entry)
            if state is None:
                continue
            yield (site.discourse.mention_of(gazetteer.entries[state], site.token),)


def _is_military(site: Site, head: Token) -> bool:
    """Tell whether a noun is forces or what they fight with: "army", "tanks"."""
    classes = site.discourse.resources.classes
    return is_of_class(head_phrases(head), classes, "troops", "forces")


def _is_same_word(site: Site, head: Token) -> bool:
    return lemma(head) == site.word


def _possessor(site: Site) -> Mention | None:
    """Return whose a noun is, by a pronoun before it, by "whose", or by a person or description: "the North's army"."""
    for child in site.token.children:
        if child.dep_ != "poss":
            continue
        found = _owners_meant(site, child)
        return found[0] if len(found) == 1 else None
    return None


def _owners_meant(site: Site, child: Token) -> Referents:
    """Return whom a possessive stands for; a name or a description only owns what nothing has resolved."""
    if child.tag_ == "PRP$":
        return site.discourse.annotated.mentions.get(child.i, NOBODY)
    if not site.is_described:
        return NOBODY
    if child.tag_ != "WP$":
        return site.discourse.meant(child)
    clause = next((t for t in child.ancestors if t.dep_ == "relcl"), None)
    return site.discourse.meant(clause.head) if clause is not None else NOBODY


def _held(site: Site, owner: Mention) -> Iterable[Referents]:
    """Yield the holder of "its president"."""
    office = longest_office(site.token, site.discourse.resources)
    names = site.discourse.resources.names
    words = {c.lower_ for c in site.token.children}
    if office is None:
        return
    if office in names.shared_office:
        return
    if words & (names.former | {"deputy"}):
        return
    yield from site.discourse.holders.of_office(site.token, owner.name, owner.entry)


def _acts(site: Site) -> bool:
    classes = site.discourse.resources.classes
    if site.is_plural and is_of_class(head_phrases(site.token), classes, "state_agents"):
        return True
    return is_of_class(head_phrases(site.token), classes, "state_agent", "organ")


ORGANS: tuple[Sieve, ...] = (Owned(), Residents(), NamedBefore(), AtHome(), Ministry(), HomeOffice())
