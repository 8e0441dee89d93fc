/// Why a row of price history was refused.
package enum RowFault: Error, Hashable, Sendable, CaseIterable {
    case emptyLine, wrongFieldCount, emptyField, nulByte
    case badTime, impossibleDate, notWholeMinute, duplicateTime, backwardTime
    case notANumber, tooManyDecimals, numberTooLarge
    case priceNotPositive, highTooLow, lowTooHigh, negativeVolume
    /// Not a row: the compressed file ends early, and whatever followed is missing.
    case cutShort

    /// Whether one field is to blame, rather than the row as a whole.
    var isInField: Bool {
        switch self {
        case .emptyField, .badTime, .impossibleDate, .notWholeMinute, .duplicateTime, .backwardTime: true
        case .notANumber, .tooManyDecimals, .numberTooLarge, .priceNotPositive, .negativeVolume: true
        case .emptyLine, .wrongFieldCount, .nulByte, .highTooLow, .lowTooHigh, .cutShort: false
        }
    }

    var nextStep: String {
        switch self {
        case .badTime:
            "write dates as 2025-11-20, minutes as 2025-11-20T09:15:00+05:30 or in seconds since 1970"
        case .duplicateTime, .backwardTime: "sort the rows by time and keep one row for each time"
        case .tooManyDecimals: "round prices to at most four decimals and volumes to whole units"
        case .cutShort: "copy or download the file again"
        default: "correct or delete the row, or allow bad rows to be skipped"
        }
    }
}

extension RowFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .emptyLine: "empty line"
        case .wrongFieldCount: "wrong number of fields"
        case .emptyField: "empty field"
        case .nulByte: "NUL byte"
        case .badTime: "not a date or time"
        case .impossibleDate: "impossible date"
        case .notWholeMinute: "not the start of a minute"
        case .duplicateTime: "same time as the row before"
        case .backwardTime: "earlier than the row before"
        case .notANumber: "not a number"
        case .tooManyDecimals: "too many decimals"
        case .numberTooLarge: "number too large"
        case .priceNotPositive: "price not above zero"
        case .highTooLow: "high below open or close"
        case .lowTooHigh: "low above open or close"
        case .negativeVolume: "negative volume"
        case .cutShort: "compressed data end early"
        }
    }
}
