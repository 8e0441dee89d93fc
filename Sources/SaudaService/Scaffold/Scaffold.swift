/// The files of something new, by path, before any of them is written.
package struct Scaffold: Hashable, Sendable {
    package private(set) var files: [String: String]

    /// Both sides of a broker's dialect, each function refusing until it is written, with a first test.
    package static func adapter(_ name: ScaffoldName) -> Scaffold {
        Scaffold(PackageResources.adapter_txt, words(of: name))
    }

    /// A strategy that runs, with its test.
    package static func strategy(_ name: ScaffoldName) -> Scaffold {
        Scaffold(PackageResources.strategy_txt, words(of: name))
    }

    /// A package outside of sauda's, with a program of its own that has one broker and one strategy more.
    ///
    /// - Parameters:
    ///   - dependency: how its manifest names sauda's package, from `dependency(on:)`.
    package static func package(
        _ name: ScaffoldName,
        on dependency: Dependency,
        adapter: ScaffoldName,
        strategy: ScaffoldName
    ) -> Scaffold {
        var words = Self.words(of: name)
        words["DEPENDENCY"] = dependency.text
        words["SAUDA"] = dependency.package
        for (key, word) in Self.words(of: adapter) { words["A_" + key] = word }
        for (key, word) in Self.words(of: strategy) { words["S_" + key] = word }
        var scaffold = Scaffold(PackageResources.package_txt, words)
        for part in [Scaffold.adapter(adapter), .strategy(strategy)] {
            scaffold.files.merge(part.files) { first, _ in first }
        }
        return scaffold
    }

    package var paths: [String] { files.keys.sorted() }

    /// The folders that hold nothing but these files, and must not be there before.
    package var folders: [String] {
        let owned = ["adapters/", "strategies/"]
        var folders: Set<String> = []
        for path in files.keys {
            for root in owned where path.hasPrefix(root) {
                folders.insert(root + path.dropFirst(root.count).prefix { $0 != "/" })
            }
        }
        return folders.sorted()
    }

    /// - Parameter template: files one after the other, each headed by `=== PATH`; `%WORD%` stands for a word.
    private init(_ template: [UInt8], _ words: [String: String]) {
        var text = String(decoding: template, as: UTF8.self)
        for (word, value) in words { text = text.replacing("%\(word)%", with: value) }
        files = [:]
        for file in text.split(separator: "\n=== ") {
            let file = file.hasPrefix("=== ") ? file.dropFirst(4) : file
            let path = file.prefix { $0 != "\n" }
            let body = file.dropFirst(path.count).drop { $0 == "\n" }
            let lines = Self.sortedImports(body.split(separator: "\n", omittingEmptySubsequences: false))
            var text = lines.joined(separator: "\n")
            while text.last == "\n" { text.removeLast() }
            files[String(path)] = text + "\n"
        }
    }

    private static func words(of name: ScaffoldName) -> [String: String] {
        [
            "TYPE": name.type, "ID": name.id, "TITLE": name.title,
            "VAR": name.variable, "VARIABLE": name.id.uppercased().replacing("-", with: "_"),
        ]
    }

    /// A name's place among others is not known to the template.
    private static func sortedImports(_ lines: [Substring]) -> [Substring] {
        let module = Wiring.module
        guard let first = lines.firstIndex(where: { module($0) != nil }) else { return lines }
        let end = lines[first...].firstIndex { module($0) == nil } ?? lines.endIndex
        let sorted = lines[first..<end].sorted { (module($0) ?? "") < (module($1) ?? "") }
        return lines[..<first] + sorted + lines[end...]
    }
}
