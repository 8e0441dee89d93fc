import Glibc
package import SaudaCore
import SaudaStore

/// A person's word that nothing may leave any more: a file of the home, which every sauda of that home heeds.
///
/// That it is there is enough, whatever stands in it: a full disk, which cuts what is written, undoes no halt.
package struct HaltFile: Sendable {
    package let path: String

    /// - Parameter isPractice: Orders to practice servers are halted apart from those with real money.
    package init(home: String, isPractice: Bool = false) {
        path = "\(home)/\(isPractice ? "halt.practice" : "halt")"
    }

    package var exists: Bool { Folders.exists(path) }

    /// Since when and why, for people; nil when nothing is halted.
    package var text: String? {
        guard exists else { return nil }
        let bytes = (try? WholeFile.read(path)) ?? []
        let text = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
        return text.isEmpty ? "at a time that is not known" : text
    }

    /// Keeps the first word: a halt is as old as it is.
    ///
    /// - Throws: `JournalError` when the file cannot be made.
    package func set(at time: Timestamp, why: String) throws {
        guard !exists else { return }
        let text = "\(time.day) \(time.time)" + (why.isEmpty ? "" : ", \(why)")
        try WholeFile.replace(path, with: Array("\(text)\n".utf8))
    }

    /// - Throws: `JournalError` when it stays.
    package func remove() throws {
        guard unsafe unlink(path) == 0 || errno == ENOENT else {
            throw JournalError(
                path: path,
                what: "it cannot be removed: \(unsafe String(cString: strerror(errno)))",
                nextStep: "Remove the file by hand; while it is there nothing leaves."
            )
        }
    }
}
