/* Nothing but OpenSSL: it starts, and with a profile it reads that one's certificate and key. */
#include <stdio.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>

static FILE *file(const char *profile, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", profile, name);
    return fopen(path, "r");
}

int main(int argc, char **argv) {
    unsigned char random;
    unsigned char digest[EVP_MAX_MD_SIZE];
    if (OPENSSL_init_ssl(OPENSSL_INIT_LOAD_SSL_STRINGS, NULL) != 1 || RAND_bytes(&random, 1) != 1) return 1;
    if (EVP_Digest("", 0, digest, NULL, EVP_sha256(), NULL) != 1) return 1;
    if (argc < 2) return 0;
    FILE *first = file(argv[1], "certificate.pem"), *second = file(argv[1], "private-key.pem");
    if (first == NULL || second == NULL) return 1;
    X509 *certificate = PEM_read_X509(first, NULL, NULL, NULL);
    EVP_PKEY *key = PEM_read_PrivateKey(second, NULL, NULL, NULL);
    if (X509_check_private_key(certificate, key) != 1) return 1;
    EVP_PKEY_free(key);
    X509_free(certificate);
    fclose(first);
    fclose(second);
    return 0;
}
