"""Results survive, and what is damaged is never given out. Each test is a fault that a disk or a user can cause."""

import json
import pickle
import random
import sqlite3
import threading

import pytest

from graphkit.runtime import ResultStore, find_cache_folder

PARTS = {"lexicon": "1", "model": "a"}
VALUES = {f"k{n}": {"n": n, "text": "herring " * (n % 50)} for n in range(300)}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "cache" / "results.sqlite3"


def fill(path):
    store = ResultStore(path, PARTS)
    store.put_many(VALUES)
    store.note_use()
    store.close()


def test_values_are_kept_from_one_run_to_the_next(path):
    fill(path)
    store = ResultStore(path, PARTS)
    assert store.find_many([*VALUES, "other"]) == VALUES
    assert (path.parent.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o700, 0o600)


def test_another_pipeline_sees_nothing_and_says_why(path):
    fill(path)
    store = ResultStore(path, PARTS | {"lexicon": "2"})
    assert store.find_many(VALUES) == {}
    assert store.explain_change() == "the lexicon has changed"
    store.put_many({"k1": 1})
    assert (store.summarise().current, store.summarise().outdated) == (1, 300)
    assert store.clean() == 300
    assert (store.summarise().current, store.summarise().outdated) == (1, 0)
    assert store.clean(everything=True) == 1
    assert ResultStore(path, PARTS).explain_change() is None


@pytest.mark.parametrize("seed", range(20))
def test_random_damage_drops_records_and_never_alters_one(path, seed, caplog):
    fill(path)
    data = bytearray(path.read_bytes())
    rng = random.Random(seed)  # noqa: S311 no secret
    for _ in range(100):
        data[rng.randrange(len(data))] = rng.randrange(256)
    path.write_bytes(data)
    store = ResultStore(path, PARTS)
    kept = store.find_many(VALUES)
    assert all(VALUES[key] == value for key, value in kept.items())
    store.put_many(VALUES)
    assert store.find_many(VALUES) == VALUES


@pytest.mark.parametrize("damage", ["cut", "pickle", "empty", "version", "folder of noise"])
def test_a_damaged_or_foreign_file_is_replaced(path, damage, tmp_path):
    fill(path)
    planted = tmp_path / "planted"
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:-10])
    elif damage == "pickle":
        path.write_bytes(pickle.dumps((planted.touch, ())))
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "version":
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA user_version = 99")
        connection.close()
    else:
        path.write_bytes(bytes(range(256)) * 50)
    store = ResultStore(path, PARTS)
    assert all(VALUES[key] == value for key, value in store.find_many(VALUES).items())
    store.put_many(VALUES)
    store.close()
    assert ResultStore(path, PARTS).find_many(VALUES) == VALUES
    assert not planted.exists()
    assert [file.name for file in path.parent.iterdir() if "damaged" in file.name] == []


def test_a_record_with_a_wrong_checksum_is_dropped(path):
    fill(path)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE results SET data = (SELECT data FROM results WHERE key = 'k2') WHERE key = 'k1'")
    connection.commit()
    connection.close()
    store = ResultStore(path, PARTS)
    assert store.find_many(["k1", "k2"]) == {"k2": VALUES["k2"]}
    assert store.summarise().current == 299


def test_without_a_place_to_write_nothing_is_kept_and_nothing_fails(tmp_path, caplog):
    (tmp_path / "file").write_text("x")
    store = ResultStore(tmp_path / "file" / "results.sqlite3", PARTS)
    store.put_many(VALUES)
    assert store.find_many(VALUES) == {}
    assert store.explain_change() is None
    assert "not kept" in caplog.text


def test_two_builds_may_share_a_store(path):
    def work(keys):
        store = ResultStore(path, PARTS)
        for key in keys:
            store.put_many({key: VALUES[key]})

    threads = [threading.Thread(target=work, args=([*VALUES][n::3],)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ResultStore(path, PARTS).find_many(VALUES) == VALUES


def test_builds_that_open_a_new_store_at_once_lose_nothing(tmp_path):
    def keep(path, key):
        ResultStore(path, PARTS).put_many({key: VALUES[key]})

    for turn in range(25):
        path = tmp_path / f"{turn}.sqlite3"
        threads = [threading.Thread(target=keep, args=(path, key)) for key in [*VALUES][:6]]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(ResultStore(path, PARTS).find_many(VALUES)) == 6


def test_values_are_stored_as_json(path):
    fill(path)
    assert b"\x80\x04" not in path.read_bytes()[:100]
    assert json.loads(json.dumps(VALUES)) == ResultStore(path, PARTS).find_many(VALUES)


def test_the_place_of_the_store(monkeypatch, tmp_path):
    monkeypatch.setenv("GRAPHKIT_CACHE", str(tmp_path))
    assert find_cache_folder() == tmp_path
    monkeypatch.delenv("GRAPHKIT_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "x"))
    assert find_cache_folder() == tmp_path / "x" / "graphkit"
