# Every command is here; `make` lists them. ARGS goes to pytest: make test ARGS='-k stick'

MAKEFLAGS += --no-builtin-rules
.DEFAULT_GOAL := help
.PHONY: help setup setup-run setup-test run manager test check audit bench shots gallery clean

bin := .venv/bin
pytest := QT_QPA_PLATFORM=offscreen $(bin)/python -m pytest -p no:cacheprovider -n auto

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

setup: ## install everything, run nothing
	@.ci/setup

setup-run:
	@.ci/setup run $(if $(DISPLAY)$(WAYLAND_DISPLAY),,display)

setup-test:
	@.ci/setup run display test

run: setup-run .practice ## open the desk with a practice shop
	@head -n 1 .practice/README.txt
	@.ci/desk

manager: setup-run .practice ## open the manager's window on the practice programme
	@head -n 1 .practice/README.txt
	@.ci/desk $(bin)/kiosk --data .practice/centre manager

# Whole or not at all: an interrupted build leaves only .practice.part.
.practice: | setup-run
	@echo "Building the practice shop (once)"
	@rm -rf .practice.part
	@said=$$($(bin)/kiosk demo --dir .practice.part) && \
		echo "$$said" | sed 's/\.practice\.part/.practice/g' >.practice.part/README.txt
	@mv .practice.part .practice

test: setup-test ## all tests, in random order
	@$(pytest) -m "not audit" $(ARGS)

check: setup-test ## style, types, catalogues, walkthroughs, import directions
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/mypy
	$(bin)/python translations/compile.py --check
	$(bin)/kiosk tutorials check
	$(bin)/python -m pytest -p no:cacheprovider tests/test_architecture.py

audit: setup-test ## the long matrices: every screen, language and text size
	@$(pytest) -m audit $(ARGS) tests

bench: setup-test ## speed and memory, as ratios
	@$(bin)/python -m tests.bench

shots: setup-test ## every screen in every language, into build/shots; ARGS='kk kz-fines' for a walkthrough's
	@QT_QPA_PLATFORM=offscreen $(bin)/python -m tests.shots $(ARGS)

gallery: shots ## every screen in every language on a few sheets, into docs/gallery
	@QT_QPA_PLATFORM=offscreen $(bin)/python -m tests.gallery

clean: ## remove what was built, and the practice shop
	rm -rf .venv .practice .practice.part build dist .mypy_cache .ruff_cache .hypothesis
	find translations -name '*.mo' -delete
	find . -name __pycache__ -prune -exec rm -rf {} +
