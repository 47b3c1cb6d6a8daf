#include "table.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "caltime.h"
#include "num.h"

/* Columns as the lines below spell them: name, type, required, key. */
#define ID(n)                                 \
	{                                     \
		n, TABLE_ID, 1, 1, 0, 0, NULL \
	}
#define REF(n)                                  \
	{                                       \
		n, TABLE_TEXT, 0, 0, 0, 0, NULL \
	}
#define TEXT(n)                                 \
	{                                       \
		n, TABLE_TEXT, 0, 0, 0, 0, NULL \
	}
#define NUM(n, l, h)                           \
	{                                      \
		n, TABLE_NUM, 0, 0, l, h, NULL \
	}
#define DAY(n)                                 \
	{                                      \
		n, TABLE_DAY, 0, 0, 0, 0, NULL \
	}
#define WORD(n, w)                           \
	{                                    \
		n, TABLE_WORD, 0, 0, 0, 0, w \
	}
#define VALID_FROM                                        \
	{                                                 \
		"valid_from", TABLE_DAY, 0, 1, 0, 0, NULL \
	}
#define MANY 1e12

static const struct table_col zones[] = {
    ID("zone_id"),
    TEXT("name"),
    REF("parent_id"),
    NUM("level", 0, 99),
    WORD("kind", "residential industrial commercial mixed"),
    WORD("method", "night total_sub both"),
    NUM("mains_km", 0, MANY),
    NUM("private_km", 0, MANY),
    NUM("connections", 0, MANY),
    NUM("properties", 0, MANY),
    NUM("population", 0, MANY),
    NUM("meters", 0, MANY),
    NUM("rigid_pct", 0, 100),
    NUM("ground_m", -500, 9000),
    NUM("icf", 0, 100),
    NUM("hours_supply", 0, 24),
    NUM("target_pct", -100, 100),
    NUM("frost_m", 0, 100),
    TEXT("owner"),
    VALID_FROM,
    DAY("valid_to"),
};

static const struct table_col points[] = {
    ID("point_id"),
    TEXT("name"),
    {"quantity", TABLE_WORD, 1, 0, 0, 0,
	"flow volume pressure level energy power turbidity ph chlorine "
	"temperature state"},
    {"unit", TABLE_WORD, 1, 0, 0, 0,
	"m3/h L/s m3/d ML/d m3 L m MPa kPa bar psi kWh kW NTU mg/L C 1"},
    NUM("min", 0, 0),
    NUM("max", 0, 0),
    NUM("digits", 1, 15),
    NUM("accuracy_pct", 0, 100),
    NUM("dn_mm", 1, 10000),
    NUM("ground_m", -500, 9000),
    NUM("interval_s", 1, 86400),
    VALID_FROM,
    DAY("valid_to"),
    TEXT("meter_id"),
};

static const struct table_col edges[] = {
    ID("zone_id"),
    ID("point_id"),
    {"role", TABLE_WORD, 1, 1, 0, 0,
	"inflow outflow azp critical inlet plant_outlet user storage energy "
	"quality"},
    NUM("weight", -1e6, 1e6),
    NUM("required_m", 0, 1000),
    VALID_FROM,
    DAY("valid_to"),
};

static const struct table_col readings[] = {
    ID("point_id"),
    {"time", TABLE_TIME, 1, 1, 0, 0, NULL},
    NUM("value", 0, 0),
    TEXT("quality"),
};

static const struct table_col accounts[] = {
    ID("account_id"),
    REF("zone_id"),
    WORD("class", "household nonhousehold public unbilled"),
    WORD("night_group", "a b c d e"),
    TEXT("name"),
    TEXT("address"),
    TEXT("meter_id"),
    NUM("dn_mm", 1, 10000),
    NUM("q3_m3h", 0, MANY),
    NUM("ratio_r", 1, 10000),
    NUM("digits", 1, 15),
    NUM("multiplier", 0, MANY),
    DAY("installed"),
    TEXT("route"),
    WORD("status", "active closed"),
    VALID_FROM,
    DAY("valid_to"),
};

static const struct table_col bills[] = {
    ID("account_id"),
    {"from", TABLE_DAY, 1, 1, 0, 0, NULL},
    {"to", TABLE_DAY, 1, 1, 0, 0, NULL},
    {"volume_m3", TABLE_NUM, 1, 0, -1e10, 1e10, NULL},
    NUM("index_from", 0, 0),
    NUM("index_to", 0, 0),
    WORD("status", "actual estimated no_access replaced"),
    WORD("billing", "billed unbilled"),
    NUM("amount_yuan", 0, 0),
};

static const struct table_col balance[] = {
    ID("zone_id"),
    {"from", TABLE_DAY, 1, 1, 0, 0, NULL},
    {"to", TABLE_DAY, 1, 1, 0, 0, NULL},
    {"item", TABLE_WORD, 1, 1, 0, 0,
	"own_supply imported exported billed_metered billed_unmetered "
	"unbilled_metered unbilled_unmetered reported_leakage "
	"unreported_leakage background_leakage tank_loss "
	"household_meter_loss nonhousehold_meter_loss unauthorised "
	"data_handling household_read customer_meter_loss apparent_losses"},
    {"volume_m3", TABLE_NUM, 1, 0, 0, 0, NULL},
    NUM("err_pct", 0, 1000),
    WORD("basis", "metered estimated sampled default"),
    TEXT("note"),
};

static const struct table_col events[] = {
    ID("event_id"),
    {"kind", TABLE_WORD, 1, 0, 0, 0,
	"burst leak repair valve meter_fault comms flushing fire holiday "
	"shutdown other"},
    REF("zone_id"),
    REF("point_id"),
    {"start", TABLE_TIME, 1, 0, 0, 0, NULL},
    {"end", TABLE_TIME, 0, 0, 0, 0, NULL},
    {"found", TABLE_TIME, 0, 0, 0, 0, NULL},
    NUM("flow_m3h", 0, MANY),
    WORD("effect", "mask mark"),
    WORD("outcome", "confirmed nothing_found operation sensor_fault unknown"),
    NUM("cost_yuan", 0, MANY),
    TEXT("note"),
    {"aware", TABLE_TIME, 0, 0, 0, 0, NULL},
    NUM("hole_cm2", 0, 1e5),
    NUM("dn_mm", 1, 10000),
    NUM("pressure_m", 0, 1000),
    REF("pipe_id"),
};

static const struct table_col pipes[] = {
    ID("pipe_id"),
    REF("zone_id"),
    NUM("dn_mm", 1, 10000),
    TEXT("material"),
    DAY("laid"),
    NUM("length_m", 0, MANY),
};

static const struct table_col params[] = {
    ID("name"),
    {"zone_id", TABLE_TEXT, 0, 1, 0, 0, NULL},
    {"value", TABLE_ID, 1, 0, 0, 0, NULL},
    VALID_FROM,
    TEXT("note"),
};

#define TABLE(t)                            \
	{                                   \
#t, t, sizeof t / sizeof *t \
	}

const struct table table_all[TABLES] = {
    TABLE(zones),
    TABLE(points),
    TABLE(edges),
    TABLE(readings),
    TABLE(accounts),
    TABLE(bills),
    TABLE(balance),
    TABLE(events),
    TABLE(pipes),
    TABLE(params),
};

const struct table *
table_find(const char *name)
{
	for (int i = 0; i < TABLES; i++)
		if (strcmp(table_all[i].name, name) == 0)
			return &table_all[i];
	return NULL;
}

int
table_col(const struct table *t, const char *name)
{
	for (size_t i = 0; i < t->ncol; i++)
		if (strcmp(t->col[i].name, name) == 0)
			return (int)i;
	return -1;
}

int
table_col_after(const struct table *t, const char *name, int after)
{
	size_t i = after < 0 ? 0 : (size_t)after;

	for (size_t k = 0; k < t->ncol; k++) {
		if (++i >= t->ncol)
			i = 0;
		if (strcmp(t->col[i].name, name) == 0)
			return (int)i;
	}
	return -1;
}

static int
heading_fits(const struct table *t, char *const *col, size_t ncol)
{
	size_t required = 0, found = 0;

	for (size_t i = 0; i < t->ncol; i++)
		required += (size_t)t->col[i].required;
	for (size_t i = 0; i < ncol; i++) {
		int c = table_col(t, col[i]);

		if (c < 0)
			return 0;
		found += (size_t)t->col[c].required;
	}
	return found == required;
}

const struct table *
table_of(char *const *col, size_t ncol)
{
	const struct table *t = NULL;

	for (int i = 0; i < TABLES; i++) {
		if (!heading_fits(&table_all[i], col, ncol))
			continue;
		if (t != NULL)
			return NULL;
		t = &table_all[i];
	}
	return t;
}

static int
heading_has(char *const *col, size_t ncol, const char *name)
{
	for (size_t i = 0; i < ncol; i++)
		if (strcmp(col[i], name) == 0)
			return 1;
	return 0;
}

const struct table *
table_meant(char *const *col, size_t ncol, const char **odd, const char **lacks)
{
	const struct table *best = NULL;
	size_t most = 0;

	for (int i = 0; i < TABLES; i++) {
		size_t shared = 0;

		for (size_t k = 0; k < ncol; k++)
			shared += table_col(&table_all[i], col[k]) >= 0;
		if (shared > most && 2 * shared >= ncol) {
			most = shared;
			best = &table_all[i];
		}
	}
	*odd = *lacks = NULL;
	for (size_t k = ncol; best != NULL && k-- > 0;)
		if (table_col(best, col[k]) < 0)
			*odd = col[k];
	for (size_t i = best ? best->ncol : 0; i-- > 0;)
		if (best->col[i].required &&
		    !heading_has(col, ncol, best->col[i].name))
			*lacks = best->col[i].name;
	return best;
}

int
table_is_word(const char *words, const char *s)
{
	size_t n = strlen(s);

	if (n == 0 || strchr(s, ' ') != NULL)
		return 0;
	for (const char *p = words; p != NULL; p = strchr(p, ' ')) {
		p += *p == ' ';
		if (strncmp(p, s, n) == 0 && (p[n] == ' ' || p[n] == '\0'))
			return 1;
	}
	return 0;
}

/* Control characters, or a byte-order mark. */
static int
has_unseen(const char *s)
{
	if (strstr(s, "\xEF\xBB\xBF") != NULL)
		return 1;
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7F)
			return 1;
	return 0;
}

static const char *
number_wrong(const struct table_col *c, const char *s)
{
	double v;

	if (num_parse(s, &v) < 0)
		return "is not a number";
	if ((c->lo != 0 || c->hi != 0) && (v < c->lo || v > c->hi))
		return "is out of range";
	return NULL;
}

const char *
table_wrong(const struct table_col *c, const char *s)
{
	int64_t day;

	if (*s == '\0')
		return c->required ? "is missing" : NULL;
	switch (c->type) {
	case TABLE_ID:
		return has_unseen(s) ? "has characters that are not seen" :
				       NULL;
	case TABLE_NUM:
		return number_wrong(c, s);
	case TABLE_DAY:
		return cal_parse_day(s, &day) < 0 ?
			   "is not a day (YYYY-MM-DD)" :
			   NULL;
	case TABLE_WORD:
		return table_is_word(c->words, s) ? NULL :
						    "is none of its words";
	case TABLE_TEXT:
	case TABLE_TIME:
		break;
	}
	return NULL;
}

size_t
table_distance(const char *a, const char *b)
{
	size_t row[64], n = strlen(b), diag, up;

	n = n < 63 ? n : 63;
	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 0; a[i] != '\0'; i++) {
		diag = row[0];
		row[0] = i + 1;
		for (size_t j = 1; j <= n; j++) {
			size_t best = diag + (a[i] != b[j - 1]);

			up = row[j];
			best = best < up + 1 ? best : up + 1;
			best = best < row[j - 1] + 1 ? best : row[j - 1] + 1;
			diag = up;
			row[j] = best;
		}
	}
	return row[n];
}

const char *
table_nearest(const struct table *t, const char *name)
{
	const char *best = t->col[0].name;

	for (size_t i = 1; i < t->ncol; i++)
		if (table_distance(name, t->col[i].name) <
		    table_distance(name, best))
			best = t->col[i].name;
	return best;
}

const char *
table_nearest_word(const char *words, const char *name)
{
	static char best[32];
	char word[32];
	size_t least = 99;

	for (const char *p = words; *p != '\0';) {
		size_t n = strcspn(p, " "), d;

		snprintf(word, sizeof word, "%.*s", (int)n, p);
		d = table_distance(name, word);
		if (d < least) {
			least = d;
			strcpy(best, word);
		}
		p += n + (p[n] == ' ');
	}
	return best;
}
