#include "pipeline/fixity.h"

#include <openssl/evp.h>

bool fixity_sha256(struct span bytes, char hex[FIXITY_HEX + 1])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	hex[0] = '\0';
	if (EVP_Digest(bytes.ptr ? bytes.ptr : "", bytes.len, digest, &len, EVP_sha256(), NULL) != 1 ||
	    len != FIXITY_HEX / 2)
		return false;
	for (unsigned i = 0; i < len; i++) {
		hex[2 * i] = digits[digest[i] >> 4];
		hex[2 * i + 1] = digits[digest[i] & 15];
	}
	hex[FIXITY_HEX] = '\0';
	return true;
}
