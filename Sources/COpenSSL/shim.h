// OpenSSL 3's libcrypto. Only the module Cryptography imports this.
//
// Swift cannot see function-like macros; the inline functions below stand for those that are needed.

#ifndef SLIPWAY_COPENSSL_H
#define SLIPWAY_COPENSSL_H

// The parts of hashes are deprecated in favour of whole ones, which will not do here.
#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/dsa.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

static inline void slipway_free(void *bytes) { OPENSSL_free(bytes); }

static inline void slipway_clear_free(void *bytes, size_t count) { OPENSSL_clear_free(bytes, count); }

// The compression functions of SHA-256 and SHA-512 over whole blocks, which OpenSSL has only inside its hashes.

static inline void slipway_openssl_sha256(uint32_t state[8], const uint8_t *data, size_t blocks) {
  SHA256_CTX context = {.md_len = SHA256_DIGEST_LENGTH};
  for (int word = 0; word < 8; word++) context.h[word] = state[word];
  SHA256_Update(&context, data, 64 * blocks);
  for (int word = 0; word < 8; word++) state[word] = context.h[word];
}

static inline void slipway_openssl_sha512(uint64_t state[8], const uint8_t *data, size_t blocks) {
  SHA512_CTX context = {.md_len = SHA512_DIGEST_LENGTH};
  for (int word = 0; word < 8; word++) context.h[word] = state[word];
  SHA512_Update(&context, data, 128 * blocks);
  for (int word = 0; word < 8; word++) state[word] = context.h[word];
}

// Signatures with a nonce of the caller's. OpenSSL 3 calls these functions deprecated and has no others for it.

static inline const EC_GROUP *slipway_ec_group(EVP_PKEY *key) {
  const EC_KEY *ec = EVP_PKEY_get0_EC_KEY(key);
  return ec == NULL ? NULL : EC_KEY_get0_group(ec);
}

// The signature of a digest by an EC key, from the inverse of a nonce and the r that the nonce gives.
static inline ECDSA_SIG *slipway_ecdsa_sign(const unsigned char *digest, int count, const BIGNUM *inverse,
                                            const BIGNUM *r, EVP_PKEY *key) {
  return ECDSA_do_sign_ex(digest, count, inverse, r, (EC_KEY *)EVP_PKEY_get0_EC_KEY(key));
}

// Stacks.

static inline STACK_OF(X509) *slipway_x509_stack_new(void) { return sk_X509_new_null(); }

static inline int slipway_x509_stack_push(STACK_OF(X509) *stack, X509 *certificate) {
  return sk_X509_push(stack, certificate);
}

static inline void slipway_x509_stack_free(STACK_OF(X509) *stack) { sk_X509_pop_free(stack, X509_free); }

static inline int slipway_pkcs7_stack_count(const STACK_OF(PKCS7) *stack) { return sk_PKCS7_num(stack); }

static inline PKCS7 *slipway_pkcs7_stack_at(const STACK_OF(PKCS7) *stack, int index) {
  return sk_PKCS7_value(stack, index);
}

static inline void slipway_pkcs7_stack_free(STACK_OF(PKCS7) *stack) { sk_PKCS7_pop_free(stack, PKCS7_free); }

static inline int slipway_bag_stack_count(const STACK_OF(PKCS12_SAFEBAG) *stack) {
  return sk_PKCS12_SAFEBAG_num(stack);
}

static inline PKCS12_SAFEBAG *slipway_bag_stack_at(const STACK_OF(PKCS12_SAFEBAG) *stack, int index) {
  return sk_PKCS12_SAFEBAG_value(stack, index);
}

static inline void slipway_bag_stack_free(STACK_OF(PKCS12_SAFEBAG) *stack) {
  sk_PKCS12_SAFEBAG_pop_free(stack, PKCS12_SAFEBAG_free);
}

// The numeric identifier of a PKCS#7's content type: NID_pkcs7_data, NID_pkcs7_encrypted, …
static inline int slipway_pkcs7_type(const PKCS7 *content) { return OBJ_obj2nid(content->type); }

// How an encrypted PKCS#7 is encrypted; NULL when it is malformed.
static inline const X509_ALGOR *slipway_pkcs7_encryption(const PKCS7 *content) {
  if (OBJ_obj2nid(content->type) != NID_pkcs7_encrypted || content->d.encrypted == NULL ||
      content->d.encrypted->enc_data == NULL)
    return NULL;
  return content->d.encrypted->enc_data->algorithm;
}

// The encrypted bytes of an encrypted PKCS#7; NULL when it has none.
static inline ASN1_OCTET_STRING *slipway_pkcs7_encrypted_parts(const PKCS7 *content) {
  return slipway_pkcs7_encryption(content) == NULL ? NULL : content->d.encrypted->enc_data->enc_data;
}

// The template of SafeContents, a SEQUENCE OF SafeBag.
static inline const ASN1_ITEM *slipway_safe_bags_item(void) { return ASN1_ITEM_rptr(PKCS12_SAFEBAGS); }

// The bytes of an ANY that is an OCTET STRING; NULL when it is something else.
static inline const unsigned char *slipway_type_octets(const ASN1_TYPE *value) {
  return value->type == V_ASN1_OCTET_STRING ? ASN1_STRING_get0_data(value->value.octet_string) : NULL;
}

static inline int slipway_type_octet_count(const ASN1_TYPE *value) {
  return value->type == V_ASN1_OCTET_STRING ? ASN1_STRING_length(value->value.octet_string) : 0;
}

#endif
