import ArgumentParser
import SaudaService
import SaudaSimulation
import SaudaStore

/// The documented exit codes.
enum ExitStatus: Int32 {
    case fine = 0
    case failed = 1
    case badUsage = 2
    case badData = 3
    /// An order may or may not have been taken.
    case inDoubt = 4

    init(of error: any Error) {
        switch error {
        case is ConfigErrors, is ConfigError: self = .badUsage
        case is DataError, is ReportRefusal: self = .badData
        case is RequestError, is SweepRefusal, is ScaffoldRefusal: self = .badUsage
        case let error as SecretError: self = ExitStatus(of: error.kind)
        case let failure as CommandFailure: self = failure.status
        case let code as ExitCode: self = ExitStatus(rawValue: code.rawValue) ?? .failed
        default:
            switch Sauda.exitCode(for: error) {
            case .success: self = .fine
            case .validationFailure: self = .badUsage
            default: self = .failed
            }
        }
    }

    private init(of kind: SecretError.Kind) {
        switch kind {
        case .refused, .missing: self = .badUsage
        case .damaged: self = .badData
        case .wrongKey, .failed: self = .failed
        }
    }
}

/// A command that cannot go on, in words for the person at the terminal.
struct CommandFailure: Error, CustomStringConvertible {
    var status: ExitStatus
    var description: String

    init(_ status: ExitStatus, _ description: String) {
        self.status = status
        self.description = description
    }
}
