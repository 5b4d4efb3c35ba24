import subprocess
import sys
import time

import pytest

from graphkit.errors import OutputError, OutputLockedError
from graphkit.runtime import lock_output

HOLD = """
import pathlib, sys, time
from graphkit.runtime import lock_output
with lock_output(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_build_is_refused_at_once_and_told_who_holds_it(tmp_path):
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path / "out")], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout.readline() == "held\n"
        begun = time.monotonic()
        with pytest.raises(OutputLockedError) as error, lock_output(tmp_path / "out"):
            pass
        assert time.monotonic() - begun < 1
        assert str(holder.pid) in str(error.value)
        assert error.value.exit_code == 6
    finally:
        holder.kill()
        holder.wait()
    with lock_output(tmp_path / "out"):  # the lock of a killed process is free
        pass
    assert list(tmp_path.iterdir()) == []


def test_another_output_is_another_lock(tmp_path):
    with lock_output(tmp_path / "a"), lock_output(tmp_path / "b"):
        pass


def test_a_place_where_no_lock_can_be_made(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError), lock_output(tmp_path / "file" / "out"):
        pass
