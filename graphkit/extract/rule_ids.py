"""List the ids of all rules of extraction that can be switched off, room by room."""

from __future__ import annotations

from graphkit.extract import (
    actors_within,
    argument_resolver,
    attribution,
    coding,
    complaints,
    event_anaphora,
    event_place,
    event_time,
    factuality,
    headline_dates,
    implied,
    mediation,
    postprocess,
    prospects,
    quotations,
    repeats,
    retaliation,
    shared_places,
    site_owners,
    slots,
    speaker_names,
    status_rules,
    subjects,
)
from graphkit.nlp.enhanced import REPAIRS

#: Repairs of the tree, slots, what actors stand for, cue classes and rules of status, speakers, dates, places, filters.
RULE_IDS: tuple[str, ...] = (
    *(repair.id for repair in REPAIRS),
    *subjects.RULE_IDS,
    *slots.RULE_IDS,
    *actors_within.RULE_IDS,
    *argument_resolver.RULE_IDS,
    *site_owners.RULE_IDS,
    *complaints.RULE_IDS,
    *status_rules.RULE_IDS,
    *factuality.RULE_IDS,
    *attribution.RULE_IDS,
    *quotations.RULE_IDS,
    *speaker_names.RULE_IDS,
    *event_time.RULE_IDS,
    *event_place.RULE_IDS,
    *repeats.RULE_IDS,
    *headline_dates.RULE_IDS,
    *shared_places.RULE_IDS,
    *coding.RULE_IDS,
    *prospects.RULE_IDS,
    *implied.RULE_IDS,
    *mediation.RULE_IDS,
    *retaliation.RULE_IDS,
    *event_anaphora.RULE_IDS,
    *postprocess.RULE_IDS,
)
