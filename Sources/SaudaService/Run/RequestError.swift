/// What was asked for cannot be done, whatever the data: the person has to ask for something else.
package struct RequestError: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String

    package init(_ what: String, _ nextStep: String) { description = "\(what); \(nextStep)" }
}
