extension HistoryFolder {
    /// What a name without a file may have meant: at most three, nearest first.
    package static func near(_ name: String, in names: [String]) -> [String] { NearNames.near(name, in: names) }
}
