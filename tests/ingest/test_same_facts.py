"""One article in all forms gives the same facts. The text is invented."""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import json
import textwrap
import zipfile

import pytest

from graphkit.annotate import annotate_articles
from graphkit.extract import extract_events
from graphkit.ingest import read_articles
from graphkit.model import Article
from graphkit.resources.resources import Resources
from tests.ingest.readers.test_document import make_docx, make_epub, make_odt, make_pdf, make_rtf, make_xlsx

TITLE = "Norway condemns Iran over attack on tanker"
PARAGRAPHS = (
    "Norwegian Foreign Minister Espen Barth Eide flew to Stockholm on Tuesday and met his Swedish counterpart there.",
    "Iran rejected the criticism. Sweden recalled its ambassador from Tehran, and Denmark imposed sanctions on Iran.",
    "Eide will visit Finland next week, the ministry in Oslo said.",
)
DAY, PUBLISHER = "2024-05-14", "Northern Gazette"
HTML = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
RECORD = {"id": "a", "date": DAY, "publisher": PUBLISHER, "title": TITLE, "text": "\n\n".join(PARAGRAPHS)}
HEAD = (PUBLISHER, "14 May 2024")


def write_csv():
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(RECORD))
    writer.writeheader()
    writer.writerow(RECORD)
    return stream.getvalue()


def write_parquet():
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    stream = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist([RECORD]), stream)
    return stream.getvalue()


def write_zip():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.jsonl", json.dumps(RECORD))
    return stream.getvalue()


def write_text(width=None):
    paragraphs = [textwrap.fill(text, width) if width else text for text in PARAGRAPHS]
    return "\n\n".join([PUBLISHER, TITLE, HEAD[1], *paragraphs])


PAGE = (
    f'<html><head><title>{TITLE}</title><meta property="og:site_name" content="{PUBLISHER}">'
    f'<meta property="article:published_time" content="{DAY}"></head><body><article><h1>{TITLE}</h1>{HTML}'
    "</article></body></html>"
)
FORMS = {
    "a.txt": write_text,
    "wrapped.txt": lambda: write_text(60),
    "justified.txt": lambda: write_text(60).replace(" ", "  ").replace("\n", "  \n"),
    "a.jsonl": lambda: json.dumps(RECORD),
    "a.jsonl.gz": lambda: gzip.compress(json.dumps(RECORD).encode()),
    "a.zip": write_zip,
    "a.json": lambda: json.dumps({"articles": [{**RECORD, "text": HTML}]}),
    "a.csv": write_csv,
    "a.parquet": write_parquet,
    "a.html": lambda: PAGE,
    "a.rss": lambda: (
        f"<rss><channel><title>{PUBLISHER}</title><item><title>{TITLE}</title>"
        f"<pubDate>Tue, 14 May 2024 10:00:00 GMT</pubDate><description><![CDATA[{HTML}]]></description></item>"
        "</channel></rss>"
    ),
    "a.xml": lambda: (
        f"<nitf><head><docdata><date.issue norm='20240514'/></docdata></head><body><body.head><hedline>"
        f"<hl1>{TITLE}</hl1></hedline><distributor>{PUBLISHER}</distributor></body.head><body.content>{HTML}</body.content></body></nitf>"
    ),
    "a.eml": lambda: (
        f"From: x <x@y.example>\nSubject: {TITLE}\nDate: Tue, 14 May 2024 10:00:00 +0000\n"
        "Content-Type: text/plain; charset=utf-8\n\n" + RECORD["text"]
    ),
    "a.docx": lambda: make_docx([*HEAD, *PARAGRAPHS], TITLE),
    "a.pdf": lambda: make_pdf([*HEAD, *PARAGRAPHS], title=TITLE),
    "a.rtf": lambda: make_rtf([TITLE, *HEAD, *PARAGRAPHS]),
    "a.odt": lambda: make_odt([*HEAD, *PARAGRAPHS], TITLE),
    "a.epub": lambda: make_epub([(TITLE, PARAGRAPHS)], day=DAY),
    "a.xlsx": lambda: make_xlsx(
        [list(RECORD), [datetime.date(2024, 5, 14) if v == DAY else v for v in RECORD.values()]]
    ),
}


@pytest.mark.model
def test_one_article_gives_the_same_facts_in_every_form(nlp, tmp_path):
    resources = Resources.load()
    facts = {}
    for name, make in FORMS.items():
        content = make()
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (article,) = [item for item in read_articles([path]) if isinstance(item, Article)]
        assert article.published == DAY, name
        (annotated,) = annotate_articles([article], nlp, resources)
        facts[name] = sorted(
            (
                event.subject.name,
                event.predicate,
                event.object.name,
                str(event.status),
                event.date.iso if event.date else "",
            )
            for event in extract_events(annotated)
        )
    assert ("Norway", "condemns", "Iran", "occurred", "") in [(*fact[:4], "") for fact in facts["a.txt"]]
    assert len(facts["a.txt"]) >= 6
    assert {name: rows for name, rows in facts.items() if rows != facts["a.txt"]} == {}
