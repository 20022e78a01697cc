# What people type. Each target makes what it needs, into .venv; see CONTRIBUTING.md.
#   make demo      the whole pipeline over an invented market, in a few minutes
#   make test      every test, with real servers
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
WEEKS ?= 12
PYTEST_ARGS ?=
# Two workers: one file of tests stays in one process; the servers are shared by all.
WORKERS ?= 2
stamps := .venv/.stamps
sources := pyproject.toml scripts/environment

.PHONY: help setup browser demo test test-setup lint format bench eval model airflow coverage
help:
	@grep -E '^#   make' Makefile | cut -c5-
	@echo 'make setup | browser | lint | format | coverage | bench | eval DATA=FOLDER | model | airflow'

$(stamps)/base: $(sources) constraints/base.txt
	@scripts/environment base
	@mkdir -p $(stamps) && touch $@

$(stamps)/airflow: $(sources) constraints/airflow.txt
	@scripts/environment airflow
	@mkdir -p $(stamps) && touch $@ $(stamps)/base

$(stamps)/test: $(sources) constraints/test.txt
	@scripts/environment test
	@mkdir -p $(stamps) && touch $@ $(stamps)/airflow $(stamps)/base

# Chromium itself is the system's; this is what drives it, for sources that say `render`.
browser: $(stamps)/base
	@scripts/environment browser

setup: $(stamps)/base
	@echo 'Ready: .venv/bin/zhibi --help'

demo: $(stamps)/base
	@.venv/bin/zhibi demo --weeks $(WEEKS)

test-setup: $(stamps)/test
	@scripts/test-setup

test: test-setup
	.venv/bin/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

coverage: test-setup
	.venv/bin/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --cov --cov-report=term $(PYTEST_ARGS)

lint: $(stamps)/test
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo

format: $(stamps)/test
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

bench: $(stamps)/test
	.venv/bin/python -m benchmarks

eval: $(stamps)/test
	.venv/bin/python -m evaluation $(if $(DATA),--data "$(DATA)")

# The shipped models, trained again: after frames or corpora changed. REASON keeps one that is worse.
model: $(stamps)/base
	.venv/bin/zhibi nlp train --names nlp/models
	.venv/bin/zhibi nlp train --out nlp/models/moves.json $(if $(REASON),--force "$(REASON)")

airflow: $(stamps)/airflow
	@scripts/airflow
