import ArgumentParser
import SaudaService

struct CheckCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a configuration and say everything that is wrong with it.",
        discussion: """
            Examples:
              sauda check
              sauda check desk/config.yaml --env prod
              sauda check --format json
            """
    )

    @Argument(help: "The configuration file (default: config.yaml).")
    var file: String?

    @Option(help: "Lay config.ENV.yaml over it: dev, staging or prod.")
    var env: Config.Environment?

    @Option(help: "table or json.")
    var format = OutputFormat.table

    private struct Report: Encodable {
        struct Finding: Encodable {
            var file: String
            var line: Int
            var column: Int
            var message: String
            var nextStep: String

            enum CodingKeys: String, CodingKey {
                case file, line, column, message
                case nextStep = "next_step"
            }
        }

        var valid: Bool
        var errors: [Finding]
        /// Valid, and not runnable by this version.
        var unsupported: [Finding]
    }

    func run(_ context: CommandContext) async throws {
        var options = ConfigOptions()
        options.config = file
        options.env = env
        let path = file ?? ConfigOptions.standardPath
        do {
            let config = try options.load(context.plugins)
            _ = try SymbolList.symbols(of: config)
            let unsupported =
                config.unsupported(by: context.plugins.abilities(in: config.mode)) + config.unavailable(context.plugins)
            if format == .json { return try print(valid: true, [], unsupported) }
            let names = config.strategies.map { "\($0.name) (\($0.use))" }.joined(separator: ", ")
            Terminal.out("\(path) is fine: mode \(config.mode.rawValue), \(names).")
            for error in unsupported { Terminal.out("note: \(error)") }
        } catch let errors as ConfigErrors {
            if format == .json { try print(valid: false, errors.errors, []) }
            throw errors
        }
    }

    private func print(valid: Bool, _ errors: [ConfigError], _ unsupported: [ConfigError]) throws {
        func findings(_ errors: [ConfigError]) -> [Report.Finding] {
            errors.map {
                .init(file: $0.file, line: $0.line, column: $0.column, message: $0.message, nextStep: $0.nextStep)
            }
        }
        Terminal.out(
            try JSONText.of(Report(valid: valid, errors: findings(errors), unsupported: findings(unsupported)))
        )
    }
}
