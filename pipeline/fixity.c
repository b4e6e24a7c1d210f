#include "pipeline/fixity.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdlib.h>

#include "pipeline/base/memory.h"

/* OpenSSL 3.0 crashes where its first allocations fail; memory.h never gives it NULL. */
static void *take_memory(size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return memory_resize(NULL, size, 1);
}

static void *move_memory(void *old, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return memory_resize(old, size, 1);
}

static void give_memory(void *memory, const char *file, int line)
{
	(void)file;
	(void)line;
	free(memory);
}

bool fixity_sha256(struct span bytes, char hex[FIXITY_HEX + 1])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	hex[0] = '\0';
	CRYPTO_set_mem_functions(take_memory, move_memory, give_memory); /* heard before its first allocation only */
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
