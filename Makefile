# Trenger bare en Debian med python3 og make. `make help` viser hva som finnes.

PYTHON ?= python3
PY := .venv/bin/python
UV ?= $(firstword $(shell command -v uv) .venv/bin/uv)
LOCK := $(UV) pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make lock'

.DEFAULT_GOAL := help
.PHONY: help demo test check faults bench wheel words lock clean ready-run ready-dev

# Without compiled bytecode the screens take three times as long to open.
unexport PYTHONDONTWRITEBYTECODE

help: ## denne listen
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ready-run ## sett opp, lag et øvingsregister med en PDF, og åpne skjermbildene
	@.venv/bin/assess demo

test: check ## sett opp, og kjør kontroll av kode, typer og alle raske tester
	@$(PY) -m pytest -n 3 --dist loadgroup # tests of one group share one veraPDF

check: ready-dev ## bare kontroll av kode og typer
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --check --quiet . || { $(PY) -m ruff format --check .; exit 1; }
	@$(PY) -m mypy --no-error-summary

faults: ready-dev ## de langsomme testene: strømbrudd, full disk, ødelagte filer
	@$(PY) -m pytest -n 2 --dist loadgroup -m slow || [ $$? -eq 5 ] # 5: there are none

bench: ready-dev ## mål hvor fort det går, ved siden av noe målt i samme kjøring
	@$(PY) -m benchmarks

wheel: ready-dev ## lag dist/assess-….whl, som kan installeres alene
	@rm -f dist/*.whl
	@$(PY) -m hatchling build -t wheel

words: ready-dev ## hent nye setninger inn i oversettelsene, og kompiler dem
	@mkdir -p build
	@.venv/bin/pybabel -q extract -F babel.cfg -k mark --no-location --sort-output -o build/assess.pot assess 2>/dev/null
	@.venv/bin/pybabel -q update -D assess -i build/assess.pot -d assess/locales --no-fuzzy-matching --ignore-obsolete
	@.venv/bin/pybabel -q compile -D assess -d assess/locales
	@$(PY) setup/help_words.py

lock: ## regn ut låsene på nytt (krever uv; UPGRADE=--upgrade henter nyere utgaver)
	@$(LOCK) $(UPGRADE) pyproject.toml -o requirements/run.txt
	@$(LOCK) $(UPGRADE) pyproject.toml --group dev -c requirements/run.txt -o requirements/dev.txt

clean: ## fjern dist og mellomlagre (.venv blir stående)
	@rm -rf dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis

ready-run:
	@$(PYTHON) setup/prepare.py run

ready-dev:
	@$(PYTHON) setup/prepare.py dev
