"""Furniture of papers, agencies and sites is told from the text, by form. All texts are invented."""

from __future__ import annotations

import pytest

from graphkit.ingest.layout.bylines import read_byline
from graphkit.ingest.layout.datelines import read_dateline
from graphkit.ingest.layout.line_roles import is_title_case
from graphkit.ingest.layout.segments import divide
from graphkit.model import Role

FIRST = "Norland condemned Westland on Monday over the gulls of the northern harbour."
LAST = "Westland rejected the criticism, the court in Westville said."


def list_parts(text, role=Role.BODY):
    layout = divide(text)
    return [layout.text[s.span.start : s.span.end] for s in layout.sections if s.role is role]


def write(*lines):
    """An article with lines of furniture between its two sentences."""
    return "\n\n".join(["Norland condemns Westland over gulls", FIRST, *lines, LAST])


@pytest.mark.parametrize(
    ("line", "author", "day"),
    [
        ("By Ann Lee", "Ann Lee", None),
        ("By Ann Lee and Bob Roe, 14 May 2024", "Ann Lee and Bob Roe", "2024-05-14"),
        ("By Ann Lee | 14 May 2024", "Ann Lee", "2024-05-14"),
        ("By Ann Lee \u2022 May 14, 2024", "Ann Lee", "2024-05-14"),
        ("Staff Reporter, May 14, 2024", "Staff Reporter", "2024-05-14"),
        ("By Ann Lee, Diplomatic Correspondent", "Ann Lee", None),
        ("Author: Ann Lee", "Ann Lee", None),
        ("BY ANN LEE", "ANN LEE", None),
    ],
)
def test_bylines_with_and_without_a_day(line, author, day):
    byline = read_byline(line)
    assert byline is not None
    assert (byline.author, byline.day) == (author, day)
    layout = divide(f"Norland condemns Westland over gulls\n\n{line}\n\n{FIRST}\n\n{LAST}")
    assert (layout.author, layout.published, layout.dateline_place) == (author, day, None)


@pytest.mark.parametrize(
    "line",
    ["Norland, 14 May 2024", "Tuesday, 14 May 2024", "By Monday the talks had failed.", "Norland met Sudland, May 4"],
)
def test_what_is_no_byline(line):
    assert read_byline(line) is None


def test_a_line_below_the_headline_that_says_where_reporters_are():
    text = f"Norland condemns Westland over gulls\n\nAnn Lee in Norville and Bob Roe in Westville\n\n{FIRST}\n\n{LAST}"
    assert divide(text).author == "Ann Lee"
    assert list_parts(text) == [FIRST, LAST]


@pytest.mark.parametrize(
    ("line", "place", "agency", "month_day"),
    [
        ("NORVILLE, Feb 17 (Reuters) Norland met Sudland.", "NORVILLE", "Reuters", "02-17"),
        ("NORVILLE (AP) Norland met Sudland on Monday.", "NORVILLE", "AP", None),
        ("NORVILLE/SUDVILLE, May 14 (Reuters) - Norland met Sudland.", "NORVILLE/SUDVILLE", "Reuters", "05-14"),
        ("NORVILLE and SUDVILLE, Sudland \u2014 Norland met Sudland.", "NORVILLE and SUDVILLE", None, None),
        ("NORVILLE, May 14. /TASS/. Norland met Sudland.", "NORVILLE", "TASS", "05-14"),
        ("NEW NORVILLE: Norland met Sudland on Monday.", "NEW NORVILLE", None, None),
    ],
)
def test_datelines_without_a_dash_and_with_two_cities(line, place, agency, month_day):
    dateline = read_dateline(line)
    assert dateline is not None
    assert (dateline.place, dateline.agency, dateline.month_day) == (place, agency, month_day)
    assert line[dateline.length :].startswith("Norland met Sudland")


@pytest.mark.parametrize(
    "line",
    ["Norland: a country at sea", "The UN (United Nations) met.", "NATO Secretary General Jens Berg met the king."],
)
def test_prose_is_no_dateline(line):
    assert read_dateline(line) is None


@pytest.mark.parametrize(
    "lines",
    [
        ("READ MORE: Eastland expels envoy of Sudland",),
        ("Read next: Eastland expels the envoy of Sudland, who leaves today.",),
        ("Also read | Eastland expels envoy of Sudland",),
        ("Related stories\nEastland expels envoy of Sudland\nSouthland invades Northland",),
        ("Most read", "Eastland expels envoy of Sudland", "Southland invades Northland"),
        ("You may also like:\nEastland expels envoy of Sudland",),
        ("Photo: Ann Lee/Reuters",),
        ("Image credit: Getty Images",),
        ("Photograph by Ann Lee",),
        ("[Ann Lee/AFP]",),
        ("\u00a9 Reuters 2024",),
        ("Additional reporting by Bob Roe",),
        ("Share this article",),
    ],
)
def test_teasers_credits_and_buttons_are_no_text(lines):
    assert list_parts(write(*lines)) == [FIRST, LAST]


def test_a_caption_that_stands_twice_is_read_once():
    caption = "In this photo the king of Norland waves to the sailors of the fleet."
    assert list_parts(write(caption, FIRST, caption), Role.CAPTION) == [caption]
    assert list_parts(write(caption, FIRST, caption)) == [FIRST, LAST]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("Why it matters: Norland had been a friend of Westland.", "Norland had been a friend of Westland."),
        ("\u2022 The big picture: Norland sanctioned Westland.", "Norland sanctioned Westland."),
        ("- Norland thanked Sudland for the cod.", "Norland thanked Sudland for the cod."),
        ("1. Norland recognises Sudland as a friend.", "Norland recognises Sudland as a friend."),
        ("2) Norland recognises Sudland as a friend.", "Norland recognises Sudland as a friend."),
        ("(a) Norland recognises Sudland as a friend.", "Norland recognises Sudland as a friend."),
        ("Q: Will Norland recall its envoy?", "Will Norland recall its envoy?"),
        ("ANSWER: Norland recalled its envoy.", "Norland recalled its envoy."),
    ],
)
def test_labels_and_marks_are_cut_off_and_the_sentence_stays(line, text):
    assert list_parts(write(line)) == [FIRST, text, LAST]
    assert line.removesuffix(text).strip() in list_parts(write(line), Role.BOILERPLATE)


def test_headlines_in_title_case_are_headlines_wherever_they_stand():
    assert list_parts(write("Sudland Recalls Envoy From Norland Over Cod", LAST + " More."), Role.HEADLINE)[1:] == [
        "Sudland Recalls Envoy From Norland Over Cod"
    ]
    assert not is_title_case("Norland condemns Westland over gulls")
    assert not is_title_case("The King Of Norland Met The Queen.")
    assert not is_title_case("NORLAND CONDEMNS WESTLAND OVER GULLS")


def test_the_slug_of_an_agency_is_no_part_of_the_headline():
    layout = divide(f"UPDATE 2-EXCLUSIVE-Norland condemns Westland over gulls\n\n{FIRST}\n\n{LAST}")
    assert layout.title == "Norland condemns Westland over gulls"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published date: 6 April 2021 14:05 BST", "2021-04-06"),
        ("Posted on April 6, 2021 by Admin", "2021-04-06"),
        ("February 17, 2019 1:09 PM GMT - Updated", "2019-02-17"),
        ("Tue 14 May 2024 10.05 BST", "2024-05-14"),
        ("Updated 9 May 2021\n\nPublished 6 May 2021", "2021-05-06"),
        ("Published 6 May 2021\n\nLast updated 9 May 2021", "2021-05-06"),
        ("Updated 9 May 2021", "2021-05-09"),
        ("6 April 2021 | Port Vale", "2021-04-06"),
        ("Oslo - 6 April 2021 14:05", "2021-04-06"),
        ("06/04/2021", None),
    ],
)
def test_dates_of_pasted_texts(line, day):
    layout = divide(f"Norland condemns Westland over gulls\n\n{line}\n\n{FIRST}\n\n{LAST}")
    assert layout.published == day
    assert layout.title == "Norland condemns Westland over gulls"


def test_a_headline_beside_its_day_is_still_the_headline():
    layout = divide(f"Norland Condemns Westland | 6 April 2021\n\n{FIRST}\n\n{LAST}")
    assert layout.title is not None
    assert layout.title.startswith("Norland Condemns Westland")


@pytest.mark.parametrize(("order", "day"), [("dmy", "2021-04-06"), ("mdy", "2021-06-04"), (None, None)])
def test_a_line_of_numbers_is_read_in_the_order_that_is_known(order, day):
    text = f"Norland condemns Westland over gulls\n\n06/04/2021\n\n{FIRST}\n\n{LAST}"
    assert divide(text, date_order=order).published == day


def test_who_posted_a_text_is_its_author_unless_it_is_the_site():
    text = f"Norland condemns Westland over gulls\n\nPosted on April 6, 2021 by NAME\n\n{FIRST}\n\n{LAST}"
    assert divide(text.replace("NAME", "Ann Lee")).author == "Ann Lee"
    assert divide(text.replace("NAME", "Admin")).author is None


def test_the_head_of_a_pasted_mail_gives_headline_and_day():
    head = "From: Ann Lee <ann@c.example>\nSent: Tuesday, May 14, 2024 10:05 AM\nTo: Desk"
    head += "\nSubject: FW: Norland condemns Westland"
    layout = divide(f"{head}\n\n{FIRST}\n\n{LAST}")
    assert (layout.title, layout.published) == ("Norland condemns Westland", "2024-05-14")
    assert list_parts(f"{head}\n\n{FIRST}\n\n{LAST}") == [FIRST, LAST]


def test_a_line_of_publisher_and_day_is_neither_headline_nor_text():
    layout = divide(
        f"Norland condemns Westland over gulls\n\nCOAST NEWS - May 14, 2024 - 17:22 | All, World\n\n{FIRST}\n\n{LAST}"
    )
    assert (layout.title, layout.publisher) == ("Norland condemns Westland over gulls", "Coast News")
    assert layout.published == "2024-05-14"


@pytest.mark.parametrize("line", ["Norland", "FOR IMMEDIATE RELEASE", "Press release", "World news"])
def test_the_name_of_a_section_is_no_publisher(line):
    layout = divide(f"{line}\n\nNorland condemns Westland over gulls\n\n{FIRST}\n\n{LAST}")
    assert (layout.publisher, layout.title) == (None, "Norland condemns Westland over gulls")


def test_a_caption_within_the_text_is_told_by_its_named_credit():
    line = "The king waves to sailors in Norville on Monday. Photograph: Ann Lee/Coastwire"
    assert list_parts(write("View image in fullscreen", line), Role.CAPTION) == [line.partition(" Photograph")[0]]
    assert list_parts(write("View image in fullscreen", line)) == [FIRST, LAST]


def test_what_stands_below_a_press_release_is_furniture():
    assert list_parts(write("# # #", "Notes to editors:", "Media contact: Ann Lee", "==Coastwire")) == [FIRST, LAST]
