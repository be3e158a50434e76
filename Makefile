# Needs make, python3 (3.11 or later) and a package index; everything else goes below .venv.
PYTHON ?= python3
CHECK := $(PYTHON) tests/tools/check.py

.DEFAULT_GOAL := help
STAGES := lint sanity units integration process molecule docs package conformance awx
.PHONY: help demo test browser editor release-check faults flakes audit mutation bench matrix $(STAGES) format clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z][a-z -]*:.*## / {printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "One stage of the tests: make $(STAGES)"

demo: ## provision a workspace on the emulator, twice (KEEP=1 leaves the emulator running)
	@$(PYTHON) tests/tools/demo.py $(if $(KEEP),--keep)

test: ## run everything that CI runs
	@$(CHECK)

browser: ## look at the report and at the emulator's page in a headless Chromium (needs chromium, node and npm)
	@$(CHECK) $@

release-check: ## hold what would be published against Galaxy's and Automation Hub's rules; leaves it in tests/output
	@$(CHECK) package docs release

flakes: ## run the units and the fault cases of one family RUNS=20 times, each time in another order (SEED=n for the same, ONLY=units or faults)
	@$(PYTHON) tests/tools/flakes.py --runs $(or $(RUNS),20) $(if $(SEED),--seed $(SEED)) --only '$(ONLY)'

audit: ## ask for known weaknesses of what users and the tests install (needs the network)
	@$(PYTHON) tests/tools/audit.py

mutation: ## change five layers in one place at a time and count what the unit tests notice (ONLY=plan for less)
	@$(PYTHON) tests/tools/mutation.py --only '$(ONLY)'

faults: ## run every fault case on every type, the kill and the secrets matrix (ONLY=representatives for a type a family)
	@$(PYTHON) tests/tools/fault_figures.py --only '$(ONLY)'

bench: ## measure against other clients, side by side (40 minutes; ONLY=apply ROUNDS=1 WITHOUT_PEERS=1 for less)
	@$(PYTHON) tests/benchmark/run.py --only '$(ONLY)' --rounds $(or $(ROUNDS),3) $(if $(WITHOUT_PEERS),--without-peers)

matrix: ## run sanity, units, integration and both fronts on every ansible-core and Python found here (slow)
	@$(PYTHON) tests/tools/matrix.py

$(filter-out conformance awx docs,$(STAGES)):
	@$(CHECK) $@

docs: ## look at the documentation, then make the site of it in tests/output/site
	@$(CHECK) $@
	@$(PYTHON) tests/tools/docsite.py

editor: ## ask the language server of Ansible about every module (needs node, npm and the network)
	@$(PYTHON) tests/tools/editor.py

conformance: ## run Microsoft's clients, examples and recordings against the emulator (EVERYTHING=1: also the long part)
	@$(if $(EVERYTHING),$(PYTHON) tests/conformance/run.py --everything,$(CHECK) $@)

awx: ## run every shipped playbook as AWX runs a job, and what is shipped for AWX (EVERYTHING=1: also the long part)
	@EVERYTHING=$(EVERYTHING) $(CHECK) $@

format: ## let ruff rewrite the Python files
	@$(CHECK) format

clean: ## remove what the commands above made
	rm -rf .venv tests/output
