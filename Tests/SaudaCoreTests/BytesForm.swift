import SaudaCore

/// What events and commands have in common here, so that every test runs over both.
protocol BytesForm: Hashable, Sendable {
    func encode(into writer: inout ByteWriter)
    init(decoding reader: inout ByteReader) throws(ByteError)
}

extension Event: BytesForm {}
extension Command: BytesForm {}

extension BytesForm {
    var encoded: [UInt8] {
        var writer = ByteWriter()
        encode(into: &writer)
        return writer.bytes
    }

    /// The one value that these bytes are.
    init(whole bytes: [UInt8]) throws(ByteError) {
        var reader = ByteReader(bytes)
        try self.init(decoding: &reader)
        try reader.finish()
    }
}

/// What was refused and why; nil when the bytes were taken.
func bytesError<Value: BytesForm>(_ type: Value.Type, _ bytes: [UInt8]) -> ByteError? {
    do throws(ByteError) {
        _ = try Value(whole: bytes)
        return nil
    } catch {
        return error
    }
}

func bytesFromHex(_ hex: String) -> [UInt8] {
    let digits = hex.filter { $0 != " " }.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
}

func bytesHex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
}
