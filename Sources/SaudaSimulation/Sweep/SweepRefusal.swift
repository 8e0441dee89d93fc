/// A sweep that cannot be done as asked, with what to ask for instead.
package struct SweepRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String

    init(_ what: String, _ nextStep: String) { description = "\(what); \(nextStep)." }
}
