/*
 * Bills of many accounts in few bytes.
 *
 * Most bills begin where the one before ended, with its register, and end at
 * a register that is higher by their volume, a short decimal; so one takes
 * three or four bytes where the struct takes forty.  Nothing is lost: what is
 * no such bill is written out in full, and comes back to the last bit.
 *
 * Bills come in any order of accounts.  Each account has a chain of small
 * blocks in one pool, in the order in which its bills were added.
 */
#ifndef WB_BILLPACK_H
#define WB_BILLPACK_H

#include <stddef.h>
#include <stdint.h>

enum bill_status { BILL_ACTUAL, BILL_ESTIMATED, BILL_NO_ACCESS, BILL_REPLACED };

struct ledger_bill {
	int32_t from, to;		 /* days, from < to */
	double m3, index_from, index_to; /* NaN: not known */
	uint8_t status, unbilled;
};

struct billpack {
	struct billpack_block *block;
	size_t n, cap;
};

#define BILLPACK_INIT      \
	{                  \
		NULL, 0, 0 \
	}

struct billchain {	      /* the bills of an account; begins as all 0 */
	uint32_t first, last; /* blocks, from 1; 0: none */
	uint32_t n;	      /* bills */
	int32_t to;	      /* of the last bill */
	double index;	      /* its index_to */
	uint8_t used;	      /* bytes of the last block */
};

void billpack_add(
    struct billpack *p, struct billchain *c, const struct ledger_bill *b);

/* Reads c->n bills in the order in which they were added. */
struct billpack_reader {
	const struct billpack *p;
	uint32_t block;
	unsigned at;
	struct ledger_bill last;
};

struct billpack_reader
billpack_read(const struct billpack *p, const struct billchain *c);
struct ledger_bill billpack_next(struct billpack_reader *r);

void billpack_release(struct billpack *p);

#endif
