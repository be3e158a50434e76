# Needs make, python3 (3.11 or later) and a package index; everything else goes below .venv.
PYTHON ?= python3
CHECK := $(PYTHON) tests/tools/check.py

.DEFAULT_GOAL := help
STAGES := lint sanity units integration molecule docs package conformance
.PHONY: help demo test $(STAGES) clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z][a-z ]*:.*## / {printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "One stage of the tests: make $(STAGES)"

demo: ## provision a workspace on the emulator, twice (KEEP=1 leaves the emulator running)
	@$(PYTHON) tests/tools/demo.py $(if $(KEEP),--keep)

test: ## run everything that CI runs
	@$(CHECK)

$(STAGES):
	@$(CHECK) $@

clean: ## remove what the commands above made
	rm -rf .venv tests/output
