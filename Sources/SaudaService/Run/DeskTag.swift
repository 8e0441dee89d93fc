import Glibc
package import SaudaCore

/// The letters before the number in our tags: of this home and this day, so that another desk's tags are told apart, and
/// those of a day whose numbers began anew.
package enum DeskTag {
    /// The owner of what strategies order.
    package static let desk: Character = "S"

    /// - Parameter owner: Whose orders they are: a run's, a person's.
    package static func prefix(home: String, account: String, owner: Character, day: Day) -> String {
        let path = unsafe realpath(home, nil)
        defer { unsafe free(path) }
        let place = unsafe path.map { unsafe String(cString: $0) } ?? home
        return "\(owner)" + Fingerprint.of("\(place)\n\(account)\n\(day)").prefix(6).uppercased()
    }
}
