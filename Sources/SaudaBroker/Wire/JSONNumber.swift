/// The digits of a JSON number: `-291444.67000000004` and `1.5e7`, exactly.
struct JSONNumber {
    private var isNegative = false
    /// Without leading zeros.
    private var digits: [UInt8] = []
    /// Power of ten of the last digit.
    private var exponent = 0

    /// - Parameter text: as the reader has checked it.
    init?(_ text: String) {
        var fraction = 0
        var isFraction = false
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "."): isFraction = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                if rest.first == UInt8(ascii: "+") { rest.removeFirst() }
                guard let power = Int(String(decoding: rest, as: UTF8.self)), (-400...400).contains(power) else {
                    return nil
                }
                exponent = power
                rest = []
            default:
                if !digits.isEmpty || byte != UInt8(ascii: "0") { digits.append(byte - UInt8(ascii: "0")) }
                if isFraction { fraction += 1 }
            }
        }
        exponent -= fraction
    }

    /// Nil when it does not fit, or when `isExact` and digits would be lost.
    func scaled(places: Int, isExact: Bool) -> Int64? {
        let shift = exponent + places
        let kept = shift < 0 ? digits.dropLast(-shift) : digits[...]
        let lost = digits[kept.count...]
        if isExact, lost.contains(where: { $0 != 0 }) { return nil }
        guard !kept.isEmpty || shift <= 0 else { return 0 }
        guard kept.count + max(0, shift) <= 18 else { return nil }
        var value = kept.reduce(Int64(0)) { $0 * 10 + Int64($1) }
        for _ in 0..<max(0, shift) { value *= 10 }
        // The first lost digit counts only when it stands right behind the last kept one.
        if lost.count == -shift, let first = lost.first, first >= 5 { value += 1 }
        return isNegative ? -value : value
    }
}
