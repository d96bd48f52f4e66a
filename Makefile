# Every command sets up .venv/ first, where that has not been done yet: from requirements.lock what makes the site, and
# for the developers' commands the rest, from requirements-dev.lock.
# Works with GNU make 3.81 (macOS) and later.

.DEFAULT_GOAL := help
SHELL := /bin/sh

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
COMPILE = $(BIN)/uv pip compile pyproject.toml --extra setup --generate-hashes --universal --no-header --no-annotate \
  --no-emit-index-url --quiet

# The stamps carry a checksum, not a time, so that a fresh clone, another branch or a moved folder is noticed.
INSTALLED := $(VENV)/.installed-$(shell { pwd; cat requirements.lock; } | cksum | cut -d ' ' -f 1)
READY := $(VENV)/.ready-$(shell { pwd; cat requirements.lock pyproject.toml; } | cksum | cut -d ' ' -f 1)
TOOLS := $(VENV)/.tools-$(shell cksum < requirements-dev.lock | cut -d ' ' -f 1)

.PHONY: help site test serve check lint format lock bench clean

help: ## this list
	@echo 'make COMMAND, where COMMAND is one of'
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1	\2/p' Makefile | expand -t 10

site: $(READY) ## build the site into site/
	@$(BIN)/nianlun build $(ARGS)
	@test ! -d site || echo 'The site is in site/; to look at it run: make serve'

# Many tests start a build of their own; where Python may keep nothing, each of them would compile the program anew.
test: $(TOOLS) ## run the tests (ARGS="tests/load -x" runs some)
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

serve: $(READY) ## preview the site; a saved file shows at once
	@$(BIN)/nianlun serve $(ARGS)

check: $(READY) ## look for mistakes in content/ without building
	@$(BIN)/nianlun check $(ARGS)

lint: $(TOOLS) ## check form, types and layers of the code, and the workflow
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/zizmor --offline --persona=pedantic --no-progress .github
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml

format: $(TOOLS) ## put the code into form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: $(READY) ## write both locks anew from pyproject.toml (ARGS=--upgrade for newer versions)
	@$(PIP) install --quiet 'uv>=0.9,<1'
	@$(COMPILE) --output-file requirements.lock $(ARGS)
	@$(COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock $(ARGS)

bench: $(TOOLS) ## time big sites beside Hugo and Eleventy (DONORS=10000 RUNS=3); takes minutes
	@$(BIN)/python tests/bench/run.py --donors $(or $(DONORS),10000) --runs $(or $(RUNS),3) $(ARGS)

clean: ## remove what was built (site/, .cache/ and the tools' caches); .venv/ stays
	rm -rf site .site.lock .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache test-results

$(INSTALLED): requirements.lock
	@python=; \
	for p in $(PYTHON) python3.14 python3.13 python3.12 python3.11; do \
	  if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then python=$$p; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo 'Nianlun needs Python 3.11 or newer; install it, or name one: make PYTHON=/path/to/python3 ...' >&2; exit 1; \
	fi; \
	if ! $$python -c 'import venv, ensurepip' >/dev/null 2>&1; then \
	  echo "Nianlun needs Python's venv module; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; \
	fi; \
	echo 'Setting up .venv (once; this takes a minute or two) ...'; \
	$$python -m venv --clear $(VENV)
	@$(PIP) install --quiet --require-hashes --requirement requirements.lock
	@touch $@

$(READY): $(INSTALLED)
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(TOOLS): requirements-dev.lock | $(READY)
	@echo 'Adding what the developers need to .venv (once) ...'
	@$(PIP) install --quiet --require-hashes --requirement requirements-dev.lock
	@touch $@
