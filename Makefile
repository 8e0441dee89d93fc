# Each target does its own set-up. Swift 6.2 or newer is all that has to be there.

.PHONY: help demo test check build release bench recompute parameters pages pictures chaos hunt tsan clean

help: ## This list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

demo: ## Builds a release and runs the main jobs: no account, no network
	@scripts/demo.sh

test: ## Builds and runs all tests, and the official clients against the practice server
	@scripts/test.sh
	@scripts/conformance/kite_sdk.sh
	@scripts/conformance/dhan_sdk.sh
	@scripts/conformance/kotak_sdk.sh

check: ## Format, build, and the house rules that a script can see
	@scripts/check.sh

build: ## Builds everything for debugging
	@scripts/build.sh debug

release: ## Builds an optimised sauda into .build/release
	@scripts/build.sh release sauda

bench: ## Measures beside the goals and the peers: 20 minutes; ROUNDS=1 takes 3
	@scripts/bench.sh $(ROUNDS)

recompute: ## Backtests real prices twice and recomputes every trade without Swift
	@scripts/recompute.sh

parameters: ## Writes docs/parameters.md from the strategies' own tables
	@scripts/parameters.sh

pages: ## Opens reports in a headless Chromium: widths, themes, keys, speed
	@scripts/report-check.sh

chaos: ## Plays 10,000 seeds of a failing wire against the link; SEEDS=N plays fewer
	@scripts/chaos.sh $(SEEDS)

pictures: ## Makes the pictures of README.md with the release build and a Chromium
	@scripts/pictures.sh

hunt: ## Hunts for secrets in all that a practice day with failures prints, writes and shows
	@scripts/secret-hunt.sh

tsan: ## The suites that share state between threads, under the thread sanitizer
	@scripts/tsan.sh

clean: ## Removes what was built
	@rm -rf .build
