// libcurl. Only the module Transfers imports this.
//
// Swift cannot call variadic functions; each inline function below is one of libcurl's with one type of value.

#ifndef SLIPWAY_CCURL_H
#define SLIPWAY_CCURL_H

#include <curl/curl.h>
#include <curl/header.h>

typedef size_t (*slipway_curl_bytes)(char *bytes, size_t size, size_t count, void *context);
typedef int (*slipway_curl_seek)(void *context, curl_off_t offset, int origin);
typedef int (*slipway_curl_progress)(
    void *context, curl_off_t receive_total, curl_off_t received, curl_off_t send_total, curl_off_t sent);

static inline CURLcode slipway_curl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode slipway_curl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}

// libcurl copies the text.
static inline CURLcode slipway_curl_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode slipway_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode slipway_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode slipway_curl_on_read(CURL *handle, slipway_curl_bytes function, void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_READFUNCTION, function);
  return code ? code : curl_easy_setopt(handle, CURLOPT_READDATA, context);
}

static inline CURLcode slipway_curl_on_seek(CURL *handle, slipway_curl_seek function, void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_SEEKFUNCTION, function);
  return code ? code : curl_easy_setopt(handle, CURLOPT_SEEKDATA, context);
}

static inline CURLcode slipway_curl_on_write(CURL *handle, slipway_curl_bytes function, void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, function);
  return code ? code : curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
}

static inline CURLcode slipway_curl_on_header(CURL *handle, slipway_curl_bytes function, void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, function);
  return code ? code : curl_easy_setopt(handle, CURLOPT_HEADERDATA, context);
}

static inline CURLcode slipway_curl_on_progress(CURL *handle, slipway_curl_progress function, void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, function);
  return code ? code : curl_easy_setopt(handle, CURLOPT_XFERINFODATA, context);
}

static inline CURLcode slipway_curl_get_long(CURL *handle, CURLINFO info, long *value) {
  return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode slipway_curl_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
  return curl_easy_getinfo(handle, info, value);
}

#endif
