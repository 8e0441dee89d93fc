import CZlib
import Glibc
import SaudaCore

/// A file of frames: rows of `RecordedFrame` in gzip members, one for each time that it was written to, so that a crash
/// costs what was not written yet and nothing before it. `zcat` reads it.
package enum FrameFile {
    package static let suffix = ".frames.gz"

    /// Packs rows and adds them to a file, which is made with the first, for its owner only.
    ///
    /// - Throws: `JournalError` when they cannot be written whole; the file may end inside a member then.
    package static func append(_ rows: [UInt8], to path: String) throws(JournalError) {
        guard let packed = gzip(rows) else { throw failure(path, "no memory to pack them") }
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure(path, reason) }
        defer { close(file) }
        var done = 0
        while done < packed.count {
            let count = unsafe packed.withUnsafeBytes { buffer in
                unsafe write(file, buffer.baseAddress?.advanced(by: done), buffer.count - done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(path, reason) }
            done += count
        }
    }

    /// Reads a file to its end, or to where a crash has cut it.
    ///
    /// - Throws: `DataError` for a file that is none, or is damaged.
    package static func read(_ path: String) throws(DataError) -> (frames: [RecordedFrame], isCut: Bool) {
        let text = try HistoryText(path: path)
        var reader = ByteReader(text.bytes)
        var frames: [RecordedFrame] = []
        var before = Timestamp(microseconds: 0)
        while !reader.isAtEnd {
            do throws(ByteError) {
                let frame = try RecordedFrame(decoding: &reader, after: before)
                before = frame.time
                frames.append(frame)
            } catch {
                if text.isCutShort { break }
                throw DataError(file: path, what: "\(error)", nextStep: "name a file that sauda has recorded")
            }
        }
        return (frames, text.isCutShort)
    }

    private static func gzip(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = unsafe z_stream()
        let windowBits: Int32 = 15 + 16  // the largest window, in gzip's wrapping
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        let begun = unsafe deflateInit2_(
            &stream,
            Z_DEFAULT_COMPRESSION,
            Z_DEFLATED,
            windowBits,
            8,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            size
        )
        guard begun == Z_OK else { return nil }
        defer { unsafe deflateEnd(&stream) }
        let room = unsafe Int(deflateBound(&stream, UInt(bytes.count)))
        var code = Z_OK
        let packed = unsafe [UInt8](unsafeUninitializedCapacity: room) { target, count in
            unsafe bytes.withUnsafeBufferPointer { source in
                unsafe stream.next_in = unsafe source.baseAddress.map { unsafe .init(mutating: $0) }
                unsafe stream.avail_in = UInt32(source.count)
                unsafe stream.next_out = target.baseAddress
                unsafe stream.avail_out = UInt32(target.count)
                code = unsafe deflate(&stream, Z_FINISH)
                count = unsafe target.count - Int(stream.avail_out)
            }
        }
        return code == Z_STREAM_END ? packed : nil
    }

    private static var reason: String { unsafe String(cString: strerror(errno)) }

    private static func failure(_ path: String, _ what: String) -> JournalError {
        JournalError(path: path, what: "frames cannot be kept: \(what)", nextStep: "Check the disk and its rights.")
    }
}
