import SaudaBroker

/// The numbers of exchanges on the wire, and what divides their prices (protocol section 8).
package struct SFeedExchanges: Hashable, Sendable {
    /// By number.
    private var names: [String]
    private var scales: [HSMScale?]

    /// As documented; the answer to the connection overrides them.
    package init() {
        names = [
            "", "nse_cm", "nse_fo", "cde_fo", "nse_com", "bse_cm", "bse_fo", "bse_cd", "bse_co", "mcx_fo", "ncd_co",
        ]
        let dividers: [Int64] = [0, 100, 100, 10_000_000, 10_000, 100, 100, 10_000_000, 10_000, 100, 1]
        scales = dividers.map { HSMScale(divider: $0) }
    }

    /// Of `{"nse_cm":{"value":1,"divider":100}}`.
    ///
    /// - Returns: false when an entry cannot be: prices would be off by a power of ten.
    mutating func take(_ exchanges: JSON) -> Bool {
        guard let members = exchanges.members else { return exchanges.isNull }
        for (name, entry) in members {
            guard let number = entry["value"].integer, (0...127).contains(number),
                let divider = entry["divider"].integer
            else { return false }
            // 0 stands for none.
            if number == 0 { continue }
            guard let scale = HSMScale(divider: divider) else { return false }
            while names.count <= number {
                names.append("")
                scales.append(nil)
            }
            // A name has one number.
            if let old = names.firstIndex(of: name), old != Int(number) { names[old] = "" }
            names[Int(number)] = name
            scales[Int(number)] = scale
        }
        return true
    }

    var count: Int { names.count }
    func name(_ number: UInt8) -> String { Int(number) < names.count ? names[Int(number)] : "" }
    func number(_ name: some StringProtocol) -> Int? { name.isEmpty ? nil : names.firstIndex { $0 == name } }
    @inline(__always) func scale(_ number: UInt8) -> HSMScale? {
        Int(number) < scales.count ? scales[Int(number)] : nil
    }
}
