"""Dates in texts and metadata: the words that name a time, and the days they mean for publication date and tense.

`find_dates` reads a text; `anchor` says which days a mention means in a clause of a given tense.
"""

from __future__ import annotations

from graphkit.timex.calendar import Tense
from graphkit.timex.tagger import DateMention, anchor, find_dates

__all__ = ["DateMention", "Tense", "anchor", "find_dates"]
