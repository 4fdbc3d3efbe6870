# Everything but `setup` depends on it: a machine with Python 3.11 and make is enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# Where `make clients` puts them, and the tests find them.
COMMUNIQUE_CLIENTS ?= $(HOME)/.cache/communique/clients
COMMUNIQUE_SCHEMAS ?= $(HOME)/.cache/communique/schemas
export COMMUNIQUE_CLIENTS COMMUNIQUE_SCHEMAS
# The tests of a file share servers; files are taken as they are listed, the long ones not last.
TOGETHER := --dist loadfile --no-loadscope-reorder
# The tests start many processes, of which each would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: setup demo serve test clients schemas differential faults crashes mutation check format bench compiled test-compiled bench-extraction fuzz score calibration honesty docs reference clean

setup: $(STAMP)  ## an environment in .venv with communique and its tools

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: setup  ## ingest the examples, check them, serve them, ask them
	$(BIN)/communique demo

serve: setup  ## serve the examples until interrupted
	$(BIN)/communique ingest examples/*.html examples/*.txt
	$(BIN)/communique serve

test: setup  ## all tests: most wait a good deal of their time, those of time limits need their processors
	$(BIN)/pytest --numprocesses $$(($$(nproc) + 1)) $(TOGETHER) --ignore tests/publishing/limits
	$(BIN)/pytest --numprocesses auto $(TOGETHER) tests/publishing/limits

clients:  ## the JavaScript clients that tests ask the endpoint with, in a folder outside the sources
	mkdir -p $(COMMUNIQUE_CLIENTS)
	cp tests/publishing/clients/package.json $(COMMUNIQUE_CLIENTS)
	npm --prefix $(COMMUNIQUE_CLIENTS) install --no-package-lock --no-audit --no-fund --ignore-scripts --silent

schemas: setup  ## the published schemas of SARIF and JUnit, in packages that ship them, for the tests of the reports
	mkdir -p $(COMMUNIQUE_SCHEMAS)
	cd $(COMMUNIQUE_SCHEMAS) && npm pack --silent @microsoft/jest-sarif@1.0.0-beta.0
	$(PIP) download --constraint constraints.txt --no-deps --no-binary pytest --dest $(COMMUNIQUE_SCHEMAS) pytest

differential: setup  ## the compiled shapes against pyshacl on 2,400 graphs (minutes)
	COMMUNIQUE_DIFFERENTIAL=2400 $(BIN)/pytest -q tests/shapes/test_differential.py

faults: setup  ## five minutes of bad clients, beside readers and an ingest: times and memory too
	COMMUNIQUE_FAULTS=300 $(BIN)/pytest -q -s tests/publishing/limits/test_faults.py

crashes: setup  ## readers and the server killed a hundred times while somebody writes
	COMMUNIQUE_CRASHES=100 $(BIN)/pytest -q -s tests/publishing/limits/test_crashes.py

mutation: setup  ## the tests without each single constraint of the shapes; survivors are listed
	COMMUNIQUE_MUTATION=1 $(BIN)/pytest -q tests/shapes/test_constraints.py

check: setup  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: setup  ## put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup  ## articles per second for each stage, and the share of each
	$(BIN)/python bench/stages.py
	$(BIN)/python bench/extraction.py
	$(BIN)/python bench/growth.py

compiled: setup  ## the package with its extraction compiled by mypyc, in build/compiled (needs a C compiler)
	rm -rf build/compiled
	COMMUNIQUE_COMPILE=1 PIP_CONSTRAINT=constraints.txt $(PIP) install --no-deps --target build/compiled .

test-compiled: compiled  ## the tests of the extraction on the compiled package
	PYTHONPATH=build/compiled $(BIN)/pytest -q tests/extraction

bench-extraction: compiled  ## the extraction interpreted and compiled, beside a blank tokenizer
	$(PIP) install --constraint constraints.txt --editable '.[dev,bench]'
	$(BIN)/python bench/extraction.py

fuzz: setup  ## ten minutes of mutated examples: crashes, spans astray, slow inputs
	$(BIN)/python bench/fuzz.py

bench-reading: setup  ## reading beside trafilatura alone (PAGES=folder), and a WARC of 100,000 records
	$(BIN)/python bench/reading.py pages $(or $(PAGES),tests/fixtures/pages)
	$(BIN)/python bench/reading.py warc 100000

calibration: setup  ## how often facts of each confidence are right
	$(BIN)/python tests/quality/calibration.py $(SHARED)

honesty: setup  ## rules and words that serve a single article of the corpus (minutes)
	$(BIN)/python tests/quality/honesty.py $(if $(SHARED),$(SHARED)/corpus)

docs: setup  ## the pages that are generated
	$(BIN)/python docs/generate_cli.py
	$(BIN)/python docs/generate_shapes.py
	$(BIN)/python docs/generate_readme.py

reference: setup  ## derive ontology/reference from SOURCES
	$(BIN)/python -m communique.ontology.derive $(SOURCES)

clean:
	rm -rf $(VENV) build dist *.egg-info communique-store communique-dump.ttl
