/// Something that an audit has to say of a journal or of the books.
package struct AuditFinding: Hashable, Sendable {
    package enum Weight: String, Hashable, Sendable, Encodable {
        /// The truth is not whole: what stands there is not what was written, or something is gone.
        case damage
        /// Worth knowing, and no harm.
        case remark
    }

    package var weight: Weight
    package var what: String
    package var nextStep: String

    init(_ weight: Weight, _ what: String, _ nextStep: String) {
        self.weight = weight
        self.what = what
        self.nextStep = nextStep
    }
}

extension AuditFinding: Encodable {
    private enum CodingKeys: String, CodingKey {
        case weight, what
        case nextStep = "next_step"
    }
}
