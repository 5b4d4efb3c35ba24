"""Bulk exports of news databases, by the published descriptions of their forms. All texts are invented."""

from __future__ import annotations

import textwrap

import pytest

from tests.ingest.conftest import BODY, FIRST, SECOND, TITLE, list_parts

OTHER = "Cod is back in Norville"

NEXIS = f"""
                               1 of 2 DOCUMENTS


                       Copyright 2019 Courier Ltd
                          All Rights Reserved
                     The Northern Courier (Norville)

                              May 4, 2019 Saturday
                                 Final Edition

{TITLE}

BYLINE: Ann Lee in Norville

SECTION: NEWS; Pg. 4

LENGTH: 212 words

HIGHLIGHT: Fish and kings


{textwrap.fill(FIRST, 50)}

{textwrap.fill(SECOND, 50)}

LOAD-DATE: May 6, 2019

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper


                               2 of 2 DOCUMENTS


                          The Southern Post (Sudville)

                             January 9, 2012 Monday

HEADLINE: {OTHER}

BODY:
{FIRST}

LOAD-DATE: January 10, 2012
"""

NEXIS_NEW = "".join(
    f"""{title}

{paper}

{day}

Copyright 2019 Courier All Rights Reserved

Section: NEWS; Pg. 4

Length: 212 words

Byline: Ann Lee

Body

{FIRST}

{SECOND}

Graphic

A boat on the sea.

Classification

Language: ENGLISH

Publication-Type: Newspaper

Load-Date: May 6, 2019

End of Document
"""
    for title, paper, day in (
        (TITLE, "The Northern Courier (Norville)", "May 4, 2019 Saturday"),
        (OTHER, "The Southern Post", "9 January 2012"),
    )
)

FACTIVA = f"""{TITLE}
By Ann Lee
212 words
4 May 2019
10:05
The Northern Courier
NCOU
A4
English
(c) 2019 Courier Ltd

{FIRST}

{SECOND}

Document NCOU000020190504ek5e00001


{OTHER}
180 words
9 January 2012
The Southern Post
SPOS
English
(c) 2012 The Southern Post

{FIRST}

Document SPOS000020120109ef630000a

Search Summary
Text	cod or herring
Date	All Dates
"""

FACTIVA_CODES = f"""HD\t{TITLE}
BY\tAnn Lee
WC\t212 words
PD\t4 May 2019
ET\t10:05
SN\tThe Northern Courier
SC\tNCOU
LA\tEnglish
CY\t(c) 2019 Courier Ltd
LP\t{FIRST}

TD\t{SECOND}

CO\tcod : Cod Company | herr : Herring Company
AN\tDocument NCOU000020190504ek5e00001

HD\t{OTHER}
PD\t9 January 2012
SN\tThe Southern Post
LP\t{FIRST}
AN\tDocument SPOS000020120109ef630000a
"""

PROQUEST = f"""____________________________________________________________

Document 1 of 2

{TITLE}

Author: Lee, Ann

Publication info: The Northern Courier ; Norville [Norville]04 May 2019: A.4.

Abstract: Fish and kings.

Links: none

Full text: {FIRST}

{SECOND}

Subject: Fish; Kings

Publication title: The Northern Courier; Norville

Publication date: May 4, 2019

Database: ProQuest Central

____________________________________________________________

Document 2 of 2

{OTHER}

Publication info: The Southern Post ; Sudville [Sudville]09 Jan 2012: B.1.

Full text: {FIRST}

Publication date: Jan 9, 2012
"""

NEWSBANK = "\n____________________\n\n".join(
    f"""{title}

{paper} (Norville, Norland) - {day}

Author/Byline: Ann Lee

Edition: Final

Section: News

Page: A4

{FIRST}

{SECOND}

Record Number: {number}

Copyright (c) {day[-4:]} {paper}
"""
    for title, paper, day, number in (
        (TITLE, "The Northern Courier", "May 4, 2019", "15AB"),
        (OTHER, "The Southern Post", "January 9, 2012", "16AB"),
    )
)


@pytest.mark.parametrize("text", [NEXIS, NEXIS_NEW, FACTIVA, FACTIVA_CODES, PROQUEST, NEWSBANK])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_bulk_file_is_split_into_its_articles(read, text, ending):
    (first, second), codes = read(text.replace("\n", ending), "bulk.txt")
    assert (first.title, first.publisher, first.published) == (TITLE, "The Northern Courier", "2019-05-04")
    assert (second.title, second.publisher, second.published) == (OTHER, "The Southern Post", "2012-01-09")
    assert first.author in ("Ann Lee", "Ann Lee in Norville", "Lee, Ann")
    assert [passage for passage in list_parts(first) if passage != "Fish and kings"] == [FIRST, SECOND]
    assert list_parts(second)[0] == FIRST
    assert codes == []
    for article in (first, second):
        for furniture in ("LOAD-DATE", "Load-Date", "Publication", "Copyright", "(c)", "words", "Document", "Search"):
            assert furniture not in article.text


def test_an_article_without_a_day_has_the_day_of_loading_as_a_hint(read):
    text = NEXIS.replace("May 4, 2019 Saturday", "Saturday edition")
    assert read(text, "bulk.txt")[0][0].published == "2019-05-06"


def test_articles_between_rules_are_split_where_each_opens_as_one(read):
    blocks = [
        f"{TITLE}\nNORVILLE, May 4, 2019 (Courier) - {FIRST}",
        f"{OTHER}\nSUDVILLE, Jan. 9, 2012 (Post) - {FIRST}",
    ]
    articles, _ = read("\n-----\n".join(blocks), "bulk.txt")
    assert [(article.title, article.published) for article in articles] == [
        (TITLE, "2019-05-04"),
        (OTHER, "2012-01-09"),
    ]
    assert len(read(f"{TITLE}\n\n{FIRST}\n\n-----\n\n{SECOND}\n\n-----\n\n{FIRST}", "one.txt")[0]) == 1


def test_a_dateline_without_a_year_has_the_year_of_its_neighbours_or_none(read):
    def write(*days):
        return "\n-----\n".join(
            f"{TITLE}\nNORVILLE, {day} (Courier) - {FIRST} {number}" for number, day in enumerate(days)
        )

    days = [article.published for article in read(write("May 4, 2019", "May 5", "May 6, 2019"), "a.txt")[0]]
    assert days == ["2019-05-04", "2019-05-05", "2019-05-06"]
    days = [article.published for article in read(write("Dec 31, 2018", "Jan 1", "Jan 2, 2019"), "b.txt")[0]]
    assert days == ["2018-12-31", None, "2019-01-02"]
    assert read(f"NORVILLE, May 4 (Courier) - {FIRST}", "c.txt")[0][0].published is None
    assert read(f"NORVILLE, May 4 (Courier) - {FIRST}", "wire-2019-05-06.txt")[0][0].published == "2019-05-04"


@pytest.mark.parametrize(
    "text", [f"{TITLE}\n\nDocument 4 of the treaty says this. {BODY}", f"Title: {TITLE}\n\n{BODY}", f"{BODY}\n\nEnd"]
)
def test_an_article_that_only_resembles_an_export_stays_one(read, text):
    assert len(read(text, "a.txt")[0]) == 1


def test_a_page_of_factiva_is_split_into_its_articles(read):
    def write(title, author, day, publisher, identity):
        head = "".join(
            f"<div>{line}</div>" for line in ("212 words", day, publisher, "COUR", "Late Edition", "A4", "English")
        )
        return (
            f'<div id="article-{identity}" class="article"><div class="article enArticle"><div>Foreign Desk; 1</div>'
            f'<div id="hd"><span class="enHeadline">{title}</span></div><div class="author">{author}</div>{head}'
            f'<div>Copyright 2019 Courier</div><p class="articleParagraph">{FIRST}</p>'
            f'<p class="articleParagraph">{SECOND}</p><p>Document {identity}</p></div></div>'
        )

    page = write(TITLE, "By ANN LEE", "4 May 2019", "The Northern Courier", "NCOU000020190504ek5e00001")
    page += write(OTHER, "By BOB ROE", "9 January 2012", "The Southern Post", "SPOS000020120109ef630000a")
    first, second = read(
        f"<html><head><title>Factiva</title></head><body><h1>Factiva</h1>{page}</body></html>", "f.html"
    )[0]
    assert (first.id, first.title, first.author) == ("NCOU000020190504ek5e00001", TITLE, "ANN LEE")
    assert (first.published, first.publisher) == ("2019-05-04", "The Northern Courier")
    assert (second.title, second.published, second.publisher) == (OTHER, "2012-01-09", "The Southern Post")
    assert list_parts(first) == [FIRST, SECOND]


def test_the_cover_page_of_an_export_is_no_head_of_an_article(read):
    cover = "User Name: Ann Lee\n\nDate and Time: Monday, May 20, 2019 4:05 PM\n\nJob Number: 123\n\nDocuments (2)\n\n"
    cover += f"1. {TITLE}\n\nClient/Matter: -None-\n\n2. {OTHER}\n\n"
    (first, second), _ = read(cover + NEXIS_NEW, "bulk.txt")
    assert (first.title, first.publisher, first.published) == (TITLE, "The Northern Courier", "2019-05-04")
    assert (second.title, second.publisher, second.published) == (OTHER, "The Southern Post", "2012-01-09")
