import Glibc

/// What was done with the tail of a cut journal before it was continued.
package struct JournalRecovery: Hashable, Sendable {
    package var cut: JournalCut
    /// The copy of the tail, `NAME.cut-N`.
    package var tailCopy: String
    /// In bytes.
    package var tailSize: Int
}

extension JournalRecovery: CustomStringConvertible {
    package var description: String {
        let start =
            "\(tailSize) bytes after record \(cut.afterSequence) were no whole frame and are kept in \(tailCopy)."
        return switch cut.reason {
        case .unfinished:
            start + " A write was interrupted; unless the file was cut by other hands, nothing in it had been sent."
        case .damaged:
            start + " They are damaged, not just short: compare the broker's order book before any order, "
                + "and check the disk (`dmesg`)."
        }
    }
}

extension JournalRecovery {
    /// Copies the tail to `NAME.cut-N`, N being the first free number, and syncs it. The journal itself is not touched.
    init(keeping cut: JournalCut, of file: borrowing JournalFile) throws(JournalError) {
        var number = 1
        while unsafe access("\(file.path).cut-\(number)", F_OK) == 0 { number += 1 }
        let copy = try JournalFile(opening: "\(file.path).cut-\(number)", flags: O_WRONLY | O_CREAT | O_EXCL)
        let size = try file.size()
        var offset = cut.atByte
        while offset < size {
            let bytes = try file.read(min(1 << 20, size - offset), at: offset)
            guard !bytes.isEmpty else { break }
            try copy.write(bytes)
            offset += bytes.count
        }
        try copy.synchronize()
        try copy.synchronizeFolder()
        self.init(cut: cut, tailCopy: copy.path, tailSize: offset - cut.atByte)
    }
}
