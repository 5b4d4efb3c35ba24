"""Measure how dense the code is: decisions per 100 statements of function bodies, and functions that are too long.

usage: python benchmarks/density.py [FOLDER ...]   (the rooms of graphkit where no folder is named)

A decision is a branch, loop, handler, conditional expression, comprehension, `case` or further operand of `and`/`or`.
Statements are all but docstrings. A function is told when it has over 40 lines, over 15 decisions, or blocks nested
deeper than 4.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MOST_LINES, MOST_DECISIONS, MOST_DEPTH = 40, 15, 4
_DECISIONS = (
    ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.IfExp, ast.comprehension, ast.match_case,
)  # fmt: skip
_BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class FunctionMeasure:
    """The size of one function, without its docstring."""

    place: str
    lines: int
    statements: int
    decisions: int
    depth: int

    @property
    def is_dense(self) -> bool:
        """Tell whether the function is over one of the limits."""
        return self.lines > MOST_LINES or self.decisions > MOST_DECISIONS or self.depth > MOST_DEPTH


def measure_folder(folder: Path) -> Iterator[FunctionMeasure]:
    """Yield the measure of each function below a folder, the functions inside others included."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, _FUNCTIONS):
                yield measure_function(node, f"{path}:{node.lineno} {node.name}")


def measure_function(node: ast.FunctionDef | ast.AsyncFunctionDef, place: str) -> FunctionMeasure:
    """Measure one function."""
    first, last = node.body[0], node.end_lineno or node.lineno
    documented = ast.get_docstring(node) is not None
    lines = last - node.lineno + 1
    if documented:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    inner = list(ast.walk(node))
    statements = sum(isinstance(child, ast.stmt) for child in inner) - 1 - documented
    decisions = 1 + sum(isinstance(child, _DECISIONS) for child in inner)
    decisions += sum(len(child.values) - 1 for child in inner if isinstance(child, ast.BoolOp))
    return FunctionMeasure(place, lines, statements, decisions, find_depth(node))


def find_depth(node: ast.AST) -> int:
    """Find how deep blocks are nested; `elif` counts as no further level, an inner function as none of its own."""
    deepest = 0
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (*_FUNCTIONS, ast.ClassDef)):
            continue
        is_elif = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
        deepest = max(deepest, find_depth(child) + (isinstance(child, _BLOCKS) and not is_elif))
    return deepest


def main() -> None:
    """Print a line for each folder and each function over the limits."""
    package = Path(__file__).resolve().parent.parent / "graphkit"
    named = [Path(folder) for folder in sys.argv[1:]]
    rooms = sorted(path.parent for path in package.glob("*/__init__.py"))
    print(f"{'folder':<24}{'functions':>10}{'per 100':>9}{'dense':>7}")
    for folder in named or [*rooms, package]:
        measures = list(measure_folder(folder))
        statements = sum(measure.statements for measure in measures)
        share = 100 * sum(measure.decisions for measure in measures) / max(1, statements)
        dense = [measure for measure in measures if measure.is_dense]
        print(f"{folder.name:<24}{len(measures):>10}{share:>9.0f}{len(dense):>7}")
        for measure in dense if named else []:
            print(f"    {measure.place}: {measure.lines} lines, {measure.decisions} decisions, depth {measure.depth}")


if __name__ == "__main__":
    main()
