#include "input.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "assume.h"
#include "intake.h"

static struct store *
open_db(const struct tool_opts *o)
{
	struct store *s = store_open(o->db);

	if (s != NULL && o->as_of != NULL && store_as_of(s, o->as_of) < 0) {
		store_close(s);
		return NULL;
	}
	return s;
}

/* Reads the streams into memory; a status. */
static int
read_streams(
    const struct tool_opts *o, struct store *s, const struct intake_opts *in)
{
	static char *standard[] = {(char *)"-"};
	char **file = o->nfile ? o->file : standard;
	size_t n = o->nfile ? o->nfile : 1;
	struct intake_result r;

	for (size_t i = 0; i < n; i++)
		if (intake_stream(s, file[i], in, NULL, &r) < 0)
			return r.cut ? 4 : 1;
	return 0;
}

static int
open_streams(const struct tool_opts *o, enum input_need need,
    const struct intake_opts *opts, struct input *in)
{
	struct store *db = NULL;
	int status;

	if (o->db != NULL && (db = open_db(o)) == NULL)
		return 1;
	in->s = store_open_rw(
	    ":memory:", db ? zone_name(store_zone(db)) : zone_system());
	status = in->s ? 0 : 1;
	if (status == 0 && db != NULL &&
	    store_copy_registry(in->s, db, need != INPUT_READINGS) < 0)
		status = 1;
	store_close(db);
	return status ? status : read_streams(o, in->s, opts);
}

int
input_open_taking(const struct tool_opts *o, enum input_need need,
    int (*take)(void *ctx, struct csvin *in), void *ctx, struct input *in)
{
	const struct intake_opts opts = {
	    .new_points = 1, .take = take, .take_ctx = ctx};
	int status = 0;

	*in = (struct input){0};
	if (o->nfile > 0 || o->db == NULL) {
		if (o->nfile == 0 && isatty(STDIN_FILENO))
			tool_misuse(
			    "no input: give -d STORE, a file or a pipe");
		in->in_memory = 1;
		status = open_streams(o, need, &opts, in);
	} else if ((in->s = open_db(o)) == NULL) {
		status = 1;
	}
	if (status == 0) {
		store_hurry(in->s, 1);
		in->n = need == INPUT_BILLS ? network_load_lean(in->s) :
					      network_load(in->s);
		store_hurry(in->s, 0);
		status = in->n ? 0 : 1;
	}
	for (size_t i = 0; status == 0 && i < o->nset; i++)
		if (network_set(in->n, o->set[i].name, o->set[i].value) < 0)
			status = 2;
	if (status != 0)
		input_close(in);
	return status;
}

static void
rest(void *store)
{
	store_rest(store);
}

struct csvout *
input_out(struct tool_opts *o, struct input *in)
{
	struct csvout *out = tool_out(o);

	store_hurry(in->s, 1);
	csvout_before_write(out, rest, in->s);
	return out;
}

struct store *
input_reader(const struct tool_opts *o, const struct input *in)
{
	struct store *s = in->in_memory ? store_sibling(in->s) : open_db(o);

	if (s == NULL)
		return NULL;
	if (!in->in_memory && store_as_of_same(s, in->s) < 0) {
		store_close(s);
		return NULL;
	}
	store_hurry(s, 1);
	return s;
}

int
input_open(const struct tool_opts *o, enum input_need need, struct input *in)
{
	return input_open_taking(o, need, NULL, NULL, in);
}

int
input_assume(const struct tool_opts *o, const char *path, struct input *in)
{
	int status = 0;

	if (strcmp(path, "-") == 0 && in->in_memory) {
		for (size_t i = 0; i < o->nfile; i++)
			status |= strcmp(o->file[i], "-") == 0;
		if (status || o->nfile == 0) {
			warnx("--assume -: the tables come from standard input "
			      "already");
			return 2;
		}
	}
	in->assume = assume_read(path, store_zone(in->s), &status);
	in->n->assume = in->assume;
	return in->assume == NULL ? status : 0;
}

void
input_put_assumed(
    const struct tool_opts *o, const struct input *in, struct csvout *out)
{
	if (in->assume != NULL && o->format != CSVOUT_TABLE &&
	    o->explain == NULL)
		assume_write(in->assume, store_zone(in->s), out);
}

void
input_close(struct input *in)
{
	assume_free(in->assume);
	network_free(in->n);
	store_close(in->s);
	*in = (struct input){0};
}

int
input_days(const struct tool_opts *o, const struct input *in, int64_t *from,
    int64_t *to)
{
	int64_t first = 0, last = -1;

	store_span(in->s, &first, &last);
	*from = o->from != TOOL_NO_DAY ? o->from : first;
	*to = o->to != TOOL_NO_DAY ? o->to : last + 1;
	return *from < *to ? 0 : -1;
}

int
input_wants(
    const struct tool_opts *o, const struct input *in, size_t zone, int *seen)
{
	const struct net_zone *z = &in->n->zone[zone];

	if (!network_first(in->n, zone) || !tool_zone_wanted(o, z->id) ||
	    (o->level >= 0 && z->level != o->level))
		return 0;
	return (*seen)++ % o->shards == o->shard - 1;
}

int
input_check_zone(const struct input *in, const char *id)
{
	if (strmap_get(&in->n->zone_of, id) >= 0)
		return 0;
	network_no_zone(in->n, id);
	return -1;
}

int
input_check_zones(const struct tool_opts *o, const struct input *in)
{
	for (size_t i = 0; i < o->nzone; i++)
		if (input_check_zone(in, o->zone[i]) < 0)
			return -1;
	return o->explain != NULL ? input_check_zone(in, o->explain) : 0;
}
