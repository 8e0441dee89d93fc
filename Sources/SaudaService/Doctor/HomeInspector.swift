import Glibc
import SaudaCore
import SaudaStore

/// Looks at a home for `sauda doctor`: reads, and writes one small file that it takes away again.
package enum HomeInspector {
    /// Journals beyond this are not read here.
    private static let journalLimit = 256 << 20

    package static func inspect(_ path: String) -> DoctorFacts.Home {
        var home = DoctorFacts.Home(path: path)
        guard let status = status(of: path), status.st_mode & S_IFMT == S_IFDIR else { return home }
        home.exists = true
        home.mode = UInt16(status.st_mode & 0o7777)
        home.isOwn = status.st_uid == geteuid()
        space(path, &home)
        sync(path, &home)
        lock("\(path)/\(HomeLock.name)", &home)
        home.journal = Folders.journals(in: path).last.map { journal($0, in: path) }
        let books = "\(path)/books.sqlite"
        if Folders.exists(books) {
            do throws(StoreError) {
                let damage = try BookStore.damage(at: books)
                home.database = (damage == nil, damage ?? "")
            } catch {
                home.database = (false, "\(error)")
            }
        }
        home.openFiles = secretFiles(path)
        return home
    }

    /// Permission bits of a file, and whether it is this user's; nil when it is not there.
    package static func rights(of path: String) -> (mode: UInt16, isOwn: Bool)? {
        status(of: path).map { (UInt16($0.st_mode & 0o7777), $0.st_uid == geteuid()) }
    }

    package static func isFolder(_ path: String) -> Bool {
        status(of: path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
    }

    private static func status(of path: String) -> stat? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status : nil
    }

    private static func space(_ path: String, _ home: inout DoctorFacts.Home) {
        var status = statvfs()
        guard unsafe statvfs(path, &status) == 0 else { return }
        home.free = Int64(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
        // Zero in all: the file system does not count them.
        if status.f_files > 0 { home.freeFiles = Int64(clamping: status.f_favail) }
    }

    private static func sync(_ path: String, _ home: inout DoctorFacts.Home) {
        let file = "\(path)/.doctor-\(getpid())"
        let start = ContinuousClock.now
        let descriptor = unsafe open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            home.syncTrouble = unsafe String(cString: strerror(errno))
            return
        }
        defer {
            close(descriptor)
            unsafe unlink(file)
        }
        let bytes = [UInt8](repeating: 0x73, count: 4096)
        guard unsafe write(descriptor, bytes, bytes.count) == bytes.count, fdatasync(descriptor) == 0 else {
            home.syncTrouble = unsafe String(cString: strerror(errno))
            return
        }
        let span = start.duration(to: .now)
        home.sync = TimeSpan(
            microseconds: span.components.seconds * 1_000_000 + span.components.attoseconds / 1_000_000_000_000
        )
    }

    /// Asks for the lock without keeping it.
    private static func lock(_ path: String, _ home: inout DoctorFacts.Home) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = max(0, unsafe read(descriptor, &bytes, bytes.count))
        let words = String(decoding: bytes[..<count], as: UTF8.self).split(separator: " ")
        if flock(descriptor, LOCK_SH | LOCK_NB) == 0 {
            home.hasStaleLock = !words.isEmpty
        } else {
            home.holder = words.count > 1 ? Int32(words[1]) ?? 0 : 0
        }
    }

    private static func journal(_ day: Day, in home: String) -> DoctorFacts.Journal {
        let path = "\(home)/journal/\(day).journal"
        guard let size = status(of: path)?.st_size, size <= journalLimit else {
            return DoctorFacts.Journal(day: day, ending: .notRead, records: 0)
        }
        do throws(JournalError) {
            var reader = try JournalReader(path: path)
            while try reader.next() != nil {}
            let ending: DoctorFacts.Journal.Ending =
                switch reader.ending {
                case .complete, nil: .complete
                case .cut: .cut
                case .corrupt(let sequence, _): .corrupt(sequence: sequence)
                }
            return DoctorFacts.Journal(day: day, ending: ending, records: reader.lastSequence)
        } catch {
            return DoctorFacts.Journal(day: day, ending: .unreadable(error.what), records: 0)
        }
    }

    /// Sessions, vaults and secret files that others may read.
    private static func secretFiles(_ path: String) -> [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(folder) }
        var open: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            guard name.hasSuffix(".session") || name.hasPrefix("secrets.") else { continue }
            let file = "\(path)/\(name)"
            if let rights = rights(of: file), rights.mode & 0o077 != 0 { open.append(file) }
        }
        return open.sorted()
    }
}
