/* Events by zone and point: the lists hold all that the slow way finds. */
#include "network.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "intake.h"
#include "tap.h"
#include "xalloc.h"

enum { ZONES = 25, POINTS = 40, EDGES = 60, EVENTS = 300 };

static unsigned long long seed = 7;

static int
rnd(int n)
{
	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (int)((seed >> 33) % (unsigned long long)n);
}

/* A table from its text. */
static void
import(struct store *s, const char *table, const char *text)
{
	char path[] = "/tmp/wb-network-test-XXXXXX";
	struct map *m = map_canonical(table_find(table));
	struct intake_opts o = intake_defaults;
	struct intake_result r;
	int fd = mkstemp(path);

	if (write(fd, text, strlen(text)) < 0 ||
	    intake_file(s, m, path, &o, &r) < 0 || r.rejected > 0)
		abort();
	close(fd);
	unlink(path);
	map_free(m);
}

/* A zone's parent is one before it, or none. */
static struct store *
utility(void)
{
	struct store *s = store_open_rw(":memory:", "UTC");
	char *text[4];
	size_t n;
	FILE *fp;

	fp = open_memstream(&text[0], &n);
	fputs("zone_id,parent_id\n", fp);
	for (int i = 0; i < ZONES; i++)
		if (i > 0 && rnd(4) > 0)
			fprintf(fp, "Z%02d,Z%02d\n", i, rnd(i));
		else
			fprintf(fp, "Z%02d,\n", i);
	fclose(fp);
	fp = open_memstream(&text[1], &n);
	fputs("point_id,quantity,unit\n", fp);
	for (int i = 0; i < POINTS; i++)
		fprintf(fp, "P%02d,flow,m3/h\n", i);
	fclose(fp);
	fp = open_memstream(&text[2], &n);
	fputs("zone_id,point_id,role\n", fp);
	for (int i = 0; i < EDGES; i++) /* some points of two zones, or none */
		fprintf(fp, "Z%02d,P%02d,%s\n", i % ZONES,
		    i / ZONES * 13 + i % 13,
		    i / ZONES == 0 ? "inflow" : "outflow");
	fclose(fp);
	fp = open_memstream(&text[3], &n);
	fputs("event_id,kind,zone_id,point_id,start,end,effect\n", fp);
	for (int i = 0; i < EVENTS; i++) {
		char zone[8] = "", point[8] = "";

		if (rnd(3) == 0)
			snprintf(point, sizeof point, "P%02d", rnd(POINTS));
		if (rnd(3) > 0)
			snprintf(zone, sizeof zone, "Z%02d", rnd(ZONES));
		fprintf(fp, "E%d,other,%s,%s,2026-03-%02d 00:00,%s,%s\n", i,
		    zone, point, 1 + rnd(9), rnd(3) ? "2026-03-12 00:00" : "",
		    rnd(3) ? "mask" :
		    rnd(2) ? "mark" :
			     "");
	}
	fclose(fp);
	for (int i = 0; i < 4; i++) {
		static const char *const table[] = {
		    "zones", "points", "edges", "events"};

		import(s, table[i], text[i]);
		free(text[i]);
	}
	return s;
}

static int
holds(struct net_events l, size_t event)
{
	for (size_t i = 0; i < l.n; i++)
		if (l.i[i] == event)
			return 1;
	return 0;
}

static int
in_order(struct net_events l, size_t nevent)
{
	for (size_t i = 0; i < l.n; i++)
		if (l.i[i] >= nevent || (i > 0 && l.i[i] <= l.i[i - 1]))
			return 0;
	return 1;
}

/* 1 if the lists are what asking each event finds; *n events were hits. */
static int
zones_agree(const struct network *n, size_t *hits)
{
	int all = 1;

	*hits = 0;
	for (size_t z = 0; z < n->nzone; z++) {
		struct net_events l = network_zone_events(n, z);

		all &= in_order(l, n->nevent);
		for (size_t e = 0; e < n->nevent; e++) {
			const struct net_event *v = &n->event[e];
			int hit = (v->mask || v->mark) &&
				  network_event_hits(
				      n, v, z, INT64_MIN, INT64_MAX - 1);

			all &= hit == holds(l, e);
			*hits += (size_t)hit;
		}
	}
	return all;
}

static int
points_agree(const struct network *n)
{
	int all = 1;

	for (size_t p = 0; p < n->npoint; p++) {
		struct net_events l = network_point_events(n, p);

		all &= in_order(l, n->nevent);
		for (size_t e = 0; e < n->nevent; e++) {
			const struct net_event *v = &n->event[e];
			int own = strcmp(v->point_id, n->point[p].id) == 0;
			int everywhere =
			    *v->point_id == '\0' && *v->zone_id == '\0';

			all &= (own || everywhere) == holds(l, e);
		}
	}
	return all;
}

int
main(void)
{
	struct store *s = utility();
	struct network *n = network_load(s);
	size_t hits;

	ok(n != NULL && n->nzone == ZONES && n->npoint == POINTS &&
		n->nevent > EVENTS / 2,
	    "a utility of 25 zones");
	ok(zones_agree(n, &hits), "events of each zone, as asked one by one");
	ok(hits > EVENTS, "many of them");
	ok(points_agree(n), "events of each point, and of everywhere");
	network_free(n);
	n = network_points(s);
	ok(n != NULL && n->nzone == 0 && points_agree(n),
	    "the same without zones");
	network_free(n);
	store_close(s);
	return tap_done();
}
