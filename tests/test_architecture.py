"""The rules of the house that a machine can check."""

from __future__ import annotations

import ast
import re
import runpy
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "graphkit"
MODULES = {
    ".".join(("graphkit", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}

#: Every room of every floor, from the ground up: a room may import what stands on a lower floor, and its own.
#: A room is a folder or a loose module right below the package; a name with a dot is a module with a floor of its own.
FLOORS: tuple[set[str], ...] = (
    {"errors", "lazy_imports", "model", "version"},
    {"config", "datasets", "resources", "runtime"},
    {"nlp", "timex", "pipeline.spec"},
    {"ingest", "annotate", "extract", "resolve", "rdf", "export", "explorer", "serve", "evaluate"},
    {"sparql", "diagnostics"},
    {"api"},
    {"pipeline"},
    {"cli"},
    {"__main__"},
)
STAGES = FLOORS[3]
HEAVY = {
    "spacy",
    "rdflib",
    "pandas",
    "pyvis",
    "matplotlib",
    "trafilatura",
    "networkx",
    "pyoxigraph",
    "numpy",
    "fastapi",
}
MOST_LINES = 400


def parse(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def find_imports(tree: ast.AST, *, lazy: bool = True, typing: bool = True) -> Iterator[str]:
    """The absolute names that a tree imports; without `lazy` only what runs when the module is imported."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in MODULES else node.module or ""
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test) and not typing:
            continue
        elif lazy or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from find_imports(node, lazy=lazy, typing=typing)


def find_edges(module: str, *, lazy: bool = True) -> set[str]:
    """The modules of the package that a module imports."""
    return {name for name in find_imports(parse(module), lazy=lazy, typing=False) if name in MODULES and name != module}


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "graphkit"


def floor_of(module: str) -> int:
    """The number of the floor on which a module stands, from 0 at the ground."""
    names = (module.removeprefix("graphkit."), room_of(module))
    return next(number for name in names for number, rooms in enumerate(FLOORS) if name in rooms)


def test_every_room_has_a_floor() -> None:
    """A new folder or loose module must be given its floor here."""
    rooms = {room_of(module) for module in MODULES} - {"graphkit"}
    named = set().union(*FLOORS)
    assert rooms == {name for name in named if "." not in name}
    assert {f"graphkit.{name}" for name in named if "." in name} <= set(MODULES)


def test_no_two_modules_of_a_floor_share_a_name() -> None:
    places = defaultdict(list)
    for module in sorted(set(MODULES) - {"graphkit"}):
        if MODULES[module].name != "__init__.py":
            places[floor_of(module), module.rsplit(".", 1)[-1]].append(module)
    assert not [modules for modules in places.values() if len(modules) > 1]


def test_few_modules_stand_loose() -> None:
    assert len([path for path in PACKAGE.glob("*.py") if not path.name.startswith("__")]) <= 8


@pytest.mark.parametrize("module", [name for name in MODULES if name != "graphkit"])
def test_imports_go_down_and_never_across(module: str) -> None:
    room = room_of(module)
    for target in find_edges(module):
        other = room_of(target)
        if other in (room, "graphkit"):
            continue
        assert floor_of(target) <= floor_of(module), f"{module} imports {target} from a higher floor"
        assert not (room in STAGES and other in STAGES), f"{module} imports {target}: a stage never imports another"


@pytest.mark.parametrize("module", MODULES)
def test_imports_are_absolute(module: str) -> None:
    assert not [node for node in ast.walk(parse(module)) if isinstance(node, ast.ImportFrom) and node.level]


def test_no_import_circle() -> None:
    edges = {module: find_edges(module, lazy=False) for module in MODULES}
    done: set[str] = set()

    def walk(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join((*path[path.index(module) :], module))
        if module not in done:
            for target in sorted(edges[module]):
                walk(target, (*path, module))
            done.add(module)

    for module in MODULES:
        walk(module, ())


def test_the_lower_floors_need_only_the_standard_library() -> None:
    for module in ("graphkit.model", "graphkit.errors"):
        names = {name.split(".")[0] for name in find_imports(parse(module))}
        assert names <= sys.stdlib_module_names | {"graphkit"}


def test_start_up_imports_nothing_heavy() -> None:
    """Follows what is really imported when the console script starts, through all modules of the package."""
    seen: set[str] = set()
    waiting = ["graphkit", "graphkit.cli"]
    while waiting:
        module = waiting.pop()
        seen.add(module)
        names = set(find_imports(parse(module), lazy=False, typing=False))
        heavy = {name.split(".")[0] for name in names} & HEAVY
        assert not heavy, f"{module} imports {heavy}"
        parents = {name.rpartition(".")[0] for name in names}
        waiting += [name for name in names | parents if name in MODULES and name not in seen]


@pytest.mark.parametrize("module", [name for name in MODULES if room_of(name) != "cli"])
def test_only_the_command_line_prints(module: str) -> None:
    for node in ast.walk(parse(module)):
        called = node.func if isinstance(node, ast.Call) else None
        assert not (isinstance(called, ast.Name) and called.id == "print"), f"{module}:{called.lineno} prints"
        written = ast.unparse(called) if isinstance(called, ast.Attribute) else ""
        assert not re.match(r"sys\.(stdout|stderr)\.write", written), f"{module} writes to the terminal"


@pytest.mark.parametrize("module", MODULES)
def test_every_module_says_what_it_is_and_stays_small(module: str) -> None:
    docstring = ast.get_docstring(parse(module)) or ""
    assert len(docstring) > 10, f"{module} has no docstring"
    lines = len(MODULES[module].read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_LINES, f"{module} has {lines} lines: perhaps two rooms"


@pytest.mark.parametrize("module", MODULES)
def test_nothing_is_left_unfinished(module: str) -> None:
    text = MODULES[module].read_text(encoding="utf-8")
    assert not re.search(r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError", text)


@pytest.mark.parametrize("module", MODULES)
def test_data_are_never_run_as_code(module: str) -> None:
    names = {name.split(".")[0] for name in find_imports(parse(module))}
    assert not names & {"pickle", "joblib", "dill", "shelve", "marshal"}
    for node in ast.walk(parse(module)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in {"eval", "exec", "os.system"}, f"{module}:{node.lineno} calls {called}"
            assert not any(word.arg == "shell" for word in node.keywords), f"{module}:{node.lineno} starts a shell"


MEASURES = runpy.run_path(str(ROOT / "benchmarks" / "density.py"))


@pytest.mark.parametrize("module", MODULES)
def test_no_function_is_too_dense(module: str) -> None:
    """At most 40 lines, 15 decisions and 4 levels; `python benchmarks/density.py graphkit` lists what is over."""
    nodes = [node for node in ast.walk(parse(module)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    dense = [size for node in nodes if (size := MEASURES["measure_function"](node, f"{module}.{node.name}")).is_dense]
    assert not dense, "\n".join(map(str, dense))


@pytest.mark.parametrize(
    ("body", "is_dense"),
    [
        ("return " + " and ".join(["value"] * 15), False),
        ("return " + " and ".join(["value"] * 16), True),
        ("\n    ".join(["value += 1"] * 39), False),
        ("\n    ".join(["value += 1"] * 40), True),
        ("\n".join(f"{'    ' * depth}if value:" for depth in range(1, 5)).strip() + " pass", False),
        ("\n".join(f"{'    ' * depth}if value:" for depth in range(1, 6)).strip() + " pass", True),
    ],
)
def test_density_is_measured(body: str, is_dense: bool) -> None:
    function = ast.parse(f"def work(value):\n    {body}").body[0]
    assert MEASURES["measure_function"](function, "work").is_dense is is_dense


@pytest.mark.parametrize("module", MODULES)
def test_no_docstring_opens_with_a_question_word(module: str) -> None:
    """A docstring says what a thing is or does; "Whether it is plural" leaves that to the reader."""
    documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    for node in ast.walk(parse(module)):
        if isinstance(node, documented) and (docstring := ast.get_docstring(node)):
            assert not re.match(r"(?:What|How|Where|Who|Whose|Whom|Which|When|Whether|Why)\b", docstring), docstring


#: Names that say of a value only that there is one.
EMPTY_NAMES = {"one", "found", "at", "told", "part"}
#: A field whose name stands in what a command prints: `at` of a problem in `graphkit check --json`.
PRINTED_FIELDS = {("graphkit/rdf/validate.py", "at")}
#: Every file whose values must be named.
NAMED_FILES = sorted(
    path
    for folder in ("graphkit", "training", "benchmarks", "tools", "tests")
    for path in (ROOT / folder).rglob("*.py")
)


def find_bound_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and name of every value that gets a name: variables, arguments, fields, functions, imports."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield node.lineno, name
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield node.lineno, name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name
            case ast.alias(asname=str(name)):
                yield node.lineno, name


@pytest.mark.parametrize("path", [path.relative_to(ROOT).as_posix() for path in NAMED_FILES])
def test_values_are_named_by_what_they_are(path: str) -> None:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    empty = [
        f"{path}:{line}: `{name}` does not say what the value is; name it so: mention, offset, match, speaker"
        for line, name in find_bound_names(tree)
        if name in EMPTY_NAMES and (path, name) not in PRINTED_FIELDS
    ]
    assert not empty, "\n".join(empty)


@pytest.mark.parametrize(
    "code",
    [
        "found = 1",
        "def read(found): pass",
        "def read(*, found=None): pass",
        "names = [found for found in names]",
        "key = lambda found: 1",
        "if found := 1: pass",
        "for _, found in pairs: pass",
        "with file as found: pass",
        "class Row:\n    found: int",
        "row.found = 1",
        "import re as found",
        "try: pass\nexcept OSError as found: pass",
        "match row:\n    case [found, *_]: pass",
        "def outer():\n    def found(): pass",
    ],
)
def test_a_name_is_seen_wherever_it_is_given(code: str) -> None:
    assert "found" in {name for _, name in find_bound_names(ast.parse(code))}


def test_a_name_that_is_only_used_is_not_given() -> None:
    assert "found" not in {name for _, name in find_bound_names(ast.parse("tally = row.found + found"))}


def find_shared_names(trees: Mapping[str, ast.AST]) -> dict[str, list[str]]:
    """The class names that more than one place defines, with those places."""
    places = defaultdict(list)
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(f"{path}:{node.lineno}")
    return {name: lines for name, lines in places.items() if len(lines) > 1}


def test_no_two_classes_share_a_name() -> None:
    paths = [*NAMED_FILES, *(ROOT / "examples").rglob("*.py")]
    trees = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    assert not find_shared_names(trees)


def test_a_shared_name_is_seen_in_a_function_too() -> None:
    trees = {"a.py": ast.parse("class Row: pass"), "b.py": ast.parse("def read():\n    class Row: pass")}
    assert find_shared_names(trees) == {"Row": ["a.py:1", "b.py:2"]}


def find_declared(*, development: bool) -> set[str]:
    """The packages that pyproject.toml names, for use or also for tests and benchmarks."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    rows = [row for extra, rows in extras.items() if development or extra != "dev" for row in rows]
    return {re.split(r"[\[<>=~!; ]", row)[0].lower().replace("-", "_") for row in [*project["dependencies"], *rows]}


def find_packages(tree: ast.AST) -> set[str]:
    """The packages from outside that a tree imports, by the name under which they are installed."""
    names = {
        "docx": "python_docx",
        "pdfminer": "pdfminer.six",
        "yaml": "pyyaml",
        "PIL": "pillow",
        "starlette": "fastapi",
        "pydantic": "fastapi",
    }
    roots = {name.split(".")[0] for name in find_imports(tree)} - sys.stdlib_module_names
    return {names.get(root, root).lower() for root in roots if not (ROOT / root).is_dir()}


@pytest.mark.parametrize("folder", ["graphkit", "tests", "benchmarks"])
def test_every_package_that_is_imported_is_declared(folder: str) -> None:
    declared = find_declared(development=folder != "graphkit")
    beside = {path.stem for path in (ROOT / folder).glob("*.py")}
    for path in sorted((ROOT / folder).rglob("*.py")):
        missing = find_packages(ast.parse(path.read_text(encoding="utf-8"))) - declared - beside
        assert not missing, f"{path.relative_to(ROOT)} imports {missing}, which pyproject.toml does not name"
