#include "carchive.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

// The compiler sees that what is looked up by name has the type of the library's own declaration.
#define POINTER(Result, name, parameters, arguments) __typeof__(&archive_##name) name;
static struct {
  SLIPWAY_ARCHIVE_FUNCTIONS(POINTER)
} library;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *flaw;

static void load(void) {
  void *handle = dlopen("libarchive.so.13", RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) {
    // The loader's words go with the thread.
    flaw = strdup(dlerror());
    return;
  }
#define FIND(Result, name, parameters, arguments)                                       \
  library.name = (__typeof__(library.name))dlsym(handle, "archive_" #name);             \
  if (library.name == NULL) flaw = "libarchive.so.13 has no archive_" #name;
  SLIPWAY_ARCHIVE_FUNCTIONS(FIND)
}

const char *slipway_archive_flaw(void) {
  pthread_once(&once, load);
  return flaw;
}

#define FORWARD(Result, name, parameters, arguments) \
  Result slipway_archive_##name parameters { return library.name arguments; }
SLIPWAY_ARCHIVE_FUNCTIONS(FORWARD)
