"""Event coreference: which tellings of one pair and one kind of act tell of one happening.

Tellings are compared within a block only (kind of act and participants). From the most precise to the vaguest, each
layer is placed among the events that the layers before it made, and never among its own: days first, then weeks, months
and years, then what has no date, last what was only planned. What could mean several events joins none of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from graphkit.resolve.events.event_report import AGAINST, AHEAD, HELD, SPREAD, Telling
from graphkit.resolve.thresholds import DENIAL_BACK, PLAN_AHEAD, PLAN_SLIP, UNDATED_AHEAD, UNDATED_BACK, UNDATED_GAP

_WIDTHS = (10, 31, 366)  # days: about a week, a month, a year; wider intervals come last
_LONGEST_RUN = 3  # days over which neighbouring days may be one event


class Cell:
    """An event in the making. `first` and `last` bound its days, None while nothing dates it."""

    __slots__ = ("articles", "first", "last", "sites", "tellings")

    def __init__(self, tellings: Iterable[Telling]) -> None:
        self.tellings = list(tellings)
        self.articles = {telling.article for telling in self.tellings}
        self.sites = {telling.site for telling in self.tellings if telling.site is not None}
        firsts = [telling.first for telling in self.tellings if telling.first is not None]
        lasts = [telling.last for telling in self.tellings if telling.last is not None]
        self.first = max(firsts) if firsts else None
        self.last = max(min(lasts), self.first) if lasts and self.first is not None else None

    def takes(self, telling: Telling) -> bool:
        """Whether place and tense allow the telling to mean this event."""
        if self.first is None or self.last is None:
            return False
        if telling.site is not None and self.sites and telling.site not in self.sites:
            return False
        return telling.may_mean(self.first, self.last)


class Timeline:
    """The dated cells of a block by their first day and by article."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        dated = [(cell.first, at, cell) for at, cell in enumerate(cells) if cell.first is not None]
        dated.sort(key=lambda item: item[:2])
        self._days = [day for day, _, _ in dated]
        self._cells = [cell for _, _, cell in dated]
        self._widest = max(((cell.last or 0) - (cell.first or 0) for cell in self._cells), default=0)
        self._by_article: dict[str, list[Cell]] = defaultdict(list)
        for cell in self._cells:
            for article in cell.articles:
                self._by_article[article].append(cell)

    def of_article(self, article: str) -> list[Cell]:
        return self._by_article.get(article, [])

    def between(self, first: int, last: int) -> Iterator[Cell]:
        """The cells that overlap the days, by their first day."""
        for at in range(bisect_left(self._days, first - self._widest), len(self._days)):
            if self._days[at] > last:
                return
            if (self._cells[at].last or 0) >= first:
                yield self._cells[at]

    def only(self, telling: Telling, first: int, last: int) -> Cell | None:
        """The one cell within the days that takes the telling; None where that is none or several."""
        found: Cell | None = None
        for cell in self.between(first, last):
            if cell.takes(telling):
                if found is not None:
                    return None
                found = cell
        return found


def find_events(block: Sequence[Telling]) -> list[list[Telling]]:
    """The events of a block, each as its tellings. The block is in canonical order."""
    if len(block) == 1:
        return [list(block)]
    dated: dict[tuple[int, int], list[Telling]] = defaultdict(list)
    undated: list[Telling] = []
    for telling in block:
        if telling.first is None or telling.last is None:
            undated.append(telling)
        else:
            dated[telling.first, telling.last].append(telling)
    cells: list[Cell] = []
    for (first, last), tellings in sorted(dated.items()):
        if first == last:
            cells.extend(_split_sites(tellings))
    cells = _join_runs(cells)
    for low, high in zip((0, *_WIDTHS), (*_WIDTHS, None), strict=True):
        layer = [
            telling
            for (first, last), tellings in sorted(dated.items())
            if last - first > (low if low else 0) and (high is None or last - first <= high)
            for telling in tellings
        ]
        if layer:
            cells = _place_layer(cells, layer)
    cells = _place_undated(cells, undated)
    return [cell.tellings for cell in _keep_plans(cells)]


def _split_sites(tellings: Sequence[Telling]) -> list[Cell]:
    """Tellings of one date by place; those without a place join the only place, or that of their article."""
    sites: dict[str, list[Telling]] = defaultdict(list)
    rest: list[Telling] = []
    for telling in tellings:
        (rest if telling.site is None else sites[telling.site]).append(telling)
    if len(sites) < 2:
        return [Cell(tellings)]
    of_article: dict[str, set[str]] = defaultdict(set)
    for site, them in sites.items():
        for telling in them:
            of_article[telling.article].add(site)
    lost: list[Telling] = []
    added: dict[str, list[Telling]] = defaultdict(list)
    for telling in rest:
        own = of_article.get(telling.article, set())
        (added[min(own)] if len(own) == 1 else lost).append(telling)
    cells = [Cell([*them, *added[site]]) for site, them in sorted(sites.items())]
    return [*cells, Cell(lost)] if lost else cells


def _join_runs(cells: list[Cell]) -> list[Cell]:
    """Meetings and agreements on neighbouring days are one, unless one article tells the days apart."""
    if len(cells) < 2 or cells[0].tellings[0].plover not in SPREAD:
        return cells
    out: list[Cell] = []
    run: list[Cell] = []
    for cell in [*sorted(cells, key=lambda cell: cell.first or 0), None]:
        if run and cell is not None and (cell.first or 0) - (run[-1].first or 0) <= 1:
            run.append(cell)
            continue
        articles = sum(len(one.articles) for one in run)
        together = Cell([telling for one in run for telling in one.tellings]) if run else None
        if (
            together is not None
            and len(run) <= _LONGEST_RUN
            and len(together.articles) == articles
            and len(together.sites) < 2
        ):
            together.first = run[0].first
            together.last = run[-1].first
            out.append(together)
        else:
            out.extend(run)
        run = [cell] if cell is not None else []
    return out


def _place_layer(cells: list[Cell], layer: Sequence[Telling]) -> list[Cell]:
    """Vague dates among the more precise ones that they cover; what fits none or several stays by itself."""
    timeline = Timeline(cells)
    joined: dict[int, list[Telling]] = defaultdict(list)
    rest: dict[str | None, list[Telling]] = defaultdict(list)
    for telling in layer:
        first, last = telling.first or 0, telling.last or 0
        own = [
            cell
            for cell in timeline.of_article(telling.article)
            if (cell.first or 0) <= last and (cell.last or 0) >= first and cell.takes(telling)
        ]
        cell = own[0] if len(own) == 1 else timeline.only(telling, first, last) if not own else None
        if cell is not None:
            joined[id(cell)].append(telling)
        else:
            rest[telling.site].append(telling)
    out = [_grow(cell, joined[id(cell)]) if id(cell) in joined else cell for cell in cells]
    if len(rest) == 2 and None in rest:
        rest = {None: sorted((one for them in rest.values() for one in them), key=lambda one: one.rank)}
    for _, them in sorted(rest.items(), key=lambda item: item[0] or ""):
        out.extend(Cell(part) for part in _chain(them))
    return out


def _grow(cell: Cell, tellings: Iterable[Telling]) -> Cell:
    grown = Cell([*cell.tellings, *tellings])
    grown.first, grown.last = cell.first, cell.last
    return grown


def _chain(tellings: Sequence[Telling]) -> Iterator[list[Telling]]:
    """Intervals that overlap each other in a row."""
    part: list[Telling] = []
    reach = 0
    for telling in sorted(tellings, key=lambda one: (one.first or 0, one.last or 0)):
        if part and (telling.first or 0) > reach:
            yield part
            part = []
        reach = max(reach, telling.last or 0) if part else telling.last or 0
        part.append(telling)
    if part:
        yield part


def _place_undated(cells: list[Cell], undated: Sequence[Telling]) -> list[Cell]:
    """Undated tellings: the nearest event of their article, else the only recent one, else each other."""
    if not undated:
        return cells
    timeline = Timeline(cells)
    joined: dict[int, list[Telling]] = defaultdict(list)
    rest: list[Telling] = []
    for telling in undated:
        own = [cell for cell in timeline.of_article(telling.article) if cell.takes(telling)]
        cell = min(own, key=lambda one: _distance(telling, one)) if own else None
        if cell is None and telling.told is not None:
            back, ahead = (1, UNDATED_AHEAD) if telling.status in AHEAD else (UNDATED_BACK, 1)
            if telling.status in AGAINST:
                back = DENIAL_BACK
            cell = timeline.only(telling, telling.told - back, telling.told + ahead)
        if cell is not None:
            joined[id(cell)].append(telling)
        else:
            rest.append(telling)
    out = [_grow(cell, joined[id(cell)]) if id(cell) in joined else cell for cell in cells]
    by_site: dict[str | None, list[Telling]] = defaultdict(list)
    for telling in rest:
        by_site[telling.site].append(telling)
    if len(by_site) == 2 and None in by_site:
        by_site = {None: rest}
    for _, them in sorted(by_site.items(), key=lambda item: item[0] or ""):
        out.extend(Cell(part) for part in _chain_published(them))
    return out


def _distance(telling: Telling, cell: Cell) -> tuple[int, int]:
    """How far in the text the cell's nearest telling of the same article stands, then its day."""
    return (
        min(abs(one.start - telling.start) for one in cell.tellings if one.article == telling.article),
        cell.first or 0,
    )


def _chain_published(tellings: Sequence[Telling]) -> Iterator[list[Telling]]:
    """Undated tellings whose publications follow each other closely; without a publication date, by article."""
    by_article: dict[str, list[Telling]] = defaultdict(list)
    told: list[tuple[int, Telling]] = []
    for telling in tellings:
        if telling.told is None:
            by_article[telling.article].append(telling)
        else:
            told.append((telling.told, telling))
    part: list[Telling] = []
    previous = 0
    for day, telling in sorted(told, key=lambda item: (item[0], item[1].rank)):
        if part and day - previous > UNDATED_GAP:
            yield part
            part = []
        previous = day
        part.append(telling)
    if part:
        yield part
    for _, them in sorted(by_article.items()):
        yield them


def _keep_plans(cells: list[Cell]) -> list[Cell]:
    """A plan and the one event that kept it are one."""
    kept = [cell for cell in cells if any(telling.status in HELD for telling in cell.tellings)]
    plans = [cell for cell in cells if all(telling.status in AHEAD for telling in cell.tellings)]
    if not kept or not plans:
        return cells
    timeline = Timeline(kept)
    joined: dict[int, list[Telling]] = defaultdict(list)
    gone: set[int] = set()
    for plan in plans:
        told = [telling.told for telling in plan.tellings if telling.told is not None]
        if plan.first is not None and plan.last is not None:
            first, last = plan.first - PLAN_SLIP, plan.last + PLAN_SLIP
        elif told:
            first, last = min(told), max(told) + PLAN_AHEAD
        else:
            continue
        fits = [cell for cell in timeline.between(first, last) if all(cell.takes(one) for one in plan.tellings)]
        if len(fits) == 1:
            joined[id(fits[0])].extend(plan.tellings)
            gone.add(id(plan))
    return [_grow(cell, joined[id(cell)]) if id(cell) in joined else cell for cell in cells if id(cell) not in gone]
