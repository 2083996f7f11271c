# The whole vocabulary: setup, run, test, check, bench, soak.
PYTHON ?= python3
BIN := .venv/bin
# Whatever one installed before this checkout's own modules counts as old when their lists change.
RUNNING := .venv/.running
TESTING := .venv/.testing
NODE := node_modules/.installed

.DEFAULT_GOAL := run
.PHONY: setup run test check bench soak ready-to-test

setup: $(RUNNING)

run: setup
	@$(BIN)/python -m eventstorm serve

# All tests; the last line is pytest's own.
test: check
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal

# Formatters, linters, types, import rules, and the types of the browser's modules.
check: ready-to-test
	@$(BIN)/ruff format --check --quiet . || { echo "Run: $(BIN)/ruff format ." >&2; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@npx --no-install tsc --noEmit
	@$(BIN)/python -m tools.audit_dependencies
	@echo "check: fine"

# Tables with ratios; never part of the tests.
bench: ready-to-test
	@$(BIN)/python -m bench

# The long runs at full length; `make test` runs about 2 % of each.
soak: ready-to-test
	@EVENTSTORM_SOAK=1 $(BIN)/python -m pytest -m soak --timeout 7200

ready-to-test: setup $(TESTING) $(NODE)
	@tools/install-test-packages.sh

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; $(PYTHON) is older. Set PYTHON=…" >&2; exit 2; }
	@$(PYTHON) -m venv .venv \
	  || { echo "$(PYTHON) cannot make a virtual environment. On Debian: apt install python3-venv" >&2; exit 2; }

$(RUNNING): requirements.txt | $(BIN)/python
	@echo "Installing what Eventstorm needs (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(TESTING): requirements.txt requirements-dev.txt | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(RUNNING)

$(NODE): package.json package-lock.json
	@tools/install-test-packages.sh
	@npm ci --silent --no-audit --no-fund
	@touch $@
