import SaudaService

/// An audit for people: a line a file, what was found, and the verdict.
enum AuditPage {
    static func text(_ audit: JournalAudit) -> String {
        let ink = Ink(isOn: Terminal.usesColour)
        var table = ColumnTable(["file", "records", "ending", "link", "books"], figures: [1])
        for line in audit.days + audit.tasks {
            let cells = ["\(line.records)", line.ending.rawValue, line.link.rawValue, line.books.rawValue]
            let tone: ColumnTable.Tone = line.isDamaged ? .bad : line.findings.isEmpty ? .plain : .warning
            table.add([line.file] + cells, tone: tone)
        }
        var lines = table.isEmpty ? [] : table.lines(ink)
        for line in audit.days + audit.tasks {
            lines += line.findings.map { text($0, of: line.file, ink) }
        }
        lines += audit.findings.map { text($0, of: "home", ink) }
        return (lines + [verdict(audit, ink)]).joined(separator: "\n")
    }

    private static func text(_ finding: AuditFinding, of file: String, _ ink: Ink) -> String {
        let word = finding.weight == .damage ? ink.bad("DAMAGE") : ink.warning("remark")
        return "\(word)  \(file.shown): \(finding.what.shown)\n        -> \(finding.nextStep.shown)"
    }

    private static func verdict(_ audit: JournalAudit, _ ink: Ink) -> String {
        let records = (audit.days + audit.tasks).reduce(0) { $0 + $1.records }
        let size = "\(audit.days.count) days, \(records) records"
        let damage = audit.count(.damage)
        return damage == 0
            ? "\(size): \(ink.good("sound"))"
            : "\(size): \(ink.bad("damaged in \(damage) \(damage == 1 ? "place" : "places")"))"
    }
}
