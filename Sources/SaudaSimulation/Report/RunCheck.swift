/// What was checked of a run besides its figures.
package struct RunCheck: Hashable, Sendable {
    package enum Verdict: String, Hashable, Sendable {
        case passed, failed
        /// There was not enough to check it with.
        case impossible
    }

    /// `look-ahead`, `warm-up`.
    package var name: String
    package var verdict: Verdict
    /// A sentence for the reader.
    package var text: String

    package init(_ name: String, _ verdict: Verdict, _ text: String) {
        self.name = name
        self.verdict = verdict
        self.text = text
    }
}

extension RunCheck: Encodable {
    private enum CodingKeys: String, CodingKey { case name, verdict, text }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(verdict.rawValue, forKey: .verdict)
        try container.encode(text, forKey: .text)
    }
}
