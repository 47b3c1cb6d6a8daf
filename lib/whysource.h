/*
 * What a trail's raw figures, parameters and columns of registries rest on: the
 * rows of the store, and the imports that brought them.
 */
#ifndef WB_WHYSOURCE_H
#define WB_WHYSOURCE_H

#include "whyexplain.h"

/* Each adds rows to the trail and to the imports.  0; -1: the store failed, has
 * said why. */
int whysource_param(const struct why *w, const char *name, double v,
    struct trail *t, struct whyimports *i);
int whysource_registry(const struct why *w, const char *name, double v,
    struct trail *t, struct whyimports *i);
int whysource_readings(const struct why *w, const struct why_what *what,
    struct trail *t, struct whyimports *i);
int whysource_bills(const struct why *w, struct trail *t, struct whyimports *i);
int whysource_given(const struct why *w, const char *item, struct trail *t,
    struct whyimports *i);

#endif
