"""Resolve persons by their state or their role: "the Russian", "the commodore", "the skipper"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from graphkit.annotate.coref.discourse import Discourse
from graphkit.annotate.coref.sieve import OnlySieve, ReferenceSite, Referents, Sieve, SieveExample
from graphkit.annotate.coref.spoken import take_leading
from graphkit.annotate.office_holders import longest_office
from graphkit.model import Kind, Mention
from graphkit.model import Role as Section
from graphkit.nlp.dependencies import lemmas, token_at, word_at
from graphkit.nlp.document import Name
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, fits, path

#: So many times as often must a person be named as any other of that state.
_BY_FAR = 2
_ACTORS = frozenset({Kind.PERSON, Kind.STATE, Kind.ORGANIZATION})
#: Names of a people that are the same in the plural: "the Dutch".
_SAME_IN_PLURAL = ("ese", "ish", "ch")
_MODIFIER = "amod|compound|nmod"
_WHO_ACTS_IN_LEAD = Shape(
    '"A former [envoy] fled"', "nsubj|nsubjpass/NN", above=["ROOT"], has=["det|predet|poss|nummod:a|an"]
)
_ONE_OF_PEOPLE = Shape('"the [Russian]"', "!amod|compound|nmod/!NNPS|NNS")
_IS_CALLED = Shape('"[Ole Brink] is skipper"', "nsubj|nsubjpass", above=["*[be]"])
_MAIN_SUBJECT = Shape('"[Ole Brink] said"', "nsubj|nsubjpass", above=["ROOT"])


class PersonOfState(OnlySieve):
    """Resolve "the Russian" to the one person of that state whom the article has named."""

    id = "person.of-state"
    needs = frozenset({"is_people"})
    example = SieveExample(
        "Chilean Foreign Minister Ana Duarte met Oman's Salim Rashid. The Chilean thanked Oman.",
        "Chilean#2",
        ("Ana Duarte",),
    )

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is the name of a people, of one person, with "the"."""
        token = site.token
        if not _ONE_OF_PEOPLE.fits(token):
            return False
        if "the" not in site.determiners:
            return False
        if token.text.endswith(_SAME_IN_PLURAL):
            return False
        if self._is_of_many(site):
            return False
        return not _next_is_noun(token)

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the person of that state who was named most by far, else all that were named before."""
        spoken = site.discourse.said_before(site.token)
        persons = spoken.of_kind(Kind.PERSON).by_name()
        natives = [person.name for person in persons.values() if self._serves(site, person)]
        named = spoken.named(natives)
        leading = take_leading(named.rank(), 1, times=_BY_FAR)
        return named.named(leading or natives).each()

    def _serves(self, site: ReferenceSite, person: Mention) -> bool:
        """Tell whether a person serves the state of the people that the word names."""
        served = site.discourse.state_served(person)
        if served is None:
            return False
        return site.name is not None and served.id == site.name.entry

    def _is_of_many(self, site: ReferenceSite) -> bool:
        """Tell whether it is the people in the plural: "the Peruvians"."""
        word, name = site.token.text, site.name
        if name is None:
            return False
        if not word.endswith("s"):
            return False
        peoples = site.discourse.gazetteer.entries_called(word.removesuffix("s"))
        return name.entry in [entry.id for entry in peoples]


class ApposedName(OnlySieve):
    """A described person is the one whose name stands in apposition: "the envoy's brother, Ole Brink,"."""

    id = "person.apposed-name"
    needs = frozenset({"is_noun", "is_single"})
    tags = frozenset({"NN"})
    example = SieveExample("The emir's brother, Salim Rashid, thanked Niger.", "brother", ("Salim Rashid",))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is one described person."""
        if site.own[0].reason == "agent of state":
            return longest_office(site.token) is not None  # "Chad's envoy, Ole Brink,"
        if not site.is_described:
            return False
        return site.own[0].kind is Kind.GROUP

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the persons named in apposition behind the noun."""
        return site.discourse.mentions_at(path(site.token, ">appos"), Kind.PERSON)


class PersonRole(OnlySieve):
    """A described person is the one whom the article gave that role before: "the commodore", "the skipper"."""

    id = "person.role"
    needs = frozenset({"is_noun", "is_described"})
    tags = frozenset({"NN", "NNP"})
    example = SieveExample(
        "The trawler's skipper, Igor Petrov, left Chad. The skipper thanked Niger.", "skipper#2", ("Igor Petrov",)
    )

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a definite person without further words."""
        if not site.is_definite:
            return False
        if site.follows_name:
            return False
        return site.is_bare

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the persons that stand beside the same noun: in apposition, as a title, or before the name."""
        titles = site.discourse.titles.before(site.token.i).current().in_office(site.word)
        yield from ((title.holder,) for title in titles)
        for start, root in _index_roles(site.discourse).get(site.word, ()):
            if start < site.token.i:
                yield site.annotated.mentions.get(root.i, ())[:1]


@lru_cache(maxsize=1)
def _index_roles(discourse: Discourse) -> dict[str, list[tuple[int, Token]]]:
    """Index where the names of persons begin, and their heads, by the nouns beside them."""
    index: dict[str, list[tuple[int, Token]]] = defaultdict(list)
    for name in discourse.names:
        if name.kind is not Kind.PERSON:
            continue
        root = discourse.annotated.doc[name.start : name.end].root
        for noun in set(_beside(root, name)):
            index[noun].append((name.start, root))
    return index


def _beside(root: Token, name: Name) -> list[str]:
    """Return the lemmas of what stands beside a name: before it, and in apposition to it."""
    before = [word for word in path(root, "<compound") if word.i < name.start]
    apposed = path(root, "appos")
    if root.dep_ == "appos":
        apposed.append(root.head)
    if _IS_CALLED.fits(root):
        apposed += path(root.head, "attr")
    return lemmas([*before, *apposed])


def _next_is_noun(token: Token) -> bool:
    """Tell whether a determiner stands before a noun of another phrase."""
    following = token_at(token, 1)
    if following is None:
        return False
    if token.dep_ != "det":
        return False
    return fits(following, "*/NOUN|PROPN")


class NamedNext(OnlySieve):
    """A person whom a lead describes acts in its next sentence: "A former envoy fled. Ole Brink said"."""

    id = "person.named-next"
    needs = frozenset({"is_noun", "is_described"})
    tags = frozenset({"NN"})
    example = SieveExample(
        "A former Peruvian minister who fled to Chad has left Lima. Igor Petrov, an ally of the king, thanked Niger.",
        "minister",
        ("Igor Petrov",),
    )

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is one undetermined person who acts in the first sentence of the body."""
        if not _WHO_ACTS_IN_LEAD.fits(site.token):
            return False
        if longest_office(site.token) is None:
            return False
        sections = [site.annotated.roles[sentence.start] for sentence in site.discourse.sentences[: site.n]]
        if Section.BODY in sections:
            return False
        persons = site.discourse.said_before(site.token, site.n).of_kind(Kind.PERSON)
        return not persons.pairs

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the person, first named there in full, who is the subject of the next sentence."""
        before = site.discourse.said_from(0, site.n + 1).by_name()
        following = site.discourse.said_in(site.n + 1).but(before)
        full = following.of_kind(Kind.PERSON).longer()
        for head, person in full:
            if head.i not in site.annotated.names:
                continue
            if _MAIN_SUBJECT.fits(head):
                yield (person,)


class Latter(Sieve):
    """Resolve "the latter" to the actor named last before it."""

    id = "actor.latter"
    words = frozenset({"latter"})
    example = SieveExample("Chad met Niger on Monday. The latter condemned Mali.", "latter", ("Niger",))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it stands alone with "the"."""
        if word_at(site.token, -1) != "the":
            return False
        if fits(site.token, _MODIFIER):
            return False
        return not _next_is_noun(site.token)

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the actors of this sentence and the one before, the last first."""
        spoken = site.discourse.said_before(site.token, site.n - 1)
        actors = spoken.reverse().of_kind(*_ACTORS).mentions()
        return [(actor,) for actor in actors if actor.name[0].isupper()]


PERSONS: tuple[Sieve, ...] = (PersonOfState(), ApposedName(), PersonRole(), NamedNext(), Latter())
