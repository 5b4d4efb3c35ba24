"""Error listings: every miss and false fact with its sentence and what one who mends the lexicon needs to know."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from graphkit.evaluate.gold import Fact
from graphkit.evaluate.scores import EvaluationReport, FalseFact, Miss

#: Says for (article id, sentence, predicate or event type) which lexicon row comes nearest and why it failed.
ExplainMiss = Callable[[str, str, str], str | None]

_OPENS = r"[\"'(\u201c\u2018]?[A-Z]"
#: A full stop that ends no initial ("U.S.") or title ("Gen."), or the end of a line before a new beginning.
_SENTENCE_END = re.compile(
    r"(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})[.!?][\"')\u201d\u2019]*(?=\s+"
    + _OPENS
    + r")|(?=\s*\n\s*(?:\n|"
    + _OPENS
    + "))"
)


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """An error: `what` is miss, false, status or date; `rule` is the lexicon row that fired, if one did.

    `reason` says what is wrong; `nearest` is the lexicon row that came nearest to a missed fact, as the caller's
    explanation has it.
    """

    what: str
    article: str
    subject: str
    predicate: str
    object: str
    sentence: str | None
    rule: str | None
    reason: str
    nearest: str | None = None
    core: bool = False


def list_errors(
    report: EvaluationReport, texts: Mapping[str, str] | None = None, explain: ExplainMiss | None = None
) -> list[ErrorRow]:
    """List all errors of a report by article: misses (core ones first), false facts, wrong statuses and dates.

    `texts` are the articles by id: with them a miss shows its whole sentence, where annotations hold only its opening.
    """
    rows = [_miss_row(miss, (texts or {}).get(miss.article), explain) for miss in report.misses]
    rows += [_false_row(false) for false in report.false_facts]
    for difference in report.differences:
        got = (
            f"{difference.attribute} {' and '.join(difference.got)}" if difference.got else f"no {difference.attribute}"
        )
        reason = f"{got} where the annotation has {' or '.join(difference.expected)}"
        rows.append(_row(difference.attribute, difference.article, difference.fact, reason))
    order = {"miss": 0, "false": 1, "status": 2, "date": 3, "place": 4, "speaker": 5}
    return sorted(rows, key=lambda row: (row.article, order[row.what], not row.core))


def find_sentence(text: str, opening: str) -> str | None:
    """Find the sentence of a text that opens with these words; None where there is none.

    >>> find_sentence("Rain fell. The envoy left for home. Snow fell.", "The envoy left")
    'The envoy left for home.'
    """
    pattern = r"\s+".join(map(re.escape, opening.split()))
    match = re.search(pattern, text) if pattern else None
    if match is None:
        return None
    end = _SENTENCE_END.search(text, match.end())
    return " ".join(text[match.start() : end.end() if end else len(text)].split())


def _miss_row(miss: Miss, text: str | None, explain: ExplainMiss | None) -> ErrorRow:
    sentence = miss.opening
    if text is not None and miss.opening is not None:
        sentence = find_sentence(text, miss.opening) or miss.opening
    reason = miss.reason
    if miss.closest is not None:
        reason += f": {miss.closest.s} {miss.closest.p} {miss.closest.o}"
    return ErrorRow(
        what="miss",
        article=miss.article,
        subject=miss.subject,
        predicate=miss.predicate,
        object=miss.object,
        sentence=sentence,
        rule=miss.closest.rule if miss.closest else None,
        reason=reason,
        nearest=explain(miss.article, sentence, miss.predicate) if explain and sentence else None,
        core=miss.core,
    )


def _false_row(false: FalseFact) -> ErrorRow:
    reason = f"listed as wrong: {false.why}" if false.why is not None else "no annotation has it"
    return _row("false", false.article, false.fact, reason)


def _row(what: str, article: str, fact: Fact, reason: str) -> ErrorRow:
    return ErrorRow(what, article, fact.s, fact.p, fact.o, fact.sentence, fact.rule, reason)
