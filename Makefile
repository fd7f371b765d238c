# Two commands do everything: `make report` and `make test`. Both build .venv first if it is missing
# or older than the lock. PYTHON=… chooses the Python it is built with; after a change, `make clean`.

SHELL := /bin/bash
PYTHON ?= python3
RUN := .venv/bin/python

# An environment or settings of the person's own must not reach the tests and the notebooks.
unexport VIRTUAL_ENV PYTHONHOME PYTHONPATH PYTHONSTARTUP PYTHONWARNINGS PYTHONDONTWRITEBYTECODE
unexport PIP_USER PIP_TARGET
unexport PYTEST_ADDOPTS MPLBACKEND MATPLOTLIBRC JUPYTER_PATH JUPYTER_CONFIG_DIR
export IPYTHONDIR := $(CURDIR)/.venv/ipython
# The matrices are small: more threads would only get in one another's way.
export OPENBLAS_NUM_THREADS := 1
export MPLCONFIGDIR := $(CURDIR)/.venv/matplotlib

.DEFAULT_GOAL := help
.PHONY: help report test lab site lint lock bench clean

help:  ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' Makefile

report: .venv/ready  ## execute every notebook in place and render the site
	rm -rf site/_figures
	EUCAD_DRAWINGS=$(CURDIR)/site/_figures $(RUN) tools/execute_notebooks.py
	$(RUN) tools/update_readme.py
	$(MAKE) --no-print-directory site

test: .venv/ready  ## check the library, the data, the stored notebooks and their figures
	$(RUN) -m pytest

lab: .venv/ready  ## open the notebooks in JupyterLab
	$(RUN) -m jupyterlab notebooks/00-overview.ipynb

site: .venv/ready  ## render the stored notebooks, the data and the reference in site/_build/html
	LC_ALL=C $(RUN) site/build.py
	@echo "Open site/_build/html/index.html"

lint: .venv/ready  ## check style and formatting
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check

bench: .venv/ready  ## time the library (alone on one core, so without xdist)
	$(RUN) -m pytest --override-ini addopts=--import-mode=importlib benchmarks

lock:  ## pin the newest versions pyproject.toml admits in requirements.txt
	rm -rf .venv-lock
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet uv
	.venv-lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest \
	    --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
	    --group notebooks --group site --group test --group lint --group build \
	    --output-file requirements.txt pyproject.toml
	rm -rf .venv-lock

clean:  ## remove the environment and everything that was built
	rm -rf .venv .venv-lock site/_build site/_figures tests/_figures tests/_screenshots .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -o -name .ipynb_checkpoints | tr '\n' '\0' | xargs -0 rm -rf

# The environment. Each stamp is written last, so a half-made environment is never taken for a
# ready one; a changed lock starts from an empty folder, so nothing is left over from the old one.
.venv/locked: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo 'Python 3.11 or newer is needed: make PYTHON=<path to python3.11 or newer> …'; exit 1; }
	rm -rf .venv
	$(PYTHON) -m venv .venv
	@echo "Installing what requirements.txt pins (a few minutes):"
	@set -o pipefail; $(RUN) -m pip install --require-hashes --requirement requirements.txt | awk ' \
	    /^(Collecting|Processing)/ && ++n % 20 == 0 { print n " packages collected"; fflush() } \
	    /^Installing/ { print "installing all of them"; fflush() }'
	@touch $@

.venv/ready: .venv/locked pyproject.toml
	$(RUN) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@# Matplotlib lists the machine's fonts once, and says so in the first notebook if that is slow.
	$(RUN) -c 'import matplotlib.font_manager'
	@touch $@
