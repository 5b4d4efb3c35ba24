"""Set the thresholds of merging, each with its unit and how it was set.

None of them is learnt: each is a reading of how news is written, checked against the merge gold in data/merge_gold
(`graphkit evaluate` prints the B-cubed scores that they give).
"""

from __future__ import annotations

#: Days between two undated reports of the same act that still count as one act. Wires are copied for a day or two
#: and a weekend lies between; a week apart the same words usually tell of a new act.
UNDATED_GAP = 3

#: Days that a date of several days may span to tell which act is meant: "three weeks ago" is a week wide.
SEVERAL_DAYS = 7

#: Days before and after the publication in which an undated report may join a dated event. Papers look back at
#: "the talks" for about a fortnight; they look ahead a week without naming the day.
UNDATED_BACK = 14
UNDATED_AHEAD = 7

#: Days that an undated denial may look back: what is denied is often weeks old, and is seldom named with its date.
DENIAL_BACK = 90

#: Days by which a planned date and the day it was kept may differ (delays, time zones).
PLAN_SLIP = 3

#: Days after an undated announcement within which the announced act may take place: visits of state are announced up
#: to two months ahead.
PLAN_AHEAD = 60

#: Days between two uses of one occasion's name ("the G7 summit") that still mean the same occasion. The shortest
#: regular round of such meetings is a quarter of a year.
OCCASION_GAP = 45

#: Days between two publications in which different exclusive offices cannot be one person's.
OFFICE_OVERLAP = 31

#: Days around an article in which a bare surname may mean a person that another article names in full.
SURNAME_WINDOW = 365

#: Chance that a source of this sort is wrong whatever it prints (INDRA's systematic error; 0.05 is the value that
#: INDRA starts its readers with). The rows below it are set by hand: no collection of news facts with the truth
#: beside it exists here to fit them to, so they order reports rather than measure them.
SYSTEMATIC_ERROR = {
    "reported": 0.05,  # the publisher says so itself
    "attributed": 0.20,  # somebody with an interest says so
    "denied": 0.50,  # the accused says that it is not so
    "alleged": 0.40,
    "planned": 0.50,
    "possible": 0.70,
}

#: The random error of one reading is 1 - its confidence, but never less than this (a mention is never certain).
LEAST_RANDOM_ERROR = 0.02
