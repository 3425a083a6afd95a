.DEFAULT_GOAL := help
GEN := bin/gen

help: ## Show this help
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## Build bin/gen
	go build -trimpath -o $(GEN) ./cmd/gen

test: ## Run every test that needs nothing but Go
	go test -vet=all -timeout 60m ./...

projects: ## Build and test projects that cover all combinations of two options; lint the goldens
	go test -timeout 90m ./templates -run '^(TestProjects|TestGoldenProjects)$$' -strength 2 -lint -v

e2e: ## Run services on the database servers of this machine, too
	go test -timeout 60m -count=1 ./internal/e2e -servers -v

test-all: ## Run the long versions of tests: all combinations of three options, the race detector, linters, every edit, every kill
	go test -timeout 12h ./templates -run '^(TestProjects|TestEveryAcceptedNameCompiles)$$' -strength 3 -thorough -v
	go test -timeout 6h ./generator/change -run '^(TestOwnerFirst|TestFailedOperations)$$' -thorough
	go test -timeout 12h ./internal/e2e -run '^TestYear$$' -thorough -servers
	go test -timeout 6h ./cli -run '^TestHostile' -thorough
	go test -timeout 6h ./cmd/gen -run '^TestKilledVerbs$$' -thorough

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

.PHONY: help build test projects e2e test-all try golden bench lint generate tidy
