"""Dates: which words name a time, and which days they mean. The publication day is Thursday, 9 November 2023."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.model import When
from graphkit.timex import DateMention, anchor, find_dates

PUBLISHED = "2023-11-09"


def only(text: str) -> DateMention:
    mentions = find_dates(text, PUBLISHED)
    assert len(mentions) == 1, [mention.text for mention in mentions]
    return mentions[0]


def iso(when: When | None) -> str | None:
    return when.iso if when else None


#: Text, words of the mention, and what they mean in the past; in the future and without tense only where that differs.
READINGS = [
    # weekdays
    ("The envoys met on Thursday.", "Thursday", "2023-11-09"),
    ("The envoys met on Monday.", "Monday", "2023-11-06", "2023-11-13"),
    ("They gathered on Friday in Geneva.", "Friday", "2023-11-03", "2023-11-10"),
    ("Ministers flew home late Wednesday.", "late Wednesday", "2023-11-08", "2023-11-15"),
    ("Ministers flew home late on Tuesday.", "late on Tuesday", "2023-11-07", "2023-11-14"),
    ("Early on Monday shells fell.", "Early on Monday", "2023-11-06", "2023-11-13"),
    ("Shells fell Wednesday night.", "Wednesday night", "2023-11-08", "2023-11-15"),
    ("The crew left last Friday.", "last Friday", "2023-11-03"),
    ("The crew left last Thursday.", "last Thursday", "2023-11-02"),
    ("The crew leaves next Tuesday.", "next Tuesday", "2023-11-14"),
    ("The vote is this Sunday.", "this Sunday", "2023-11-05", "2023-11-12", "2023-11-12"),
    ("The vote was this past Sunday.", "this past Sunday", "2023-11-05"),
    ("The vote is this coming Saturday.", "this coming Saturday", "2023-11-11"),
    ("They spoke on Tuesday of last week.", "Tuesday of last week", "2023-10-31"),
    ("They speak on Wednesday next week.", "Wednesday next week", "2023-11-15"),
    ("They spoke last week on Monday.", "last week on Monday", "2023-10-30"),
    ("TROOPS ENTER THE CITY ON SUNDAY", "SUNDAY", "2023-11-05", "2023-11-12"),
    (
        "He toured the port from Monday to Wednesday.",
        "Monday to Wednesday",
        "2023-11-06/2023-11-08",
        "2023-11-13/2023-11-15",
    ),
    ("The drill ran Friday through Sunday.", "Friday through Sunday", "2023-11-03/2023-11-05", "2023-11-10/2023-11-12"),
    ("The vote is on Tuesday week.", "Tuesday week", "2023-11-21"),
    ("The vote is a week on Friday.", "a week on Friday", "2023-11-17"),
    ("They vote two weeks from Monday.", "two weeks from Monday", "2023-11-27"),
    # near days
    ("The king arrived today.", "today", "2023-11-09"),
    ("The king arrived earlier today.", "earlier today", "2023-11-09"),
    ("The king arrived yesterday.", "yesterday", "2023-11-08"),
    ("The king arrives tomorrow.", "tomorrow", "2023-11-10"),
    ("The king dines tonight with guests.", "tonight", "2023-11-09"),
    ("A convoy left this morning.", "this morning", "2023-11-09"),
    ("A convoy left early this morning.", "early this morning", "2023-11-09"),
    ("A convoy left last night.", "last night", "2023-11-08"),
    ("A convoy left yesterday evening.", "yesterday evening", "2023-11-08"),
    ("A convoy left the day before yesterday.", "the day before yesterday", "2023-11-07"),
    ("A convoy leaves the day after tomorrow.", "the day after tomorrow", "2023-11-11"),
    ("Drones struck the depot overnight.", "overnight", "2023-11-08/2023-11-09", "2023-11-09/2023-11-10"),
    ("Drones struck the depot overnight on Tuesday.", "overnight on Tuesday", "2023-11-07", "2023-11-14"),
    # weeks, months and years counted from publication
    ("Parliament voted last week.", "last week", "2023-10-30/2023-11-05"),
    ("Parliament votes next week.", "next week", "2023-11-13/2023-11-19"),
    (
        "Parliament acts this week.",
        "this week",
        "2023-11-06/2023-11-09",
        "2023-11-09/2023-11-12",
        "2023-11-06/2023-11-12",
    ),
    ("Parliament voted earlier this week.", "earlier this week", "2023-11-06/2023-11-09"),
    ("Parliament votes later this week.", "later this week", "2023-11-09/2023-11-12"),
    ("Talks resumed last month.", "last month", "2023-10"),
    ("Talks resume next month.", "next month", "2023-12"),
    ("Talks resume on the 4th of next month.", "the 4th of next month", "2023-12-04"),
    ("They met on the 12th of last month.", "the 12th of last month", "2023-10-12"),
    ("Talks resume later this month.", "later this month", "2023-11"),
    ("Talks resumed earlier this month.", "earlier this month", "2023-11"),
    ("The fleet sailed twice this year.", "this year", "2023"),
    ("The pact lapsed last year.", "last year", "2022"),
    ("The pact lapses next year.", "next year", "2024"),
    ("The pact lapsed late last year.", "late last year", "2022"),
    ("The pact lapses at the end of this year.", "the end of this year", "2023"),
    ("Clashes grew over the past week.", "the past week", "2023-11-02/2023-11-09"),
    ("Clashes grew in the past three months.", "the past three months", "2023-08-09/2023-11-09"),
    ("Aid will arrive in the coming days.", "the coming days", "2023-11-09/2023-11-16"),
    ("Aid will arrive in the next two weeks.", "the next two weeks", "2023-11-09/2023-11-23"),
    ("Violence rose in recent weeks.", "recent weeks", "2023-10-09/2023-11-09"),
    ("They must reply within 48 hours.", "within 48 hours", "2023-11-09/2023-11-11"),
    # weekends
    ("Rockets fell over the weekend.", "the weekend", "2023-11-04/2023-11-05", "2023-11-11/2023-11-12"),
    (
        "The summit is this weekend.",
        "this weekend",
        "2023-11-04/2023-11-05",
        "2023-11-11/2023-11-12",
        "2023-11-11/2023-11-12",
    ),
    ("Rockets fell last weekend.", "last weekend", "2023-11-04/2023-11-05"),
    # months
    ("The two leaders talked in September.", "September", "2023-09", "2024-09"),
    ("The two leaders talked in November.", "November", "2023-11"),
    ("The two leaders talked in May.", "May", "2023-05", "2024-05"),
    ("The two leaders talk in March.", "March", "2023-03", "2024-03"),
    ("The two leaders talked last May.", "last May", "2023-05"),
    ("They clashed last November.", "last November", "2022-11"),
    ("They will vote next March.", "next March", "2024-03"),
    ("They met in September 2022.", "September 2022", "2022-09"),
    ("They met in September of 2022.", "September of 2022", "2022-09"),
    ("They met in September last year.", "September last year", "2022-09"),
    ("They meet in March next year.", "March next year", "2024-03"),
    ("They met in early September.", "early September", "2023-09", "2024-09"),
    ("They met in mid-March.", "mid-March", "2023-03", "2024-03"),
    ("They met in late June 2021.", "late June 2021", "2021-06"),
    ("They met at the end of August.", "the end of August", "2023-08", "2024-08"),
    ("The siege went on from May to July.", "May to July", "2023-05-01/2023-07-31", "2024-05-01/2024-07-31"),
    (
        "They met between December and February.",
        "December and February",
        "2022-12-01/2023-02-28",
        "2023-12-01/2024-02-29",
    ),
    # days of a month
    ("The probe was lost on Oct. 18.", "Oct. 18", "2023-10-18", "2024-10-18"),
    ("The feast is on Nov. 18.", "Nov. 18", "2022-11-18", "2023-11-18", "2023-11-18"),
    ("The feast is on November 18.", "November 18", "2022-11-18", "2023-11-18", "2023-11-18"),
    ("The feast is on 18 November.", "18 November", "2022-11-18", "2023-11-18", "2023-11-18"),
    ("The feast is on the 18th of November.", "18th of November", "2022-11-18", "2023-11-18", "2023-11-18"),
    ("The rocket flew on Nov. 18, 2022.", "Nov. 18, 2022", "2022-11-18"),
    ("The rocket flew on 18 November 2022.", "18 November 2022", "2022-11-18"),
    ("The rocket flew on Sept. 22, 2022.", "Sept. 22, 2022", "2022-09-22"),
    ("The rocket flew on May 3rd, 1999.", "May 3rd, 1999", "1999-05-03"),
    ("The rocket flew on 2022-11-18.", "2022-11-18", "2022-11-18"),
    ("The rocket flew on 25/12/2021.", "25/12/2021", "2021-12-25"),
    ("The rocket flew on 03.04.2021.", "03.04.2021", "2021-04-03"),
    ("The rocket flew on June 9 last year.", "June 9 last year", "2022-06-09"),
    ("The rocket flew on Tuesday, Nov. 7.", "Tuesday, Nov. 7", "2023-11-07", "2023-11-07"),
    ("The rocket flew on Tuesday (Nov 7).", "Tuesday (Nov 7", "2023-11-07", "2023-11-07"),
    ("It flew on the first Friday of last month.", "the first Friday of last month", "2023-10-06", "2023-10-06"),
    ("The rocket flew on the last Monday in October.", "the last Monday in October", "2023-10-30", "2024-10-28"),
    ("The patrol was out on Oct. 3-5.", "Oct. 3-5", "2023-10-03/2023-10-05", "2024-10-03/2024-10-05"),
    ("He stayed from June 12 to 14.", "June 12 to 14", "2023-06-12/2023-06-14", "2024-06-12/2024-06-14"),
    ("He stayed from June 28 to July 2, 2021.", "June 28 to July 2, 2021", "2021-06-28/2021-07-02"),
    ("He stayed from Dec. 30 to Jan. 2, 2021.", "Dec. 30 to Jan. 2, 2021", "2020-12-30/2021-01-02"),
    ("He stayed 12-14 June 2023.", "12-14 June 2023", "2023-06-12/2023-06-14"),
    ("Talks took place on Nov. 1 and 2.", "Nov. 1 and 2", "2023-11-01/2023-11-02", "2024-11-01/2024-11-02"),
    ("Polls opened in the week of Oct. 17.", "the week of Oct. 17", "2023-10-16/2023-10-22", "2024-10-14/2024-10-20"),
    # years and longer
    ("The border was closed in 2011.", "2011", "2011"),
    ("The border was closed in late 2021.", "late 2021", "2021"),
    ("The border was closed in mid-2019.", "mid-2019", "2019"),
    ("They fought between 2014 and 2016.", "2014 and 2016", "2014-01-01/2016-12-31"),
    ("They fought from 2014 to 2016.", "2014 to 2016", "2014-01-01/2016-12-31"),
    ("The 1980-88 war ruined both.", "1980-88", "1980-01-01/1988-12-31"),
    ("They fought in the 1990s.", "the 1990s", "1990-01-01/1999-12-31"),
    ("They fought in the early 1990s.", "the early 1990s", "1990-01-01/1993-12-31"),
    ("They fought in the 19th century.", "the 19th century", "1801-01-01/1900-12-31"),
    ("Trade fell in the second quarter of 2019.", "the second quarter of 2019", "2019-04-01/2019-06-30"),
    ("Trade fell in the first half of 2019.", "the first half of 2019", "2019-01-01/2019-06-30"),
    ("Trade fell in Q4 2019.", "Q4 2019", "2019-10-01/2019-12-31"),
    ("The revolt began in spring 2015.", "spring 2015", "2015-03-01/2015-05-31"),
    ("The revolt began in the fall of 2015.", "the fall of 2015", "2015-09-01/2015-11-30"),
    ("The revolt began last summer.", "last summer", "2023-06-01/2023-08-31"),
    ("The revolt will end next winter.", "next winter", "2023-12-01/2024-02-29"),
    # ago and from now
    ("The treaty was signed three days ago.", "three days ago", "2023-11-06"),
    ("The treaty was signed two weeks ago.", "two weeks ago", "2023-10-23/2023-10-29"),
    ("The treaty was signed a month ago.", "a month ago", "2023-10"),
    ("The treaty was signed 18 months ago.", "18 months ago", "2022-05"),
    ("The treaty was signed two and a half years ago.", "two and a half years ago", "2021"),
    ("The treaty was signed a year and a half ago.", "a year and a half ago", "2022"),
    ("The treaty was signed about twenty-five years ago.", "about twenty-five years ago", "1998"),
    ("The treaty was signed nearly two years ago.", "nearly two years ago", "2021-11-09/2022-11-09"),
    ("The treaty will lapse two months from now.", "two months from now", "2024-01"),
    ("The treaty will lapse in three days.", "in three days", None, "2023-11-12"),
    # open on one side
    ("Rain has fallen since January.", "January", "2023-01-01/2023-11-09"),
    ("Rain has fallen since Tuesday.", "Tuesday", "2023-11-07/2023-11-09"),
    ("Rain has fallen since 2021.", "2021", "2021-01-01/2023-11-09"),
    ("Troops will stay until Sunday.", "Sunday", None, "2023-11-09/2023-11-12", "2023-11-09/2023-11-12"),
    ("Troops will leave by 2030.", "2030", "2023-11-09/2030-12-31"),
    ("Troops had left before Tuesday.", "Tuesday", None),
    ("Troops will leave after 2030.", "2030", None),
    # feasts
    ("Bells rang on Christmas Day.", "Christmas Day", "2022-12-25", "2023-12-25", "2023-12-25"),
    ("Bells rang on New Year's Eve.", "New Year's Eve", "2022-12-31", "2023-12-31", "2023-12-31"),
    ("Bells rang on Good Friday.", "Good Friday", "2023-04-07", "2024-03-29", "2024-03-29"),
    ("Bells rang on Easter Sunday 2019.", "Easter Sunday 2019", "2019-04-21"),
    ("Workers marched on May Day.", "May Day", "2023-05-01", "2024-05-01", "2024-05-01"),
    ("They quarrelled earlier in the week.", "earlier in the week", "2023-11-06/2023-11-09"),
]


@pytest.mark.parametrize(("text", "words", "readings"), [(row[0], row[1], row[2:]) for row in READINGS])
def test_a_date_is_found_and_read_by_tense(text: str, words: str, readings: tuple[str | None, ...]) -> None:
    past, future, none = {1: readings * 3, 2: (*readings, readings[0]), 3: readings}[len(readings)]
    mention = only(text)
    assert text[mention.span.start : mention.span.end] == mention.text == words
    assert iso(anchor(mention, PUBLISHED, "past")) == past
    assert iso(anchor(mention, PUBLISHED, "future")) == future
    assert iso(anchor(mention, PUBLISHED, "none")) == none == iso(mention.when)
    if mention.tense_free and mention.relation != "until":
        assert past == future == none


@pytest.mark.parametrize(
    ("published", "text", "tense", "expected"),
    [
        ("2023-11-06", "They met on Monday.", "past", "2023-11-06"),
        ("2023-11-06", "They meet on Monday.", "future", "2023-11-06"),
        ("2023-11-05", "They met over the weekend.", "past", "2023-11-04/2023-11-05"),
        ("2023-01-02", "They met last Friday.", "past", "2022-12-30"),
        ("2023-01-02", "They met last month.", "past", "2022-12"),
        ("2023-01-02", "They met in December.", "past", "2022-12"),
        ("2023-12-20", "They meet in January.", "future", "2024-01"),
        ("2023-03-31", "They met a month ago.", "past", "2023-02"),
        ("2023-04-01", "They met on Feb. 29.", "past", "2020-02-29"),
        ("2023-04-01", "They meet on Feb. 29.", "future", "2024-02-29"),
        ("2024-01-15", "They met this winter.", "past", "2023-12-01/2024-02-29"),
        ("2023-11-09T08:30:00Z", "They met yesterday.", "past", "2023-11-08"),
        (None, "They met yesterday.", "past", None),
        (None, "They met on Nov. 18.", "past", None),
        (None, "They met on Nov. 18, 2022.", "past", "2022-11-18"),
        (None, "They have met since 2019.", "past", None),
        ("some day", "They met on Tuesday.", "past", None),
        ("2023-11-09", "They met on Feb. 30.", "past", None),
        ("2023-11-09", "They met on Feb. 29, 2023.", "past", None),
        ("2023-11-09", "They met on 31/31/2023.", "past", None),
        ("2023-11-09", "They met on 05/06/2023.", "past", None),
    ],
)
def test_the_publication_day_is_what_dates_count_from(
    published: str | None, text: str, tense: str, expected: str | None
) -> None:
    (mention,) = find_dates(text, published)
    assert iso(anchor(mention, published, tense)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "Mrs May spoke to lawmakers.",
        "Theresa May said in Brussels that talks went on.",
        "The talks may resume.",
        "The March on Washington drew crowds.",
        "Thousands joined the Women's March downtown.",
        "Soldiers march past the palace.",
        "Troops crossed the 38th parallel.",
        "The village marked the anniversary.",
        "It was the 75th anniversary of the alliance.",
        "Some 2,014 people fled.",
        "Aid worth $2015 was lost.",
        "They sent 2000 soldiers.",
        "Resolution 1718 stands.",
        "The august body met.",
        "He sat down in the sun.",
        "Shoppers queued on Black Friday.",
        "It was Bloody Sunday again.",
        "A 28-year-old man was held.",
        "The fall of the wall changed Europe.",
        "Water will spring from the ground.",
        "The Good Friday Agreement held.",
        "Flight MH370 and room 2012A",
        "The price rose by 1.2024 points.",
    ],
)
def test_other_words_are_no_dates(text: str) -> None:
    assert find_dates(text, PUBLISHED) == []


@pytest.mark.parametrize(
    "text",
    [
        "They met several months ago.",
        "They met more than two years ago.",
        "They met years ago.",
        "They have met in recent years.",
        "They left on the same day.",
        "They left a month earlier.",
        "They left the day before.",
        "It was her first visit since 2018.",
        "The guns fell silent for the first time since Monday.",
        "It was the worst violence in the valley since January.",
    ],
)
def test_vague_words_give_no_day(text: str) -> None:
    mention = only(text)
    assert {iso(anchor(mention, PUBLISHED, tense)) for tense in ("past", "future", "none")} == {None}


@pytest.mark.parametrize(
    ("text", "reference", "expected"),
    [
        ("They left the same day.", When("2020-05-06", "2020-05-06", "day"), "2020-05-06"),
        ("They left the following day.", When("2020-05-06", "2020-05-06", "day"), "2020-05-07"),
        ("They left the day before.", When("2020-05-06", "2020-05-06", "day"), "2020-05-05"),
        ("They left three days later.", When("2020-05-06", "2020-05-06", "day"), "2020-05-09"),
        ("They left a month earlier.", When("2020-05-06", "2020-05-06", "day"), "2020-04"),
        ("They left two years later.", When("2020-01-01", "2020-12-31", "year"), "2022"),
        ("They left the following year.", When("2020-01-01", "2020-12-31", "year"), "2021"),
        ("They left that day.", When("2020-05-06", "2020-05-06", "day"), "2020-05-06"),
    ],
)
def test_a_relative_date_counts_from_its_reference(text: str, reference: When, expected: str) -> None:
    mention = only(text)
    assert mention.relative
    assert iso(anchor(mention, PUBLISHED, "past", reference)) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Judges struck down a 2014 law.", "2014", "2014"),
        ("It wrote a divisive 2017 report.", "2017", "2017"),
        ("It left the 2015 nuclear deal.", "2015", "2015"),
        ("Its 2022 invasion failed.", "2022", "2022"),
        ("Thursday's talks were short.", "Thursday", "2023-11-09"),
        ("He praised Wednesday night's attack.", "Wednesday night", "2023-11-08"),
        ("After Tuesday's vote he quit.", "Tuesday", "2023-11-07"),
        ("Last week's summit failed.", "Last week", "2023-10-30/2023-11-05"),
        ("He skipped the Nov. 3 launch.", "Nov. 3", "2023-11-03"),
        ("He skipped a rare September summit.", "September", "2023-09"),
        ("He set a Friday deadline.", "Friday", "2023-11-03"),
        ("He recalled the Sept. 11 attacks.", "Sept. 11", "2001-09-11"),
    ],
)
def test_a_date_that_belongs_to_a_noun_is_marked(text: str, words: str, expected: str) -> None:
    mention = only(text)
    assert (mention.text, mention.modifier, iso(mention.when)) == (words, True, expected)


@pytest.mark.parametrize(
    "text",
    [
        "The talks Thursday ended early.",
        "He met the king on Tuesday in Riga.",
        "On the Monday he left.",
        "In 2014 it fell.",
    ],
)
def test_a_date_of_the_clause_is_no_modifier(text: str) -> None:
    assert not only(text).modifier


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("He ended a two-day visit.", 2),
        ("He began a nine-day tour.", 9),
        ("It was a 48-hour truce.", 2),
        ("They fought for three months.", 90),
        ("They fought for two and a half years.", 912.5),
        ("It was a week-long siege.", 7),
        ("It was a yearlong siege.", 365),
        ("They were held for several days.", None),
    ],
)
def test_a_duration_is_no_date(text: str, days: float | None) -> None:
    mention = only(text)
    assert mention.duration_days == days
    assert anchor(mention, PUBLISHED, "past") is None


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("since Monday", "since"),
        ("until Monday", "until"),
        ("by Monday", "until"),
        ("before Monday", "before"),
        ("after Monday", "after"),
        ("starting on Monday", "from"),
        ("on Monday", "on"),
    ],
)
def test_the_word_before_a_date_says_how_it_bounds(text: str, relation: str) -> None:
    assert only(text).relation == relation


def test_several_dates_come_in_order_without_overlap() -> None:
    text = "On Monday and Tuesday, and again on Nov. 3, 2022, they met; in May 10 people died."
    assert [mention.text for mention in find_dates(text, PUBLISHED)] == ["Monday", "Tuesday", "Nov. 3, 2022", "May"]


def test_an_article_is_read_in_little_time() -> None:
    text = (
        "The ministers of both states met late on Wednesday in the capital, two weeks after a 2022 accord lapsed. " * 30
    )
    find_dates(text, PUBLISHED)
    best = min(_seconds(text) for _ in range(5))
    assert best < 0.02  # measured about 0.0015; the margin is for a busy machine


def _seconds(text: str) -> float:
    start = time.perf_counter()
    find_dates(text, PUBLISHED)
    return time.perf_counter() - start


WORDS = """
Monday Tuesday Friday May March Sept. June 31 30 29 2024 2023 1999 0000 9999 99 1 a the last next this late mid early
ago earlier later before in since until by from to and between two half years weeks days months decades week month year
weekend past coming recent Christmas Easter winter summer first quarter of the end ' 's - / . , century 1990s day same
"""
PIECES = st.sampled_from([*WORDS.split(), "and a half", "9999 years ago", "\u2013", "\n"])
TENSES = ("past", "future", "none")


def check(text: str, published: str | None, reference: When | None) -> None:
    end = 0
    for mention in find_dates(text, published):
        assert end <= mention.span.start < mention.span.end <= len(text)
        end = mention.span.end
        for when in (mention.when, *(anchor(mention, published, tense, reference) for tense in TENSES)):
            if when is not None:
                assert date.fromisoformat(when.earliest) <= date.fromisoformat(when.latest)
                assert when.precision in ("day", "month", "year", "interval")
                assert when.precision != "day" or when.earliest == when.latest
                assert when.precision != "month" or when.earliest[:7] == when.latest[:7]
                assert when.precision != "year" or when.earliest[:4] == when.latest[:4]


DAYS = st.one_of(st.none(), st.dates().map(date.isoformat))
REFERENCES = st.one_of(st.none(), st.dates().map(lambda day: When(day.isoformat(), day.isoformat(), "day")))


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=12).map(" ".join), DAYS, REFERENCES)
def test_any_heap_of_date_words_gives_valid_ranges(text: str, published: str | None, reference: When | None) -> None:
    check(text, published, reference)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.one_of(DAYS, st.text(max_size=12)))
def test_no_text_breaks_the_reader(text: str, published: str | None) -> None:
    check(text, published, None)
