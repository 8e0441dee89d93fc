/// One event, command or decision as it was recorded.
package struct JournalRecord: Hashable, Sendable {
    /// From 1, without gaps, within one journal.
    package var sequence: UInt64
    /// What the payload is; the journal does not look into it.
    package var kind: UInt8
    /// The sequence of the record that caused this one; 0 when none did.
    package var cause: UInt64
    /// A part of its frame, which it keeps in memory: copy what is to stay.
    package var payload: ArraySlice<UInt8>
}
