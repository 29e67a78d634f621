# What one can do here. `make` alone serves; README.md says more.
.POSIX:
.PHONY: run env tools lock

PYTHON_HERE = .venv/bin/python

run: env

env: .venv/ready
tools: .venv/tools

.venv/ready: requirements.txt
	@scripts/make-env requirements.txt && touch $@

.venv/tools: .venv/ready requirements-dev.txt
	@scripts/make-env requirements-dev.txt && touch $@

# Pins again what the two .in files ask for. UPGRADE=--upgrade takes the newest.
LOCK = $(PYTHON_HERE) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header $(UPGRADE)
lock: .venv/tools
	@$(LOCK) requirements.in -o requirements.txt
	@$(LOCK) requirements-dev.in -o requirements-dev.txt
