#include "codes.h"

#include <string.h>

#define LONGEST 15

// The symbols' entries without the lengths of their codewords. The distances' bases take 15 bits, and literals are
// below them; of a length or distance the low byte has its number of extra bits.
static uint32_t literal_entry(unsigned symbol) {
  static const uint16_t bases[29] = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                     31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
  static const uint8_t extra[29] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
  if (symbol < 256) return ENTRY_IS_LITERAL | symbol << 16;
  if (symbol == 256) return ENTRY_IS_SPECIAL | ENTRY_IS_END;
  if (symbol < 286) return (uint32_t)bases[symbol - 257] << 16 | extra[symbol - 257];
  return ENTRY_IS_SPECIAL | ENTRY_IS_INVALID;
}

static uint32_t distance_entry(unsigned symbol) {
  static const uint16_t bases[30] = {1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,   49,   65,    97,    129,
                                     193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
  if (symbol >= 30) return ENTRY_IS_SPECIAL | ENTRY_IS_INVALID;
  return (uint32_t)bases[symbol] << 16 | (symbol < 4 ? 0 : symbol / 2 - 1);
}

static uint32_t length_code_entry(unsigned symbol) { return symbol << 16; }

// The next codeword of the same length, or the first of a longer one; codewords are kept with their first bit lowest.
static unsigned next(unsigned codeword, unsigned length) {
  unsigned zeros = codeword ^ ((1u << length) - 1);
  unsigned highest = 1u << (31 - __builtin_clz(zeros));
  return (codeword & (highest - 1)) | highest;
}

static bool make(
    uint32_t *table, unsigned bits, const uint8_t lengths[], unsigned symbols, uint32_t (*entry)(unsigned symbol),
    bool may_be_incomplete) {
  unsigned count[LONGEST + 1] = {0};
  for (unsigned symbol = 0; symbol < symbols; symbol++) count[lengths[symbol]]++;
  unsigned longest = LONGEST;
  while (longest > 0 && count[longest] == 0) longest--;

  // How much of all codewords is used, in those of the longest length.
  unsigned used = 0;
  for (unsigned length = 1; length <= LONGEST; length++) used += count[length] << (LONGEST - length);
  if (used > 1u << LONGEST) return false;
  if (used < 1u << LONGEST) {
    // One codeword of one bit, or none at all, is a code nevertheless: a block may have no or one distance.
    if (!may_be_incomplete || longest > 1) return false;
    for (unsigned index = 0; index < 1u << bits; index++) table[index] = ENTRY_IS_SPECIAL | ENTRY_IS_INVALID | 0x0101;
    for (unsigned symbol = 0; symbol < symbols; symbol++) {
      if (lengths[symbol] == 0) continue;
      for (unsigned index = 0; index < 1u << bits; index += 2) table[index] = entry(symbol) + 0x0101;
    }
    return true;
  }

  uint16_t sorted[288];
  unsigned first[LONGEST + 2] = {0};
  for (unsigned length = 1; length <= LONGEST; length++) first[length + 1] = first[length] + count[length];
  for (unsigned symbol = 0; symbol < symbols; symbol++) {
    if (lengths[symbol] != 0) sorted[first[lengths[symbol]]++] = (uint16_t)symbol;
  }

  // What is made is doubled with every bit more, so that it comes to stand behind all that may follow a codeword.
  unsigned codeword = 0, place = 0, made = 1;
  for (unsigned length = 1; length <= longest && length <= bits; length++) {
    memcpy(table + made, table, made * sizeof(uint32_t));
    made *= 2;
    for (unsigned left = count[length]; left > 0; left--) {
      table[codeword] = entry(sorted[place++]) + length * 0x0101;
      if (codeword == (1u << length) - 1) goto complete;
      codeword = next(codeword, length);
    }
  }

  // Second tables for codewords that begin alike and are longer.
  unsigned end = 1u << bits, prefix = ~0u, start = 0, width = 0;
  for (unsigned length = bits + 1; length <= longest; length++) {
    for (unsigned left = count[length]; left > 0; left--) {
      if ((codeword & ((1u << bits) - 1)) != prefix) {
        prefix = codeword & ((1u << bits) - 1);
        start = end;
        width = length - bits;
        for (unsigned space = left; space < 1u << width; space = space * 2 + count[bits + width]) width++;
        end += 1u << width;
        table[prefix] = ENTRY_IS_SPECIAL | start << 16 | width << 8 | bits;
      }
      uint32_t value = entry(sorted[place++]) + (length - bits) * 0x0101;
      for (unsigned index = codeword >> bits; index < 1u << width; index += 1u << (length - bits)) {
        table[start + index] = value;
      }
      if (codeword == (1u << length) - 1) return true;
      codeword = next(codeword, length);
    }
  }
  return true;

complete:
  for (; made < 1u << bits; made *= 2) memcpy(table + made, table, made * sizeof(uint32_t));
  return true;
}

bool literal_table(uint32_t table[LITERAL_ENTRIES], const uint8_t lengths[], unsigned count) {
  return lengths[256] != 0 && make(table, LITERAL_BITS, lengths, count, literal_entry, true);
}

bool distance_table(uint32_t table[DISTANCE_ENTRIES], const uint8_t lengths[], unsigned count) {
  return make(table, DISTANCE_BITS, lengths, count, distance_entry, true);
}

bool length_code_table(uint32_t table[1 << LENGTH_CODE_BITS], const uint8_t lengths[19]) {
  return make(table, LENGTH_CODE_BITS, lengths, 19, length_code_entry, false);
}
