import pytest

from graphkit.config import OTHER_VARIABLES, Config, load_config
from graphkit.errors import UsageError


def test_later_places_win_and_each_setting_names_its_origin(tmp_path):
    file = tmp_path / "graphkit.toml"
    file.write_text('workers = 2\narticle_seconds = 9\nlanguages = ["en", "fr"]\n')
    environ = {"GRAPHKIT_WORKERS": "3", "OTHER": "x"}
    config, origins = load_config({"article_seconds": 7, "text_field": None}, path=file, environ=environ)
    assert (config.workers, config.article_seconds, config.languages) == (3, 7, ("en", "fr"))
    assert origins["workers"] == "environment GRAPHKIT_WORKERS"
    assert origins["article_seconds"] == "flag"
    assert origins["languages"] == f"file {file}"
    assert origins["text_field"] == "default"


@pytest.mark.parametrize(
    "line",
    ["wrokers = 2", "workers = 'two'", "workers = -1", "workers = true", "follow_links = 3", "text_field = 1", "= x"],
)
def test_wrong_settings_are_refused_with_their_place(tmp_path, line):
    file = tmp_path / "graphkit.toml"
    file.write_text(line)
    with pytest.raises(UsageError) as error:
        load_config(path=file, environ={})
    assert str(file) in error.value.where
    assert error.value.remedy


def test_without_file_and_environment_the_defaults_hold(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load_config(environ={})[0] == Config()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("article_seconds", 0),
        ("file_megabytes", -1),
        ("workers", -2),
        ("min_confidence", 1.2),
        ("min_confidence", float("nan")),
        ("duplicate_similarity", float("inf")),
    ],
)
def test_numbers_that_a_setting_cannot_have_are_refused_wherever_they_come_from(name, value):
    with pytest.raises(UsageError, match=name):
        Config(**{name: value})
    with pytest.raises(UsageError, match=name) as error:
        load_config(environ={f"GRAPHKIT_{name.upper()}": str(value)})
    assert error.value.where == f"environment GRAPHKIT_{name.upper()}"


def test_nought_is_a_number_where_it_says_something():
    assert Config(workers=0, min_confidence=0.0, duplicate_similarity=0, language_min_chars=0).workers == 0


def test_every_variable_that_a_command_reads_is_known(tmp_path):
    for variable in OTHER_VARIABLES:
        load_config(environ={variable: "1"})
    with pytest.raises(UsageError, match="GRAPHKIT_NO_PROGRES") as error:
        load_config(environ={"GRAPHKIT_NO_PROGRES": "1"})
    assert error.value.remedy == "did you mean GRAPHKIT_NO_PROGRESS?"
