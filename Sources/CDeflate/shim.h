// libdeflate for whole buffers, zlib for streams and for signature entries.
#pragma once
#include <libdeflate.h>
#include <zlib.h>

// deflateInit2 and inflateInit2 are macros. Negative window bits mean raw deflate, without zlib's frame.
static inline int slipway_deflate_init_raw(z_stream *stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
}

static inline int slipway_inflate_init_raw(z_stream *stream) { return inflateInit2(stream, -MAX_WBITS); }
