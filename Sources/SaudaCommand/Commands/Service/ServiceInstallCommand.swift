import ArgumentParser
import Glibc
import SaudaService

struct ServiceInstallCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Write the unit, enable it and start it.",
        discussion: """
            The unit starts `sauda serve` with the machine, starts it again up to three times, five
            minutes apart, and ends it when it gives no sign of life for two minutes. It may write to
            its home alone. What accounts sign in with comes from the vault, or from a file of
            NAME=value lines that only its owner may read (--environment).

            Examples:
              sauda service install --user --practice http://127.0.0.1:8080
              sauda service install --user --live --dry-run
              sudo sauda service install --live --config /srv/desk/config.yaml --environment /srv/desk/env

            Exit codes: 0 fine, 1 it could not be written or started, 2 bad usage or config.
            """
    )

    @OptionGroup var configuration: ConfigOptions
    @OptionGroup var place: ServicePlace

    @OptionGroup var trading: PlaceOptions

    @Option(help: ArgumentHelp("A file of NAME=value lines for secrets.", valueName: "file"))
    var environment: String?

    @Flag(help: "Print the unit; write and start nothing.")
    var dryRun = false

    func run(_ context: CommandContext) async throws {
        let config = try configuration.load(context.plugins)
        guard try trading.place(config, context.plugins) != nil else {
            throw CommandFailure(.badUsage, "say where it trades: --live and mode: live, or --practice URL.")
        }
        let unit = try unit(config)
        guard !dryRun else { return Terminal.out(unit.text) }
        let path = place.path
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        try Folders.make(unit.home)
        try Folders.make(folder)
        try WholeFile.replace(path, with: Array(unit.text.utf8), mode: 0o644)
        Terminal.out("Wrote \(path).")
        for arguments in [["daemon-reload"], ["enable", "--now", ServiceUnit.name]] {
            let result = try place.systemctl(arguments)
            guard result.status == 0 else {
                throw CommandFailure(.failed, "systemctl \(arguments.joined(separator: " ")): \(result.output)")
            }
        }
        Terminal.out("It is enabled and started; see `sauda service status\(place.user ? " --user" : "")`.")
        if place.user { Terminal.out("`loginctl enable-linger` keeps it running while you are logged out.") }
    }

    private func unit(_ config: Config) throws -> ServiceUnit {
        let file = try absolute(configuration.config ?? ConfigOptions.standardPath)
        let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        var command = [try absolute("/proc/self/exe"), "serve", "--config", file]
        if let env = configuration.env { command += ["--env", env.rawValue] }
        if let practice = trading.practice { command += ["--practice", practice] }
        if let authority = trading.practiceCA { command += ["--practice-ca", try absolute(authority)] }
        if trading.live { command += ["--live"] }
        let home = config.resolved(config.home)
        try Folders.make(home)
        let secrets = try environment.map { path in
            var info = stat()
            guard unsafe stat(path, &info) == 0, info.st_mode & 0o077 == 0 else {
                throw CommandFailure(.badUsage, "\(path) is not there, or others may read it: chmod 600 \(path)")
            }
            return try absolute(path)
        }
        return ServiceUnit(
            command: command,
            folder: folder.isEmpty ? "/" : folder,
            home: try absolute(home),
            environment: secrets,
            isUser: place.user
        )
    }

    private func absolute(_ path: String) throws -> String {
        guard let found = unsafe realpath(path, nil) else { throw CommandFailure(.badUsage, "\(path) is not there.") }
        defer { unsafe free(found) }
        return unsafe String(cString: found)
    }
}
