# wbtools: one Makefile for programs, tests and manual.  GNU make.
#
#   make                 the programs and wbstore.so, in build/
#   make check           every test, under prove
#   make check-long      what takes many minutes: scripts/long-*
#   make lint            formatting, cppcheck, manual pages
#   make valgrind        the demo's pipeline without a leak
#   make bench           our side and the peers that are installed; BENCH.md
#   make install         DESTDIR=, PREFIX=/usr/local
# DEVELOPER=1 makes warnings errors; SAN=address,undefined builds apart.

PREFIX  ?= /usr/local
CFLAGS  ?= -O2 -g
WARN    := -std=c11 -fno-math-errno -Wall -Wextra -Wshadow -Wformat=2 -Wvla \
	-Wwrite-strings -Wstrict-prototypes -Wmissing-prototypes
ifdef DEVELOPER
WARN    += -Werror
endif

comma   := ,
B       := build$(if $(SAN),-$(subst $(comma),-,$(SAN)))
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || \
	cat VERSION 2>/dev/null || echo unknown)
CC_     := $(CC) $(WARN) $(CFLAGS) \
	$(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all)
PROGS   := $(patsubst cmd/%.c,$(B)/%,$(wildcard cmd/*.c))
TESTS   := $(patsubst lib/%.c,$(B)/%,$(wildcard lib/*_test.c))
SHTESTS := $(wildcard scripts/test-*)
LIBSRC  := $(filter-out %_test.c %_fuzz.c lib/store_ext.c,$(wildcard lib/*.c))
EXTSRC  := $(filter-out %_test.c %_fuzz.c,$(wildcard lib/store*.c))
LIBS    := $(shell pkg-config --libs sqlite3 gsl) \
	-lxlsxwriter -lcsv -linih -lnettle -ldeflate -lz -lm -lpthread
PAGES   := $(wildcard man/*.[157])
REPORTS := $(wildcard report/*.ini)

# One line a file; V=1 shows the commands.
Q       := $(if $(V),,@)
say      = $(if $(V),,@printf '  %-6s %s\n' $(1) $@)

# A sanitizer must come first in the program that loads an extension.
EXT     := $(if $(SAN),,$(B)/wbstore.so)

all: $(PROGS) $(EXT) $(REPORTS:%=$(B)/%)

# Definitions of the reports: beside the programs as they are built.
$(B)/report/%.ini: report/%.ini
	@mkdir -p $(@D)
	$(Q)cp $< $@

$(PROGS): $(B)/%: $(B)/cmd/%.o $(B)/libwb.a
	$(call say,LD)
	$(Q)$(CC_) $(LDFLAGS) -o $@ $^ $(LIBS)

$(TESTS): $(B)/%: $(B)/lib/%.o $(B)/libwb.a
	$(call say,LD)
	$(Q)$(CC_) $(LDFLAGS) -o $@ $^ $(LIBS)

$(B)/make-sample $(B)/make-readings $(B)/make-bills: $(B)/%: $(B)/scripts/%.o
	$(call say,LD)
	$(Q)$(CC_) $(LDFLAGS) -o $@ $^ -lm

$(B)/csv-dump: $(B)/scripts/csv-dump.o $(B)/libwb.a
	$(call say,LD)
	$(Q)$(CC_) $(LDFLAGS) -o $@ $^ $(LIBS)

$(B)/libwb.a: $(LIBSRC:%.c=$(B)/%.o)
	$(call say,AR)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

# The SQLite extension: the store compiled for the SQLite that loads it, the
# rest of the library as it is.
$(B)/wbstore.so: $(EXTSRC:%.c=$(B)/ext/%.o) $(B)/libwb.a
	$(call say,LD)
	$(Q)$(CC_) $(LDFLAGS) -shared -Wl,-z,defs -Wl,--exclude-libs,ALL \
	    -o $@ $^ -lm

COMPILE  = $(CC_) -fPIC -fvisibility=hidden -D_GNU_SOURCE -Ilib $(CPPFLAGS) \
	-MMD -MP -c -o $@ $<

$(B)/ext/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(COMPILE) -DWB_EXTENSION

$(B)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(COMPILE)

# The version is compiled into one object only, and only when it changed.
$(B)/lib/tool.o: CPPFLAGS += -DWB_VERSION='"$(VERSION)"'
$(B)/lib/tool.o: $(B)/version
$(B)/version: FORCE
	@mkdir -p $(@D)
	@echo '$(VERSION)' | cmp -s - $@ || echo '$(VERSION)' > $@

check: all $(TESTS) $(B)/make-sample $(B)/make-bills $(B)/csv-dump
	BIN=$(abspath $(B)) prove -j2 --exec '' $(TESTS) $(SHTESTS)

# Hundreds of kills, large inputs: before a release, not before a commit.
check-long: all $(B)/make-sample $(B)/make-readings
	BIN=$(abspath $(B)) prove -v --exec '' $(wildcard scripts/long-*)

bench: all $(B)/make-readings
	BIN=$(abspath $(B)) scripts/bench
	BIN=$(abspath $(B)) scripts/bench-night
	BIN=$(abspath $(B)) scripts/bench-pressure

valgrind: all
	BIN=$(abspath $(B)) prove scripts/valgrind-chain

# Each entry point for FUZZ_S seconds; what is found becomes a golden case.
FUZZ_S  ?= 60
fuzz:
	@mkdir -p build-fuzz
	for f in lib/*_fuzz.c; do t=build-fuzz/$$(basename $$f .c); \
	    clang -std=c11 -g -O1 -D_GNU_SOURCE -Ilib \
	    -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
	    -o $$t $$f $(LIBSRC) $(LIBS) && mkdir -p $$t.corpus && \
	    $$t -max_total_time=$(FUZZ_S) -max_len=4096 -close_fd_mask=2 \
	    -artifact_prefix=$$t- $$t.corpus || exit 1; done

lint:
	clang-format --dry-run -Werror cmd/*.c lib/*.[ch] scripts/*.c
	cppcheck -q --std=c11 --error-exitcode=1 -D_GNU_SOURCE -Ilib \
	    --enable=warning,portability --inline-suppr cmd lib
	mandoc -Tlint -Wwarning $(PAGES)

install: all
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(PROGS) $(DESTDIR)$(PREFIX)/bin
	install -d $(DESTDIR)$(PREFIX)/lib/wbtools
	install -m 644 $(EXT) $(DESTDIR)$(PREFIX)/lib/wbtools
	for p in $(PAGES); do d=$(DESTDIR)$(PREFIX)/share/man/man$${p##*.}; \
	    install -d $$d && install -m 644 $$p $$d || exit 1; done
	install -d $(DESTDIR)$(PREFIX)/share/wbtools/report
	install -m 644 $(REPORTS) $(DESTDIR)$(PREFIX)/share/wbtools/report
	install -m 755 scripts/daily scripts/monthly \
	    $(DESTDIR)$(PREFIX)/share/wbtools
	install -m 644 scripts/chain.sh $(DESTDIR)$(PREFIX)/share/wbtools
	install -d $(DESTDIR)$(PREFIX)/share/doc/wbtools
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/system
	for f in etc/*; do case $$f in \
	    *.service|*.timer) d=lib/systemd/system ;; \
	    *) d=share/doc/wbtools ;; esac; \
	    sed 's,@PREFIX@,$(PREFIX),g' $$f \
	    >$(DESTDIR)$(PREFIX)/$$d/$$(basename $$f) || exit 1; done

clean:
	rm -rf build build-*

-include $(wildcard $(B)/*/*.d $(B)/ext/*/*.d)

.PHONY: all check check-long bench fuzz valgrind lint install clean FORCE
