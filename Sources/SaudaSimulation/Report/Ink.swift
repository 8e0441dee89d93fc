/// Terminal colours, or none. Text is padded before it is coloured, since codes have no width.
struct Ink: Sendable {
    enum Tone: String {
        case plain = ""
        case strong = "1"
        case quiet = "2"
        case gain = "32"
        case loss = "31"
    }

    var colour: Bool

    func callAsFunction(_ text: String, _ tone: Tone) -> String {
        colour && tone != .plain ? "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m" : text
    }
}

/// One figure of a table and how it is to look.
struct Cell: Sendable {
    var text: String
    var tone = Ink.Tone.plain

    init(_ text: String, _ tone: Ink.Tone = .plain) {
        self.text = text
        self.tone = tone
    }

    /// Coloured by its sign; what shows as zero stays plain.
    init(signed text: String) {
        let isZero = !text.contains { ("1"..."9").contains($0) }
        self.init(text, isZero ? .plain : text.hasPrefix("-") ? .loss : .gain)
    }
}
