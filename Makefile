# All tasks of this repository, by name. `make help` lists them.
# Steps that are up to date are skipped: each installation leaves a stamp in the environment.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory

VENV := .venv
PY := $(VENV)/bin/python
STAMPS := $(VENV)/stamps
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(PY) -m pip install --quiet
RUFF := $(VENV)/bin/ruff

# Extra arguments for `make run` and `make test`.
ARGS ?=
PYTEST_ARGS ?=
# Tests that run with both versions of the ftrack client: those named after scenarios of its documentation, and others.
WITH_OLD_CLIENT := $(wildcard tests/contract/test_scenarios_*.py) tests/contract/test_answers.py \
  tests/contract/test_base_types.py tests/contract/test_deleted_owners.py tests/contract/test_notes.py \
  tests/contract/test_options.py tests/contract/test_results.py tests/properties/test_official_client.py
# The client runs inside applications with an older Python.
OLDEST_PYTHON := 3.10
FOR_OLDEST_PYTHON := packages/callboard/src

##@ To use

.PHONY: run
run: $(STAMPS)/server web ## Start a server with demonstration data at http://127.0.0.1:8000 (more options: ARGS="--port 9000")
	@exec $(VENV)/bin/callboard serve --demo --data ./data $(ARGS)

##@ To develop

.PHONY: test
test: lint web-check ## Run every check and test (some of them: PYTEST_ARGS="-m 'not slow' -k jobs")
	@$(MAKE) pytest
	@$(MAKE) pytest-old

.PHONY: pytest
pytest: $(STAMPS)/test test-needs web ## Run the Python tests alone
	@env $$($(PY) -m tools.install_test_needs --print-env) $(PY) -m pytest $(PYTEST_ARGS)

.PHONY: pytest-old
pytest-old: $(STAMPS)/test test-needs ## Run the documented scenarios and tests of answers with version 2.5 of the official Python client
	@env PYTHONPATH=$(CURDIR)/packages/callboard/src:$(CURDIR)/packages/callboard-server/src $$($(PY) -m tools.install_test_needs --print-env) .venv-ftrack25/bin/python -m pytest $(WITH_OLD_CLIENT)

.PHONY: lint
lint: $(STAMPS)/test ## Check style, types and import directions
	@$(RUFF) check
	@$(RUFF) format --check
	@$(VENV)/bin/mypy
	@$(VENV)/bin/mypy --python-version $(OLDEST_PYTHON) $(FOR_OLDEST_PYTHON)
	@$(VENV)/bin/lint-imports --no-logo
	@$(PY) -m tools.build_web run format:check

.PHONY: format
format: $(STAMPS)/test ## Format the Python and web sources
	@$(RUFF) check --fix-only --quiet
	@$(RUFF) format
	@$(PY) -m tools.build_web run format

.PHONY: web
web: $(STAMPS)/web ## Build the web interface, if web/ changed
	@$(PY) -m tools.build_web

.PHONY: web-check
web-check: $(STAMPS)/web ## Check and test the sources of the web interface
	@$(PY) -m tools.build_web run check
	@$(PY) -m tools.build_web run test

.PHONY: bench
bench: $(STAMPS)/test web ## Take all measurements, and write docs/reference/figures.md
	@$(PY) -m benchmarks $(ARGS)

.PHONY: wheel
wheel: $(STAMPS)/server web ## Build both wheels into dist/: callboard (the client) and callboard_server
	@cd packages/callboard && $(CURDIR)/$(PY) -m hatchling build --target wheel --directory $(CURDIR)/dist
	@cd packages/callboard-server && $(CURDIR)/$(PY) -m hatchling build --target wheel --directory $(CURDIR)/dist

.PHONY: reference
reference: $(STAMPS)/server ## Write the generated pages of docs/reference
	@$(PY) -m tools.reference

.PHONY: pins
pins: $(STAMPS)/test test-needs ## Write the installed versions to requirements/*.txt
	@$(PY) -m tools.pin_requirements build web server test
	@.venv-ftrack25/bin/python tools/pin_requirements.py ftrack25

.PHONY: clean
clean: ## Remove build results and caches, but not data/ and the environments
	rm -rf dist build packages/callboard-server/src/callboard_server/web/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find packages tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: clean-all
clean-all: clean ## Also remove the environments and JavaScript packages, but not data/
	rm -rf $(VENV) .venv-ftrack25 web/node_modules tests/contract/js/node_modules tests/browser/js/node_modules

.PHONY: help
help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ------------------------------------------------------------------------------- environments and their contents

$(PY):
	@tools/create_venv.sh $(VENV)

$(STAMPS):
	@mkdir -p $@

$(STAMPS)/build: requirements/build.txt | $(PY) $(STAMPS)
	@$(PIP) -r $<
	@touch $@

$(STAMPS)/web: requirements/web.txt | $(PY) $(STAMPS)
	@echo "callboard: installing the build tools of the web interface"
	@$(PIP) -r $<
	@touch $@

$(STAMPS)/server: requirements/server.txt packages/callboard/pyproject.toml packages/callboard-server/pyproject.toml $(STAMPS)/build $(STAMPS)/web
	@echo "callboard: installing the server"
	@$(PIP) -r $<
	@$(PIP) --no-build-isolation --no-deps -e packages/callboard
	@$(PIP) --no-build-isolation --no-deps --force-reinstall -e packages/callboard-server
	@touch $@

$(STAMPS)/test: requirements/test.txt $(STAMPS)/server
	@echo "callboard: installing the development tools"
	@$(PIP) -r $<
	@touch $@

.PHONY: test-needs
test-needs: $(STAMPS)/web
	@$(PY) -m tools.install_test_needs
