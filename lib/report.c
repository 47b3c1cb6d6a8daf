#include "report_part.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "caltime.h"
#include "num.h"
#include "store.h"
#include "store_sql.h"
#include "strmap.h"
#include "table.h"
#include "term.h"
#include "xalloc.h"

/* --- words --- */

const char *
report_word(const struct report *r, const char *zh, const char *en)
{
	return r->zh ? zh : en;
}

const char *
report_term(const struct report *r, const char *id)
{
	const struct term *t = term_find(id);

	return t ? report_word(r, t->zh, t->en) : id;
}

char *
report_flags(const struct report *r, const char *flags)
{
	char *out = xstrdup(""), *next, word[64];
	size_t n;

	for (; *flags != '\0'; flags += n + (flags[n] == ' ')) {
		n = strcspn(flags, " ");
		snprintf(word, sizeof word, "%.*s", (int)n, flags);
		next = xasprintf("%s%s%s", out,
		    *out ? report_word(r, "、", ", ") : "",
		    report_term(r, word));
		free(out);
		out = next;
	}
	return out;
}

const char *
report_value(const struct report *r, const char *s)
{
	static const char *const words[][3] = {{"metered", "计量", "metered"},
	    {"estimated", "估算", "estimated"}, {"sampled", "抽样", "sampled"},
	    {"default", "缺省", "default"}, {"computed", "计算", "computed"},
	    {"azp", "平均压力点", "average point"},
	    {"critical", "最不利点", "critical point"},
	    {"inlet", "进口", "inlet"},
	    {"plant_outlet", "出厂", "plant outlet"},
	    {"cjj92", "CJJ 92", "CJJ 92"}, {"iwa", "IWA", "IWA"},
	    {"confirmed", "属实", "confirmed"},
	    {"nothing_found", "未发现", "nothing found"},
	    {"operation", "运行操作", "operation"},
	    {"sensor_fault", "仪表故障", "sensor fault"},
	    {"unknown", "不明", "unknown"},
	    {"night_step", "夜间流量突增", "night step"},
	    {"night_rise", "夜间流量渐增", "night rise"},
	    {"flow_step", "流量突变", "flow step"},
	    {"low_pressure", "压力过低", "low pressure"},
	    {"high_pressure", "压力过高", "high pressure"},
	    {"pressure_drop", "压力骤降", "pressure drop"},
	    {"pressure_swing", "压力波动", "pressure swing"},
	    {"flatline", "读数不变", "flatline"}, {"spike", "尖峰", "spike"},
	    {"gap", "数据中断", "gap"}, {"range", "超出量程", "range"},
	    {"negative", "负值", "negative"},
	    {"mismatch", "累计与瞬时不符", "mismatch"},
	    {"clock", "时钟偏移", "clock"}, {"limit", "超限", "limit"},
	    {"provisional", "待定", "provisional"}, {"open", "未结", "open"},
	    {"grown", "加重", "grown"}, {"closed", "已结", "closed"},
	    {"short", "短时", "short"}, {"merged", "已合并", "merged"}};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i][0], s) == 0)
			return report_word(r, words[i][1], words[i][2]);
	return report_term(r, s);
}

const char *
report_grade(const struct report *r, const char *grade)
{
	return strcmp(grade, "1") == 0	  ? report_term(r, "grade_1") :
	       strcmp(grade, "2") == 0	  ? report_term(r, "grade_2") :
	       strcmp(grade, "fail") == 0 ? report_term(r, "grade_fail") :
					    "—";
}

char *
report_zone_name(const struct rzone *z)
{
	return *z->name ? xasprintf("%s (%s)", z->name, z->id) : xstrdup(z->id);
}

/* --- zones --- */

long
report_zone(const struct report *r, const char *id)
{
	return strmap_get(&r->zone_at, id);
}

/* What finds the zones: which there are, and which of them have figures. */
struct tree {
	struct report *r;
	const struct frame *zones;
	struct strmap known, seen, wanted; /* ids */
	int id, up, name, owner;
};

static void
add_zone(struct tree *t, long row, const char *id, int depth)
{
	struct report *r = t->r;

	if (strmap_get(&t->seen, id) >= 0)
		return;
	strmap_put(&t->seen, id, 1);
	if (strmap_get(&t->wanted, id) < 0)
		return;
	strmap_put(&r->zone_at, id, (long)r->nzone);
	r->zone = xrealloc(r->zone, r->nzone + 1, sizeof *r->zone);
	r->zone[r->nzone++] = (struct rzone){id,
	    row < 0 ? "" : frame_at(t->zones, (size_t)row, t->name),
	    row < 0 ? "" : frame_at(t->zones, (size_t)row, t->owner), depth};
}

/* Children below their parents, in the order of the table. */
static void
add_tree(struct tree *t, const char *parent, int depth)
{
	if (depth > 20)
		return;
	for (size_t i = 0; i < t->zones->nrow; i++) {
		const char *id = frame_at(t->zones, i, t->id);
		const char *up = frame_at(t->zones, i, t->up);
		int top = !*up || strmap_get(&t->known, up) < 0;

		if (parent ? strcmp(up, parent) != 0 : !top)
			continue;
		if (strmap_get(&t->seen, id) >= 0)
			continue;
		add_zone(t, (long)i, id, depth);
		if (strmap_get(&t->known, id) > 1)
			add_tree(t, id, depth + 1);
	}
}

/* Known zones: 1, and 2 for those that others lie in. */
static void
know(struct tree *t)
{
	for (size_t i = 0; i < t->zones->nrow; i++)
		strmap_put(&t->known, frame_at(t->zones, i, t->id), 1);
	for (size_t i = 0; i < t->zones->nrow; i++)
		if (strmap_get(&t->known, frame_at(t->zones, i, t->up)) > 0)
			strmap_put(&t->known, frame_at(t->zones, i, t->up), 2);
}

/* The zones of the registry as a tree, then those that only figures name; with
 * figures for some of them only, the others are left out. */
static void
find_zones(struct report *r, const struct frame *f)
{
	const struct frame *zones = frames_find(r->in, "zones");
	struct tree t = {.r = r, .zones = zones};
	int id = frame_col(f, "zone_id");

	if (id < 0)
		return;
	for (size_t i = 0; i < f->nrow; i++)
		strmap_put(&t.wanted, frame_at(f, i, id), 1);
	if (zones != NULL) {
		t.id = frame_col(zones, "zone_id");
		t.up = frame_col(zones, "parent_id");
		t.name = frame_col(zones, "name");
		t.owner = frame_col(zones, "owner");
		know(&t);
		add_tree(&t, NULL, 0);
	}
	for (size_t i = 0; i < f->nrow; i++)
		add_zone(&t, -1, frame_at(f, i, id), 0);
	strmap_release(&t.known);
	strmap_release(&t.seen);
	strmap_release(&t.wanted);
}

long
report_pick(
    const struct frame *f, int of, const char *value, int when, const char *day)
{
	for (size_t i = f->nrow; i-- > 0;)
		if (strcmp(frame_at(f, i, of), value) == 0 &&
		    (when < 0 || strcmp(frame_at(f, i, when), day) == 0))
			return (long)i;
	return -1;
}

/* --- sheets --- */

/* 1 if the balance has rows of the period, and calls each of them final. */
static int
all_billed(const struct report *r)
{
	const struct frame *f = frames_find(r->in, "waterbalance --kpi");
	int state = f ? frame_col(f, "bill_state") : -1, rows = 0;

	for (size_t i = 0; state >= 0 && i < f->nrow; i++) {
		if (strcmp(frame_text(f, i, "from"), r->day) != 0)
			continue;
		if (strcmp(frame_at(f, i, state), "final") != 0)
			return 0;
		rows++;
	}
	return rows > 0;
}

const char *
report_state(const struct report *r)
{
	return r->o->final || all_billed(r) ?
		   report_word(r, "正式", "final") :
		   report_word(r, "暂定", "provisional");
}

struct xlsx_sheet *
report_sheet(struct report *r, const struct def_section *d, const char *name,
    const char *about, int repeat_to)
{
	static const struct xlsx_look title = {.size = 16,
					  .bold = 1,
					  .color = INK},
				      sub = {.size = 9, .color = GREY};
	struct xlsx_sheet *s = xlsx_sheet(r->x, name);
	char *sheet = xasprintf("%s", xlsx_name(s));
	struct xlsx_page page = {.landscape = def_yes(d, "landscape", 0),
	    .one_page = def_yes(d, "one_page", 0),
	    .repeat_from = 0,
	    .repeat_to = repeat_to,
	    .header = report_state(r),
	    .footer_left = r->title,
	    .footer_mid = report_word(r, "第 &P 页，共 &N 页", "&P / &N"),
	    .footer_right = sheet};

	xlsx_height(s, 0, 26);
	xlsx_text(s, 0, 0, r->title, &title);
	xlsx_text(s, 1, 0, about, &sub);
	xlsx_page(s, &page);
	free(sheet);
	return s;
}

struct xlsx_sheet *
report_sheet_of(struct report *r, const struct def_section *d, int repeat_to)
{
	const char *about = def_word(d, "about", r->zh);

	return report_sheet(
	    r, d, def_word(d, "name", r->zh), about ? about : "", repeat_to);
}

uint32_t
report_notes(struct report *r, const struct def_section *d,
    struct xlsx_sheet *s, uint32_t row)
{
	static const struct xlsx_look small = {.size = 8, .color = GREY};
	const char *p = def_word(d, "note", r->zh);

	while (p != NULL && *p != '\0') {
		size_t n = strcspn(p, "|");
		char *line = xstrndup(p, n);

		xlsx_text(s, row++, 0, line, &small);
		free(line);
		p += n + (p[n] == '|');
		p += strspn(p, " ");
	}
	return row;
}

const struct def_section *
report_find_sheet(const struct report *r, const char *layout)
{
	for (size_t i = 0; i < r->def->n; i++) {
		const struct def_section *d = &r->def->section[i];
		const char *is = def_get(d, "layout");

		if (d->kind == DEF_SHEET &&
		    strcmp(is ? is : "table", layout) == 0)
			return d;
	}
	return NULL;
}

/* --- tables --- */

int
report_when(const struct frame *f)
{
	int day = frame_col(f, "day");

	return day >= 0 ? day : frame_col(f, "from");
}

/* The bounds of real_loss_m3d are real_loss_lo, _hi; those of ili are ili_lo;
 * those of a balance's volume_m3 are lo and hi. */
void
report_bounds(const struct frame *f, const char *col, int *lo, int *hi)
{
	static const char *const units =
	    "m3h m3d m3 m pct h yuan lcd lcdm m3kmh m3kmd m3hd yr km kwh_d";
	const char *tail = strrchr(col, '_');
	const size_t len[] = {strlen(col),
	    tail && table_is_word(units, tail + 1) ? (size_t)(tail - col) : 0};
	char name[64];

	for (int i = 0; i < 2; i++) {
		if (len[i] == 0)
			continue;
		snprintf(name, sizeof name, "%.*s_lo", (int)len[i], col);
		*lo = frame_col(f, name);
		snprintf(name, sizeof name, "%.*s_hi", (int)len[i], col);
		*hi = frame_col(f, name);
		if (*lo >= 0 && *hi >= 0)
			return;
	}
	*lo = *hi = -1;
	if (strcmp(col, "volume_m3") == 0) {
		*lo = frame_col(f, "lo");
		*hi = frame_col(f, "hi");
	}
}

static void
sql_cell(struct store_sql *q, int col, char *buf, const char **out)
{
	switch (store_sql_type(q, col)) {
	case STORE_SQL_NULL:
		*out = "";
		break;
	case STORE_SQL_INT:
		snprintf(
		    buf, NUM_BUF, "%lld", (long long)store_sql_int(q, col));
		*out = buf;
		break;
	case STORE_SQL_NUM:
		*out = num_exact(store_sql_num(q, col), buf);
		break;
	case STORE_SQL_TEXT:
		*out = store_sql_text(q, col);
		break;
	}
}

static int
ask(struct store_sql *q, const char *name, struct frame *own)
{
	int n = store_sql_ncol(q), got;
	const char **cell = xcalloc((size_t)n + 1, sizeof *cell);
	char(*buf)[NUM_BUF] = xcalloc((size_t)n + 1, sizeof *buf);

	for (int i = 0; i < n; i++)
		cell[i] = store_sql_name(q, i);
	frame_init(own, name, cell, (size_t)n);
	while ((got = store_sql_next(q)) > 0) {
		for (int i = 0; i < n; i++)
			sql_cell(q, i, buf[i], &cell[i]);
		if (frame_add(own, cell) < 0) {
			warnx("sheet %s: the answer is too large", name);
			got = -1;
			break;
		}
	}
	free(cell);
	free(buf);
	return got;
}

static int
ask_store(struct report *r, const struct def_section *d, struct frame *own)
{
	struct store *s = store_open(r->o->db);
	struct store_sql *q = s ? store_sql_open(s, def_get(d, "sql")) : NULL;
	int got = q ? ask(q, d->id, own) : -1;

	store_sql_close(q);
	store_close(s);
	return got;
}

const struct frame *
report_frame(struct report *r, const struct def_section *d, struct frame *own,
    int *failed)
{
	const char *table = def_get(d, "table");
	const struct frame *f = NULL;

	*own = (struct frame){0};
	if (table != NULL) {
		f = frames_find(r->in, table);
	} else if (def_get(d, "sql") != NULL && r->o->db != NULL) {
		if (ask_store(r, d, own) < 0)
			*failed = 1;
		else
			f = own;
	}
	if (f == NULL && !*failed && def_yes(d, "required", 0)) {
		if (table != NULL)
			warnx("no table %s, which %s requires", table,
			    r->def->path);
		else
			warnx("no store (-d), which %s requires", r->def->path);
		*failed = 1;
	}
	return f;
}

int
report_where(const struct def_section *d, const struct frame *f, size_t row)
{
	const char *p = def_get(d, "where");
	struct def_test t;

	while (p != NULL && def_test_next(&p, &t) > 0) {
		const char *a = frame_text(f, row, t.left);
		const char *b = frame_col(f, t.right) >= 0 ?
				    frame_text(f, row, t.right) :
				    t.right;
		double x, y;
		int both = num_parse(a, &x) == 0 && num_parse(b, &y) == 0;
		int c = both ? (x > y) - (x < y) : strcmp(a, b);

		if (*a == '\0' || !(strcmp(t.op, "<") == 0    ? c < 0 :
				      strcmp(t.op, "<=") == 0 ? c <= 0 :
				      strcmp(t.op, ">") == 0  ? c > 0 :
				      strcmp(t.op, ">=") == 0 ? c >= 0 :
				      strcmp(t.op, "=") == 0  ? c == 0 :
								c != 0))
			return 0;
	}
	return 1;
}

/* --- formats --- */

static int
ends(const char *s, const char *with)
{
	size_t n = strlen(s), k = strlen(with);

	return n >= k && strcmp(s + n - k, with) == 0;
}

static const char *
named_format(const char *name)
{
	/* 万 is ten thousand: a thousand by the comma, and a point put in. */
	static const char *const known[][2] = {{"m3", "#,##0"},
	    {"m3h", "#,##0.00"}, {"m3d", "#,##0.0"}, {"pct", "0.00"},
	    {"share", "0.0%"}, {"m", "0.0"}, {"yuan", "#,##0"},
	    {"count", "#,##0"}, {"ratio", "0.00"}, {"wan", "0!.0,\"万\""}};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i][0], name) == 0)
			return known[i][1];
	return name;
}

const char *
report_format(const struct report *r, const char *sheet, const char *col)
{
	static const char *const units[][2] = {{"m³/h", "#,##0.00"},
	    {"m³", "#,##0"}, {"m³/d", "#,##0.0"}, {"%", "0.00"}, {"m", "0.0"},
	    {"h", "#,##0.0"}, {"yuan", "#,##0"}, {"yuan/yr", "#,##0"}};
	const char *own = def_column(r->def, sheet, col, "format", -1);
	const struct term *t = term_find(col);

	if (own != NULL)
		return named_format(own);
	if (t == NULL || (*t->unit == '\0' && t->digits == 0))
		return "General";
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strcmp(units[i][0], t->unit) == 0)
			return units[i][1];
	if (ends(col, "coverage") || ends(col, "share"))
		return "0.0%";
	return strcmp(col, "ili") == 0 ? "0.0" : "0.00";
}

char *
report_note(const struct report *r, const char *col)
{
	const struct term *t = term_find(col);

	if (t == NULL || *t->formula == '\0')
		return NULL;
	return xasprintf("%s%s%s%s\n%s%s%s", report_term(r, col),
	    *t->unit ? " (" : "", t->unit, *t->unit ? ")" : "", t->formula,
	    *t->source ? "\n" : "", t->source);
}

/* --- titles --- */

static void
month_text(const struct report *r, const char *day, char *out, size_t size)
{
	static const char *const en[] = {"January", "February", "March",
	    "April", "May", "June", "July", "August", "September", "October",
	    "November", "December"};
	int64_t d;
	int y, m, mday;

	if (cal_parse_day(day, &d) < 0) {
		snprintf(out, size, "%s", day);
		return;
	}
	cal_civil(d, &y, &m, &mday);
	if (r->zh)
		snprintf(out, size, "%d年%d月", y, m);
	else
		snprintf(out, size, "%s %d", en[m - 1], y);
}

/* The last text of a column: days sort as text. */
static const char *
last_of(const struct frame *f, int col)
{
	const char *last = "";

	for (size_t i = 0; i < f->nrow; i++)
		if (strcmp(frame_at(f, i, col), last) > 0)
			last = frame_at(f, i, col);
	return last;
}

/* Instant of the workbook: SOURCE_DATE_EPOCH, else the day of its figures. */
static int64_t
creation(const char *day)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	int64_t t;

	if (epoch != NULL && num_int(epoch, 0, INT64_MAX, &t) == 0)
		return t;
	return cal_parse_day(day, &t) < 0 ? 0 : t * CAL_DAY_S;
}

/* The report's day or period, from the last row of its table or --day. */
static void
set_period(struct report *r, const struct frame *f, char *when, size_t size)
{
	const char *period = def_get(&r->def->section[0], "period");
	char day[CAL_BUF];

	snprintf(r->day, sizeof r->day, "%.15s", last_of(f, report_when(f)));
	if (r->o->day != INT64_MIN) {
		cal_day_text(r->o->day, day);
		snprintf(r->day, sizeof r->day, "%.15s", day);
	}
	if (period != NULL && strcmp(period, "month") == 0)
		month_text(r, r->day, when, size);
	else if (period != NULL && strcmp(period, "year") == 0)
		snprintf(
		    when, size, "%.4s%s", r->day, report_word(r, "年", ""));
	else
		snprintf(when, size, "%s", r->day);
	if (frame_col(f, "to") >= 0)
		snprintf(r->period, sizeof r->period, "%s – %s", r->day,
		    last_of(f, frame_col(f, "to")));
	else
		snprintf(r->period, sizeof r->period, "%s", r->day);
}

static int
start(struct report *r, const struct frame *f)
{
	const struct report_opts *o = r->o;
	size_t cells = 0;
	char when[40];

	set_period(r, f, when, sizeof when);
	r->title = xasprintf("%s%s%s",
	    o->title ? o->title : def_word(&r->def->section[0], "title", r->zh),
	    r->zh || o->title ? " " : ", ", when);
	for (size_t i = 0; i < r->in->n; i++)
		cells += r->in->frame[i].nrow * r->in->frame[i].ncol;
	/* Below that charts keep copies of their figures for previews. */
	r->large = cells > 200000;
	r->x = xlsx_new(r->title, report_word(r, "Microsoft YaHei", "Calibri"),
	    creation(r->day), r->large);
	return r->x ? 0 : -1;
}

/* The day asked for must be among the figures. */
static int
has_day(const struct report *r, const struct frame *f)
{
	int when = report_when(f);

	for (size_t i = 0; i < f->nrow; i++)
		if (strcmp(frame_at(f, i, when), r->day) == 0)
			return 1;
	warnx("the table %s has no row of %s", r->shown, r->day);
	return 0;
}

static void
not_supplied(struct report *r, const struct def_section *d)
{
	static const struct xlsx_look look = {
	    .size = 11, .color = GREY, .italic = 1};
	struct xlsx_sheet *s = report_sheet_of(r, d, 1);
	const char *table = def_get(d, "table");
	char *text =
	    xasprintf("%s%s%s", report_word(r, "未提供该表", "not supplied"),
		table ? ": " : "", table ? table : "");

	xlsx_text(s, 3, 0, text, &look);
	xlsx_width(s, 0, 0, 40);
	free(text);
}

static int
draw(struct report *r, const struct def_section *d)
{
	const char *layout = def_get(d, "layout");
	const struct frame *f;
	struct frame own;
	int failed = 0;

	if (layout != NULL && strcmp(layout, "definitions") == 0) {
		report_meaning(r, d);
		return 0;
	}
	if (layout != NULL && strcmp(layout, "sources") == 0) {
		report_sources(r, d);
		return 0;
	}
	f = report_frame(r, d, &own, &failed);
	if (f == NULL && !failed)
		not_supplied(r, d);
	else if (failed)
		;
	else if (layout == NULL || strcmp(layout, "table") == 0)
		failed = report_table(r, d, f) < 0;
	else if (strcmp(layout, "cover") == 0)
		report_cover(r, d, f);
	else if (strcmp(layout, "balance") == 0)
		report_balance(r, d, f);
	else
		report_charts(r, d, f);
	frame_release(&own);
	return failed ? -1 : 0;
}

static int
draw_all(struct report *r)
{
	for (size_t i = 0; i < r->def->n; i++)
		if (r->def->section[i].kind == DEF_SHEET &&
		    draw(r, &r->def->section[i]) < 0)
			return -1;
	return 0;
}

int
report_write(const struct frames *in, const struct report_opts *o, FILE *fp,
    char sha256[65])
{
	struct report r = {.in = in, .o = o, .def = o->def, .zh = o->zh};
	const struct frame *f;
	int got = -1;

	r.shown = def_get(&o->def->section[0], "table");
	f = frames_find(in, r.shown);
	if (f == NULL || f->nrow == 0) {
		warnx("no rows of the table %s: nothing to report", r.shown);
		return -1;
	}
	find_zones(&r, f);
	if (start(&r, f) == 0 && has_day(&r, f) && draw_all(&r) == 0)
		got = xlsx_write(r.x, fp, sha256);
	xlsx_free(r.x);
	free(r.title);
	free(r.zone);
	strmap_release(&r.zone_at);
	return got;
}
