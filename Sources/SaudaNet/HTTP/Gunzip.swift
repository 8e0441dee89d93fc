import CZlib

/// Unpacks gzip bodies. Not left to libcurl, which takes the half of a packed body for the whole of it.
enum Gunzip {
    enum Refusal: Error { case tooLarge, malformed }

    /// - Throws: when the bytes are no whole gzip members, or unpack to more than `cap` bytes.
    static func unpack(_ packed: [UInt8], cap: Int) throws(Refusal) -> [UInt8] {
        var stream = unsafe z_stream()
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        let code = unsafe withUnsafeMutablePointer(to: &stream) { stream -> Result<[UInt8], Refusal> in
            guard unsafe inflateInit2_(stream, 15 + 16, ZLIB_VERSION, size) == Z_OK else { return .failure(.malformed) }
            defer { unsafe inflateEnd(stream) }
            return unsafe packed.withUnsafeBufferPointer { unsafe unpack($0, with: stream, cap: cap) }
        }
        return try code.get()
    }

    private static func unpack(
        _ packed: UnsafeBufferPointer<UInt8>,
        with stream: UnsafeMutablePointer<z_stream>,
        cap: Int
    ) -> Result<[UInt8], Refusal> {
        var body: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 1 << 16)
        unsafe stream.pointee.next_in = packed.baseAddress.map { unsafe .init(mutating: $0) }
        unsafe stream.pointee.avail_in = UInt32(clamping: packed.count)
        while true {
            let (code, count) = unsafe room.withUnsafeMutableBufferPointer { room in
                unsafe stream.pointee.next_out = room.baseAddress
                unsafe stream.pointee.avail_out = UInt32(room.count)
                let code = unsafe inflate(stream, Z_NO_FLUSH)
                return unsafe (code, room.count - Int(stream.pointee.avail_out))
            }
            guard count <= cap - body.count else { return .failure(.tooLarge) }
            body += room[..<count]
            switch code {
            case Z_STREAM_END:
                if unsafe stream.pointee.avail_in == 0 { return .success(body) }
                unsafe inflateReset(stream)
            case Z_OK where unsafe count > 0 || stream.pointee.avail_in > 0: continue
            default: return .failure(.malformed)
            }
        }
    }
}
