# make demo | test | check | build | bench | soak | screenshots | generate | lock | clean   (LAN=1 with demo: https on the machine's address)
# A fresh machine needs Python 3.11 or newer, Node 20.19 or newer, and make; everything else is installed in here.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
PY := $(BIN)/python
VENV := .venv/.installed
NODE := webclient/node_modules/.installed
WEB := build/web.stamp
WEB_SOURCES := $(shell find webclient -type d \( -name node_modules -o -name dist -o -name coverage \) -prune -o -type f -print)

.PHONY: help demo test check build wheel bench soak s3 screenshots generate lock install packages clean

help:
	@sed -n 's/^# make/make/p' Makefile

install: $(VENV) $(NODE)

$(VENV): constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "coshop needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	@[ -x $(PY) ] || $(PYTHON) -m venv .venv
	@echo "installing the Python packages"
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r constraints.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(PY) -m pip check --quiet --disable-pip-version-check
	@touch $@

$(NODE): webclient/package-lock.json webclient/package.json
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' \
	  || { echo "coshop's web client is built with Node 20.19 or newer"; exit 1; }
	@echo "installing the web client's packages"
	@cd webclient && npm ci --no-fund --no-audit --loglevel=error
	@touch $@

$(WEB): $(NODE) $(WEB_SOURCES)
	@mkdir -p build
	@cd webclient && npm run --silent build
	@touch $@

build: $(WEB)

wheel: $(VENV) $(WEB)
	@$(PY) -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir build/wheel .

demo: $(VENV) $(WEB)
	@$(BIN)/coshop demo $(if $(LAN),--lan)

packages:
	@.ci/system_packages.sh build/missing.txt

check: $(VENV) $(WEB)
	@$(PY) .ci/check.py

S3 := tests/agents/record/s3/node_modules/.installed

s3: $(S3)

$(S3): tests/agents/record/s3/package-lock.json
	@cd tests/agents/record/s3 && npm ci --no-fund --no-audit --loglevel=error
	@touch $@

test: packages check $(S3)
	@.ci/test.sh $(PYTEST_ARGS)

bench: $(VENV) $(WEB) tests/bench/node_modules/.installed
	@$(PY) -m tests.bench

# The promises at their full figures, which takes about an hour: make soak PARTS="kills stuck" SHARE=0.05
soak: $(VENV)
	@$(PY) -m tests.soak $(PARTS) $(if $(SHARE),--share $(SHARE))

tests/bench/node_modules/.installed: tests/bench/package-lock.json
	@cd tests/bench && npm ci --no-fund --no-audit --loglevel=error
	@touch $@

screenshots: $(VENV) $(WEB)
	@$(PY) -m tests.browser.readme_picture

generate: $(VENV) $(NODE)
	@$(PY) .ci/generate.py

lock:
	@mkdir -p build
	@$(PYTHON) .ci/lock.py $(if $(UPGRADE),--upgrade)

clean:
	rm -rf .venv build webclient/dist webclient/node_modules tests/bench/node_modules tests/agents/record/s3/node_modules
