import SaudaBroker

/// From an instrument key, as bytes of a message, to a dense place: open addressing, no allocation per look-up.
struct KeyTable {
    private var cells: [Int32] = [-1]
    private var mask = 0
    /// All keys, one behind the other.
    private var text: [UInt8] = []
    private var starts: [Int] = [0]

    /// - Parameter keys: without repeats; each gets its index as place.
    init(_ keys: [String] = []) {
        var size = 8
        while size < keys.count * 2 { size *= 2 }
        cells = Array(repeating: -1, count: size)
        mask = size - 1
        for (place, key) in keys.enumerated() {
            text += key.utf8
            starts.append(text.count)
            var hash = Self.seed
            for byte in key.utf8 { hash = Self.mix(hash, byte) }
            var cell = Int(truncatingIfNeeded: hash >> 20) & mask
            while cells[cell] >= 0 { cell = (cell + 1) & mask }
            cells[cell] = Int32(place)
        }
    }

    @inline(__always) func place(of key: Range<Int>, in frame: RawSpan) -> Int? {
        var hash = Self.seed
        for offset in key { hash = Self.mix(hash, frame.byte(at: offset)) }
        var cell = Int(truncatingIfNeeded: hash >> 20) & mask
        while true {
            let place = Int(cells[cell])
            guard place >= 0 else { return nil }
            if isKey(place, key, frame) { return place }
            cell = (cell &+ 1) & mask
        }
    }

    @inline(__always) private func isKey(_ place: Int, _ key: Range<Int>, _ frame: RawSpan) -> Bool {
        let start = starts[place]
        guard starts[place + 1] - start == key.count else { return false }
        for index in 0..<key.count where text[start + index] != frame.byte(at: key.lowerBound + index) { return false }
        return true
    }

    /// FNV-1a.
    private static var seed: UInt64 { 0xCBF2_9CE4_8422_2325 }

    @inline(__always) private static func mix(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
}
