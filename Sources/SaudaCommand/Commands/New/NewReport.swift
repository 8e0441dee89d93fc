/// What `sauda new` has made, or would.
struct NewReport: Encodable {
    struct Line: Encodable {
        var file: String
        var place: String
        var text: String
    }

    var kind: String
    var name: String
    var type: String
    var folder: String
    var dryRun: Bool
    var files: [String]
    /// The files that have the lines now; nil where a person has to add them.
    var wired: [String]?
    /// To be added by a person.
    var lines: [Line]
    var next: [String]

    private enum CodingKeys: String, CodingKey {
        case kind, name, type, folder
        case dryRun = "dry_run"
        case files, wired, lines, next
    }

    var text: String {
        var text = files.isEmpty ? "" : "\(dryRun ? "Would make" : "Made") \(kind) \(name) in \(folder):\n"
        for file in files { text += "  \(file)\n" }
        if let wired {
            let verb = dryRun ? "Would change" : "Changed"
            text += wired.isEmpty ? "All lines for it stand already.\n" : "\(verb) \(wired.joined(separator: ", ")).\n"
        }
        if !lines.isEmpty { text += "\nAdd these lines, or let --wire do it:\n" }
        for line in lines {
            text += "\(line.file), \(line.place):\n"
            for part in line.text.split(separator: "\n") { text += "    \(part)\n" }
        }
        text += "\nNext:\n"
        for step in next { text += "  \(step)\n" }
        return text
    }
}
