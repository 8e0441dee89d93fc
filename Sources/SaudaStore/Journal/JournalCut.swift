/// Where a journal breaks off.
package struct JournalCut: Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// The file ends inside a frame. After a crash nothing of that frame had been synced or acted on; only a file
        /// that was cut by other hands may have lost more.
        case unfinished
        /// The last frame is there but its bytes are wrong: power failed while it was written, or the disk changed it
        /// later. In the second case it may hold an order that was sent.
        case damaged
    }

    /// The last record that can be trusted; 0 when there is none.
    package var afterSequence: UInt64
    /// Where the tail begins.
    package var atByte: Int
    package var reason: Reason
}
