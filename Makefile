.DEFAULT_GOAL := help
GEN := bin/gen

help: ## Show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## Build bin/gen
	go build -trimpath -o $(GEN) ./cmd/gen

test: ## Run every test that needs nothing but Go
	go vet ./...
	go test -timeout 30m ./...

try: build ## Make a project, build and start it, and store a book in it
	go run ./internal/try $(GEN)

golden: ## Rewrite testdata/golden from the templates
	go test ./templates -run '^TestGolden$$' -update

bench: build ## Time gen new beside cp -r of the same tree
	go test ./cmd/gen -run '^$$' -bench . -benchtime 30x

lint: ## Lint gen itself
	go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 run

generate: ## Rebuild the module atlas after a change in internal/deps
	go generate ./generator/modules

tidy: ## Tidy both modules
	go mod tidy
	cd internal/deps && go mod tidy

.PHONY: help build test try golden bench lint generate tidy
