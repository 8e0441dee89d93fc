/// Bytes that are not an event or command of this version: where, why, and what to do.
public struct ByteError: Error, Hashable, Sendable {
    public enum Fault: Hashable, Sendable {
        /// They end inside a value.
        case cutShort
        /// They name a case that this version does not know.
        case newerVersion
        /// No version writes such bytes.
        case damaged
    }

    public var fault: Fault
    /// Where it was found, in bytes from the reader's start.
    public var offset: Int
    public var what: String

    public init(_ fault: Fault, offset: Int, what: String) {
        self.fault = fault
        self.offset = offset
        self.what = what
    }
}

extension ByteError: CustomStringConvertible {
    public var description: String { "byte \(offset): \(what). \(nextStep)" }

    private var nextStep: String {
        switch fault {
        case .cutShort: "The record is not whole: read up to the one before it."
        case .newerVersion: "It was written by a newer version of sauda: read it with that version."
        case .damaged: "The record is damaged or is something else: restore the file from a copy."
        }
    }
}
