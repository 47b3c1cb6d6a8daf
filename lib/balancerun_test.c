/* What a run refuses before it reads anything. */
#include "balancerun.h"
#include "tap.h"

int
main(void)
{
	struct tool_opts t = {0};
	struct balance_opts o = {.tool = &t};
	struct balance_run r;

	ok(balance_open(&r, &o) == 1, "no period is told, as one line");
	balance_close(&r);
	return tap_done();
}
