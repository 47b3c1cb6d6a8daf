/* The store's file, the disk it lies on, its backups. */
#include <dirent.h>
#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ops.h"
#include "store_backup.h"
#include "xalloc.h"

static const double MB = 1e6;

/* --- the store --- */

static int
integrity(struct ops *o, struct store *s, const char *section,
    const char *check, const char *subject)
{
	char *fault;
	int64_t faults = store_check(s, &fault);
	struct ops_line *l;

	if (faults < 0)
		return -1;
	l = ops_add(o, section, check, subject, (double)faults, "", NAN, 1);
	if (fault != NULL)
		ops_detail(
		    o, l, "faults; the first: %s", "处错误，首处：%s", fault);
	else
		ops_detail(o, l, "faults", "处错误");
	free(fault);
	return 0;
}

/* The day of the first import, by the clock of the machine; -1: none. */
static int64_t
first_import_day(struct ops *o)
{
	struct store_import *im;
	struct cal_stamp at;
	size_t n = store_imports(o->s, &im);
	int64_t day = -1;

	if (n > 0 && cal_parse_stamp(im[0].at, &at) == 0)
		day = at.day;
	store_imports_free(im, n);
	return day;
}

/* A store of so few days has no usual growth yet: its first imports bring years
 * of readings in a day. */
enum { YOUNG_DAYS = 7 };

/* Days since the first import; -1: there was none up to that day. */
static int64_t
age_of_store(struct ops *o)
{
	int64_t first = first_import_day(o);

	return first < 0 || first > o->day ? -1 : o->day - first;
}

/* Bytes a day since the inspection before, else since the first import of a
 * store that is no longer young; NaN: cannot be told yet. */
static double
growth(struct ops *o, double bytes, int64_t age, int *since_before)
{
	*since_before = !isnan(o->last_bytes) && o->last_day < o->day;
	if (*since_before)
		return (bytes - o->last_bytes) / (double)(o->day - o->last_day);
	return age >= YOUNG_DAYS ? bytes / (double)(age + 1) : NAN;
}

/* The line of a figure that cannot be known in the first days: no fault, so
 * green. */
static void
not_yet(struct ops *o, struct ops_line *l, int64_t age, double left)
{
	l->light = OPS_GREEN;
	if (age < 0)
		ops_detail(o, l,
		    "not known yet: nothing was imported up to that day; "
		    "%.0f MB are left",
		    "尚不可知：截至该日没有导入；剩余 %.0f MB", left / MB);
	else
		ops_detail(o, l,
		    "not known yet: first inspection, the first import is "
		    "%lld days old (%d are needed); %.0f MB are left",
		    "尚不可知：首次巡检，首次导入至今 %lld 天（需 %d 天）；"
		    "剩余 %.0f MB",
		    (long long)age, YOUNG_DAYS, left / MB);
}

/* Days until the disk is full.  While no rate is known the store must at least
 * have room to become twice as large. */
static void
disk_full(struct ops *o, double bytes, double left, double grows, int64_t age)
{
	struct ops_line *l = ops_add_least(o, "store", "disk_full", "",
	    isnan(grows) ? NAN :
	    grows > 0	 ? left / grows :
			   INFINITY,
	    "d", ops_limit(o, "ops_disk_days"),
	    ops_limit(o, "ops_disk_red_days"));

	if (isnan(grows) && left >= bytes) {
		not_yet(o, l, age, left);
		return;
	}
	if (isnan(grows))
		ops_detail(o, l,
		    "the rate is not known yet, and the store has no room to "
		    "become twice as large: %.0f MB are left",
		    "增长速度尚不可知，而剩余空间不足现有数据库的一倍：剩余 "
		    "%.0f MB",
		    left / MB);
	else
		ops_detail(o, l,
		    "until the disk is full at this rate; %.0f MB are left",
		    "按此速度磁盘写满的天数；剩余 %.0f MB", left / MB);
	if (isinf(l->measured)) /* it does not grow */
		l->measured = NAN;
}

int
ops_store(struct ops *o)
{
	double bytes, left, grows;
	int64_t age = age_of_store(o);
	struct ops_line *l;
	int is, known, since;

	if (integrity(o, o->s, "store", "integrity", "") < 0 ||
	    store_schema(o->db, &is, &known) < 0 ||
	    store_room(o->db, &bytes, &left) < 0)
		return -1;
	l = ops_add(o, "store", "schema", "", is, "", NAN, NAN);
	ops_detail(
	    o, l, "the programs know schema %d", "程序的架构版本为 %d", known);
	ops_add(o, "store", "size", "", bytes / MB, "MB", NAN, NAN);
	grows = growth(o, bytes, age, &since);
	l = ops_add(o, "store", "growth", "", grows / MB, "MB/d", NAN, NAN);
	if (isnan(grows))
		not_yet(o, l, age, left);
	else
		ops_detail(o, l,
		    since ? "since the inspection before" :
			    "on the mean since the first import",
		    since ? "自上次巡检以来" : "自首次导入以来的平均值");
	disk_full(o, bytes, left, grows, age);
	return 0;
}

/* --- backups --- */

/* The moment in the name of a backup of the store, NAME-YYYYMMDDTHHMMSSZ.db;
 * -1: it is none. */
static int64_t
moment_of(const char *file, const char *name)
{
	size_t n = strlen(name);
	struct tm tm = {0};
	const char *end;

	if (strncmp(file, name, n) != 0 || file[n] != '-')
		return -1;
	end = strptime(file + n + 1, "%Y%m%dT%H%M%SZ.db", &tm);
	return end == NULL || *end != '\0' ? -1 : timegm(&tm);
}

/* The newest backup by name; how many there are.  -1: has said why. */
static int
newest(struct ops *o, char **path, int64_t *moment)
{
	const char *slash = strrchr(o->db, '/');
	char *name = xstrdup(slash ? slash + 1 : o->db);
	char *dot = strrchr(name, '.');
	DIR *dir = opendir(o->backups);
	struct dirent *e;
	int n = 0;

	if (dot != NULL && dot != name)
		*dot = '\0';
	*path = NULL;
	*moment = -1;
	while (dir != NULL && (e = readdir(dir)) != NULL) {
		int64_t t = moment_of(e->d_name, name);

		n += t >= 0;
		if (t <= *moment)
			continue;
		*moment = t;
		free(*path);
		*path = xasprintf("%s/%s", o->backups, e->d_name);
	}
	if (dir == NULL)
		warn("%s", o->backups);
	else
		closedir(dir);
	free(name);
	return dir == NULL ? -1 : n;
}

/* Compares the readings of a day; how many points differ, -1: has said why. */
static long
differ(struct store *a, struct store *b, int64_t day)
{
	struct reading *ra = NULL, *rb = NULL;
	size_t ca = 0, cb = 0, n;
	struct store_listed *p;
	long bad = 0;

	if (store_points(b, &p, &n) < 0)
		return -1;
	for (size_t i = 0; i < n && bad >= 0; i++) {
		struct store_point in_a = {0};
		long na = store_point(a, p[i].id, &in_a) < 0 ?
			      -1 :
			      store_day(a, in_a.n, day, &ra, &ca);
		long nb = store_day(b, p[i].p.n, day, &rb, &cb);
		int same = na == nb;

		for (long k = 0; same && k < na; k++)
			same = ra[k].off == rb[k].off && ra[k].v == rb[k].v;
		bad = na < 0 || nb < 0 ? -1 : bad + !same;
	}
	store_points_free(p, n);
	free(ra);
	free(rb);
	return bad;
}

/* What the restored store lacks or has otherwise: imports by SHA-256, and the
 * readings of its last day as the store knew them then.  *behind: imports that
 * came since.  -1: has said why. */
static long
compare(struct ops *o, struct store *restored, int64_t *behind)
{
	struct store *s = store_open(o->db);
	struct store_import *a, *b;
	size_t na = store_imports(o->s, &a), nb = store_imports(restored, &b);
	int64_t first, last;
	long bad = s ? 0 : -1;
	char id[32];

	*behind = na > nb ? (int64_t)(na - nb) : 0;
	for (size_t i = 0; bad >= 0 && i < nb; i++)
		bad += i >= na || strcmp(a[i].sha256, b[i].sha256) != 0;
	snprintf(id, sizeof id, "%lld", nb ? (long long)b[nb - 1].id : 0LL);
	if (bad == 0 && nb > 0 && store_span(restored, &first, &last) == 0) {
		if (store_as_of(s, id) < 0)
			bad = -1;
		else
			bad = differ(s, restored, last);
	}
	store_imports_free(a, na);
	store_imports_free(b, nb);
	store_close(s);
	return bad;
}

/* Restores the backup into a temporary file and looks at that. */
static int
restore_trial(struct ops *o, const char *path, const char *temporary)
{
	struct store *s = NULL;
	int64_t behind = 0;
	struct ops_line *l;
	int from, to; /* schemas: it may be of an older one */
	long bad = -1;

	if (store_backup(path, temporary) == 0 &&
	    store_migrate(temporary, STORE_WAIT_MS, &from, &to) == 0 &&
	    (s = store_open(temporary)) != NULL)
		bad = compare(o, s, &behind);
	store_close(s);
	l = ops_add(o, "backups", "restore", "", bad < 0 ? NAN : (double)bad,
	    "", NAN, 1);
	if (bad < 0)
		l->light = OPS_RED;
	ops_detail(o, l,
	    bad < 0 ?
		"the newest cannot be restored: standard error says why" :
		"differences: restored into a temporary file, its imports and "
		"the readings of its last day compared",
	    bad < 0 ? "最新备份无法恢复，原因见标准错误输出" :
		      "处差异：恢复到临时文件并比对导入记录与最后一日读数");
	l = ops_add(o, "backups", "behind", "", (double)behind, "", NAN, NAN);
	ops_detail(o, l, "imports since, which would have to come again",
	    "次导入晚于备份，恢复后须重新导入");
	return 0;
}

static int
try_newest(struct ops *o, const char *path)
{
	const char *tmp = getenv("TMPDIR");
	char *dir = xasprintf("%s/wb-restore-XXXXXX", tmp ? tmp : "/tmp");
	char *file;
	int got;

	if (mkdtemp(dir) == NULL) {
		warn("%s", dir);
		free(dir);
		return -1;
	}
	file = xasprintf("%s/trial.db", dir);
	got = restore_trial(o, path, file);
	unlink(file);
	rmdir(dir);
	free(file);
	free(dir);
	return got;
}

/* How many there are.  One is enough while the store is too young to have two
 * of two nights. */
static void
kept(struct ops *o, int n)
{
	struct ops_line *l =
	    ops_add_least(o, "backups", "kept", "", n, "", 2, 1);
	int64_t age = age_of_store(o);

	if (n == 1 && age >= 0 && age < 2) {
		l->light = OPS_GREEN;
		ops_detail(o, l,
		    "the first; the first import is %lld days old, the next "
		    "is due in the night",
		    "首份；首次导入至今 %lld 天，下一份应在当夜完成",
		    (long long)age);
	} else {
		ops_detail(o, l, "in the folder", "份（在该目录中）");
	}
}

int
ops_backups(struct ops *o)
{
	struct ops_line *l;
	char *path = NULL;
	int64_t moment = -1;
	int n, got = 0;

	if (o->backups == NULL) {
		l = ops_add(o, "backups", "age", "", NAN, "h", NAN, NAN);
		ops_detail(o, l,
		    "not looked at: name their folder by --backups",
		    "未检查：请用 --backups 指定备份目录");
		return 0;
	}
	if ((n = newest(o, &path, &moment)) < 0)
		return -1;
	kept(o, n);
	l = ops_add(o, "backups", "age", "",
	    n > 0 ? fmax(0, (double)(o->end - moment) / 3600) : NAN, "h",
	    ops_limit(o, "ops_backup_h"), ops_limit(o, "ops_backup_red_h"));
	ops_detail(o, l, n > 0 ? "the newest" : "there is none",
	    n > 0 ? "最新备份" : "没有备份");
	if (n == 0)
		l->light = OPS_RED;
	else
		got = try_newest(o, path);
	free(path);
	return got;
}
