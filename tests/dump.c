/*
 * dump: the content of a database as text, for tests that compare databases.
 *
 *     build/tests/dump [--current] DB
 */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "pipeline/store/dump.h"

int main(int argc, char **argv)
{
	bool current = argc == 3 && strcmp(argv[1], "--current") == 0;
	struct store *store;
	int status;

	if (argc != 2 && !current) {
		fputs("usage: dump [--current] DB\n", stderr);
		return EX_USAGE;
	}
	store = store_open(argv[argc - 1], STORE_READ);
	status = current ? store_dump_current(store, stdout) : store_dump(store, stdout);
	if (store_status(store) != 0)
		fprintf(stderr, "dump: %s\n", store_message(store));
	store_close(store);
	return status;
}
