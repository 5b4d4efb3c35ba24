"""Resolve "here" to the place of the dateline: "LIMA (Reuters) - The envoy arrived here on Monday"."""

from __future__ import annotations

from collections.abc import Iterable

from graphkit.annotate.coref.sieve import ReferenceSite, Referents, Sieve, SieveExample
from graphkit.model import Kind


class Here(Sieve):
    """Resolve "here" to where the article was written; what is quoted may have been said elsewhere."""

    id = "place.here"
    words = frozenset({"here"})
    example = SieveExample("The envoy of Chad arrived here on Monday.", "here", ("Lima",), dateline="LIMA")

    def applies(self, site: ReferenceSite) -> bool:
        """Tell whether it says where something is done, outside quotation marks."""
        return site.token.dep_ == "advmod" and site.token.i not in site.discourse.speakers

    def candidates(self, site: ReferenceSite) -> Iterable[Referents]:
        """Yield the place of the dateline."""
        place = site.annotated.article.dateline_place
        if place is None:
            return ()
        city = place.replace("/", ",").split(",")[0].strip()
        return site.each(site.discourse.gazetteer.entry_called(city, Kind.PLACE))


PLACES: tuple[Sieve, ...] = (Here(),)
