# `make demo` and `make test` need python3 (3.11 or newer), pip and make; everything else is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint docs dist figures new-row requirements clean

demo: .venv/.run-ready
	$(BIN)/graphkit demo --out out/demo

test: .venv/.dev-ready
	$(BIN)/python -m pytest $(ARGS)

lint: .venv/.dev-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict graphkit

# The documentation site in out/site; a warning is an error, and nothing is fetched.
docs: .venv/.dev-ready
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet

# Checks a lexicon file of your own and shows what it changes: make new-row FILE=my-verbs.yaml TEXTS="news.txt more"
new-row: .venv/.dev-ready
	$(BIN)/python -m tools.new_row $(FILE) $(TEXTS)

# Renews the figures of docs/benchmark.md that need no outside text.
figures: .venv/.dev-ready
	$(BIN)/python -m tools.figures

# The release: source archive, wheel, and the list of what it is made of.
dist: .venv/.release-ready
	rm -rf dist
	$(BIN)/python -m build
	$(BIN)/python -m twine check --strict dist/*
	$(BIN)/python -m tools.bill_of_materials dist/graphkit.cdx.json

# Pins what development and CI install, by the SHA-256 of each file.
requirements: .venv/.release-ready
	$(BIN)/python -m tools.pin_requirements

clean:
	rm -rf .venv out dist

# Some systems ship Python without the module that puts pip into a new environment; the pip outside then does it.
$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "graphkit needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv || { \
		$(PYTHON) -m venv --clear --without-pip .venv && $(PYTHON) -m pip --python $@ install --quiet pip; }

.venv/.run-ready: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

# With PINNED=1 exactly the releases of requirements/dev.txt are installed, each compared with its hash (Python 3.11).
.venv/.dev-ready: pyproject.toml requirements/dev.txt | $(BIN)/python
ifdef PINNED
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
else
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
endif
	touch $@ .venv/.run-ready

.venv/.release-ready: .venv/.dev-ready
	$(BIN)/python -m pip install --quiet --editable '.[release]'
	touch $@
