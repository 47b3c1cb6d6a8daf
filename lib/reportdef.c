#include "reportdef.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <ini.h>
#include <nettle/sha2.h>

#include "defcheck.h"
#include "num.h"
#include "table.h"
#include "term.h"
#include "xalloc.h"

enum { DEF_LINE = 4096 };
extern int ini_max_line __attribute__((weak));

static const char *const kinds = "report sheet column block";

/* Keys by kind; a '*' stands for both _zh and _en. */
static const char *const keys[] = {
    [DEF_REPORT] = "title* period table",
    [DEF_SHEET] =
	"name* about* layout table sql required rows each most "
	"columns cards charts of across lines bounds marks sort totals "
	"where rank note* landscape one_page freeze standard blocks targets "
	"print",
    [DEF_BLOCK] = "name* table rows where sort rank columns most see note*",
    [DEF_COLUMN] = "heading* format width bars green yellow orange red strong",
};

/* Keys whose value is one of a few words. */
static const struct {
	const char *key, *words;
} choices[] = {
    {"period", "day month year"},
    {"layout", "table cover balance charts digest parameters definitions "
	       "sources"},
    {"rows", "zones leaves whole period months months_whole all"},
    {"required", "yes no"},
    {"landscape", "yes no"},
    {"one_page", "yes no"},
    {"standard", "cjj92 iwa"},
    {"bars", "yes no"},
};

struct reader {
	struct def *d;
	FILE *fp;
	int line, indented;
	struct defcheck check;
	struct sha256_ctx sha;
};

/* --- words --- */

/* Both languages' keys for one with '*'. */
static void
add_words(char *out, size_t size, const char *word, size_t n)
{
	size_t at = strlen(out);

	if (word[n - 1] == '*')
		snprintf(out + at, size - at, "%s%.*s_zh %.*s_en",
		    at ? " " : "", (int)n - 1, word, (int)n - 1, word);
	else
		snprintf(
		    out + at, size - at, "%s%.*s", at ? " " : "", (int)n, word);
}

static void
known_keys(enum def_kind kind, char *out, size_t size)
{
	*out = '\0';
	for (const char *p = keys[kind]; *p != '\0'; p += *p == ' ') {
		size_t n = strcspn(p, " ");

		add_words(out, size, p, n);
		p += n;
	}
}

/* --- sections --- */

struct def_section *
def_find(const struct def *d, enum def_kind kind, const char *id)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->section[i].kind == kind &&
		    strcmp(d->section[i].id, id) == 0)
			return &d->section[i];
	return NULL;
}

static struct def_section *
section_of(struct reader *r, const char *name)
{
	static const char *const word[] = {
	    "report", "sheet", "column", "block"};
	size_t n = strcspn(name, " ");
	const char *id = name + n + strspn(name + n, " ");
	struct def_section *s;

	for (int k = 0; k < DEF_KINDS; k++) {
		if (strlen(word[k]) != n || strncmp(word[k], name, n) != 0)
			continue;
		if ((k == DEF_REPORT) != (*id == '\0'))
			break;
		if ((s = def_find(r->d, (enum def_kind)k, id)) != NULL)
			return s;
		r->d->section = xrealloc(r->d->section, r->d->n + 1, sizeof *s);
		s = &r->d->section[r->d->n++];
		*s = (struct def_section){.kind = (enum def_kind)k,
		    .id = xstrdup(id),
		    .line = r->line - 1};
		return s;
	}
	defcheck_complain(&r->check, r->line, "unknown section", name,
	    table_nearest_word(kinds, name));
	return NULL;
}

static void
carry_on(struct def_key *k, const char *value)
{
	char *both = xasprintf("%s %s", k->value, value);

	free(k->value);
	k->value = both;
}

static void
check_choice(struct reader *r, const char *name, const char *value)
{
	for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
		if (strcmp(choices[i].key, name) == 0 &&
		    !table_is_word(choices[i].words, value))
			defcheck_complain(&r->check, r->line,
			    "none of its words:", value,
			    table_nearest_word(choices[i].words, value));
}

/* inih's callback; 1: carry on. */
static int
on_key(void *ctx, const char *section, const char *name, const char *value)
{
	struct reader *r = ctx;
	struct def_section *s = section_of(r, section);
	char known[512];

	if (s == NULL)
		return 1;
	for (size_t i = 0; i < s->nkey; i++) {
		if (strcmp(s->key[i].name, name) != 0)
			continue;
		if (r->indented)
			carry_on(&s->key[i], value);
		else
			defcheck_complain(
			    &r->check, r->line, "given twice:", name, NULL);
		return 1;
	}
	known_keys(s->kind, known, sizeof known);
	if (!table_is_word(known, name)) {
		defcheck_complain(&r->check, r->line, "unknown key", name,
		    table_nearest_word(known, name));
		return 1;
	}
	check_choice(r, name, value);
	s->key = xrealloc(s->key, s->nkey + 1, sizeof *s->key);
	s->key[s->nkey++] =
	    (struct def_key){xstrdup(name), xstrdup(value), r->line};
	return 1;
}

/* inih hides the line number; reading for it we know it. */
static char *
read_line(char *str, int num, void *stream)
{
	struct reader *r = stream;

	if (fgets(str, num, r->fp) == NULL)
		return NULL;
	r->line++;
	r->indented = *str == ' ' || *str == '\t';
	sha256_update(&r->sha, strlen(str), (const uint8_t *)str);
	if (strchr(str, '\n') == NULL && !feof(r->fp)) {
		defcheck_complain(&r->check, r->line,
		    "the line is too long (an indented one carries on):", "",
		    NULL);
		return NULL;
	}
	return str;
}

/* --- reading --- */

static void
set_sha(struct reader *r)
{
	uint8_t digest[SHA256_DIGEST_SIZE];

	sha256_digest(&r->sha, sizeof digest, digest);
	r->d->text_sha256 = xcalloc(1, 65);
	for (int i = 0; i < SHA256_DIGEST_SIZE; i++)
		snprintf(r->d->text_sha256 + 2 * i, 3, "%02x", digest[i]);
}

struct def *
def_read_stream(FILE *fp, const char *name)
{
	struct reader r = {.d = xcalloc(1, sizeof *r.d), .fp = fp};
	int got;

	r.d->path = xstrdup(name);
	r.check.path = r.d->path;
	sha256_init(&r.sha);
	if (&ini_max_line != NULL)
		ini_max_line = DEF_LINE;
	got = ini_parse_stream(read_line, &r, on_key, &r);
	if (ferror(fp)) {
		warn("%s", name);
		r.check.complaints++;
	} else if (got > 0 && r.check.complaints == 0) {
		defcheck_complain(
		    &r.check, got, "this line is no", "KEY = VALUE", NULL);
	}
	if (r.check.complaints == 0)
		defcheck(&r.check, r.d);
	set_sha(&r);
	if (r.check.complaints > 0) {
		def_free(r.d);
		return NULL;
	}
	return r.d;
}

struct def *
def_read(const char *path)
{
	FILE *fp = fopen(path, "re");
	struct def *d;

	if (fp == NULL) {
		warn("%s", path);
		return NULL;
	}
	d = def_read_stream(fp, path);
	fclose(fp);
	return d;
}

void
def_free(struct def *d)
{
	if (d == NULL)
		return;
	for (size_t i = 0; i < d->n; i++) {
		for (size_t k = 0; k < d->section[i].nkey; k++) {
			free(d->section[i].key[k].name);
			free(d->section[i].key[k].value);
		}
		free(d->section[i].key);
		free(d->section[i].id);
	}
	free(d->section);
	free(d->text_sha256);
	free(d->path);
	free(d);
}

char *
def_path(const char *kind)
{
	static const char *const below[] = {
	    "../share/wbtools/report", "report"};
	const char *dir = getenv("WB_REPORTS");
	char exe[4096], *path = NULL;
	ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);

	if (dir != NULL && *dir != '\0')
		return xasprintf("%s/%s.ini", dir, kind);
	exe[n > 0 ? n : 0] = '\0';
	if (strrchr(exe, '/') != NULL)
		*strrchr(exe, '/') = '\0';
	for (int i = 0; i < 2; i++) {
		free(path);
		path = xasprintf("%s/%s/%s.ini", exe, below[i], kind);
		if (access(path, R_OK) == 0)
			break;
	}
	return path;
}

/* --- asking --- */

const struct def_key *
def_key(const struct def_section *s, const char *name)
{
	for (size_t i = 0; i < s->nkey; i++)
		if (strcmp(s->key[i].name, name) == 0)
			return &s->key[i];
	return NULL;
}

const char *
def_get(const struct def_section *s, const char *key)
{
	const struct def_key *k = def_key(s, key);

	return k ? k->value : NULL;
}

int
def_yes(const struct def_section *s, const char *key, int otherwise)
{
	const char *v = def_get(s, key);

	return v ? strcmp(v, "yes") == 0 : otherwise;
}

double
def_num(const struct def_section *s, const char *key, double otherwise)
{
	const char *v = def_get(s, key);

	if (v != NULL)
		num_parse(v, &otherwise);
	return otherwise;
}

const char *
def_word(const struct def_section *s, const char *key, int zh)
{
	char name[48];
	const char *v;

	for (int i = 0; i < 2; i++, zh = !zh) {
		snprintf(name, sizeof name, "%s_%s", key, zh ? "zh" : "en");
		if ((v = def_get(s, name)) != NULL)
			return v;
	}
	return NULL;
}

const struct def_section *
def_column_section(
    const struct def *d, const char *sheet, const char *column, int own)
{
	char id[112];

	snprintf(
	    id, sizeof id, "%s%s%s", own ? sheet : "", own ? "." : "", column);
	return def_find(d, DEF_COLUMN, id);
}

const char *
def_column(const struct def *d, const char *sheet, const char *column,
    const char *key, int zh)
{
	for (int own = 1; own >= 0; own--) {
		const struct def_section *s =
		    def_column_section(d, sheet, column, own);
		const char *v = NULL;

		if (s != NULL)
			v = zh < 0 ? def_get(s, key) : def_word(s, key, zh);
		if (v != NULL)
			return v;
	}
	return NULL;
}

int
def_next(const char **list, struct def_item *out)
{
	const char *p = *list + strspn(*list, ", ");
	size_t n = strcspn(p, ","), k = strcspn(p, ", ");

	if (*p == '\0')
		return 0;
	snprintf(out->name, sizeof out->name, "%.*s", (int)k, p);
	while (k < n && p[k] == ' ')
		k++;
	snprintf(out->word, sizeof out->word, "%.*s", (int)(n - k), p + k);
	for (size_t i = strlen(out->word); i > 0 && out->word[i - 1] == ' ';)
		out->word[--i] = '\0';
	*list = p + n;
	return 1;
}

int
def_test_next(const char **cond, struct def_test *out)
{
	static const char *const ops = "< <= > >= = <>";
	char word[8];
	int used = 0;

	*cond += strspn(*cond, " ");
	if (**cond == '\0')
		return 0;
	if (sscanf(*cond, "%47s %2s %47s%n", out->left, out->op, out->right,
		&used) != 3 ||
	    !table_is_word(ops, out->op))
		return -1;
	*cond += used;
	*cond += strspn(*cond, " ");
	if (**cond == '\0')
		return 1;
	if (sscanf(*cond, "%7s%n", word, &used) != 1 ||
	    strcmp(word, "and") != 0)
		return -1;
	*cond += used;
	return 1;
}
