#include "cinflate.h"

#include <stdlib.h>
#include <string.h>

#include "codes.h"

#define WINDOW (32 << 10)
#define INPUT (64 << 10)
#define OUTPUT (128 << 10)
// What a step may read behind where it has got to, and what may be written behind the end of the output: a match.
#define INPUT_MARGIN 32
#define OUTPUT_MARGIN 320
// A block's header is no longer than this, in bytes.
#define LONGEST_HEADER 640

enum block { BETWEEN, STORED, CODED };

struct slipway_inflation {
  enum slipway_inflation_stop stop;
  enum block block;
  bool is_last_block;
  bool is_last_input;
  size_t stored_left;
  // Bits that have been read and not used, the next one lowest, and how many they are.
  uint64_t bits;
  unsigned bit_count;
  // The input that has not been read, and where it ends; then come zeros.
  const uint8_t *in;
  uint8_t *in_end;
  // What has been made begins behind the window of what was taken before, or with the first byte of all.
  uint8_t *taken;
  uint8_t *out;
  uint32_t literals[LITERAL_ENTRIES];
  uint32_t distances[DISTANCE_ENTRIES];
  uint8_t input[INPUT + 2 * INPUT_MARGIN];
  uint8_t output[WINDOW + OUTPUT + OUTPUT_MARGIN];
};

slipway_inflation *slipway_inflation_new(void) {
  slipway_inflation *stream = malloc(sizeof(*stream));
  if (stream == NULL) return NULL;
  stream->stop = SLIPWAY_INFLATION_WANTS_INPUT;
  stream->block = BETWEEN;
  stream->is_last_block = stream->is_last_input = false;
  stream->bits = stream->bit_count = 0;
  stream->in = stream->in_end = stream->input;
  stream->taken = stream->out = stream->output;
  return stream;
}

void slipway_inflation_free(slipway_inflation *stream) { free(stream); }

uint8_t *slipway_inflation_room(slipway_inflation *stream, size_t *count) {
  size_t left = (size_t)(stream->in_end - stream->in);
  memmove(stream->input, stream->in, left);
  stream->in = stream->input;
  stream->in_end = stream->input + left;
  *count = INPUT - left;
  return stream->in_end;
}

void slipway_inflation_add(slipway_inflation *stream, size_t count, bool is_last) {
  stream->in_end += count;
  stream->is_last_input = is_last;
  memset(stream->in_end, 0, 2 * INPUT_MARGIN);
  if (stream->stop == SLIPWAY_INFLATION_WANTS_INPUT) stream->stop = SLIPWAY_INFLATION_IS_FULL;
}

enum slipway_inflation_stop slipway_inflation_stop(const slipway_inflation *stream) { return stream->stop; }

const uint8_t *slipway_inflation_take(slipway_inflation *stream, size_t *count) {
  const uint8_t *made = stream->taken;
  *count = (size_t)(stream->out - stream->taken);
  stream->taken = stream->out;
  return made;
}

// Makes room for output: the last of what was taken becomes the window.
static void slide(slipway_inflation *stream) {
  size_t taken = (size_t)(stream->taken - stream->output);
  if (taken <= WINDOW || stream->out < stream->output + OUTPUT) return;
  size_t left = (size_t)(stream->out - stream->taken);
  memmove(stream->output, stream->taken - WINDOW, WINDOW + left);
  stream->taken = stream->output + WINDOW;
  stream->out = stream->taken + left;
}

static inline uint64_t load(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof(word));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

// What changes while codes are read, apart from the rest so that it stays in registers.
struct cursor {
  uint64_t bits;
  unsigned bit_count;
  const uint8_t *in;
  uint8_t *out;
  uint32_t entry;
};

#define INLINE static inline __attribute__((always_inline))

// Fills up to at least 56 bits. Above the count may stand bits of the bytes that come next.
INLINE void refill(struct cursor *at) {
  at->bits |= load(at->in) << at->bit_count;
  at->in += (63 - at->bit_count) >> 3;
  at->bit_count |= 56;
}

INLINE void skip(struct cursor *at, unsigned count) {
  at->bits >>= count & 63;
  at->bit_count -= count & 63;
}

INLINE unsigned low(uint64_t bits, unsigned count) { return (unsigned)(bits & ((UINT64_C(1) << (count & 63)) - 1)); }

INLINE void copy(uint8_t *out, unsigned distance, unsigned length) {
  const uint8_t *from = out - distance;
  uint8_t *end = out + length;
  if (distance >= 16) {
    do {
      memcpy(out, from, 16);
      out += 16;
      from += 16;
    } while (out < end);
  } else if (distance >= 8) {
    do {
      memcpy(out, from, 8);
      out += 8;
      from += 8;
    } while (out < end);
  } else if (distance == 1) {
    memset(out, *from, length);
  } else {
    // Of eight bytes, as many are right as the distance is long.
    do {
      memcpy(out, from, 4);
      memcpy(out + 4, from + 4, 4);
      out += distance;
      from += distance;
    } while (out < end);
  }
}

enum outcome { GOES_ON, BLOCK_ENDS, BREAKS };

INLINE uint32_t look_up(const slipway_inflation *stream, const struct cursor *at) {
  return stream->literals[low(at->bits, LITERAL_BITS)];
}

INLINE enum outcome ready(const slipway_inflation *stream, struct cursor *at) {
  at->entry = look_up(stream, at);
  refill(at);
  return GOES_ON;
}

// Reads up to three literals, or up to two and a match.
//
// Before and after, at least 56 bits are at hand and 64 are right, and the entry is that of the first code. It is looked
// up early, since everything waits for it.
INLINE enum outcome step(slipway_inflation *stream, struct cursor *at) {
  uint32_t entry = at->entry;
  uint64_t bits = at->bits;
  skip(at, entry & 0xff);
  if (entry & ENTRY_IS_LITERAL) {
    *at->out++ = (uint8_t)(entry >> 16);
    entry = look_up(stream, at);
    bits = at->bits;
    skip(at, entry & 0xff);
    if (entry & ENTRY_IS_LITERAL) {
      *at->out++ = (uint8_t)(entry >> 16);
      entry = look_up(stream, at);
      bits = at->bits;
      skip(at, entry & 0xff);
      if (entry & ENTRY_IS_LITERAL) {
        *at->out++ = (uint8_t)(entry >> 16);
        return ready(stream, at);
      }
    }
    refill(at);
  }
  if (__builtin_expect(entry & ENTRY_IS_SPECIAL, 0)) {
    if (entry & ENTRY_IS_END) return BLOCK_ENDS;
    if (entry & ENTRY_IS_INVALID) return BREAKS;
    entry = stream->literals[(entry >> 16) + low(at->bits, entry >> 8 & 0x3f)];
    bits = at->bits;
    skip(at, entry & 0xff);
    if (entry & ENTRY_IS_LITERAL) {
      *at->out++ = (uint8_t)(entry >> 16);
      return ready(stream, at);
    }
    if (entry & ENTRY_IS_SPECIAL) return entry & ENTRY_IS_END ? BLOCK_ENDS : BREAKS;
  }
  unsigned length = (entry >> 16) + (low(bits, entry & 0xff) >> (entry >> 8 & 0x3f));

  entry = stream->distances[low(at->bits, DISTANCE_BITS)];
  if (__builtin_expect(entry & ENTRY_IS_SPECIAL, 0)) {
    if (entry & ENTRY_IS_INVALID) return BREAKS;
    skip(at, entry & 0xff);
    entry = stream->distances[(entry >> 16) + low(at->bits, entry >> 8 & 0x3f)];
    if (entry & ENTRY_IS_SPECIAL) return BREAKS;
  }
  unsigned distance = (entry >> 16) + (low(at->bits, entry & 0xff) >> (entry >> 8 & 0x3f));
  skip(at, entry & 0xff);
  if (__builtin_expect(distance > (size_t)(at->out - stream->output), 0)) return BREAKS;
  uint8_t *out = at->out;
  at->out += length;
  enum outcome outcome = ready(stream, at);
  copy(out, distance, length);
  return outcome;
}

// As far as the input is read, and the output is made, without looking closer.
INLINE const uint8_t *input_limit(const slipway_inflation *stream) {
  return stream->is_last_input ? stream->in_end + INPUT_MARGIN / 2 : stream->in_end - INPUT_MARGIN;
}

#define OUTPUT_LIMIT(stream) ((stream)->output + WINDOW + OUTPUT)

INLINE struct cursor begin(const slipway_inflation *stream) {
  struct cursor at = {stream->bits, stream->bit_count, stream->in, stream->out, 0};
  refill(&at);
  return at;
}

static bool is_past_end(const slipway_inflation *stream) {
  return stream->in > stream->in_end;
}

// Gives back whole bytes that have been read and not used.
INLINE void end(slipway_inflation *stream, const struct cursor *at) {
  unsigned bit_count = at->bit_count & 7;
  stream->in = at->in - (at->bit_count >> 3);
  stream->bits = low(at->bits, bit_count);
  stream->bit_count = bit_count;
  stream->out = at->out;
}

// Says what has become of a stream that went as far as it could in a block, or found the end of it.
static void settle(slipway_inflation *stream, enum outcome outcome) {
  if (outcome == BREAKS || (stream->is_last_input && is_past_end(stream))) {
    stream->stop = SLIPWAY_INFLATION_IS_BROKEN;
  } else if (outcome == BLOCK_ENDS) {
    stream->block = BETWEEN;
  }
}

INLINE bool goes_on(const struct cursor *at, const uint8_t *input_limit, const uint8_t *output_limit) {
  return at->in < input_limit && at->out < output_limit;
}

INLINE void run_one(slipway_inflation *stream) {
  struct cursor at = begin(stream);
  ready(stream, &at);
  const uint8_t *in = input_limit(stream), *out = OUTPUT_LIMIT(stream);
  enum outcome outcome = GOES_ON;
  while (outcome == GOES_ON && goes_on(&at, in, out)) outcome = step(stream, &at);
  end(stream, &at);
  settle(stream, outcome);
}

INLINE void run_two(slipway_inflation *first, slipway_inflation *second) {
  struct cursor one = begin(first), two = begin(second);
  ready(first, &one);
  ready(second, &two);
  const uint8_t *in_one = input_limit(first), *out_one = OUTPUT_LIMIT(first);
  const uint8_t *in_two = input_limit(second), *out_two = OUTPUT_LIMIT(second);
  enum outcome outcome_one = GOES_ON, outcome_two = GOES_ON;
  while (goes_on(&one, in_one, out_one) && goes_on(&two, in_two, out_two)) {
    outcome_one = step(first, &one);
    outcome_two = step(second, &two);
    if (__builtin_expect(outcome_one | outcome_two, 0)) break;
  }
  end(first, &one);
  end(second, &two);
  settle(first, outcome_one);
  settle(second, outcome_two);
}

// BMI2 has shifts and masks that need no particular register.
#if defined(__x86_64__)
__attribute__((target("bmi,bmi2"))) static void run_one_bmi2(slipway_inflation *stream) { run_one(stream); }
__attribute__((target("bmi,bmi2"))) static void run_two_bmi2(slipway_inflation *first, slipway_inflation *second) {
  run_two(first, second);
}
#define HAS_BMI2 __builtin_cpu_supports("bmi2")
#else
#define run_one_bmi2 run_one
#define run_two_bmi2 run_two
#define HAS_BMI2 false
#endif

static void run_one_any(slipway_inflation *stream) { run_one(stream); }
static void run_two_any(slipway_inflation *first, slipway_inflation *second) { run_two(first, second); }

// Reads bits of a header, at most 16; past the end there are zeros.
static unsigned take_bits(struct cursor *at, unsigned count) {
  refill(at);
  unsigned value = low(at->bits, count);
  skip(at, count);
  return value;
}

static bool fixed_codes(slipway_inflation *stream) {
  uint8_t lengths[288];
  memset(lengths, 8, 144);
  memset(lengths + 144, 9, 112);
  memset(lengths + 256, 7, 24);
  memset(lengths + 280, 8, 8);
  if (!literal_table(stream->literals, lengths, 288)) return false;
  memset(lengths, 5, 32);
  return distance_table(stream->distances, lengths, 32);
}

// RFC 1951, 3.2.7.
static bool dynamic_codes(slipway_inflation *stream, struct cursor *at) {
  static const uint8_t order[19] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
  unsigned literals = take_bits(at, 5) + 257, distances = take_bits(at, 5) + 1, codes = take_bits(at, 4) + 4;
  if (literals > 286 || distances > 30) return false;
  uint8_t lengths[286 + 30] = {0};
  for (unsigned index = 0; index < codes; index++) lengths[order[index]] = (uint8_t)take_bits(at, 3);
  uint32_t table[1 << LENGTH_CODE_BITS];
  if (!length_code_table(table, lengths)) return false;

  unsigned total = literals + distances;
  for (unsigned index = 0; index < total;) {
    if (at->in > stream->in_end + INPUT_MARGIN) return false;
    refill(at);
    uint32_t entry = table[low(at->bits, LENGTH_CODE_BITS)];
    skip(at, entry & 0xff);
    unsigned symbol = entry >> 16;
    if (symbol < 16) {
      lengths[index++] = (uint8_t)symbol;
      continue;
    }
    if (symbol == 16 && index == 0) return false;
    uint8_t length = symbol == 16 ? lengths[index - 1] : 0;
    unsigned count = symbol == 18 ? 11 + take_bits(at, 7) : 3 + take_bits(at, symbol == 17 ? 3 : 2);
    if (index + count > total) return false;
    memset(lengths + index, length, count);
    index += count;
  }
  return literal_table(stream->literals, lengths, literals) &&
         distance_table(stream->distances, lengths + literals, distances);
}

// Begins a block.
static bool header(slipway_inflation *stream) {
  struct cursor at = begin(stream);
  stream->is_last_block = take_bits(&at, 1);
  unsigned kind = take_bits(&at, 2);
  bool is_sound = kind == 0 || (kind == 1 && fixed_codes(stream)) || (kind == 2 && dynamic_codes(stream, &at));
  stream->block = CODED;
  if (kind == 0) {
    skip(&at, at.bit_count & 7);
    stream->stored_left = take_bits(&at, 16);
    is_sound = (stream->stored_left ^ take_bits(&at, 16)) == 0xffff;
    stream->block = STORED;
  }
  end(stream, &at);
  return is_sound && !is_past_end(stream);
}

static void copy_stored(slipway_inflation *stream) {
  size_t count = stream->stored_left;
  size_t input = (size_t)(stream->in_end - stream->in);
  size_t room = (size_t)(OUTPUT_LIMIT(stream) - stream->out);
  if (count > input) count = input;
  if (count > room) count = room;
  memcpy(stream->out, stream->in, count);
  stream->in += count;
  stream->out += count;
  stream->stored_left -= count;
  if (stream->stored_left == 0) stream->block = BETWEEN;
}

// Does what is not in a block's codes, until the stream is among them or stops.
static bool is_among_codes(slipway_inflation *stream) {
  while (stream->stop == SLIPWAY_INFLATION_IS_FULL) {
    size_t input = (size_t)(stream->in_end - stream->in);
    if (stream->out >= OUTPUT_LIMIT(stream)) return false;
    switch (stream->block) {
      case BETWEEN:
        if (stream->is_last_block) {
          stream->stop = SLIPWAY_INFLATION_IS_AT_END;
        } else if (input < LONGEST_HEADER && !stream->is_last_input) {
          stream->stop = SLIPWAY_INFLATION_WANTS_INPUT;
        } else if (!header(stream)) {
          stream->stop = SLIPWAY_INFLATION_IS_BROKEN;
        }
        break;
      case STORED:
        if (input == 0 && stream->stored_left > 0) {
          stream->stop =
              stream->is_last_input ? SLIPWAY_INFLATION_IS_BROKEN : SLIPWAY_INFLATION_WANTS_INPUT;
        } else {
          copy_stored(stream);
        }
        break;
      case CODED:
        // As much as is read ahead before the first step.
        if (stream->in + sizeof(uint64_t) < input_limit(stream)) return true;
        stream->stop = stream->is_last_input ? SLIPWAY_INFLATION_IS_BROKEN : SLIPWAY_INFLATION_WANTS_INPUT;
        break;
    }
  }
  return false;
}

void slipway_inflation_run(slipway_inflation *stream, slipway_inflation *other) {
  slide(stream);
  if (other != NULL) slide(other);
  while (true) {
    bool one = is_among_codes(stream), two = other != NULL && is_among_codes(other);
    if (stream->stop == SLIPWAY_INFLATION_WANTS_INPUT) return;
    if (other != NULL && other->stop == SLIPWAY_INFLATION_WANTS_INPUT) return;
    if (one && two) {
      if (HAS_BMI2) run_two_bmi2(stream, other); else run_two_any(stream, other);
    } else if (one || two) {
      slipway_inflation *alone = one ? stream : other;
      if (HAS_BMI2) run_one_bmi2(alone); else run_one_any(alone);
    } else {
      return;
    }
  }
}
