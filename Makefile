# The commands of a clone. Every one is a few lines of Python in deploy/local/; see `make help`.

PYTHON ?= python3
# make passes on what is given as `make start PORT=8001` and what is in the environment alike.
export PORT DATA DATABASE_URL BROKER_URL BASE_DOMAIN BROWSER YES ARGS SIZE

RUN = exec $(PYTHON) -m deploy.local

.DEFAULT_GOAL := help
.PHONY: help setup start reset test check bench lock
MAKEFLAGS += --no-print-directory

help:
	@echo "make start   sets up what is missing and starts everything on http://*.polsslag.localhost:8000 (Ctrl-C stops it)"
	@echo "             PORT=8001 DATA=folder DATABASE_URL=postgresql://... BROKER_URL=redis://... replace the defaults"
	@echo "make test    all tests, in a database and a browser of their own (BROWSER=no leaves the browser out; ARGS= goes to pytest)"
	@echo "make check   format, types, layers, migrations, API schema and translations"
	@echo "make bench   how fast complaints are found, beside a bare handler (SIZE=full: 200,000 files instead of 10,000)"
	@echo "make setup   only what start, test and check share: virtual environment, packages, page assets"
	@echo "make reset   removes the local data, after asking (YES=1 answers yes)"
	@echo "make lock    pins the packages of requirements/*.in anew, with hashes"

setup start reset test check bench lock:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here. Install Python 3.11 or later, or pass PYTHON=/path/to/python3."; exit 1; }
	@$(RUN) $@
