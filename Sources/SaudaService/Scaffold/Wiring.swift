/// What a file needs before something new is part of the build: for a person to add, or for `applied(to:)`.
package struct Wiring: Hashable, Sendable {
    enum Place: Hashable, Sendable {
        /// A further item of the list that this line opens.
        case item(of: String)
        /// Among the imports, which are sorted.
        case imports
        /// Above the first such line that follows the line `after`, unless a line between the two has the mark.
        case line(before: String, after: String, mark: String)
    }

    /// From the package's folder.
    package let path: String
    /// What is to stand there.
    package let text: String
    let place: Place

    /// Where it goes, in words.
    package var location: String {
        switch place {
        case .item(let opening): "in the list `\(opening.trimming())`"
        case .imports: "with the imports"
        case .line(let before, let after, _): "above the first `\(before.trimming())` after `\(after.trimming())`"
        }
    }

    /// - Parameter plugins: the file that lists what a program has: `Sources/sauda/Plugins.swift`.
    package static func adapter(_ name: ScaffoldName, plugins: String) -> [Wiring] {
        let type = name.type
        let tests = """
                    tests(
                        "\(type)Tests",
                        [
                            "SaudaCore", "SaudaBroker", "SaudaTestKit",
                            "\(type)Adapter", "\(type)Practice", "\(type)Cards",
                        ]
                    ),
            """
        let plugin = """
                    BrokerPlugin(
                        id: "\(name.id)",
                        isAvailable: false,
                        adapter: { \(type)(endpoints: $0) },
                        practice: { \(type)Practice($0, day: $1) },
                        cards: \(type).cards
                    ),
            """
        let names = #"    \#(type)) echo '\#(type)|\b\#(name.id)\b' ;;"#
        return [
            Wiring(path: "Package.swift", text: "\"\(type)\"", place: .item(of: "let adapters = [")),
            Wiring(path: "Package.swift", text: "\"\(type)\"", place: .item(of: "let carded = [")),
            Wiring(
                path: "Package.swift",
                text: tests,
                place: .line(before: "    ] +", after: "    targets: [", mark: "\"\(type)Tests\"")
            ),
            Wiring(path: plugins, text: "import \(type)Adapter", place: .imports),
            Wiring(path: plugins, text: "import \(type)Cards", place: .imports),
            Wiring(path: plugins, text: "import \(type)Practice", place: .imports),
            Wiring(
                path: plugins,
                text: plugin,
                place: .line(before: "    ]", after: "    brokers: [", mark: "id: \"\(name.id)\"")
            ),
            Wiring(
                path: "scripts/check.sh",
                text: names,
                place: .line(before: "    esac", after: "names() {", mark: "    \(type))")
            ),
        ]
    }

    package static func strategy(_ name: ScaffoldName, plugins: String) -> [Wiring] {
        [
            Wiring(path: "Package.swift", text: "\"\(name.type)\"", place: .item(of: "let strategies = [")),
            Wiring(path: plugins, text: "import \(name.type)Strategy", place: .imports),
            Wiring(path: plugins, text: "\(name.type).plugin", place: .item(of: "    strategies: [")),
        ]
    }
}

extension StringProtocol {
    fileprivate func trimming() -> String {
        var text = self[...]
        while text.first == " " { text.removeFirst() }
        return String(text)
    }
}
