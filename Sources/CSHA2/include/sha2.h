// The compression functions of SHA-256 and SHA-512 (FIPS 180-4, 6.2.2 and 6.4.2) over several independent streams at
// once. One stream waits for itself round by round; streams beside it fill the wait. Only the module Cryptography
// imports this: it has OpenSSL for processors without the instructions, and holds both against one another in tests.

#ifndef SLIPWAY_CSHA2_H
#define SLIPWAY_CSHA2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Whether this processor has the SHA extensions, which the two functions for SHA-256 need.
bool slipway_sha256_is_supported(void);

// Advances one SHA-256 state over blocks of 64 bytes.
void slipway_sha256_one(uint32_t state[8], const uint8_t *data, size_t blocks);

// Advances two SHA-256 states, each over its own data.
void slipway_sha256_two(
    uint32_t first[8], const uint8_t *first_data, uint32_t second[8], const uint8_t *second_data, size_t blocks);

// How many SHA-512 states this processor advances at once: 8, 4, or 0 where it has no wide enough vectors.
int slipway_sha512_lanes(void);

// Advances as many SHA-512 states as slipway_sha512_lanes() says, each over its own data of blocks of 128 bytes.
// State i is the eight words from states[8 * i].
void slipway_sha512_many(uint64_t *states, const uint8_t *const *data, size_t blocks);

#endif
