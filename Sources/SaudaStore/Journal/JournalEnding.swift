/// How the reading of a journal ended.
package enum JournalEnding: Hashable, Sendable {
    /// Every byte belongs to a frame whose chain holds.
    case complete
    /// What follows the last whole frame is no frame, and no whole frame comes after it: a crash in mid-write.
    case cut(JournalCut)
    /// A frame's chain does not hold although whole frames follow it (or the header's does not): bit rot or tampering.
    /// `sequence` is the first one that cannot be trusted, `byte` where its frame begins.
    case corrupt(sequence: UInt64, byte: Int)
}
