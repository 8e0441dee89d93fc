import ArgumentParser
import Glibc
import SaudaService

struct ServiceUninstallCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "uninstall",
        abstract: "Stop the service, disable it and remove its unit; the home stays.",
        discussion: """
            Examples:
              sauda service uninstall --user

            Exit codes: 0 fine, 1 it could not be stopped or removed, 2 bad usage.
            """
    )

    @OptionGroup var place: ServicePlace

    func run(_ context: CommandContext) async throws {
        let path = place.path
        guard unsafe access(path, F_OK) == 0 else { return Terminal.out("There is no \(path).") }
        let stopped = try place.systemctl(["disable", "--now", ServiceUnit.name])
        guard stopped.status == 0 else { throw CommandFailure(.failed, "systemctl disable: \(stopped.output)") }
        guard unsafe unlink(path) == 0 else {
            throw CommandFailure(.failed, "\(path) cannot be removed: \(unsafe String(cString: strerror(errno))).")
        }
        _ = try place.systemctl(["daemon-reload"])
        Terminal.out("Removed \(path); journals and books stay where they are.")
    }
}
