#include "sha2.h"

#if defined(__x86_64__)

#include <immintrin.h>

// Both halves of a state as the SHA extensions want them: ABEF and CDGH (Intel, "Intel SHA Extensions", 2013).
typedef struct {
  __m128i abef, cdgh;
} State;

// The next sixteen words of the message schedule, four to a vector.
typedef struct {
  __m128i w[4];
} Schedule;

static const uint32_t k[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

#define SHA __attribute__((target("sha,sse4.1"), always_inline)) static inline

SHA State load_state(const uint32_t words[8]) {
  __m128i abcd = _mm_loadu_si128((const __m128i *)words);
  __m128i efgh = _mm_loadu_si128((const __m128i *)(words + 4));
  __m128i badc = _mm_shuffle_epi32(abcd, 0xb1);
  __m128i hgfe = _mm_shuffle_epi32(efgh, 0x1b);
  return (State){_mm_alignr_epi8(badc, hgfe, 8), _mm_blend_epi16(hgfe, badc, 0xf0)};
}

SHA void store_state(State state, uint32_t words[8]) {
  __m128i feba = _mm_shuffle_epi32(state.abef, 0x1b);
  __m128i dchg = _mm_shuffle_epi32(state.cdgh, 0xb1);
  _mm_storeu_si128((__m128i *)words, _mm_blend_epi16(feba, dchg, 0xf0));
  _mm_storeu_si128((__m128i *)(words + 4), _mm_alignr_epi8(dchg, feba, 8));
}

SHA Schedule load_block(const uint8_t *data) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  Schedule schedule;
  for (int i = 0; i < 4; i++)
    schedule.w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(data + 16 * i)), big_endian);
  return schedule;
}

// Four rounds, and the four words of the schedule that are needed twelve rounds on.
SHA void four_rounds(State *state, Schedule *schedule, int step) {
  __m128i w = schedule->w[step & 3];
  __m128i wk = _mm_add_epi32(w, _mm_loadu_si128((const __m128i *)(k + 4 * step)));
  state->cdgh = _mm_sha256rnds2_epu32(state->cdgh, state->abef, wk);
  state->abef = _mm_sha256rnds2_epu32(state->abef, state->cdgh, _mm_shuffle_epi32(wk, 0x0e));
  if (step < 12) {
    __m128i last = schedule->w[(step + 3) & 3];
    __m128i sum = _mm_sha256msg1_epu32(w, schedule->w[(step + 1) & 3]);
    sum = _mm_add_epi32(sum, _mm_alignr_epi8(last, schedule->w[(step + 2) & 3], 4));
    schedule->w[step & 3] = _mm_sha256msg2_epu32(sum, last);
  }
}

SHA State add(State left, State right) {
  return (State){_mm_add_epi32(left.abef, right.abef), _mm_add_epi32(left.cdgh, right.cdgh)};
}

bool slipway_sha256_is_supported(void) {
  return __builtin_cpu_supports("sha") && __builtin_cpu_supports("sse4.1");
}

__attribute__((target("sha,sse4.1"))) void
slipway_sha256_one(uint32_t words[8], const uint8_t *data, size_t blocks) {
  State state = load_state(words);
  for (; blocks > 0; blocks--, data += 64) {
    State before = state;
    Schedule schedule = load_block(data);
#pragma clang loop unroll(full)
    for (int step = 0; step < 16; step++) four_rounds(&state, &schedule, step);
    state = add(state, before);
  }
  store_state(state, words);
}

__attribute__((target("sha,sse4.1"))) void slipway_sha256_two(
    uint32_t first[8], const uint8_t *first_data, uint32_t second[8], const uint8_t *second_data, size_t blocks) {
  State a = load_state(first), b = load_state(second);
  for (; blocks > 0; blocks--, first_data += 64, second_data += 64) {
    State before_a = a, before_b = b;
    Schedule schedule_a = load_block(first_data), schedule_b = load_block(second_data);
#pragma clang loop unroll(full)
    for (int step = 0; step < 16; step++) {
      four_rounds(&a, &schedule_a, step);
      four_rounds(&b, &schedule_b, step);
    }
    a = add(a, before_a);
    b = add(b, before_b);
  }
  store_state(a, first);
  store_state(b, second);
}

#else

bool slipway_sha256_is_supported(void) { return false; }
void slipway_sha256_one(uint32_t state[8], const uint8_t *data, size_t blocks) {}
void slipway_sha256_two(
    uint32_t first[8], const uint8_t *first_data, uint32_t second[8], const uint8_t *second_data, size_t blocks) {}

#endif
