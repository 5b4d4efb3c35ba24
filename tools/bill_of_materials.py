"""Write the bill of materials of a release: what graphkit is installed with, as CycloneDX, without addresses.

cyclonedx-py lists the environment. The addresses that it notes (project pages, places of download) are taken out, so
that the file says what there is and not where it came from.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
#: Parts that only the making of a release needs, and the place of the environment.
_NOTES = ("externalReferences", "properties")


def remove_addresses(value: Any) -> Any:
    """Return a part of the bill without external references and notes about the machine, at any depth."""
    if isinstance(value, dict):
        return {key: remove_addresses(child) for key, child in value.items() if key not in _NOTES}
    if isinstance(value, list):
        return [remove_addresses(child) for child in value]
    return value


def list_materials() -> dict[str, Any]:
    """Install graphkit alone into a new environment and list what is there."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)  # noqa: S603  # our own commands
        python = next(
            path for path in (Path(folder, "bin/python"), Path(folder, "Scripts/python.exe")) if path.exists()
        )
        subprocess.run([python, "-m", "pip", "install", "--quiet", str(ROOT)], check=True)  # noqa: S603
        command = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible"]
        command += ["--pyproject", str(ROOT / "pyproject.toml"), str(python)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    bill: dict[str, Any] = remove_addresses(json.loads(done.stdout))
    return bill


def main() -> None:
    """Write the bill to the file that is named."""
    Path(sys.argv[1]).write_text(json.dumps(list_materials(), indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
