# Two commands do everything on a fresh machine: make demo, make test.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check lock clean

demo: .venv/ready  ## the main job on invented leads: offline, no key
	@mkdir -p demo && rm -f demo/leadsift.db*
	@$(BIN)/leadsift run fixtures/leads.csv --notes fixtures/calls --touchpoints fixtures/touchpoints.csv \
	  --partners fixtures/partners.csv --companies fixtures/companies.csv --as-of 2026-11-20 \
	  --offline --db demo/leadsift.db --rejects demo/leads.rejects.csv
	@echo
	@echo 'Decide them in the review desk:  $(BIN)/leadsift review --db demo/leadsift.db'
	@echo 'See the arithmetic of one:       $(BIN)/leadsift explain dana.okafor@lumenridge.example --db demo/leadsift.db'

test: .venv/ready  ## every check that lands a change
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

check: test

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

lock:  ## after a change of dependencies in pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --group dev --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
