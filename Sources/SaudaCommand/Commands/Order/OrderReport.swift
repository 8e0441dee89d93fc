import ArgumentParser
import SaudaBroker
import SaudaCore

/// What came of an order, a change or a cancel.
struct OrderReport: Encodable, Sendable {
    enum Outcome: String, Encodable, Sendable {
        case dryRun = "dry-run"
        case accepted
        case refused
        case inDoubt = "in-doubt"
    }

    struct Request: Encodable, Sendable {
        var method: String
        var url: String
        var headers: [String]
        var body: String
    }

    var outcome: Outcome
    var order: String
    /// The broker's reference.
    var id: String?
    /// Ours, in the broker's book.
    var tag: String?
    var status: String?
    var filled: Int64?
    var average: String?
    var text: String
    var next: String?
    var request: Request?
    var cost: OrderCost?

    init(_ outcome: Outcome, _ order: String, _ text: String) {
        self.outcome = outcome
        self.order = order
        self.text = text
    }

    /// Prints it and ends with the code that scripts branch on.
    func print(_ format: OutputFormat) throws {
        Terminal.out(try text(format))
        if let exitStatus { throw ExitCode(exitStatus.rawValue) }
    }

    func text(_ format: OutputFormat) throws -> String {
        format == .json ? try JSONText.of(self) : lines(Ink(isOn: Terminal.usesColour))
    }

    /// Nil when all is well.
    var exitStatus: ExitStatus? {
        switch outcome {
        case .dryRun, .accepted: nil
        case .refused: .failed
        case .inDoubt: .inDoubt
        }
    }

    private func lines(_ ink: Ink) -> String {
        var lines: [String] = []
        switch outcome {
        case .dryRun: lines.append(ink.bold("Not sent: ") + order)
        case .accepted: lines.append(ink.good("Accepted: ") + order)
        case .refused: lines.append(ink.bad("Refused: ") + order)
        case .inDoubt: lines.append(ink.bad("IN DOUBT: ") + order)
        }
        if let id { lines.append("  order \(id)" + (tag.map { ", tag \($0)" } ?? "")) }
        if !text.isEmpty { lines.append("  " + text.shown) }
        if let request {
            lines += ["  \(request.method) \(request.url)"] + request.headers.map { "  \($0)" }
            if !request.body.isEmpty { lines += ["", "  \(request.body)"] }
        }
        if let cost { lines += ["", cost.text] }
        if let next { lines.append("  " + next) }
        return lines.joined(separator: "\n")
    }
}
