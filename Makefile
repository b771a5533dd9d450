# The two commands are `make run` and `make test`; `make help` lists the rest.
PYTHON ?= python3
BOOT = $(PYTHON) bootstrap.py

.PHONY: help run test check docs proofs bench campaign lock clean words
help:
	@echo "make run     start Samspil with an invented population (Ctrl-C stops it)"
	@echo "make test    every gate, the same as in CI"
	@echo "make check   the quick gates: format, lint, types, contracts, migrations, docs, words"
	@echo "make docs    write the generated pages in docs/"
	@echo "make proofs  run the tests and write docs/proofs.md and proofs.json"
	@echo "make bench   measure against the floors in the same run"
	@echo "make campaign FORMS=folder  read other people's XLSForms beside pyxform; docs/campaigns/xlsform.json"
	@echo "make campaign PLANNER=1     plan and repair large invented terms; docs/campaigns/planner.json"
	@echo "make campaign WALKS=1 [SEED=1]  walk courses and rounds beside their references; docs/campaigns/walks.json"
	@echo "make campaign OFFICE=1      open what leaves as a file in LibreOffice; docs/campaigns/office.json"
	@echo "make campaign PROTECT=1 [SEED=1]  protect invented programmes and attack them; docs/campaigns/protect.json"
	@echo "make campaign RELEASES=1 [SEED=1]  publish invented programmes four times; docs/campaigns/releases.json"
	@echo "make campaign TEXTS=1 [SEED=1]  type every hostile text into every field; docs/campaigns/texts.json"
	@echo "make words   bring the Danish catalogue in step with the source"
	@echo "make lock    compile requirements/*.txt anew"
	@echo "make clean   remove .venv and caches (never .samspil, which holds the data)"

run:
	@$(BOOT) run
test:
	@$(BOOT) test
check docs proofs bench lock words:
	@$(BOOT) $@
campaign:
	@FORMS="$(FORMS)" FROM="$(FROM)" PLANNER="$(PLANNER)" WALKS="$(WALKS)" SEED="$(SEED)" OFFICE="$(OFFICE)" TEXTS="$(TEXTS)" PROTECT="$(PROTECT)" RELEASES="$(RELEASES)" INSTANCES="$(INSTANCES)" $(BOOT) $@
clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
