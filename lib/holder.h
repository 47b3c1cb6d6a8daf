/*
 * Who holds a lock on a file, as far as the system tells.
 *
 * Linux lists the locks of all processes in /proc/locks; to look there opens no
 * descriptor of the file, and so cannot lose locks of our own as fcntl(2)
 * would.
 */
#ifndef WB_HOLDER_H
#define WB_HOLDER_H

#include <stdint.h>

/* The program that holds a write lock on that byte of the file, as in
 * "wb-import (process 4711)", to be freed; NULL: nobody, or it cannot be
 * known. */
char *holder_find(const char *path, int64_t byte);

#endif
