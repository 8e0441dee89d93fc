/// How dear a key is made from a passphrase (scrypt, RFC 7914).
package struct ScryptCost: Hashable, Sendable {
    /// N is two to this.
    package var logN: UInt8
    /// r.
    package var blocks: UInt8
    /// p.
    package var lanes: UInt8

    package init(logN: UInt8, blocks: UInt8 = 8, lanes: UInt8 = 1) {
        self.logN = logN
        self.blocks = blocks
        self.lanes = lanes
    }

    /// Some tens of milliseconds and only 8 MiB, for a service makes it while it trades; of long random secrets.
    static let session = ScryptCost(logN: 13, lanes: 5)
    /// 128 MiB and some tenths of a second, for a passphrase that a person made up.
    package static let vault = ScryptCost(logN: 17)

    /// What a file may ask of this machine: 16 MiB to 1 GiB.
    var isAllowed: Bool { (14...20).contains(logN) && blocks == 8 && (1...4).contains(lanes) }

    var memory: Int { 128 * Int(blocks) * ((1 << Int(logN)) + Int(lanes) + 2) + (1 << 20) }
}
