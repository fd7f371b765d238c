# Two commands do everything: `make report` and `make test`. Both build .venv first if it is missing
# or older than the lock. PYTHON=… chooses the Python it is built with; after a change, `make clean`.

SHELL := /bin/bash
PYTHON ?= python3
RUN := .venv/bin/python

# An environment or settings of the person's own must not reach the tests and the notebooks.
unexport VIRTUAL_ENV PYTHONHOME PYTHONPATH PYTHONSTARTUP PYTHONWARNINGS PYTHONDONTWRITEBYTECODE
unexport PIP_USER PIP_TARGET
unexport PYTEST_ADDOPTS MPLBACKEND MATPLOTLIBRC JUPYTER_PATH JUPYTER_CONFIG_DIR
# Paths and output may hold any letter, whatever the terminal says of itself.
export LC_ALL := C.UTF-8
export IPYTHONDIR := $(CURDIR)/.venv/ipython
# The matrices are small: more threads would only get in one another's way.
export OPENBLAS_NUM_THREADS := 1
export MPLCONFIGDIR := $(CURDIR)/.venv/matplotlib

# Targets share the environment and the site: they run one after another, in this make and in others.
.NOTPARALLEL:
# They take no part in what `make -j` shares out.
ALONE = @MAKEFLAGS='$(filter-out -j% --jobserver%,$(MAKEFLAGS))' \
    $(PYTHON) tools/one_at_a_time.py $(MAKE) --no-print-directory

.DEFAULT_GOAL := help
.PHONY: help report test lab site filter lint lock bench mutate prove clean

help:  ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' Makefile

report:  ## derive what follows from the data, execute every notebook in place, render the site
	$(ALONE) run-report
test:  ## check the library, the data, the stored notebooks and their figures
	$(ALONE) run-test
site:  ## render the stored notebooks, the data and the reference in site/_build/html
	$(ALONE) run-site
lint:  ## check style and formatting
	$(ALONE) run-lint
bench:  ## time the library (alone on one core, so without xdist)
	$(ALONE) run-bench

run-report: .venv/ready
	$(RUN) -m eucad derive
	rm -rf site/_figures
	EUCAD_DRAWINGS="$(CURDIR)/site/_figures" $(RUN) tools/execute_notebooks.py
	$(RUN) tools/update_readme.py
	$(MAKE) --no-print-directory run-site

run-test: .venv/ready
	$(RUN) -m pytest

run-site: .venv/ready
	$(RUN) site/build.py
	@echo "Open site/_build/html/index.html"

run-lint: .venv/ready
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check

mutate: .venv/ready  ## count which slips in a table the check names (a quarter of an hour)
	PYTHONPATH=tests $(RUN) -m mutation

prove: .venv/ready  ## try properties on hundreds of examples, and rerun notebooks as on other machines
	EUCAD_TESTS=all EUCAD_THOROUGH=1 $(RUN) -m pytest tests/properties tests/test_small_worlds.py
	PYTHONPATH=tests $(RUN) tests/reruns.py

run-bench: .venv/ready
	$(RUN) -m pytest --override-ini addopts=--import-mode=importlib benchmarks

lab: .venv/ready  ## open the notebooks in JupyterLab
	$(RUN) -m jupyter labextension disable --level=sys_prefix "@jupyterlab/apputils-extension:announcements"
	$(RUN) -m jupyterlab --ServerApp.root_dir="$(CURDIR)" notebooks/00-overview.ipynb

# What JupyterLab and other editors add to a notebook on saving it, besides its outputs.
EDITORS := metadata.language_info.codemirror_mode metadata.language_info.nbconvert_exporter \
    metadata.language_info.version metadata.colab metadata.vscode metadata.papermill metadata.widgets \
    metadata.toc cell.metadata.colab cell.metadata.vscode cell.metadata.jupyter \
    cell.metadata.executionInfo cell.metadata.execution cell.metadata.outputId cell.metadata.id

filter: .venv/ready  ## let git leave out, in this clone, what editors add to a notebook
	git config filter.notebook.clean \
	    '$(RUN) -m nbstripout --keep-output --keep-count --keep-id --extra-keys "$(EDITORS)"'

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
	rm -rf .venv .venv-lock .make.lock site/_build site/_figures tests/_figures tests/_screenshots
	rm -rf .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -o -name .ipynb_checkpoints | tr '\n' '\0' | xargs -0 rm -rf

# The environment. Each stamp is written last, so a half-made environment is never taken for a
# ready one. A stamp holds what it was made for: another lock, or a checkout that was moved or
# copied, makes it anew, while a file that was merely touched does not.
$(shell cmp -s requirements.txt .venv/locked || rm -f .venv/locked .venv/ready)
$(shell test "$$(cat .venv/ready 2>&1)" = "$$PWD" || rm -f .venv/ready)

.venv/locked:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo 'Python 3.11 or newer is needed: make PYTHON=<path to python3.11 or newer> …'; exit 1; }
	rm -rf .venv
	$(PYTHON) -m venv .venv
	@echo "Installing what requirements.txt pins (a few minutes):"
	@set -o pipefail; $(RUN) -m pip install --require-hashes --requirement requirements.txt | awk ' \
	    /^(Collecting|Processing)/ && ++n % 20 == 0 { print n " packages collected"; fflush() } \
	    /^Installing/ { print "installing all of them"; fflush() }'
	@# Optional, and not needed here: whatever reads a notebook would take 1.5 s to compile its grammar.
	$(RUN) -m pip uninstall --quiet --yes rfc3987-syntax lark
	@cp requirements.txt $@

.venv/ready: .venv/locked pyproject.toml
	$(RUN) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@# Where the library lies, told without the folder's letters: an ASCII terminal cannot read them.
	@for link in .venv/lib/python*/site-packages/_eucad.pth; do echo ../../../../lib > "$$link"; done
	@# Matplotlib lists the machine's fonts once, and says so in the first notebook if that is slow.
	$(RUN) -c 'import matplotlib.font_manager'
	@echo "$$PWD" > $@
