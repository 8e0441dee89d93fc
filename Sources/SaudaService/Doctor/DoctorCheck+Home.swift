import SaudaCore

extension DoctorCheck {
    private static let gibibyte: Int64 = 1 << 30

    static let home: [DoctorCheck] = [
        DoctorCheck("home") { facts in
            guard let home = facts.home else { return .skipped("the configuration is not valid") }
            guard home.exists else {
                return .warning("\(home.path) is not there yet", fix: "the first `sauda run` makes it; or mkdir -m 700")
            }
            guard home.isOwn else {
                return .failed("\(home.path) belongs to another user", fix: "chown -R $USER \(home.path)")
            }
            guard let mode = home.mode, mode & 0o022 == 0 else {
                return .failed("others may change what is in \(home.path)", fix: "chmod 700 \(home.path)")
            }
            guard mode & 0o077 == 0 else {
                return .warning("others may read what is in \(home.path)", fix: "chmod 700 \(home.path)")
            }
            return .ok("\(home.path), for its owner alone")
        },
        DoctorCheck("secret-files") { facts in
            guard let home = facts.home, home.exists else { return .skipped("no home yet") }
            guard home.openFiles.isEmpty else {
                let names = home.openFiles.joined(separator: " ")
                return .failed("others may read \(names)", fix: "chmod 600 \(names)")
            }
            return .ok("sessions and vault are for their owner alone")
        },
        DoctorCheck("disk-space") { facts in
            guard let free = facts.home?.free else { return .skipped("no home yet") }
            let text = "\(free / (gibibyte / 1024)) MiB free"
            if free < gibibyte / 2 { return .failed(text, fix: "free space: a full disk stops trading") }
            if free < 5 * gibibyte { return .warning(text, fix: "free some space; old journals can be moved away") }
            return .ok("\(free / gibibyte) GiB free")
        },
        DoctorCheck("disk-files") { facts in
            guard facts.home?.exists == true else { return .skipped("no home yet") }
            guard let free = facts.home?.freeFiles else { return .skipped("the file system does not count them") }
            guard free > 1000 else { return .failed("room for \(free) files", fix: "delete small files on that disk") }
            return .ok("room for \(free) files")
        },
        DoctorCheck("disk-sync") { facts in
            guard let home = facts.home, home.exists else { return .skipped("no home yet") }
            guard let sync = home.sync else {
                return .failed(
                    "nothing can be written: \(home.syncTrouble ?? "unknown")",
                    fix: "check the rights of \(home.path) and the disk (dmesg)"
                )
            }
            let text = "a write reaches the disk in \(milliseconds(sync))"
            if sync > .milliseconds(500) {
                return .failed(text, fix: "every order waits for it: move home: to a faster disk")
            }
            if sync > .milliseconds(100) { return .warning(text, fix: "orders wait for it: prefer a local disk") }
            return .ok(text)
        },
        DoctorCheck("home-lock") { facts in
            guard let home = facts.home, home.exists else { return .skipped("no home yet") }
            if let holder = home.holder { return .ok("a sauda runs on this home (pid \(holder))") }
            guard !home.hasStaleLock else {
                return .warning(
                    "the last sauda on this home ended without saying goodbye",
                    fix: "look at `sauda order list`: orders may be in doubt; the next run takes them up"
                )
            }
            return .ok("free")
        },
        DoctorCheck("journal") { facts in
            guard let journal = facts.home?.journal else { return .skipped("no journal yet") }
            let text = "\(journal.day): \(journal.records) records"
            switch journal.ending {
            case .complete: return .ok("\(text), whole")
            case .cut:
                return .warning(
                    "\(text), and a last one that was cut off",
                    fix: "the next run keeps the rest aside and goes on; compare with `sauda order list`"
                )
            case .corrupt(let sequence):
                return .failed(
                    "\(journal.day): from record \(sequence) on it is not as it was written",
                    fix: "check the disk (dmesg), restore the journal, and trust the broker's books until then"
                )
            case .notRead: return .skipped("\(journal.day): too long to read here; `sauda replay` reads all of it")
            case .unreadable(let why):
                return .failed("\(journal.day): \(why)", fix: "check its rights and the disk")
            }
        },
        DoctorCheck("books") { facts in
            guard let database = facts.home?.database else { return .skipped("no books yet") }
            guard database.isWhole else {
                return .failed(
                    "the database is damaged: \(database.text)",
                    fix: "move books.sqlite aside; the next run makes it again from the journals"
                )
            }
            return .ok("the database is whole")
        },
    ]

    static func milliseconds(_ span: TimeSpan) -> String {
        let tenths = span.microseconds / 100
        return tenths < 100 ? "\(tenths / 10).\(tenths % 10) ms" : "\(tenths / 10) ms"
    }
}
