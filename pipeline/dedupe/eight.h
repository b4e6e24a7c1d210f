/*
 * eight: ASCII letters and digits, eight bytes at a time and without a branch on any of them.
 *
 * Most words are shorter than nine bytes, so the processor has one jump to foresee for a word, and not one for
 * each letter. The arithmetic on bytes within a word of the machine: Hacker's Delight, 2-1 and 6-1. For tokens.c.
 */
#ifndef WINNOW_EIGHT_H
#define WINNOW_EIGHT_H

#include <endian.h>
#include <stdint.h>

#include "pipeline/base/span.h"

/* The letters and digits that eight bytes of text begin with. */
struct eight {
	uint64_t folded;   /* in small letters, the first in the lowest byte; zeros behind them */
	uint64_t capitals; /* the high bits of those that are capitals */
	uint64_t digits;   /* the same of digits */
	unsigned count;    /* 0 to 8 */
	unsigned char next; /* the byte behind them, 0 behind the eight */
};

/* The bytes at `at`; zeros stand for what lies behind the end of the text. */
static inline uint64_t eight_load(struct span text, size_t at)
{
	uint64_t bytes = 0;

	if (text.len - at >= sizeof bytes)
		memcpy(&bytes, text.ptr + at, sizeof bytes);
	else if (at < text.len)
		memcpy(&bytes, text.ptr + at, text.len - at);
	return le64toh(bytes);
}

/* Writes all eight bytes. */
static inline void eight_store(char *to, uint64_t bytes)
{
	bytes = htole64(bytes);
	memcpy(to, &bytes, sizeof bytes);
}

#define EIGHT_ONES UINT64_C(0x0101010101010101)
#define EIGHT_HIGHS UINT64_C(0x8080808080808080)

/* The high bit of each byte that is `from` to `to`; for bytes below 0x80. */
static inline uint64_t eight_between(uint64_t bytes, unsigned from, unsigned to)
{
	return (bytes + (0x80 - from) * EIGHT_ONES) & ~(bytes + (0x7F - to) * EIGHT_ONES) & EIGHT_HIGHS;
}

/* How many bytes have their high bit, where no others are set. */
static inline unsigned eight_count(uint64_t highs)
{
	return (unsigned)(((highs >> 7) * EIGHT_ONES) >> 56);
}

/* Only the first `most` bytes are looked at. */
static inline struct eight eight_read(uint64_t bytes, size_t most)
{
	uint64_t low = bytes & ~EIGHT_HIGHS, mask = most < 8 ? (UINT64_C(1) << (most * 8)) - 1 : UINT64_MAX;
	uint64_t letters = eight_between(low | 0x20 * EIGHT_ONES, 'a', 'z');
	uint64_t digits = eight_between(low, '0', '9');
	uint64_t others = ~((letters | digits) & ~bytes & mask) & EIGHT_HIGHS;
	struct eight e;

	e.count = others ? (unsigned)__builtin_ctzll(others) >> 3 : 8;
	mask = ((others & -others) >> 7) - 1; /* the bytes in front of the first other one; all where there is none */
	e.capitals = letters & ~(bytes << 2) & mask;
	e.digits = digits & mask;
	e.folded = (bytes | e.capitals >> 2) & mask;
	e.next = others ? (unsigned char)(bytes >> (e.count * 8)) : 0;
	return e;
}

/*
 * Outlines: what machine reading takes for one another weighs the same (l/1/I/t/f, o/0/e/c, n/u/m, h/b/6/8, s/5,
 * g/q/9, z/2), and so do letters and pairs of letters: rn is m (r weighs nothing), vv is w, cl is d.
 */
#define EIGHT_ROUND UINT32_C(0x0DBD9D73)
#define EIGHT_STROKE UINT32_C(0x02665437)
#define EIGHT_ARCH UINT32_C(0x058028D7)
#define EIGHT_WEDGE UINT32_C(0x1BC0D9D7)
#define EIGHT_STEM UINT32_C(0x1AC35527)
#define EIGHT_CURVE UINT32_C(0x047882E3)
#define EIGHT_LOOP UINT32_C(0x0F6705C9)
#define EIGHT_ZED UINT32_C(0x05CE3DF7)

static const uint32_t eight_weights[256] = {
	['0'] = EIGHT_ROUND, ['1'] = EIGHT_STROKE, ['2'] = EIGHT_ZED, ['3'] = 0x243064B3, ['4'] = 0x07EC5F09,
	['5'] = EIGHT_CURVE, ['6'] = EIGHT_STEM, ['7'] = 0x3CA30417, ['8'] = EIGHT_STEM, ['9'] = EIGHT_LOOP,
	['a'] = 0x23445BB3, ['b'] = EIGHT_STEM, ['c'] = EIGHT_ROUND, ['d'] = EIGHT_ROUND + EIGHT_STROKE,
	['e'] = EIGHT_ROUND, ['f'] = EIGHT_STROKE, ['g'] = EIGHT_LOOP, ['h'] = EIGHT_STEM, ['i'] = EIGHT_STROKE,
	['j'] = EIGHT_STROKE, ['k'] = EIGHT_STEM, ['l'] = EIGHT_STROKE, ['m'] = EIGHT_ARCH, ['n'] = EIGHT_ARCH,
	['o'] = EIGHT_ROUND, ['p'] = 0x1B2B5289, ['q'] = EIGHT_LOOP, ['r'] = 0, ['s'] = EIGHT_CURVE,
	['t'] = EIGHT_STROKE, ['u'] = EIGHT_ARCH, ['v'] = EIGHT_WEDGE, ['w'] = 2 * EIGHT_WEDGE, ['x'] = 0x03C8776D,
	['y'] = 0x34EB252B, ['z'] = EIGHT_ZED,
};

/* What folded letters and digits weigh together; zeros weigh nothing. */
static inline uint32_t eight_weight(uint64_t folded)
{
	return eight_weights[folded & 0xFF] + eight_weights[folded >> 8 & 0xFF] + eight_weights[folded >> 16 & 0xFF] +
	       eight_weights[folded >> 24 & 0xFF] + eight_weights[folded >> 32 & 0xFF] +
	       eight_weights[folded >> 40 & 0xFF] + eight_weights[folded >> 48 & 0xFF] + eight_weights[folded >> 56];
}

#endif
