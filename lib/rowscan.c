#include "rowscan.h"

#include "caltime.h"

int32_t
rowscan_day_or(struct rowscan_days *c, const char *s, int32_t none)
{
	int32_t day;

	return rowscan_day(c, s, s + strlen(s), &day) ? day : none;
}

const double rowscan_pow10[16] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8,
    1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

int
rowscan_learn(struct rowscan_days *c, const char *p, unsigned i)
{
	char text[11];
	int64_t day, next;
	int y, m, d;

	memcpy(text, p, 8);
	memcpy(text + 8, "01", 3);
	if (cal_parse_day(text, &day) < 0)
		return 0;
	cal_civil(day, &y, &m, &d);
	next = m == 12 ? cal_day(y + 1, 1, 1) : cal_day(y, m + 1, 1);
	memcpy(&c->key[i], p, 8);
	c->first[i] = (int32_t)day;
	c->n[i] = (int8_t)(next - day);
	return 1;
}
