"""Resolve organs without a name to their state: "its army", "his government", "the foreign ministry", "police"."""

from __future__ import annotations

from collections.abc import Iterable

from graphkit.annotate.coref.home_state import co_arguments, find_home
from graphkit.annotate.coref.sieve import NOBODY, OnlySieve, ReferenceSite, Referents, Sieve, SieveExample
from graphkit.annotate.coref.spoken import names_of
from graphkit.annotate.described_kind import is_of_class
from graphkit.annotate.office_holders import longest_office
from graphkit.model import Kind, Mention
from graphkit.nlp.dependencies import head_phrases, lemma, word_at, words_of
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import climb, has_path, path

#: Of a person they are the state that the person serves.
_OWN_STATE = frozenset({"country", "nation", "government", "state", "republic", "homeland"})
#: They may be another state's, or anybody's.
_ABROAD = frozenset({"office", "department", "mission", "embassy", "consulate", "legation", "commission"})
#: Forces of a body, or men who are no force.
_ANYBODYS = frozenset({"peacekeeper", "bomber", "peacekeeping force"})
#: Reasons for which a noun was read as the state whose organ it is.
_BY_ORGAN = ("agent of state", "organ.")
#: What does not leave an organ what it is, as "the" and clauses do: "the [new] government".
_FURTHER = "!punct|relcl|cc|conj|det|appos:!the"
_FURTHER_OF_MINISTRY = "!punct|relcl|cc|conj|det|appos|compound|amod"
_FURTHER_OF_OFFICE = "!punct|relcl|cc|conj|det|appos"


class Owned(Sieve):
    """An organ of a state that a pronoun stands for: "its foreign ministry", "their army"."""

    id = "organ.owned"
    needs = frozenset({"is_any_noun"})
    example = SieveExample("Chad condemned Mali on Monday. Niger recalled its ambassador.", "ambassador", ("Niger",))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a noun with an owner."""
        return has_path(site.token, "poss")

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the holder of an office, the organ, or the state of a person's country."""
        owner = _find_possessor(site)
        if owner is None:
            return
        if owner.kind is Kind.PERSON:
            yield from self._of_person(site, owner)
        elif owner.kind is Kind.STATE:
            yield from self._of_state(site, owner)

    def _of_state(self, site: ReferenceSite, owner: Mention) -> Iterable[Referents]:
        reader = site.discourse.reader
        if site.token.tag_ == "NN" and owner.entry is not None:
            yield from _held(site, owner)
        organ = reader.read_owned(site.token, owner)
        if organ is not None:
            acting = reader.organs.get(site.token.i, organ)
            yield (acting,)

    def _of_person(self, site: ReferenceSite, owner: Mention) -> list[Referents]:
        is_governing = site.word in site.discourse.nouns.governments or site.word in _OWN_STATE
        if not is_governing and not _acts(site):
            return []
        state = site.discourse.state_served(owner)
        return site.each(state)


class NamedBefore(OnlySieve):
    """Resolve "the army" to that of the one state whose army or forces the article named before."""

    id = "organ.named-before"
    needs = frozenset({"is_described"})
    example = SieveExample(
        "Malian troops shelled Niger on Monday. Chad protested. The army denied it.", "army", ("Mali",)
    )

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is "the" organ, or bare forces in the plural, without an owner."""
        if site.name is not None:
            return False
        if site.word in _ANYBODYS:
            return False
        if has_path(site.token, _FURTHER):
            return False
        is_bare_force = site.is_plural and _is_military(site, site.token)
        if not is_bare_force and "the" not in site.determiners:
            return False
        return _is_in_class(site, site.token, "state_agent", "organ")

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the states for which such an organ acted before, of the same name or of the same sort."""
        is_alike = _is_military if _is_military(site, site.token) else _is_same_word
        states = site.discourse.said_before(site.token).of_kind(Kind.STATE)
        acting = [(head, state) for head, state in states if state.reason.startswith(_BY_ORGAN)]
        return [(state,) for head, state in acting if is_alike(site, head)]


class AtHome(OnlySieve):
    """An organ that every state has belongs to the only state of the article, else to that of the dateline."""

    id = "organ.home"
    needs = frozenset({"is_described"})
    example = SieveExample("Police arrested two monks in Lima on Monday.", "Police", ("Peru",))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is an organ without an owner: "the foreign ministry", "police", "the authorities"."""
        token, organs = site.token, site.discourse.nouns.of_every_state
        if token.tag_ == "NNP":
            return False
        if token.lower_ not in organs and f"{word_at(token, -1)} {token.lower_}" not in organs:
            return False
        if site.name is not None:
            return False
        if has_path(token, _FURTHER):
            return False
        return not (site.is_plural and has_path(token, "relcl|acl"))  # "soldiers who had deserted"

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the one state."""
        return site.each(find_home(site))


class Ministry(OnlySieve):
    """A ministry, a parliament or an officer without an owner belongs to the state of the dateline or of the clause."""

    id = "organ.ministry"
    needs = frozenset({"is_described"})
    example = SieveExample(
        "Norwegian envoys left Lome on Monday. The foreign ministry condemned Togo.", "ministry", ("Norway",)
    )

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a definite or capitalised organ of a state without an owner."""
        if site.word in _ABROAD:
            return False
        if not _is_in_class(site, site.token, "organ"):
            return False
        return not has_path(site.token, _FURTHER_OF_MINISTRY)

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the one state."""
        return site.each(find_home(site))


class HomeOffice(OnlySieve):
    """An office without a state is that of the only state that it may be of, by the dateline or the story."""

    id = "office.home"
    needs = frozenset({"is_described"})
    example = SieveExample(
        "Peruvian envoys left Lima on Monday. The president thanked Togo.", "president", ("Dina Boluarte",)
    )

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a definite office that one person of a state has, and nobody's title in the article."""
        if not site.is_definite:
            return False
        office = longest_office(site.token)
        if office is None:
            return False
        if office in site.discourse.resources.names.shared_office:
            return False
        if site.discourse.titles.in_office(office):
            return False
        further = words_of(path(site.token, _FURTHER_OF_OFFICE))
        return further.issubset(office.split())

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the holder on the day of publication, where the story knows no other state."""
        home = find_home(site)
        if home is None:
            return []
        named = names_of(site.discourse.states())
        if not named - co_arguments(site) <= {home.name}:
            return []
        return site.discourse.holders.of_office(site.token, home.name, home.id)


class Residents(OnlySieve):
    """Officials of a place that is named beside them are its state's: "A Paris court", "lawmakers in Lima"."""

    id = "organ.resident"
    needs = frozenset({"is_described"})
    example = SieveExample("A Lyon court jailed two monks on Monday.", "court", ("France",))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is an organ with the name of a city before it."""
        return site.discourse.reader.owners.is_resident(site.token)

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the state of the city."""
        names = site.annotated.names_at(site.token.lefts)
        places = [name.entry for name in names if name.kind is Kind.PLACE]
        states = map(site.discourse.gazetteer.find_state, places)
        return site.each(*states)


def _is_in_class(site: ReferenceSite, head: Token, *classes: str) -> bool:
    """Tell whether a noun, alone or with the words before it, is in one of some classes."""
    phrases = head_phrases(head)
    return is_of_class(phrases, site.discourse.resources.classes, *classes)


def _is_military(site: ReferenceSite, head: Token) -> bool:
    """Tell whether a noun is forces or what they fight with: "army", "tanks"."""
    return _is_in_class(site, head, "troops", "forces")


def _is_same_word(site: ReferenceSite, head: Token) -> bool:
    return lemma(head) == site.word


def _find_possessor(site: ReferenceSite) -> Mention | None:
    """Return whose a noun is, by a pronoun before it, by "whose", or by a person or description: "the North's army"."""
    possessives = path(site.token, "poss")
    owners = _owners_meant(site, possessives[0])
    return owners[0] if len(owners) == 1 else None


def _owners_meant(site: ReferenceSite, possessive: Token) -> Referents:
    """Return whom a possessive stands for; a name or a description only owns what nothing has resolved."""
    if possessive.tag_ == "PRP$":
        return site.annotated.mentions.get(possessive.i, NOBODY)
    if not site.is_described:
        return NOBODY
    if possessive.tag_ != "WP$":
        return site.discourse.meant(possessive)
    clause = climb(possessive, "relcl")
    return site.discourse.meant(clause.head) if clause is not None else NOBODY


def _held(site: ReferenceSite, owner: Mention) -> list[Referents]:
    """List the holder of "its president"."""
    office, names = longest_office(site.token), site.discourse.resources.names
    words = words_of(site.token.children)
    if office is None:
        return []
    if office in names.shared_office:
        return []
    if "deputy" in words:
        return []
    if not words.isdisjoint(names.former):
        return []
    return site.discourse.holders.of_office(site.token, owner.name, owner.entry)


def _acts(site: ReferenceSite) -> bool:
    classes = ("state_agent", "organ", "state_agents") if site.is_plural else ("state_agent", "organ")
    return _is_in_class(site, site.token, *classes)


ORGANS: tuple[Sieve, ...] = (Owned(), Residents(), NamedBefore(), AtHome(), Ministry(), HomeOffice())
