import Foundation
import Testing

/// The data of a page, read as its script reads it.
struct HTMLIsland {
    let json: [String: Any]

    init(_ page: String) throws {
        let open = "<script type=application/json id=data>"
        let start = try #require(page.range(of: open)).upperBound
        let end = try #require(page.range(of: "</script>", range: start..<page.endIndex)).lowerBound
        let object = try JSONSerialization.jsonObject(with: Data(page[start..<end].utf8))
        json = try #require(object as? [String: Any])
    }

    /// A column of differences, added up.
    func sums(_ key: String) throws -> [Int64] {
        var sum: Int64 = 0
        return Self.unpack(try #require(json[key] as? String)).map { difference in
            sum += difference
            return sum
        }
    }

    static func sums(_ text: Any?) -> [Int64] {
        var sum: Int64 = 0
        return unpack(text).map { difference in
            sum += difference
            return sum
        }
    }

    /// Five bits a character, lowest first; the lowest of all is the sign.
    static func unpack(_ text: Any?) -> [Int64] {
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        let digits = Dictionary(uniqueKeysWithValues: letters.utf8.enumerated().map { ($1, UInt64($0)) })
        var values: [Int64] = []
        var value: UInt64 = 0
        var shift: UInt64 = 0
        for letter in (text as? String ?? "").utf8 {
            let digit = digits[letter] ?? 0
            value |= (digit & 31) << shift
            shift += 5
            guard digit & 32 == 0 else { continue }
            values.append(value & 1 == 1 ? -Int64(value >> 1) - 1 : Int64(value >> 1))
            (value, shift) = (0, 0)
        }
        return values
    }
}
