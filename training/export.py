"""Write trained weights as graphkit reads them: `python -m training.export TRAINED --start MODEL --out FOLDER`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from safetensors.numpy import load_file

from graphkit.extract.reader.combination import trust_the_model
from graphkit.extract.reader.features import PREDICATES
from graphkit.extract.reader.weights import read_weights, write_weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path, help="folder with reader.safetensors")
    parser.add_argument("--start", type=Path, required=True, help="folder with tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--combination", type=Path, help="JSON file with the coefficients that training.calibrate wrote"
    )
    options = parser.parse_args()
    weights = load_file(options.trained / "reader.safetensors")
    tokenizer = (options.start / "tokenizer.json").read_text(encoding="utf-8")
    combination = json.loads(options.combination.read_text()) if options.combination else trust_the_model()
    card = {"predicates": list(PREDICATES), "layers": 1 + max(int(n.split(".")[2]) for n in weights if ".layers." in n)}
    write_weights(options.out, weights, tokenizer, {**card, "combination": combination})
    size = sum(path.stat().st_size for path in options.out.iterdir())
    print(f"{options.out}: {size / 1e6:.1f} MB, {read_weights(options.out).digest}")


if __name__ == "__main__":
    main()
