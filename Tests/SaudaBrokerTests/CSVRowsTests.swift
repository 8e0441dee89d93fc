import SaudaBroker
import Testing

/// Rows of CSV as the instrument lists of all brokers are read (RFC 4180).
@Suite struct CSVRowsTests {
    private func rows(_ text: String) -> [[String]] {
        var table = CSVRows(Array(text.utf8))
        var rows: [[String]] = []
        while let row = table.next() { rows.append(row) }
        return rows
    }

    @Test("lines end in LF, CR LF or CR, and empty ones are none", arguments: ["\n", "\r\n", "\r", "\r\r\n", "\n\n"])
    func ends(end: String) {
        let wanted = [["a", "b"], ["1", ""], ["", "2"]]
        let text = ["a,b", "1,", ",2"].joined(separator: end)
        #expect(rows(text) == wanted)
        #expect(rows(end + text + end + end) == wanted)
    }

    @Test func `a line's end in quotes is text, and so are commas and doubled quotes`() {
        #expect(rows("\"a\nb\",\"c,d\"\r\n\"e\"\"f\",g\n") == [["a\nb", "c,d"], ["e\"f", "g"]])
        #expect(rows("\"a\"b,c\n") == [["ab", "c"]])
        #expect(rows("a\"b\",c\n") == [["a\"b\"", "c"]])
    }

    @Test func `the first name has no byte-order mark`() {
        #expect(rows("\u{FEFF}a,b\n1,2\n") == [["a", "b"], ["1", "2"]])
    }

    @Test func `whether the last row may be half a row is told`() {
        for (text, endsLine, isCut) in [
            ("a\n", true, false), ("a\r\n", true, false), ("a", false, false), ("a\r", false, false),
            ("", false, false),
            ("\"a\n", true, true), ("\"a\"\"", false, true), ("\"a\"\n", true, false),
        ] {
            var table = CSVRows(Array(text.utf8))
            while table.next() != nil {}
            #expect(table.endsLine == endsLine, "\(text)")
            #expect(table.isCut == isCut, "\(text)")
        }
    }
}
