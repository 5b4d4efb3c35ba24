"""List the sieves in the order in which they are asked, most precise first."""

from __future__ import annotations

from graphkit.annotate.coref.bodies import BODIES
from graphkit.annotate.coref.counterparts import COUNTERPARTS
from graphkit.annotate.coref.dateline_places import PLACES
from graphkit.annotate.coref.first_person import FIRST_PERSON
from graphkit.annotate.coref.groups import GROUPS
from graphkit.annotate.coref.juntas import JUNTAS
from graphkit.annotate.coref.nationals import NATIONALS
from graphkit.annotate.coref.offices import OFFICES
from graphkit.annotate.coref.organs import ORGANS
from graphkit.annotate.coref.pairs import PAIRS
from graphkit.annotate.coref.persons import PERSONS
from graphkit.annotate.coref.pronouns import PRONOUNS
from graphkit.annotate.coref.sieve import Sieve
from graphkit.annotate.coref.speakers import SPEAKERS
from graphkit.annotate.coref.states import STATES

#: Every sieve has an id, which stands as the reason of the mentions that it resolves.
SIEVES: tuple[Sieve, ...] = (
    *FIRST_PERSON, *PRONOUNS, *PAIRS, *COUNTERPARTS, *OFFICES, *PERSONS, *STATES, *SPEAKERS,
    *JUNTAS, *ORGANS, *NATIONALS, *BODIES, *GROUPS, *PLACES,
)  # fmt: skip
