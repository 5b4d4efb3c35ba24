"""Hold events in the making, and find those of some days or of an article."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from graphkit.resolve.events.event_report import EventReport


class EventCluster:
    """An event in the making. `first` and `last` bound its days, None while nothing dates it."""

    __slots__ = ("articles", "first", "last", "reports", "sites")

    def __init__(self, reports: Iterable[EventReport]) -> None:
        self.reports = list(reports)
        self.articles = {report.article for report in self.reports}
        self.sites = {report.site for report in self.reports if report.site is not None}
        firsts = [report.first for report in self.reports if report.first is not None]
        lasts = [report.last for report in self.reports if report.last is not None]
        self.first = max(firsts) if firsts else None
        self.last = max(min(lasts), self.first) if lasts and self.first is not None else None

    def overlaps(self, first: int, last: int) -> bool:
        """Tell whether the event's days overlap others."""
        return (self.first or 0) <= last and (self.last or 0) >= first

    def takes(self, report: EventReport) -> bool:
        """Tell whether place and tense allow the report to mean this event."""
        if self.first is None or self.last is None:
            return False
        if report.site is not None and self.sites and report.site not in self.sites:
            return False
        return report.may_mean(self.first, self.last)


def grow(clusters: Iterable[EventCluster], joined: Mapping[int, Sequence[EventReport]]) -> list[EventCluster]:
    """Add reports to clusters, which are given by their identity; the days of the clusters stay."""
    out: list[EventCluster] = []
    for cluster in clusters:
        reports = joined.get(id(cluster))
        if not reports:
            out.append(cluster)
            continue
        grown = EventCluster([*cluster.reports, *reports])
        grown.first, grown.last = cluster.first, cluster.last
        out.append(grown)
    return out


class Timeline:
    """The dated clusters of a block by their first day and by article."""

    def __init__(self, clusters: Sequence[EventCluster]) -> None:
        dated = [
            (cluster.first, number, cluster) for number, cluster in enumerate(clusters) if cluster.first is not None
        ]
        dated.sort(key=lambda item: item[:2])
        self._days = [day for day, _, _ in dated]
        self._clusters = [cluster for _, _, cluster in dated]
        self._widest = max(((cluster.last or 0) - (cluster.first or 0) for cluster in self._clusters), default=0)
        self._by_article: dict[str, list[EventCluster]] = defaultdict(list)
        for cluster in self._clusters:
            for article in cluster.articles:
                self._by_article[article].append(cluster)

    def of_article(self, article: str) -> list[EventCluster]:
        """List the clusters that an article reports."""
        return self._by_article.get(article, [])

    def between(self, first: int, last: int) -> Iterator[EventCluster]:
        """Find the clusters that overlap the days, by their first day."""
        for number in range(bisect_left(self._days, first - self._widest), len(self._days)):
            if self._days[number] > last:
                return
            if (self._clusters[number].last or 0) >= first:
                yield self._clusters[number]

    def only(self, report: EventReport, first: int, last: int) -> EventCluster | None:
        """Find the only cluster within the days that takes the report; None where that is none or several."""
        only: EventCluster | None = None
        for cluster in self.between(first, last):
            if cluster.takes(report):
                if only is not None:
                    return None
                only = cluster
        return only
