import Testing

@testable import SaudaService

@Suite struct YAMLReaderTests {
    @Test func `every node and key knows its line and column`() throws {
        let text = "a: 1\nlist:\n  - x\n  - {k: 'v'}\nö: [ü, z]\n"
        let root = try #require(YAMLReader.read(Array(text.utf8), file: "f").root)
        #expect(
            places(root) == [
                "1:1 {", "1:1 a", "1:4 1", "2:1 list", "3:3 [", "3:5 x", "4:5 {", "4:6 k", "4:9 'v'", "5:1 ö", "5:4 [",
                "5:5 ü", "5:8 z",
            ]
        )
    }

    /// What is refused, and the first error's place and beginning.
    @Test(
        "YAML that sauda does not read",
        arguments: [
            ("a: 1\nb: 2\na: 3", "3:1: duplicate key 'a', first on line 1; keep one of the two"),
            ("x: {b: 2, c: 1, b: 3}", "1:17: duplicate key 'b', first on line 1"),
            ("\"a\": 1\na: 3", "2:1: duplicate key 'a', first on line 1"),
            ("a: &x 1", "1:4: anchors (&name) are not allowed"),
            ("a: &x {b: 1}", "1:4: anchors"),
            ("a: &x [1]", "1:4: anchors"),
            ("a: 1\nb: *x", "2:4: aliases (*name) are not allowed"),
            ("a: 1\n<<: {b: 1}", "2:1: merge keys (<<) are not allowed"),
            ("a: !!int 1", "1:4: tags (!name) are not allowed"),
            ("a: ! 1", "1:4: tags"),
            ("a: !!map {b: 1}", "1:4: tags"),
            ("a: !!seq [1]", "1:4: tags"),
            ("%YAML 1.1\n---\na: 1", "1:1: %YAML and %TAG lines are not used here"),
            ("a:\n\tb: 1", "2:1: a tab is used as indentation; indent with spaces"),
            ("a: {\n  \tb: 1}", "2:3: a tab is used as indentation"),
            ("a: 1\n---\nb: 1", "2:1: a second document"),
            ("a: 1\n...\nb: 1", "3:1: this is not YAML"),
            ("", "1:1: the file is empty; start with `version: 1`"),
            ("# nothing\n", "1:1: the file is empty"),
            ("---\n", "1:1: the file is empty"),
            ("? [a]\n: 1", "1:3: a key that is not text"),
            ("a: {b: 1", "2:1: this is not YAML: did not find expected ',' or '}'"),
            ("a: 'x\nb: 1", "2:5: this is not YAML: found unexpected end of stream"),
            ("a: b: c", "1:5: this is not YAML: mapping values are not allowed"),
            ("a: 1\u{7}", "1:5: the invisible character U+7; remove it"),
            ("a: 1\u{2028}b: 2", "1:5: the invisible character U+2028"),
            ("\u{FEFF}a: 1", "1:1: the invisible character U+FEFF"),
            ("a: \u{202E}1", "1:4: the invisible character U+202E"),
            ("a: 1\rb: 2", "1:6: a carriage return without a line feed"),
        ]
    )
    func refused(text: String, expected: String) throws {
        let first = try #require(YAMLReader.read(Array(text.utf8), file: "f").errors.first)
        #expect(first.description.hasPrefix("f:\(expected)"), "\(first)")
    }

    @Test func `an error inside quotes says where they began`() throws {
        let first = try #require(YAMLReader.read(Array("a: 1\nb: \"x\nc: 2\n".utf8), file: "f").errors.first)
        #expect(first.message.hasSuffix("while scanning a quoted scalar from line 2 on"))
    }

    @Test func `invalid UTF-8 is refused where it stands`() {
        let bytes = Array("a: 1\nb: ü".utf8) + [0xC3, 0x28]
        #expect(descriptions(bytes) == ["f:2:5: the file is not valid UTF-8 from here on; save it as UTF-8"])
    }

    @Test func `all refusals that leave a tree come at once, and the tree with them`() throws {
        let result = YAMLReader.read(Array("a: &x 1\nb: *x\na: 2\nc: !t 3\n".utf8), file: "f")
        #expect(result.errors.map(\.line) == [1, 2, 3, 4])
        #expect(result.root != nil)
    }

    @Test func `thirty-two levels are read and the thirty-third is refused`() {
        func nested(_ levels: Int) -> [UInt8] {
            Array((String(repeating: "[", count: levels) + String(repeating: "]", count: levels)).utf8)
        }
        #expect(descriptions(nested(32)).isEmpty)
        #expect(descriptions(nested(33)).map { $0.prefix(29) } == ["f:1:33: nested deeper than 32"])
        #expect(descriptions(nested(500_000)).count == 1)
        let blocks = (0..<40).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        #expect(descriptions(Array(blocks.utf8)).map { $0.prefix(10) } == ["f:33:33: n"])
    }

    @Test func `a mebibyte is read and a byte more is refused`() {
        let line = Array("a: ".utf8)
        let fits = line + [UInt8](repeating: UInt8(ascii: "x"), count: YAMLText.limit - line.count)
        #expect(descriptions(fits).isEmpty)
        #expect(descriptions(fits + [10]).map { $0.prefix(38) } == ["f:1:1: the file is larger than 1 MiB; "])
    }

    @Test func `line endings of either kind count the same`() {
        for ending in ["\n", "\r\n"] {
            let text = ["a: 1", "b: 2", "a: 3", ""].joined(separator: ending)
            #expect(descriptions(Array(text.utf8)).map { $0.prefix(6) } == ["f:3:1:"])
        }
    }

    @Test(
        "what plain scalars look like",
        arguments: [
            ("true", Scalar.bool(true)), ("false", .bool(false)), ("True", .doubtful("True")),
            ("yes", .doubtful("yes")),
            ("NO", .doubtful("NO")), ("on", .doubtful("on")), ("Off", .doubtful("Off")), ("y", .doubtful("y")),
            ("", .nothing), ("~", .nothing), ("null", .nothing), ("12", .number("12")), ("-1.5", .number("-1.5")),
            ("+1", .number("+1")), ("1_000", .number("1_000")), ("0x1F", .number("0x1F")), ("1e6", .number("1e6")),
            (".inf", .number(".inf")), ("010", .number("010")), ("16:30", .text("16:30")),
            ("1.2.3.4", .text("1.2.3.4")),
            ("2026-01-02", .text("2026-01-02")), ("3M", .text("3M")), ("one", .text("one")),
        ]
    )
    func scalars(text: String, expected: Scalar) {
        #expect(Scalar(text, isPlain: true) == expected)
        #expect(Scalar(text, isPlain: false) == .text(text))
    }

    private func descriptions(_ bytes: [UInt8]) -> [String] {
        YAMLReader.read(bytes, file: "f").errors.map(\.description)
    }

    private func places(_ node: YAMLNode) -> [String] {
        let place = "\(node.mark.line):\(node.mark.column) "
        switch node.content {
        case .refused: return [place + "refused"]
        case .scalar(let text, let isPlain): return [place + (isPlain ? text : "'\(text)'")]
        case .sequence(let items): return [place + "["] + items.flatMap(places)
        case .mapping(let pairs):
            return [place + "{"] + pairs.flatMap { ["\($0.mark.line):\($0.mark.column) \($0.key)"] + places($0.value) }
        }
    }
}
