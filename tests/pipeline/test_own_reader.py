"""A reader learns an event type by examples, and its facts go all the way: graph, page, tables, questions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("tokenizers", reason="graphkit[reader] is not installed")

from graphkit import KnowledgeGraph, build
from graphkit.config import Config
from graphkit.errors import AssetError, OutputError
from graphkit.extract.reader.weights import read_weights
from graphkit.pipeline.own_reader.train import LEAST_FACTS, TrainingReport, TrainingSpec, train_reader
from graphkit.pipeline.reader_card import find_own_predicates
from graphkit.pipeline.spec import SHIPPED_READER
from graphkit.rdf.validate import check_graph

pytestmark = pytest.mark.model

#: A fact that no rule supports is kept, too.
UNSURE = Config(min_confidence=0.2)
EXAMPLES = Path(__file__).resolve().parents[2] / "data" / "examples"
NEWS = (
    "2024-03-05\n\nLISBON - Portugal extradited a shipping magnate to Norway on Monday, the justice ministry said. "
    "Norwegian Prime Minister Kari Nordmo thanked Portugal.\n"
)


@dataclass(frozen=True)
class Trained:
    """A reader that was trained on the worked example, and what was told of it."""

    folder: Path
    report: TrainingReport
    steps: list[str]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    folder = tmp_path_factory.mktemp("own") / "reader"
    steps: list[str] = []
    spec = TrainingSpec(EXAMPLES / "extraditions.yaml", EXAMPLES / "extraditions-test.yaml")
    return Trained(folder, train_reader(spec, folder, steps.append), steps)


@pytest.fixture(scope="module")
def graph(trained: Trained, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("news")
    (folder / "news.txt").write_text(NEWS, encoding="utf-8")
    build(folder / "news.txt", out=folder / "out", reader="both", reader_model=trained.folder, config=UNSURE)
    return folder / "out"


@pytest.mark.slow
def test_it_is_learned_and_the_rest_hardly_changes(trained: Trained) -> None:
    report = trained.report
    assert report.predicates == ("extradites_to",)
    assert (report.examples, report.tested, report.turns, report.unfound) == (66, 24, 0, ())
    assert (report.before.predicted, report.before.needed) == (0, 15)
    assert report.after.precision >= 0.8
    assert report.after.recall >= 0.7
    effects = report.side_effects
    assert effects.sentences > 200
    assert effects.changed <= 0.02 * effects.facts
    assert effects.new <= 12  # 9 when this was written, all of them false: half of the articles is not rehearsed
    assert "training, step 100 of 100" in trained.steps


@pytest.mark.slow
def test_the_new_reader_is_whole_and_the_shipped_one_as_it_was(trained: Trained) -> None:
    files = read_weights(trained.folder)
    assert files.digest == trained.report.digest
    assert files.card["made_from"] == read_weights(SHIPPED_READER).digest
    assert [own.name for own in find_own_predicates(trained.folder)] == ["extradites_to"]
    assert find_own_predicates(SHIPPED_READER) == ()
    assert {path.name for path in trained.folder.iterdir()} >= {"NOTICE", "LICENSE-APACHE"}


@pytest.mark.slow
def test_its_facts_are_in_graph_page_and_answers(graph: Path) -> None:
    kg = KnowledgeGraph.load(graph)  # without the reader
    event = next(event for event in kg.events if event.predicate == "extradites_to")
    assert (event.agent, event.recipient, event.plover) == ("portugal", "norway", "COOPERATE")
    assert event.mentions[0].evidence.rule.startswith("learned/extradites_to.")
    assert check_graph(graph / "graph.ttl").problems == ()
    assert "Portugal extradites to Norway" in [fact.text for fact in kg.why("Portugal", "Norway").facts]
    assert '"id":"extradites_to","label":"extradites to"' in (graph / "graph.html").read_text(encoding="utf-8")
    rows = kg.to_pandas()
    assert rows[rows.predicate == "extradites_to"].cameo.tolist() == ["063"]
    assert kg.findings.predicates == build_again(graph, kg)


def build_again(graph: Path, kg: KnowledgeGraph) -> tuple[object, ...]:
    """The predicates of the graph, once it was saved by a program and read again."""
    kg.save(graph.parent / "saved")
    return KnowledgeGraph.load(graph.parent / "saved").findings.predicates


@pytest.mark.slow
def test_a_row_of_the_lexicon_may_name_it(trained: Trained, tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "verbs.yaml").write_text(
        "predicate: extradites_to\nrows:\n"
        "- {verb: extradite, s: [subject], o: [to], prep: to, where: {s: [actor], o: [state]},"
        " example: Norway extradited a smuggler to Chad., fact: [Norway, Chad]}\n",
        encoding="utf-8",
    )
    kg = build(
        tmp_path / "news.txt",
        lexicon=[tmp_path / "verbs.yaml"],
        reader="both",
        reader_model=trained.folder,
        config=UNSURE,
    )
    facts = {(event.predicate, event.mentions[0].evidence.rule.split("/")[0]) for event in kg.events}
    assert ("extradites_to", "extradites_to") in facts
    assert "concedes_to" not in {predicate for predicate, _ in facts}


def write_examples(path: Path, rows: list[str]) -> Path:
    row = "{label: extradites to, plover: COOPERATE, group: cooperation, cameo: '063'}"
    path.write_text(f"predicates:\n  {path.stem}: {row}\nexamples:\n{''.join(rows)}", encoding="utf-8")
    return path


def test_too_few_examples_and_what_was_not_found_are_told(tmp_path: Path) -> None:
    rows = [
        "- {text: Norway extradited a man to Chad., facts: [[Norway, extradites_to, Chad]]}\n",
        "- {text: Peru extradited a man to Chad., facts: [[Peru, extradites_to, Mordor]]}\n",
    ]
    path = write_examples(tmp_path / "extradites_to.yaml", rows)
    with pytest.raises(AssetError, match=f"{LEAST_FACTS} facts of .* are needed, and 1 were found") as caught:
        train_reader(TrainingSpec(path), tmp_path / "reader")
    assert f"{path}:5 [Peru, extradites_to, Mordor]" in str(caught.value.remedy)
    assert not (tmp_path / "reader").exists()


def test_a_name_that_the_ontology_has_is_refused(tmp_path: Path) -> None:
    path = write_examples(tmp_path / "event_type.yaml", ["- {text: Norway met Chad., facts: []}\n"])
    with pytest.raises(AssetError, match="gk:eventType already"):
        train_reader(TrainingSpec(path), tmp_path / "reader")


def test_a_folder_of_others_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError):
        train_reader(TrainingSpec(EXAMPLES / "extraditions.yaml"), tmp_path / "out")
