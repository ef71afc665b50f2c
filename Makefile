# Two commands are the whole set-up: make run, make test.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
CORPUS := ../shared

.DEFAULT_GOAL := help
.PHONY: help setup run test browser chaos lint score guide bench

help: ## Liệt kê các lệnh / list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Cần Python 3.11 trở lên (python3 --version)."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

setup: $(VENV)/.installed $(VENV)/.installed-dev ## Chỉ tạo môi trường / only create the environment

run: $(VENV)/.installed ## Chạy web và tiến trình nhắc việc / start the web server and the jobs
	@PORT=$(PORT) $(BIN)/flask serve

test: $(VENV)/.installed-dev ## Chạy kiểm thử / run the tests
	$(BIN)/python -m pytest --numprocesses 2 --dist worksteal

browser: $(VENV)/.installed-dev ## Xem từng trang theo mọi cách / look at every page in every way (some minutes)
	DONDOC_THOROUGH=1 $(BIN)/python -m pytest tests/browser --numprocesses 2 --dist worksteal

chaos: $(VENV)/.installed-dev ## Giết tiến trình 200 lần trên mỗi cơ sở dữ liệu / kill planner and deliverers at random (minutes)
	$(BIN)/python -m tests.chaos $(CHAOS)

lint: $(VENV)/.installed-dev ## Kiểm tra mã nguồn / ruff, mypy, import contract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(VENV)/.installed-dev ## Đo tốc độ trên 10.000 và 100.000 nhiệm vụ / measure speed and memory
	$(BIN)/python -m benchmarks $(BENCH)

score: $(VENV)/.installed-dev ## Chấm bộ đọc trên ngữ liệu / score the reader on the corpus beside the checkout
	$(BIN)/python $(CORPUS)/tools/score_drafts.py --gold $(CORPUS)/corpus/gold --documents $(CORPUS)/corpus/documents \
	  --command '$(BIN)/flask draft {path} --json' --ext txt,doc
	$(BIN)/python $(CORPUS)/tools/score_drafts.py --gold $(CORPUS)/corpus/gold --documents $(CORPUS)/corpus/documents \
	  --command '$(BIN)/flask draft {path} --json' --ext pdf,txt,doc
	$(BIN)/python -m tests.corpus.scoring

guide: $(VENV)/.installed-dev ## Chụp lại hình của hướng dẫn sử dụng / take the pictures of the user guide anew
	$(BIN)/python -m tests.browser.guide
