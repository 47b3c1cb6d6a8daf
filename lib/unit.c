#include "unit.h"

#include <string.h>

/* The first unit of a quantity is the one that the store keeps. */
static const struct unit units[] = {
    {"m3/h", "flow", 1, 1},
    {"L/s", "flow", 18, 5},
    {"m3/d", "flow", 1, 24},
    {"ML/d", "flow", 125, 3},
    {"m3", "volume", 1, 1},
    {"L", "volume", 1, 1000},
    {"m", "pressure level", 1, 1},
    {"MPa", "pressure", 100000000, 980665},
    {"kPa", "pressure", 100000, 980665},
    {"bar", "pressure", 10000000, 980665},
    /* 0.45359237 kg on (0.0254 m)^2 */
    {"psi", "pressure", 45359237, 64516000},
    {"kWh", "energy", 1, 1},
    {"kW", "power", 1, 1},
    {"NTU", "turbidity", 1, 1},
    {"mg/L", "chlorine", 1, 1},
    {"C", "temperature", 1, 1},
    {"1", "state ph", 1, 1},
    /* those of exports alone; a US gallon is 3.785411784 L exactly */
    {"gpm", "flow", 22712470704, 100000000000},
    {"L/min", "flow", 3, 50},
    {"L/h", "flow", 1, 1000},
    {"m3/min", "flow", 60, 1},
    {"m3/s", "flow", 3600, 1},
    {"mm", "level", 1, 1000},
    {"cm", "level", 1, 100},
};

enum { UNITS = sizeof units / sizeof *units };

const struct unit *
unit_find(const char *name)
{
	for (int i = 0; i < UNITS; i++)
		if (strcmp(units[i].name, name) == 0)
			return &units[i];
	return NULL;
}

const struct unit *
unit_at(size_t i)
{
	return i < UNITS ? &units[i] : NULL;
}

const struct unit *
unit_stored(const char *quantity)
{
	for (int i = 0; i < UNITS; i++)
		if (unit_fits(&units[i], quantity))
			return &units[i];
	return NULL;
}

int
unit_fits(const struct unit *u, const char *quantity)
{
	size_t n = strlen(quantity);

	for (const char *p = u->quantities; p != NULL; p = strchr(p, ' ')) {
		p += *p == ' ';
		if (strncmp(p, quantity, n) == 0 &&
		    (p[n] == '\0' || p[n] == ' '))
			return 1;
	}
	return 0;
}
