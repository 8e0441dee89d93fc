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
