"""Who is who within an article: shorter forms and surnames that stand for one of its full names.

In turn, here and in `persons`: a surname or shorter form joins the one full name of its article that it fits; full
names that are the same after normalisation are one person unless their bearers differ; names that differ only by
transliteration or by left-out middle names are one person where both act for the same state; a surname left over joins
the one person of the corpus or the gazetteer that fits by state or office and date, or stays itself. Every step looks
only at what the step before it left, never at its own results, so that order cannot matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from graphkit.resolve.entities.gazetteer_lookup import Known
from graphkit.resolve.entities.name_occurrence import Local, LocalKey, bearers_differ, order_of, share_standing
from graphkit.resolve.entities.person_clusters import is_part
from graphkit.resources.person_names import PersonName, parse_person


def join_within(
    article: Sequence[Local], names: Mapping[LocalKey, PersonName], known: Known
) -> dict[LocalKey, tuple[Local, str]]:
    """The shorter forms, then the surnames, of an article that fit exactly one of its full names.

    What is said of those is said of the full name.
    """
    out: dict[LocalKey, tuple[Local, str]] = {}
    for bare, reason in ((False, "shorter form"), (True, "surname in article")):
        full = [one for one in article if one.key not in out and (one.entry or not names[one.key].bare)]
        found: dict[LocalKey, tuple[Local, str]] = {}
        for local in article:
            name = names[local.key]
            if local.entry or name.bare is not bare:
                continue
            fits: dict[str, list[Local]] = defaultdict(list)
            for other in full:
                if other is not local and _fits(name, other, names, known) and not bearers_differ(local, other):
                    fits[other.entry or names[other.key].key].append(other)
            if len(fits) > 1:  # several bear the surname: what is said of them may still tell
                agreeing = {one for one, them in fits.items() if any(_agree(local, other) for other in them)}
                fits = {one: them for one, them in fits.items() if one in agreeing}
            if len(fits) == 1:
                (them,) = fits.values()
                found[local.key] = (min(them, key=order_of), reason)
        out.update({short: pair for short, pair in found.items() if pair[0].key not in found})
    locals_ = {local.key: local for local in article}
    for short, (other, _) in out.items():
        share_standing(locals_[short], other)
    return out


def _fits(name: PersonName, other: Local, names: Mapping[LocalKey, PersonName], known: Known) -> bool:
    theirs = [names[other.key]]
    if other.entry and (entry := known.entry(other.entry)):
        theirs += [parse_person(one) for one in (entry.name, *entry.aliases)]
        if name.bare and entry.surname and parse_person(entry.surname).key == name.key:
            return True
    for full in theirs:
        if full.bare:
            continue
        if name.bare and name.key in full.surnames and set(name.signature) <= {word[0] for word in full.words}:
            return True
        if not name.bare and is_part(name.words, full.words) and name.key != full.key:
            return True
    return False


def _agree(one: Local, other: Local) -> bool:
    return bool(one.states & other.states or one.offices & other.offices)
