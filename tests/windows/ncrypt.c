/* For tests only, in place of wine's ncrypt.dll, which can neither decrypt nor agree nor hold EC keys.

   It follows Microsoft's documentation of ncrypt.h and bcrypt.h, and is stricter than Windows: unknown flags, other
   paddings than OAEP with SHA-256 and hashes of a wrong length are refused. As on Windows, a key for ECDSA does not agree,
   and a key for ECDH signs, too (that is how .NET uses them). Signatures by RSA and by P-256 keys for ECDSA are made by
   wine's bcrypt.dll; other ECDSA, OAEP and ECDH, which that lacks, by the OpenSSL that is built for the product.
   Keys are not stored. A key with a UI policy asks nobody: it refuses where no window may be shown, else it obeys. */
#include <windows.h>
#include <bcrypt.h>
#include <ncrypt.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#define EXPORT __declspec(dllexport)

typedef struct {
    enum { PROVIDER = 0x50, KEY = 0x4B, SECRET = 0x53 } kind;
    enum { RSA_ANY = 1, ECDSA_ONLY, ECDH_ANY } use;
    EVP_PKEY *key;
    BCRYPT_KEY_HANDLE signs; /* RSA, ECDSA on P-256 */
    BOOL asks;
    size_t length;
    BYTE secret[66];
} OBJECT;

static OBJECT *make(int kind)
{
    OBJECT *object = calloc(1, sizeof *object);
    object->kind = kind;
    return object;
}

static OBJECT *as(ULONG_PTR handle, int kind)
{
    OBJECT *object = (OBJECT *)handle;
    return object && object->kind == kind ? object : NULL;
}

EXPORT SECURITY_STATUS WINAPI NCryptOpenStorageProvider(NCRYPT_PROV_HANDLE *provider, LPCWSTR name, DWORD flags)
{
    if (flags) return NTE_BAD_FLAGS;
    if (lstrcmpW(name, MS_KEY_STORAGE_PROVIDER)) return NTE_NOT_SUPPORTED;
    *provider = (NCRYPT_PROV_HANDLE)make(PROVIDER);
    return 0;
}

EXPORT SECURITY_STATUS WINAPI NCryptFreeObject(NCRYPT_HANDLE handle)
{
    OBJECT *object = (OBJECT *)handle;
    if (!object) return NTE_INVALID_HANDLE;
    EVP_PKEY_free(object->key);
    if (object->signs) BCryptDestroyKey(object->signs);
    memset(object, 0, sizeof *object);
    free(object);
    return 0;
}

/* A new handle of the provider, which the caller frees, as on Windows. */
EXPORT SECURITY_STATUS WINAPI NCryptGetProperty(NCRYPT_HANDLE handle, LPCWSTR name, PBYTE into, DWORD room, DWORD *length,
                                                DWORD flags)
{
    if (flags & ~NCRYPT_SILENT_FLAG) return NTE_BAD_FLAGS;
    if (!as(handle, KEY)) return NTE_INVALID_HANDLE;
    if (lstrcmpW(name, NCRYPT_PROVIDER_HANDLE_PROPERTY)) return NTE_NOT_SUPPORTED;
    *length = sizeof(NCRYPT_PROV_HANDLE);
    if (room < *length) return NTE_BUFFER_TOO_SMALL;
    *(NCRYPT_PROV_HANDLE *)into = (NCRYPT_PROV_HANDLE)make(PROVIDER);
    return 0;
}

/* On Windows this must come before a key is finalised, and such keys are stored. */
EXPORT SECURITY_STATUS WINAPI NCryptSetProperty(NCRYPT_HANDLE handle, LPCWSTR name, PBYTE value, DWORD length, DWORD flags)
{
    OBJECT *object = as(handle, KEY);
    if (flags & ~NCRYPT_SILENT_FLAG) return NTE_BAD_FLAGS;
    if (!object) return NTE_INVALID_HANDLE;
    if (lstrcmpW(name, NCRYPT_UI_POLICY_PROPERTY)) return NTE_NOT_SUPPORTED;
    if (length != sizeof(NCRYPT_UI_POLICY)) return NTE_BAD_DATA;
    object->asks = ((NCRYPT_UI_POLICY *)value)->dwFlags & (NCRYPT_UI_PROTECT_KEY_FLAG | NCRYPT_UI_FORCE_HIGH_PROTECTION_FLAG);
    return 0;
}

static BOOL must_ask(OBJECT *object, DWORD flags) { return object->asks && flags & NCRYPT_SILENT_FLAG; }

/* Numbers in a blob have the highest byte first. */
static void number(OSSL_PARAM_BLD *builder, const char *name, const BYTE **at, DWORD length)
{
    OSSL_PARAM_BLD_push_BN(builder, name, BN_bin2bn(*at, length, NULL));
    *at += length;
}

static EVP_PKEY *key_of(const char *type, OSSL_PARAM_BLD *builder, int selection)
{
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(builder);
    if (EVP_PKEY_fromdata_init(context) <= 0 || EVP_PKEY_fromdata(context, &key, selection, parameters) <= 0) key = NULL;
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(builder);
    EVP_PKEY_CTX_free(context);
    return key;
}

static SECURITY_STATUS import_rsa(OBJECT *object, PBYTE blob, DWORD length)
{
    BCRYPT_RSAKEY_BLOB *header = (BCRYPT_RSAKEY_BLOB *)blob;
    const BYTE *at = blob + sizeof *header;
    DWORD n = header->cbModulus, p = header->cbPrime1, q = header->cbPrime2;
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    BCRYPT_ALG_HANDLE algorithm;
    if (length != sizeof *header + header->cbPublicExp + 2 * n + 3 * p + 2 * q) return NTE_BAD_DATA;
    number(builder, OSSL_PKEY_PARAM_RSA_E, &at, header->cbPublicExp);
    number(builder, OSSL_PKEY_PARAM_RSA_N, &at, n);
    number(builder, OSSL_PKEY_PARAM_RSA_FACTOR1, &at, p);
    number(builder, OSSL_PKEY_PARAM_RSA_FACTOR2, &at, q);
    number(builder, OSSL_PKEY_PARAM_RSA_EXPONENT1, &at, p);
    number(builder, OSSL_PKEY_PARAM_RSA_EXPONENT2, &at, q);
    number(builder, OSSL_PKEY_PARAM_RSA_COEFFICIENT1, &at, p);
    number(builder, OSSL_PKEY_PARAM_RSA_D, &at, n);
    object->key = key_of("RSA", builder, EVP_PKEY_KEYPAIR);
    object->length = n;
    object->use = RSA_ANY;
    if (!object->key || BCryptOpenAlgorithmProvider(&algorithm, BCRYPT_RSA_ALGORITHM, NULL, 0) ||
        BCryptImportKeyPair(algorithm, NULL, BCRYPT_RSAFULLPRIVATE_BLOB, &object->signs, blob, length, 0))
        return NTE_BAD_DATA;
    return 0;
}

static SECURITY_STATUS import_ec(OBJECT *object, PBYTE blob, DWORD length, BOOL is_private)
{
    BCRYPT_ECCKEY_BLOB *header = (BCRYPT_ECCKEY_BLOB *)blob;
    const BYTE *at = blob + sizeof *header;
    BYTE point[1 + 2 * 66] = {4};
    DWORD field = header->cbKey;
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    BCRYPT_ALG_HANDLE algorithm;
    ULONG ecdh_magic = field == 32   ? (is_private ? BCRYPT_ECDH_PRIVATE_P256_MAGIC : BCRYPT_ECDH_PUBLIC_P256_MAGIC)
                       : field == 48 ? (is_private ? BCRYPT_ECDH_PRIVATE_P384_MAGIC : BCRYPT_ECDH_PUBLIC_P384_MAGIC)
                                     : 0;
    if (!ecdh_magic || length != sizeof *header + (is_private ? 3 : 2) * field) return NTE_BAD_DATA;
    object->length = field;
    object->use = header->dwMagic == ecdh_magic ? ECDH_ANY : ECDSA_ONLY;
    if (object->use == ECDSA_ONLY && field == 32 &&
        (!is_private || BCryptOpenAlgorithmProvider(&algorithm, BCRYPT_ECDSA_P256_ALGORITHM, NULL, 0) ||
         BCryptImportKeyPair(algorithm, NULL, BCRYPT_ECCPRIVATE_BLOB, &object->signs, blob, length, 0)))
        return NTE_BAD_DATA;
    OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, field == 32 ? "P-256" : "P-384", 0);
    memcpy(point + 1, at, 2 * field);
    OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point, 1 + 2 * field);
    at += 2 * field;
    if (is_private) number(builder, OSSL_PKEY_PARAM_PRIV_KEY, &at, field);
    object->key = key_of("EC", builder, is_private ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY);
    return object->key ? 0 : NTE_BAD_DATA;
}

EXPORT SECURITY_STATUS WINAPI NCryptImportKey(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE wrapping, LPCWSTR type,
                                              NCryptBufferDesc *parameters, NCRYPT_KEY_HANDLE *key, PBYTE blob,
                                              DWORD length, DWORD flags)
{
    OBJECT *object;
    SECURITY_STATUS status = NTE_NOT_SUPPORTED;
    if (!as(provider, PROVIDER)) return NTE_INVALID_HANDLE;
    if (wrapping || parameters) return NTE_INVALID_PARAMETER;
    if (flags & ~NCRYPT_SILENT_FLAG) return NTE_BAD_FLAGS;
    object = make(KEY);
    if (!lstrcmpW(type, BCRYPT_RSAFULLPRIVATE_BLOB)) status = import_rsa(object, blob, length);
    if (!lstrcmpW(type, BCRYPT_ECCPRIVATE_BLOB)) status = import_ec(object, blob, length, TRUE);
    if (!lstrcmpW(type, BCRYPT_ECCPUBLIC_BLOB)) status = import_ec(object, blob, length, FALSE);
    if (status) NCryptFreeObject((NCRYPT_HANDLE)object);
    else *key = (NCRYPT_KEY_HANDLE)object;
    return status;
}

/* r and s, one after the other. */
static SECURITY_STATUS sign_ec(OBJECT *object, const BYTE *hash, DWORD hash_length, BYTE *signature, DWORD *length)
{
    BYTE der[160];
    const BYTE *at = der;
    size_t written = sizeof der;
    int half = (int)object->length;
    ECDSA_SIG *parts = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(object->key, NULL);
    int done = EVP_PKEY_sign_init(context) > 0 && EVP_PKEY_sign(context, der, &written, hash, hash_length) > 0 &&
               (parts = d2i_ECDSA_SIG(NULL, &at, (long)written)) &&
               BN_bn2binpad(ECDSA_SIG_get0_r(parts), signature, half) == half &&
               BN_bn2binpad(ECDSA_SIG_get0_s(parts), signature + half, half) == half;
    ECDSA_SIG_free(parts);
    EVP_PKEY_CTX_free(context);
    *length = 2 * half;
    return done ? 0 : NTE_FAIL;
}

EXPORT SECURITY_STATUS WINAPI NCryptSignHash(NCRYPT_KEY_HANDLE handle, VOID *padding, PBYTE hash, DWORD hash_length,
                                             PBYTE signature, DWORD room, DWORD *length, DWORD flags)
{
    OBJECT *object = as(handle, KEY);
    BOOL is_rsa = object && object->use == RSA_ANY;
    DWORD kind = flags & ~NCRYPT_SILENT_FLAG;
    if (!object) return NTE_INVALID_HANDLE;
    if (must_ask(object, flags)) return NTE_SILENT_CONTEXT;
    if (is_rsa ? kind != NCRYPT_PAD_PKCS1_FLAG && kind != NCRYPT_PAD_PSS_FLAG : kind != 0) return NTE_BAD_FLAGS;
    if (is_rsa != !!padding || hash_length != (is_rsa ? 32 : object->length)) return NTE_INVALID_PARAMETER;
    if (is_rsa && lstrcmpW(((BCRYPT_PKCS1_PADDING_INFO *)padding)->pszAlgId, BCRYPT_SHA256_ALGORITHM))
        return NTE_INVALID_PARAMETER;
    if (kind == NCRYPT_PAD_PSS_FLAG && ((BCRYPT_PSS_PADDING_INFO *)padding)->cbSalt != 32) return NTE_INVALID_PARAMETER;
    if (room < (is_rsa ? 1 : 2) * object->length) return NTE_BUFFER_TOO_SMALL;
    if (!object->signs) return sign_ec(object, hash, hash_length, signature, length);
    /* The flags of bcrypt.h have the same values. */
    return BCryptSignHash(object->signs, padding, hash, hash_length, signature, room, length, kind) ? NTE_FAIL : 0;
}

EXPORT SECURITY_STATUS WINAPI NCryptDecrypt(NCRYPT_KEY_HANDLE handle, PBYTE in, DWORD in_length, VOID *padding, PBYTE out,
                                            DWORD room, DWORD *length, DWORD flags)
{
    OBJECT *object = as(handle, KEY);
    BCRYPT_OAEP_PADDING_INFO *oaep = padding;
    EVP_PKEY_CTX *context;
    size_t written = room;
    int done;
    if (!object) return NTE_INVALID_HANDLE;
    if (object->use != RSA_ANY) return NTE_NOT_SUPPORTED;
    if (must_ask(object, flags)) return NTE_SILENT_CONTEXT;
    if ((flags & ~NCRYPT_SILENT_FLAG) != NCRYPT_PAD_OAEP_FLAG) return NTE_BAD_FLAGS;
    if (!oaep || lstrcmpW(oaep->pszAlgId, BCRYPT_SHA256_ALGORITHM) || oaep->cbLabel) return NTE_INVALID_PARAMETER;
    if (in_length != object->length) return NTE_INVALID_PARAMETER;
    if (room < object->length) return NTE_BUFFER_TOO_SMALL;
    context = EVP_PKEY_CTX_new(object->key, NULL);
    done = EVP_PKEY_decrypt_init(context) > 0 && EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) > 0 &&
           EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()) > 0 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) > 0 &&
           EVP_PKEY_decrypt(context, out, &written, in, in_length) > 0;
    EVP_PKEY_CTX_free(context);
    *length = (DWORD)written;
    return done ? 0 : NTE_BAD_DATA;
}

EXPORT SECURITY_STATUS WINAPI NCryptSecretAgreement(NCRYPT_KEY_HANDLE own, NCRYPT_KEY_HANDLE peer,
                                                    NCRYPT_SECRET_HANDLE *secret, DWORD flags)
{
    OBJECT *key = as(own, KEY), *other = as(peer, KEY), *object;
    EVP_PKEY_CTX *context;
    size_t length = sizeof object->secret;
    int done;
    if (!key || !other) return NTE_INVALID_HANDLE;
    if (flags & ~NCRYPT_SILENT_FLAG) return NTE_BAD_FLAGS;
    if (key->use != ECDH_ANY || other->use != ECDH_ANY) return NTE_NOT_SUPPORTED;
    if (must_ask(key, flags)) return NTE_SILENT_CONTEXT;
    object = make(SECRET);
    context = EVP_PKEY_CTX_new(key->key, NULL);
    done = EVP_PKEY_derive_init(context) > 0 && EVP_PKEY_derive_set_peer(context, other->key) > 0 &&
           EVP_PKEY_derive(context, object->secret, &length) > 0;
    EVP_PKEY_CTX_free(context);
    object->length = length;
    *secret = (NCRYPT_SECRET_HANDLE)object;
    return done ? 0 : NTE_FAIL;
}

/* BCRYPT_KDF_RAW_SECRET "returns the little-endian representation of the raw secret without any modification". */
EXPORT SECURITY_STATUS WINAPI NCryptDeriveKey(NCRYPT_SECRET_HANDLE handle, LPCWSTR kdf, NCryptBufferDesc *parameters,
                                              PBYTE out, DWORD room, DWORD *length, ULONG flags)
{
    OBJECT *object = as(handle, SECRET);
    if (!object) return NTE_INVALID_HANDLE;
    if (flags) return NTE_BAD_FLAGS;
    if (parameters || lstrcmpW(kdf, L"TRUNCATE")) return NTE_NOT_SUPPORTED;
    *length = room < object->length ? room : (DWORD)object->length;
    for (DWORD i = 0; i < *length; i++) out[i] = object->secret[object->length - 1 - i];
    return 0;
}
