import SaudaBroker
import Testing

@Suite struct PercentEncodingTests {
    @Test func `RFC 3986, 2.3: unreserved letters stay, every other byte goes in two digits`() {
        let unreserved = "ABCXYZabcxyz0189-._~"
        #expect(PercentEncoding.text(unreserved) == unreserved)
        #expect(PercentEncoding.text("M&M NIFTY+50|a/b?c=d%") == "M%26M%20NIFTY%2B50%7Ca%2Fb%3Fc%3Dd%25")
        #expect(PercentEncoding.text("₹\u{0}\u{7F}") == "%E2%82%B9%00%7F")
        #expect(PercentEncoding.text("") == "")
    }

    @Test func `what is kept stays as it is`() {
        #expect(PercentEncoding.text("nse_cm|26000,x y", keeping: "|") == "nse_cm|26000%2Cx%20y")
    }

    @Test func `fields keep their order and their repetitions`() {
        #expect(
            PercentEncoding.fields([("i", "NSE:M&M"), ("i", "NSE:INFY"), ("a b", "")])
                == "i=NSE%3AM%26M&i=NSE%3AINFY&a%20b="
        )
        #expect(PercentEncoding.fields([]) == "")
    }

    @Test func `every byte comes back from a practice server's reader`() {
        for scalar in (0..<0x100).compactMap(Unicode.Scalar.init) {
            let text = "a\(Character(scalar))b"
            #expect(FormFields(PercentEncoding.fields([(text, text)])).fields == [HTTPHeader(text, text)])
        }
    }
}
