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
