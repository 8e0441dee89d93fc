import Glibc

/// A journal copied as it was at one moment; whoever writes to it goes on. The original is only read.
package struct JournalCopy: Hashable, Sendable {
    /// In the copy.
    package var bytes: Int
    /// What the original had beyond them.
    package var leftOut: Int

    /// Copies a file that must not be there yet, synced when this returns.
    ///
    /// - Parameter isGrowing: Leaves out what follows the last whole frame: a write is under way, or a crash cut it.
    ///   A journal that does not fit its chain is copied byte for byte, as evidence.
    package init(of path: String, to copy: String, isGrowing: Bool) throws(JournalError) {
        let file = try JournalFile(opening: path, flags: O_RDONLY)
        let size = try file.size()
        var end = size
        if isGrowing {
            var reader = try JournalReader(path: path)
            while try reader.next() != nil {}
            if case .cut? = reader.ending, reader.header != nil { end = min(size, reader.bytesRead) }
        }
        let target = try JournalFile(opening: copy, flags: O_WRONLY | O_CREAT | O_EXCL)
        var done = 0
        while done < end {
            let bytes = try file.read(min(1 << 20, end - done), at: done)
            guard !bytes.isEmpty else { break }
            try target.write(bytes)
            done += bytes.count
        }
        try target.synchronize()
        try target.synchronizeFolder()
        bytes = done
        leftOut = size - done
    }
}
