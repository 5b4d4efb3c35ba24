"""Write requirements/dev.txt: every package of development and CI at one release, with the SHA-256 of its files.

pip-compile finds the releases. What it adds about this machine (addresses of an index, paths) is left out.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "requirements" / "dev.txt"
HEAD = (
    "# What development and CI install on Python 3.11: each release with the SHA-256 of its files. "
    "`make requirements` writes it.\n"
)
OPTIONS = ["--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host"]
OPTIONS += ["--no-emit-options", "--no-annotate", "--no-header", "--strip-extras", "--allow-unsafe", "--quiet"]

_PIN = re.compile(r"^[\w.-]+==\S+ \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n?)+", re.M)


def keep_pins(text: str) -> str:
    """Return the pinned releases with their hashes, sorted, and nothing else of what pip-compile wrote."""
    return HEAD + "".join(sorted(f"{pin.strip()}\n" for pin in _PIN.findall(text)))


def main() -> None:
    """Run pip-compile over the extra `dev` and keep its pins."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "dev.txt"
        command = [sys.executable, "-m", "piptools", "compile", *OPTIONS, "--extra", "dev", "-o", str(out)]
        subprocess.run([*command, "pyproject.toml"], cwd=ROOT, check=True)  # noqa: S603  # our own command
        OUT.write_text(keep_pins(out.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
