# One command a need. `make help` lists them.
VENV := .venv
PYTHON ?= python3
STUDIO := $(VENV)/bin/studio
SPEC ?= make_it_rain_coffee
# Where random films are held to their frames.
PICTURES := $(patsubst %,tests/resources/media/test_%.py,picture_proof master retime)
# Not exported by every shell, and without it nothing would be byte-compiled.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup film dev test proof contract lint check docs pictures bench clean

help: ## List the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

setup: $(VENV)/.ready ## Make .venv with everything in it

$(VENV)/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Studio needs Python 3.11 or newer: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@echo "Setting up $(VENV), once; this takes a minute or two."
	@$(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python -m pip install --quiet --constraint constraints.txt --editable '.[dev,speech]'
	@# Without byte code, importing Dagster costs twice as much in every process.
	@$(VENV)/bin/python -m compileall -q -j 0 $(VENV)/lib studio_assets resources sensors || true
	@touch $@

film: setup ## Make a film: a new run of SPEC (make film SPEC=name RUN=key goes on with one)
	@$(STUDIO) run $(SPEC) $(if $(RUN),--run $(RUN))

dev: setup ## Start the Dagster UI, its daemon and the artifact server
	@$(STUDIO) dev

test: setup ## Run the tests
	@# One worker more than there are processors: some tests wait for daemons and browsers.
	@$(VENV)/bin/python -m pytest -n $$(( $$(getconf _NPROCESSORS_ONLN) + 1 )) --dist loadfile --no-loadscope-reorder

proof: setup ## Kill workers 200 times, race for the budget 30 times, check 200 random films; prints the bill
	@$(VENV)/bin/python -m pytest tests/proof $(PICTURES) -m 'proof or not proof' -q --hypothesis-profile=proof

contract: setup ## Run the contract suite of providers and record what it found
	@$(VENV)/bin/python -m tests.resources.providers.record_contract

lint: setup ## Check style and types
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy

check: setup ## Check the specs
	@$(STUDIO) check

docs: setup ## Write the generated pages and the schema anew
	@$(VENV)/bin/python -m studio_assets.spec.schema
	@$(VENV)/bin/python -m studio_assets.spec.reference
	@$(VENV)/bin/python -m studio_assets.reference

pictures: setup ## Make the README's pictures of the newest film (needs chromium)
	@$(VENV)/bin/python docs/pictures.py

bench: setup ## Measure speed and memory; prints a table
	@$(VENV)/bin/python -m tests.benchmarks

clean: ## Remove .venv and caches; films and ledgers in .studio stay
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis
