import pytest

from graphkit.config import Config, load_config
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
