# Everything from a bare Python: `make dashboard` to see it, `make test` to check it.
PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
OLD := .venv-duckdb15
OLD_DUCKDB := 1.5.5
PYTEST := python -m pytest -n auto --dist worksteal

# The tests start Python some hundred times, and would compile everything anew each time.
unexport PYTHONDONTWRITEBYTECODE

# Runs a script of package.json. Without Node it is left out, which is said, and is an error where CI=true.
define with-node
	@if node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null; then \
		$(MAKE) --no-print-directory node_modules/.installed && npm run --silent $(1); \
	else \
		echo "LEFT OUT: npm run $(1). The scripts of the elements were not checked: Node 20 or newer is needed." >&2; \
		test "$$CI" != true; \
	fi
endef

# pip takes what the lists name and nothing else: every package in its version, and only the files of these hashes.
INSTALL := python -m pip install --quiet --disable-pip-version-check --require-hashes
# For every system and every Python from 3.11 on; versions already in a list stay, unless `make lock UPGRADE=--upgrade`.
UPGRADE ?=
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock" $(UPGRADE)

.PHONY: help dashboard build test test-js test-browser test-duckdb15 test-all lint lint-js screenshots bench lock clean

help: ## Show the targets
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

dashboard: build ## Install, build a release of data/, and serve it
	$(BIN)/streamlit run app.py --server.port $(PORT)

build: $(VENV)/.installed ## Check data/ and build a release of it
	$(BIN)/python -m etl build

test: test-js $(VENV)/.installed-dev ## Check the data, then run every test that needs neither a browser nor LibreOffice nor another DuckDB
	$(BIN)/python -m etl validate --strict
	$(BIN)/python -m etl dictionary --check
	$(BIN)/$(PYTEST) -m "not browser and not libreoffice"
	@echo "Not run: tests in a browser and with LibreOffice (make test-browser), and on DuckDB $(OLD_DUCKDB) (make test-duckdb15)."
	@echo "make test-all runs every test."

test-browser: $(VENV)/.installed-dev ## Run the tests in a Chromium and with LibreOffice; one that is missing is a failure
	REQUIRE_BROWSER=1 REQUIRE_LIBREOFFICE=1 $(BIN)/$(PYTEST) -m "browser or libreoffice"

test-duckdb15: $(OLD)/.installed ## Run the tests that ask a database on DuckDB 1.5
	$(OLD)/bin/$(PYTEST) tests/etl tests/data tests/pages

test-all: test test-browser test-duckdb15 ## Run every test

test-js: ## Test the scripts of the elements; needs Node 20 or newer
	$(call with-node,test)

lint: lint-js $(VENV)/.installed-dev ## Lint and type-check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/sqlfluff lint --processes 0 etl/sql
	$(BIN)/mypy

lint-js: ## Check format and types of the scripts; needs Node 20 or newer
	$(call with-node,lint)

screenshots: $(VENV)/.installed-dev ## Picture every page, both widths, themes and languages, into screenshots/
	$(BIN)/python -m tests.browser.screenshots

bench: $(VENV)/.installed-dev ## Measure the ETL and the pages
	$(BIN)/python -m tests.bench.bench_etl
	$(BIN)/python -m tests.bench.bench_pages
	$(BIN)/python -m tests.bench.bench_api

lock: $(VENV)/.installed-dev ## Write the lists of packages with their hashes anew from requirements/*.in
	$(BIN)/$(COMPILE) requirements/run.in -o requirements.txt
	$(BIN)/$(COMPILE) requirements/dev.in -c requirements.txt -o requirements-dev.txt
	echo "duckdb==$(OLD_DUCKDB)" | $(BIN)/$(COMPILE) --no-deps - -o requirements/duckdb15.txt

clean: ## Remove what the targets made, releases excepted
	rm -rf $(VENV) $(OLD) node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; run: make PYTHON=/path/to/python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(BIN)/python
	$(BIN)/$(INSTALL) -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt | $(BIN)/python
	$(BIN)/$(INSTALL) -r requirements-dev.txt
	@touch $(VENV)/.installed $@

node_modules/.installed: package.json package-lock.json
	npm ci --loglevel=error --no-audit --no-fund
	@touch $@

# One DuckDB takes the place of the other; none of the other packages depends on it.
$(OLD)/.installed: requirements-dev.txt requirements/duckdb15.txt
	$(PYTHON) -m venv $(OLD)
	$(OLD)/bin/$(INSTALL) -r requirements-dev.txt
	$(OLD)/bin/$(INSTALL) --no-deps -r requirements/duckdb15.txt
	@touch $@
