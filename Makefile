# `make run` and `make test` are all that a fresh machine needs (Python 3.11 or newer, make).
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PY     := $(BIN)/python

.PHONY: run test check format lint types contracts tests programs screenshots clean
.DEFAULT_GOAL := run

run: $(VENV)/.run ## the environment, then the app in the browser
	$(PY) -m cxmaturity run

test: $(VENV)/.dev programs ## every test
	$(PY) -m pytest -n 3 --dist worksteal --cov --cov-report=term:skip-covered

check: $(VENV)/.dev format lint types contracts test ## the one definition of green

format: $(VENV)/.dev
	$(BIN)/ruff format --check .

lint: $(VENV)/.dev
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

screenshots: $(VENV)/.dev programs ## every screen, 1440 and 390 px, light and dark, into docs/screenshots
	$(PY) docs/screenshots.py

programs: ## Chromium and PostgreSQL for the tests, where packages can be had; else those tests skip with a reason
	@sh tools/install-for-tests.sh

$(VENV)/.run: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "cxmaturity needs Python 3.11 or newer: set PYTHON=/path/to/python3.11"; exit 1; }
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) || { echo "python3 cannot make an environment here; on Debian: apt-get install python3-venv"; exit 1; }
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage
