"""Run one command and print as JSON what it cost: seconds, processor seconds, megabytes of its largest process.

    python benchmarks/measured_run.py graphkit build data/articles -o out

Every process that the command starts is counted, also one that is killed or left behind: on Linux they come to this
process when their parents are gone.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

#: The option of prctl that makes a process the parent of what its descendants leave behind.
_SET_CHILD_SUBREAPER = 36
#: Seconds that processes left behind may still take.
_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of a command, with all processes below it."""

    seconds: float
    processor: float
    megabytes: float


def measure_command(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Cost:
    """Run a command in a folder and return what it cost; a failure ends the benchmark."""
    wrapped = [sys.executable, __file__, *command]
    done = subprocess.run(wrapped, env=dict(environment), cwd=folder, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}")
    return Cost(**json.loads(done.stdout))


def run_here(command: Sequence[str]) -> tuple[int, Cost]:
    """Run a command below this process, which must have run no other; return its exit code and what it cost."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    started = time.monotonic()
    code = subprocess.Popen(command, stdout=subprocess.DEVNULL).wait()
    seconds = time.monotonic() - started
    with suppress(ChildProcessError):  # none is left
        while time.monotonic() - started < seconds + _PATIENCE:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                time.sleep(0.05)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return code, Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def measure_family(process: Any) -> float:
    """Return the megabytes (proportional share) of a process of psutil and of all below it."""
    import psutil  # the wrapped command needs none

    total = 0
    with suppress(psutil.NoSuchProcess):
        for member in (process, *process.children(recursive=True)):
            with suppress(psutil.Error):
                total += member.memory_full_info().pss
    return total / 2**20


def main(command: Sequence[str]) -> int:
    """Run the command, print what it cost and return its exit code."""
    code, cost = run_here(command)
    print(json.dumps(asdict(cost)))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
