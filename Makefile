.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c

# The product needs cgo for SQLite. Nothing is fetched but through go and npm.
export CGO_ENABLED := 1

web_sources := $(shell find web/css web/ts web/img -type f 2>/dev/null) web/package-lock.json $(wildcard cmd/assets/*.go)
demo_db := bin/demo.db

# A test of a real file that is not part of the project is built where that file is.
tags := $(if $(ROOTLINE_TEST_NHS),-tags nhs)
# The packages whose tests take longest come first, so that none runs alone at the end.
longest := ./internal/store ./internal/search ./internal/api
# What asks one thing after another of the whole program shows the race detector nothing,
# and takes it five times as long: it runs without, beside the others. Whatever of the
# program's tests does things at once runs with it, and so do all other packages; and
# 'make assure' walks with it too.
one_by_one := ^Test(People_(formsTake|matrix|reading|replayed|unwritable|nextStays|forged)|Check_|Import_thatIs|Runs$$|Runs_aTable|Demo_|Backup_(refuses|and)|Run_refuses)

.PHONY: help run build test walked raced quick e2e check lint generated generate golden gazetteer fuzz assure bench clean

help: ## print this list
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9]+):.*## /\1\t/' | expand -t 12

run: build ## set up, build, and serve the demo directory on http://localhost:8080
	bin/rootline demo --db $(demo_db)

build: web/dist/manifest.json ## set up, and leave the program in bin/rootline
	@.ci/setup build
	go build -trimpath -o bin/rootline ./cmd/rootline

test: build ## set up, and run every test, in the browser too
	@$(MAKE) --no-print-directory -j2 --output-sync=target walked raced
	@$(MAKE) --no-print-directory e2e

walked: build
	LOG=bin/test-walked.log .ci/gotest $(tags) -shuffle=on -run '$(one_by_one)' ./cmd/rootline

raced: build
	LOG=bin/test-program.log .ci/gotest $(tags) -race -shuffle=on -skip '$(one_by_one)' ./cmd/rootline
	.ci/gotest -race -shuffle=on $(longest) $$(go list ./... | grep -v '/cmd/rootline$$')

quick: web/dist/manifest.json ## the Go tests without the race detector or the long ones
	go test -short ./...

e2e: build ## the browser tests alone
	@.ci/setup browser
	node --test --test-concurrency=2 --test-reporter=spec web/e2e/*.test.mjs

check: lint generated ## lint, and compare generated files with what would be generated

lint: web/dist/manifest.json ## run the linters, the same version everywhere
	go vet ./...
	go tool -modfile=internal/tools/lint.mod golangci-lint run ./...

generated: ## fail if a generated file is not what the generator writes
	@.ci/setup build
	go tool templ generate -path web/page
	go run ./cmd/assets gazetteer --check
	@git diff --exit-code -- '*_templ.go' || { echo 'generated files differ: run make generate and commit'; exit 1; }

generate: ## write the generated files anew
	@.ci/setup build
	go tool templ generate -path web/page

gazetteer: ## write the gazetteer anew from the npm packages
	@.ci/setup build
	go run ./cmd/assets gazetteer

golden: web/dist/manifest.json ## write the golden files anew; then read the diff
	UPDATE_GOLDEN=1 go test ./...

fuzz: ## each fuzz target for half a minute
	@for package in $$(go list ./...); do \
	  for target in $$(go test -list '^Fuzz' $$package | grep ^Fuzz || true); do \
	    echo "$$package $$target"; go test -run '^$$' -fuzz "^$$target\$$" -fuzztime 30s -fuzzminimizetime 20x $$package; \
	  done; \
	done

assure: build ## the long forms of what the tests show in short: some minutes
	ROOTLINE_ASSURE=1 go test -count=1 -timeout 30m -run Isolat -v ./internal/server
	go test -count=1 -timeout 60m -run Oracle ./internal/search -seed $$RANDOM -rounds 10
	ROOTLINE_ASSURE=1 go test -count=1 -timeout 30m -run 'underLoad|inTime|tampered' -v ./internal/store
	ROOTLINE_ASSURE=1 go test -count=1 -timeout 30m -v ./internal/auth ./internal/auth/self ./internal/auth/team
	ROOTLINE_ASSURE=1 go test -count=1 -timeout 30m -run 'Alike|Once$$|Guesses$$' -v ./internal/auth/entry
	ROOTLINE_ASSURE=1 go test -count=1 -timeout 30m -run 'TestYear|TestClaims_hundred|Decide_once' -v ./internal/moderation
	ROOTLINE_ASSURE=1 go test -count=1 -timeout 30m -run 'AHundredThousand|rotatedUnderLoad|Injection|TestCheck_' -v ./cmd/rootline
	ROOTLINE_ASSURE=1 go test -count=1 -timeout 30m -run TestPeople_ -v ./cmd/rootline
	go test -count=1 -timeout 60m -race -run '$(one_by_one)' -v ./cmd/rootline
	@.ci/setup browser
	ROOTLINE_ASSURE=1 node --test --test-reporter=spec web/e2e/xss.test.mjs

bench: ## the benchmarks of all packages
	go test -run '^$$' -bench . -benchmem ./...

clean: ## remove what was built
	rm -rf bin web/dist/assets web/dist/manifest.json

web/dist/manifest.json: $(web_sources)
	@.ci/setup build
	go run ./cmd/assets web
