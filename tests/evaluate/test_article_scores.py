"""Scores of whole articles, on small annotations of our own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graphkit.errors import UsageError
from graphkit.evaluate import (
    EvaluationReport,
    Names,
    evaluate_predictions,
    find_sentence,
    list_errors,
    reliability_table,
)
from graphkit.evaluate.gold import read_gold

DATA = Path(__file__).resolve().parents[2] / "data"

NAMES = Names(
    {"United States": ["US", "U.S."], "Ruritania": []},
    {"Ruritanian": "ruritania", "Ruritania": "ruritania"},
    {"Old Palace": "ruritania"},
)

GOLD: dict[str, Any] = {
    "id": "one",
    "facts": [
        {
            "s": "Anna Kern",
            "p": "meets",
            "o": "Otto Lind",
            "status": "occurred",
            "date": "2021-05-06",
            "core": True,
            "sentence": "Kern met Lind",
        },
        {
            "s": "Ruritania",
            "p": "sanctions",
            "o": "United States",
            "status": "planned",
            "status_alt": ["possible"],
            "alt": [{"s": "Anna Kern", "p": "sanctions", "o": "United States"}],
        },
        {"s": "Otto Lind", "p": "visits", "o": "Ruritania", "status": "occurred", "optional": True},
        {"s": "Otto Lind", "p": "attends", "o": "Strelsau trade summit", "status": "occurred"},
        {"s": "Anna Kern", "p": "represents", "o": "Ruritania", "status": "ongoing"},
        {"s": "Anna Kern", "p": "holds_position", "o": "Ruritania Minister of Foreign Affairs", "status": "ongoing"},
    ],
    "wrong": [{"s": "Otto Lind", "p": "attacks", "o": "Ruritania", "why": "a speaker is no attacker"}],
}


def fact(s: str, p: str, o: str, **more: object) -> dict[str, object]:
    return {"s": s, "p": p, "o": o, "status": "occurred", **more}


def score(tmp_path: Path, *facts: dict[str, object], gold: dict[str, Any] = GOLD, **options: Any) -> EvaluationReport:
    folder = tmp_path / "gold"
    folder.mkdir(exist_ok=True)
    (folder / f"{gold['id']}.json").write_text(json.dumps(gold), encoding="utf-8")
    predictions = tmp_path / "predictions.jsonl"
    predictions.write_text(json.dumps({"id": gold["id"], "facts": list(facts)}) + "\n", encoding="utf-8")
    return evaluate_predictions(predictions, folder, names=NAMES, **options)


@pytest.mark.parametrize(
    "predicted",
    [
        fact("Anna Kern", "meets", "Otto Lind"),
        fact("Otto Lind", "meets", "Anna Kern"),
        fact("ANNA KERN", "meets", "Mr Otto Lind"),
        fact("Ruritania", "sanctions", "U.S."),
        fact("Ruritania's", "sanctions", "the US"),
        fact("Anna Kern", "sanctions", "US"),
        fact("Otto Lind", "attends", "trade summit in Strelsau"),
        fact("Anna Kern", "holds_position", "Ruritanian foreign minister"),
        fact("Anna Kern", "represents", "Ruritania"),
    ],
    ids=lambda row: f"{row['s']} {row['p']} {row['o']}",
)
def test_a_fact_is_right_under_any_name_and_alternative(predicted: dict[str, object], tmp_path: Path) -> None:
    tally = score(tmp_path, predicted).scores["facts"]
    assert (tally.right, tally.predicted, tally.matched, tally.needed) == (1, 1, 1, 5)


@pytest.mark.parametrize(
    "predicted",
    [
        fact("Anna Kern", "speaks_with", "Otto Lind"),
        fact("United States", "sanctions", "Ruritania"),
        fact("Kern", "meets", "Otto Lind"),
        fact("Anna Kern", "holds_position", "Ruritania Deputy Minister of Foreign Affairs"),
        fact("Anna Kern", "holds_position", "Ruritania Minister of Finance"),
    ],
    ids=lambda row: f"{row['s']} {row['p']} {row['o']}",
)
def test_a_fact_is_false_where_name_direction_or_predicate_is_another(
    predicted: dict[str, object], tmp_path: Path
) -> None:
    tally = score(tmp_path, predicted).scores["facts"]
    assert (tally.right, tally.predicted, tally.matched) == (0, 1, 0)


def test_relaxed_takes_surnames_representatives_and_types(tmp_path: Path) -> None:
    facts = [fact("Kern", "speaks_with", "Otto Lind"), fact("Ruritania", "meets", "Otto Lind")]
    assert score(tmp_path, *facts, relaxed=True).scores["facts"].right == 2
    assert score(tmp_path, *facts).scores["facts"].right == 0


def test_an_optional_fact_counts_neither_way(tmp_path: Path) -> None:
    report = score(tmp_path, fact("Otto Lind", "visits", "Ruritania"))
    assert report.optional == 1
    assert report.scores["facts"].predicted == 0
    assert not any(miss.predicate == "visits" for miss in report.misses)


def test_without_static_facts_only_events_count(tmp_path: Path) -> None:
    report = score(tmp_path, fact("Anna Kern", "represents", "Otto Lind"), static=False)
    assert report.scores["facts"].predicted == 0
    assert report.scores["facts"].needed == 3


def test_one_triple_said_twice_is_one_fact(tmp_path: Path) -> None:
    report = score(
        tmp_path,
        fact("Anna Kern", "meets", "Otto Lind", status="planned", confidence=0.4),
        fact("Otto Lind", "meets", "Anna Kern", date="2021-05-06", confidence=0.9),
    )
    assert report.scores["facts"].predicted == 1
    assert (report.shares["status"].right, report.shares["status"].of) == (1, 1)
    assert (report.shares["date"].right, report.shares["date"].of) == (1, 1)
    assert report.judged == ((0.9, True),)


def test_a_date_of_more_precision_is_right_and_another_is_not(tmp_path: Path) -> None:
    gold = {**GOLD, "facts": [{**GOLD["facts"][0], "date": "2021-05"}]}
    right = score(tmp_path, fact("Anna Kern", "meets", "Otto Lind", date="2021-05-06"), gold=gold)
    wrong = score(tmp_path, fact("Anna Kern", "meets", "Otto Lind", date="2021"), gold=gold)
    none = score(tmp_path, fact("Anna Kern", "meets", "Otto Lind"), gold=gold)
    assert [report.shares["date"].right for report in (right, wrong, none)] == [1, 0, 0]
    assert [report.shares["date"].of for report in (right, wrong, none)] == [1, 1, 0]
    assert none.shares["date of all"].of == 1


@pytest.mark.parametrize(
    ("gold", "given", "right"),
    [
        ({"place": "Strelsau"}, {"place": "Strelsau"}, 1),
        ({"place": "Strelsau"}, {"place": "Hentzau"}, 0),
        ({"attributed_to": "Ruritanian officials"}, {"attributed_to": "Ruritania"}, 1),
        ({"attributed_to": "the Old Palace"}, {"attributed_to": "Ruritania"}, 1),
        ({"attributed_to": "Otto Lind"}, {"attributed_to": "Ruritania"}, 0),
    ],
)
def test_places_and_speakers_are_compared(
    gold: dict[str, str], given: dict[str, str], right: int, tmp_path: Path
) -> None:
    (name,) = gold
    share = "speaker" if name == "attributed_to" else name
    annotated = {**GOLD, "facts": [{**GOLD["facts"][0], "date": None, **gold}]}
    report = score(tmp_path, fact("Anna Kern", "meets", "Otto Lind", **given), gold=annotated)
    without = score(tmp_path, fact("Anna Kern", "meets", "Otto Lind"), gold=annotated)
    assert (report.shares[share].right, report.shares[share].of) == (right, 1)
    assert (without.shares[share].of, without.shares[f"{share} of all"].of) == (0, 1)
    assert [difference.attribute for difference in without.differences] == [share]


def test_errors_are_listed_with_sentence_rule_and_reason(tmp_path: Path) -> None:
    report = score(
        tmp_path,
        fact("Anna Kern", "speaks_with", "Otto Lind", rule="speak.with", sentence="Kern met Lind."),
        fact("Otto Lind", "attacks", "Ruritania", rule="attack.obj", sentence="Lind spoke of war."),
        fact("Ruritania", "sanctions", "US", status="negated"),
    )
    rows = list_errors(
        report,
        {"one": "Title\n\nKern met Lind\nin the U.S. Embassy of Strelsau. They parted early."},
        lambda article, sentence, predicate: f"{article}/{predicate}: row nearest to {sentence!r}",
    )
    first = rows[0]
    assert (first.what, first.core, first.subject, first.predicate) == ("miss", True, "Anna Kern", "meets")
    assert first.sentence == "Kern met Lind in the U.S. Embassy of Strelsau."
    assert first.reason == "another predicate: Anna Kern speaks_with Otto Lind"
    assert first.rule == "speak.with"
    assert first.nearest == f"one/meets: row nearest to {first.sentence!r}"
    false = {row.predicate: row for row in rows if row.what == "false"}
    assert false["attacks"].reason == "listed as wrong: a speaker is no attacker"
    assert false["attacks"].rule == "attack.obj"
    assert false["attacks"].sentence == "Lind spoke of war."
    assert false["speaks_with"].reason == "no annotation has it"
    (status,) = [row for row in rows if row.what == "status"]
    assert status.reason == "status negated where the annotation has planned or possible"
    assert (report.listed_wrong.right, report.listed_wrong.of) == (1, 1)


@pytest.mark.parametrize(
    ("predicted", "reason"),
    [
        (fact("United States", "sanctions", "Ruritania"), "the other way round"),
        (fact("Ruritania", "condemns", "US"), "another predicate"),
        (fact("Ruritania", "sanctions", "Otto Lind"), "another object"),
        (fact("Otto Lind", "sanctions", "US"), "another subject"),
        (fact("US", "meets", "Ruritania"), "another predicate"),
        (fact("US", "condemns", "Ruritania"), "another predicate, the other way round"),
        (fact("Otto Lind", "condemns", "Anna Kern"), "no fact comes near"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_miss_says_how_near_the_nearest_fact_came(predicted: dict[str, object], reason: str, tmp_path: Path) -> None:
    (miss,) = [miss for miss in score(tmp_path, predicted).misses if miss.predicate == "sanctions"]
    assert miss.reason == reason


def test_the_report_is_plain_data_with_a_row_for_each_predicate(tmp_path: Path) -> None:
    report = score(tmp_path, fact("Anna Kern", "meets", "Otto Lind"), fact("Otto Lind", "attacks", "Anna Kern"))
    data = json.loads(json.dumps(report.as_dict()))
    rows = {row["predicate"]: row for row in data["by_predicate"]}
    assert rows["meets"] == {
        "predicate": "meets",
        "right": 1,
        "predicted": 1,
        "found": 1,
        "needed": 1,
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
    }
    assert (rows["attacks"]["predicted"], rows["attacks"]["needed"]) == (1, 0)
    assert data["scores"]["core"]["recall"] == 1.0
    assert data["missing"] == []


def test_an_article_without_predictions_is_named(tmp_path: Path) -> None:
    score(tmp_path, gold={**GOLD, "id": "two"})
    report = score(tmp_path, fact("Anna Kern", "meets", "Otto Lind"))
    assert report.missing == ("two",)
    assert report.scores["facts"].needed == 10
    only = evaluate_predictions(tmp_path / "predictions.jsonl", tmp_path / "gold", names=NAMES, ids=["one"])
    assert only.scores["facts"].needed == 5


def test_predictions_that_repeat_our_own_annotations_are_all_right(tmp_path: Path) -> None:
    records = []
    for path in sorted((DATA / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        records.append({"id": path.stem, "facts": gold["facts"]})
    predictions = tmp_path / "predictions.jsonl"
    predictions.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    report = evaluate_predictions(predictions, DATA / "gold")
    assert report.scores["facts"].needed > 0
    assert (report.scores["facts"].precision, report.scores["facts"].recall) == (1.0, 1.0)
    assert report.shares["status"].value == report.shares["date of all"].value == 1.0
    assert list_errors(report) == []


def test_the_openings_in_our_own_annotations_are_found_in_their_articles() -> None:
    for article in read_gold(DATA / "gold"):
        text = (DATA / "articles" / f"{article.id}.txt").read_text(encoding="utf-8")
        for fact_ in article.facts:
            assert fact_.opening is None or find_sentence(text, fact_.opening) is not None, (article.id, fact_.opening)


def test_predictions_may_be_a_folder(tmp_path: Path) -> None:
    score(tmp_path)
    folder = tmp_path / "predicted"
    folder.mkdir()
    (folder / "one.json").write_text(json.dumps({"facts": [fact("Anna Kern", "meets", "Otto Lind")]}))
    assert evaluate_predictions(folder, tmp_path / "gold", names=NAMES).scores["facts"].right == 1


def test_reliability_is_read_from_the_same_files(tmp_path: Path) -> None:
    score(
        tmp_path,
        fact("Anna Kern", "meets", "Otto Lind", confidence=0.95),
        fact("Otto Lind", "attacks", "Anna Kern", confidence=0.15),
        fact("Otto Lind", "visits", "Ruritania", confidence=0.5),
    )
    table = reliability_table(tmp_path / "predictions.jsonl", tmp_path / "gold", names=NAMES)
    assert [(row.low, row.count, row.right) for row in table.bins] == [(0.1, 1, 0.0), (0.9, 1, 1.0)]
    assert table.error == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ('{"id": "one", "facts": [}', "predictions.jsonl:1"),
        ('\n{"id": "one"}', "predictions.jsonl:2"),
        ('{"facts": []}', "predictions.jsonl:1"),
        ('["one"]', "predictions.jsonl:1"),
        ('{"id": "one", "facts": ["x"]}', "predictions.jsonl:1"),
    ],
)
def test_a_bad_record_is_refused_with_its_line(content: str, where: str, tmp_path: Path) -> None:
    score(tmp_path)
    (tmp_path / "predictions.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        evaluate_predictions(tmp_path / "predictions.jsonl", tmp_path / "gold", names=NAMES)
    assert str(caught.value.where).endswith(where)
    assert caught.value.remedy


def test_bad_annotations_and_paths_are_refused(tmp_path: Path) -> None:
    score(tmp_path)
    predictions, empty = tmp_path / "predictions.jsonl", tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(UsageError, match="no annotations"):
        evaluate_predictions(predictions, empty, names=NAMES)
    with pytest.raises(UsageError, match="no such file"):
        evaluate_predictions(tmp_path / "absent.jsonl", empty, names=NAMES)
    (empty / "a.json").write_text('{"facts": [{"s": "", "p": "meets", "o": "B"}]}')
    with pytest.raises(UsageError, match='"s"'):
        evaluate_predictions(predictions, empty, names=NAMES)
