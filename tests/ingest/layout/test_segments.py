"""The head, body and furniture of an article, in the styles of papers, wires and read-outs. All texts are invented."""

from itertools import pairwise

import pytest

from graphkit.ingest.layout.segments import divide
from graphkit.model import Role

PAPER = """The Northern Courier

\u5f20\u8001\u5e08

Ministers of Norland and Sudland to meet over fishing rights

By Coastwire

Published : May 3, 2019 - 11:04

    \u2022 Link copied

Minister Ada Berg (left) and Minister Carl Lund at the harbour in Norville on April 2, 2019. (Ministry of Fisheries) \
Minister Ada Berg (left) and Minister Carl Lund at the harbour in Norville on April 2, 2019. (Ministry of Fisheries)

Norland's fisheries minister, Ada Berg, will meet her colleague Carl Lund on Friday, the ministry said.

The two last met in April.

What comes next

Talks will go on until Sunday, officials said. (Coastwire)"""

WIRE = """Norland recalls envoy over \u2018cod war\u2019
By Jo Falk and Per-Ole van Dam
NORVILLE, May 3, 2019 (Coastwire) \u2013 Norland recalled its ambassador from Sudland on Friday.
Sudland said it regretted the step.
(Reporting by Jo Falk; Editing by Per-Ole van Dam)"""


def parts(text: str, role: Role, **known: str) -> list[str]:
    return [text[s.span.start : s.span.end] for s in divide(text, **known).sections if s.role is role]


def test_a_newspaper_page_is_taken_apart():
    layout = divide(PAPER)
    assert layout.title == "Ministers of Norland and Sudland to meet over fishing rights"
    assert (layout.publisher, layout.author, layout.published) == ("The Northern Courier", "Coastwire", "2019-05-03")
    assert parts(PAPER, Role.HEADLINE) == [layout.title]
    assert parts(PAPER, Role.CAPTION) == [
        "Minister Ada Berg (left) and Minister Carl Lund at the harbour in Norville on April 2, 2019."
    ]
    assert parts(PAPER, Role.CREDIT) == ["(Ministry of Fisheries)", "(Coastwire)"]
    assert parts(PAPER, Role.BODY) == [
        "Norland's fisheries minister, Ada Berg, will meet her colleague Carl Lund on Friday, the ministry said.",
        "The two last met in April.",
        "Talks will go on until Sunday, officials said.",
    ]
    furniture = parts(PAPER, Role.BOILERPLATE)
    assert furniture[0] == "\u5f20\u8001\u5e08"
    assert "\u2022 Link copied" in furniture
    assert "What comes next" in furniture


def test_a_wire_story_with_single_line_ends_is_taken_apart():
    layout = divide(WIRE)
    assert layout.title == "Norland recalls envoy over \u2018cod war\u2019"
    assert (layout.publisher, layout.author) == ("Coastwire", "Jo Falk and Per-Ole van Dam")
    assert (layout.dateline_place, layout.dateline_day) == ("NORVILLE", "2019-05-03")
    assert parts(WIRE, Role.DATELINE) == ["NORVILLE, May 3, 2019 (Coastwire) \u2013"]
    assert parts(WIRE, Role.BODY) == [
        "Norland recalled its ambassador from Sudland on Friday.",
        "Sudland said it regretted the step.",
    ]
    assert parts(WIRE, Role.CREDIT) == ["(Reporting by Jo Falk; Editing by Per-Ole van Dam)"]


@pytest.mark.parametrize(
    "text", [PAPER, WIRE, "One line", "a\r\nb\r\n\r\nc.", "", "\u2028\u2028x\u2029", "Title\n\nBody.\x0c"]
)
def test_sections_cover_all_text_in_order_without_overlap(text):
    sections = divide(text).sections
    spans = [section.span for section in sections]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    covered = set()
    for span in spans:
        assert span.start < span.end
        covered.update(range(span.start, span.end))
    left = {char for offset, char in enumerate(text) if offset not in covered}
    assert all(char.isspace() for char in left)


@pytest.mark.parametrize(
    ("line", "place", "agency", "day"),
    [
        ("SEOUL (Newswire) \u2013 The president spoke.", "SEOUL", "Newswire", None),
        ("WASHINGTON, March 3 (AP) \u2014 The senate voted.", "WASHINGTON", "AP", None),
        ("KABUL, Afghanistan (AP) -- Talks began.", "KABUL", "AP", None),
        ("Geneva, 12 May 2020 - The envoys met.", "Geneva", None, "2020-05-12"),
        ("MOSCOW -- A court ruled on Monday.", "MOSCOW", None, None),
        ("TEL AVIV-- Ministers met.", "TEL AVIV", None, None),
        ("Paris - President Moreau left.", "Paris", None, None),
        ("THE HAGUE, Netherlands -- A court ruled.", "THE HAGUE", None, None),
        ("ADDIS ABABA, May 15 (Xinhua) -- The minister met.", "ADDIS ABABA", "Xinhua", None),
        ("Tehran, March 15, IRNA - The minister met.", "Tehran", "IRNA", None),
        ("BERLIN/BRUSSELS (Newswire) - The leaders met.", "BERLIN/BRUSSELS", "Newswire", None),
        ("WASHINGTON, D.C. \u2014 The president left.", "WASHINGTON", None, None),
        ("(Newswire) - The leaders met.", None, "Newswire", None),
        ("LOMÉ, Togo \u2014 (AP) \u2014 Togo will send troops.", "LOMÉ", "AP", None),
        ("Dar es Salaam \u2014 The president spoke.", "Dar es Salaam", None, None),
        ("GENEVA, 14 May 2020 Ministers met.", "GENEVA", None, "2020-05-14"),
        ("N'DJAMENA - The president spoke.", "N'DJAMENA", None, None),
        ("N\u2019DJAMENA (MENA) - The president spoke.", "N\u2019DJAMENA", "MENA", None),
        ("AP N'DJAMENA - The president spoke.", "N'DJAMENA", None, None),
        ("ST. GEORGE'S, May 15 (AP) -- The minister met.", "ST. GEORGE'S", "AP", None),
        ("PORT-AU-PRINCE - The ministers met.", "PORT-AU-PRINCE", None, None),
        ("BANDAR SERI BEGAWAN, MENA - The ministers met.", "BANDAR SERI BEGAWAN", "MENA", None),
        ("NORVILLE-SPA - The ministers met.", "NORVILLE-SPA", None, None),
    ],
)
def test_a_dateline_is_cut_off_before_the_first_paragraph(line, place, agency, day):
    layout = divide(line)
    assert (layout.dateline_place, layout.publisher, layout.dateline_day) == (place, agency, day)
    assert [section.role for section in layout.sections] == [Role.DATELINE, Role.BODY]
    body = layout.sections[-1].span
    assert line[body.start - 1].isspace()
    assert line[body.start : body.end].endswith(".")


def test_a_dash_that_touches_the_text_still_ends_a_dateline_in_capitals():
    assert divide("LIMA/QUITO -The ministers met.").dateline_place == "LIMA/QUITO"


@pytest.mark.parametrize(
    "line",
    [
        "Blinken - who arrived on Monday - left.",
        "The Israel-Hamas war goes on.",
        "Norland: a country at sea, says its king.",
        "North Korea-Russia ties grow, Seoul said.",
        "On Monday \u2014 May 3 \u2014 the king left.",
        "Ministers signed, May 3, the accord.",
    ],
)
def test_prose_with_dashes_is_no_dateline(line):
    assert [section.role for section in divide(line).sections] == [Role.BODY]


@pytest.mark.parametrize(
    "text",
    [
        "Norland signed a pact with Sudland",
        "Norland's minister Ada Berg (left) met Carl Lund on Monday.",
        "By Monday the talks had failed.",
        "By Norland",
        "Will Norland join?",
    ],
)
def test_a_single_paragraph_is_all_body(text):
    assert [(s.role, s.span.start, s.span.end) for s in divide(text).sections] == [(Role.BODY, 0, len(text))]


def test_paragraphs_that_are_sentences_make_no_headline():
    assert parts("Norland met Sudland on Monday.\nSudland thanked Norland.", Role.HEADLINE) == []


def test_a_headline_that_ends_in_a_full_stop_is_told_by_the_date_after_it():
    text = "Norland votes to leave.\n\nPublished: 2019-05-03\n\nNorland voted on Friday. It was close.\n\nMore follows."
    layout = divide(text)
    assert (layout.title, layout.published) == ("Norland votes to leave.", "2019-05-03")


def test_a_headline_that_ends_in_an_abbreviation_is_told_by_the_dateline_after_it():
    layout = divide("Norland writes to the U.N.\nNORVILLE (Coastwire) - Norland wrote a letter on Friday.\nIt is long.")
    assert (layout.title, layout.dateline_place) == ("Norland writes to the U.N.", "NORVILLE")


def test_a_menu_is_no_body():
    menu = "\n".join(["Home News", "World", "Asia", "Norland", "Sudland", "Fishing", "Sport"])
    text = f"Norland wins\n\nNorland won on Friday.\n\n{menu}\n\nSudland lost."
    assert parts(text, Role.BODY) == ["Norland won on Friday.", "Sudland lost."]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("NORWAY CONDEMNS CHAD OVER SHELLING", "title"),
        ("Norway Condemns Chad", "title"),
        ("Peru Expels Envoy", "title"),
        ("Peru And Chile Meet", "publisher"),  # nothing tells it from a name
        ("Harbour Voices", "publisher"),
        ("Ministry of Foreign Affairs", "publisher"),
        ("Press Releases", None),
    ],
)
def test_a_short_headline_in_capitals_above_a_standfirst_is_no_publisher(line: str, kind: str | None) -> None:
    layout = divide(
        f"{line}\n\nThe foreign ministry in Oslo calls the attack unacceptable\n\nOSLO, March 5 - Norway condemned the "
        "shelling of Mali by Chad on Monday. Peru expelled an envoy. Papers about foreign affairs were released."
    )
    assert [name for name in ("title", "publisher") if getattr(layout, name) == line] == ([kind] if kind else [])


def test_a_known_title_is_no_search_for_another():
    text = "Cod\n\nNorland met Sudland on Monday.\n\nSudland thanked Norland."
    assert divide(text, title="Fishing talks").title == "Fishing talks"
    assert parts(text, Role.HEADLINE, title="Fishing talks") == []
    assert parts("Cod talks\n\nNorland met Sudland.", Role.HEADLINE, title="Cod talks") == ["Cod talks"]


def test_lines_wrapped_at_a_width_are_one_paragraph():
    text = (
        "Norland wins\n\nThe king of Norland said on Monday that he would travel to the\n"
        "capital of Sudland next week to meet his cousin the queen, who\nhas invited him.\n\nShe is glad."
    )
    assert [body.replace("\n", " ") for body in parts(text, Role.BODY)] == [
        "The king of Norland said on Monday that he would travel to the capital of Sudland next week to meet his cousin"
        " the queen, who has invited him.",
        "She is glad.",
    ]


def test_a_read_out_gives_place_and_day():
    layout = divide(
        "Read-out of the call with the King of Norland\n\nSudville, 3 May 2019\n\nThe queen called the king today."
    )
    assert (layout.published, layout.dateline_place) == ("2019-05-03", "Sudville")


def test_no_section_is_longer_than_the_limit():
    text = "Norland met Sudland. " * 1000
    sections = divide(text, section_chars=500).sections
    assert max(s.span.end - s.span.start for s in sections) <= 500
    assert all(text[s.span.start : s.span.end].endswith(".") for s in sections)


@pytest.mark.parametrize(
    "line",
    [
        "FILE PHOTO: The king of Norland waves in Norville, May 2, 2019. REUTERS/Jo Falk",
        "In this May 2, 2019 file photo, the king of Norland waves.",
        "The king of Norland, left, and the queen of Sudland in Norville. (AP Photo/Jo Falk)",
        "The king of Norland waves to sailors in Norville on Thursday. (Coastwire/Jo Falk)",
    ],
)
def test_captions_in_several_styles(line):
    text = f"King sails\n\n{line}\n\nThe king of Norland left on Friday.\n\nHe will be back."
    (caption,) = parts(text, Role.CAPTION)
    assert caption.startswith(("The king", "In this May"))
    assert caption.endswith(".")
