"""Resolve "I", "we" and "our" in quotations to who says them."""

from __future__ import annotations

from collections.abc import Iterable

from graphkit.annotate.coref.sieve import Example, Referents, Sieve, Site
from graphkit.model import Kind

_ONE = frozenset({"i", "me", "my", "mine", "myself"})
_MANY = frozenset({"we", "us", "our", "ours", "ourselves"})


class Speaker(Sieve):
    """Resolve "I" to the person who speaks."""

    id = "pronoun.speaker"
    words = _ONE
    example = Example('"I thank Chad," Ana Duarte said.', "I", ("Ana Duarte",))
    final = True

    def applies(self, site: Site) -> bool:
        """Tell whether it is the first person singular."""
        if site.token.lower_ not in _ONE:
            return False
        return site.token.tag_ in ("PRP", "PRP$")

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield the person who speaks."""
        speaker = site.discourse.speakers.get(site.token.i)
        found = site.discourse.meant(speaker)
        if len(found) != 1:
            return
        if found[0].kind is not Kind.PERSON:
            return
        yield found


class Speakers(Sieve):
    """Resolve "we" to the state or body for which the person speaks, or that speaks itself."""

    id = "pronoun.speakers"
    words = _MANY
    example = Example(
        '"We condemn Chad," Foreign Minister Ana Duarte of Peru said.',
        "We",
        ("Peru",),
    )
    final = True

    def applies(self, site: Site) -> bool:
        """Tell whether it is the first person plural."""
        if site.token.lower_ not in _MANY:
            return False
        return site.token.tag_ in ("PRP", "PRP$")

    def candidates(self, site: Site) -> Iterable[Referents]:
        """Yield whom the speaker speaks for."""
        speaker = site.discourse.speakers.get(site.token.i)
        found = site.discourse.meant(speaker)
        if len(found) != 1:
            return
        if found[0].kind in (Kind.STATE, Kind.ORGANIZATION):
            yield found
        elif found[0].kind is Kind.PERSON:
            state = site.discourse.state_served(found[0])
            if state is not None:
                yield (site.discourse.mention_of(state, site.token),)


FIRST_PERSON: tuple[Sieve, ...] = (Speaker(), Speakers())
