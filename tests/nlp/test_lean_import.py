"""Workers import spaCy without its commands, and without torch unless the model may need it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from graphkit.nlp.language_model import DEFAULT_MODEL
from graphkit.nlp.lean_import import is_computed_by_numpy


def test_the_default_model_needs_no_torch() -> None:
    assert is_computed_by_numpy(DEFAULT_MODEL)


@pytest.mark.parametrize(
    "layer", ["spacy.TorchBiLSTMEncoder.v1", "spacy-transformers.TransformerModel.v3", "own.Layer.v1"]
)
def test_a_layer_of_another_kind_may_need_it(tmp_path: Path, layer: str) -> None:
    (tmp_path / "config.cfg").write_text(
        f'[a.model]\n@architectures = "spacy.Tagger.v2"\n[b.model]\n@architectures = "{layer}"\n', encoding="utf-8"
    )
    assert not is_computed_by_numpy(str(tmp_path))


def test_a_model_that_is_not_there_may_need_it() -> None:
    assert not is_computed_by_numpy("no-such-model")


@pytest.mark.parametrize(("model", "hidden"), [(DEFAULT_MODEL, "True"), ("no-such-model", "False")])
def test_torch_is_hidden_for_the_import_alone(model: str, hidden: str) -> None:
    code = (
        "import sys\nfrom graphkit.nlp.lean_import import hide_torch\n"
        "with hide_torch(sys.argv[1]):\n    print('torch' in sys.modules and sys.modules['torch'] is None)\n"
        "print('torch' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, model], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [hidden, "False"]


def test_commands_are_put_off_and_come_when_they_are_asked_for() -> None:
    code = (
        "import sys\nfrom graphkit.nlp.lean_import import defer_commands\n"
        "with defer_commands():\n    import spacy\n"
        "print('spacy.cli' in sys.modules, 'typer' in sys.modules)\n"
        "print(spacy.info(silent=True)['spacy_version'] == spacy.__version__, 'spacy.cli' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False", "True", "True"]
