/// A SHA-256 value: 32 bytes.
package struct Digest: Hashable, Sendable {
    package static let byteCount = 32
    /// 32 zero bytes: "no digest", as in the first journal of a home.
    package static let zero = Digest(bytes: [UInt8](repeating: 0, count: byteCount))!

    package let bytes: [UInt8]

    /// Nil unless there are exactly 32 bytes.
    package init?(bytes: some Sequence<UInt8>) {
        let bytes = [UInt8](bytes)
        guard bytes.count == Digest.byteCount else { return nil }
        self.bytes = bytes
    }
}

extension Digest: CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    package var description: String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
