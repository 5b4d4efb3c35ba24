"""Bulk exports of news databases (Nexis, Factiva, ProQuest, NewsBank): one file, many articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from graphkit.ingest.readers.exports import factiva, labelled, nexis
from graphkit.ingest.readers.exports.record import ExportedArticle


@dataclass(frozen=True, slots=True)
class ExportForm:
    """The form of a database: its name, the line that shows it, and its reader."""

    name: str
    mark: re.Pattern[str]
    read: Callable[[str], Iterator[ExportedArticle]]


#: The forms of the databases; the first whose mark is there and that finds texts counts.
FORMS = (
    ExportForm("Nexis, older form", nexis.OLD_MARK, nexis.read_old_form),
    ExportForm("Nexis, newer form", nexis.NEW_MARK, nexis.read_new_form),
    ExportForm("Factiva with codes", factiva.CODE_MARK, factiva.read_coded),
    ExportForm("Factiva with lines", factiva.END_MARK, factiva.read_lined),
    ExportForm("ProQuest", labelled.PROQUEST_MARK, labelled.read_proquest),
    ExportForm("NewsBank", labelled.NEWSBANK_MARK, labelled.read_newsbank),
)


def split_export(text: str) -> list[ExportedArticle]:
    """Split the text of an export into its articles; an empty list where the text is none."""
    for form in FORMS:
        if form.mark.search(text):
            articles = [article for article in form.read(text) if article.paragraphs]
            if articles:
                return articles
    return []
