"""Live blogs pasted as text. All texts are invented."""

from __future__ import annotations

import pytest

from graphkit.ingest.layout.live_blog import split_live_blog

LIVE = """Norland live: kings meet in Norville

Published 14 May 2024

20:15 BST
Sudland thanks both sides
The queen of Sudland thanked the kings on Tuesday.

18.40 BST
The king of Westland rejected the accord, his court said.

13 May 2024, 09:00 BST
King arrives
The king of Norland arrived in Norville today.
"""
DAYS = """Sudland crisis: latest updates

Tuesday, 14 May 2024

Norland closes harbour
Norland condemned Sudland today.

Monday, 13 May 2024

Eastland offers help
Eastland condemned Westland today.
"""


@pytest.mark.parametrize(
    ("text", "days", "titles"),
    [
        (LIVE, ["2024-05-14", "2024-05-14", "2024-05-13"], ["Sudland thanks both sides", None, "King arrives"]),
        (DAYS, ["2024-05-14", "2024-05-13"], ["Norland closes harbour", "Eastland offers help"]),
    ],
)
def test_each_entry_has_its_own_day_and_headline(text, days, titles):
    entries = split_live_blog(text)
    assert [entry.day for entry in entries] == days
    assert [entry.title for entry in entries] == titles
    assert all(entry.text.endswith(".") for entry in entries)


def test_entries_become_articles(read):
    articles, _ = read(LIVE, "live.txt")
    assert [(article.id, article.published) for article in articles] == [
        ("live-1", "2024-05-14"),
        ("live-2", "2024-05-14"),
        ("live-3", "2024-05-13"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Kings meet\n\n14 May 2024\n\nThe kings met in Norville.\n\nUpdated 15 May 2024\n\nThey left.",
        "Live music in Norville\n\nThe kings danced.\n\nThey left at 10:15.",
        "Timetable\n\n10:15\n\n11:20",
    ],
)
def test_other_texts_with_times_are_no_live_blogs(text):
    assert split_live_blog(text) == []
