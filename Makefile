# Nabla: `make videos` and `make test` do everything, system libraries included, on a fresh Debian or Ubuntu.
# Written for GNU Make 3.81, which is what macOS has.

PYTHON_BIN = .venv/bin
UV ?= uv

.DEFAULT_GOAL := help
.PHONY: help setup videos storyboard pictures props-page test test-films test-long test-torch bench bench-films check format lock clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name what; do \
		printf '%-20s %s\n' "$$name" "$$what"; done

setup: ## prepare this machine and .venv (the others do it by themselves)
	@sh setup.sh

videos: setup ## render the default series into out/
	$(PYTHON_BIN)/python render.py

storyboard: setup ## one sheet of stills per lesson, in seconds
	$(PYTHON_BIN)/python render.py storyboard

pictures: setup ## draw the pictures that README and docs/how-it-works.md show
	$(PYTHON_BIN)/python -m studio.preview.readme_pictures docs/storyboards
	$(PYTHON_BIN)/python -m studio.preview.how_it_works docs/how-it-works.png

props-page: setup ## write docs/props.md and its pictures anew, from the catalogue
	$(PYTHON_BIN)/python -m studio.preview.props_page docs

# Two workers, each through a half of its own, so that fixtures of a module are made once; who is done first takes over
# from the other.
PYTEST = $(PYTHON_BIN)/python -m pytest -n 2 --dist worksteal

test: check ## every check, then the tests: about five minutes
	$(PYTEST)

test-films: setup ## the dear tests: whole films, clusters, browsers, large tables
	$(PYTEST) -m "films and not long"

test-long: setup ## what takes many minutes: 100,000 texts through the parser, every layout for every formula
	$(PYTHON_BIN)/python -m pytest -m long tests/mathkit
	$(PYTEST) -m long tests/studio

# A venv that sees the packages of .venv and has PyTorch besides, at the version that pyproject.toml names.
test-torch: setup ## networks and optimisers against PyTorch (fetches it first)
	@test -d .venv-torch || $(PYTHON_BIN)/python -m venv .venv-torch
	@site='import sysconfig; print(sysconfig.get_path("purelib"))'; \
		$(PYTHON_BIN)/python -c "$$site" > "$$(.venv-torch/bin/python -c "$$site")/nabla.pth"
	.venv-torch/bin/python -m pip install --quiet "$$(sed -n 's/^ *"\(torch==[^"]*\)".*/\1/p' pyproject.toml)"
	.venv-torch/bin/python -m pytest tests/mathkit/test_torch.py

bench: setup ## how fast the mathematics is, against numpy by hand (fetches pytest-benchmark first)
	$(PYTHON_BIN)/python -m pip install --quiet "$$(sed -n 's/^ *"\(pytest-benchmark[^"]*\)".*/\1/p' pyproject.toml)"
	$(PYTHON_BIN)/python -m pytest benchmarks

FILMS ?=
bench-films: setup ## the lessons as films, against manim and against encoding alone: hours (FILMS="--only tangent-line")
	$(PYTHON_BIN)/python -m benchmarks.films $(FILMS) --json benchmarks/films.json

check: setup ## format, lint, types, layers
	$(PYTHON_BIN)/ruff format --check .
	$(PYTHON_BIN)/ruff check .
	$(PYTHON_BIN)/mypy
	$(PYTHON_BIN)/lint-imports

format: setup ## put the code into form
	$(PYTHON_BIN)/ruff format .
	$(PYTHON_BIN)/ruff check --fix .

LOCKED = --universal --python-version 3.11 --fork-strategy fewest --generate-hashes --no-header --no-annotate --upgrade

lock: ## pin every package anew, with hashes (needs uv)
	$(UV) pip compile pyproject.toml --group dev $(LOCKED) --output-file requirements.lock
	$(UV) pip compile --group build --constraints requirements.lock $(LOCKED) --output-file requirements-build.lock
	$(UV) pip compile --group reveal --no-deps $(LOCKED) --output-file requirements-reveal.lock

clean: ## remove .venv and the caches; films in out/ stay
	rm -rf .venv .venv-torch .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info build media
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
