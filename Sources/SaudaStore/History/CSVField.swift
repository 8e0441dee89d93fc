import SaudaCore

/// Reads single fields; each reader moves `at` behind the field's end, or leaves it where it is and throws.
enum CSVField {
    static let comma = UInt8(ascii: ",")
    static let newline = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let dot = UInt8(ascii: ".")
    static let minus = UInt8(ascii: "-")

    /// Reads a price of at most four decimals and the comma behind it.
    @inline(__always)
    static func price(_ text: Span<UInt8>, _ at: inout Int) throws(RowFault) -> Price {
        var index = at
        var raw = digits(text, &index)
        // The dearest price has eight digits, so nothing overflows below.
        var isSound = (1...8).contains(index - at)
        if text[index] == dot {
            index += 1
            let fraction = index
            raw = digits(text, &index, after: raw)
            switch index - fraction {
            case 1: raw &*= 1000
            case 2: raw &*= 100
            case 3: raw &*= 10
            case 4: break
            default: isSound = false
            }
        } else {
            raw &*= Price.scale
        }
        let price = Price(raw: raw)
        guard isSound, text[index] == comma, price.isPlausible else { throw priceFault(text, at) }
        at = index + 1
        return price
    }

    /// Reads a whole number of units and the end of the line behind it.
    @inline(__always)
    static func volume(_ text: Span<UInt8>, _ at: inout Int) throws(RowFault) -> Quantity {
        var index = at
        let units = digits(text, &index)
        let isSound = (1...15).contains(index - at)
        if text[index] == carriageReturn { index += 1 }
        guard isSound, text[index] == newline else { throw volumeFault(text, at) }
        at = index + 1
        return Quantity(units)
    }

    /// Reads digits as far as they go; more than 18 overflow silently, so the caller looks at how many there were.
    @inline(__always)
    static func digits(_ text: Span<UInt8>, _ index: inout Int, after start: Int64 = 0) -> Int64 {
        var value = start
        while true {
            let digit = text[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return value }
            value = value &* 10 &+ Int64(digit)
            index += 1
        }
    }
}

// MARK: - What is wrong with a field

extension CSVField {
    @inline(never)
    private static func priceFault(_ text: Span<UInt8>, _ start: Int) -> RowFault {
        let shape = Shape(text, start)
        if shape.isEmpty { return .emptyField }
        if !shape.isNumber { return .notANumber }
        if shape.isNegative { return .priceNotPositive }
        if shape.decimals > 4 { return .tooManyDecimals }
        return shape.isZero ? .priceNotPositive : .numberTooLarge
    }

    @inline(never)
    private static func volumeFault(_ text: Span<UInt8>, _ start: Int) -> RowFault {
        let shape = Shape(text, start)
        if shape.isEmpty { return .emptyField }
        if !shape.isNumber { return .notANumber }
        if shape.isNegative { return .negativeVolume }
        return shape.decimals > 0 ? .tooManyDecimals : .numberTooLarge
    }

    /// A refused number, looked at slowly.
    private struct Shape {
        var isEmpty = false
        var isNumber = false
        var isNegative = false
        var isZero = true
        var decimals = 0

        init(_ text: Span<UInt8>, _ start: Int) {
            var end = start
            while text[end] != comma && text[end] != newline { end += 1 }
            if end > start && text[end] == newline && text[end - 1] == carriageReturn { end -= 1 }
            isEmpty = end == start
            var index = start
            if index < end && text[index] == minus {
                isNegative = true
                index += 1
            }
            let whole = index
            var fraction: Int?
            while index < end {
                let byte = text[index]
                if byte == dot && fraction == nil && index > whole {
                    fraction = index + 1
                } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
                    if byte != UInt8(ascii: "0") { isZero = false }
                } else {
                    return
                }
                index += 1
            }
            decimals = fraction.map { end - $0 } ?? 0
            isNumber = end > whole && fraction != end
        }
    }
}
