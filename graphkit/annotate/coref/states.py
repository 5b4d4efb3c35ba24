"""Resolve descriptions of states: "the country", "the Gulf nation", "its smaller neighbour", "the North"."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, filterfalse

from graphkit.annotate.coref.discourse import REACH
from graphkit.annotate.coref.salience import Search, most_salient
from graphkit.annotate.coref.sieve import OnlySieve, ReferenceSite, Referents, Sieve, SieveExample
from graphkit.annotate.coref.spoken import names_of, take_leading
from graphkit.model import Kind
from graphkit.nlp.dependencies import word_at, words_of
from graphkit.nlp.tokens import Token
from graphkit.nlp.tree_paths import Shape, Shapes, fits, has_path, path
from graphkit.resources.gazetteer.gazetteer import Entry, entries_by_id

#: Words for any state, whatever its name.
_ANY_STATE = frozenset({"country", "nation", "state"})
#: Before "nation" they do not paint it but make another of it.
_NO_EPITHET = frozenset("other first second last same only entire whole host third".split())
#: So many times as often must a state be named as any other to be the country.
_BY_FAR = 1.5
#: A region of so many states is named for all of them.
_SMALL = 3
#: In capitals they are short for the long name of a state.
_FORMS_OF_STATE = frozenset({"kingdom", "republic", "emirate", "sultanate", "federation", "commonwealth"})
#: Words before a part of a state that has left it, and for that part.
_BREAKAWAY = frozenset({"breakaway", "separatist", "self-declared", "self-proclaimed", "unrecognised", "unrecognized"})
_BROKEN_AWAY = frozenset({"enclave", "province", "region", "republic", "state", "territory"})
_HALVES = frozenset({"north", "south"})
_BEFORE_HALVES = frozenset({"the", "puppet"})
_STANDING_ALONE = Shape('"[the North]"', "!compound|amod/PROPN|NOUN|ADJ", lacks=["prep"])
_EPITHET = "amod|compound|nmod"
_NEIGHBOUR = Shapes(
    Shape('"its [neighbour]"', "*/NN[neighbor|neighbour|rival|archrival|foe]", has=["poss"]),
    Shape('"the [neighbour]"', "*/NN[neighbor|neighbour]", has=["*:the"]),
)
_PLURAL_NAMES = frozenset({"Koreas", "Congos", "Sudans", "Cypruses"})
_ALL_OF_THEM = frozenset({"the", "all"})


class Half(Sieve):
    """Resolve "the North" and "the South" to the Koreas where the text is about them."""

    id = "state.half"
    words = _HALVES
    example = SieveExample("North Korea fired a missile. The North threatened Japan.", "North#2", ("North Korea",))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a half with "the", or a bare half in a headline, that is part of no other name."""
        token, name = site.token, site.name
        if not _STANDING_ALONE.fits(token):
            return False
        if name is not None and (name.entry is not None or name.end - name.start > 1):
            return False
        if word_at(token, -1) not in _BEFORE_HALVES and not token.text.istitle():
            return False
        return self._is_about(site)

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the half."""
        half = site.discourse.gazetteer.entries.get(f"{site.token.lower_}-korea")
        return site.each(half)

    def _is_about(self, site: ReferenceSite) -> bool:
        """Tell whether the article is about Korea."""
        ids = {entry.id for entry in site.discourse.named}
        if "north-korea" in ids:
            return True
        if "south-korea" not in ids:
            return False
        return "the north" in site.token.doc.text.lower()


class Halves(Sieve):
    """Resolve "the two Koreas" and "both Congos" to the states that share a name."""

    id = "state.namesakes"
    words = frozenset({"koreas", "congos", "sudans", "cypruses"})
    example = SieveExample("The two Koreas signed an accord on Monday.", "Koreas", ("North Korea", "South Korea"))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is the plural of the name of a state."""
        if site.token.pos_ != "PROPN":
            return False
        return site.token.text in _PLURAL_NAMES

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield all states whose names hold the singular."""
        word = site.token.text[:-1]
        states = [entry for entry in site.discourse.gazetteer.entries.values() if entry.kind is Kind.STATE]
        namesakes = [state for state in states if word in state.name.replace("-", " ").split()]
        if len(namesakes) == 2:
            yield site.together(*namesakes)


class Neighbour(OnlySieve):
    """Resolve "its smaller neighbour" to the state spoken of last other than its owner and the agent."""

    id = "state.neighbour"
    tags = frozenset({"NN"})
    example = SieveExample("Chad accused Niger of lying. It attacked its smaller neighbour.", "neighbour", ("Niger",))
    final = True

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is one neighbour of somebody."""
        return _NEIGHBOUR.fits(site.token)

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the states spoken of, the last first."""
        owners = site.discourse.meant_by(path(site.token, "poss"))
        others = site.discourse.own_subjects(site.token) | names_of(owners)
        spoken = site.discourse.said_before(site.token, site.n - 1)
        return spoken.of_kind(Kind.STATE).but(others).each()


class Painted(Sieve):
    """Resolve "the Gulf state" and "the oil-rich nation" to a state that was spoken of."""

    id = "state.painted"
    needs = frozenset({"is_noun"})
    example = SieveExample("Qatar signed an accord with India. The Gulf nation condemned China.", "nation", ("Qatar",))
    final = True

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a definite state with an epithet or a region."""
        if not _is_state_word(site):
            return False
        if not site.modifiers:
            return False
        if _region(site) is not None:
            return True
        return all(_paints(site, word) for word in site.modifiers)

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the one state of its region, else who was spoken of last, else the only other state."""
        region = _region(site)
        return _painted_states(site, region)


class Country(Sieve):
    """Resolve "the country" to the state spoken of last, "the kingdom" to one that is called so."""

    id = "state.country"
    needs = frozenset({"is_noun"})
    example = SieveExample("Chad protested on Monday. Niger thanked the country.", "country", ("Chad",))
    final = True

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a definite state without further words."""
        if site.modifiers:
            return False
        return _is_state_word(site)

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the state of which the article speaks most by far, else the most salient of the sentences before."""
        called = None if site.word in _ANY_STATE else entries_called(site, site.word)
        others = frozenset(site.discourse.own_subjects(site.token))
        if called is None:
            yield from _most_named(site)
        yield most_salient(site, Search((Kind.STATE,), same_sentence=False, named=called, but=others))
        if called is not None:
            yield from _painted_states(site, called)


class Called(OnlySieve):
    """Resolve "the Kingdom" and "the Republic" in capitals to the one state that is called so, at home first."""

    id = "state.called"
    needs = frozenset({"is_single"})
    tags = frozenset({"NNP"})
    words = _FORMS_OF_STATE
    example = SieveExample("Jordan thanked Oman. Peru praised the Kingdom for its help.", "Kingdom", ("Jordan",))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a form of state in capitals with "the", and nothing that says which."""
        if site.name is not None and site.name.entry is not None:
            return False
        if "the" not in site.determiners:
            return False
        return not has_path(site.token, "amod|compound|poss|acl|nmod|prep:of")

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the state of the dateline where it is called so, else the states of the article that are."""
        home, named = site.discourse.home, site.discourse.states()
        called = [state for state in named if _is_long_name(state, site.word)]
        if home is not None and _is_long_name(home, site.word):
            called = [home]
        return site.each(*called)


class Breakaway(OnlySieve):
    """Resolve "the breakaway republic" to the one state or territory of the article that few recognise."""

    id = "state.breakaway"
    needs = frozenset({"is_noun"})
    example = SieveExample(
        "Abkhazia thanked Russia on Monday. Georgia condemned the breakaway republic.", "republic", ("Abkhazia",)
    )

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is a definite state, region or enclave that has broken away."""
        if "the" not in site.determiners or site.word not in _BROKEN_AWAY:
            return False
        if not site.modifiers:
            return False
        return words_of(site.modifiers) <= _BREAKAWAY

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the states and territories that few recognise and the article names."""
        return site.each(*[entry for entry in site.discourse.named if entry.category == "unrecognised"])


class Island(OnlySieve):
    """Resolve "the island" to the only island state that the article names, where it names no smaller island."""

    id = "state.island"
    needs = frozenset({"is_noun"})
    words = frozenset({"island", "islands"})
    example = SieveExample("Malta signed an accord with India. China visited the island.", "island", ("Malta",))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is "the island" or "the islands" without further words."""
        if site.word != "island":
            return False
        if site.modifiers:
            return False
        return "the" in site.determiners

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the island states that the article names."""
        names = [name.name for name in site.discourse.names if name.start < site.token.i]
        smaller = filterfalse(site.discourse.state_called, names)  # the Solomon Islands are "the islands"
        if not self.words.isdisjoint(" ".join(smaller).lower().split()):
            return []
        islands = site.discourse.resources.regions["island"]
        entries = [entry for entry in site.discourse.named if entry.id in islands]
        several = [entry for entry in entries if entry.name.endswith(" Islands")]
        return site.each(*(several if site.is_plural and several else entries))


class Region(Sieve):
    """Resolve "the Baltic states" to all states of a small region."""

    id = "state.region"
    needs = frozenset({"is_noun", "is_plural"})
    example = SieveExample("Norway thanked the Baltic states.", "states", ("Estonia", "Latvia", "Lithuania"))

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it is states in the plural, definite, that a region tells."""
        nouns = site.discourse.nouns
        if not site.modifiers:
            return False
        if site.determiners.isdisjoint(_ALL_OF_THEM):
            return False
        if site.word not in nouns.states | nouns.pair_states:
            return False
        return _region(site) is not None

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the members of the region, where it is so small that all are meant."""
        members = _region(site) or frozenset()
        entries = [site.discourse.gazetteer.entries[entry] for entry in sorted(members)]
        if not 1 < len(members) <= _SMALL:
            return
        if site.count in (0, len(members)):
            yield site.together(*entries)


def _most_named(site: ReferenceSite) -> list[Referents]:
    """List the state that was named most by far up to here, by itself or by what is its own."""
    acting = site.discourse.meant_by(site.discourse.subjects_of(site.token))
    ranked = site.discourse.rank_states(site.token.i, names_of(acting))
    leading = take_leading(ranked, 1, times=_BY_FAR)
    return site.each(*leading)


def entries_called(site: ReferenceSite, word: str) -> frozenset[str]:
    """Return entries and other names of the article that bear a word: "the kingdom" is no republic."""
    mentions = list(chain.from_iterable(site.annotated.mentions.values()))
    unknown = names_of([mention for mention in mentions if mention.entry is None])
    called = {name for name in unknown if word in name.lower().split(" ")}
    entries = filter(None, map(site.discourse.entry_of, mentions))
    named = entries_by_id(chain(entries, site.discourse.named))
    called.update(entry.id for entry in named.values() if _is_called(entry, word))
    return frozenset(called)


def _is_called(entry: Entry, word: str) -> bool:
    """Tell whether one of the names of an entry has a word, or begins a word with it: "kingdoms"."""
    names = " ".join((entry.name, *entry.aliases))
    return word in names.lower()


def _is_state_word(site: ReferenceSite) -> bool:
    nouns = site.discourse.nouns
    if site.word not in nouns.states:
        return False
    if site.word in nouns.governments:
        return False
    return site.is_definite_noun


def _paints(site: ReferenceSite, token: Token) -> bool:
    """Tell whether a word before "nation" only paints the state that was spoken of."""
    if not fits(token, _EPITHET):
        return False
    if token.lower_ in _NO_EPITHET:
        return False
    if token.i in site.annotated.governments:
        return False
    name = site.annotated.names.get(token.i)
    if name is None:
        return True
    return name.kind is Kind.PLACE


def _region(site: ReferenceSite) -> frozenset[str] | None:
    """Return the states of the region that an epithet names; None where it names none."""
    if has_path(site.token, "poss|relcl|acl|appos|prep"):
        return None
    regions, entries = site.discourse.resources.regions, site.discourse.gazetteer.entries
    words = f" {site.token.doc[site.token.left_edge.i : site.token.i].text.lower()} "
    named = [region for region in regions if f" {region} " in words]
    if not named:
        return None
    members = filter(None, map(entries.get, regions[max(named, key=len)]))
    states = [member.members or (member.id,) for member in members]
    return frozenset(chain.from_iterable(states))


def _painted_states(site: ReferenceSite, region: frozenset[str] | None) -> Iterable[Referents]:
    """Yield the most salient state of a region, else the only state that it can be."""
    others = frozenset(site.discourse.own_subjects(site.token))
    states = [state for state in site.discourse.entries_of(Kind.STATE) if state.name not in others]
    if region is not None:
        states = [state for state in states if state.id in region]
        if len(states) > 1 and not _named_together(site, states):
            yield most_salient(site, Search((Kind.STATE,), named=region, but=others))
    if len(states) == 1:
        yield from site.each(*states)


def _named_together(site: ReferenceSite, entries: list[Entry]) -> bool:
    """Tell whether the last sentence that names any of these states names several: then none is meant."""
    ids = {entry.id for entry in entries}
    for n in range(site.n, max(-1, site.n - REACH), -1):
        spoken = site.discourse.said_in(n).until(site.token.i)
        named = ids.intersection(mention.entry for mention in spoken.mentions())
        if named:
            return len(named) > 1
    return False


def _is_long_name(state: Entry, form: str) -> bool:
    """Tell whether a state is called by a form of state in full: "Kingdom of Norway"."""
    names = " | ".join(state.aliases).lower()
    return f"{form} of {state.name.lower()}" in names


STATES: tuple[Sieve, ...] = (
    Half(), Halves(), Neighbour(), Breakaway(), Painted(), Called(), Country(), Island(), Region(),
)  # fmt: skip
