/*
 * sandbox: what a process that reads hostile bytes gives up before it does.
 *
 * After sandbox_enter it can open no file, make no connection, start no program
 * and signal no one; it has the descriptors it holds, its memory up to the
 * limit, and the processor. In layers, each of which stands alone:
 *
 *     NO_NEW_PRIVS            no set-uid program gives anything back
 *     resource limits         address space, no new descriptors, no files, no cores
 *     Landlock                an empty ruleset: no path, TCP port or abstract socket
 *                             (kernel 5.13 and later; landlock(7))
 *     seccomp                 a list of denied calls, answered with EPERM: an allow-list
 *                             breaks with every new C library (seccomp(2))
 */
#ifndef WINNOW_SANDBOX_H
#define WINNOW_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

/* What is in force. Written by the confined process, read by its parent: no pointers. */
struct sandbox {
	int landlock; /* the ABI version that was used; 0: the kernel has none */
	bool seccomp;
};

/*
 * Confines this process, for good. `memory` is how many bytes of address space it
 * may take beyond what it has now; 0: no limit. What the kernel lacks is left out: see the result.
 */
struct sandbox sandbox_enter(size_t memory);

/*
 * The same for a process that is about to become a program of the system: it may read, and run, what
 * lies in the folders of the system's programs and libraries, and open nothing else. It holds few descriptors.
 */
struct sandbox sandbox_enter_program(size_t memory);

/* Only the limits that keep one document from taking the machine: for --sandbox=off. */
void sandbox_limit(size_t memory);

#endif
