#include "holder.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "xalloc.h"

/* The process that a line of /proc/locks names, if it is about that byte of the
 * file with that inode; 0: it is not. */
static long
process_of(const char *line, uintmax_t inode, int64_t byte)
{
	uintmax_t ino;
	int64_t from, to;
	char end[24];
	long pid;

	/* 1: POSIX  ADVISORY  WRITE 8410 fe:00:119 1073741825 EOF */
	if (sscanf(line,
		"%*d: POSIX %*s WRITE %ld %*x:%*x:%ju %" SCNd64 " %23s", &pid,
		&ino, &from, end) != 4)
		return 0;
	if (sscanf(end, "%" SCNd64, &to) != 1)
		to = INT64_MAX;
	return ino == inode && from <= byte && byte <= to && pid > 0 ? pid : 0;
}

/* The name of a process, or "a program". */
static void
program_name(long pid, char *name, size_t size)
{
	char *path = xasprintf("/proc/%ld/comm", pid);
	FILE *fp = fopen(path, "re");

	free(path);
	snprintf(name, size, "a program");
	if (fp == NULL)
		return;
	if (fgets(name, (int)size, fp) == NULL)
		snprintf(name, size, "a program");
	name[strcspn(name, "\n")] = '\0';
	fclose(fp);
}

char *
holder_find(const char *path, int64_t byte)
{
	char line[256], name[64];
	struct stat st;
	long pid = 0;
	FILE *fp;

	if (stat(path, &st) < 0 || (fp = fopen("/proc/locks", "re")) == NULL)
		return NULL;
	while (pid == 0 && fgets(line, sizeof line, fp) != NULL)
		pid = process_of(line, st.st_ino, byte);
	fclose(fp);
	if (pid == 0)
		return NULL;
	program_name(pid, name, sizeof name);
	return xasprintf("%s (process %ld)", name, pid);
}
