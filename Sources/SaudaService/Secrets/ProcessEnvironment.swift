import FoundationEssentials
import Glibc
package import SaudaBroker

/// The secrets in this process's environment.
package enum ProcessEnvironment {
    /// Takes the variables named like `SAUDA_ACCOUNT__KEY` out of the environment: what starts after it inherits
    /// none, and `/proc/PID/environ` shows none any more. To be called once, before there are other threads.
    package static func takeSecrets() -> [String: Secret] {
        var secrets: [String: Secret] = [:]
        for name in ProcessInfo.processInfo.environment.keys where isSecret(name) {
            guard let value = unsafe getenv(name) else { continue }
            secrets[name] = Secret(unsafe String(cString: value))
            unsafe memset(value, 0, strlen(value))
            unsafe unsetenv(name)
        }
        return secrets
    }

    private static func isSecret(_ name: String) -> Bool {
        guard name.hasPrefix("SAUDA_") else { return false }
        let rest = name.dropFirst("SAUDA_".count)
        return rest.contains("__") && !rest.hasPrefix("_")
    }
}
