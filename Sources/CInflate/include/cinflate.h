// Decompression of raw deflate (RFC 1951), as a stream and two streams at a time.
//
// What an inflation does next depends on the bits before, so that one stream leaves most of a core idle. Entries of an
// archive are independent: two of them interleaved in one loop take little longer than one. Libraries take one.
//
// A stream has all memory that it needs, whatever the data: what was read and not used, what was made and not taken, and
// the 32 KiB before, which matches may go back to. The data is not trusted. What is no deflate for zlib is none here.

#ifndef SLIPWAY_CINFLATE_H
#define SLIPWAY_CINFLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct slipway_inflation slipway_inflation;

enum slipway_inflation_stop {
  // More input is needed.
  SLIPWAY_INFLATION_WANTS_INPUT,
  // The output is to be taken, or nothing keeps it from going on.
  SLIPWAY_INFLATION_IS_FULL,
  // The last block is over; what input is left does not belong to it.
  SLIPWAY_INFLATION_IS_AT_END,
  // This is no deflate, or it ends too early.
  SLIPWAY_INFLATION_IS_BROKEN,
};

// NULL when there is no memory.
slipway_inflation *slipway_inflation_new(void);
void slipway_inflation_free(slipway_inflation *stream);

// Where further input goes, and how much of it fits, which is at least a half of 64 KiB when input is wanted.
uint8_t *slipway_inflation_room(slipway_inflation *stream, size_t *count);
// So many bytes have been put there. Behind the last ones no further input comes.
void slipway_inflation_add(slipway_inflation *stream, size_t count, bool is_last);

// Goes on until one of the streams wants input, or every one has stopped for another reason. What was made before must
// have been taken. The other may be NULL.
void slipway_inflation_run(slipway_inflation *stream, slipway_inflation *other);

// Why the stream has stopped.
enum slipway_inflation_stop slipway_inflation_stop(const slipway_inflation *stream);

// Takes what was made, up to about 128 KiB, which stays until the stream runs again.
const uint8_t *slipway_inflation_take(slipway_inflation *stream, size_t *count);

#endif
