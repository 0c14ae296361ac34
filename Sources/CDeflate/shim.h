// libdeflate for whole buffers, ISA-L for checksums and for inflating what is too large for them, zlib for signature entries and for
// finding where blocks begin.
#pragma once
#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <libdeflate.h>
#include <stdbool.h>
#include <stdlib.h>
#include <zlib.h>

// ISA-L leaves the upper halves of vector registers in use, which slows SSE down from then on, and so SHA-256.
static inline void slipway_release_vectors(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx")) __asm__ volatile("vzeroupper" ::: "memory");
#endif
}

// The CRC-32 of ZIP and gzip, continued from that of the bytes before.
static inline uint32_t slipway_crc32(uint32_t checksum, const uint8_t *bytes, size_t count) {
  uint32_t result = crc32_gzip_refl(checksum, bytes, count);
  slipway_release_vectors();
  return result;
}

// deflateInit2 is a macro. Negative window bits mean raw deflate, without zlib's frame.
static inline int slipway_deflate_init_raw(z_stream *stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
}

static inline int slipway_inflate_init_raw(z_stream *stream) { return inflateInit2(stream, -MAX_WBITS); }

// A running inflation of raw deflate. It has arrays that are too long for Swift.
static inline struct inflate_state *slipway_inflation_new(void) {
  struct inflate_state *state = (struct inflate_state *)malloc(sizeof(struct inflate_state));
  if (state != NULL) isal_inflate_init(state);
  return state;
}

static inline void slipway_inflation_free(struct inflate_state *state) { free(state); }

// Inflates until the input is used up or the output is full, and says how much of each was. False when the input is
// no deflate.
static inline bool slipway_inflation_run(
    struct inflate_state *state, const uint8_t *input, uint32_t input_count, uint8_t *output, uint32_t output_count,
    uint32_t *used, uint32_t *made) {
  state->next_in = (uint8_t *)input;
  state->avail_in = input_count;
  state->next_out = output;
  state->avail_out = output_count;
  int result = isal_inflate(state);
  slipway_release_vectors();
  *used = input_count - state->avail_in;
  *made = output_count - state->avail_out;
  return result == ISAL_DECOMP_OK || result == ISAL_END_INPUT;
}

static inline bool slipway_inflation_is_at_end(const struct inflate_state *state) {
  return state->block_state == ISAL_BLOCK_FINISH;
}
