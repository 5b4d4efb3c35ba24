"""Web pages: words within sentences, the page's own date and title, live blogs, saved pages. All texts are invented."""

from __future__ import annotations

import email.message
import json

import pytest

from graphkit.ingest import read_articles
from tests.ingest.conftest import FIRST, SECOND, THIRD, TITLE, list_parts, sort_results

OTHER = "Emperor of Westland closes all his harbours"


def make_page(head="", body=None, title=TITLE):
    text = body or "".join(f"<p>{text}</p>" for text in (FIRST, SECOND, THIRD))
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1>{text}</article></body></html>"
    )


def script(*objects):
    return "".join(f'<script type="application/ld+json">{json.dumps(item)}</script>' for item in objects)


OWN = {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2019-05-04T08:00:00Z"}
RELATED = {"@type": "NewsArticle", "headline": OTHER, "datePublished": "2011-01-01", "author": {"name": "Bo Berg"}}


@pytest.mark.parametrize("tag", ["time", "label", "output", "ins"])
def test_words_in_an_element_within_a_sentence_stay_in_it(read, tag):
    marked = FIRST.replace("on Friday", f"<{tag}>on Friday</{tag}>")
    ([article], _) = read(make_page(body=f"<p>{marked}</p><p>{SECOND}</p><p>{THIRD}</p>"), "a.html")
    assert list_parts(article) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "head",
    [
        script({"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": RELATED}]}, OWN),
        script(RELATED, OWN),
        script({"@graph": [{"@type": "WebPage", "datePublished": "2011-01-01"}, OWN]}),
        script({"@graph": [{"@type": "WebSite", "datePublished": "2011-01-01"}, OWN]}),
        script({"@type": "Comment", "datePublished": "2011-01-01"}, OWN),
        script({**OWN, "video": {"@type": "VideoObject", "datePublished": "2011-01-01"}}),
        script({"@type": "WebPage", "datePublished": "2011-01-01", "mainEntity": OWN}),
        script({**OWN, "dateModified": "2019-06-01"}) + '<meta property="article:modified_time" content="2019-06-01">',
        "<script type='application/ld+json'>{not json</script>" + script(OWN),
    ],
)
def test_the_day_is_that_of_the_page_s_own_article(read, head):
    ([article], _) = read(make_page(head), "a.html")
    assert (article.published, article.title, article.author) == ("2019-05-04", TITLE, None)


@pytest.mark.parametrize(
    "mark",
    [
        '<span itemprop="datePublished" content="2019-05-04">yesterday</span>',
        '<time itemprop="datePublished" datetime="2019-05-04T10:00">yesterday</time>',
        '<div itemprop="datePublished">4 May 2019</div>',
        '<abbr class="updated" title="2019-06-01">x</abbr><abbr class="published" title="2019-05-04">x</abbr>',
        '<aside><time itemprop="datePublished" datetime="2011-01-01">x</time></aside>'
        '<b itemprop="datePublished" title="2019-05-04">x</b>',
    ],
)
def test_a_marked_day_counts_on_any_element(read, mark):
    body = f"<p>{mark}</p>" + "".join(f"<p>{text}</p>" for text in (FIRST, SECOND, THIRD))
    assert read(make_page(body=body), "a.html")[0][0].published == "2019-05-04"


def test_the_headline_of_a_related_story_is_neither_title_nor_text(read):
    for objects in ((RELATED,), (RELATED, OWN)):
        ([article], _) = read(make_page(script(*objects)), "a.html")
        assert article.title == TITLE
        assert OTHER not in article.text
        assert article.published != "2011-01-01"


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("{paragraphs}<aside><h2>{other}</h2></aside>", None),
        ("{paragraphs}<h2>{other}</h2>", None),
        ("<h2>{title}</h2>{paragraphs}<h2>{other}</h2>", TITLE),
    ],
)
def test_without_a_title_only_a_heading_before_the_text_is_one(read, page, title):
    paragraphs = "".join(f"<p>{text}</p>" for text in (FIRST, SECOND, THIRD))
    body = page.format(paragraphs=paragraphs, other=OTHER, title=TITLE)
    ([article], _) = read(f"<html><body><main>{body}</main></body></html>", "a.html")
    assert article.title == title


def test_the_name_of_the_site_is_no_part_of_the_title(read):
    head = '<meta property="og:site_name" content="The Courier">'
    page = make_page(head, title=f"{TITLE} - The Courier").replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    ([article], _) = read(page, "a.html")
    assert (article.title, article.publisher) == (TITLE, "The Courier")


ENTRIES = [("2019-05-04T09:00:00Z", "Norland"), ("2019-05-03T21:00:00Z", "Sudland")]


def test_a_live_blog_gives_an_article_for_each_entry_with_its_own_day(read):
    blocks = "".join(
        f'<div id="b{n}"><time datetime="{stamp}">x</time><h2>The king of {name} speaks</h2>'
        f"<p>The king of {name} spoke to the sailors in the harbour today and thanked them.</p></div>"
        for n, (stamp, name) in enumerate(ENTRIES)
    )
    page = make_page('<link rel="canonical" href="https://c.example/live">', blocks, "Kings live: latest updates")
    articles, _ = read(page, "live.html")
    assert [(article.published, article.title, article.url) for article in articles] == [
        ("2019-05-04", "The king of Norland speaks", "https://c.example/live#b0"),
        ("2019-05-03", "The king of Sudland speaks", "https://c.example/live#b1"),
    ]
    updates = [
        {
            "@type": "BlogPosting",
            "headline": f"The king of {name} speaks",
            "datePublished": stamp,
            "articleBody": SECOND,
        }
        for stamp, name in ENTRIES
    ]
    blog = {"@type": "LiveBlogPosting", "headline": "Kings of the north", "liveBlogUpdate": updates}
    articles, _ = read(make_page(script(blog), "<p>Follow us.</p>", "Kings of the north"), "live2.html")
    assert [article.published for article in articles] == ["2019-05-04", "2019-05-03"]


def test_a_live_blog_without_texts_in_its_entries_is_a_page(read):
    update = {"@type": "BlogPosting", "headline": OTHER, "datePublished": "2011-01-01"}
    blog = {"@type": "LiveBlogPosting", "headline": TITLE, "datePublished": "2019-05-04", "liveBlogUpdate": [update]}
    ([article], _) = read(make_page(script(blog)), "a.html")
    assert (article.title, article.published) == (TITLE, "2019-05-04")
    assert OTHER not in article.text


def test_the_folder_beside_a_saved_page_is_passed_over_quietly(tmp_path):
    (tmp_path / "page.html").write_text(make_page(script(OWN)))
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files/frame.html").write_text(make_page(title=OTHER))
    (tmp_path / "page_files/style.css").write_text("p {}")
    (tmp_path / "notes_files").mkdir()
    (tmp_path / "notes_files/a.txt").write_text(SECOND)
    articles, codes = sort_results(read_articles([tmp_path]))
    assert ([article.id for article in articles], codes) == (["a", "page"], [])


def test_a_page_saved_as_mhtml(read):
    message = email.message.EmailMessage()
    message["From"] = "<Saved by a browser>"
    message["Snapshot-Content-Location"] = "https://c.example/king"
    message["Date"] = "Mon, 06 May 2019 10:00:00 +0000"
    message.make_related()
    message.add_related(make_page(), subtype="html")
    message.add_related(b"\x89PNG", "image", "png", cid="<a>")
    ([article], _) = read(message.as_bytes(), "page.mhtml")
    assert (article.title, article.url) == (TITLE, "https://c.example/king")
    assert article.published == "2019-05-06"  # the day of saving, where the page names none
    assert read(b"From: x\r\nContent-Type: text/plain\r\n\r\nNo page.", "b.mhtml") == ([], ["no-text"])
    assert read(b"\0\1\2" * 99, "c.mht")[0] == []


def test_comments_with_times_make_no_live_blog(read):
    title = "Live: kings meet in Norville"
    comments = "".join(
        f'<div class="comment"><time datetime="2019-05-0{n}T09:00:00Z">x</time><p>Reader {n} liked the king.</p></div>'
        for n in range(5, 8)
    )
    body = "".join(f"<p>{text}</p>" for text in (FIRST, SECOND, THIRD)) + f'<div id="comments">{comments}</div>'
    ([article], _) = read(make_page(script({**OWN, "headline": title}), body, title), "a.html")
    assert (article.title, article.published) == (title, "2019-05-04")
    assert FIRST in article.text


def test_the_text_in_the_json_of_a_page_stands_in_where_the_markup_has_none(read):
    article = {**OWN, "articleBody": f"{FIRST}\n\n{SECOND}\n\n{THIRD}"}
    page = f"<html><head><title>{TITLE}</title>{script(article)}</head><body><div id=app>Loading</div></body></html>"
    ([article], codes) = read(page, "a.html")
    assert (article.title, article.published, codes) == (TITLE, "2019-05-04", [])
    assert FIRST in article.text
