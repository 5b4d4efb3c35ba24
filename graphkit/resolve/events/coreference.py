"""Resolve event coreference: which reports of one pair and one kind of act report one event.

Reports are compared within a block only (kind of act and participants). From the most precise to the vaguest, each
layer is placed among the events that the layers before it made, and never among its own: days first, then weeks, months
and years, then what has no date, last what was only planned. What could mean several events joins none of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from graphkit.resolve.events.event_cluster import EventCluster, Timeline, grow
from graphkit.resolve.events.event_report import AGAINST, AHEAD, HELD, SPREAD, EventReport
from graphkit.resolve.thresholds import DENIAL_BACK, PLAN_AHEAD, PLAN_SLIP, UNDATED_AHEAD, UNDATED_BACK, UNDATED_GAP

_WIDTHS = (10, 31, 366)  # days: about a week, a month, a year; wider intervals come last
_LONGEST_RUN = 3  # days over which neighbouring days may be one event
_Chain = Callable[[Sequence[EventReport]], Iterator[list[EventReport]]]


def find_events(block: Sequence[EventReport]) -> list[list[EventReport]]:
    """Find the events of a block, each as its reports. The block is in canonical order."""
    if len(block) == 1:
        return [list(block)]
    undated = [report for report in block if report.first is None or report.last is None]
    layers: dict[int, list[EventReport]] = defaultdict(list)
    for report in sorted((report for report in block if report.first is not None), key=_days_of):
        layers[_find_layer(report)].append(report)
    clusters = _join_runs(list(_split_days(layers.pop(-1, []))))
    for _, layer in sorted(layers.items()):
        clusters = _place(clusters, layer, _find_dated, _chain)
    clusters = _place(clusters, undated, _find_undated, _chain_published)
    return [cluster.reports for cluster in _keep_plans(clusters)]


def _days_of(report: EventReport) -> tuple[int, int]:
    return report.first or 0, report.last or 0


def _find_layer(report: EventReport) -> int:
    """Return the layer of a dated report: -1 for a day, and so on to the widest intervals."""
    first, last = _days_of(report)
    return -1 if first == last else sum(last - first > width for width in _WIDTHS)


def _split_days(layer: Sequence[EventReport]) -> Iterator[EventCluster]:
    days: dict[tuple[int, int], list[EventReport]] = defaultdict(list)
    for report in layer:
        days[_days_of(report)].append(report)
    for reports in days.values():
        yield from _split_sites(reports)


def _split_sites(reports: Sequence[EventReport]) -> Iterator[EventCluster]:
    """Split reports of one date by place; those without a place join the only place, or that of their article."""
    sites: dict[str, list[EventReport]] = defaultdict(list)
    for report in reports:
        if report.site is not None:
            sites[report.site].append(report)
    if len(sites) < 2:
        yield EventCluster(reports)
        return
    sites_of: dict[str, set[str]] = defaultdict(set)
    for site, placed in sites.items():
        for report in placed:
            sites_of[report.article].add(site)
    lost: list[EventReport] = []
    for report in reports:
        if report.site is None:
            own = sites_of.get(report.article, set())
            (sites[min(own)] if len(own) == 1 else lost).append(report)
    for _, placed in sorted(sites.items()):
        yield EventCluster(placed)
    if lost:
        yield EventCluster(lost)


def _join_runs(clusters: list[EventCluster]) -> list[EventCluster]:
    """Join meetings and agreements on neighbouring days, unless one article tells the days apart."""
    if len(clusters) < 2 or clusters[0].reports[0].plover not in SPREAD:
        return clusters
    out: list[EventCluster] = []
    run: list[EventCluster] = []
    for cluster in sorted(clusters, key=lambda cluster: cluster.first or 0):
        if run and (cluster.first or 0) - (run[-1].first or 0) > 1:
            out.extend(_join_run(run))
            run = []
        run.append(cluster)
    return out + _join_run(run)


def _join_run(run: list[EventCluster]) -> list[EventCluster]:
    joined = EventCluster([report for cluster in run for report in cluster.reports])
    is_apart = len(joined.articles) < sum(len(cluster.articles) for cluster in run)
    if len(run) > _LONGEST_RUN or is_apart or len(joined.sites) > 1:
        return run
    joined.first, joined.last = run[0].first, run[-1].first
    return [joined]


_FindCluster = Callable[[EventReport, Timeline], EventCluster | None]


def _place(
    clusters: list[EventCluster], layer: Sequence[EventReport], find_cluster: _FindCluster, chain: _Chain
) -> list[EventCluster]:
    """Place reports among the clusters before them; those that fit none or several form clusters of their own."""
    if not layer:
        return clusters
    timeline = Timeline(clusters)
    joined: dict[int, list[EventReport]] = defaultdict(list)
    rest: dict[str | None, list[EventReport]] = defaultdict(list)
    for report in layer:
        cluster = find_cluster(report, timeline)
        if cluster is not None:
            joined[id(cluster)].append(report)
        else:
            rest[report.site].append(report)
    if len(rest) == 2 and None in rest:
        rest = {None: sorted((report for group in rest.values() for report in group), key=lambda report: report.rank)}
    out = grow(clusters, joined)
    for _, reports in sorted(rest.items(), key=lambda item: item[0] or ""):
        out.extend(EventCluster(reports_of_event) for reports_of_event in chain(reports))
    return out


def _find_dated(report: EventReport, timeline: Timeline) -> EventCluster | None:
    """Find the event that a vague date covers: the only one of its article, else the only one of all."""
    first, last = _days_of(report)
    own = [cluster for cluster in timeline.of_article(report.article) if cluster.overlaps(first, last)]
    own = [cluster for cluster in own if cluster.takes(report)]
    if own:
        return own[0] if len(own) == 1 else None
    return timeline.only(report, first, last)


def _find_undated(report: EventReport, timeline: Timeline) -> EventCluster | None:
    """Find the event that an undated report means: the nearest of its article, else the only recent one."""
    own = [cluster for cluster in timeline.of_article(report.article) if cluster.takes(report)]
    if own:
        return min(own, key=lambda cluster: _distance(report, cluster))
    if report.published is None:
        return None
    back, ahead = (1, UNDATED_AHEAD) if report.status in AHEAD else (UNDATED_BACK, 1)
    if report.status in AGAINST:
        back = DENIAL_BACK
    return timeline.only(report, report.published - back, report.published + ahead)


def _distance(report: EventReport, cluster: EventCluster) -> tuple[int, int]:
    """Measure how far in the text the cluster's nearest report of the same article stands; then comes its day."""
    starts = (other.start for other in cluster.reports if other.article == report.article)
    return min(abs(start - report.start) for start in starts), cluster.first or 0


def _chain(reports: Sequence[EventReport]) -> Iterator[list[EventReport]]:
    """Chain intervals that overlap each other in a row."""
    chained: list[EventReport] = []
    reach = 0
    for report in sorted(reports, key=_days_of):
        first, last = _days_of(report)
        if chained and first > reach:
            yield chained
            chained = []
        reach = max(reach, last) if chained else last
        chained.append(report)
    if chained:
        yield chained


def _chain_published(reports: Sequence[EventReport]) -> Iterator[list[EventReport]]:
    """Chain undated reports whose publications follow each other closely; without such a date, by article."""
    by_article: dict[str, list[EventReport]] = defaultdict(list)
    published: list[tuple[int, int, EventReport]] = []
    for report in reports:
        if report.published is None:
            by_article[report.article].append(report)
        else:
            published.append((report.published, report.rank, report))
    chained: list[EventReport] = []
    previous = 0
    for day, _, report in sorted(published, key=lambda item: item[:2]):
        if chained and day - previous > UNDATED_GAP:
            yield chained
            chained = []
        previous = day
        chained.append(report)
    if chained:
        yield chained
    for _, own in sorted(by_article.items()):
        yield own


def _keep_plans(clusters: list[EventCluster]) -> list[EventCluster]:
    """Join a plan to the only event that kept it."""
    kept = [cluster for cluster in clusters if any(report.status in HELD for report in cluster.reports)]
    plans = [cluster for cluster in clusters if all(report.status in AHEAD for report in cluster.reports)]
    if not kept or not plans:
        return clusters
    timeline = Timeline(kept)
    joined: dict[int, list[EventReport]] = defaultdict(list)
    gone: set[int] = set()
    for plan in plans:
        days = _find_plan_days(plan)
        near = timeline.between(*days) if days else ()
        fits = [cluster for cluster in near if all(map(cluster.takes, plan.reports))]
        if len(fits) == 1:
            joined[id(fits[0])].extend(plan.reports)
            gone.add(id(plan))
    return grow([cluster for cluster in clusters if id(cluster) not in gone], joined)


def _find_plan_days(plan: EventCluster) -> tuple[int, int] | None:
    """Find the days on which a plan may be kept; None where nothing tells."""
    if plan.first is not None and plan.last is not None:
        return plan.first - PLAN_SLIP, plan.last + PLAN_SLIP
    published = [report.published for report in plan.reports if report.published is not None]
    return (min(published), max(published) + PLAN_AHEAD) if published else None
