# SPDX-License-Identifier: Apache-2.0
#
# The front door. Each target first sees to the packages that it needs (packaging/dependencies.sh): on a fresh
# Debian 12 with git and make, any of them runs as it is.

.DEFAULT_GOAL := build
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PREFIX ?= /usr/local
ENGINE ?=
# musl: of half the size, and started in a third of the time; the first time, it takes minutes more.
LIBC ?= glibc
UNIT ?= dev
FUZZ ?= seconds=600
IMAGE ?= cel-sidecar:$(shell sed -n 's/^project.* VERSION \([0-9.]*\) .*/\1/p' CMakeLists.txt)
# Debian's own interpreter, which python3-pytest belongs to, whatever else comes first on PATH.
PYTHON ?= /usr/bin/python3
# Tests of one group (pytest's mark xdist_group) run in the same worker, one after the other.
WORKERS ?= 2
PYTEST := PYTHONDONTWRITEBYTECODE=1 $(PYTHON) -m pytest -q -ra -o cache_dir=build/pytest -n $(WORKERS) \
	--dist loadgroup
NEEDS := packaging/dependencies.sh

# An object file that was compiled before, in whatever clone or branch, is taken from the cache.
ifneq ($(shell command -v ccache 2>/dev/null),)
export CMAKE_C_COMPILER_LAUNCHER ?= ccache
export CMAKE_CXX_COMPILER_LAUNCHER ?= ccache
endif

.NOTPARALLEL: # make -j2 test would install packages and build in both at once

# cmake --preset configures once; afterwards the build itself notices a changed CMakeLists.txt.
build_preset = mkdir -p build; [ -e build/$(1)/build.ninja ] || \
	cmake --preset $(1) >build/$(1).log 2>&1 || { cat build/$(1).log; exit 1; }; \
	cmake --build --preset $(1)

##@ Use it

.PHONY: build
build: ## the release programs into build/bin/ (the default); LIBC=musl: those for containers of musl
	@$(NEEDS) build
	@[ $(LIBC) = glibc ] || $(NEEDS) musl
	@packaging/configure.sh $(LIBC)
	@cmake --build --preset release
	@[ $(LIBC) = glibc ] || cmake --build --preset host

.PHONY: demo
demo: ## a Python program dies, and its report is read back (ENGINE=podman or docker: in a real container)
	@packaging/demo.sh $(ENGINE)

.PHONY: volume
volume: build ## the folder to mount into a container: make volume DIR=/somewhere
	@[ -n "$(DIR)" ] || { echo "Say where: make volume DIR=/somewhere" >&2; exit 2; }
	cmake --install build/release --component volume --prefix "$(abspath $(DIR))"

.PHONY: image
image: build ## the sidecar's image, by docker or ENGINE=podman, as IMAGE (cel-sidecar:VERSION)
	@rm -rf build/image && mkdir -p build/image/cel
	@cmake --install build/release --component sidecar --prefix "$(CURDIR)/build/image" >/dev/null
	$(or $(ENGINE),docker) build --file packaging/images/sidecar/Dockerfile --tag $(IMAGE) build/image

.PHONY: install
install: build ## programs, man page and volume under PREFIX (/usr/local)
	cmake --install build/release --component programs --prefix "$(PREFIX)"
	@[ $(LIBC) = glibc ] || cmake --install build/host --component programs --prefix "$(PREFIX)"

.PHONY: wheel
wheel: build ## the package for pip, with the logger inside: build/wheel/*.whl
	@$(NEEDS) wheel
	@rm -rf build/wheel
	@$(PYTHON) python/backend.py build/wheel

.PHONY: dist
dist: ## what is released, for amd64 and arm64, into build/dist/: tarballs, packages, wheels, images
	@$(NEEDS) build musl dist
	@packaging/release/dist.sh build/dist

.PHONY: pictures
pictures: build ## the README's pictures anew, from programs that really die
	@$(NEEDS) browser
	$(PYTHON) packaging/pictures.py

##@ Test it

TEST_NEEDS := build test engines browser

.PHONY: test
test: announce-test unit pytest ## every test, real container engines included

.PHONY: announce-test
announce-test:
	@echo "make test: every test, in about 15 minutes on two cores. It fetches Python packages, Go modules and a"
	@echo "Debian image into build/, and installs these packages: $$($(NEEDS) --missing $(TEST_NEEDS))"

# Before the build, which makes the hook for Java if there is a JDK.
.PHONY: test-deps
test-deps:
	@$(NEEDS) $(TEST_NEEDS)

.PHONY: pytest
pytest: test-deps build
	$(PYTEST) tests/attack tests/hooks tests/manifests tests/e2e tests/page

# The collector takes four minutes of a processor to build, once; ClickHouse's package has 180 MB.
.PHONY: test-collectors
test-collectors: check-deps ## packaging/collectors in a collector, the fleet's tables in ClickHouse's engine
	$(PYTEST) tests/collectors

.PHONY: attack
attack: check-deps ## hostile input, load and broken surroundings, in under three minutes
	$(PYTEST) tests/attack

.PHONY: check
check: announce-check unit ## the tests without container engines and frameworks
	$(PYTEST) -m "not engine" --ignore=tests/hooks/test_frameworks.py \
		--ignore=tests/hooks/test_beside_others.py --ignore=tests/hooks/test_transparency.py \
		tests/attack tests/hooks tests/e2e

.PHONY: announce-check
announce-check:
	@echo "make check: most tests, in about 3 minutes on two cores after the first build, which takes 3 more."
	@echo "It installs these packages: $$($(NEEDS) --missing build test)"

.PHONY: dist-check
dist-check: dist ## that what is released is the same from another folder, can be installed, used and removed
	@$(NEEDS) test dist-check
	@packaging/release/again.sh build/dist
	$(PYTEST) tests/packages

.PHONY: check-deps
check-deps:
	@$(NEEDS) build test
	@$(MAKE) build

# UNIT=sanitize: in the tree of the sanitizers, which continuous integration builds anyway.
.PHONY: unit
unit: check-deps
	@$(NEEDS) $(if $(filter sanitize,$(UNIT)),fuzz)
	@$(call build_preset,$(UNIT))
	ctest --preset $(UNIT) -j2

.PHONY: pythons
pythons: ## the newest Pythons, from Debian unstable, into build/pythons/usr/bin: for PATH
	rm -rf build/pythons
	tests/support/pythons.sh build/pythons

.PHONY: transparency
transparency: build ## CPython's own tests with and without the hook (TRANSPARENCY=all: every one)
	@$(NEEDS) test
	TRANSPARENCY="$(TRANSPARENCY)" nice $(PYTHON) tests/transparency/run.py

.PHONY: transparency-libraries
transparency-libraries: build ## tests of Perl, PHP and Node.js libraries, with and without the hook
	@$(NEEDS) libraries
	nice /usr/bin/python3 tests/transparency/libraries.py

.PHONY: sanitize
sanitize: ## the unit tests under the address and undefined-behaviour sanitizers
	@$(NEEDS) build test fuzz
	@$(call build_preset,sanitize)
	ctest --preset sanitize -j2

.PHONY: fuzz
fuzz: ## each fuzz target on its seeds, and on what it makes of them (FUZZ=seconds=600 or runs=N)
	@$(NEEDS) build fuzz
	@$(call build_preset,sanitize)
	@tests/fuzz/run.sh $(FUZZ)

.PHONY: lint
lint: ## formatting, clang-tidy, ruff, mypy, shellcheck, man pages, who includes whom
	@$(NEEDS) build test lint
	@.ci/lint

.PHONY: bench
bench: build ## ratios, measured side by side (ONLY="starts crashes healthy loggers": some of them)
	@$(NEEDS) bench
	@ONLY="$(ONLY)" BASELINE="$(BASELINE)" BASELINE_VOLUME="$(BASELINE_VOLUME)" tests/bench/run.py

##@ Keep it tidy

.PHONY: clean
clean: ## remove build/
	rm -rf build

.PHONY: help
help: ## this list
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile
