"""PDF, Word, RTF, ODT, EPUB and XLSX, made by real tools where there are any, sound and damaged."""

from __future__ import annotations

import datetime
import io
import zipfile

import pytest

from graphkit.ingest import read_articles
from graphkit.ingest.readers.document_parser import _FREE_BYTES
from tests.ingest.conftest import BODY, FIRST, SECOND, THIRD, TITLE, list_parts, sort_results

HEAD = ("The Northern Courier", "By Ann Lee", "4 May 2019")


def make_docx(paragraphs, title=TITLE):
    docx = pytest.importorskip("docx")
    document = docx.Document()
    if title:
        document.add_heading(title, 0)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return save(document.save)


def save(write):
    stream = io.BytesIO()
    write(stream)
    return stream.getvalue()


def make_pdf(paragraphs, *, title=TITLE, password=None):
    pytest.importorskip("reportlab")
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    lock = StandardEncryption(password, canPrint=1) if password else None
    stream = io.BytesIO()
    story = [Paragraph(title, styles["Title"])] if title else []
    SimpleDocTemplate(stream, encrypt=lock).build(story + [Paragraph(text, styles["BodyText"]) for text in paragraphs])
    return stream.getvalue()


def make_columns(paragraphs):
    """A page in two columns with a head and a number on each page."""
    pytest.importorskip("reportlab")
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, PageTemplate, Paragraph

    width, height = A4
    styles = getSampleStyleSheet()

    def draw_head(canvas, document):
        canvas.drawString(60, height - 30, f"The Northern Courier - 4 May 2019 - Page {document.page}")
        canvas.drawCentredString(width / 2, 25, str(document.page))

    frames = [
        Frame(50, height - 130, width - 100, 80),
        Frame(50, 60, width / 2 - 60, height - 200),
        Frame(width / 2 + 10, 60, width / 2 - 60, height - 200),
    ]
    stream = io.BytesIO()
    document = BaseDocTemplate(stream, pagesize=A4)
    document.addPageTemplates([PageTemplate("page", frames, onPage=draw_head)])
    body = [Paragraph(text, styles["BodyText"]) for text in paragraphs]
    document.build([Paragraph(TITLE, styles["Title"]), FrameBreak(), *body])
    return stream.getvalue()


def make_rtf(paragraphs):
    return "{\\rtf1\\ansi{\\fonttbl{\\f0 Times;}}\\b " + "\\b0\\par\\par ".join(paragraphs) + "\\par}"


def make_odt(paragraphs, title=TITLE):
    odfdo = pytest.importorskip("odfdo")
    document = odfdo.Document("text")
    document.body.clear()
    document.body.append(odfdo.Header(1, title))
    for paragraph in paragraphs:
        document.body.append(odfdo.Paragraph(paragraph))
    return save(document.save)


def make_epub(chapters, *, encrypted=None, day="2019-05-04"):
    """A book by the specification of EPUB 2."""
    items = "".join(f'<item id="c{n}" href="c{n}.xhtml"/>' for n in range(len(chapters)))
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    with io.BytesIO() as stream:
        with zipfile.ZipFile(stream, "w") as book:
            book.writestr("mimetype", "application/epub+zip")
            book.writestr(
                "META-INF/container.xml",
                '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
                '<rootfile full-path="text/book.opf"/></rootfiles></container>',
            )
            book.writestr(
                "text/book.opf",
                '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
                f"<dc:publisher>The Northern Courier</dc:publisher><dc:date>{day}</dc:date></metadata>"
                f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
            )
            for number, (title, paragraphs) in enumerate(chapters):
                body = "".join(f"<p>{text}</p>" for text in paragraphs)
                book.writestr(f"text/c{number}.xhtml", f"<html><body><h1>{title}</h1>{body}</body></html>")
            if encrypted:
                book.writestr(
                    "META-INF/encryption.xml",
                    f'<encryption><EncryptedData><CipherData><CipherReference URI="{encrypted}"/></CipherData>'
                    "</EncryptedData></encryption>",
                )
        return stream.getvalue()


def make_xlsx(rows):
    openpyxl = pytest.importorskip("openpyxl")
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    return save(workbook.save)


PARAGRAPHS = [*HEAD, FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.docx", lambda: make_docx(PARAGRAPHS)),
        ("a.doc", lambda: make_docx(PARAGRAPHS)),  # the bytes decide, not the name
        ("a.pdf", lambda: make_pdf(PARAGRAPHS)),
        ("a.rtf", lambda: make_rtf([TITLE, *PARAGRAPHS])),
        ("a.odt", lambda: make_odt(PARAGRAPHS)),
    ],
)
def test_a_document_gives_title_publisher_author_day_and_text(read, name, make):
    ([article], codes) = read(make(), name)
    assert (article.title, article.publisher, article.author) == (TITLE, "The Northern Courier", "Ann Lee")
    assert (article.published, codes) == ("2019-05-04", [])
    assert list_parts(article) == [FIRST, SECOND, THIRD]


def test_columns_are_read_one_after_the_other_without_the_heads_of_pages(read):
    paragraphs = [f"Report number {n} says this: {SECOND} {THIRD}" for n in range(30)]
    ([article], _) = read(make_columns([FIRST, *paragraphs]), "paper.pdf")
    assert (article.title, article.publisher, article.published) == (TITLE, "The Northern Courier", "2019-05-04")
    assert list_parts(article) == [FIRST, *paragraphs]


def test_a_word_divided_at_the_end_of_a_line_is_whole_again(read):
    pytest.importorskip("reportlab")
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream)
    for number, line in enumerate(
        (
            "The king of Norland met the queen of Sudland to talk about the agree-",
            "ment on the northern waters, and about the cease-fire with the gulls. Each cease-",
            "fire has its price, the king said.",
        )
    ):
        canvas.drawString(60, 700 - 14 * number, line)
    canvas.save()
    ([article], _) = read(stream.getvalue(), "a.pdf")
    assert "the agreement on the northern waters" in article.text
    assert "Each cease-fire has its price" in article.text


def test_a_book_gives_an_article_for_each_chapter(read):
    long = [FIRST, SECOND, THIRD]
    book = make_epub([("Cover", ["x"]), (TITLE, long), ("Cod is back in Norville", [THIRD, FIRST, SECOND])])
    articles, codes = read(book, "weekly.epub")
    assert [article.title for article in articles] == [TITLE, "Cod is back in Norville"]
    assert {article.published for article in articles} == {"2019-05-04"}
    assert {article.publisher for article in articles} == {"The Northern Courier"}
    assert codes == []


def test_a_workbook_is_read_row_by_row_below_its_header(read):
    rows = [
        ["From the archive of the Courier"],
        ["Publication Date", "Headline", "Publication", "Full Text"],
        [datetime.datetime(2019, 5, 4), TITLE, "The Northern Courier", BODY],
        [None, None, None, None],
        ["06/05/2019", "Cod is back in Norville", "The Northern Courier", BODY],
        ["27/05/2019", "Herring leaves Norville", "The Northern Courier", BODY],
    ]
    articles, codes = read(make_xlsx(rows), "archive.xlsx")
    assert [article.published for article in articles] == ["2019-05-04", "2019-05-06", "2019-05-27"]
    assert (articles[0].title, articles[0].publisher, codes) == (TITLE, "The Northern Courier", [])


def test_a_bulk_export_in_a_document_is_split(read):
    block = [
        "The Northern Courier", "May 4, 2019 Saturday", "Copyright 2019 Courier All Rights Reserved", "Section: NEWS",
        "Byline: Ann Lee", "Body", FIRST, SECOND, "Classification", "Load-Date: May 6, 2019", "End of Document",
    ]  # fmt: skip
    articles, _ = read(make_docx([TITLE, *block, "Cod is back in Norville", *block], title=None), "bulk.docx")
    assert [article.title for article in articles] == [TITLE, "Cod is back in Norville"]
    assert {(article.published, article.publisher, article.author) for article in articles} == {
        ("2019-05-04", "The Northern Courier", "Ann Lee")
    }
    assert all(list_parts(article) == [FIRST, SECOND] for article in articles)


def make_scan():
    pytest.importorskip("reportlab")
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.drawImage(ImageReader(Image.new("RGB", (60, 80))), 0, 0, 500, 700)
    canvas.save()
    return stream.getvalue()


def make_large():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<x>" + b" " * _FREE_BYTES + b"</x>")
    return stream.getvalue()


def make_zip():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("a.txt", BODY)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("a.pdf", make_scan, "scan"),
        ("a.pdf", lambda: make_pdf(PARAGRAPHS, password="secret"), "encrypted"),  # noqa: S106 the lock of a test
        ("a.pdf", lambda: make_pdf([" "], title=None), "no-text"),
        ("a.pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 9, "malformed"),
        ("a.pdf", lambda: BODY.encode(), "malformed"),
        ("a.docx", lambda: make_docx(PARAGRAPHS)[:-200], "malformed"),
        ("a.docx", lambda: BODY.encode(), "malformed"),
        ("a.docx", make_zip, "malformed"),
        ("a.docx", make_large, "too-large"),
        ("a.docx", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.doc", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "unsupported"),
        ("a.docx", lambda: make_docx([" "], title=None), "empty"),
        ("a.odt", lambda: make_odt(PARAGRAPHS)[:-50], "malformed"),
        ("a.epub", lambda: make_epub([(TITLE, [FIRST, SECOND, THIRD])], encrypted="text/c0.xhtml"), "encrypted"),
        ("a.epub", lambda: make_epub([]), "no-text"),
        ("a.xlsx", lambda: make_xlsx([["a", "b"], [1, 2]]), "empty"),
        ("a.xlsx", lambda: make_xlsx([["date", "text"], ["2019-05-04", FIRST]])[:-30], "malformed"),
        ("a.rtf", lambda: "{\\rtf1" + "{" * 200, "truncated"),
        ("a.rtf", lambda: make_rtf([TITLE, *PARAGRAPHS])[:-40], "truncated"),
    ],
)
def test_what_cannot_be_read_says_why_and_loses_no_other(tmp_path, name, make, code):
    made = make()
    (tmp_path / name).write_bytes(made if isinstance(made, bytes) else made.encode())
    (tmp_path / "z.txt").write_text(BODY)
    articles, codes = sort_results(read_articles([tmp_path]))
    assert ([article.id for article in articles], codes) == (["z"], [code])


def test_entities_in_a_document_are_not_expanded(read):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr(
            "content.xml",
            '<!DOCTYPE x [<!ENTITY a SYSTEM "nowhere.txt">]><office xmlns:text="t"><text:p>'
            f"{FIRST} &a;</text:p></office>",
        )
    ([article], _) = read(stream.getvalue(), "a.odt")
    assert "root:" not in article.text
    assert article.text.startswith(FIRST)


def test_documents_are_read_in_archives_too(read):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("in/a.docx", make_docx(PARAGRAPHS))
        archive.writestr("in/b.pdf", make_pdf(PARAGRAPHS))
    articles, codes = read(stream.getvalue(), "all.zip")
    assert ([article.id for article in articles], codes) == (["a", "b"], [])
