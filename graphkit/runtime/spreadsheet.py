"""Disarm texts that a spreadsheet would run as formulas when it opens a table of text."""

from __future__ import annotations

import re

#: Signs that open a formula, also in the full width in which East Asian spreadsheets take them.
_OPENS_FORMULA = re.compile("[=+\\-@\t\r\uff0b\uff0d\uff1d\uff20]")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


def disarm_cell(cell: object) -> object:
    """Return a cell of a table; a text that would be run as a formula gets an apostrophe in front.

    >>> disarm_cell("=1+1"), disarm_cell("-3.5"), disarm_cell(-3.5), disarm_cell("Iran")
    ("'=1+1", '-3.5', -3.5, 'Iran')
    """
    if isinstance(cell, str) and _OPENS_FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
