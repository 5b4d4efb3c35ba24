"""Facts as tables on a terminal: those of an article, and those between two actors with their sentences."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from graphkit.explorer.scope import find_entity
from graphkit.model import Event, EventMention, Findings, Status
from graphkit.resources.vocabulary import Vocabulary

#: How a status looks where there is colour; its word stands there always.
STYLES = {
    Status.OCCURRED: "green",
    Status.ONGOING: "green",
    Status.DISPUTED: "magenta",
    Status.PLANNED: "cyan",
    Status.ALLEGED: "yellow",
    Status.POSSIBLE: "yellow",
    Status.DENIED: "red",
    Status.NEGATED: "red",
}


def tabulate_article(findings: Findings, article: str) -> Table:
    """Tabulate the facts of one article (by id), in the order in which it says them."""
    labels = {entity.id: entity.label for entity in findings.entities}
    vocabulary = Vocabulary.load().extend(findings.predicates)
    said = [
        (mention, event)
        for event in findings.events
        for mention in event.mentions
        if mention.evidence.article == article
    ]
    said.sort(key=lambda pair: (pair[0].trigger, pair[0].predicate, pair[1].id))
    table = _table(escape(article), "who", "does", "whom", "status", "when")
    for mention, event in said:
        table.add_row(
            *_cells(event, labels, vocabulary), _status(mention.status), mention.date.iso if mention.date else ""
        )
    return table


def tabulate_pair(findings: Findings, first: str, second: str) -> Table:
    """Tabulate the facts between two entities (ids, names or aliases) by time, with each sentence and its speaker.

    Raises UsageError when no entity has one of the names.
    """
    first_entity, second_entity = find_entity(findings.entities, first), find_entity(findings.entities, second)
    labels = {entity.id: entity.label for entity in findings.entities}
    vocabulary = Vocabulary.load().extend(findings.predicates)
    ends = {first_entity.id, second_entity.id}
    events = [event for event in findings.events if {event.agent, event.recipient} == ends]
    table = _table(
        f"{escape(first_entity.label)} and {escape(second_entity.label)}", "when", "fact", "status", "sentence"
    )
    table.columns[-1].ratio = 1
    for event in sorted(events, key=lambda e: (e.date.earliest if e.date else "~", e.id)):
        for turn, (mention, speaker) in enumerate(_with_speakers(event)):
            article = next((a for a in findings.articles if a.id == mention.evidence.article), None)
            source = (article.publisher if article else None) or mention.evidence.article
            said = f"{labels.get(speaker, speaker)}, in {source}" if speaker else source
            sentence = _marked(mention)
            sentence.append(f"\n{said}", style="dim")
            fact = Text(" ").join(_cells(event, labels, vocabulary)) if turn == 0 else Text("")
            date = event.date.iso if event.date and turn == 0 else ""
            table.add_row(date, fact, _status(mention.status), sentence)
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _cells(event: Event, labels: dict[str, str], vocabulary: Vocabulary) -> tuple[Text, Text, Text]:
    verb = vocabulary.predicates[event.predicate].label
    agent, recipient = labels.get(event.agent, event.agent), labels.get(event.recipient, event.recipient)
    return Text(agent, style="bold"), Text(verb), Text(recipient, style="bold")


def _status(status: Status) -> Text:
    return Text(status.value, style=STYLES[status])


def _with_speakers(event: Event) -> Iterable[tuple[EventMention, str | None]]:
    return zip(event.mentions, event.speakers or (None,) * len(event.mentions), strict=False)


def _marked(mention: EventMention) -> Text:
    """Return the sentence with subject, trigger and object set off."""
    text = Text(mention.evidence.sentence)
    start = mention.evidence.span.start
    for span, style in (
        (mention.subject.span, "bold"),
        (mention.object.span, "bold"),
        (mention.trigger, "underline"),
    ):
        if start <= span.start and span.end - start <= len(text):
            text.stylize(style, span.start - start, span.end - start)
    return text
