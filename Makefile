# wbtools: one Makefile for programs, tests and manual.  GNU make.
#
#   make                 the programs and wbstore.so, in build/
#   make check           every test, under prove
#   make check-long      what takes many minutes: scripts/long-*, newcomer
#   make lint            formatting, cppcheck, manual pages
#   make valgrind        the demo's pipeline without a leak
#   make bench           our side and the peers that are installed; BENCH.md
#   make install         DESTDIR=, PREFIX=/usr/local
#   make deb             a Debian package, in DEB=build/
#   make dist            a tarball of the last commit, in DIST=build/
#   make analyze         clang's static analysis, minutes
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
VERSION := $(shell cat VERSION 2>/dev/null || \
	git describe --tags --always --dirty 2>/dev/null || echo unknown)

# Hardening, as far as the compiler has it; the sanitizers are harder still.
# _FORTIFY_SOURCE needs -O.
takes    = $(shell printf 'int main(void) { return 0; }' | $(CC) -Werror \
	$(1) -x c -o /dev/null - >/dev/null 2>&1 && echo '$(1)')
either   = $(or $(call takes,$(1)),$(foreach f,$(1),$(call takes,$(f))))
ifndef SAN
HARD    := $(call either,-fstack-protector-strong -fstack-clash-protection \
	-fcf-protection) \
	$(if $(filter-out -O0,$(filter -O%,$(CFLAGS))), \
	-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
HARDLD  := $(call either,-Wl$(comma)-z$(comma)relro$(comma)-z$(comma)now \
	-Wl$(comma)-z$(comma)noexecstack)
endif
CC_     := $(CC) $(WARN) $(CFLAGS) $(HARD) \
	$(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all)
LINK     = $(CC_) $(HARDLD) $(LDFLAGS) -o $@
PROGS   := $(patsubst cmd/%.c,$(B)/%,$(wildcard cmd/*.c))
TESTS   := $(patsubst lib/%.c,$(B)/%,$(wildcard lib/*_test.c))
SHTESTS := $(wildcard scripts/test-*)
CATALOG := $(B)/po/zh_CN
LIBSRC  := $(filter-out %_test.c %_fuzz.c lib/store_ext.c,$(wildcard lib/*.c))
EXTSRC  := $(filter-out %_test.c %_fuzz.c,$(wildcard lib/store*.c))
LIBS    := $(shell pkg-config --libs sqlite3 gsl) \
	-lxlsxwriter -lzip -lexpat -lcsv -linih -lnettle -ldeflate -lz -lm -lpthread
PAGES   := $(wildcard man/*.[157])
ZHPAGES := $(wildcard man/zh_CN/*.[157])
REPORTS := $(wildcard report/*.ini)
SCRIPTS := scripts/daily scripts/monthly scripts/annual scripts/inspect scripts/backup \
	scripts/restore scripts/rebuild
UNITS   := $(wildcard etc/*.service etc/*.timer)

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
	$(Q)$(LINK) -pie $^ $(LIBS)

$(TESTS): $(B)/%: $(B)/lib/%.o $(B)/libwb.a
	$(call say,LD)
	$(Q)$(LINK) -pie $^ $(LIBS)

$(B)/make-sample $(B)/make-readings $(B)/make-bills: $(B)/%: $(B)/scripts/%.o $(B)/libwb.a
	$(call say,LD)
	$(Q)$(LINK) -pie $^ -lm

$(B)/csv-dump $(B)/glossary: $(B)/%: $(B)/scripts/%.o $(B)/libwb.a
	$(call say,LD)
	$(Q)$(LINK) -pie $^ $(LIBS)

$(B)/libwb.a: $(LIBSRC:%.c=$(B)/%.o) $(CATALOG).o
	$(call say,AR)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

# The SQLite extension: the store compiled for the SQLite that loads it, the
# rest of the library as it is.
$(B)/wbstore.so: $(EXTSRC:%.c=$(B)/ext/%.o) $(B)/libwb.a
	$(call say,LD)
	$(Q)$(LINK) -shared -Wl,-z,defs -Wl,--exclude-libs,ALL $^ -lm

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

# Messages in Chinese; scripts/messages finds those that lack.
$(CATALOG).c: po/zh_CN.po scripts/po2c
	@mkdir -p $(@D)
	$(Q)scripts/po2c $< > $@.part && mv $@.part $@

$(CATALOG).o: $(CATALOG).c Makefile
	$(call say,CC)
	$(Q)$(COMPILE)

# The version is compiled into one object only, and only when it changed.
$(B)/lib/tool.o: CPPFLAGS += -DWB_VERSION='"$(VERSION)"'
$(B)/lib/tool.o: $(B)/version
$(B)/version: FORCE
	@mkdir -p $(@D)
	@echo '$(VERSION)' | cmp -s - $@ || echo '$(VERSION)' > $@

check: all $(TESTS) $(B)/make-sample $(B)/make-bills $(B)/csv-dump $(B)/glossary
	BIN=$(abspath $(B)) prove -j2 --exec '' $(TESTS) $(SHTESTS)

# Hundreds of kills, large inputs: before a release, not before a commit.
check-long: all $(B)/make-sample $(B)/make-readings
	BIN=$(abspath $(B)) prove -v --exec '' $(wildcard scripts/long-*) \
	    scripts/newcomer

# The words of the dictionary in both languages.
glossary: $(B)/glossary
	$< > GLOSSARY.md.part && mv GLOSSARY.md.part GLOSSARY.md

bench: all $(B)/make-readings
	BIN=$(abspath $(B)) scripts/bench
	BIN=$(abspath $(B)) scripts/bench-night
	BIN=$(abspath $(B)) scripts/bench-pressure
	BIN=$(abspath $(B)) scripts/bench-report

valgrind: all
	BIN=$(abspath $(B)) prove scripts/valgrind-chain

# Each entry point for FUZZ_S seconds; what is found becomes a golden case.
FUZZ_S  ?= 60
fuzz: $(CATALOG).c
	@mkdir -p build-fuzz
	for f in lib/*_fuzz.c; do t=build-fuzz/$$(basename $$f .c); \
	    clang -std=c11 -g -O1 -D_GNU_SOURCE -Ilib \
	    -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
	    -o $$t $$f $(LIBSRC) $< $(LIBS) && mkdir -p $$t.corpus && \
	    $$t -max_total_time=$(FUZZ_S) -max_len=4096 -close_fd_mask=2 \
	    -artifact_prefix=$$t- $$t.corpus || exit 1; done

lint:
	clang-format --dry-run -Werror cmd/*.c lib/*.[ch] scripts/*.c
	cppcheck -q --std=c11 --error-exitcode=1 -D_GNU_SOURCE -Ilib \
	    --enable=warning,portability --inline-suppr cmd lib
	mandoc -Tlint -Wwarning $(PAGES) $(ZHPAGES)

# What clang's analyzer finds along the paths through each file; any finding
# fails.  Minutes; `make lint` is for every commit.  Stores that nobody reads are
# compilers' business.
analyze:
	for f in $(filter-out %_test.c %_fuzz.c,$(wildcard lib/*.c cmd/*.c)); do \
	    found=$$(clang --analyze $(WARN) -D_GNU_SOURCE -Ilib \
		-Xclang -analyzer-disable-checker -Xclang deadcode.DeadStores \
		--analyzer-output text $$f -o /dev/null 2>&1) && \
	    [ -z "$$found" ] || { echo "$$found"; exit 1; }; done

# Installed below PREFIX: $(call put,MODE,DIR,FILES); fill has text say where.
put  = umask 022 && install -d $(D)/$(2) && install -m $(1) $(3) $(D)/$(2)
fill = umask 022 && install -d $(D)/$(2) && for f in $(3); do \
	sed 's,@PREFIX@\|/usr/local,$(PREFIX),g; s,@PROGRAMS@,$(PROGRAMS),' \
	$$f | install -m $(1) \
	/dev/stdin $(D)/$(2)/$${f\#\#*/} || exit 1; done
D    = $(DESTDIR)$(PREFIX)
# Debian's zsh looks into share/zsh/vendor-completions.
ZSHDIR  ?= share/zsh/site-functions
BASHDIR := share/bash-completion/completions
PROGRAMS = $(notdir $(PROGS))

install: all
	$(call put,755,bin,$(PROGS))
	$(if $(EXT),$(call put,644,lib/wbtools,$(EXT)))
	$(call fill,644,share/man/man1,$(filter %.1,$(PAGES)))
	$(call fill,644,share/man/man5,$(filter %.5,$(PAGES)))
	$(call fill,644,share/man/man7,$(filter %.7,$(PAGES)))
	$(call fill,644,share/man/zh_CN/man1,$(filter %.1,$(ZHPAGES)))
	$(call fill,644,share/man/zh_CN/man5,$(filter %.5,$(ZHPAGES)))
	$(call fill,644,share/man/zh_CN/man7,$(filter %.7,$(ZHPAGES)))
	$(call put,755,share/wbtools,$(SCRIPTS))
	$(call put,644,share/wbtools,scripts/chain.sh scripts/say.sh)
	$(call put,644,share/wbtools/report,$(REPORTS))
	$(call put,644,share/wbtools/sample,$(wildcard testdata/sample/*))
	$(call fill,644,$(BASHDIR),completion/wbtools.bash)
	cd $(D)/$(BASHDIR) && for p in $(PROGRAMS); do \
	    ln -sf wbtools.bash $$p || exit 1; done
	$(call fill,644,$(ZSHDIR),completion/_wbtools)
	$(call fill,644,lib/systemd/system,$(UNITS))
	$(call fill,644,share/doc/wbtools,README.md README.zh_CN.md GLOSSARY.md \
	    LICENSE \
	    $(filter-out $(UNITS),$(wildcard etc/*)))

# A package, the same for the same commit; tests of it: scripts/*-deb.
DEB     ?= $(B)
deb: all
	@VERSION='$(VERSION)' MAKE='$(MAKE)' scripts/deb $(B) $(DEB)

# A tarball with its version, the same for the same commit: names sorted, times
# those of the commit, owned by root.
DIST    ?= $(B)
dist:
	@scripts/dist $(DIST)

clean:
	rm -rf build build-*

-include $(wildcard $(B)/*/*.d $(B)/ext/*/*.d)

.PHONY: all check glossary check-long bench fuzz valgrind lint analyze install \
	deb dist clean FORCE
