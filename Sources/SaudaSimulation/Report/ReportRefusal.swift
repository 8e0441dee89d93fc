/// Why no result can be computed from what was given, and what to do about it.
package struct ReportRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String
}
