/// Colours for people, or none.
struct Ink {
    let isOn: Bool

    func bold(_ text: String) -> String { paint(text, code: "1") }
    func dim(_ text: String) -> String { paint(text, code: "2") }
    func good(_ text: String) -> String { paint(text, code: "32") }
    func warning(_ text: String) -> String { paint(text, code: "33") }
    func bad(_ text: String) -> String { paint(text, code: "1;31") }

    private func paint(_ text: String, code: String) -> String { isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }

    /// The characters of `text` that take no room on the screen.
    func overhead(of text: String) -> Int {
        guard isOn, let end = text.firstIndex(of: "m"), text.first == "\u{1B}" else { return 0 }
        return text.distance(from: text.startIndex, to: end) + 1 + 4
    }
}
