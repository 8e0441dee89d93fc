import SaudaCore

/// What a halt came to at one account.
struct HaltReport: Encodable, Sendable {
    var account: String
    var broker: String
    var cancelled: [OrderReport] = []
    var closed: [OrderReport] = []
    /// What is still there, and why.
    var left: [Left] = []
    /// Shares that were meant to stay.
    var kept: [String] = []
    /// Why nothing could be done.
    var failure: String?

    struct Left: Encodable, Sendable {
        var what: String
        var why: String
    }

    /// Nil when everything that was to be done was.
    var exitStatus: ExitStatus? {
        let reports = cancelled + closed
        if reports.contains(where: { $0.outcome == .inDoubt }) { return .inDoubt }
        return failure != nil || !left.isEmpty || reports.contains { $0.outcome == .refused } ? .failed : nil
    }

    func text(_ ink: Ink) -> String {
        var lines = [ink.bold("\(account) (\(broker))")]
        lines += (cancelled + closed).map { report in
            let reason = report.text.isEmpty ? "" : ": \(report.text.shown)"
            let line = "\(report.order)\(report.id.map { ", order \($0)" } ?? "")"
            return switch report.outcome {
            case .accepted: "  \(ink.good("done"))      \(line)"
            case .dryRun: "  would      \(line)"
            case .refused: "  \(ink.bad("not done"))  \(line)\(reason)"
            case .inDoubt: "  \(ink.bad("IN DOUBT"))  \(line)\(reason)"
            }
        }
        lines += left.map { "  \(ink.bad("left"))      \($0.what): \($0.why)" }
        if !kept.isEmpty {
            lines.append("  kept       \(kept.joined(separator: "; ")); `sauda order place` sells shares")
        }
        if let failure { lines.append("  \(ink.bad("failed"))    \(failure.shown)") }
        if lines.count == 1 { lines.append("  no order works") }
        return lines.joined(separator: "\n")
    }
}
