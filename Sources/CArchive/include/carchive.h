// libarchive. Only the module Archives imports this.
//
// The library is loaded when it is first used: for it and the ten others that it brings every start would wait, and
// signing can do other things meanwhile. So its functions are called under names with slipway_ before them.

#ifndef SLIPWAY_CARCHIVE_H
#define SLIPWAY_CARCHIVE_H

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

// The functions of libarchive that are used: what each gives, its name without archive_, parameters, and their names.
#define SLIPWAY_ARCHIVE_FUNCTIONS(F)                                                                              \
  F(const char *, error_string, (struct archive * archive), (archive))                                            \
  F(struct archive *, read_new, (void), ())                                                                       \
  F(int, read_free, (struct archive * archive), (archive))                                                        \
  F(int, read_support_format_tar, (struct archive * archive), (archive))                                          \
  F(int, read_support_format_7zip, (struct archive * archive), (archive))                                         \
  F(int, read_support_format_zip_seekable, (struct archive * archive), (archive))                                 \
  F(int, read_support_filter_gzip, (struct archive * archive), (archive))                                         \
  F(int, read_support_filter_bzip2, (struct archive * archive), (archive))                                        \
  F(int, read_support_filter_xz, (struct archive * archive), (archive))                                           \
  F(int, read_support_filter_lzma, (struct archive * archive), (archive))                                         \
  F(int, read_support_filter_zstd, (struct archive * archive), (archive))                                         \
  F(int, read_set_callback_data, (struct archive * archive, void *context), (archive, context))                   \
  F(int, read_set_read_callback, (struct archive * archive, archive_read_callback * body), (archive, body))       \
  F(int, read_set_skip_callback, (struct archive * archive, archive_skip_callback * body), (archive, body))       \
  F(int, read_set_seek_callback, (struct archive * archive, archive_seek_callback * body), (archive, body))       \
  F(int, read_open1, (struct archive * archive), (archive))                                                       \
  F(int, read_next_header, (struct archive * archive, struct archive_entry * *entry), (archive, entry))           \
  F(la_ssize_t, read_data, (struct archive * archive, void *bytes, size_t count), (archive, bytes, count))        \
  F(struct archive *, write_new, (void), ())                                                                      \
  F(int, write_free, (struct archive * archive), (archive))                                                       \
  F(int, write_fail, (struct archive * archive), (archive))                                                       \
  F(int, write_set_format_zip, (struct archive * archive), (archive))                                             \
  F(int, write_set_format_pax_restricted, (struct archive * archive), (archive))                                  \
  F(int, write_add_filter_zstd, (struct archive * archive), (archive))                                            \
  F(int, write_add_filter_xz, (struct archive * archive), (archive))                                              \
  F(int, write_set_format_option,                                                                                 \
    (struct archive * archive, const char *module, const char *option, const char *value),                        \
    (archive, module, option, value))                                                                             \
  F(int, write_set_filter_option,                                                                                 \
    (struct archive * archive, const char *module, const char *option, const char *value),                        \
    (archive, module, option, value))                                                                             \
  F(int, write_set_bytes_in_last_block, (struct archive * archive, int count), (archive, count))                  \
  F(int, write_open,                                                                                              \
    (struct archive * archive, void *context, archive_open_callback *open, archive_write_callback *write,         \
     archive_close_callback *close),                                                                              \
    (archive, context, open, write, close))                                                                       \
  F(int, write_header, (struct archive * archive, struct archive_entry * entry), (archive, entry))                \
  F(la_ssize_t, write_data, (struct archive * archive, const void *bytes, size_t count), (archive, bytes, count)) \
  F(int, write_finish_entry, (struct archive * archive), (archive))                                               \
  F(int, write_close, (struct archive * archive), (archive))                                                      \
  F(struct archive_entry *, entry_new, (void), ())                                                                \
  F(void, entry_free, (struct archive_entry * entry), (entry))                                                    \
  F(const char *, entry_pathname, (struct archive_entry * entry), (entry))                                        \
  F(const char *, entry_pathname_utf8, (struct archive_entry * entry), (entry))                                   \
  F(const char *, entry_hardlink_utf8, (struct archive_entry * entry), (entry))                                   \
  F(const char *, entry_symlink_utf8, (struct archive_entry * entry), (entry))                                    \
  F(int, entry_is_encrypted, (struct archive_entry * entry), (entry))                                             \
  F(mode_t, entry_filetype, (struct archive_entry * entry), (entry))                                              \
  F(mode_t, entry_perm, (struct archive_entry * entry), (entry))                                                  \
  F(la_int64_t, entry_size, (struct archive_entry * entry), (entry))                                              \
  F(int, entry_size_is_set, (struct archive_entry * entry), (entry))                                              \
  F(void, entry_set_filetype, (struct archive_entry * entry, unsigned int type), (entry, type))                   \
  F(void, entry_set_mtime, (struct archive_entry * entry, time_t seconds, long nanoseconds),                      \
    (entry, seconds, nanoseconds))                                                                                \
  F(void, entry_set_pathname_utf8, (struct archive_entry * entry, const char *path), (entry, path))               \
  F(void, entry_set_perm, (struct archive_entry * entry, mode_t permissions), (entry, permissions))               \
  F(void, entry_set_size, (struct archive_entry * entry, la_int64_t size), (entry, size))                         \
  F(void, entry_set_symlink_utf8, (struct archive_entry * entry, const char *target), (entry, target))

// Why libarchive cannot be used, in the words of the dynamic loader; NULL when it can. The functions below are only to be
// called when it can.
const char *slipway_archive_flaw(void);

#define SLIPWAY_DECLARE(Result, name, parameters, arguments) Result slipway_archive_##name parameters;
SLIPWAY_ARCHIVE_FUNCTIONS(SLIPWAY_DECLARE)
#undef SLIPWAY_DECLARE

// AE_IFREG and its kin are cast macros, which Swift does not import.
static inline unsigned int slipway_type_file(void) { return AE_IFREG; }
static inline unsigned int slipway_type_directory(void) { return AE_IFDIR; }
static inline unsigned int slipway_type_link(void) { return AE_IFLNK; }

// Names are UTF-8 whatever the machine's locale: libarchive converts them to the locale of the calling thread.
// Gives the thread's former locale, to be put back; (locale_t)0 when there is no UTF-8 locale.
static inline locale_t slipway_use_utf8(locale_t utf8) { return uselocale(utf8); }
static inline locale_t slipway_make_utf8(void) { return newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0); }

#endif
