# Each target does all its own set-up: nothing else has to be typed before.
PYTHON ?= python3
BENCH  ?= bench-data
VENV   := .venv
RUN    := $(VENV)/bin

.PHONY: run test check bench clean

run: $(VENV)/ready
	@$(RUN)/monitor run

test: $(VENV)/ready
	$(RUN)/pytest -q

check: $(VENV)/ready
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports

bench: $(VENV)/ready
	$(RUN)/python -m benchmarks --data $(BENCH)

$(VENV)/ready: pyproject.toml
	@echo "Setting up $(VENV), once; this takes a minute." >&2
	@$(PYTHON) -m venv $(VENV)
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
