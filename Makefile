# `make demo` and `make test` need python3 (3.11 or newer), pip and make; everything else is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint clean

demo: .venv/.run-ready
	$(BIN)/graphkit demo --out out/demo

test: .venv/.dev-ready
	$(BIN)/python -m pytest $(ARGS)

lint: .venv/.dev-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict graphkit

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

.venv/.dev-ready: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@ .venv/.run-ready
