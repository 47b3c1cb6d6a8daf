/*
 * What a burst costs by the diameter of the pipe: a table `dn_mm, yuan`, each
 * row for pipes up to that diameter, the largest row for all above as well.
 */
#ifndef WB_DNCOST_H
#define WB_DNCOST_H

#include <stddef.h>

struct dncosts {
	struct dncost {
		double dn_mm, yuan;
	} * row; /* by diameter */
	size_t n, cap;
};

/* 0, or -1: has said why. */
int dncosts_read(struct dncosts *c, const char *path);
void dncosts_release(struct dncosts *c);

/* NaN for a diameter that is not known. */
double dncost_of(const struct dncosts *c, double dn_mm);

#endif
