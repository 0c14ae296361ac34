// The Huffman codes of deflate as tables for decoding: RFC 1951, 3.2.
#pragma once

#include <stdbool.h>
#include <stdint.h>

// How many bits are looked up at once; codes that are longer go on in a second table.
#define LITERAL_BITS 11
#define DISTANCE_BITS 8
#define LENGTH_CODE_BITS 7

// The most entries that tables with second tables have for any code: 288 symbols, 32 symbols, at most 15 bits.
#define LITERAL_ENTRIES 2342
#define DISTANCE_ENTRIES 402

// An entry: bits 0-7 what the symbol takes from the input, with its extra bits; bits 8-13 what its code takes without
// them; bits 16-30 the literal, the base of the length or the distance, or where the second table begins. Of a second
// table, bits 8-13 have the number of bits that it is looked up by.
#define ENTRY_IS_LITERAL 0x80000000u
#define ENTRY_IS_SPECIAL 0x00008000u
// A special entry that is none of these is where a second table begins.
#define ENTRY_IS_END 0x00004000u
#define ENTRY_IS_INVALID 0x40000000u

// The tables of the three codes. False when the lengths of their codewords make no code.
bool literal_table(uint32_t table[LITERAL_ENTRIES], const uint8_t lengths[], unsigned count);
bool distance_table(uint32_t table[DISTANCE_ENTRIES], const uint8_t lengths[], unsigned count);
bool length_code_table(uint32_t table[1 << LENGTH_CODE_BITS], const uint8_t lengths[19]);
