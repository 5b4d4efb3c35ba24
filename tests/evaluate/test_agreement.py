"""Our scores against the reference scorers, on the same predictions, where those are at hand."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from graphkit.evaluate import Names, evaluate_predictions, read_names

SHARED = Path(__file__).resolve().parents[3] / "shared"
TOOLS, GOLD = SHARED / "tools", SHARED / "gold"

pytestmark = pytest.mark.skipif(not TOOLS.is_dir(), reason="the reference scorers are not beside the checkout")

PREDICATES = [
    "meets",
    "visits",
    "supports",
    "urges",
    "accuses",
    "denies",
    "agrees_with",
    "attends",
    "tests_weapon",
    "represents",
    "holds_position",
]
STATUSES = ["occurred", "planned", "alleged", "denied"]


@pytest.fixture(scope="module")
def names() -> Names:
    return read_names(TOOLS / "aliases.json", TOOLS / "countries.json")


def bend(gold: dict[str, Any], dice: random.Random, aliases: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Predictions that are right, nearly right and wrong, from annotations."""
    facts = []
    everyone = [fact[end] for fact in gold["facts"] for end in "so"]
    for row in gold["facts"]:
        fact = {key: row[key] for key in ("s", "p", "o", "status", "date")}
        fact["confidence"] = round(dice.random(), 2)
        match dice.randrange(11):
            case 0:
                continue
            case 1:
                fact["s"], fact["o"] = fact["o"], fact["s"]
            case 2:
                fact["p"] = dice.choice(PREDICATES)
            case 3:
                fact["o"] = dice.choice(everyone)
            case 4:
                fact["s"] = dice.choice(aliases.get(fact["s"]) or [fact["s"].upper()])
            case 5:
                fact["s"] = fact["s"].split()[-1]
            case 6 if row.get("alt"):
                fact |= dice.choice(row["alt"])
            case 7:
                fact |= {"status": dice.choice(STATUSES), "date": dice.choice([None, "2023-11-08", "2023"])}
                facts.append(dict(fact))
                fact["status"] = dice.choice(STATUSES)
        facts.append(fact)
    facts += [{**row, "status": "occurred"} for row in gold.get("wrong", []) if dice.random() < 0.5]
    return facts


@pytest.mark.parametrize("folder", ["gold", "gold/more"])
@pytest.mark.parametrize("options", [(), ("--no-static",), ("--relaxed",)], ids=["strict", "events", "relaxed"])
def test_article_scores_are_those_of_the_reference(
    folder: str, options: tuple[str, ...], names: Names, tmp_path: Path
) -> None:
    aliases = json.loads((TOOLS / "aliases.json").read_text(encoding="utf-8"))
    dice = random.Random(f"{folder} {options}")  # noqa: S311  no secret depends on it
    predictions = tmp_path / "predictions.jsonl"
    records = []
    for path in sorted((SHARED / folder).glob("*.json")):
        if not path.name.startswith("cluster_"):
            gold = json.loads(path.read_text(encoding="utf-8"))
            records.append({"id": path.stem, "facts": bend(gold, dice, aliases)})
    predictions.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")

    figures = tmp_path / "figures.json"
    command = [sys.executable, TOOLS / "score_articles.py", predictions, "--gold", SHARED / folder, "--json", figures]
    subprocess.run([*map(str, command), *options], check=True, capture_output=True)
    expected = json.loads(figures.read_text(encoding="utf-8"))

    report = evaluate_predictions(
        predictions,
        SHARED / folder,
        names=names,
        static="--no-static" not in options,
        relaxed="--relaxed" in options,
    )
    facts, core = report.scores["facts"], report.scores["core"]
    assert facts.right > 10
    assert facts.predicted > facts.right
    ours = {
        "tp": facts.right,
        "fp": facts.predicted - facts.right,
        "ign": report.optional,
        "wrong": report.listed_wrong.right,
        "wrong_n": report.listed_wrong.of,
        "need": facts.needed,
        "found": facts.matched,
        "core": core.needed,
        "corefound": core.matched,
        "st": report.shares["status"].of,
        "stok": report.shares["status"].right,
        "dneed": report.shares["date of all"].of,
        "dgiven": report.shares["date"].of,
        "dok": report.shares["date"].right,
        "P": pytest.approx(facts.precision),
        "R": pytest.approx(facts.recall),
        "F1": pytest.approx(facts.f1),
    }
    assert ours == {name: expected.get(name, 0) for name in ours}


def test_sentence_scores_are_those_of_the_reference(names: Names, tmp_path: Path) -> None:
    dice = random.Random(5)  # noqa: S311  no secret depends on it
    sentences = [json.loads(line) for line in (GOLD / "sentences.jsonl").read_text(encoding="utf-8").splitlines()]
    types = {"ACCUSE": "accuses", "AGREE": "agrees_with", "AID": "provides_aid_to", "CONSULT": "meets"}
    types |= {"CONCEDE": "concedes_to", "RETREAT": "withdraws_from", "ASSAULT": "attacks", "COERCE": "coerces"}
    records = []
    for sentence in sentences:
        facts = []
        for event in sentence["events"]:
            plover = event["plover"] if dice.random() < 0.7 else dice.choice(sorted(types))
            ends = [event["source"] or "police", event["target"] or "protesters"]
            if dice.random() < 0.2:
                ends.reverse()
            if dice.random() < 0.3:
                ends[0] = " ".join(ends[0].split()[:2])
            if dice.random() < 0.2:
                ends[1] = dice.choice(sentence["text"].split())
            fact = {"s": ends[0].upper(), "p": types.get(plover, "condemns"), "o": ends[1], "plover": plover}
            fact |= {"s_text": ends[0], "o_text": ends[1]}
            facts += [fact] * dice.choice([0, 1, 1, 1, 2])
            if dice.random() < 0.3:
                facts.append({**fact, "p": "represents", "plover": "REPRESENTS"})
        records.append({"id": sentence["id"], "facts": facts})
    predictions = tmp_path / "predictions.jsonl"
    predictions.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")

    command = [sys.executable, str(TOOLS / "score_sentences.py"), str(predictions)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    report = evaluate_predictions(predictions, GOLD / "sentences.jsonl", names=names)
    assert report.scores["full"].right > 100

    for row in ("type", "pair", "full"):
        tally = report.scores[row]
        assert f"{row:5s} precision {tally.precision:.3f} recall {tally.recall:.3f} F1 {tally.f1:.3f}" in printed
    typed = report.shares["typed"]
    assert f"typed {typed.value:.3f} ({typed.right} of {typed.of} found pairs)" in printed
    for name, tally in report.by_predicate.items():
        line = rf"^{name}\s+{tally.needed}\s+{tally.matched}\s+{tally.predicted}$"
        assert tally.needed == 0 or re.search(line, printed, re.MULTILINE)
