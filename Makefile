# Every task a developer has, through one entrance: `make help`.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DOCS := $(VENV)/.docs
NPM_READERS := commonmark-spec@0.31.2 @actions/core@1.11.1 codeclimate-types@0.3.1 typescript@5.9.3 vnu-jar@26.9.27

.PHONY: help demo test lint hooks docs readers bench eval-notes eval-grammar eval-layouts lock grammar clean
.DEFAULT_GOAL := help

help: ## Say what there is to make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Copydesk needs Python 3.11 or later: make PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(DOCS): $(READY) requirements-docs.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-docs.lock
	touch $@

grammar: $(READY)
	$(BIN)/copydesk grammar install

demo: grammar ## The main job on content/: check, list the notes, export
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh tools/demo.sh

test: grammar ## Run all tests
	$(BIN)/copydesk grammar install --languages de,es,fr,ru,zh
	$(BIN)/python -m pytest

lint: $(READY) ## ruff, mypy --strict and the layers of ARCHITECTURE.md
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

hooks: grammar ## Our own pre-commit hooks over our own repository
	$(BIN)/pre-commit run --all-files

docs: $(DOCS) ## Build the documentation into build/docs/site, its links checked
	$(BIN)/python tools/docs/build.py

readers: $(READY) ## Whoever else reads what we write, for the tests: parsers, validators, what drives a Chromium
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-readers.lock
	@if command -v npm >/dev/null; then npm install --no-save --no-audit --no-fund --silent $(NPM_READERS); \
	else echo "npm is missing: tests that need its packages will skip"; fi

bench: $(READY) ## Speed against peers, written into docs/benchmarks.md; ARGS="--records 1000 10000" on more
	$(BIN)/python tools/bench/speed.py $(ARGS)
	$(BIN)/python tools/bench/growth.py

eval-notes: $(READY) ## How well unmarked notes are found, and how calm it stays
	$(BIN)/python tools/bench/eval_notes.py

eval-grammar: grammar ## How calm grammar is on public files; ARGS="--sample 200" draws findings to read
	$(BIN)/python tools/bench/eval_grammar.py $(ARGS)

eval-layouts: $(READY) ## How many records are read from public files, each repository left out in turn
	$(BIN)/python tools/bench/eval_layouts.py

LOCK := $(BIN)/uv pip compile --universal --generate-hashes --no-header --no-emit-index-url --quiet

lock: $(READY) ## Write all locks anew from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(LOCK) pyproject.toml --group dev --output-file requirements.lock
	$(LOCK) --group docs --constraints requirements.lock --output-file requirements-docs.lock
	$(LOCK) --group readers --constraints requirements.lock --output-file requirements-readers.lock

clean: ## Remove the environment and what tools left behind
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
