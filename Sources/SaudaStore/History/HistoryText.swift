import Glibc

/// The text of a data file, read whole and decompressed when its name ends in `.gz`.
struct HistoryText {
    /// The largest text accepted, in bytes: 2 GiB.
    static let limit = 1 << 31

    var bytes: [UInt8]
    /// The compressed data end early: `bytes` holds what came before.
    var isCutShort = false

    /// - Parameter wanted: how many bytes of text are needed; more may be returned.
    /// - Throws: when the file cannot be read, is empty, too large, or its compressed data are damaged. Data that
    ///   merely end early are not an error here, see `isCutShort`.
    init(path: String, wanted: Int = .max) throws(DataError) {
        bytes = try HistoryText.read(path)
        if path.hasSuffix(".gz") { try inflate(path: path, wanted: wanted) }
        guard !bytes.isEmpty || isCutShort else {
            throw DataError(file: path, what: "the file is empty", nextStep: "delete it or download it again")
        }
    }

    private static func read(_ path: String) throws(DataError) -> [UInt8] {
        // Not blocking, so that a pipe is refused below instead of waited for.
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw unreadable(path) }
        defer { close(file) }
        var status = stat()
        guard unsafe fstat(file, &status) == 0 else { throw unreadable(path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw DataError(file: path, what: "not a regular file", nextStep: "name a CSV file")
        }
        let size = Int(status.st_size)
        guard size <= limit else { throw tooLarge(path) }
        var failed = false
        // One byte to spare, for a newline at the end.
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
            while count < size {
                let got = unsafe Glibc.read(file, buffer.baseAddress! + count, size - count)
                if got < 0 && errno == EINTR { continue }
                failed = got < 0
                if got <= 0 { break }
                count += got
            }
        }
        if failed { throw unreadable(path) }
        return bytes
    }

    private mutating func inflate(path: String, wanted: Int) throws(DataError) {
        let input = bytes
        guard !input.isEmpty else { return }
        guard isMember(input, at: 0) else {
            throw DataError(
                file: path,
                what: "not gzip data although the name ends in .gz",
                nextStep: "rename it without .gz if it is plain text, else download it again"
            )
        }
        guard let inflater = Inflater() else {
            throw DataError(file: path, what: "no memory to decompress", nextStep: "free some memory and try again")
        }
        var output = [UInt8](repeating: 0, count: min(HistoryText.sizeHint(input), wanted))
        var read = 0
        var written = 0
        members: while written < wanted {
            if written == output.count {
                guard written < HistoryText.limit else { throw HistoryText.tooLarge(path) }
                output.append(contentsOf: repeatElement(0, count: min(written, HistoryText.limit - written)))
            }
            switch inflater.step(input, &read, into: &output, &written) {
            case .more:
                // No input is left although there was room for more output.
                isCutShort = read == input.count && written < output.count
                if isCutShort { break members }
            case .memberEnd:
                if read == input.count { break members }
                guard isMember(input, at: read) else {
                    throw HistoryText.damaged(path, "something follows the compressed data, at byte \(read)")
                }
                inflater.reset()
            case .corrupt(let reason):
                throw HistoryText.damaged(path, "the compressed data are damaged (\(reason))")
            }
        }
        output.removeLast(output.count - written)
        bytes = output
    }

    /// Whether a gzip member may begin here: its two magic bytes, as far as the file goes.
    private func isMember(_ input: [UInt8], at start: Int) -> Bool {
        input[start] == 0x1F && (start + 1 == input.count || input[start + 1] == 0x8B)
    }

    /// The size that a gzip file declares at its end, within reason: it may lie, and several members declare theirs
    /// one by one.
    private static func sizeHint(_ input: [UInt8]) -> Int {
        let declared = input.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        return min(max(declared, 4 * input.count, 4096), 32 * input.count + 4096) + 64
    }

    private static func unreadable(_ path: String) -> DataError {
        let reason = unsafe String(cString: strerror(errno))
        return DataError(file: path, what: "cannot read: \(reason)", nextStep: "check the path and its permissions")
    }

    private static func damaged(_ path: String, _ what: String) -> DataError {
        DataError(file: path, what: what, nextStep: "copy or download the file again")
    }

    private static func tooLarge(_ path: String) -> DataError {
        DataError(file: path, what: "more than 2 GiB of text", nextStep: "split it, for example by year")
    }
}
