import ArgumentParser
import Glibc
import SaudaService
import SaudaStore
import Synchronization

/// The command line. An executable calls `run` with its plugins and nothing else.
public enum SaudaTool {
    /// Parses the arguments, runs the command and ends the process with its exit code.
    public static func run(_ plugins: Plugins) async -> Never {
        // A closed pipe must not end a trading day.
        _ = signal(SIGPIPE, SIG_IGN)
        let environment = ProcessEnvironment.takeSecrets()
        Terminal.secrets.learn(Array(environment.values))
        do {
            let command = try Sauda.parseAsRoot()
            if let command = command as? any ToolCommand {
                try await command.run(CommandContext(plugins: plugins, environment: environment))
            } else {
                var command = command
                try command.run()
            }
            let isWritten = !Terminal.hasFailed.load(ordering: .relaxed)
            exit((isWritten ? ExitStatus.fine : .failed).rawValue)
        } catch {
            exit(report(error).rawValue)
        }
    }

    /// Prints what went wrong and returns the exit code for it.
    private static func report(_ error: any Error) -> ExitStatus {
        let status = ExitStatus(of: error)
        // It says nothing beyond its code.
        if error is ExitCode { return status }
        if status == .fine {
            Terminal.out(Sauda.fullMessage(for: error))
        } else if Sauda.exitCode(for: error) == .validationFailure {
            Terminal.err(Sauda.fullMessage(for: error))
        } else {
            Terminal.err("error: \(error)")
        }
        return status
    }
}

struct Sauda: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sauda",
        abstract: "Trading strategies for Indian brokers: backtest, paper, live and replay by the same code.",
        discussion: """
            Examples:
              sauda check
              sauda backtest ema9-sell --generated
              sauda backtest ema9-sell --data history/ --from 2015-01-01 --format json
              sauda run --speed max

            Exit codes: 0 fine, 1 the job failed, 2 bad usage or config, 3 bad data,
            4 an order is in doubt.
            """,
        version: "0.1.0",
        subcommands: [
            CheckCommand.self, ConfigCommand.self, StrategiesCommand.self, BacktestCommand.self, CompareCommand.self,
            RunCommand.self, ServeCommand.self, ServiceCommand.self, ReplayCommand.self, TaskCommand.self,
            ScheduleCommand.self, PlanCommand.self, CandidatesCommand.self, VerifyCommand.self, ExportCommand.self,
            ExplainCommand.self, ReportCommand.self,
            BackupCommand.self, LogsCommand.self, AlertsCommand.self, DecodeCommand.self,
            PracticeCommand.self, ConformanceCommand.self, VaultCommand.self, LoginCommand.self, LogoutCommand.self,
            StatusCommand.self,
            InstrumentsCommand.self, QuoteCommand.self, ChainCommand.self, PositionsCommand.self,
            HoldingsCommand.self, FundsCommand.self, HistoryCommand.self, OrderCommands.self, BracketCommands.self,
            HaltCommand.self, ResumeCommand.self, KillSwitchCommand.self, AddressesCommand.self, WatchCommand.self,
            DepthCommand.self,
            DoctorCommand.self, NewCommand.self,
        ]
    )
}
