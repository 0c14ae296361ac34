// System calls of Linux that the C library shows only to programs that ask for GNU's extensions. Only the module Bytes
// imports this.

#ifndef SLIPWAY_CLINUX_H
#define SLIPWAY_CLINUX_H

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

long syscall(long number, ...);

// Two paths take each other's place: renameat2(2) with RENAME_EXCHANGE.
static inline int slipway_exchange(const char *first, const char *second) {
  return (int)syscall(SYS_renameat2, AT_FDCWD, first, AT_FDCWD, second, 2);
}

// Takes room for the first bytes of a file, which is as long as that from then on: fallocate(2).
static inline int slipway_fallocate(int descriptor, long count) {
  return (int)syscall(SYS_fallocate, descriptor, 0, 0L, count);
}

#endif
