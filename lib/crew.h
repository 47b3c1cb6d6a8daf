/*
 * Threads that help with whatever there is to do.
 *
 * Work comes from sources, each of which does a little of it when it is asked
 * to and may be asked by any thread.  So there are as many threads as
 * processors, whatever the kinds of work, and none waits while another has too
 * much.  The caller's thread works too, while it would have to wait.
 */
#ifndef WB_CREW_H
#define WB_CREW_H

struct crew;

/* No thread is started before crew_call. */
struct crew *crew_new(void);

/* After the sources are gone. */
void crew_free(struct crew *c);

/* some: does some work and returns 1; 0: there is none that it may do now.
 * Sources are asked in the order in which they came. */
void crew_add(struct crew *c, int (*some)(void *ctx), void *ctx);

/* No thread is in it afterwards. */
void crew_remove(struct crew *c, void *ctx);

/* Some work, in the caller's thread; 0: there is none. */
int crew_work(struct crew *c);

/* There may be more to do.  Cheap while all are at work. */
void crew_call(struct crew *c);

#endif
