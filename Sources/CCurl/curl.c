#include "ccurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

// The functions of libcurl that are used, by their names without curl_.
#define FUNCTIONS(F)                                                                                            \
  F(easy_cleanup) F(easy_getinfo) F(easy_init) F(easy_perform) F(easy_reset) F(easy_setopt) F(easy_strerror)      \
  F(free) F(getdate) F(global_init) F(slist_append) F(slist_free_all) F(url) F(url_cleanup) F(url_get)           \
  F(url_set) F(url_strerror)

// The macros that check the types of options would stand in the way of the pointers' names.
#undef curl_easy_setopt
#undef curl_easy_getinfo

#define POINTER(name) __typeof__(&curl_##name) name;
static struct {
  FUNCTIONS(POINTER)
} curl;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *flaw;

static void load(void) {
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    // The loader's words go with the thread.
    flaw = strdup(dlerror());
    return;
  }
#define FIND(name)                                                         \
  curl.name = (__typeof__(curl.name))dlsym(library, "curl_" #name);        \
  if (curl.name == NULL) flaw = "libcurl.so.4 has no curl_" #name;
  FUNCTIONS(FIND)
}

const char *slipway_curl_flaw(void) {
  pthread_once(&once, load);
  return flaw;
}

CURLcode slipway_curl_global_init(long flags) { return curl.global_init(flags); }
CURL *slipway_curl_easy_init(void) { return curl.easy_init(); }
void slipway_curl_easy_cleanup(CURL *handle) { curl.easy_cleanup(handle); }
void slipway_curl_easy_reset(CURL *handle) { curl.easy_reset(handle); }
CURLcode slipway_curl_easy_perform(CURL *handle) { return curl.easy_perform(handle); }
const char *slipway_curl_easy_strerror(CURLcode code) { return curl.easy_strerror(code); }

struct curl_slist *slipway_curl_slist_append(struct curl_slist *list, const char *text) {
  return curl.slist_append(list, text);
}

void slipway_curl_slist_free_all(struct curl_slist *list) { curl.slist_free_all(list); }
time_t slipway_curl_getdate(const char *text) { return curl.getdate(text, NULL); }
CURLU *slipway_curl_url(void) { return curl.url(); }
void slipway_curl_url_cleanup(CURLU *address) { curl.url_cleanup(address); }

CURLUcode slipway_curl_url_set(CURLU *address, CURLUPart part, const char *text, unsigned int flags) {
  return curl.url_set(address, part, text, flags);
}

CURLUcode slipway_curl_url_get(const CURLU *address, CURLUPart part, char **text, unsigned int flags) {
  return curl.url_get(address, part, text, flags);
}

const char *slipway_curl_url_strerror(CURLUcode code) { return curl.url_strerror(code); }
void slipway_curl_free(void *bytes) { curl.free(bytes); }

CURLcode slipway_curl_set_long(CURL *handle, CURLoption option, long value) {
  return curl.easy_setopt(handle, option, value);
}

CURLcode slipway_curl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
  return curl.easy_setopt(handle, option, value);
}

CURLcode slipway_curl_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl.easy_setopt(handle, option, value);
}

CURLcode slipway_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl.easy_setopt(handle, option, value);
}

CURLcode slipway_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
  return curl.easy_setopt(handle, option, value);
}

// A function that libcurl calls, and what it calls it with.
#define ON(NAME, TYPE, FUNCTION, DATA)                                                     \
  CURLcode slipway_curl_on_##NAME(CURL *handle, TYPE function, void *context) {            \
    CURLcode code = curl.easy_setopt(handle, FUNCTION, function);                          \
    return code ? code : curl.easy_setopt(handle, DATA, context);                          \
  }

ON(read, slipway_curl_bytes, CURLOPT_READFUNCTION, CURLOPT_READDATA)
ON(seek, slipway_curl_seek, CURLOPT_SEEKFUNCTION, CURLOPT_SEEKDATA)
ON(write, slipway_curl_bytes, CURLOPT_WRITEFUNCTION, CURLOPT_WRITEDATA)
ON(header, slipway_curl_bytes, CURLOPT_HEADERFUNCTION, CURLOPT_HEADERDATA)
ON(progress, slipway_curl_progress, CURLOPT_XFERINFOFUNCTION, CURLOPT_XFERINFODATA)

CURLcode slipway_curl_get_long(CURL *handle, CURLINFO info, long *value) {
  return curl.easy_getinfo(handle, info, value);
}

CURLcode slipway_curl_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
  return curl.easy_getinfo(handle, info, value);
}
