#!/usr/bin/env bash
# py3langid: loading the model that the package ships needs as much room in the temporary folder as its unpacked model.
#
# Expected: a model of the package is unpacked in memory, as lzma.open and numpy.load can do it.
# Seen: the first classification copies tens of megabytes into a temporary file first; where there is no room for it
#   (a small tmpfs, a container with a read-only root) it fails with an OSError that speaks of neither model nor language.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --target "$folder" py3langid==0.4.0 2>/dev/null
PYTHONPATH="$folder" python3 - <<'PY'
import tempfile
from importlib.metadata import version

import py3langid

print("py3langid", version("py3langid"))
make, sizes = tempfile.TemporaryFile, []


def count(*arguments, **options):
    """A temporary file that tells how large it was when it is closed."""
    file = make(*arguments, **options)
    close = file.close

    def tell() -> None:
        sizes.append(file.seek(0, 2))
        close()

    class Counted:
        def __enter__(self):
            return file

        def __exit__(self, *_):
            tell()

    return Counted()


tempfile.TemporaryFile = count
language, _ = py3langid.classify("The foreign minister met his counterpart in Oslo on Monday.")
print(f"  {language}; temporary files: {', '.join(f'{size / 1e6:.0f} MB' for size in sizes)}")
assert language == "en"
assert len(sizes) == 1 and sizes[0] > 30e6, sizes
PY
echo "as described"
