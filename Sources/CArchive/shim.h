#pragma once
#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

// AE_IFREG and its kin are cast macros, which Swift does not import.
static inline unsigned int slipway_type_file(void) { return AE_IFREG; }
static inline unsigned int slipway_type_directory(void) { return AE_IFDIR; }
static inline unsigned int slipway_type_link(void) { return AE_IFLNK; }

// Names are UTF-8 whatever the machine's locale: libarchive converts them to the locale of the calling thread.
// Gives the thread's former locale, to be put back; (locale_t)0 when there is no UTF-8 locale.
static inline locale_t slipway_use_utf8(locale_t utf8) { return uselocale(utf8); }
static inline locale_t slipway_make_utf8(void) { return newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0); }
