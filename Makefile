# `make run` and `make test` are all that a fresh machine needs: each sets up what it is missing, then does
# its job. `make` alone lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# Linked in seconds, without the libraries' unused parts and without a table of symbols that nobody looks up. Generic
# types are found by a call, not by searching for their names, and addresses are relocated in one sweep: what a start
# costs is mostly these two. The small libraries are inside, which saves loading them; OpenSSL stays outside, where the
# system keeps it up to date.
static_libraries := deflate sqlite3 stdc++ z
release_flags := -c release --static-swift-stdlib -Xswiftc -L$(CURDIR)/.build/static \
  -Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors \
  -Xswiftc -use-ld=lld -Xlinker --gc-sections -Xlinker --no-export-dynamic -Xlinker -z -Xlinker pack-relative-relocs
swift_sources := Package.swift Sources Tests Benchmarks

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: setup demo-keys ## build Slipway and run the demo: three Android releases against a rehearsal server
	swift build --product slipway
	PATH="$(CURDIR)/.build/debug:$$PATH" scripts/make-demo-store pipelines/demo-keys
	SLIPWAY_IDENTITY_FILE=pipelines/demo-keys/identity.txt SLIPWAY_TRUST="$$(cat pipelines/demo-keys/trust)" \
	  .build/debug/slipway run --rehearse pipelines/demo.yaml

.PHONY: test
test: setup ## build and run the tests; FILTER=ArchivesTests runs those that match
	swift test --disable-xctest $(if $(FILTER),--filter '$(FILTER)')

.PHONY: build
build: setup ## build everything, tests too
	swift build --build-tests

.PHONY: release
release: setup .build/static ## build dist/slipway, optimised and with Swift's library inside
	swift build $(release_flags) --product slipway
	install -D .build/release/slipway dist/slipway
	strip dist/slipway
	dist/slipway --version
	sha256sum dist/slipway

# A folder that has libraries for static linking only; searched first.
.build/static:
	mkdir -p $@
	for library in $(static_libraries); do \
	  path=$$(clang -print-file-name=lib$$library.a); \
	  if [ -e "$$path" ]; then ln -sf "$$path" $@; fi; \
	done

.PHONY: setup
setup: ## install what is missing; silent when nothing is
	@scripts/setup

.PHONY: demo-keys
demo-keys: setup
	@scripts/make-demo-keys pipelines/demo-keys

.PHONY: fixtures
fixtures: ## make the demo's payloads anew; their bytes stay the same
	fixtures/android/make-payloads.sh

.PHONY: bench
bench: release ## measure against apksigner, zipalign, jarsigner and zip; RUNS=5 and ONLY='sign AAB' narrow it down
	swift build $(release_flags) --product bench
	.build/release/bench dist/slipway --cache .build/bench --fixtures fixtures \
	  --runs $(or $(RUNS),5) $(if $(ONLY),--only '$(ONLY)')

.PHONY: fuzz
fuzz: setup ## fuzz a parser: make fuzz TARGET=zip SECONDS=60; the targets are the cases of Tests/Fuzzing/FuzzTarget
	scripts/fuzz $(TARGET) $(SECONDS)

.PHONY: docs
docs: setup ## print the pages of docs/ anew from what they describe
	swift build --product slipway
	.build/debug/slipway help finding --format markdown > docs/findings.md

.PHONY: lint
lint: ## check format and documentation of the sources
	swift format lint --strict --parallel --recursive $(swift_sources)

.PHONY: format
format: ## format the sources
	swift format --in-place --parallel --recursive $(swift_sources)

.PHONY: clean
clean: ## remove what was built and what the demo left
	rm -rf .build .build-* dist pipelines/out pipelines/dist pipelines/.slipway pipelines/demo-keys
