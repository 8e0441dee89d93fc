import Foundation
import Testing

/// docs/config.md and the one table of keys that the checker reads, as `sauda config schema` prints it.
@Suite struct ConfigDocumentTests {
    @Test func `each key of config.yaml stands in docs/config.md, and nothing else does`() throws {
        let (schema, page) = (try ConfigKeys.ofTheSchema(), try ConfigKeys.ofThePage())
        #expect(schema.keys.sorted() == page.keys.sorted(), "each mapping has a heading of its own")
        for (path, section) in page {
            let known = schema[path]?.keys.sorted() ?? []
            #expect(section.rows.map(\.name).sorted() == known, "the table under '\(path)'")
        }
    }

    @Test func `the page says of each key whether it is needed, which words it takes and what holds without it`() throws
    {
        let (schema, page) = (try ConfigKeys.ofTheSchema(), try ConfigKeys.ofThePage())
        var checked = 0
        for (path, section) in page {
            for row in section.rows {
                let key = try #require(schema[path]?[row.name], "\(path) \(row.name)")
                #expect((row.needed == "yes") == key.isAlwaysNeeded, "\(path) \(row.name): is it needed?")
                if row.needed.hasPrefix("no") {
                    #expect(!key.isNeededSomewhere || !key.isEverywhere, "\(path) \(row.name): it is needed")
                }
                for word in key.words { #expect(section.text.contains("`\(word)`"), "\(path) \(row.name): \(word)") }
                if let standard = key.standard {
                    #expect(row.text.contains(standard), "\(path) \(row.name): its default")
                }
                checked += 1
            }
        }
        #expect(checked > 30)
    }
}

/// The keys of config.yaml, by the path of the mapping in which they stand; strategies' parameters have a page of
/// their own.
private enum ConfigKeys {
    struct Key {
        /// Whether each variant of the mapping knows it, and which of those that do need it.
        var isEverywhere = true
        var isAlwaysNeeded = true
        var isNeededSomewhere = false
        var words: Set<String> = []
        var standard: String?
    }

    struct Section {
        var rows: [(name: String, needed: String, text: String)] = []
        var text = ""
    }

    static func ofTheSchema() throws -> [String: [String: Key]] {
        let run = try ToolRun(["config", "schema"], in: Folder())
        #expect(run.status == 0)
        var found: [String: [String: Key]] = [:]
        walk([try run.json()], "Top level", into: &found)
        return found
    }

    /// - Parameter variants: What the mapping at `path` may look like.
    private static func walk(_ variants: [[String: Any]], _ path: String, into found: inout [String: [String: Key]]) {
        let variants = variants.flatMap { $0["oneOf"] as? [[String: Any]] ?? [$0] }
        func below(_ name: String) -> String { path == "Top level" ? name : "\(path).\(name)" }
        let named = variants.compactMap { $0["additionalProperties"] as? [String: Any] }
        if !named.isEmpty { walk(named, below("NAME"), into: &found) }
        let items = variants.compactMap { $0["items"] as? [String: Any] }
            .filter { $0["oneOf"] != nil || $0["properties"] != nil }
        if !items.isEmpty { walk(items, below("ITEM"), into: &found) }
        let records = variants.filter { $0["properties"] != nil }
        guard !records.isEmpty else { return }
        var inner: [String: [[String: Any]]] = [:]
        var keys: [String: Key] = [:]
        for record in records {
            for (name, value) in record["properties"] as? [String: [String: Any]] ?? [:] {
                inner[name, default: []].append(value)
                let isNeeded = (record["required"] as? [String] ?? []).contains(name)
                var key = keys[name] ?? Key()
                key.isAlwaysNeeded = key.isAlwaysNeeded && isNeeded
                key.isNeededSomewhere = key.isNeededSomewhere || isNeeded
                key.words.formUnion(value["enum"] as? [String] ?? [])
                if let standard = value["default"] { key.standard = "\(standard)" }
                keys[name] = key
            }
        }
        for (name, values) in inner {
            let isEverywhere = values.count == records.count
            keys[name]?.isEverywhere = isEverywhere
            if !isEverywhere { keys[name]?.isAlwaysNeeded = false }
            if name != "with" { walk(values, below(name), into: &found) }
        }
        found[path] = keys
    }

    /// The sections that hold a table of keys.
    static func ofThePage() throws -> [String: Section] {
        var found: [String: Section] = [:]
        var heading = ""
        for line in try Document("docs/config.md").text.split(separator: "\n") {
            if line.hasPrefix("#") {
                heading = line.drop { $0 == "#" || $0 == " " }.description
            } else if let row = line.wholeMatch(of: /\| `(.+?)` \| (.+?) \| (.+) \|/) {
                found[heading, default: Section()].rows.append((String(row.1), String(row.2), String(row.3)))
            }
            found[heading]?.text += "\(line)\n"
        }
        return found
    }
}
