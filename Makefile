# winnow: `make` builds ./winnow, `make demo` shows it, `make check` proves it.
# SAN=address,undefined runs the same build and tests under sanitizers.

PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
DATADIR ?= $(PREFIX)/share/winnow
MANDIR  ?= $(PREFIX)/share/man
CC      ?= cc
SAN     ?=
BUILD   := build$(if $(SAN),/san)
WINNOW  := $(if $(SAN),$(BUILD)/winnow,winnow)

LIBS     := libxml-2.0 libpcre2-8 sqlite3 icu-uc jansson libxxhash libcrypto
PACKAGES := gcc libc6-dev make pkg-config libxml2-dev libpcre2-dev libsqlite3-dev libicu-dev libjansson-dev \
            libxxhash-dev libssl-dev uthash-dev
TEST_PACKAGES := libcmocka-dev sqlite3 python3 valgrind

CFLAGS   ?= -O2 -g
WARN     := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wwrite-strings \
            -Wformat=2 -Wvla
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -I. -I$(BUILD)/gen $(WARN) $(CFLAGS) -ffile-prefix-map=$(CURDIR)=. \
             $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all) $(shell pkg-config --cflags $(LIBS))
ALL_LIBS   = $(shell pkg-config --libs $(LIBS)) -lpthread -lm

SOURCES := $(sort $(wildcard pipeline/*.c pipeline/*/*.c extractors/*.c normalizers/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
PARTS   := $(filter-out $(BUILD)/pipeline/main.o,$(OBJECTS))
TESTS   := $(patsubst tests/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/test_*.c)))
FAMILIES := $(sort $(wildcard families/*.family))
GENERATED := $(BUILD)/gen/schema.inc $(BUILD)/gen/families.inc

.PHONY: all deps test-deps demo check unit lint install uninstall clean
all: $(WINNOW)

$(WINNOW): $(OBJECTS)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $(OBJECTS) $(ALL_LIBS)

$(BUILD)/%.o: %.c | $(GENERATED)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# Data becomes C at build time: a text file as one string literal.
AS_C_STRING = sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/.*/"&\\n"/'

$(BUILD)/gen/schema.inc: pipeline/store/schema.sql
	@mkdir -p $(@D)
	$(AS_C_STRING) $< >$@
$(BUILD)/gen/families.inc: $(FAMILIES) families
	@mkdir -p $(@D)
	for f in $(FAMILIES); do n=$$(basename $$f .family); echo "{ \"$$n\","; $(AS_C_STRING) $$f; echo '},'; done >$@

$(BUILD)/tests/%: tests/%.c $(PARTS)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -o $@ $< $(PARTS) $(ALL_LIBS) -lcmocka

unit: $(TESTS)
	@for t in $(TESTS); do echo "== $$t"; $$t || exit 1; done

clean:
	rm -rf build winnow demo.db

-include $(OBJECTS:.o=.d) $(TESTS:=.d)
