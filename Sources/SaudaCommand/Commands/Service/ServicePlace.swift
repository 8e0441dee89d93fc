import ArgumentParser
import Glibc
import SaudaService

/// Whose unit it is, and where it lies.
struct ServicePlace: ParsableArguments {
    @Flag(help: "Of your own session instead of the machine's; no root needed.")
    var user = false

    @Option(help: ArgumentHelp("Where units lie (default: systemd's folder).", valueName: "dir"))
    var units: String?

    var path: String {
        if let units { return "\(units)/\(ServiceUnit.name)" }
        guard user else { return "/etc/systemd/system/\(ServiceUnit.name)" }
        let home = unsafe getenv("HOME").map { unsafe String(cString: $0) } ?? ""
        let config = unsafe getenv("XDG_CONFIG_HOME").map { unsafe String(cString: $0) } ?? "\(home)/.config"
        return "\(config)/systemd/user/\(ServiceUnit.name)"
    }

    /// Runs systemctl; a machine without it is said once, and what to do there.
    ///
    /// - Returns: its exit code and output.
    func systemctl(_ arguments: [String]) throws -> (status: Int32, output: String) {
        guard let result = ChildProcess.run(["systemctl"] + (user ? ["--user"] : []) + arguments) else {
            throw CommandFailure(
                .failed,
                "there is no systemctl here. Let another supervisor run `sauda serve` (docs/service.md); "
                    + "it is to start it again when it ends with a code other than 0."
            )
        }
        return result
    }
}
