"""Feeds and the formats of agencies, sound and unsound. All texts are invented."""

from __future__ import annotations

import datetime

import pytest

from tests.ingest.conftest import BODY, FIRST, SECOND, TITLE, list_parts

ITEM = f"<item><title>{TITLE}</title><link>https://c.example/1</link><description>{FIRST}</description></item>"


def make_feed(items, head='<?xml version="1.0"?>'):
    return f'{head}<rss version="2.0"><channel><title>The Courier</title>{items}</channel></rss>'


@pytest.mark.parametrize(
    ("item", "text"),
    [
        (ITEM.replace("king of Norland met", "king&rsquo;s men met"), "The king\u2019s men met"),
        (ITEM.replace("c.example/1", "c.example/1?a=1&b=2"), FIRST),
        (ITEM.replace("<link>", '<media:thumbnail url="x.jpg"/><link>'), FIRST),
        (ITEM.replace("Norland met", "Norland \x0b met"), FIRST),
        (ITEM.replace(FIRST, f"<![CDATA[<p>{FIRST} a & b &amp; c</p>]]>"), f"{FIRST} a & b & c"),
        (ITEM.replace(FIRST, f"{FIRST} The post {TITLE} appeared first on The Courier."), FIRST),
    ],
)
def test_a_feed_that_is_not_sound_loses_no_item(read, item, text):
    articles, codes = read(make_feed(item + ITEM.replace("/1", "/2")), "x.rss")
    assert (len(articles), codes) == (2, [])
    assert text in articles[0].text
    assert articles[0].text.count("\n\n") == 1


def test_feeds_by_a_real_generator(read):
    feedgenerator = pytest.importorskip("feedgenerator")
    day = datetime.datetime(2019, 5, 4, 10, tzinfo=datetime.UTC)
    for name, kind in (("a.rss", feedgenerator.Rss201rev2Feed), ("a.atom", feedgenerator.Atom1Feed)):
        feed = kind(title="The Courier", link="https://c.example/", description="x")
        later = day + datetime.timedelta(days=9)
        feed.add_item(TITLE, "https://c.example/1", f"<p>{FIRST}</p><p>{SECOND}</p>", pubdate=day, updateddate=later)
        ([article], codes) = read(feed.writeString("utf-8"), name)
        assert (article.title, article.publisher, article.published) == (TITLE, "The Courier", "2019-05-04")
        assert (article.url, list_parts(article), codes) == ("https://c.example/1", [FIRST, SECOND], [])


PARAGRAPHS = f"<p>{FIRST}</p><p>{SECOND}</p>"
NITF = (
    "<nitf><head><docdata><doc-id id-string='c1'/><date.issue norm='20190504T100000Z'/></docdata></head>"
    f"<body><body.head><hedline><hl1>{TITLE}</hl1></hedline><byline>By Ann Lee</byline>"
    "<distributor>The Courier</distributor>"
    "<dateline><location>NORVILLE</location></dateline></body.head><body.content><media><media-caption><p>A boat.</p>"
    f"</media-caption></media>{PARAGRAPHS}</body.content></body></nitf>"
)
G2 = (
    '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2019-06-01T10:00:00Z</sent></header><itemSet>'
    '<newsItem guid="p1"><itemMeta><itemClass qcode="ninat:picture"/></itemMeta><contentSet/></newsItem>'
    '<newsItem guid="c1" xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/><provider literal="The Courier"/>'
    "<versionCreated>2019-05-20T10:00:00Z</versionCreated><firstCreated>2019-05-04T10:00:00Z</firstCreated></itemMeta>"
    f"<contentMeta><headline>{TITLE}</headline><by>Ann Lee</by><dateline>NORVILLE</dateline></contentMeta><contentSet>"
    f'<inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body>{PARAGRAPHS}</body></html></inlineXML></contentSet>'
    "</newsItem></itemSet></newsMessage>"
)
NEWSML = (
    "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>c.example</ProviderId>"
    "<PublicIdentifier>c1</PublicIdentifier></NewsIdentifier></Identification><NewsManagement>"
    "<FirstCreated>20190504T100000Z</FirstCreated><ThisRevisionCreated>20190520T100000Z</ThisRevisionCreated>"
    f"</NewsManagement><NewsComponent><AdministrativeMetadata><Provider><Party FormalName='The Courier'/></Provider>"
    f"</AdministrativeMetadata><NewsLines><HeadLine>{TITLE}</HeadLine><ByLine>By Ann Lee</ByLine></NewsLines>"
    "<ContentItem>"
    f"<DataContent><nitf><body><body.head><dateline><location>NORVILLE</location></dateline></body.head><body.content>"
    f"{PARAGRAPHS}</body.content></body></nitf></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
)


@pytest.mark.parametrize("document", [NITF, f'<!DOCTYPE nitf SYSTEM "nitf.dtd">{NITF}', G2, NEWSML])
def test_the_formats_of_agencies(read, document):
    ([article], codes) = read(f'<?xml version="1.0" encoding="UTF-8"?>\n{document}', "a.xml")
    assert (article.id, article.title, article.published) == ("c1", TITLE, "2019-05-04")
    assert (article.publisher, article.author, article.dateline_place) == ("The Courier", "Ann Lee", "NORVILLE")
    assert (list_parts(article), codes) == ([FIRST, SECOND], [])


def test_a_news_sitemap_gives_headlines_and_another_says_what_it_is(read):
    head = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/sitemap-news/0.9">'
    )
    entry = (
        "<url><loc>https://c.example/1</loc><n:news><n:publication><n:name>The Courier</n:name></n:publication>"
        f"<n:publication_date>2019-05-04</n:publication_date><n:title>{TITLE}</n:title></n:news></url>"
    )
    ([article], _) = read(f"{head}{entry}</urlset>", "map.xml")
    assert (article.title, article.publisher, article.published) == (TITLE, "The Courier", "2019-05-04")
    assert article.text == TITLE
    assert read(f"{head}<url><loc>https://c.example/1</loc></url></urlset>", "b.xml") == ([], ["unsupported"])


def test_gigaword_documents_without_a_root(read):
    document = (
        f'<DOC id="COU_ENG_20190504.0001" type="story"><HEADLINE>\n{TITLE}\n</HEADLINE>'
        f"<DATELINE>NORVILLE, May 4</DATELINE><TEXT>{PARAGRAPHS.replace('p>', 'P>')}</TEXT></DOC>\n"
    )
    articles, codes = read(document + document.replace("0001", "0002").replace("king", "queen"), "a.sgml")
    assert [article.id for article in articles] == ["COU_ENG_20190504.0001", "COU_ENG_20190504.0002"]
    assert (articles[0].published, articles[0].dateline_place, codes) == ("2019-05-04", "NORVILLE", [])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<rss><channel/></rss>", "empty"),
        ("<svg><path/></svg>", "empty"),
        ("not xml at all", "malformed"),
        ("<a>" * 20, "malformed"),
        (NITF[: len(NITF) // 2], "malformed"),
        (b"\0\1\2\3" * 500, "binary"),
        (f'<!DOCTYPE nitf [<!ENTITY a "b">]>{NITF}', "unsafe-xml"),
    ],
)
def test_damaged_xml_says_so(read, content, code):
    assert code in read(content, "a.xml")[1]


def test_a_text_that_breaks_off_is_read_as_far_as_it_goes(read):
    articles, codes = read(NITF[: NITF.index(SECOND) + 5], "a.xml")
    assert (codes, FIRST in articles[0].text) == (["malformed"], True)
    assert BODY not in articles[0].text


def test_a_reporter_s_title_and_a_holder_of_rights(read):
    document = NITF.replace("By Ann Lee", "By ANN LEE<byttl>Courier Business Writer</byttl>")
    document = document.replace("<distributor>The Courier</distributor>", "")
    document = document.replace("</docdata>", "<doc.copyright holder='The Courier' year='2019'/></docdata>")
    document = document.replace("20190504T100000Z", "20190504T100000+0200")
    ([article], _) = read(document, "a.xml")
    assert (article.author, article.publisher, article.published) == ("ANN LEE", "The Courier", "2019-05-04")


def test_an_item_without_a_text_is_read_for_its_headline_and_the_code_of_its_provider(read):
    document = G2.replace(PARAGRAPHS, "").replace('literal="The Courier"', 'qcode="nprov:COURIER"')
    document = document.replace("<by>Ann Lee</by>", "<creator><name>Ann Lee</name></creator>")
    document = document.replace("<dateline>NORVILLE</dateline>", "")
    ([article], _) = read(document, "a.xml")
    assert (article.text, article.publisher, article.author) == (TITLE, "COURIER", "Ann Lee")
