/*
 * The names of err(3) for what lib/say.h says.
 */
#ifndef WB_ERR_H
#define WB_ERR_H

#include "say.h"

#define warnx(...) say(__VA_ARGS__)
#define warn(...)  say_errno(__VA_ARGS__)
#define errx(...)  say_exit(__VA_ARGS__)
#define err(...)   say_errno_exit(__VA_ARGS__)

#endif
