# Everything from a bare Python: `make dashboard` to see it, `make test` to check it.
PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
OLD := .venv-duckdb15
OLD_DUCKDB := 1.5.5
PYTEST := python -m pytest -n auto --dist worksteal

.PHONY: help dashboard build test test-browser test-duckdb15 test-all lint screenshots bench clean

help: ## Show the targets
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

dashboard: build ## Install, build a release of data/, and serve it
	$(BIN)/streamlit run app.py --server.port $(PORT)

build: $(VENV)/.installed ## Check data/ and build a release of it
	$(BIN)/python -m etl build

test: $(VENV)/.installed-dev ## Check the data, then run every test that needs neither a browser nor LibreOffice nor another DuckDB
	$(BIN)/python -m etl validate
	$(BIN)/python -m etl dictionary --check
	$(BIN)/$(PYTEST) -m "not browser and not libreoffice"
	@echo "Not run: tests in a browser and with LibreOffice (make test-browser), and on DuckDB $(OLD_DUCKDB) (make test-duckdb15)."
	@echo "make test-all runs every test."

test-browser: $(VENV)/.installed-dev ## Run the tests in a Chromium and with LibreOffice; one that is missing is a failure
	REQUIRE_BROWSER=1 REQUIRE_LIBREOFFICE=1 $(BIN)/$(PYTEST) -m "browser or libreoffice"

test-duckdb15: $(OLD)/.installed ## Run the tests that ask a database on DuckDB 1.5
	$(OLD)/bin/$(PYTEST) tests/etl tests/data tests/pages

test-all: test test-browser test-duckdb15 ## Run every test

lint: $(VENV)/.installed-dev ## Lint and type-check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/sqlfluff lint --processes 0 etl/sql
	$(BIN)/mypy

screenshots: $(VENV)/.installed-dev ## Picture every page, both widths, themes and languages, into screenshots/
	$(BIN)/python -m tests.browser.screenshots

bench: $(VENV)/.installed-dev ## Measure the ETL and the pages
	$(BIN)/python -m tests.bench.bench_etl
	$(BIN)/python -m tests.bench.bench_pages
	$(BIN)/python -m tests.bench.bench_api

clean: ## Remove what the targets made, releases excepted
	rm -rf $(VENV) $(OLD) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; run: make PYTHON=/path/to/python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements.txt requirements-dev.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $(VENV)/.installed $@

$(OLD)/.installed: requirements.txt requirements-dev.txt
	$(PYTHON) -m venv $(OLD)
	grep -hv -e '^duckdb' -e '^-r' requirements.txt requirements-dev.txt > $(OLD)/requirements.txt
	$(OLD)/bin/python -m pip install --quiet --disable-pip-version-check duckdb==$(OLD_DUCKDB) -r $(OLD)/requirements.txt
	@touch $@
