# Etude's tasks. `make help` lists them.

PREFIX ?= /usr/local
programs = .build/release
etude = $(programs)/etude
# Debian packages: one list, in which a comment marks what only the tests need.
packages = $(shell sed '/# tests/d' debian-packages.txt)
# Modules that cells import: the targets of Package.swift's `coreLibrary`.
modules = $(shell awk -F'"' '/^let coreLibrary/, /^]/ { if (/library/) wants = 1; if (wants && NF > 1) { print $$2; wants = 0 } }' Package.swift)
missing = $(shell for package in $(packages); do \
  dpkg-query --show --showformat='$${Status}' $$package 2> /dev/null | grep -q "ok installed" || echo $$package; done)
axe = .build/axe-core/axe.min.js
swift-test = swift test -c release --skip-build --disable-xctest

help:  ## lists the tasks
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

# MARK: - Main tasks

lesson: setup build  ## sets up, builds, runs the flagship notebook and prints the path of its report
	$(etude) run Notebooks/lesson2.md

test: test-setup build-tests unit-tests example verify small-notebooks  ## sets up, builds, runs the tests and every notebook

test-all: test docs editors front-ends  ## also builds the reference and runs the tests that need other programs; lists those it skips

editors: build  ## tries `etude lsp` in Neovim, Emacs and a stand-in for VS Code, as far as they are installed
	Tests/Editors/neovim.sh $(etude)
	Tests/Editors/emacs.sh $(etude)
	@if command -v node > /dev/null; then node Sources/Integrations/vscode/test/extension-test.js $(etude); \
	else echo "Node.js is not installed; the test of the VS Code extension is skipped (Debian: nodejs)."; fi

front-ends: build  ## tries the Jupyter kernel in its front ends, as far as they are installed
	python3 Tests/Jupyter/run.py $(etude)

quick: build-tests  ## runs the smoke tests, which touch every module
	$(swift-test) --filter SmokeTests

notebooks: build  ## runs every notebook at full size
	$(etude) run Notebooks/*.md

# Parameters that shorten the notebooks that train for minutes.
small.twelve_notes = -P instruments=8 -P epochs=1
small.phrases = -P count=160 -P epochs=1
small.octaves = -P instruments=4 -P epochs=1
lessons = twelve_notes phrases octaves
small-notebooks: build  ## runs every notebook; those that train for minutes use few examples
	$(etude) run $(filter-out $(lessons:%=Notebooks/%.md),$(wildcard Notebooks/*.md))
	$(foreach lesson,$(lessons),$(etude) run Notebooks/$(lesson).md $(small.$(lesson)) --output Output/small &&) true

# The notebooks with recorded outputs.
recorded = $(patsubst %.outputs.json,%.md,$(wildcard Notebooks/*.outputs.json))
verify: build  ## runs the notebooks that have recorded outputs, and compares
	$(etude) verify $(recorded)

record: build  ## records the outputs of those notebooks again
	$(etude) verify --update $(recorded)

# The first cell on a machine has the compiler read the headers of the C library, which takes seconds. This one is run here.
build: check  ## builds the programs and the index of the documentation, and runs a first cell
	swift build -c release
	$(etude) doc --build-index
	@printf '```swift\n1 + 1\n```\n' > .build/first.md
	@$(etude) run .build/first.md --output .build/first > /dev/null

# Manual page, and completion of commands and options in three shells.
share = $(DESTDIR)$(PREFIX)/share
manual = man/man1/etude.1
completions = bash-completion/completions/etude zsh/site-functions/_etude fish/vendor_completions.d/etude.fish
install: build  ## installs etude, its manual page and completions into PREFIX (default /usr/local)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/etude/Modules
	install $(etude) $(DESTDIR)$(PREFIX)/bin
	install $(programs)/etude-kernel $(programs)/etude-features $(programs)/etude-compare $(DESTDIR)$(PREFIX)/lib/etude
	for module in $(modules); do \
	  install -m 644 $(programs)/Modules/$$module.swiftmodule $(programs)/Modules/$$module.swiftdoc \
	    $(DESTDIR)$(PREFIX)/lib/etude/Modules; done
	install -m 644 $(programs)/Modules/documentation.index $(DESTDIR)$(PREFIX)/lib/etude/Modules
	rm -rf $(DESTDIR)$(PREFIX)/lib/etude/Reference
	[ ! -d .build/docs ] || cp -R .build/docs $(DESTDIR)$(PREFIX)/lib/etude/Reference
	install -d $(addprefix $(share)/,$(dir $(manual) $(completions)))
	$(etude) manual > $(share)/$(manual)
	$(etude) --generate-completion-script bash > $(share)/bash-completion/completions/etude
	$(etude) --generate-completion-script zsh > $(share)/zsh/site-functions/_etude
	$(etude) --generate-completion-script fish > $(share)/fish/vendor_completions.d/etude.fish

uninstall:  ## removes what `make install` put into PREFIX
	rm -f $(DESTDIR)$(PREFIX)/bin/etude $(addprefix $(share)/,$(manual) $(completions))
	rm -rf $(DESTDIR)$(PREFIX)/lib/etude

# The reference: the umbrella's catalogue with the public symbols of all modules that it re-exports. The compiled modules
# name the C modules, of which empty ones will do.
toolchain = $(shell swiftc -print-target-info | sed -n 's|.*"runtimeResourcePath": "\(.*\)/lib/swift".*|\1/bin|p')
reference = .build/reference
empty =
re-exported = $(subst $(empty) $(empty),$(shell echo ,),$(filter-out Etude,$(modules)))
docs: build  ## builds the reference into .build/docs; a broken link is an error
	rm -rf $(reference) .build/docs
	mkdir -p $(reference)/symbols
	printf 'module %s { }\n' $(notdir $(wildcard Sources/System/C*)) > $(reference)/system.modulemap
	$(toolchain)/swift-symbolgraph-extract -module-name Etude -experimental-allowed-reexported-modules=$(re-exported) \
	  -I $(programs)/Modules -target $(shell uname -m)-unknown-linux-gnu -Xcc -fmodule-map-file=$(reference)/system.modulemap \
	  -minimum-access-level public -skip-synthesized-members -output-dir $(reference)/symbols
	$(toolchain)/docc convert Sources/Etude/Etude.docc --additional-symbol-graph-dir $(reference)/symbols \
	  --fallback-bundle-identifier etude --fallback-default-module-kind Library --warnings-as-errors --output-dir .build/docs

bench: build  ## runs the benchmarks beside the peers; tells what got worse, and keeps their results under the version's name in Output
	@$(programs)/benchmarks --keep Output $$(git describe --always --dirty)

# Each reader gets this many seconds, e.g. `make fuzz SECONDS=600 TARGETS="png json"`. Findings are kept in
# .build/fuzz/findings; a fixed finding is moved to Tests/Fixtures/fuzz, where the tests try it.
SECONDS ?= 60
fuzz:  ## fuzzes every reader with libFuzzer for SECONDS seconds (default 60), or only TARGETS
	ETUDE_FUZZER=1 swift build -c release --sanitize fuzzer --scratch-path .build/fuzz --product Fuzz
	@Tests/Fuzz/fuzz.sh .build/fuzz $(SECONDS) $(TARGETS)

format:  ## formats the sources
	swift format format --in-place --parallel --recursive Package.swift Sources Tests

lint:  ## checks the format of the sources
	swift format lint --strict --parallel --recursive Package.swift Sources Tests

clean:  ## removes everything that was built
	rm -rf .build

# MARK: - Steps of the tasks above

build-tests: check
	swift build -c release --build-tests

unit-tests: build-tests
	@$(MAKE) --no-print-directory $(axe) || echo "axe-core could not be had; its tests are skipped."
	$(swift-test) --skip 'LiveTests|LiveRunTests|LiveParameterTests|LiveValueTests|LanguageServerTests|JupyterTests'
	# Servers under test answer on threads that other tests would hold, and tests of exits lose their processes to those
	# that adopt the orphans of kernels.
	$(swift-test) --no-parallel --filter 'LiveTests|LiveRunTests|LiveParameterTests|LiveValueTests|LanguageServerTests|JupyterTests'

# An example package that depends on a version of the core library, in a clone of this repository.
repository = .build/repository/etude
example: build-tests
	rm -rf $(repository) .build/example/repositories .build/example/checkouts .build/example/workspace-state.json
	rm -f Tests/Packages/Tuner/Package.resolved
	git clone --quiet --no-local . $(repository)
	git -C $(repository) tag --force 0.1.0
	ETUDE_REPOSITORY="file://$(CURDIR)/$(repository)" \
	  swift run -c release --package-path Tests/Packages/Tuner --scratch-path .build/example Tuner > .build/example.txt
	grep --line-regexp A4 .build/example.txt

# The accessibility checker, which comes inside a Python package.
$(axe): Tests/axe-core.txt
	rm -rf $(@D)
	python3 -m pip --disable-pip-version-check download --quiet --retries 1 --timeout 20 \
	  --no-deps --only-binary :all: --require-hashes --requirement $< --dest $(@D)
	python3 -m zipfile --extract $(@D)/*.whl $(@D)
	mv $(@D)/*/axe.min.js $@

# Lists missing build requirements; installs nothing.
check: swift
	@[ -z "$(missing)" ] || { echo "Missing Debian packages: $(missing). Run: make setup"; exit 1; }

swift:
	@swift --version 2> /dev/null | grep --quiet "Swift version \(6\.[3-9]\|6\.[1-9][0-9]\|[7-9]\)" || \
	  { echo "Swift 6.3 or later is not on the PATH. Install it: https://www.swift.org/install/linux"; exit 1; }

test-setup: packages = $(shell sed 's/ *#.*//' debian-packages.txt)
test-setup: setup

setup: swift  ## installs missing Debian packages, or prints the command
	@missing="$(missing)"; [ -n "$$missing" ] || exit 0; \
	install="apt-get install --yes --no-install-recommends $$missing"; \
	if [ "$$(id -u)" = 0 ]; then apt-get update && $$install; \
	elif sudo -n true 2> /dev/null; then sudo apt-get update && sudo $$install; \
	else echo "Run this, then make again: sudo apt-get update && sudo $$install"; exit 1; fi

.NOTPARALLEL:
.PHONY: help lesson test test-all editors front-ends quick notebooks small-notebooks verify record build install uninstall docs bench fuzz format lint clean
.PHONY: build-tests unit-tests example check swift setup test-setup
