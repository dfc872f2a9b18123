# Everything a person or CI does here. Needs Debian (or the like), Python 3.11 and make; `make help` lists it.
# .ci/setup installs what Debian keeps in other packages where it may, or says what to install.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
SITE := site
SITE_STAMP := $(VENV)/.site-installed
DEV_STAMP := $(VENV)/.dev-installed
PYTEST := $(BIN)/python -m pytest
# All cores; the tests of a file stay together, since they share what it builds. tests/conftest.py sets the order.
PARALLEL := -n auto --dist loadfile --no-loadscope-reorder
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-warn-script-location
# --no-deps: the locked files are whole, and what is not in them has no business here.
LOCKED := $(PIP) --require-hashes --no-deps -r
CHECKOUT := $(PIP) --no-deps --no-build-isolation --editable .
# What a page can come from: when none of it is newer than the site, there is nothing to build.
INPUTS = mkdocs.yml catalogue docs generator templates $(SITE_STAMP)
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command 'make lock'

# The theme else prints a page about its own future before every build, and hides what the build says.
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := site
.DELETE_ON_ERROR:
.PHONY: help site serve test test-lowest fast fuzz lint format messages bench bench-build bench-search bench-finder bench-lighthouse screenshots lock clean spotless
# Two targets that install at once would trip over each other in one virtual environment.
.NOTPARALLEL:

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name words; do \
		printf '%-20s %s\n' "$$name" "$$words"; done

site: $(SITE_STAMP) ## check the catalogue and build the help centre into site/
	@if [ -f $(SITE)/index.html ] && \
		[ -z "$$(find $(INPUTS) -name __pycache__ -prune -o -type f -newer $(SITE)/index.html -print)" ]; then \
		echo "Nothing has changed since the site was built."; \
	else \
		$(BIN)/leimu check && $(BIN)/mkdocs build --quiet --site-dir $(SITE); \
	fi
	@$(BIN)/leimu parse --format json | $(BIN)/python .ci/site_summary.py $(SITE)

serve: $(SITE_STAMP) ## show the help centre at a local address, rebuilt on every save
	$(BIN)/leimu serve

test: $(DEV_STAMP) ## run every test, in Chromium too, and the rest with coverage
	@.ci/setup browser $(VENV)
ifdef ARGS
	$(PYTEST) --cov --cov-report=term --cov-fail-under=0 $(ARGS)
else
	@# In one go, so that no core waits for the end of a part. tests/conftest.py says whose lines are not counted.
	$(PYTEST) $(PARALLEL) --cov --cov-report=term
endif

test-lowest: $(SITE_STAMP) ## build the wheel and run it away from here, on the lowest versions that are allowed
	.ci/wheel requirements/lowest.txt

fast: $(DEV_STAMP) ## run the tests that need neither a browser nor seconds
	$(PYTEST) $(PARALLEL) -m "not browser and not slow" $(ARGS)

# A shell may have SECONDS of its own in the environment: only that of the command line counts.
fuzz: SECONDS := $(if $(filter command line,$(origin SECONDS)),$(SECONDS),1800)
fuzz: $(DEV_STAMP) ## make up documents and files for SECONDS=1800, and end at the first fault
	.ci/fuzz $(BIN)/python $(SECONDS)

lint: $(DEV_STAMP) ## run ruff, mypy and import-linter
	@status=0; for tool in "ruff check" "ruff format --check" "mypy" "lint-imports --no-logo"; do \
		echo "$$tool"; $(BIN)/$$tool || status=1; done; exit $$status

format: $(DEV_STAMP) ## let ruff mend what it can
	$(BIN)/ruff check --fix --exit-zero
	$(BIN)/ruff format

messages: $(DEV_STAMP) ## put new and reworded messages into the files that translators fill
	$(BIN)/python .ci/messages.py

bench: $(SITE_STAMP) ## time reading against bare markdown-it-py, judging against reading, doing so again against the first time
	$(BIN)/python -m benchmarks.parse; parse=$$?; $(BIN)/python -m benchmarks.check; check=$$?; \
	$(BIN)/python -m benchmarks.again && exit $$((parse + check))

bench-build: $(DEV_STAMP) ## time building a site against MkDocs and Material alone, Zensical and Hugo
	$(BIN)/python -m benchmarks.build $(ARGS)

bench-search: $(DEV_STAMP) ## type queries into this site and a stock one, and count what comes first
	@.ci/setup browser $(VENV)
	$(BIN)/python -m benchmarks.search $(ARGS)

bench-finder: $(DEV_STAMP) ## tick papers in the finder on a slow phone, at 17 to 10,000 categories
	@.ci/setup browser $(VENV)
	$(BIN)/python -m benchmarks.finder $(ARGS)

bench-lighthouse: $(DEV_STAMP) ## let Lighthouse look at the site under nginx: ARGS names its program
	@.ci/setup browser $(VENV)
	$(BIN)/python -m benchmarks.lighthouse $(ARGS)

screenshots: $(DEV_STAMP) ## take the screenshots of the docs anew
	@.ci/setup browser $(VENV)
	$(BIN)/python -m tests.browser.screenshots

lock: ## resolve requirements/*.txt anew (needs uv)
	@command -v uv >/dev/null || { echo "uv is missing: it resolves for every Python at once. Install it with: pip install uv"; exit 2; }
	$(COMPILE) pyproject.toml requirements/build.in --group test --group lint --upgrade --output-file requirements/dev.txt
	$(COMPILE) pyproject.toml requirements/build.in --constraint requirements/dev.txt --upgrade --output-file requirements/site.txt
	$(COMPILE) pyproject.toml --resolution lowest-direct --upgrade --output-file requirements/lowest.txt
	$(COMPILE) requirements/audit.in --upgrade --output-file requirements/audit.txt

clean: ## remove what was built, and caches
	rm -rf $(SITE) dist .coverage .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

spotless: clean ## remove the virtual environment too
	rm -rf $(VENV)

$(SITE_STAMP): requirements/site.txt pyproject.toml .ci/setup
	@PYTHON='$(PYTHON)' .ci/setup venv $(VENV)
	@echo "Installing what the site needs into $(VENV)."
	@$(LOCKED) requirements/site.txt
	@$(CHECKOUT)
	@touch $@

# The lock for development holds the one for the site, in the same versions.
$(DEV_STAMP): requirements/dev.txt pyproject.toml .ci/setup
	@PYTHON='$(PYTHON)' .ci/setup venv $(VENV)
	@echo "Installing what the tests and linters need into $(VENV)."
	@$(LOCKED) requirements/dev.txt
	@$(CHECKOUT)
	@touch $(SITE_STAMP) $@
