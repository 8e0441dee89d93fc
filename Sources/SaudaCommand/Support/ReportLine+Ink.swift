import SaudaService

extension [ReportLine] {
    /// Titles stand out where the terminal has colours.
    func painted(_ ink: Ink) -> String { map { $0.isTitle ? ink.bold($0.text) : $0.text }.joined(separator: "\n") }
}
