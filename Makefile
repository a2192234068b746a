# Everything here runs the same on a desk and in CI (.ci/run).

SHELL       := bash
.SHELLFLAGS := -euo pipefail -c

# Tools are run at a pinned version and kept out of go.mod.
LINT := go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
VULN := go run golang.org/x/vuln/cmd/govulncheck@v1.9.0

VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
FUZZTIME ?= 5m
EVAL     ?= $(addprefix knowledge/eval/testdata/dev/,answerable.jsonl unanswerable.jsonl chatter.jsonl)

.PHONY: build test check check-static vet lint tidy generated annotations size vuln exactly-once fuzz bench eval generate fit image

build: ## a static binary, bin/bigtalk
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o bin/bigtalk ./cmd/bigtalk

test: ## all tests with the race detector, fuzz seeds among them
	go test -race ./...

check: check-static test ## everything that must pass before a change is merged

check-static: vet lint tidy generated annotations size vuln exactly-once ## what of check is not a test

vet:
	go vet ./...

lint: ## linters and, through them, gofumpt and goimports
	$(LINT) run

tidy:
	go mod tidy -diff

# What go generate would write is what is committed. The index differs in its
# bytes from run to run, so its key and counts are compared, not its segments.
generated:
	@tmp=$$(mktemp -d); trap 'rm -rf "$$tmp"' EXIT; \
	echo "generated files: compare with what go generate writes"; \
	mkdir "$$tmp/dict" "$$tmp/show"; \
	go run ./knowledge/analysis/gendict -out "$$tmp/dict"; \
	for f in "$$tmp"/dict/*; do cmp "$$f" "knowledge/analysis/dict/$${f##*/}"; done; \
	go build -o "$$tmp/genindex" ./knowledge/show/genindex; \
	cp knowledge/show/*.{md,jsonl,tsv,btv} "$$tmp/show"; \
	(cd "$$tmp/show" && ../genindex); \
	diff knowledge/show/index/index.json "$$tmp/show/index/index.json" || \
		{ echo "knowledge/show/index is of other content: run make generate"; exit 1; }; \
	cmp knowledge/show/vectors.btv "$$tmp/show/vectors.btv" || \
		{ echo "knowledge/show/vectors.btv is of other content: run make generate"; exit 1; }

annotations: ## every alternate of the show leads to its own entry
	go run ./cmd/bigtalk archive lint --strict

# text/template, or any method looked up by name, makes the linker keep gse's own
# dictionaries: 36 MB that nobody uses. The limit is for the program without the
# sentence encoder, which has 46 MB of its own; 6 MB of it are SQLite.
size: build ## the binary is small
	@bare=$$(mktemp); trap 'rm -f "$$bare"' EXIT; \
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -tags nomodel -o "$$bare" ./cmd/bigtalk; \
	bytes=$$(wc -c < "$$bare"); echo "without the encoder: $$bytes bytes; bin/bigtalk: $$(wc -c < bin/bigtalk) bytes"; \
	((bytes < 32000000)) || { echo "larger than 32 MB: what new import keeps gse's dictionaries?"; exit 1; }

# With the race detector it is done with fewer events.
exactly-once: ## 2,000 events of Slack, each four times, amid faults: one reply each
	go test -count=1 -run '^TestExactlyOnce$$' ./adapters/slack

# A found vulnerability fails; a database out of reach is said and passed over.
vuln:
	@echo "$(VULN) ./..."; \
	status=0; out=$$($(VULN) ./... 2>&1) || status=$$?; \
	printf '%s\n' "$$out"; \
	if [[ $$out == *"fetching vulnerabilities:"* ]]; then \
		echo "vuln: the vulnerability database cannot be reached; NOT CHECKED"; exit 0; \
	fi; \
	exit $$status

fuzz: ## each fuzz target for FUZZTIME
	@for pkg in $$(go list ./...); do \
		list=$$(go test -list '^Fuzz' "$$pkg"); \
		for target in $$(grep '^Fuzz' <<<"$$list" || true); do \
			echo "fuzz $$pkg $$target for $(FUZZTIME)"; \
			go test -run '^$$' -fuzz "^$$target\$$" -fuzztime "$(FUZZTIME)" "$$pkg"; \
		done; \
	done

bench:
	go test -run '^$$' -bench . -benchmem ./...

eval: build ## the ranking over the development questions
	bin/bigtalk eval $(EVAL)

generate: ## dictionaries, then the index and the vectors that depend on them
	go generate ./knowledge/analysis
	go generate ./knowledge/show

fit: ## the weights and thresholds, after generate; minutes
	go run ./cmd/bigtalk eval fit

image:
	docker build --build-arg VERSION="$(VERSION)" -t "bigtalk:$(VERSION)" .
