// libcurl. Only the module Transfers imports this.
//
// The library is loaded when it is first used: with the thirty others that it brings, it would take a third of the time
// that a command takes to start, and most commands transfer nothing. So its functions are called under names with
// slipway_ before them. Swift cannot call variadic functions either; those below that set or get a value are libcurl's
// curl_easy_setopt and curl_easy_getinfo with one type of value each.

#ifndef SLIPWAY_CCURL_H
#define SLIPWAY_CCURL_H

#include <curl/curl.h>
#include <curl/header.h>

typedef size_t (*slipway_curl_bytes)(char *bytes, size_t size, size_t count, void *context);
typedef int (*slipway_curl_seek)(void *context, curl_off_t offset, int origin);
typedef int (*slipway_curl_progress)(
    void *context, curl_off_t receive_total, curl_off_t received, curl_off_t send_total, curl_off_t sent);

// Why libcurl cannot be used, in the words of the dynamic loader; NULL when it can. Every other function here is only to
// be called when it can.
const char *slipway_curl_flaw(void);

CURLcode slipway_curl_global_init(long flags);
CURL *slipway_curl_easy_init(void);
void slipway_curl_easy_cleanup(CURL *handle);
void slipway_curl_easy_reset(CURL *handle);
CURLcode slipway_curl_easy_perform(CURL *handle);
const char *slipway_curl_easy_strerror(CURLcode code);
struct curl_slist *slipway_curl_slist_append(struct curl_slist *list, const char *text);
void slipway_curl_slist_free_all(struct curl_slist *list);
time_t slipway_curl_getdate(const char *text);
CURLU *slipway_curl_url(void);
void slipway_curl_url_cleanup(CURLU *address);
CURLUcode slipway_curl_url_set(CURLU *address, CURLUPart part, const char *text, unsigned int flags);
CURLUcode slipway_curl_url_get(const CURLU *address, CURLUPart part, char **text, unsigned int flags);
const char *slipway_curl_url_strerror(CURLUcode code);
void slipway_curl_free(void *bytes);

CURLcode slipway_curl_set_long(CURL *handle, CURLoption option, long value);
CURLcode slipway_curl_set_offset(CURL *handle, CURLoption option, curl_off_t value);
// libcurl copies the text.
CURLcode slipway_curl_set_text(CURL *handle, CURLoption option, const char *value);
CURLcode slipway_curl_set_pointer(CURL *handle, CURLoption option, void *value);
CURLcode slipway_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
CURLcode slipway_curl_on_read(CURL *handle, slipway_curl_bytes function, void *context);
CURLcode slipway_curl_on_seek(CURL *handle, slipway_curl_seek function, void *context);
CURLcode slipway_curl_on_write(CURL *handle, slipway_curl_bytes function, void *context);
CURLcode slipway_curl_on_header(CURL *handle, slipway_curl_bytes function, void *context);
CURLcode slipway_curl_on_progress(CURL *handle, slipway_curl_progress function, void *context);
CURLcode slipway_curl_get_long(CURL *handle, CURLINFO info, long *value);
CURLcode slipway_curl_get_offset(CURL *handle, CURLINFO info, curl_off_t *value);

#endif
