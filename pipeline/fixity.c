#include "pipeline/fixity.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <unistd.h>

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

/* "ab01...": false where that is not what was asked for. */
static bool write_hex(const unsigned char *digest, unsigned len, char hex[FIXITY_HEX + 1])
{
	static const char digits[] = "0123456789abcdef";

	if (len != FIXITY_HEX / 2)
		return false;
	for (unsigned i = 0; i < len; i++) {
		hex[2 * i] = digits[digest[i] >> 4];
		hex[2 * i + 1] = digits[digest[i] & 15];
	}
	hex[FIXITY_HEX] = '\0';
	return true;
}

bool fixity_sha256(struct span bytes, char hex[FIXITY_HEX + 1])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	hex[0] = '\0';
	CRYPTO_set_mem_functions(take_memory, move_memory, give_memory); /* heard before its first allocation only */
	return EVP_Digest(bytes.ptr ? bytes.ptr : "", bytes.len, digest, &len, EVP_sha256(), NULL) == 1 &&
	       write_hex(digest, len, hex);
}

static bool update_from(EVP_MD_CTX *context, int fd)
{
	char chunk[64 * 1024];
	ssize_t got;

	if (lseek(fd, 0, SEEK_SET) != 0)
		return false;
	while ((got = read(fd, chunk, sizeof chunk)) != 0)
		if (got < 0 ? errno != EINTR : EVP_DigestUpdate(context, chunk, (size_t)got) != 1)
			return false;
	return true;
}

bool fixity_sha256_file(int fd, char hex[FIXITY_HEX + 1])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	EVP_MD_CTX *context;
	bool well;

	hex[0] = '\0';
	CRYPTO_set_mem_functions(take_memory, move_memory, give_memory);
	context = EVP_MD_CTX_new();
	well = context && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1 && update_from(context, fd) &&
	       EVP_DigestFinal_ex(context, digest, &len) == 1 && write_hex(digest, len, hex);
	EVP_MD_CTX_free(context);
	return well;
}
