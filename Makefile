# Everything from a fresh clone, with python3 (its venv module included) and make: each target installs what it needs
# into .venv, from requirements.lock with hashes. uv is used as it is found, else installed into .uv.
#
#   make demo    recorded feeds through the real service, events on the screen; ends by itself
#   make run     poll the real feeds, until Ctrl-C
#   make check   settings, catalogue, lexicon, Redis: what is in use, what is wrong
#   make test    the tests                make faults  thousands of killed processes
#   make lint    style and types          make bench   figures
#   make fast    compile extraction, for twice its speed; wants a C compiler, and nothing else wants it
#   make containers   the image and its services as real containers, without Docker; wants root, runc and debootstrap
#   make tools   what a few tests would skip without: validators, Node packages, a Redis with TLS
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
UV = $(shell command -v uv || echo .uv/bin/uv)

.DEFAULT_GOAL := help
.PHONY: help demo run check test lint bench faults containers tools lock clean

help:
	@sed -n '/^[^#]/q; s/^# \{0,1\}//p' Makefile

demo: $(READY)
	@$(BIN)/rasid demo

run: $(READY)
	@$(BIN)/rasid run

check: $(READY)
	@$(BIN)/rasid check

test: $(READY)
	$(BIN)/pytest

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/mypy

faults: $(READY)
	RASID_FAULTS=long $(BIN)/pytest -m faults -s --timeout 1800

containers: $(READY)
	RASID_CONTAINERS=.tools/containers $(BIN)/pytest tests/containers -s

bench: $(READY)
	$(BIN)/python -m tests.bench

tools: $(UV)
	@UV=$(UV) .ci/tools

fast: $(READY)
	$(BIN)/python -m extract.native

# After a change of dependencies in pyproject.toml.
lock: $(UV)
	$(UV) pip compile pyproject.toml --universal --extra flower --group dev --generate-hashes --no-emit-index-url \
	  --no-header -o requirements.lock

clean:
	rm -rf $(VENV) .uv extract/native/built .tools .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(READY): requirements.lock pyproject.toml | $(UV)
	$(UV) venv --quiet --allow-existing --python '>=3.11' $(VENV)
	VIRTUAL_ENV=$(VENV) $(UV) pip sync --quiet --require-hashes --compile-bytecode requirements.lock
	VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --no-deps --editable .
	@touch $@

# A virtual environment of its own, so that a system Python that is managed elsewhere stays as it is.
.uv/bin/uv:
	$(PYTHON) -m venv .uv
	.uv/bin/python -m pip install --quiet --disable-pip-version-check uv
