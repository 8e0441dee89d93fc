import Glibc
import SaudaCore
package import SaudaStore

/// A day that broke off in its morning, before it was started. It has sent nothing.
package enum UnstartedDay {
    /// Keeps its journal under another name, so that the day begins anew with what the brokers say now. Others are left
    /// as they are.
    package static func setAside(_ path: String) throws(JournalError) {
        guard Folders.exists(path) else { return }
        var reader = try JournalReader(path: path)
        while let record = try reader.next() {
            guard let entry = try? JournalEntry(record) else { return }
            switch entry {
            case .event(let event): if case .dayStarted = event.kind { return }
            case .command(let command): if command.isIntent { return }
            }
        }
        if case .corrupt? = reader.ending { return }
        guard unsafe rename(path, "\(path).unstarted") == 0 else {
            throw JournalError(
                path: path,
                what: "it cannot be renamed: \(unsafe String(cString: strerror(errno)))",
                nextStep: "Rename it by hand: the day broke off before it was started, and begins anew."
            )
        }
    }
}
