/// One field of a protobuf message: its number, and its value or where its bytes stand.
package struct ProtoField: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        /// int64, bool or enum.
        case varint(UInt64)
        /// The bits of a double.
        case eight(UInt64)
        case four(UInt32)
        /// A text, a message or an entry of a map.
        case bytes(Range<Int>)
    }

    package var number: UInt32
    package var value: Value

    package init(_ number: UInt32, _ value: Value) {
        self.number = number
        self.value = value
    }

    /// Nil where another kind of value stands: such a field is passed over like an unknown one.
    @inline(__always) package var integer: Int64? {
        if case .varint(let bits) = value { Int64(bitPattern: bits) } else { nil }
    }

    @inline(__always) package var double: Double? {
        if case .eight(let bits) = value { Double(bitPattern: bits) } else { nil }
    }

    @inline(__always) package var range: Range<Int>? { if case .bytes(let range) = value { range } else { nil } }
}
