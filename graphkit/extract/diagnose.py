"""Explain why nothing was read: the row that came nearest in a sentence, and what it lacked there."""

from __future__ import annotations

from graphkit.extract.triggers import Matcher
from graphkit.nlp.document import Annotated


def explain_sentence(annotated: Annotated, wanted: str) -> str:
    """Explain which row for a predicate (or PLOVER type) came nearest in a sentence, and what it lacked.

    Where no word of the sentence is a trigger of such a row, says which triggers of other predicates there are.
    """
    predicates = annotated.resources.vocabulary.predicates
    matcher = Matcher(annotated)
    others: list[str] = []
    best: tuple[int, str] | None = None
    for token, rows in matcher.triggers():
        for row in rows:
            if wanted not in (row.predicate, predicates[row.predicate].plover):
                others.append(f"{token.text} ({row.predicate})")
                continue
            stage, lack = matcher.diagnose(row, token)
            if best is None or stage > best[0]:
                best = (stage, f"{row.id} ({row.source}) at {token.text!r}: {lack}")
    if best is not None:
        return best[1]
    triggers = ", ".join(sorted(set(others))[:6])
    return f"no word here is a trigger for {wanted}" + (f"; there are {triggers}" if triggers else "")
