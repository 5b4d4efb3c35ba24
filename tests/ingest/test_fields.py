"""Records of tables and news services: names of fields, headlines, markup, order of dates. All texts are invented."""

from __future__ import annotations

import csv
import io
import json

import pytest

from graphkit.config import Config
from graphkit.errors import UsageError
from graphkit.ingest import plan_slices, read_articles
from graphkit.model import Role
from tests.ingest.conftest import BODY, FIRST, SECOND, TITLE, list_parts

PUBLISHER = "The Courier"


def write_table(rows, **options):
    stream = io.StringIO()
    csv.writer(stream, **options).writerows(rows)
    return stream.getvalue()


@pytest.mark.parametrize(
    "names",
    [
        ("id", "title", "date", "publisher", "text"),
        ("ID", " Headline ", "Publication Date", "Publication Title", "Full Text"),
        ("Article_ID", "HEADLINE", "pub_date", "Source Name", "body_text"),
        ("doc-id", "Title", "publishedAt", "Media Name", "Content"),
        ("guid", "webTitle", "webPublicationDate", "outlet", "articleBody"),
    ],
)
def test_fields_are_known_whatever_their_case_blanks_and_underscores(read, names):
    row = ("a1", TITLE, "2019-05-04", PUBLISHER, BODY)
    for name, content in (
        ("a.csv", write_table([names, row])),
        ("a.jsonl", json.dumps(dict(zip(names, row, strict=True)))),
        ("a.json", json.dumps([dict(zip(names, row, strict=True))])),
    ):
        ([article], codes) = read(content, name)
        assert (article.id, article.title, article.published) == ("a1", TITLE, "2019-05-04")
        assert (article.publisher, codes) == (PUBLISHER, [])


def test_a_headline_in_its_own_field_is_read_like_one_above_the_text(read):
    ([in_field], _) = read(json.dumps({"title": TITLE, "text": BODY}), "a.jsonl")
    ([above], _) = read(f"{TITLE}\n\n{BODY}", "a.txt")
    assert (in_field.text, in_field.sections) == (above.text, above.sections)
    assert list_parts(in_field, Role.HEADLINE) == [TITLE]
    ([both], _) = read(json.dumps({"title": TITLE, "text": f"{TITLE.upper()}.\n\n{BODY}"}), "b.jsonl")
    assert both.text.upper().count(TITLE.upper()) == 1


def test_a_record_without_a_text_is_read_for_its_teaser_or_headline(read):
    ([teaser], _) = read(json.dumps({"title": TITLE, "content": None, "description": FIRST}), "a.jsonl")
    assert list_parts(teaser) == [FIRST]
    ([headline], _) = read(json.dumps({"title": TITLE, "url": "https://c.example/1"}), "b.jsonl")
    assert headline.text == TITLE
    assert read(json.dumps({"id": "x", "date": "2019-05-04"}), "c.jsonl") == ([], ["bad-field"])


def test_markup_in_a_field_is_removed(read):
    html = (
        f"<p>{FIRST}</p><p>{SECOND.replace('herring', '<a href=x>herring</a>').replace('the two', 'the&nbsp;two')}</p>"
    )
    ([article], _) = read(json.dumps({"title": "King &amp; queen", "content": html}), "a.jsonl")
    assert article.title == "King & queen"
    assert [passage.replace("\u00a0", " ") for passage in list_parts(article)] == [FIRST, SECOND]
    ([article], _) = read(json.dumps({"text": f"{FIRST}<br/><br>{SECOND}"}), "b.jsonl")
    assert list_parts(article) == [FIRST, SECOND]
    text = f"{FIRST} The price fell below <5 crowns, and 3 < 4, AT&T said."
    assert read(json.dumps({"text": text}), "c.jsonl")[0][0].text == text


SERVICES = {
    "newsapi": {
        "status": "ok",
        "articles": [
            {"source": {"id": None, "name": PUBLISHER}, "title": f"{TITLE} - {PUBLISHER}",
             "publishedAt": "2019-05-04T10:00Z", "description": FIRST, "content": f"{FIRST} He tha\u2026 [+2219 chars]",
             "url": "https://c.example/1"},
        ],
    },
    "eventregistry": {
        "articles": {
            "page": 1,
            "results": [
                {"uri": "1", "lang": "eng", "date": "2019-05-04", "title": TITLE, "body": BODY,
                 "source": {"uri": "c.example", "title": PUBLISHER}, "authors": [{"name": "Ann Lee"}]},
            ],
        }
    },
    "guardian": {
        "response": {
            "status": "ok",
            "results": [
                {"id": "w/1", "webTitle": TITLE, "webPublicationDate": "2019-05-04T10:00:00Z", "publication": PUBLISHER,
                 "fields": {"headline": TITLE, "bodyText": BODY}},
            ],
        }
    },
    "nyt": {
        "response": {
            "docs": [
                {"_id": "1", "headline": {"main": TITLE, "kicker": None}, "lead_paragraph": FIRST, "source": PUBLISHER,
                 "abstract": "x", "pub_date": "2019-05-04T10:00:00+0000", "byline": {"original": "By Ann Lee"}},
            ]
        }
    },
    "wordpress": [
        {"id": 11, "date": "2019-05-04T10:00:00", "title": {"rendered": TITLE}, "site": PUBLISHER,
         "content": {"rendered": f"<p>{FIRST}</p>", "protected": False}},
    ],
    "elastic": {"hits": {"total": 1, "hits": [{"_id": "1", "_source": {"title": TITLE, "text": BODY,
                "date": "2019-05-04", "publisher": PUBLISHER}}]}},
    "ninjs-1": {"uri": "u1", "type": "text", "versioncreated": "2019-06-01T10:00:00Z",
                "firstcreated": "2019-05-04T10:00:00Z", "headline": TITLE, "body_xhtml": f"<p>{FIRST}</p>",
                "provider": PUBLISHER},
    "ninjs-2": {"uri": "u1", "firstcreated": "2019-05-04T10:00:00Z", "versioncreated": "2019-06-01T10:00:00Z",
                "headlines": [{"role": "short", "value": "King"}, {"role": "main", "value": TITLE}],
                "bodies": [{"role": "main", "contenttype": "text/html", "value": f"<p>{FIRST}</p>"}],
                "provider": {"name": PUBLISHER}},
    "json-feed": {"version": "https://jsonfeed.org/version/1.1", "title": PUBLISHER,
                  "items": [{"id": "1", "title": TITLE, "content_html": f"<p>{FIRST}</p>",
                             "date_published": "2019-05-04", "publisher": PUBLISHER}]},
}  # fmt: skip


@pytest.mark.parametrize("name", SERVICES)
def test_the_answers_of_news_services_are_read_as_they_come(read, name):
    ([article], codes) = read(json.dumps(SERVICES[name]), f"{name}.json")
    assert (article.title, article.publisher, article.published) == (TITLE, PUBLISHER, "2019-05-04")
    assert list_parts(article)[0].startswith(FIRST)
    assert codes == (["cut-text"] if name == "newsapi" else [])
    assert "chars]" not in article.text


def test_lists_of_headlines_of_media_databases(read):
    cloud = write_table(
        [
            ("id", "language", "media_name", "publish_date", "title", "url"),
            ("1", "en", PUBLISHER, "2019-05-04", TITLE, "https://c.example/1"),
        ]
    )
    gdelt = json.dumps(
        {
            "articles": [
                {
                    "url": "https://c.example/1",
                    "title": TITLE,
                    "seendate": "20190504T101500Z",
                    "domain": "c.example",
                    "language": "English",
                }
            ]
        }
    )
    for content, name, publisher in ((cloud, "a.csv", PUBLISHER), (gdelt, "a.json", "c.example")):
        ([article], codes) = read(content, name)
        assert (article.text, article.published, article.publisher, codes) == (TITLE, "2019-05-04", publisher, [])


ROW = ["1", "2019-05-04", TITLE, BODY]
HEADER = ["id", "date", "title", "text"]


@pytest.mark.parametrize(
    "content",
    [
        "sep=;\n" + write_table([HEADER, ROW], delimiter=";"),
        '"sep=;"\n' + write_table([HEADER, ROW], delimiter=";"),
        "From the archive of the Courier\n\n" + write_table([HEADER, ROW]),
        write_table([[f" {name}" for name in HEADER], ROW]),
        write_table([HEADER, [*ROW, "", ""]]),
        write_table([HEADER, ROW], delimiter="|"),
        write_table([HEADER, ROW], delimiter="\t").encode("utf-16"),
    ],
)
def test_tables_as_programs_write_them(read, content):
    ([article], codes) = read(content, "a.csv")
    assert (article.id, article.title, article.published, codes) == ("1", TITLE, "2019-05-04", [])


def test_the_line_of_a_row_counts_what_stands_before_the_header(read, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("An archive\n\n" + write_table([HEADER, ROW, ["2"]]))
    assert next(item.line for item in read_articles([path]) if hasattr(item, "code")) == 9


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (",".join(HEADER) + "\n", "empty"),
        ("\t".join(["20190504101500-1", "20190504101500", *["x"] * 25]) + "\n", "unsupported"),
        ("\t".join(["1175000000", "20190504", *["x"] * 59]) + "\n", "unsupported"),
        (bytes(range(256)) * 9, "binary"),
    ],
)
def test_tables_without_articles_say_what_they_are(read, content, code):
    assert read(content, "a.csv") == ([], [code])


def test_a_named_field_adds_to_the_known_names(read):
    rows = [("Nr", "Wann", "Was"), ("1", "2019-05-04", BODY)]
    ([article], _) = read(write_table(rows), "a.csv", text_field="was", date_field="WANN", id_field="nr")
    assert (article.id, article.published, article.text) == ("1", "2019-05-04", BODY)
    mixed = [{"Was": BODY}, {"text": SECOND}]
    articles, _ = read("\n".join(map(json.dumps, mixed)), "a.jsonl", text_field="Was")
    assert [article.text for article in articles] == [BODY, SECOND]
    ([nested], _) = read(json.dumps([{"meta": {"Day": "2019-05-04"}, "text": BODY}]), "b.json", date_field="meta.day")
    assert nested.published == "2019-05-04"


@pytest.mark.parametrize("setting", ["text_field", "date_field", "title_field", "url_field", "publisher_field"])
def test_a_named_field_that_no_record_has_is_an_error_that_names_those_seen(tmp_path, setting):
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": BODY, "Datum": "2019-05-04"}))
    (tmp_path / "b.txt").write_text(BODY)
    config = Config(**{setting: "nowhere"})
    with pytest.raises(UsageError, match="nowhere") as error:
        list(read_articles([tmp_path], config=config))
    assert error.value.where == f"--{setting.replace('_', '-')}"
    assert "Datum" in error.value.remedy
    with pytest.raises(UsageError, match="nowhere"):
        list(plan_slices([tmp_path], config))
    assert len(list(read_articles([tmp_path / "b.txt"], config=config))) == 1  # no records, no field to miss


@pytest.mark.parametrize(("other", "day"), [("27/04/2021", "2021-04-06"), ("04/27/2021", "2021-06-04"), ("", None)])
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json", "a.txt", "a.parquet"])
def test_the_order_of_day_and_month_is_that_of_the_file_s_other_dates(read, tmp_path, name, other, day):
    rows = [{"date": "06/04/2021", "text": BODY}, {"date": other, "text": f"{BODY} More."}]
    if name == "a.csv":
        content = write_table([list(rows[0]), *(list(row.values()) for row in rows)])
    elif name == "a.txt":
        content = f"{TITLE}\n\n06/04/2021\n\n{BODY}\n\nIt was last seen on {other or 'a Monday'}."
    elif name == "a.parquet":
        pyarrow = pytest.importorskip("pyarrow")
        from pyarrow import parquet

        parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / name)
        content = (tmp_path / name).read_bytes()
    else:
        content = json.dumps(rows) if name == "a.json" else "\n".join(map(json.dumps, rows))
    assert read(content, name)[0][0].published == day


def test_the_settings_give_the_order_where_the_file_does_not(read):
    row = json.dumps({"date": "06/04/2021", "text": BODY})
    assert read(row, "a.jsonl", date_order="dmy")[0][0].published == "2021-04-06"
    assert read(row, "a.jsonl", date_order="mdy")[0][0].published == "2021-06-04"
    with pytest.raises(UsageError, match="order"):
        read(row, "a.jsonl", date_order="ymd")
