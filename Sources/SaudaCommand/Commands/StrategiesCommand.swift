import ArgumentParser
import SaudaCore

struct StrategiesCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "strategies",
        abstract: "List the strategies and their parameters.",
        discussion: """
            Examples:
              sauda strategies
              sauda strategies ema9-sell --format json
              sauda strategies --format markdown
            """
    )

    @Argument(help: "Only this one.")
    var name: String?

    @Option(help: "table, json or markdown.")
    var format = Format.table

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json, markdown
    }

    func run(_ context: CommandContext) async throws {
        let plugins = context.plugins.strategies.filter { name == nil || $0.name == name }
        guard !plugins.isEmpty else {
            let known = context.plugins.strategies.map(\.name).joined(separator: ", ")
            throw CommandFailure(.badUsage, "no strategy is called '\(name ?? "")'; there are: \(known).")
        }
        let listings = plugins.map(StrategyListing.init)
        switch format {
        case .table: Terminal.out(listings.map(\.text).joined(separator: "\n"))
        case .json: Terminal.out(try JSONText.of(listings))
        case .markdown: Terminal.out(listings.map(\.markdown).joined(separator: "\n\n"))
        }
    }
}

/// A strategy as it is listed.
struct StrategyListing: Encodable {
    struct Entry: Encodable {
        var name: String
        var standard: String
        var range: String
        var unit: String
        var help: String
    }

    var name: String
    var summary: String
    var available: Bool
    var parameters: [Entry]

    init(_ plugin: StrategyPlugin) {
        name = plugin.name
        summary = plugin.summary
        available = plugin.make != nil
        parameters = plugin.parameters.map {
            Entry(name: $0.name, standard: "\($0.standard)", range: "\($0.range)", unit: $0.unit, help: $0.help)
        }
    }

    var text: String {
        var lines = ["\(name): \(summary)" + (available ? "" : " (not in this version)")]
        let widths = (
            name: parameters.map(\.name.count).max() ?? 0,
            standard: parameters.map(\.standard.count).max() ?? 0,
            range: parameters.map(\.range.count).max() ?? 0
        )
        for entry in parameters {
            let unit = entry.unit.isEmpty ? "" : " (\(entry.unit))"
            lines.append(
                "  \(entry.name.padded(widths.name))  \(entry.standard.padded(widths.standard))"
                    + "  \(entry.range.padded(widths.range))  \(entry.help)\(unit)"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A section of a page.
    var markdown: String {
        var lines = ["## `\(name)`", "", summary.prefix(1).uppercased() + summary.dropFirst() + "."]
        if !available { lines.append("**Not in this version.**") }
        lines += ["", "| parameter | default | range | unit | what |", "|---|---|---|---|---|"]
        for entry in parameters {
            let cells = ["`\(entry.name)`", entry.standard, entry.range, entry.unit, entry.help]
            lines.append("|" + cells.map { $0.isEmpty ? " |" : " \($0.replacing("|", with: "\\|")) |" }.joined())
        }
        return lines.joined(separator: "\n")
    }
}

extension String {
    /// Without blanks at the ends of lines.
    var trimmingLines: String {
        split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in line.lastIndex { $0 != " " }.map { line[...$0] } ?? "" }
            .joined(separator: "\n")
    }

    func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
