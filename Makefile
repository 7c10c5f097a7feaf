# Two commands matter: `make demo` and `make test`. Needs python3 (3.11 to 3.14); fetches packages on first use.
PYTHON ?= python3
PIP = .venv/bin/python -m pip --disable-pip-version-check --quiet

.PHONY: install demo test lint bench docs deep oracle

install: .venv/.run

.venv/.run: requirements.lock pyproject.toml hatch_build.py
	$(PYTHON) -m venv .venv
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps -e .
	touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	$(PIP) install --require-hashes -r requirements-dev.lock
	touch $@

demo: .venv/.run
	.venv/bin/ginnel demo

lint: .venv/.dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

test: .venv/.dev lint
	.venv/bin/python -m pytest -n 2 --dist loadscope

# Longer random runs and fifty kills; not part of `make test`.
deep: .venv/.dev
	GINNEL_DEEP=1 .venv/bin/python -m pytest -n 2 --dist loadscope tests/generative tests/integration

bench: .venv/.dev
	for file in benchmarks/*.py; do .venv/bin/python $$file || exit 1; done

# PM4Py (AGPL) is compared with in an environment of its own: GINNEL_ORACLE_PYTHON=.oracle/bin/python make test
oracle:
	$(PYTHON) -m venv .oracle
	.oracle/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r benchmarks/requirements-oracle.txt

docs: .venv/.dev
	.venv/bin/python docs/build.py
