// libdeflate for whole buffers, ISA-L for checksums, zlib for signature entries and for finding where blocks begin.
#pragma once
#include <isa-l/crc.h>
#include <libdeflate.h>
#include <stdbool.h>
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
