/// Masks values in a text that comes in pieces, also where a piece ends inside a secret: what may be the beginning of
/// one is held back until the next piece, or the end, tells.
package struct RedactedStream: Sendable {
    /// What was let go last; a short value behind a letter is none.
    private var last: [UInt8] = []
    private var held: [UInt8] = []

    package init() {}

    /// What can go on now.
    package mutating func take(_ piece: [UInt8], _ redactor: Redactor) -> [UInt8] {
        guard !redactor.isEmpty || !held.isEmpty else { return piece }
        return pass(piece, redactor, isWhole: false)
    }

    /// What is left when nothing more comes.
    package mutating func finish(_ redactor: Redactor) -> [UInt8] {
        defer { last = [] }
        return pass([], redactor, isWhole: true)
    }

    private mutating func pass(_ piece: [UInt8], _ redactor: Redactor, isWhole: Bool) -> [UInt8] {
        let text = last + held + piece
        let count = last.count
        var out = redactor.redactValues(text, from: count, isWhole: isWhole) ?? Array(text[count...])
        held = []
        if !isWhole {
            held = Array(out.suffix(redactor.unsettled(out)))
            out.removeLast(held.count)
        }
        if let byte = out.last { last = [byte] }
        return out
    }
}
