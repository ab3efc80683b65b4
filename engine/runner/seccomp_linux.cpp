// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/seccomp_linux.h"

#include <array>
#include <cerrno>
#include <memory>

#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace orrery::runner {
namespace {

/// Ways out of a namespace, into other processes, or into rarely tested parts of the kernel.
constexpr std::array denied{SCMP_SYS(ptrace),
                            SCMP_SYS(process_vm_readv),
                            SCMP_SYS(process_vm_writev),
                            SCMP_SYS(kcmp),
                            SCMP_SYS(mount),
                            SCMP_SYS(umount2),
                            SCMP_SYS(pivot_root),
                            SCMP_SYS(open_tree),
                            SCMP_SYS(move_mount),
                            SCMP_SYS(fsopen),
                            SCMP_SYS(fsconfig),
                            SCMP_SYS(fsmount),
                            SCMP_SYS(fspick),
                            SCMP_SYS(mount_setattr),
                            SCMP_SYS(unshare),
                            SCMP_SYS(setns),
                            SCMP_SYS(chroot),
                            SCMP_SYS(keyctl),
                            SCMP_SYS(add_key),
                            SCMP_SYS(request_key),
                            SCMP_SYS(bpf),
                            SCMP_SYS(perf_event_open),
                            SCMP_SYS(userfaultfd),
                            SCMP_SYS(io_uring_setup),
                            SCMP_SYS(io_uring_enter),
                            SCMP_SYS(io_uring_register),
                            SCMP_SYS(init_module),
                            SCMP_SYS(finit_module),
                            SCMP_SYS(delete_module),
                            SCMP_SYS(kexec_load),
                            SCMP_SYS(kexec_file_load),
                            SCMP_SYS(reboot),
                            SCMP_SYS(swapon),
                            SCMP_SYS(swapoff),
                            SCMP_SYS(syslog),
                            SCMP_SYS(acct),
                            SCMP_SYS(quotactl),
                            SCMP_SYS(settimeofday),
                            SCMP_SYS(clock_settime),
                            SCMP_SYS(sethostname),
                            SCMP_SYS(setdomainname),
                            SCMP_SYS(open_by_handle_at),
                            SCMP_SYS(name_to_handle_at)};

/// Families a task has a use for; the others reach past the network namespace or are seldom tested.
constexpr std::array allowedFamilies{AF_UNIX, AF_INET, AF_INET6, AF_NETLINK};

int addRules(scmp_filter_ctx filter)
{
    int error = 0;
    const auto add = [&error](int result) { error = error != 0 ? error : result; };
    for (const int call : denied)
        add(::seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0));
    // A new user namespace would give capabilities again. clone3 hides its flags behind a pointer:
    // "not there" makes libraries fall back to clone.
    add(::seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                           SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_NEWUSER, CLONE_NEWUSER)));
    add(::seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0));
    // Typing into the terminal of whoever started us.
    for (const unsigned long request :
         {static_cast<unsigned long>(TIOCSTI), static_cast<unsigned long>(0x541C)})
        add(::seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1,
                               SCMP_A1(SCMP_CMP_MASKED_EQ, 0xFFFFFFFFU, request)));
    for (int family = 0; family < 64; ++family) {
        bool allowed = false;
        for (const int one : allowedFamilies)
            allowed = allowed || one == family;
        if (!allowed)
            add(::seccomp_rule_add(filter, SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 1,
                                   SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(family))));
    }
    return error;
}

} // namespace

Result<> writeSeccompFilter(int fd)
{
    const std::unique_ptr<void, void (*)(void *)> filter(
        ::seccomp_init(SCMP_ACT_ALLOW), [](void *made) { ::seccomp_release(made); });
    if (!filter || addRules(filter.get()) != 0 || ::seccomp_export_bpf(filter.get(), fd) != 0)
        return fail(ErrorCode::Internal, "sandbox", "the system call filter could not be made");
    return {};
}

} // namespace orrery::runner
