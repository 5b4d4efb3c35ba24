"""Resolve persons by their state or their role: "the Russian", "the commodore", "the skipper"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from graphkit.annotate.coref.sieve import Example, OnlySieve, Referents, Sieve, Site
from graphkit.annotate.office_holders import longest_office
from graphkit.model import Kind
from graphkit.model import Role as Section
from graphkit.nlp.dependencies import PLURAL, SUBJECTS, lemmas, token_at, word_at
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, fits, path
from graphkit.resources.gazetteer.gazetteer import Use

#: So many times as often must a person be named as any other of that state.
_BY_FAR = 2
_ACTORS = frozenset({Kind.PERSON, Kind.STATE, Kind.ORGANIZATION})
#: Names of a people that are the same in the plural: "the Dutch".
_SAME_IN_PLURAL = ("ese", "ish", "ch")
_MODIFIER = "amod|compound|nmod"
_WHO_ACTS_IN_LEAD = Shape(
    '"A former [envoy] fled"', "nsubj|nsubjpass/NN", above=["ROOT"], has=["det|predet|poss|nummod:a|an"]
)
_MAIN_SUBJECT = Shape('"[Ole Brink] said"', "nsubj|nsubjpass", above=["ROOT"])


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
        token, name = site.token, site.name
        if name is None or name.use != Use.DEMONYM:
            return False
        if token.tag_ in PLURAL or fits(token, _MODIFIER):
            return False
        if "the" not in site.determiners:
            return False
        if token.text.endswith(_SAME_IN_PLURAL) or self._is_of_many(site, name):
            return False
        return not _next_is_noun(token)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the person of that state who was named most by far, else all that were named before."""
        state = site.name.entry if site.name is not None else None
        mentions = [mention for _, mention in site.discourse.said_before(site.token)]
        persons = {mention.name: mention for mention in mentions if mention.kind is Kind.PERSON}
        served = {name: site.discourse.state_served(person) for name, person in persons.items()}
        natives = {name for name, entry in served.items() if entry is not None and entry.id == state}
        ranked = Counter(mention.name for mention in mentions if mention.name in natives).most_common(2)
        counts = [count for _, count in ranked]
        if len(counts) == 2 and counts[0] >= _BY_FAR * counts[1]:
            natives = {ranked[0][0]}
        return [(mention,) for mention in mentions if mention.name in natives]

    def _is_of_many(self, site: Site, name: Name) -> bool:
        """Tell whether it is the people in the plural: "the Peruvians"."""
        word = site.token.text
        if not word.endswith("s"):
            return False
        peoples = site.discourse.gazetteer.entries_called(word.removesuffix("s"))
        return any(entry.id == name.entry for entry in peoples)


class ApposedName(OnlySieve):
    """A described person is the one whose name stands in apposition: "the envoy's brother, Ole Brink,"."""

    id = "person.apposed-name"
    needs = frozenset({"is_noun", "is_single"})
    tags = frozenset({"NN"})
    example = Example("The emir's brother, Salim Rashid, thanked Niger.", "brother", ("Salim Rashid",))

    def applies(self, site: Site) -> bool:
        """Tell whether it is one described person."""
        if site.own[0].reason == "agent of state":
            return longest_office(site.token, site.discourse.resources) is not None  # "Chad's envoy, Ole Brink,"
        return site.is_described and site.own[0].kind is Kind.GROUP

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the persons named in apposition behind the noun."""
        return site.discourse.mentions_at(path(site.token, ">appos"), Kind.PERSON)


class Role(OnlySieve):
    """A described person is the one whom the article gave that role before: "the commodore", "the skipper"."""

    id = "person.role"
    needs = frozenset({"is_noun", "is_described"})
    tags = frozenset({"NN", "NNP"})
    example = Example(
        "The trawler's skipper, Igor Petrov, left Chad. The skipper thanked Niger.", "skipper#2", ("Igor Petrov",)
    )

    def applies(self, site: Site) -> bool:
        """Tell whether it is a definite person without further words."""
        return site.is_definite and site.is_bare and not site.follows_name

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the persons that stand beside the same noun: in apposition, as a title, or before the name."""
        titles = [title for title in site.annotated.titles if title.start < site.token.i and not title.former]
        yield from ((title.holder,) for title in titles if title.office == site.word)
        for name in site.annotated.list_names():
            if name.kind is not Kind.PERSON:
                continue
            if name.start >= site.token.i:
                continue
            root = site.token.doc[name.start : name.end].root
            if site.word in _beside(root, name):
                yield site.annotated.mentions.get(root.i, ())[:1]


def _beside(root: Token, name: Name) -> list[str]:
    """Return the lemmas of what stands beside a name: before it, and in apposition to it."""
    before = [word for word in path(root, "<compound") if word.i < name.start]
    apposed = path(root, "appos")
    if root.dep_ == "appos":
        apposed.append(root.head)
    if root.dep_ in SUBJECTS and root.head.lemma_ == "be":
        apposed += path(root.head, "attr")
    return lemmas([*before, *apposed])


def _next_is_noun(token: Token) -> bool:
    following = token_at(token, 1)
    return token.dep_ == "det" and following is not None and fits(following, "*/NOUN|PROPN")


class NamedNext(OnlySieve):
    """A person whom a lead describes acts in its next sentence: "A former envoy fled. Ole Brink said"."""

    id = "person.named-next"
    needs = frozenset({"is_noun", "is_described"})
    tags = frozenset({"NN"})
    example = Example(
        "A former Peruvian minister who fled to Chad has left Lima. Igor Petrov, an ally of the king, thanked Niger.",
        "minister",
        ("Igor Petrov",),
    )

    def applies(self, site: Site) -> bool:
        """Tell whether it is one undetermined person who acts in the first sentence of the body."""
        if not _WHO_ACTS_IN_LEAD.fits(site.token):
            return False
        if longest_office(site.token, site.discourse.resources) is None:
            return False
        sentences = site.discourse.sentences[: site.n]
        if any(site.annotated.roles[sentence.start] is Section.BODY for sentence in sentences):
            return False
        before = site.discourse.said_before(site.token, site.n)
        return all(mention.kind is not Kind.PERSON for _, mention in before)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the person, first named there in full, who is the subject of the next sentence."""
        named_before = site.discourse.names_said(0, site.n + 1)
        for head, mention in site.discourse.said_in(site.n + 1):
            if mention.kind is not Kind.PERSON or mention.name in named_before:
                continue
            is_full = " " in mention.name and head.i in site.annotated.names
            if is_full and _MAIN_SUBJECT.fits(head):
                yield (mention,)


class Latter(Sieve):
    """Resolve "the latter" to the actor named last before it."""

    id = "actor.latter"
    words = frozenset({"latter"})
    example = Example("Chad met Niger on Monday. The latter condemned Mali.", "latter", ("Niger",))

    def applies(self, site: Site) -> bool:
        """Tell whether it stands alone with "the"."""
        token = site.token
        if word_at(token, -1) != "the" or fits(token, _MODIFIER):
            return False
        return not _next_is_noun(token)

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the actors of this sentence and the one before, the last first."""
        here = site.discourse.said_before(site.token, site.n)
        for _, mention in [*reversed(here), *reversed(site.discourse.said_in(site.n - 1))]:
            if mention.kind in _ACTORS and mention.name[0].isupper():
                yield (mention,)


PERSONS: tuple[Sieve, ...] = (PersonOfState(), ApposedName(), Role(), NamedNext(), Latter())
