"""The lexicon: rows that tell which words report which relation and how its arguments attach.

Read from assets/lexicon/relations/*.yaml (one file a predicate) and from files that the user adds. A row says what its
trigger is, what must stand beside it, where its arguments are found, and gives one example sentence with the fact that
it must yield. docs/lexicon.md describes every key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from graphkit.errors import AssetError
from graphkit.model import OwnPredicate
from graphkit.resources.gazetteer.entity_rows import load_text_yaml
from graphkit.resources.lexicon.row import Frame, Row, check_reachable, trigger_of
from graphkit.resources.lexicon.trigger_rows import RowNames, read_rows
from graphkit.resources.parsed_assets import keep_records
from graphkit.resources.vocabulary import Vocabulary
from graphkit.resources.word_classes import WordClasses, read_user_file

__all__ = ["Lexicon", "Row"]


@dataclass(frozen=True)
class Lexicon:
    """The rows of the lexicon, indexed by trigger: `rows_for("verb", "condemn")`, most demanding first."""

    rows: tuple[Row, ...]
    index: Mapping[tuple[str, str], tuple[Row, ...]]
    support_verbs: frozenset[str]

    def rows_for(self, pos: str, lemma: str) -> tuple[Row, ...]:
        """Return the rows that a verb, noun or adj may trigger, in the order in which they are tried."""
        return self.index.get((pos, lemma), ())

    @classmethod
    def load(cls, extra: Sequence[Path] = (), predicates: Sequence[OwnPredicate] = ()) -> Lexicon:
        """Read the shipped rows, then the user's files; a row with the trigger of an earlier one replaces it.

        Of two rows that ask for equally much the user's is tried first. The user's rows may name own `predicates`.

        Raises AssetError naming file and line for unknown keys, duplicates and rows that cannot be reached.
        """
        return _load(tuple(Path(p) for p in extra), tuple(predicates))


@lru_cache(maxsize=8)
def _load(extra: tuple[Path, ...], predicates: tuple[OwnPredicate, ...]) -> Lexicon:
    base = resources.files("graphkit") / "assets" / "lexicon"
    frames_text = (base / "frames.yaml").read_text(encoding="utf-8")
    data = load_text_yaml(frames_text, "frames.yaml")
    classes = WordClasses.load(extra).classes
    frames = {name: Frame(tuple(slots["s"]), tuple(slots["o"])) for name, slots in data["frames"].items()}
    names = RowNames(frames, classes, Vocabulary.load().extend(predicates).predicates)
    files = sorted((f for f in (base / "relations").iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    texts = {file.name: file.read_text(encoding="utf-8") for file in files}

    def read_shipped() -> list[Row]:
        return [row for name, text in texts.items() for row in read_rows(text, name, names)]

    statics = [f"{name} {predicate.static}" for name, predicate in names.predicates.items()]
    inputs = [frames_text, *statics, *sorted(names.classes)]
    shipped = keep_records(list[Row], [*inputs, *(f"{name}\n{text}" for name, text in texts.items())], read_shipped)
    rows_by_trigger = _by_trigger(shipped)
    for path in extra:
        rows_by_trigger |= _by_trigger(read_rows(read_user_file(path), str(path), names))
    own = frozenset(row.source for row in rows_by_trigger.values()) - {row.source for row in shipped}
    index: dict[tuple[str, str], list[Row]] = {}
    for row in sorted(rows_by_trigger.values(), key=lambda r: (-r.specificity, r.source not in own, r.id)):
        index.setdefault((row.pos, row.lemma), []).append(row)
    for rows in index.values():
        check_reachable(rows, own)
    ordered = {key: tuple(rows) for key, rows in index.items()}
    return Lexicon(tuple(rows_by_trigger.values()), ordered, frozenset(data["support_verbs"]))


def _by_trigger(rows: Iterable[Row]) -> dict[tuple[object, ...], Row]:
    """Index rows by all that they ask for.

    Raises AssetError with file and line of a row that asks for the same as one before.
    """
    by_trigger: dict[tuple[object, ...], Row] = {}
    for row in rows:
        other = by_trigger.setdefault(trigger_of(row), row)
        if other is not row:
            raise AssetError(
                f"the trigger of {row.id} stands already at {other.source}", where=row.source, remedy="remove one"
            )
    return by_trigger
