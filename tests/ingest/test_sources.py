"""Web pages, tables, feeds, archives and mail through the one door. All texts are invented."""

import gzip
import http.server
import io
import json
import os
import signal
import sys
import threading
import zipfile

import pytest

from graphkit.config import Config
from graphkit.errors import UsageError
from graphkit.ingest import fetch_articles, read_articles
from graphkit.ingest.readers import web_page
from graphkit.ingest.readers.gzip_file import FREE_BYTES
from graphkit.model import Article, Role, Skip
from graphkit.runtime.worker_process import WorkerProcess
from tests.ingest.conftest import sort_results

TEXT = "The king of Norland met the queen of Sudland in Norville on 3 May 2019. He thanked her for the herring."
MORE = "Officials in Norville said that the two will meet again in autumn to sign a treaty about the northern waters."
HEAD = (
    '<title>King meets queen in Norville</title><meta property="article:published_time" content="2019-05-04T10:00:00Z">'
)
PAGE = f"<!doctype html><html><head>{HEAD}</head><body><article><p>{TEXT}</p><p>{MORE}</p></article></body></html>"


@pytest.fixture
def read(tmp_path):
    def _read(content, name, **settings):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        results = list(read_articles([path], config=Config(**settings)))
        articles = [item for item in results if isinstance(item, Article)]
        return articles, [item.code for item in results if isinstance(item, Skip)]

    return _read


def test_a_web_page_gives_text_title_and_day(read):
    ([article], _) = read(PAGE, "page.html")
    assert (article.id, article.title, article.published) == ("page", "King meets queen in Norville", "2019-05-04")
    assert article.text.startswith("King meets queen in Norville\n\nThe king of Norland")
    assert [section.role for section in article.sections] == [Role.HEADLINE, Role.BODY, Role.BODY]


def test_an_impossible_day_in_a_page_is_no_day_and_none_is_guessed(read):
    ([article], _) = read(PAGE.replace("2019-05-04T10", "2019-02-31T99"), "page.html")
    assert article.published is None


def test_active_content_and_bad_addresses_stay_out(read):
    page = PAGE.replace("</p>", "</p><script>alert(1)</script><img src=x onerror=alert(2)>", 1)
    page = page.replace("</head>", '<link rel=canonical href="javascript:alert(3)"></head>')
    ([article], _) = read(page, "page.html")
    assert "alert" not in article.text
    assert article.url is None


def test_the_declared_encoding_is_believed_only_where_it_fits(read):
    page = PAGE.replace("<head>", "<head><meta charset=utf-8>").replace(TEXT, TEXT + " They left Gen\u00e8ve.")
    ([article], _) = read(page.encode("latin-1"), "page.html")
    assert "Gen\u00e8ve" in article.text


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<html><head><title>x</title></head><body></body></html>", "no-text"),
        ("<html><body><div id=app></div><noscript>Please enable JavaScript.</noscript></body></html>", "stub"),
        ("<html><body><article><p>Subscribe now to read the full story.</p></article></body></html>", "stub"),
    ],
)
def test_pages_without_an_article_say_so(read, page, code):
    assert read(page, "page.html") == ([], [code])


def test_a_page_that_takes_too_long_is_read_by_its_lines(tmp_path, monkeypatch):
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "b.txt").write_text(TEXT)
    slow = WorkerProcess("time:sleep")
    monkeypatch.setattr(web_page, "_page_process", lambda megabytes: _Slow(slow))
    skip, *results = read_articles([tmp_path])
    assert [(item.id, TEXT in item.text) for item in results] == [("a", True), ("b", True)]
    assert (skip.path, skip.code) == (str(tmp_path / "a.html"), "rough-text")
    assert slow.pid is None


def test_a_page_whose_process_is_killed_is_read_again(tmp_path, monkeypatch):
    (tmp_path / "a.html").write_text(PAGE)
    process = WorkerProcess("graphkit.ingest.readers.page_parser:parse_page")
    monkeypatch.setattr(web_page, "_page_process", lambda megabytes: process)
    list(read_articles([tmp_path]))
    os.kill(process.pid, signal.SIGKILL)
    ([article], _) = sort_results(read_articles([tmp_path]))
    assert article.title == "King meets queen in Norville"
    process.kill()


class _Slow:
    """A reader that sleeps for a minute whatever it gets, and is allowed a moment."""

    def __init__(self, child):
        self.child = child

    def call(self, value, *, seconds):
        self.child.call(0.0, seconds=60)
        return self.child.call(60, seconds=0.2)


def test_json_documents(read):
    rows = [{"id": "a", "text": TEXT}, {"id": "b", "body": TEXT}]
    for value in (rows, {"articles": rows, "count": 2}):
        assert [article.id for article in read(json.dumps(value), "x.json")[0]] == ["a", "b"]
    assert [article.id for article in read(json.dumps({"headline": "Hi", "text": TEXT}), "x.json")[0]] == ["x"]
    assert read("{", "x.json") == ([], ["malformed"])
    depth = sys.getrecursionlimit() + 1
    assert read("[" * depth + "]" * depth, "x.json") == ([], ["malformed"])
    assert read("[]", "x.json") == ([], ["empty"])


@pytest.mark.parametrize(("name", "mark"), [("x.csv", ","), ("x.csv", ";"), ("x.tsv", "\t")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_tables_with_guessed_columns(read, name, mark, encoding):
    header, row = (
        ["ID", "Headline", "published_at", "Body"],
        ["a", "Caf\u00e9 talks", "2019-05-04", f'"{TEXT}\r\n\r\nYes."'],
    )
    data = f"{mark.join(header)}\r\n{mark.join(row)}\r\n"
    ([article], codes) = read(data.encode(encoding), name)
    assert (article.id, article.title, article.published, codes) == ("a", "Caf\u00e9 talks", "2019-05-04", [])
    assert article.text == f"Caf\u00e9 talks\n\n{TEXT}\r\n\r\nYes."
    assert [section.role for section in article.sections] == [Role.HEADLINE, Role.BODY, Role.BODY]


def test_columns_can_be_named_and_broken_rows_are_reported(read):
    data = f"nr,wer,was\n1,Courier,{TEXT}\n2,Courier\n3,Courier,{TEXT},x\n"
    articles, codes = read(data, "x.csv", text_field="was", id_field="nr", publisher_field="wer")
    assert [(article.id, article.publisher) for article in articles] == [("1", "Courier")]
    assert codes == ["bad-line", "bad-line"]


def test_parquet_files(read, tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    table = pyarrow.table({"id": [1, 2], "text": [TEXT, None], "date": ["2019-05-04", None]})
    parquet.write_table(table, tmp_path / "t.parquet")
    data = (tmp_path / "t.parquet").read_bytes()
    ([article], codes) = read(data, "x.parquet")
    assert (article.id, article.published, codes) == ("1", "2019-05-04", ["bad-field"])
    assert read(data[:-10], "y.parquet") == ([], ["malformed"])


def feed(items, head="", tail="</channel></rss>"):
    return f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>Courier</title>{items}{tail}'


def item(name):
    date = "<pubDate>Sat, 04 May 2019 10:00:00 GMT</pubDate>"
    body = f"<description>&lt;p&gt;{TEXT}&lt;/p&gt;</description>"
    return f"<item><guid>{name}</guid><title>Talks {name}</title>{date}{body}</item>"


def test_rss_and_atom(read):
    ([article], codes) = read(feed(item("a")), "x.rss")
    assert (article.id, article.title, article.publisher, article.published) == (
        "a",
        "Talks a",
        "Courier",
        "2019-05-04",
    )
    assert article.text == f"Talks a\n\n{TEXT}"
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title><entry><id>b</id><title>Talks</title>'
        f'<link href="https://example.org/b"/><updated>2019-05-04T10:00:00Z</updated>'
        f'<content type="html">{TEXT}</content></entry></feed>'
    )
    ([article], codes) = read(atom, "x.atom")
    assert (article.id, article.url, article.published, codes) == ("b", "https://example.org/b", "2019-05-04", [])


def test_a_broken_feed_keeps_what_came_before(read):
    articles, codes = read(feed(item("a") + item("b") + item("c"))[:-60], "x.rss")
    assert ([article.id for article in articles], codes) == (["a", "b"], ["malformed"])


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_feed_that_declares_entities_is_refused(read, head):
    assert read(feed(item("a"), head), "x.rss") == ([], ["unsafe-xml"])


def test_a_document_type_without_declarations_is_not_loaded_and_does_no_harm(read):
    for head in (
        '<!doctype x SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE rss PUBLIC "-//X//DTD RSS 0.91//EN" "x.dtd">',
    ):
        articles, codes = read(feed(item("a"), head), "x.rss")
        assert ([article.id for article in articles], codes) == (["a"], [])


def test_gzip_whole_cut_plain_and_grown(read):
    lines = "".join(json.dumps({"id": str(n), "text": f"{TEXT} {n * 7919}"}) + "\n" for n in range(3000)).encode()
    assert len(read(gzip.compress(lines), "x.jsonl.gz")[0]) == 3000
    two_members = gzip.compress(lines[: len(lines) // 2]) + gzip.compress(lines[len(lines) // 2 :])
    assert len(read(two_members, "x.jsonl.gz")[0]) == 3000
    articles, codes = read(gzip.compress(lines)[:-500], "x.jsonl.gz")
    assert len(articles) > 1000
    assert codes[-1] == "truncated"
    assert len(read(lines, "x.jsonl.gz")[0]) == 3000
    large = json.dumps({"id": "a", "text": TEXT}).encode() + b"\n" + b'{"text": "' + b"a" * FREE_BYTES
    articles, codes = read(gzip.compress(large), "x.jsonl.gz", record_megabytes=50)
    assert ([article.id for article in articles], codes[-1]) == (["a"], "too-large")


def test_zip_members_are_read_in_place(read, tmp_path):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../above.txt", TEXT)
        archive.writestr("b/news.jsonl", json.dumps({"id": "n", "text": TEXT}))
        archive.writestr("large.txt", b"0" * (FREE_BYTES + 1))
        archive.writestr("inner.zip", b"x")
        archive.writestr("c/page.html", PAGE)
    articles, codes = read(data.getvalue(), "x.zip")
    assert sorted(article.id for article in articles) == ["above", "n", "page"]
    assert sorted(codes) == ["too-large", "unsupported"]
    assert not (tmp_path.parent.parent / "above.txt").exists()
    assert read(data.getvalue()[:-30], "x.zip") == ([], ["malformed"])


def record(uri, body, length=None, head=b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"):
    content = head + body
    lines = (
        "WARC/1.0", "WARC-Type: response", f"WARC-Target-URI: {uri}", "WARC-Date: 2019-05-06T00:00:00Z",
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {length or len(content)}",
    )  # fmt: skip
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content + b"\r\n\r\n"


def test_web_archives(read):
    pytest.importorskip("fastwarc")
    page = PAGE.encode()
    first, second = record("https://example.org/1", page), record("https://example.org/2", page)
    ([article], codes) = read(first, "x.warc")
    assert (article.id, article.url, article.published, codes) == ("https://example.org/1",) * 2 + ("2019-05-04", [])
    assert len(read(gzip.compress(first) + gzip.compress(second), "x.warc.gz")[0]) == 2
    for broken in (first + second[:-150], first + record("https://example.org/3", page, 10**12)):
        articles, codes = read(broken, "x.warc")
        assert ([article.id for article in articles], codes) == (["https://example.org/1"], ["truncated"])
    articles, codes = read(gzip.compress(first) + gzip.compress(second)[:-40], "x.warc.gz")
    assert ([article.id for article in articles], set(codes)) == (["https://example.org/1"], {"truncated"})
    assert read(b"WARC/9.9\r\n" + bytes(range(256)) * 9, "x.warc") == ([], ["malformed"])
    packed = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    assert len(read(record("https://example.org/4", gzip.compress(page), head=packed), "x.warc")[0]) == 1
    missing = record("https://example.org/5", page, head=b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n")
    assert read(first + missing, "x.warc")[1] == []


def test_mail(read):
    mail = (
        "From: Northern Courier <news@example.org>\r\nSubject: =?utf-8?q?King_meets_queen_at_sea?=\r\n"
        "Date: Sat, 04 May 2019 10:00:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + TEXT
    )
    ([article], _) = read(mail, "x.eml")
    assert (article.title, article.author, article.published) == (
        "King meets queen at sea",
        "Northern Courier",
        "2019-05-04",
    )
    assert article.text.endswith(TEXT)
    assert read(b"\x00\x01\x02" * 50, "y.eml")[0] == []


@pytest.mark.parametrize(("name", "word"), [("x.xls", "CSV"), ("x.7z", "unpack"), ("x.mobi", "EPUB")])
def test_other_documents_say_how_to_convert(tmp_path, name, word):
    (tmp_path / name).write_bytes(b"x")
    (skip,) = read_articles([tmp_path / name])
    assert skip.code == "unsupported"
    assert word in skip.remedy


@pytest.fixture
def site():
    class Pages(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            exists = self.path == "/a"
            self.send_response(200 if exists else 404)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(PAGE.encode() if exists else b"")

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_pages_are_fetched_when_asked(site):
    article, skip = fetch_articles([f"{site}/a", f"{site}/b"])
    assert (article.id, article.url, article.published) == (f"{site}/a", f"{site}/a", "2019-05-04")
    assert skip.code == "not-fetched"
    with pytest.raises(UsageError):
        fetch_articles(["file:///etc/passwd"])


def test_a_way_of_packing_that_is_not_known_costs_only_its_member(tmp_path):
    import struct
    import zipfile

    path = tmp_path / "odd.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "Peru signed an accord with Chile on Monday. " * 20)
        archive.writestr("b.txt", "Kenya condemned Chad on Tuesday in a long statement about the border. " * 20)
    data = bytearray(path.read_bytes())
    for mark, method in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):  # of the first member, in both of its headers
        offset = data.find(mark) + method
        data[offset : offset + 2] = struct.pack("<H", 97)
    path.write_bytes(data)
    skip, article = read_articles([path])
    assert (skip.code, article.id) == ("unsupported", "b")
