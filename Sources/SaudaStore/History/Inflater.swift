import CZlib

/// zlib's decompressor for gzip members.
@safe struct Inflater: ~Copyable {
    enum Step: Equatable {
        case more, memberEnd
        case corrupt(String)
    }

    // On the heap, because zlib keeps a pointer back to it.
    private let stream: UnsafeMutablePointer<z_stream>

    /// Nil when there is no memory.
    init?() {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let windowBits: Int32 = 15 + 16  // the largest window, in gzip's wrapping
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        if unsafe inflateInit2_(stream, windowBits, ZLIB_VERSION, size) != Z_OK {
            unsafe stream.deallocate()
            return nil
        }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Prepares for the next member.
    func reset() { unsafe inflateReset(stream) }

    /// Inflates from `input[read...]` into `output[written...]` and moves both offsets on.
    func step(_ input: [UInt8], _ read: inout Int, into output: inout [UInt8], _ written: inout Int) -> Step {
        let given = UInt32(clamping: input.count - read)
        let room = UInt32(clamping: output.count - written)
        let code = unsafe input.withUnsafeBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                unsafe stream.pointee.next_in = source.baseAddress.map { unsafe .init(mutating: $0 + read) }
                unsafe stream.pointee.avail_in = given
                unsafe stream.pointee.next_out = target.baseAddress.map { unsafe $0 + written }
                unsafe stream.pointee.avail_out = room
                return unsafe inflate(stream, Z_NO_FLUSH)
            }
        }
        unsafe read += Int(given - stream.pointee.avail_in)
        unsafe written += Int(room - stream.pointee.avail_out)
        switch code {
        case Z_OK, Z_BUF_ERROR: return .more
        case Z_STREAM_END: return .memberEnd
        default: return unsafe .corrupt(stream.pointee.msg.map { unsafe String(cString: $0) } ?? "zlib code \(code)")
        }
    }
}
