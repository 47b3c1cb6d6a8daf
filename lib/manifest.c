#include "manifest.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "caltime.h"
#include "hash.h"
#include "xalloc.h"

/* --- writing --- */

static void
put(FILE *fp, const char *name, const char *value)
{
	if (value != NULL)
		fprintf(fp, "%s\t%s\n", name, value);
}

static void
put_all(FILE *fp, const struct frames *in, const struct report_opts *o,
    const char *workbook, const char *sha256)
{
	char day[CAL_BUF];

	put(fp, "version", o->version);
	put(fp, "lang", report_lang_name(o->lang));
	put(fp, "final", o->final ? "yes" : "no");
	put(fp, "title", o->title);
	if (o->day != INT64_MIN) {
		cal_day_text(o->day, day);
		put(fp, "day", day);
	}
	put(fp, "epoch", getenv("SOURCE_DATE_EPOCH"));
	put(fp, "db", o->db);
	fprintf(fp, "definition\t%s  %s\n", o->def->text_sha256, o->def->path);
	fprintf(fp, "workbook\t%s  %s\n", sha256, workbook);
	for (size_t i = 0; i < in->nsource; i++)
		if (i == 0 ||
		    strcmp(in->source[i].path, in->source[i - 1].path) != 0)
			fprintf(fp, "input\t%s  %s\n", in->source[i].sha256,
			    in->source[i].path);
}

int
manifest_write(const char *path, const struct frames *in,
    const struct report_opts *o, const char *workbook, const char *sha256)
{
	char *part = xasprintf("%s.part-%ld", path, (long)getpid());
	FILE *fp = fopen(part, "we");
	int bad = fp == NULL;

	if (fp != NULL) {
		put_all(fp, in, o, workbook, sha256);
		bad = fflush(fp) != 0 || ferror(fp);
		bad |= fclose(fp) != 0;
	}
	if (bad || rename(part, path) != 0) {
		warn("%s", path);
		unlink(part);
		bad = 1;
	}
	free(part);
	return bad ? -1 : 0;
}

/* --- verifying --- */

struct entry {
	char *name, *value;
};

struct manifest {
	const char *path;
	struct entry *e;
	size_t n;
};

static int
manifest_read(struct manifest *m)
{
	FILE *fp = fopen(m->path, "re");
	char *line = NULL, *tab;
	size_t cap = 0;
	ssize_t n;

	if (fp == NULL) {
		warn("%s", m->path);
		return -1;
	}
	while ((n = getline(&line, &cap, fp)) > 0) {
		line[strcspn(line, "\n")] = '\0';
		if ((tab = strchr(line, '\t')) == NULL)
			continue;
		m->e = xrealloc(m->e, m->n + 1, sizeof *m->e);
		m->e[m->n++] = (struct entry){
		    xstrndup(line, (size_t)(tab - line)), xstrdup(tab + 1)};
	}
	free(line);
	fclose(fp);
	return 0;
}

static const char *
manifest_get(const struct manifest *m, const char *name)
{
	for (size_t i = 0; i < m->n; i++)
		if (strcmp(m->e[i].name, name) == 0)
			return m->e[i].value;
	return NULL;
}

static void
manifest_release(struct manifest *m)
{
	for (size_t i = 0; i < m->n; i++) {
		free(m->e[i].name);
		free(m->e[i].value);
	}
	free(m->e);
}

/* "DIGEST  PATH": the path; NULL: it does not read so. */
static const char *
path_of(const char *value)
{
	return value != NULL && strlen(value) > 66 && value[64] == ' ' ?
		   value + 66 :
		   NULL;
}

static int
same_digest(const char *value, const char *sha256, const char *what)
{
	if (strncmp(value, sha256, 64) == 0)
		return 0;
	warnx("%s: %s is another than then", path_of(value), tr(what));
	return -1;
}

/* The digest of a file.  -1: has said why. */
static int
digest_of(const char *path, char sha256[65])
{
	FILE *fp = fopen(path, "re");
	struct hash *h;
	char buf[8192];
	size_t n;

	if (fp == NULL) {
		warn("%s", path);
		return -1;
	}
	h = hash_new();
	while ((n = fread(buf, 1, sizeof buf, fp)) > 0)
		hash_add(h, buf, n);
	hash_hex(h, sha256);
	hash_free(h);
	fclose(fp);
	return 0;
}

static int
read_inputs(const struct manifest *m, struct frames *in)
{
	int bad = 0;

	for (size_t i = 0; i < m->n; i++) {
		const char *path = path_of(m->e[i].value);
		size_t before = in->nsource;

		if (strcmp(m->e[i].name, "input") != 0 || path == NULL)
			continue;
		if (frames_read(in, path) != 0)
			return -1;
		if (in->nsource > before)
			bad |= same_digest(m->e[i].value,
			    in->source[before].sha256, "the input");
	}
	return bad;
}

/* The workbook of the manifest, made anew: its digest. */
static int
make_again(const struct manifest *m, const struct def *d,
    const struct frames *in, const char *version, char sha256[65])
{
	const char *day = manifest_get(m, "day");
	const char *epoch = manifest_get(m, "epoch");
	const char *lang = manifest_get(m, "lang");
	const char *final = manifest_get(m, "final");
	struct report_opts o = {.def = d,
	    .lang = report_lang_of(lang ? lang : "en"),
	    .final = final && strcmp(final, "yes") == 0,
	    .title = manifest_get(m, "title"),
	    .day = INT64_MIN,
	    .db = manifest_get(m, "db"),
	    .version = version};

	if (day != NULL && cal_parse_day(day, &o.day) < 0) {
		warnx("%s: day '%s' is none", m->path, day);
		return -1;
	}
	if (epoch != NULL)
		setenv("SOURCE_DATE_EPOCH", epoch, 1);
	else
		unsetenv("SOURCE_DATE_EPOCH");
	return report_write(in, &o, NULL, sha256);
}

static int
compare(const struct manifest *m, const char *made, const char *version)
{
	const char *book = manifest_get(m, "workbook");
	const char *then = manifest_get(m, "version");
	char now[65];

	if (digest_of(path_of(book), now) < 0)
		return -1;
	if (strcmp(now, made) == 0 && strncmp(book, now, 64) == 0) {
		printf(tr("%s: is what these inputs give\n"), path_of(book));
		return fflush(stdout) == 0 ? 0 : -1;
	}
	if (strncmp(book, now, 64) != 0)
		return same_digest(book, now, "the workbook");
	if (then != NULL && strcmp(then, version) != 0)
		warnx("%s: was made by version %s, this is %s", path_of(book),
		    then, version);
	else
		warnx("%s: these inputs give another workbook", path_of(book));
	return -1;
}

int
manifest_verify(const char *path, const char *version)
{
	struct manifest m = {.path = path};
	struct frames in = FRAMES_INIT;
	const char *def;
	struct def *d = NULL;
	char made[65];
	int bad = manifest_read(&m);

	def = bad ? NULL : manifest_get(&m, "definition");
	if (!bad && (path_of(def) == NULL ||
			path_of(manifest_get(&m, "workbook")) == NULL)) {
		warnx("%s: is no manifest", path);
		bad = -1;
	}
	if (!bad && (d = def_read(path_of(def))) == NULL)
		bad = -1;
	if (!bad)
		bad = same_digest(def, d->text_sha256, "the definition");
	if (!bad)
		bad = read_inputs(&m, &in);
	if (!bad)
		bad = make_again(&m, d, &in, version, made);
	if (!bad)
		bad = compare(&m, made, version);
	frames_release(&in);
	def_free(d);
	manifest_release(&m);
	return bad ? -1 : 0;
}
