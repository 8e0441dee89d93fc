/// What an instrument is called by: its id alone says nothing (section 6.4).
package struct DhanKey: Hashable, Sendable {
    package var segment: DhanSegment
    package var id: UInt32

    package init(_ segment: DhanSegment, _ id: UInt32) {
        self.segment = segment
        self.id = id
    }
}

extension DhanListing {
    package var key: DhanKey { DhanKey(segment, securityID) }
}
