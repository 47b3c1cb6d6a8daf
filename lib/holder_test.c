/* A lock of another process is found, and no other one. */
#include "holder.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"
#include "xalloc.h"

/* A child that holds bytes from..from+n-1 until it is told. */
static pid_t
hold(const char *path, off_t from, off_t n, short type, int *go)
{
	struct flock l = {
	    .l_type = type, .l_whence = SEEK_SET, .l_start = from, .l_len = n};
	int ready[2], end[2];
	char c;
	pid_t pid;

	if (pipe(ready) < 0 || pipe(end) < 0 || (pid = fork()) < 0)
		exit(1);
	if (pid == 0) {
		int fd = open(path, O_RDWR);

		close(end[1]);
		if (fd < 0 || fcntl(fd, F_SETLK, &l) < 0 ||
		    write(ready[1], "", 1) != 1 || read(end[0], &c, 1) < 0)
			_exit(1);
		_exit(0);
	}
	close(end[0]);
	close(ready[1]);
	if (read(ready[0], &c, 1) != 1)
		exit(1);
	close(ready[0]);
	*go = end[1];
	return pid;
}

static void
let_go(pid_t pid, int go)
{
	close(go);
	waitpid(pid, NULL, 0);
}

static int
found(const char *path, int64_t byte, pid_t pid)
{
	char *who = holder_find(path, byte);
	char *want = xasprintf("holder_test (process %ld)", (long)pid);
	int same =
	    pid == 0 ? who == NULL : who != NULL && strcmp(who, want) == 0;

	free(who);
	free(want);
	return same;
}

int
main(void)
{
	char path[] = "/tmp/holder.XXXXXX";
	int fd = mkstemp(path), go;
	pid_t pid;

	if (fd < 0)
		return 1;
	if (access("/proc/locks", R_OK) < 0) {
		printf("1..0 # SKIP no /proc/locks\n");
		return 0;
	}
	ok(found(path, 100, 0), "nobody");
	pid = hold(path, 100, 1, F_WRLCK, &go);
	ok(found(path, 100, pid), "the one that holds the byte");
	ok(found(path, 99, 0) && found(path, 101, 0), "not beside it");
	ok(found("/", 100, 0), "not of another file");
	let_go(pid, go);
	pid = hold(path, 50, 0, F_WRLCK, &go);
	ok(found(path, 5000000000, pid), "a range without end");
	let_go(pid, go);
	pid = hold(path, 100, 1, F_RDLCK, &go);
	ok(found(path, 100, 0), "a reader is none that writes");
	let_go(pid, go);
	ok(found(path, 100, 0), "nobody any more");
	ok(found("/nowhere/at all", 1, 0), "no file");
	close(fd);
	unlink(path);
	return tap_done();
}
