import ArgumentParser
import Glibc
import SaudaService

struct ServiceStatusCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say whether the service is installed and runs, as systemd has it.",
        discussion: """
            Examples:
              sauda service status --user
              sauda service status --format json

            Exit codes: 0 it runs, 1 it does not, 2 bad usage.
            """
    )

    @OptionGroup var place: ServicePlace

    @Option(help: "table or json.")
    var format = OutputFormat.table

    private struct Status: Encodable {
        var unit: String
        var installed: Bool
        var active: String
        var enabled: String
        var pid: Int?
        var restarts: Int?
        var text: String
    }

    func run(_ context: CommandContext) async throws {
        let names = ["ActiveState", "SubState", "UnitFileState", "MainPID", "NRestarts", "StatusText"]
        let shown = try place.systemctl(["show", ServiceUnit.name, "--property=\(names.joined(separator: ","))"])
        let pairs = shown.output.split(separator: "\n").compactMap { line -> (String, String)? in
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
        }
        let values = Dictionary(pairs, uniquingKeysWith: { $1 })
        let status = Status(
            unit: place.path,
            installed: unsafe access(place.path, F_OK) == 0,
            active: [values["ActiveState"], values["SubState"]].compactMap(\.self).joined(separator: ", "),
            enabled: values["UnitFileState"] ?? "",
            pid: values["MainPID"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil },
            restarts: values["NRestarts"].flatMap { Int($0) },
            text: values["StatusText"] ?? ""
        )
        if format == .json {
            Terminal.out(try JSONText.of(status))
        } else {
            var table = ColumnTable(["WHAT", "IS"])
            table.add(["unit", status.installed ? status.unit : "not installed"])
            table.add(["state", status.active])
            table.add(["at boot", status.enabled])
            table.add(["process", status.pid.map { "\($0)" } ?? "none"])
            table.add(["restarts", status.restarts.map { "\($0)" } ?? ""])
            if !status.text.isEmpty { table.add(["says", status.text]) }
            Terminal.out(table.text(Ink(isOn: Terminal.usesColour)))
        }
        if values["ActiveState"] != "active" { throw ExitCode(ExitStatus.failed.rawValue) }
    }
}
