import SaudaBroker
import Testing

@Suite struct JSONTests {
    @Test func `a document keeps its numbers as they were written`() throws {
        let value = try JSON(
            #" {"a":[1,-0,26.399999999999977,1E-5],"b":{"c":"\u20b9\n\ud83d\ude00"},"d":null,"e":true} "#
        )
        #expect(value["a"].items == [.number("1"), .number("-0"), .number("26.399999999999977"), .number("1E-5")])
        #expect(value["b"]["c"].text == "₹\n😀")
        #expect(value["d"].isNull && value["x"].isNull && value["b"]["x"].isNull)
        #expect(value["e"].bool == true)
    }

    @Test(
        "decimals are exact, halves away from zero",
        arguments: [
            ("26.399999999999977", 264_000), ("291444.67000000004", 2_914_446_700), ("-0", 0), ("0.00005", 1),
            ("-0.00005", -1), ("0.00004999", 0), ("1.5e3", 15_000_000), ("15E-1", 15_000), ("1e-400", 0), ("0e300", 0),
            ("0.000000001", 0),
        ]
    )
    func decimals(text: String, raw: Int64) throws { #expect(try JSON(text).decimal(places: 4) == raw) }

    @Test func `a number that does not fit, and what is no number, is nil`() throws {
        let least = "1e-9223372036854775808"
        for text in ["1e300", "1e999999999999999999999", least, "123456789012345678901", "\"1\"", "null", "[]"] {
            #expect(try JSON(text).decimal(places: 4) == nil)
            #expect(try JSON(text).integer == nil)
        }
        #expect(try JSON("7.0").integer == 7 && JSON("7e0").integer == 7 && JSON("-70e-1").integer == -7)
        #expect(try JSON("7.5").integer == nil)
    }

    @Test(
        "what is no JSON is refused",
        arguments: [
            "", " ", "{", "[1", "[1,]", "{\"a\"}", "{\"a\":1,}", "{a:1}", "01", "+1", ".5", "1.", "1e", "-", "tru",
            "nul",
            "\"", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\t\"", "1 2",
            "{\"a\":1,\"a\":2}", "NaN", "<html>",
        ]
    )
    func refused(text: String) { #expect(throws: JSON.Malformed.self) { try JSON(text) } }

    @Test func `bytes that are not UTF-8 and endless nesting are refused`() {
        #expect(throws: JSON.Malformed.self) { try JSON([0x22, 0xFF, 0x22]) }
        #expect(throws: JSON.Malformed.self) { try JSON(String(repeating: "[", count: 100_000)) }
        #expect(throws: JSON.Malformed.self) { try JSON(String(repeating: #"{"a":"#, count: 100_000)) }
    }

    @Test func `every prefix of a document is refused`() {
        let text = #"{"status":"success","data":{"order_id":"2035","n":[1.5,true,null]}}"#
        for count in 0..<text.utf8.count {
            #expect(throws: JSON.Malformed.self) { try JSON(Array(text.utf8.prefix(count))) }
        }
    }
}
