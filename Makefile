# winnow: `make` builds ./winnow, `make demo` shows it, `make check` proves it; `make help` lists the rest.
# SAN=address,undefined builds and tests under sanitizers, in build/san; V=1 shows the commands.

PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
DATADIR ?= $(PREFIX)/share/winnow
DOCDIR  ?= $(PREFIX)/share/doc/winnow
MANDIR  ?= $(PREFIX)/share/man
# Where bash-completion and zsh look.
BASHDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR  ?= $(PREFIX)/share/zsh/site-functions
CFLAGS  ?= -O2 -g
SAN     ?=
BUILD   ?= build$(if $(SAN),/san)
WINNOW  := $(if $(SAN),$(BUILD)/winnow,winnow)
JOBS    := -j$(shell nproc)
Q       := $(if $(V),,@)

# What each package is for stands in scripts/packages.
LIBS := libxml-2.0 libpcre2-8 sqlite3 icu-uc jansson libxxhash libcrypto libseccomp libarchive zlib
WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wwrite-strings \
        -Wformat=2 -Wvla
# Hardening and sanitizers exclude each other: fortified calls are not instrumented.
GUARD     := $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all -Wno-format-truncation, \
             -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE)
GUARD_LD  := $(if $(SAN),-fsanitize=$(SAN),-pie -Wl,-z,relro,-z,now)
FLAGS     := -std=c11 -D_GNU_SOURCE -I. -I$(BUILD)/gen $(WARN) $(GUARD) '-ffile-prefix-map=$(CURDIR)=.' \
             $(shell pkg-config --cflags $(LIBS) 2>/dev/null)
LINK      := $(GUARD_LD) $(LDFLAGS)
LINK_LIBS := $(shell pkg-config --libs $(LIBS) 2>/dev/null) -lpthread -lm

SOURCES   := $(sort $(wildcard pipeline/*.c pipeline/*/*.c extractors/*.c normalizers/*.c))
OBJECTS   := $(SOURCES:%.c=$(BUILD)/%.o)
PARTS     := $(filter-out $(BUILD)/pipeline/main.o,$(OBJECTS))
FAMILIES  := $(sort $(wildcard families/*.family))
GENERATED := $(addprefix $(BUILD)/gen/,schema.inc views.inc described.inc families.inc page.html.inc page.css.inc page.js.inc)
# tests/test_*.c are the unit tests; the other programs in tests/ are tools of the tests that drive ./winnow.
TESTS     := $(patsubst tests/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/test_*.c)))
TOOLS     := $(BUILD)/tests/dump $(BUILD)/tests/starve.so
# Folders with input/ and expected/. Not among them: fixtures/later, of which only the records are compared (tests/later.sh);
# fixtures/bad, made to fail.
CASES     := $(patsubst %/input,%,$(sort $(wildcard fixtures/*/input)))
GOLDEN    := $(filter-out fixtures/held-out,$(CASES))

.PHONY: all help deps test-deps demo check lint unit golden accept program bad manual short-torture torture browser valgrind fuzz tools toolchain objects install \
        uninstall clean
all: $(WINNOW)
	@:

help:
	@echo 'make             build ./winnow'
	@echo 'make demo        install what is missing, build, ingest the fixtures into demo.db, show it'
	@echo 'make check       install what the tests need, build, run every test; with SAN=address,undefined, too'
	@echo 'make unit | golden | program | bad | lint     parts of it; make torture | fuzz | valgrind: what takes longer'
	@echo 'make browser     try the page of report --html in Chromium (installs it); pictures in build/browser/pictures'
	@echo 'make bench | bench-extract     what deduplication and extraction cost, beside floors and other programs'
	@echo 'make bench-night               what a night costs that adds 1 %, phase by phase'
	@echo 'make accept      take what the golden cases give now as what they must give, showing the difference'
	@echo 'make install     to PREFIX ($(PREFIX)), below DESTDIR; uninstall takes it away'
	@echo 'make deb         the Debian package, in build/deb'
	@echo 'make deps        install what the build needs; clean: remove what it made'

deps:
	@scripts/deps build
test-deps:
	@scripts/deps build test

# ---- build ----

toolchain:
	@command -v $(firstword $(CC)) >/dev/null || { \
		echo "winnow is written in C, and here is no C compiler ($(CC)): 'make deps' installs one" >&2; exit 1; }
	@command -v pkg-config >/dev/null && pkg-config --exists $(LIBS) || { \
		echo "libraries that winnow needs are missing here: 'make deps' installs them" >&2; exit 1; }

$(WINNOW): $(OBJECTS)
	@echo '  link $@'
	$(Q)$(CC) $(FLAGS) $(CFLAGS) $(LINK) -o $@ $(OBJECTS) $(LINK_LIBS)

# What lint compiles: the tests too.
objects: $(OBJECTS) $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/*.c))
$(BUILD)/%.o: %.c | toolchain $(GENERATED)
	@mkdir -p $(@D)
	@echo '  cc $<'
	$(Q)$(CC) $(FLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# Data becomes C at build time: a text file as one string literal.
AS_C_STRING = sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/.*/"&\\n"/'

$(BUILD)/gen/schema.inc $(BUILD)/gen/views.inc: $(BUILD)/gen/%.inc: pipeline/store/%.sql
	@mkdir -p $(@D)
	$(Q)$(AS_C_STRING) $< >$@
$(BUILD)/gen/described.inc: man/roff.awk man/sql.awk pipeline/store/schema.sql pipeline/store/views.sql
	@mkdir -p $(@D)
	$(Q)awk -v form=c -f man/roff.awk -f man/sql.awk $(filter %.sql,$^) >$@.new && mv $@.new $@
$(BUILD)/gen/families.inc: $(FAMILIES) families
	@mkdir -p $(@D)
	$(Q)for f in $(FAMILIES); do echo "{ \"$$(basename $$f .family)\","; $(AS_C_STRING) $$f; echo '},'; done >$@

# The page of 'winnow report --html': its script is these files, one after the other.
PAGE    := pipeline/show/page
PAGE_JS := $(patsubst %,$(PAGE)/%.js,words data differ search charts timeline overview records pairs record lists main)
$(BUILD)/gen/page.js.inc: $(PAGE_JS)
	@mkdir -p $(@D)
	$(Q)cat $(PAGE_JS) | $(AS_C_STRING) >$@
$(BUILD)/gen/page.html.inc $(BUILD)/gen/page.css.inc: $(BUILD)/gen/page.%.inc: $(PAGE)/page.%
	@mkdir -p $(@D)
	$(Q)$(AS_C_STRING) $< >$@

# ---- manual pages and completion ----
# Of the option table, as `winnow --help` prints it, of the pages in docs/ and of the comments in the schema: nothing stands
# in two places. They carry the date of the newest release in CHANGELOG.md, so that every build of it is the same.

RELEASED  := $(shell sed -n 's/^\#\# [0-9.]*, //p' CHANGELOG.md | sed q)
MAKE_PAGE  = awk -v program=./$(WINNOW) -v date='$(RELEASED)'
PAGES     := $(patsubst man/%.in,$(BUILD)/man/%,$(sort $(wildcard man/*.in))) \
             $(addprefix $(BUILD)/man/,winnow-family.5 winnow-ndjson.5 winnow-schema.5)
SHELLS    := $(BUILD)/man/winnow.bash $(BUILD)/man/_winnow

.PHONY: manuals
manuals: $(PAGES) $(SHELLS)
$(PAGES) $(SHELLS): $(wildcard man/*.awk) CHANGELOG.md
$(BUILD)/man/%.1: man/%.1.in $(WINNOW)
	@mkdir -p $(@D)
	$(Q)$(MAKE_PAGE) -f man/roff.awk -f man/help.awk -f man/page.awk $< >$@.new && mv $@.new $@
$(BUILD)/man/winnow-family.5: what = a kind of report, as a file of patterns
$(BUILD)/man/winnow-family.5: docs/families.md
$(BUILD)/man/winnow-ndjson.5: what = the lines between the stages of winnow
$(BUILD)/man/winnow-ndjson.5: docs/ndjson.md
$(BUILD)/man/winnow-family.5 $(BUILD)/man/winnow-ndjson.5:
	@mkdir -p $(@D)
	$(Q)$(MAKE_PAGE) -v page=$(basename $(@F)) -v what='$(what)' -f man/roff.awk -f man/markdown.awk $(filter docs/%,$^) >$@.new && mv $@.new $@
$(BUILD)/man/winnow-schema.5: pipeline/store/schema.sql pipeline/store/views.sql
	@mkdir -p $(@D)
	$(Q)$(MAKE_PAGE) -v form=mdoc -f man/roff.awk -f man/sql.awk $(filter %.sql,$^) >$@.new && mv $@.new $@
$(BUILD)/man/winnow.bash: shell = bash
$(BUILD)/man/_winnow: shell = zsh
$(SHELLS): $(WINNOW)
	@mkdir -p $(@D)
	$(Q)$(MAKE_PAGE) -v shell=$(shell) -f man/help.awk -f man/completion.awk >$@.new && mv $@.new $@

# ---- demo ----

demo: deps
	@$(MAKE) --no-print-directory $(JOBS) all
	@rm -f demo.db
	./winnow ingest -d demo.db $(GOLDEN:=/input)
	./winnow report -d demo.db

# ---- tests ----

check: test-deps
	@$(MAKE) --no-print-directory $(JOBS) all tools
	@$(MAKE) --no-print-directory -k lint unit golden program bad manual console short-hostile short-fuzz short-torture
	@echo 'make check: all is well'

$(BUILD)/tests/%: tests/%.c $(PARTS)
	@mkdir -p $(@D)
	@echo '  cc $<'
	$(Q)$(CC) $(FLAGS) $(CFLAGS) $(LINK) -MMD -MP -o $@ $< $(PARTS) $(LINK_LIBS) -lcmocka

$(BUILD)/tests/starve.so: tests/starve.c
	@mkdir -p $(@D)
	@echo '  cc $<'
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE $(WARN) -O2 -fPIC -shared -o $@ $< -ldl

tools: $(TOOLS) $(TESTS)
	@:
unit: $(TESTS)
	@failed=; for t in $(TESTS); do \
		if $$t >$(BUILD)/unit.log 2>&1; then echo "ok  $$t"; else cat $(BUILD)/unit.log; failed="$$failed $$t"; fi; \
	done; [ -z "$$failed" ] || { echo "failed:$$failed"; exit 1; }
golden: $(WINNOW)
	@WINNOW="$(CURDIR)/$(WINNOW)" tests/golden.sh $(GOLDEN)
	@WINNOW="$(CURDIR)/$(WINNOW)" tests/questions.sh
	@WINNOW="$(CURDIR)/$(WINNOW)" tests/later.sh
accept: $(WINNOW)
	@WINNOW="$(CURDIR)/$(WINNOW)" tests/golden.sh --accept $(GOLDEN)
	@WINNOW="$(CURDIR)/$(WINNOW)" tests/questions.sh --accept
	@WINNOW="$(CURDIR)/$(WINNOW)" tests/later.sh --accept
	@WINNOW="$(CURDIR)/$(WINNOW)" tests/console.py --accept $(SHOWN)
program: $(WINNOW) $(TOOLS)
	@WINNOW="$(CURDIR)/$(WINNOW)" DUMP="$(CURDIR)/$(BUILD)/tests/dump" tests/program.sh $(CASES)
archives: $(WINNOW) $(TOOLS)
	@WINNOW="$(CURDIR)/$(WINNOW)" DUMP="$(CURDIR)/$(BUILD)/tests/dump" tests/archives.sh
short-torture: $(WINNOW) $(TOOLS)
	@WINNOW="$(CURDIR)/$(WINNOW)" DUMP="$(CURDIR)/$(BUILD)/tests/dump" STARVE="$(CURDIR)/$(BUILD)/tests/starve.so" \
		tests/torture.sh short $(wordlist 1,8,$(GOLDEN))
torture: $(WINNOW) $(TOOLS) hostile
	@WINNOW="$(CURDIR)/$(WINNOW)" DUMP="$(CURDIR)/$(BUILD)/tests/dump" STARVE="$(CURDIR)/$(BUILD)/tests/starve.so" \
		tests/torture.sh long $(CASES)
short-hostile: $(WINNOW)
	@tests/hostile/run.py $(WINNOW) short
	@tests/hostile/speak.py $(WINNOW)
hostile: $(WINNOW)
	@tests/hostile/run.py $(WINNOW) long
bad: $(WINNOW)
	@WINNOW="$(CURDIR)/$(WINNOW)" tests/bad.sh
manual: manuals
	@WINNOW="$(CURDIR)/$(WINNOW)" tests/manual.sh $(BUILD)/man
# The page of 'winnow report --html' in a real Chromium, driven with what npm has, in build/; pictures of it are left there.
browser: $(WINNOW)
	@scripts/deps browser
	@command -v npm >/dev/null || { echo 'the browser test needs Node.js with npm, 18 or newer' >&2; exit 1; }
	@mkdir -p build/browser && cp tests/browser/package.json tests/browser/package-lock.json build/browser
	@npm ci --silent --no-audit --no-fund --prefix build/browser
	@WINNOW="$(CURDIR)/$(WINNOW)" tests/browser/run.sh build/browser $(GOLDEN:=/input)
# The pages that show commands with what they print; "make accept" takes what they print now.
SHOWN := README.md $(shell grep -l '^```console' docs/*.md)
# What sqlite-utils, csvkit, jq, pandas, R, a validator of data packages and DuckDB find in a database and its exports.
.PHONY: tools-test
tools-test: $(WINNOW)
	@scripts/deps test tools
	@mkdir -p build/tools && cp tests/tools/* build/tools
	-@if command -v npm >/dev/null; then npm install --silent --no-audit --no-fund --prefix build/tools; \
		else echo 'no npm here: the validator of data packages and DuckDB are left out'; fi
	@WINNOW="$(CURDIR)/$(WINNOW)" tests/tools.sh build/tools
.PHONY: console
console: $(WINNOW)
	@WINNOW="$(CURDIR)/$(WINNOW)" tests/console.py $(SHOWN)
valgrind: $(WINNOW)
	@scripts/deps leaks
	@WINNOW="$(CURDIR)/$(WINNOW)" tests/valgrind.sh $(CASES)

# The fuzz targets: each with a driver over seeds in `make check`, with libFuzzer, AddressSanitizer and UBSan in `make fuzz`.
# TARGET=wire runs one of them, FUZZ_SECONDS each; fuzz.py damages files and looks at what the whole program makes of them.
.PHONY: fuzz short-fuzz fuzz-tools hostile short-hostile
FUZZ_SECONDS ?= 60
FUZZ_TARGETS := $(filter-out harness driver wire_seed,$(patsubst tests/fuzz/%.c,%,$(sort $(wildcard tests/fuzz/*.c))))
LIBFUZZER    := BUILD=build/clang CC=clang SAN=address,undefined,fuzzer-no-link FUZZER=-fsanitize=fuzzer \
                CFLAGS='-O1 -g -w'
fuzz-tools: $(FUZZ_TARGETS:%=$(BUILD)/fuzz/%) $(BUILD)/fuzz/wire_seed
	@:
$(FUZZ_TARGETS:%=$(BUILD)/fuzz/%): FUZZ_MAIN := $(if $(FUZZER),,tests/fuzz/driver.c)
$(BUILD)/fuzz/%: tests/fuzz/%.c tests/fuzz/harness.c tests/fuzz/harness.h tests/fuzz/driver.c $(PARTS)
	@mkdir -p $(@D)
	@echo '  cc $<'
	$(Q)$(CC) $(FLAGS) $(CFLAGS) $(LINK) $(if $(filter %/wire_seed.c,$<),,$(FUZZER)) -o $@ $< tests/fuzz/harness.c $(FUZZ_MAIN) \
		$(PARTS) $(LINK_LIBS)
short-fuzz: $(WINNOW) fuzz-tools
	@WINNOW="$(CURDIR)/$(WINNOW)" FUZZ="$(CURDIR)/$(BUILD)/fuzz" tests/fuzz/run.sh short
fuzz: $(WINNOW)
	@scripts/deps fuzz
	@$(MAKE) --no-print-directory $(JOBS) $(LIBFUZZER) fuzz-tools
	@WINNOW="$(CURDIR)/$(WINNOW)" FUZZ="$(CURDIR)/build/clang/fuzz" tests/fuzz/run.sh long $(FUZZ_SECONDS)
	@tests/fuzz.py $(WINNOW)

lint:
	@scripts/includes
	@$(MAKE) --no-print-directory $(JOBS) -s BUILD=build/lint SAN= CFLAGS='-O2 -Werror' objects
	@echo 'lint: no warning, no include out of place'

# ---- benchmarks ----

.PHONY: bench bench-night
bench: $(WINNOW) $(BUILD)/bench/found $(BUILD)/bench/hostile $(BUILD)/bench/dedupe $(BUILD)/bench/night $(BUILD)/bench/job $(BUILD)/bench/split
	@scripts/deps bench
	$(BUILD)/bench/found
	$(BUILD)/bench/hostile
	$(BUILD)/bench/dedupe $(if $(FULL),1000)
	$(BUILD)/bench/night
	$(BUILD)/bench/job
	$(BUILD)/bench/split
	bench/ingest.py $(WINNOW)
bench-night: $(BUILD)/bench/night $(BUILD)/bench/job
	$(BUILD)/bench/night
	$(BUILD)/bench/job
BENCH_PARTS := $(filter-out bench/found.c bench/hostile.c bench/dedupe.c bench/night.c bench/job.c bench/split.c bench/extract_floor.c,$(wildcard bench/*.c))
$(BUILD)/bench/%: bench/%.c $(BENCH_PARTS) $(wildcard bench/*.h) $(PARTS)
	@mkdir -p $(@D)
	$(Q)$(CC) $(FLAGS) $(CFLAGS) $(LINK) -o $@ $(filter %.c,$^) $(PARTS) $(LINK_LIBS)

# The speed of extraction. SAMPLES: pages with gold texts; without them, pages made from a seed. PEERS=1: other programs
# too, which are installed for it: Debian's packages on this machine, npm's in build/.
.PHONY: bench-extract bench-peers
SAMPLES ?= ../shared/extraction
bench-extract: $(WINNOW) $(BUILD)/bench/extract_floor $(if $(PEERS),bench-peers)
	@bench/extract.py $(if $(PEERS),--peers) --samples $(SAMPLES) $(WINNOW) $(BUILD)/bench/extract_floor
bench-peers:
	-@scripts/deps peers
	@mkdir -p build/bench/peers && cp bench/peers/package.json bench/peers/peer.mjs build/bench/peers
	-@if command -v npm >/dev/null; then npm install --silent --no-audit --no-fund --prefix build/bench/peers; \
		else echo 'no npm here: @mozilla/readability and defuddle are left out'; fi

# ---- installation ----

install: $(WINNOW) manuals
	install -d $(addprefix $(DESTDIR),$(BINDIR) $(DATADIR)/families $(DOCDIR)/docs $(MANDIR)/man1 $(MANDIR)/man5 $(BASHDIR) $(ZSHDIR))
	install -m 755 $(WINNOW) $(DESTDIR)$(BINDIR)/winnow
	install -m 644 $(FAMILIES) $(DESTDIR)$(DATADIR)/families
	install -m 644 $(wildcard README.md CHANGELOG.md LICENSE) $(DESTDIR)$(DOCDIR)
	install -m 644 $(wildcard docs/*.md docs/*.svg) $(DESTDIR)$(DOCDIR)/docs
	install -m 644 $(filter %.1,$(PAGES)) $(DESTDIR)$(MANDIR)/man1
	install -m 644 $(filter %.5,$(PAGES)) $(DESTDIR)$(MANDIR)/man5
	install -m 644 $(BUILD)/man/winnow.bash $(DESTDIR)$(BASHDIR)/winnow
	install -m 644 $(BUILD)/man/_winnow $(DESTDIR)$(ZSHDIR)
uninstall:
	rm -f $(DESTDIR)$(BINDIR)/winnow
	rm -rf $(DESTDIR)$(DATADIR) $(DESTDIR)$(DOCDIR)
	rm -f $(addprefix $(DESTDIR)$(MANDIR)/man1/,$(notdir $(filter %.1,$(PAGES)))) \
	      $(addprefix $(DESTDIR)$(MANDIR)/man5/,$(notdir $(filter %.5,$(PAGES)))) \
	      $(DESTDIR)$(BASHDIR)/winnow $(DESTDIR)$(ZSHDIR)/_winnow
# The Debian package, in build/deb.
.PHONY: deb
deb:
	@scripts/deps build deb
	@scripts/deb build/deb
clean:
	rm -rf build winnow demo.db*

-include $(OBJECTS:.o=.d) $(TESTS:=.d) $(TOOLS:=.d)
