"""Web archives by a real writer: packed and framed as servers send pages, and as crawlers store them."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib

import pytest

from tests.ingest.conftest import BODY, FIRST, SECOND, THIRD, TITLE, list_parts

pytest.importorskip("fastwarc")
warcio = pytest.importorskip("warcio")

HEAD = f'<title>{TITLE}</title><meta property="article:published_time" content="2019-05-04">'
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in (FIRST, SECOND, THIRD))
PAGE = f"<!doctype html><html><head>{HEAD}</head><body><article>{PARAGRAPHS}</article></body></html>".encode()


def make_warc(body, headers=(), *, kind="response", packed=False, status="HTTP/1.1 200 OK"):
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    protocol, _, line = status.partition(" ")
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=packed)
    answer = StatusAndHeaders(line, [("Content-Type", "text/html"), *headers], protocol=protocol)
    record = writer.create_warc_record(
        "https://c.example/king", kind, payload=io.BytesIO(body),
        http_headers=answer if kind == "response" else None,
        warc_content_type="" if kind == "response" else "text/plain",
        warc_headers_dict={"WARC-Date": "2019-05-30T00:00:00Z"},
    )  # fmt: skip
    writer.write_record(record)
    return stream.getvalue()


def pack_brotli(body):
    return pytest.importorskip("brotli").compress(body)


def pack_zstd(body):
    return pytest.importorskip("zstandard").compress(body)


def chunk(body, size=200):
    pieces = (body[start : start + size] for start in range(0, len(body), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def deflate_raw(body):
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(body) + engine.flush()


ENCODED = "Content-Encoding"
CHUNKED = ("Transfer-Encoding", "chunked")


@pytest.mark.parametrize(
    ("pack", "headers"),
    [
        (bytes, ()),
        (gzip.compress, ((ENCODED, "gzip"),)),
        (zlib.compress, ((ENCODED, "deflate"),)),
        (deflate_raw, ((ENCODED, "deflate"),)),
        (pack_brotli, ((ENCODED, "br"),)),
        (pack_zstd, ((ENCODED, "zstd"),)),
        (chunk, (CHUNKED,)),
        (lambda body: chunk(gzip.compress(body)), (CHUNKED, (ENCODED, "gzip"))),
        (bytes, (CHUNKED,)),  # joined and unpacked, below the headers of the wire
        (bytes, ((ENCODED, "gzip"), ("Content-Length", "123"))),
        (bytes, ((ENCODED, "br"),)),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_page_is_read_however_it_was_sent_and_stored(read, pack, headers, packed):
    data = make_warc(pack(PAGE), headers, packed=packed)
    ([article], codes) = read(data, "x.warc.gz" if packed else "x.warc")
    assert (article.title, article.published, codes) == (TITLE, "2019-05-04", [])
    assert list_parts(article) == [FIRST, SECOND, THIRD]


def test_an_answer_in_the_second_version_of_the_protocol(read):
    assert len(read(make_warc(PAGE, status="HTTP/2 200"), "x.warc")[0]) == 1


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd", "deflate"])
def test_packed_bytes_never_become_an_article(read, encoding):
    junk = bytes(range(256)) * 8
    articles, codes = read(make_warc(junk, ((ENCODED, encoding),)), "x.warc")
    assert (articles, codes) in (([], ["malformed"]), ([], ["binary"]))
    assert read(make_warc(junk), "y.warc") == ([], ["binary"])


def test_a_page_that_grows_without_bound_is_left_out(read):
    large = gzip.compress(b"<p>" + b"a" * (1 << 20))
    assert read(make_warc(large, ((ENCODED, "gzip"),)), "x.warc", record_megabytes=1) == ([], ["too-large"])
    large = pack_brotli(b"<p>" + b"a" * (1 << 20))
    assert read(make_warc(large, ((ENCODED, "br"),)), "y.warc", record_megabytes=1) == ([], ["too-large"])


def test_the_text_of_a_page_is_dated_by_its_own_line_or_the_crawl(read):
    ([article], _) = read(make_warc(f"{TITLE}\n4 May 2019\n{BODY}".encode(), kind="conversion"), "x.warc.wet")
    assert (article.title, article.published, article.url) == (TITLE, "2019-05-04", "https://c.example/king")
    ([article], _) = read(make_warc(f"{TITLE}\n{BODY}".encode(), kind="conversion", packed=True), "y.warc.wet.gz")
    assert article.published == "2019-05-30"


def test_a_wacz_file_is_read_for_its_archives_only(read):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("archive/data.warc.gz", make_warc(PAGE, packed=True))
        archive.writestr("pages/pages.jsonl", '{"url": "https://c.example/king", "text": "not an article of its own"}')
        archive.writestr("datapackage.json", "{}")
    ([article], codes) = read(stream.getvalue(), "x.wacz")
    assert (article.url, codes) == ("https://c.example/king", [])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("datapackage.json", "{}")
    assert read(stream.getvalue(), "y.wacz") == ([], ["empty"])
    assert read(b"PK\x03\x04", "z.wacz") == ([], ["malformed"])
