/// Unpacks a gzip file (RFC 1952 and 1951). Instrument lists are such files, not answers that were packed on their way:
/// the transport hands them on as they are.
package enum Gunzip {
    package static func isPacked(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

    /// Nil when it is not one whole member whose checksum agrees, or unpacks to more than `cap` bytes.
    package static func unpack(_ packed: [UInt8], cap: Int) -> [UInt8]? {
        guard packed.count >= 18, isPacked(packed), packed[2] == 8, packed[3] & 0xE0 == 0,
            let start = dataStart(packed)
        else { return nil }
        var bits = BitSource(packed, from: start)
        var output: [UInt8] = []
        var isLast = false
        while !isLast {
            guard let last = bits.take(1), let kind = bits.take(2) else { return nil }
            isLast = last == 1
            let isGood =
                switch kind {
                case 0: stored(packed, &bits, cap, &output)
                case 1: block(&bits, fixed, fixedDistances, cap, &output)
                case 2: dynamic(&bits, cap, &output)
                default: false
                }
            guard isGood else { return nil }
        }
        let end = bits.align()
        guard packed.count == end + 8, number(packed, end) == checksum(output),
            number(packed, end + 4) == UInt32(truncatingIfNeeded: output.count)
        else { return nil }
        return output
    }

    private static func number(_ bytes: [UInt8], _ place: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) }
    }

    /// Behind the header and the parts that its flags name.
    private static func dataStart(_ packed: [UInt8]) -> Int? {
        let flags = packed[3]
        var place = 10
        if flags & 4 != 0 {
            guard place + 2 <= packed.count else { return nil }
            place += 2 + Int(packed[place]) + Int(packed[place + 1]) << 8
        }
        for flag in [8, 16] as [UInt8] where flags & flag != 0 {
            guard place < packed.count, let zero = packed[place...].firstIndex(of: 0) else { return nil }
            place = zero + 1
        }
        if flags & 2 != 0 { place += 2 }
        return place + 8 <= packed.count ? place : nil
    }

    // MARK: - Blocks

    private static func stored(_ packed: [UInt8], _ bits: inout BitSource, _ cap: Int, _ output: inout [UInt8]) -> Bool
    {
        let place = bits.align()
        guard place + 4 <= packed.count else { return false }
        let count = Int(packed[place]) | Int(packed[place + 1]) << 8
        let other = Int(packed[place + 2]) | Int(packed[place + 3]) << 8
        guard count ^ 0xFFFF == other, place + 4 + count <= packed.count, output.count + count <= cap else {
            return false
        }
        output += packed[(place + 4)..<(place + 4 + count)]
        bits.move(to: place + 4 + count)
        return true
    }

    private static func dynamic(_ bits: inout BitSource, _ cap: Int, _ output: inout [UInt8]) -> Bool {
        guard let literals = bits.take(5), let distances = bits.take(5), let kinds = bits.take(4), literals <= 29
        else { return false }
        var lengths = [UInt8](repeating: 0, count: 19)
        for place in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15].prefix(kinds + 4) {
            guard let length = bits.take(3) else { return false }
            lengths[place] = UInt8(length)
        }
        guard let codes = HuffmanTable(lengths) else { return false }
        let count = literals + 257 + distances + 1
        var all: [UInt8] = []
        while all.count < count {
            guard let symbol = codes.symbol(&bits) else { return false }
            if symbol < 16 {
                all.append(UInt8(symbol))
                continue
            }
            let (width, least) = symbol == 16 ? (2, 3) : symbol == 17 ? (3, 3) : (7, 11)
            guard let more = bits.take(width), symbol != 16 || !all.isEmpty else { return false }
            all += Array(repeating: symbol == 16 ? all[all.count - 1] : 0, count: least + more)
        }
        guard all.count == count, all[256] > 0, let first = HuffmanTable(Array(all[..<(literals + 257)])),
            let second = HuffmanTable(Array(all[(literals + 257)...]))
        else { return false }
        return block(&bits, first, second, cap, &output)
    }

    private static func block(
        _ bits: inout BitSource,
        _ literals: HuffmanTable?,
        _ distances: HuffmanTable?,
        _ cap: Int,
        _ output: inout [UInt8]
    ) -> Bool {
        guard let literals, let distances else { return false }
        while let symbol = literals.symbol(&bits) {
            if symbol == 256 { return true }
            guard symbol > 256 else {
                guard output.count < cap else { return false }
                output.append(UInt8(symbol))
                continue
            }
            guard symbol <= 285, let more = bits.take(lengthBits[symbol - 257]),
                let step = distances.symbol(&bits), step < 30, let further = bits.take(stepBits[step])
            else { return false }
            let length = lengthBase[symbol - 257] + more
            let distance = stepBase[step] + further
            guard distance <= output.count, output.count + length <= cap else { return false }
            // The copy may reach into itself.
            for place in (output.count - distance)..<(output.count - distance + length) { output.append(output[place]) }
        }
        return false
    }

    // MARK: - Tables (RFC 1951, sections 3.2.5 and 3.2.6)

    private static let fixed = HuffmanTable(
        Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112) + Array(repeating: 7, count: 24)
            + Array(repeating: 8, count: 8)
    )
    private static let fixedDistances = HuffmanTable(Array(repeating: 5, count: 30))
    private static let lengthBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let lengthBase = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let stepBits = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
    ]
    private static let stepBase = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12_289, 16_385, 24_577,
    ]

    private static let remainders: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0) { $0 >> 8 ^ remainders[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
    }
}
