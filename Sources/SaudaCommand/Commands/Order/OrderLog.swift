import Glibc
import SaudaBroker
import SaudaCore
import SaudaService
import Synchronization

/// What commands have sent for an account on a day: each intent is on disk before its first byte leaves, so that one
/// whose process died is looked for before the next is placed, and no tag is used twice.
final class OrderLog: Sendable {
    struct Entry: Sendable {
        var order: OrderID
        var time: Timestamp
        var text: String
    }

    /// Sent, and no outcome known.
    let open: [Entry]
    /// The highest number so far.
    private let most: Atomic<UInt64>
    private let descriptor: Int32
    private let path: String

    /// Holds the account's log of the day: a second command waits for the first to end.
    ///
    /// - Throws: when it cannot be opened, or another command has held it for 100 s.
    init(_ folder: String, _ account: String, _ day: Day, prefix: String) throws {
        try Folders.make(folder)
        path = "\(folder)/\(account)-\(day).log"
        descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.failure(path) }
        var tries = 0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            tries += 1
            guard tries < 1000, !StopSignal.isRaised else {
                close(descriptor)
                throw CommandFailure(.failed, "another `sauda order` is still waiting for its answer; try again then.")
            }
            usleep(100_000)
        }
        var entries: [UInt64: Entry] = [:]
        var most: UInt64 = 0
        let text = String(decoding: try WholeFile.read(path), as: UTF8.self)
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count == 4, let number = UInt64(fields[1]), let time = Int64(fields[2]) else { continue }
            most = max(most, number)
            entries[number] =
                fields[0] == "send"
                ? Entry(order: OrderID(number: number), time: Timestamp(microseconds: time), text: String(fields[3]))
                : nil
        }
        open = entries.values.sorted { $0.order < $1.order }
        self.most = Atomic(most)
        // A line that was cut by a crash was never sent; the next one must not be lost in it.
        if let last = text.last, last != "\n" { try append("\n") }
    }

    deinit { close(descriptor) }

    /// The number of the next order.
    var next: UInt64 { most.load(ordering: .relaxed) + 1 }

    /// Writes the intent and waits for the disk. A change needs no looking for: it can be asked for again.
    func begin(_ text: String, at time: Timestamp, isChange: Bool = false) throws -> OrderID {
        let number = most.add(1, ordering: .relaxed).newValue
        try append("\(isChange ? "change" : "send")\t\(number)\t\(time.microseconds)\t\(text.shown)\n")
        return OrderID(number: number)
    }

    func end(_ order: OrderID, _ outcome: String) throws { try append("end\t\(order.number)\t0\t\(outcome)\n") }

    private func append(_ line: String) throws {
        let bytes = Array(line.utf8)
        guard unsafe write(descriptor, bytes, bytes.count) == bytes.count, fdatasync(descriptor) == 0 else {
            throw Self.failure(path)
        }
    }

    private static func failure(_ path: String) -> CommandFailure {
        let reason = unsafe String(cString: strerror(errno))
        return CommandFailure(.failed, "\(path) cannot be written (\(reason)), so nothing is sent; check the disk.")
    }
}
