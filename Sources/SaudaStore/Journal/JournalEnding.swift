/// How the reading of a journal ended.
package enum JournalEnding: Hashable, Sendable {
    /// Every byte belongs to a frame whose chain holds.
    case complete
    /// What follows the last whole frame is no frame, and no whole frame comes after it: a crash in mid-write.
    case cut(JournalCut)
    /// What no crash does: a frame's chain does not hold although whole frames follow it, the header's does not, or the
    /// chain holds and the content makes no sense. That is bit rot or tampering. `sequence` is the first one that
    /// cannot be trusted (0: the header), `byte` where its frame begins.
    case corrupt(sequence: UInt64, byte: Int)
}
