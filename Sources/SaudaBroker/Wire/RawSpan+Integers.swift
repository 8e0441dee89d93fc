/// Bounds-checked readers. Check a packet's length once with `require`, then read fixed offsets: out of range is our own
/// mistake there and traps.
extension RawSpan {
    /// - Throws: when fewer than `count` bytes follow `offset`.
    @inlinable public func require(_ count: Int, at offset: Int, _ what: @autoclosure () -> String) throws(WireError) {
        guard offset >= 0, count >= 0, offset <= byteCount, byteCount - offset >= count else {
            throw WireError(offset: offset, needed: count, present: Swift.max(0, byteCount - offset), what())
        }
    }

    @inlinable public func uint16BE(at offset: Int) -> UInt16 { UInt16(bigEndian: load(at: offset)) }
    @inlinable public func uint32BE(at offset: Int) -> UInt32 { UInt32(bigEndian: load(at: offset)) }
    @inlinable public func int32BE(at offset: Int) -> Int32 { Int32(bigEndian: load(at: offset)) }
    @inlinable public func uint16LE(at offset: Int) -> UInt16 { UInt16(littleEndian: load(at: offset)) }
    @inlinable public func uint32LE(at offset: Int) -> UInt32 { UInt32(littleEndian: load(at: offset)) }
    @inlinable public func int32LE(at offset: Int) -> Int32 { Int32(littleEndian: load(at: offset)) }
    @inlinable public func uint64BE(at offset: Int) -> UInt64 { UInt64(bigEndian: load(at: offset)) }
    @inlinable public func uint64LE(at offset: Int) -> UInt64 { UInt64(littleEndian: load(at: offset)) }
    @inlinable public func byte(at offset: Int) -> UInt8 { load(at: offset) }

    @inlinable func load<Value: FixedWidthInteger & BitwiseCopyable>(at offset: Int) -> Value {
        unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: Value.self)
    }
}
