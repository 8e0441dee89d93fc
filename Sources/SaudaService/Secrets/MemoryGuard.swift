import CProcess
import Glibc

/// Keeps this process's memory, in which secrets stand while it works, out of core dumps and away from debuggers.
package enum MemoryGuard {
    /// From here on a crash leaves no core, and no other process of the same user may attach (root always may). The Swift
    /// runtime's own crash report goes too: it prints what the registers point at.
    ///
    /// Called before the first secret is read. Cannot be undone, and is done again without harm.
    @discardableResult
    package static func raise() -> Bool {
        for number in [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGQUIT] { _ = signal(number, SIG_DFL) }
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        let isLimited = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0
        return sauda_set_dumpable(0) == 0 && isLimited
    }

    package static var isRaised: Bool { sauda_dumpable() == 0 }
}
