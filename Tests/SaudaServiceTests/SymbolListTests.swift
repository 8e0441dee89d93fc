import FoundationEssentials
import SaudaCore
import SaudaService
import Testing

@Suite struct SymbolListTests {
    @Test func `SIG-1, DEC-10: a file holds one symbol per line, comments and empty lines`() throws {
        let text = "# my list\r\nRELIANCE\r\n\n  M&M  # cars\n\tBAJAJ-AUTO\n#TCS\nINFY"
            .replacing("\tB", with: "B")
        #expect(try read(text) == ["RELIANCE", "M&M", "BAJAJ-AUTO", "INFY"])
    }

    @Test func `every bad line is named with its place`() throws {
        let error = try #require(throws: ConfigErrors.self) { try read("TCS\n  reliance\nTCS\nA B\n=1\n") }
        #expect(
            error.errors.map(\.description) == [
                "s.txt:2:3: 'reliance' is not a symbol; allowed: a symbol in capital letters, such as RELIANCE or M&M",
                "s.txt:3:1: 'TCS' is listed twice, first on line 1; keep one of the two",
                "s.txt:4:1: 'A B' is not a symbol; allowed: a symbol in capital letters, such as RELIANCE or M&M",
                "s.txt:5:1: '=1' is not a symbol; allowed: a symbol in capital letters, such as RELIANCE or M&M",
            ]
        )
    }

    @Test func `SIG-1: a listing's name is no share, and is refused with the share's`() throws {
        let error = try #require(throws: ConfigErrors.self) { try read("INFY\nINFY-EQ\nTCS-BE\nBAJAJ-AUTO\n") }
        #expect(
            error.errors.map(\.description) == [
                "s.txt:2:1: 'INFY-EQ' names a listing of INFY, not a share; remove it: INFY is in the list",
                "s.txt:3:1: 'TCS-BE' names a listing of TCS, not a share; write TCS",
            ]
        )
    }

    @Test("SIG-1: a list without symbols is an error", arguments: ["", "\n\n", "# TCS\n"])
    func empty(text: String) throws {
        let error = try #require(throws: ConfigErrors.self) { try read(text) }
        #expect(error.description == "s.txt:1:1: no symbol is listed; write one symbol per line")
    }

    @Test func `the built-in NIFTY 50 has fifty symbols that the rules allow`() throws {
        #expect(Set(Nifty50.symbols).count == 50)
        #expect(try read(Nifty50.symbols.joined(separator: "\n")) == Nifty50.symbols)
        #expect(Nifty50.asOf != nil)
    }

    /// The exchange's list, where the shared data is at hand.
    private static let list: String? = {
        let environment = ProcessInfo.processInfo.environment
        let shared = environment["SAUDA_SHARED"] ?? "\(ConfigFixture.root)/../shared"
        let path = "\(shared)/data/index-constituents/ind_nifty50list.csv"
        let text = try? String(contentsOf: URL(filePath: path), encoding: .utf8)
        if text == nil { print("SKIPPED: the NIFTY 50 list against the exchange's: no \(path)") }
        return text
    }()

    private static let mayRun = list != nil || ProcessInfo.processInfo.environment["CI"] == "true"

    @Test(.enabled(if: mayRun))
    func `the built-in NIFTY 50 is the exchange's list of 2025-08-14 with the changes since`() throws {
        let rows = try #require(Self.list).split(whereSeparator: \.isNewline).dropFirst()
        let official = Set(rows.map { String($0.split(separator: ",", omittingEmptySubsequences: false)[2]) })
        let ours = Set(Nifty50.symbols)
        #expect(official.count == 50)
        #expect(official.subtracting(ours) == ["HEROMOTOCO", "INDUSINDBK", "TATAMOTORS"])
        #expect(ours.subtracting(official) == ["INDIGO", "MAXHEALTH", "TMPV"])
    }

    private func read(_ text: String) throws(ConfigErrors) -> [String] {
        try SymbolList.read(ConfigSource(file: "s.txt", text: text))
    }
}
