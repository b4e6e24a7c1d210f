#include "pipeline/workers/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- limits ---- */

static void limit(__rlimit_resource_t what, rlim_t most)
{
	const struct rlimit both = { most, most };

	setrlimit(what, &both);
}

/* Address space that is taken already: libraries, and what the parent held when it forked. */
static size_t address_space(void)
{
	FILE *file = fopen("/proc/self/statm", "re");
	unsigned long pages = 0;

	if (file && fscanf(file, "%lu", &pages) != 1)
		pages = 0;
	if (file)
		fclose(file);
	return (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
}

void sandbox_limit(size_t memory)
{
	limit(RLIMIT_CORE, 0);
/* AddressSanitizer reserves terabytes of address space for its shadow. */
#ifndef __SANITIZE_ADDRESS__
	if (memory)
		limit(RLIMIT_AS, address_space() + memory);
#else
	(void)memory;
	(void)address_space;
#endif
}

/* ---- Landlock ---- */

/* As in linux/landlock.h of kernel 6.12; Debian 12's header ends with version 2. */
struct ruleset {
	uint64_t files, network, scope;
};

enum { NETWORK_ACCESSES = 3 /* bind and connect, TCP */, SCOPES = 3 /* abstract sockets, signals */ };

/* How many kinds of access to files each version knows; a later one that we do not know gets the last. */
static const unsigned char file_accesses[] = { 0, 13, 14, 15, 15, 16 };

/* As in linux/landlock.h: all that lies beneath a folder may be used so. */
struct beneath {
	uint64_t files;
	int32_t folder;
} __attribute__((packed));

/* What a program of the system needs to be started: itself, its libraries and their data. */
static void allow_system(int ruleset)
{
	enum { RULE_BENEATH = 1, EXECUTE = 1, READ_FILE = 4, READ_FOLDER = 8 };
	static const char *const folders[] = { "/usr", "/lib", "/lib64", "/lib32", "/bin", "/nix/store", "/gnu/store" };

	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		struct beneath rule = { EXECUTE | READ_FILE | READ_FOLDER, open(folders[i], O_PATH | O_CLOEXEC) };

		if (rule.folder < 0)
			continue;
		syscall(SYS_landlock_add_rule, ruleset, RULE_BENEATH, &rule, 0);
		close(rule.folder);
	}
}

static int enter_landlock(bool program)
{
	enum { VERSION_FLAG = 1, LAST = sizeof file_accesses - 1 };
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, VERSION_FLAG);
	struct ruleset rules = { 0 };
	size_t size = version >= 6 ? 3 * sizeof(uint64_t) : version >= 4 ? 2 * sizeof(uint64_t) : sizeof(uint64_t);
	int descriptor;
	long failed;

	if (version < 1)
		return 0;
	rules.files = (UINT64_C(1) << file_accesses[version < LAST ? version : LAST]) - 1;
	rules.network = version >= 4 ? NETWORK_ACCESSES : 0;
	rules.scope = version >= 6 ? SCOPES : 0;
	descriptor = (int)syscall(SYS_landlock_create_ruleset, &rules, size, 0);
	if (descriptor < 0)
		return 0;
	if (program)
		allow_system(descriptor);
	failed = syscall(SYS_landlock_restrict_self, descriptor, 0);
	close(descriptor);
	return failed ? 0 : (int)version;
}

/* ---- seccomp ---- */

/*
 * What a reader of bytes never needs, and what takes over a machine. A call that
 * this kernel's architecture has not is left out by libseccomp.
 */
static const int denied[] = {
	SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept),
	SCMP_SYS(accept4), SCMP_SYS(sendto), SCMP_SYS(sendmsg), SCMP_SYS(sendmmsg),
	SCMP_SYS(creat), SCMP_SYS(open_by_handle_at),
	SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2),
	SCMP_SYS(link), SCMP_SYS(linkat), SCMP_SYS(symlink), SCMP_SYS(symlinkat), SCMP_SYS(mknod), SCMP_SYS(mknodat),
	SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(rmdir), SCMP_SYS(truncate), SCMP_SYS(chmod), SCMP_SYS(fchmod),
	SCMP_SYS(fchmodat), SCMP_SYS(chown), SCMP_SYS(fchown), SCMP_SYS(fchownat), SCMP_SYS(lchown),
	SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(clone), SCMP_SYS(clone3),
	SCMP_SYS(kill), SCMP_SYS(tkill), SCMP_SYS(pidfd_open), SCMP_SYS(pidfd_send_signal), SCMP_SYS(pidfd_getfd),
	SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(kcmp),
	SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter), SCMP_SYS(io_uring_register), SCMP_SYS(bpf),
	SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd), SCMP_SYS(keyctl), SCMP_SYS(add_key), SCMP_SYS(request_key),
	SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(pivot_root), SCMP_SYS(chroot), SCMP_SYS(unshare), SCMP_SYS(setns),
	SCMP_SYS(memfd_create), SCMP_SYS(shmget), SCMP_SYS(msgget), SCMP_SYS(init_module), SCMP_SYS(finit_module),
	SCMP_SYS(kexec_load), SCMP_SYS(reboot), SCMP_SYS(setuid), SCMP_SYS(setgid), SCMP_SYS(setresuid),
};

/* What a program needs to be started, and a reader of ours does not. */
static const int denied_to_readers[] = {
	SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(openat2), SCMP_SYS(execve), SCMP_SYS(prlimit64),
};

static bool deny(scmp_filter_ctx filter, const int *calls, size_t count)
{
	bool well = true;

	for (size_t i = 0; i < count && well; i++)
		well = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), calls[i], 0) == 0;
	return well;
}

static bool enter_seccomp(bool program)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	bool entered = filter && deny(filter, denied, sizeof denied / sizeof *denied);

	if (!program)
		entered = entered && deny(filter, denied_to_readers, sizeof denied_to_readers / sizeof *denied_to_readers);
	entered = entered && seccomp_load(filter) == 0;
	if (filter)
		seccomp_release(filter);
	return entered;
}

/* ---- all of it ---- */

static struct sandbox enter(size_t memory, bool program)
{
	enum { FEW = 64 };
	struct sandbox in_force = { 0 };

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	sandbox_limit(memory);
	in_force.landlock = enter_landlock(program);
	limit(RLIMIT_FSIZE, 0);
	limit(RLIMIT_NPROC, 0);
	limit(RLIMIT_NOFILE, program ? FEW : 0);
	in_force.seccomp = enter_seccomp(program);
	return in_force;
}

struct sandbox sandbox_enter(size_t memory)
{
	return enter(memory, false);
}

struct sandbox sandbox_enter_program(size_t memory)
{
	return enter(memory, true);
}
