# The verbs of this house. `make` alone serves.
.POSIX:
.PHONY: run demo test test-postgres torture bench lint screens env tools lock catalogue migration

PYTHON_HERE = .venv/bin/python
RUFF = $(PYTHON_HERE) -m ruff
BABEL = $(PYTHON_HERE) -m babel.messages.frontend --quiet
WORDS = micronet/translations
ALL_BUT_LOOKS = tests --ignore=tests/pages --ignore-glob='tests/browser/test_[!f]*'
LOCK = $(PYTHON_HERE) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header $(UPGRADE)

# Serve on http://localhost:8000. PORT, HOST and MICRONET_* are passed on.
run: .venv/ready
	@$(PYTHON_HERE) app.py

# Serve a throw-away instance with a sample family.
demo: .venv/ready
	@$(PYTHON_HERE) -m demo

# All tests, or some: make test ARGS=tests/board
test: .venv/tools
	@scripts/install-test-tools
	@$(PYTHON_HERE) -m pytest -q -n auto --dist worksteal $(ARGS)

# The same tests on a PostgreSQL of their own, which is gone afterwards. How pages look does not hang on the database,
# so what only looks (tests/pages, most of tests/browser) runs once, on SQLite; the first evening is lived through here too.
test-postgres: .venv/tools
	@scripts/install-test-tools
	@scripts/test-postgres $(PYTHON_HERE) -m pytest -q -n auto --dist worksteal $(if $(ARGS),$(ARGS),$(ALL_BUT_LOOKS))

# Measure everything in one run and write bench/RESULTS.md; QUICK=1 leaves out the house of 100,000 circles.
bench: .venv/tools
	@scripts/install-test-tools
	@command -v valgrind >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get install -y -qq valgrind >/dev/null; } || \
		{ echo "micronet: make bench counts instructions with valgrind; please install it" >&2; exit 1; }
	@$(PYTHON_HERE) -m bench $(if $(QUICK),quick)

# The large trials, unattended: some with ARGS="R5 R6", as small as in the tests with ARGS=--small. Hours.
torture: .venv/tools
	@scripts/install-test-tools
	@$(PYTHON_HERE) -m torture $(ARGS)

lint: .venv/tools
	@$(RUFF) check --quiet
	@$(RUFF) format --check --quiet
	@$(PYTHON_HERE) -m mypy
	@.venv/bin/lint-imports --no-logo

# Take the pictures in docs/screens anew.
screens: .venv/tools
	@scripts/install-test-tools
	@PYTHONPATH=. $(PYTHON_HERE) scripts/screens.py

# Gather the words of the pages into the catalogues, and compile what was translated.
catalogue: .venv/ready
	@$(BABEL) extract --mapping-file=pyproject.toml --sort-by-file --add-location=file --project=Micronet \
		--keyword=_l --keyword=_ln:1,2 --keyword=lazy_gettext --keyword=lazy_ngettext:1,2 --output-file=.venv/messages.pot micronet
	@$(BABEL) update --input-file=.venv/messages.pot --output-dir=$(WORDS) --no-fuzzy-matching \
		--ignore-pot-creation-date --ignore-obsolete
	@$(BABEL) compile --directory=$(WORDS)

# Write the revision from the newest schema to the models: make migration NAME="what changed"
migration: .venv/tools
	@test -n "$(NAME)" || { echo 'micronet: say what changes: make migration NAME="remember who waved"' >&2; exit 1; }
	@PYTHONPATH=. $(PYTHON_HERE) scripts/migration.py "$(NAME)"

# The environment, from the locks: `ready` is what it takes to serve, `tools` what it takes to change things.
env: .venv/ready
	@:
tools: .venv/tools
	@:
.venv/ready: requirements.txt .venv/bin/python
	@scripts/make-env requirements.txt && touch $@
.venv/tools: requirements-dev.txt .venv/ready
	@scripts/make-env requirements-dev.txt && touch $@
.venv/bin/python:
	@scripts/make-env

# Pin again what the .in files ask for; make lock UPGRADE=--upgrade takes the newest.
lock: .venv/tools
	@$(LOCK) --output-file=requirements.txt requirements.in
	@$(LOCK) --output-file=requirements-dev.txt requirements-dev.in
