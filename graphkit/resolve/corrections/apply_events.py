"""Apply the corrections of events, and remark those that find nothing to correct."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from graphkit.resolve.corrections.apply_entities import remark_unused
from graphkit.resolve.corrections.corrections_file import Correction, Corrections
from graphkit.resolve.entities.name_keys import mint
from graphkit.resolve.events.event_report import EventReport
from graphkit.resolve.events.merge import EventCandidate, EventDraft
from graphkit.resolve.resolution import Remark
from graphkit.resources.vocabulary import Vocabulary

MergeReports = Callable[[Sequence[EventReport]], EventDraft]


def correct_events(
    candidates: Sequence[EventCandidate], merge: MergeReports, corrections: Corrections, vocabulary: Vocabulary
) -> tuple[list[EventCandidate], list[Remark]]:
    """Split, merge, retype, rename (the topic) and drop events. `merge` makes one event of reports."""
    corrector = _EventCorrector(candidates, merge, vocabulary)
    for action, correct in (
        ("split", corrector.split), ("merge", corrector.merge), ("retype", corrector.retype),
        ("rename", corrector.rename), ("drop", corrector.drop),
    ):  # fmt: skip
        for correction in corrections.select("event", action):
            correct(correction)
    return list(corrector.events.values()), corrector.remarks


class _EventCorrector:
    """Events by id while they are corrected."""

    def __init__(self, candidates: Sequence[EventCandidate], merge: MergeReports, vocabulary: Vocabulary) -> None:
        self.events = {candidate.event.id: candidate for candidate in candidates}
        self.remarks: list[Remark] = []
        self._merge_reports = merge
        self._vocabulary = vocabulary

    def _choose(self, correction: Correction) -> Iterator[EventCandidate]:
        for target in dict.fromkeys(correction.targets):
            if target in self.events:
                yield self.events[target]
            else:
                self.remarks.append(remark_unused(correction, target, "there is no event of this id"))

    def split(self, correction: Correction) -> None:
        """Make the reports of some articles an event of their own."""
        for candidate in list(self._choose(correction)):
            detached = [report for report in candidate.reports if report.article in correction.articles]
            rest = [report for report in candidate.reports if report.article not in correction.articles]
            identifier = candidate.event.id
            if not detached or not rest:
                detail = "nothing would be left of it" if detached else "nothing of it is in these articles"
                self.remarks.append(remark_unused(correction, identifier, detail))
                continue
            slug = identifier.rsplit("-", 1)[0]
            new = mint(slug, "split", identifier, *sorted(correction.articles))
            self._put(identifier, rest)
            self._put(new, detached)

    def _put(self, identifier: str, reports: list[EventReport]) -> None:
        self.events[identifier] = EventCandidate(replace(self._merge_reports(reports), id=identifier), reports)

    def merge(self, correction: Correction) -> None:
        """Make several events the first of them."""
        chosen = list(self._choose(correction))
        if len(chosen) > 1:
            for candidate in chosen:
                del self.events[candidate.event.id]
            self._put(chosen[0].event.id, [report for candidate in chosen for report in candidate.reports])

    def retype(self, correction: Correction) -> None:
        """Give an event another predicate."""
        for candidate in self._choose(correction):
            event = candidate.event
            if event.predicate == correction.value:
                self.remarks.append(remark_unused(correction, event.id, f"it is {correction.value} already"))
                continue
            predicate = self._vocabulary.predicates[correction.value or ""]
            agent, recipient = event.agent, event.recipient
            if predicate.symmetric:
                agent, recipient = sorted((agent, recipient))
            candidate.event = replace(
                event, predicate=predicate.name, plover=predicate.plover, agent=agent, recipient=recipient, cameo=None
            )

    def rename(self, correction: Correction) -> None:
        """Give an event a topic."""
        for candidate in self._choose(correction):
            candidate.event = replace(candidate.event, topic=correction.value)

    def drop(self, correction: Correction) -> None:
        """Leave an event out."""
        for candidate in list(self._choose(correction)):
            del self.events[candidate.event.id]
