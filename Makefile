.DEFAULT_GOAL := help
GEN := bin/gen

help: ## Show this help
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## Build bin/gen
	go build -trimpath -o $(GEN) ./cmd/gen

test: ## Run the tests (needs only Go)
	go vet ./...
	go test -timeout 60m ./...

test-all: ## Build, lint and race-test projects that cover all combinations of three options
	go test -timeout 3h ./templates -run '^TestProjects$$' -strength 3 -thorough -v

e2e: ## Run the end-to-end tests on the database servers of this machine, too
	go test -timeout 30m -count=1 ./internal/e2e -servers -v

try: build ## Generate a project, build and start it, and store a book
	go run ./internal/try $(GEN)

golden: ## Rewrite testdata/golden and the expectations in testdata/upgrade
	go test ./templates -run '^TestGolden$$' -update
	go test ./generator/change -run '^TestUpgradeOfARelease$$' -update

bench: build ## Benchmark gen against cp -r, and generated services against bare handlers
	go test ./cmd/gen -run '^$$' -bench . -benchtime 30x
	go test -timeout 30m ./internal/e2e -run '^$$' -bench . -benchtime 1x -servers

lint: ## Lint gen itself
	go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 run

generate: ## Rebuild the module atlas after a change in internal/deps
	go generate ./templates

tidy: ## Tidy both modules
	go mod tidy
	cd internal/deps && go mod tidy

.PHONY: help build test test-all e2e try golden bench lint generate tidy
