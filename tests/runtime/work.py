"""Functions that children run in the tests, most of them badly."""

import os
import signal
import threading
import time
from pathlib import Path

from graphkit.errors import AssetError

_total = 0


def echo(value):
    return value


def shout(value):
    print(value * 100)
    os.write(1, b"noise")
    return value


def prepare(settings):
    global _total
    _total = settings["start"]


def add_prepared(value):
    global _total
    _total += value
    return _total


def fail(value):
    raise ValueError(value)


def die(value):
    os.kill(os.getpid(), signal.SIGKILL)


def grow(value):
    return len([bytearray(1 << 24) for _ in range(1000)])


def sleep(value):
    time.sleep(value)
    return value


def do_all(values):
    deeds = {"die": die, "sleep": lambda _: sleep(60), "grow": grow, "fail": fail}
    return [deeds[value](value) if value in deeds else value * 2 for value in values]


def do_slowly(values):
    time.sleep(0.1)
    return [os.getpid()] * len(values)


def count_batch(values):
    return [len(values)] * len(values)


def count_slowly(values):
    time.sleep(0.5)
    return [len(values)] * len(values)


def refuse(settings):
    if "die" in settings:
        die(0)
    if "what" in settings:
        raise AssetError(settings["what"], where="x.yaml:3", remedy="mend it")
    raise OSError(settings["why"])


def die_once(settings):
    mark = Path(settings["once"])
    if not mark.exists():
        mark.touch()
        die(0)


def note_process(settings):
    with Path(settings["notes"]).open("a") as notes:
        notes.write(f"{os.getpid()}\n")
    for _ in range(settings.get("threads", 0)):
        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()


def burn(values):
    end = time.process_time() + 0.4
    while time.process_time() < end:
        pass
    return [os.getpid()] * len(values)


def grow_if_asked(values):
    return [grow(0) if value == "grow" else os.getpid() for value in values]
