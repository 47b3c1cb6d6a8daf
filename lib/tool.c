#include "tool.h"

#include <err.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "caltime.h"
#include "nearest.h"
#include "num.h"
#include "table.h"

#include "parallel.h"
#include "term.h"
#include "xalloc.h"

#ifndef WB_VERSION
#define WB_VERSION "unknown"
#endif

enum common { /* long options without a letter; own ones begin at 1000 */
	OPT_LEVEL = 500,
	OPT_FROM,
	OPT_TO,
	OPT_DAY,
	OPT_MONTH,
	OPT_QUARTER,
	OPT_YEAR,
	OPT_SET,
	OPT_AS_OF,
	OPT_EXPLAIN,
	OPT_SPARK,
	OPT_LANG,
	OPT_SHARD,
	OPT_SEAL,
	OPT_EXIT_CODE,
	OPT_HELP_COLUMNS,
	OPT_HELP_OPTIONS
};

static const struct option common[] = {
    {"db", required_argument, NULL, 'd'},
    {"zone", required_argument, NULL, 'z'},
    {"level", required_argument, NULL, OPT_LEVEL},
    {"from", required_argument, NULL, OPT_FROM},
    {"to", required_argument, NULL, OPT_TO},
    {"day", required_argument, NULL, OPT_DAY},
    {"month", required_argument, NULL, OPT_MONTH},
    {"quarter", required_argument, NULL, OPT_QUARTER},
    {"year", required_argument, NULL, OPT_YEAR},
    {"set", required_argument, NULL, OPT_SET},
    {"as-of", required_argument, NULL, OPT_AS_OF},
    {"explain", required_argument, NULL, OPT_EXPLAIN},
    {"format", required_argument, NULL, 'f'},
    {"spark", required_argument, NULL, OPT_SPARK},
    {"lang", required_argument, NULL, OPT_LANG},
    {"output", required_argument, NULL, 'o'},
    {"jobs", required_argument, NULL, 'j'},
    {"shard", required_argument, NULL, OPT_SHARD},
    {"seal", no_argument, NULL, OPT_SEAL},
    {"exit-code", no_argument, NULL, OPT_EXIT_CODE},
    {"quiet", no_argument, NULL, 'q'},
    {"verbose", no_argument, NULL, 'v'},
    {"help", no_argument, NULL, 'h'},
    {"help-columns", no_argument, NULL, OPT_HELP_COLUMNS},
    {"help-options", no_argument, NULL, OPT_HELP_OPTIONS},
    {"version", no_argument, NULL, 'V'},
};

enum { NCOMMON = sizeof common / sizeof *common };

static const char common_letters[] = "d:z:f:o:j:qvhV";

static const char common_help[] =
    "Shared options:\n"
    "  -d, --db STORE   the store, or WB_DB      -z, --zone ID[,ID...]  "
    "--level N\n"
    "  --from DAY --to DAY (half-open), or --day DAY, --month YYYY-MM,\n"
    "  --quarter YYYY-Qn, --year YYYY            --set NAME=VALUE  a "
    "parameter\n"
    "  --as-of IMPORT|DAY  what was known then   --explain ZONE    show the "
    "sums\n"
    "  -f, --format csv|table|tsv|jsonl  --spark COLUMN  -o, --output FILE\n"
    "  --lang en|zh  --seal  --exit-code  --shard K/N  -j, --jobs N  -q  -v\n"
    "  -h, --help  --help-columns  --help-options  -V, --version\n";

const char *
tool_version(void)
{
	return WB_VERSION;
}

void
tool_misuse(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsay(fmt, ap);
	va_end(ap);
	fprintf(
	    stderr, tr("Try '%s --help'.\n"), program_invocation_short_name);
	exit(2);
}

void
tool_no_table(const char *name, const char *const *others)
{
	struct nearest meant = nearest_to(name);
	char hint[NEAREST_HINT];

	for (int i = 0; i < TABLES; i++)
		nearest_try(&meant, table_all[i].name);
	for (; *others != NULL; others++)
		nearest_try(&meant, *others);
	tool_misuse(
	    "'%s' is none of the tables%s", name, nearest_hint(&meant, hint));
}

/* --- --help and its kin --- */

/* What was asked for went to standard output, or did not. */
static void
finish_print(void)
{
	if (fflush(stdout) != 0 || ferror(stdout))
		err(1, "standard output");
	exit(0);
}

static void
print_help(const struct tool_info *info)
{
	printf("%s%s\n%s\n%s", tr("usage: "), info->synopsis, tr(info->help),
	    tr(common_help));
	finish_print();
}

static void
print_columns(const struct tool_info *info)
{
	static const char *const head[] = {
	    "table", "column", "zh", "en", "unit", "formula", "source"};
	struct csvout *out = csvout_new(stdout, CSVOUT_CSV, 0);

	csvout_table(out, head, 7);
	for (size_t i = 0; info->tables && info->tables[i]; i++) {
		const struct term_table *t = term_table(info->tables[i]);

		for (size_t k = 0; k < t->ncol; k++) {
			const struct term *w = term_find(t->col[k]);

			csvout_text(out, t->name);
			csvout_text(out, t->col[k]);
			csvout_text(out, w->zh);
			csvout_text(out, w->en);
			csvout_text(out, w->unit);
			csvout_text(out, w->formula);
			csvout_text(out, w->source);
			csvout_row(out);
		}
	}
	csvout_free(out);
	finish_print();
}

/* 1 if the program has nothing to say to a shared option. */
static int
is_deaf(const struct tool_info *info, const char *name)
{
	return info->deaf != NULL && table_is_word(info->deaf, name);
}

/* Every option it takes, for the completion of shells: its name; a letter that
 * says the same; 1 if a value follows. */
static void
print_options(const struct tool_info *info, const struct option *all)
{
	static const char *const head[] = {"option", "letter", "value"};
	struct csvout *out = csvout_new(stdout, CSVOUT_CSV, 0);

	csvout_table(out, head, 3);
	for (const struct option *w = all; w->name != NULL; w++) {
		char letter[3] = {'-', (char)w->val, '\0'};

		if (is_deaf(info, w->name))
			continue;
		csvout_text(out, w->name);
		csvout_text(out, w->val < 256 ? letter : "");
		csvout_int(out, w->has_arg != no_argument);
		csvout_row(out);
	}
	csvout_free(out);
	finish_print();
}

/* --- options that are none --- */

static const char *
name_of(const struct option *all, int val)
{
	while (all->name != NULL && all->val != val)
		all++;
	return all->name;
}

/* A word that is no option: one that resembles it, or two that it begins. */
static void __attribute__((noreturn))
refuse_word(const struct option *all, const char *word, size_t n)
{
	char *name = xstrndup(word, n);
	const char *begun = NULL, *best = NULL;
	size_t least = 2 + n / 3;

	for (; all->name != NULL; all++) {
		size_t apart = table_distance(name, all->name);

		if (strncmp(all->name, name, n) == 0) {
			if (begun != NULL)
				tool_misuse("--%s could be --%s or --%s", name,
				    begun, all->name);
			begun = all->name;
		}
		if (apart < least) {
			least = apart;
			best = all->name;
		}
	}
	if (best == NULL)
		tool_misuse("there is no option --%s", name);
	tool_misuse("there is no option --%s (did you mean --%s?)", name, best);
}

/* Says what getopt, which returned c, did not take; arg: the word it read
 * last. */
static void __attribute__((noreturn))
refuse_option(const struct option *all, int c, const char *arg)
{
	const char *name = name_of(all, optopt);

	if (c == ':' && name != NULL)
		tool_misuse("--%s needs a value", name);
	if (c == ':')
		tool_misuse("-%c needs a value", optopt);
	if (optopt == 0)
		refuse_word(all, arg + 2, strcspn(arg + 2, "="));
	if (name != NULL)
		tool_misuse("--%s takes no value", name);
	tool_misuse("there is no option -%c", optopt);
}

/* --- values of options --- */

static int64_t
day_of(const char *option, const char *s)
{
	int64_t day;

	if (cal_parse_day(s, &day) < 0)
		tool_misuse("--%s '%s' is not a day (YYYY-MM-DD)", option, s);
	return day;
}

typedef int (*parse_period)(const char *, int64_t *, int64_t *);

static void
set_period(struct tool_opts *o, const char *option, const char *form,
    parse_period parse, const char *s)
{
	if (parse(s, &o->from, &o->to) < 0)
		tool_misuse("--%s '%s' is not of the form %s", option, s, form);
}

static void
add_zones(struct tool_opts *o, const char *list)
{
	for (const char *p = list;;) {
		size_t n = strcspn(p, ",");

		if (n == 0)
			tool_misuse("--zone '%s' has an empty id", list);
		o->zone = xrealloc(o->zone, o->nzone + 1, sizeof *o->zone);
		o->zone[o->nzone++] = xstrndup(p, n);
		if (p[n] == '\0')
			break;
		p += n + 1;
	}
}

static void
add_set(struct tool_opts *o, char *arg)
{
	char *eq = strchr(arg, '=');

	if (eq == NULL || eq == arg)
		tool_misuse("--set '%s' is not NAME=VALUE", arg);
	*eq = '\0';
	o->set = xrealloc(o->set, o->nset + 1, sizeof *o->set);
	o->set[o->nset++] = (struct tool_set){arg, eq + 1};
}

static void
set_format(struct tool_opts *o, const char *s)
{
	static const char *const name[] = {"csv", "table", "tsv", "jsonl"};

	for (int i = 0; i < 4; i++) {
		if (strcmp(s, name[i]) == 0) {
			o->format = (enum csvout_format)i;
			return;
		}
	}
	tool_misuse("--format '%s' is none of csv, table, tsv, jsonl", s);
}

static int
count_of(const char *option, const char *s, int64_t hi)
{
	int64_t n;

	if (num_int(s, 0, hi, &n) < 0)
		tool_misuse("%s '%s' is not a number from 0 to %lld", option, s,
		    (long long)hi);
	return (int)n;
}

static void
set_shard(struct tool_opts *o, const char *s)
{
	int end = 0;

	if (sscanf(s, "%d/%d%n", &o->shard, &o->shards, &end) != 2 ||
	    s[end] != '\0' || o->shard < 1 || o->shards < o->shard)
		tool_misuse("--shard '%s' is not K/N with 1 <= K <= N", s);
}

static void
set_lang(struct tool_opts *o, const struct tool_info *info, const char *s)
{
	if (!table_is_word(info->langs ? info->langs : "en zh", s))
		tool_misuse("--lang '%s' is %s", s,
		    tr(info->langs ? N_("none of en, zh, both") :
				     N_("neither en nor zh")));
	o->lang = s;
	if (strcmp(s, "both") != 0)
		say_in(s);
}

static void
common_option(
    struct tool_opts *o, const struct tool_info *info, int c, char *arg)
{
	switch (c) {
	case 'd':
		o->db = arg;
		break;
	case 'z':
		add_zones(o, arg);
		break;
	case OPT_LEVEL:
		o->level = count_of("--level", arg, 99);
		break;
	case OPT_FROM:
		o->from = day_of("from", arg);
		break;
	case OPT_TO:
		o->to = day_of("to", arg);
		break;
	case OPT_DAY:
		o->from = day_of("day", arg);
		o->to = o->from + 1;
		break;
	case OPT_MONTH:
		set_period(o, "month", "YYYY-MM", cal_parse_month, arg);
		break;
	case OPT_QUARTER:
		set_period(o, "quarter", "YYYY-Qn", cal_parse_quarter, arg);
		break;
	case OPT_YEAR:
		set_period(o, "year", "YYYY", cal_parse_year, arg);
		break;
	case OPT_SET:
		add_set(o, arg);
		break;
	case OPT_AS_OF:
		o->as_of = arg;
		break;
	case OPT_EXPLAIN:
		o->explain = arg;
		break;
	case 'f':
		set_format(o, arg);
		break;
	case OPT_SPARK:
		o->spark.column = arg;
		break;
	case OPT_LANG:
		set_lang(o, info, arg);
		break;
	case 'o':
		o->output = arg;
		break;
	case 'j':
		o->jobs = count_of("--jobs", arg, 1024);
		break;
	case OPT_SHARD:
		set_shard(o, arg);
		break;
	case OPT_SEAL:
		o->seal = 1;
		break;
	case OPT_EXIT_CODE:
		o->exit_code = 1;
		break;
	case 'q':
		o->quiet = 1;
		break;
	case 'v':
		o->verbose = 1;
		break;
	case 'h':
		print_help(info);
		break;
	case OPT_HELP_COLUMNS:
		print_columns(info);
		break;
	case 'V':
		printf("%s %s\n", info->name, WB_VERSION);
		finish_print();
		break;
	}
}

static void
set_defaults(struct tool_opts *o)
{
	const char *seal = getenv("WB_SEAL");

	memset(o, 0, sizeof *o);
	o->db = getenv("WB_DB");
	o->level = -1;
	o->from = o->to = TOOL_NO_DAY;
	o->format = isatty(STDOUT_FILENO) ? CSVOUT_TABLE : CSVOUT_CSV;
	o->jobs = parallel_cpus();
	o->shard = o->shards = 1;
	o->seal = seal != NULL && strcmp(seal, "1") == 0;
}

/* Ends the program if it is deaf to the shared option c. */
static void
check_deaf(const struct tool_info *info, int c)
{
	const char *name = "";

	for (size_t i = 0; i < NCOMMON; i++)
		if (common[i].val == c)
			name = common[i].name;
	if (is_deaf(info, name))
		tool_misuse("--%s says nothing here", name);
}

/* Bills are people's: what a program makes, others cannot read (0640). */
static void
keep_from_others(void)
{
	umask(umask(0) | 027);
}

/* Prose, workbooks and what a terminal shows are the reader's; a table that
 * somebody keeps is the same whoever makes it. */
static const char *
default_lang(const struct tool_opts *o, const struct tool_info *info)
{
	int kept = o->explain == NULL && info->langs == NULL &&
		   (o->output != NULL || !isatty(STDOUT_FILENO));

	return kept ? "en" : say_locale();
}

/* Columns of the terminal: COLUMNS, or what it says itself, or 80. */
static size_t
terminal_room(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	int64_t n;

	if (columns != NULL && num_int(columns, 1, 10000, &n) == 0)
		return (size_t)n;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return 80;
}

static void
set_spark(struct tool_opts *o, int format_given)
{
	if (o->explain != NULL)
		tool_misuse("--spark says nothing beside --explain");
	if (format_given && o->format != CSVOUT_TABLE)
		tool_misuse("--spark draws in a table for the eye (-f table)");
	o->format = CSVOUT_TABLE;
	o->spark.room = terminal_room();
}

/* No table that was printed has the column of --spark. */
static void
say_not_drawn(const struct tool_opts *o)
{
	struct nearest meant = nearest_to(o->spark.column);
	char hint[NEAREST_HINT];

	for (size_t i = 0; o->tables && o->tables[i]; i++) {
		const struct term_table *t = term_table(o->tables[i]);

		for (size_t k = 0; k < t->ncol; k++)
			nearest_try(&meant, t->col[k]);
	}
	warnx("--spark: there is no column '%s' here%s", o->spark.column,
	    nearest_hint(&meant, hint));
}

void
tool_options(
    int argc, char *argv[], const struct tool_info *info, struct tool_opts *o)
{
	struct option all[NCOMMON + 64];
	char letters[64];
	size_t n = NCOMMON, format_given = 0;
	int c;

	memcpy(all, common, sizeof common);
	for (const struct option *w = info->own; w && w->name; w++)
		all[n++] = *w;
	all[n] = (struct option){0};
	opterr = 0; /* ':' in front: a missing value is ':' */
	snprintf(letters, sizeof letters, ":%s%s", common_letters,
	    info->letters ? info->letters : "");
	set_defaults(o);
	say_in(say_locale());
	keep_from_others();
	while ((c = getopt_long(argc, argv, letters, all, NULL)) != -1) {
		if (c == '?' || c == ':')
			refuse_option(all, c, argv[optind - 1]);
		if (c == OPT_HELP_OPTIONS)
			print_options(info, all);
		format_given |= c == 'f';
		if (c >= 1000 || (c < 256 && strchr(common_letters, c) == NULL))
			info->option(c, optarg, info->ctx);
		else {
			check_deaf(info, c);
			common_option(o, info, c, optarg);
		}
	}
	if (o->from != TOOL_NO_DAY && o->to != TOOL_NO_DAY && o->from >= o->to)
		tool_misuse(
		    "the period is empty: --to is the day after the last");
	if (o->output != NULL && !format_given)
		o->format = CSVOUT_CSV;
	if (o->spark.column != NULL)
		set_spark(o, (int)format_given);
	if (o->lang == NULL)
		o->lang = default_lang(o, info);
	if (o->explain != NULL) /* prose, not a table */
		o->seal = 0;
	o->tables = info->tables;
	o->file = argv + optind;
	o->nfile = (size_t)(argc - optind);
}

/* --- output --- */

void
tool_open(struct tool_opts *o)
{
	struct stat st;

	o->fp = stdout;
	if (o->output == NULL || strcmp(o->output, "-") == 0)
		return;
	/* A device or a pipe is written as it is; a file appears whole. */
	if (stat(o->output, &st) == 0 && S_ISDIR(st.st_mode))
		errx(1, "%s: is a directory", o->output);
	if (stat(o->output, &st) == 0 && !S_ISREG(st.st_mode)) {
		if ((o->fp = fopen(o->output, "we")) == NULL)
			err(1, "%s", o->output);
		return;
	}
	o->part = xasprintf("%s.part-%ld", o->output, (long)getpid());
	if ((o->fp = fopen(o->part, "wxe")) == NULL)
		err(1, "%s", o->part);
}

struct csvout *
tool_out(struct tool_opts *o)
{
	struct csvout *out;

	tool_open(o);
	out = csvout_new(o->fp, o->format, o->seal);
	if (o->spark.column != NULL)
		csvout_spark(out, &o->spark);
	return out;
}

static int
close_output(struct tool_opts *o, int keep)
{
	const char *name = o->output ? o->output : "standard output";
	int bad = fflush(o->fp) != 0 || ferror(o->fp);

	if (!bad && keep && o->part != NULL)
		bad = fsync(fileno(o->fp)) != 0;
	bad |= fclose(o->fp) != 0;
	if (bad)
		warn("%s", name);
	if (o->part == NULL)
		return bad ? -1 : 0;
	if (!bad && keep && (bad = rename(o->part, o->output) != 0))
		warn("%s", name);
	if (bad || !keep)
		unlink(o->part);
	return bad ? -1 : 0;
}

/* What the run took. */
static void
say_cost(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	warnx("%.2f s of computing, %ld MB",
	    (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
		(double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6,
	    u.ru_maxrss / 1024);
}

int
tool_finish(struct tool_opts *o, int status)
{
	int keep = status == 0 || status == 3;

	if (o->fp == NULL)
		o->fp = stdout;
	if (close_output(o, keep) < 0 && keep)
		status = 1;
	if (keep && o->spark.column != NULL && !o->spark.drawn) {
		say_not_drawn(o);
		status = 2;
	}
	if (o->verbose)
		say_cost();
	for (size_t i = 0; i < o->nzone; i++)
		free(o->zone[i]);
	free(o->zone);
	free(o->set);
	free(o->part);
	return status;
}

int
tool_zone_wanted(const struct tool_opts *o, const char *zone_id)
{
	for (size_t i = 0; i < o->nzone; i++)
		if (strcmp(o->zone[i], zone_id) == 0)
			return 1;
	return o->nzone == 0;
}
