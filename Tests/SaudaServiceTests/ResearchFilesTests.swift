import Foundation
import SaudaCore
import SaudaService
import SaudaSimulation
import Testing

/// What strategies may ask beyond prices.
@Suite struct ResearchFilesTests {
    private let folder = ScratchFolder()

    private func table() throws -> InstrumentTable {
        var table = InstrumentTable()
        for symbol in ["TCS", "INFY"] { try table.add(Instrument(symbol: symbol)) }
        return table
    }

    private func asking() -> [ChosenStrategy] {
        struct Idle: Strategy {}
        func study(_ name: String) -> Study { Study(name: name, summary: "", warmUp: 0) { _, _ in StudyResult() } }
        var plugin = StrategyPlugin(name: "asks", summary: "", parameters: []) { _ in Idle() }
        let quiet = StrategyPlugin(name: "quiet", summary: "", parameters: []) { _ in Idle() }
        let studies = [study("first"), study("second")]
        plugin.studies = { _ in studies }
        return [quiet, plugin].map {
            ChosenStrategy(name: $0.name, plugin: $0, parameters: Parameters([]), account: AccountID(index: 0))
        }
    }

    private func write(_ name: String, _ text: String) throws -> String {
        let path = "\(folder.path)/\(name)"
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    @Test func `DEC-20: rows go to their instruments, and symbols without prices are counted and named`() throws {
        let files = ResearchFiles(
            fundamentals: try write("f.csv", "symbol,pe,pb,as_of\nINFY,20,5,2025-01-01\nGONE,1,1,2025-01-01\n"),
            news: try write("n.csv", "symbol,date,headline\nTCS,2025-01-01,Wins a deal\n")
        )
        let (desk, notes) = try files.desk(for: asking(), table())
        #expect(desk.fundamentals.map(\.count) == [0, 1])
        #expect(desk.headlines.map(\.count) == [1, 0])
        #expect(notes.count == 1)
        #expect(notes[0].hasPrefix("1 of the 2 symbols in "))
        #expect(notes[0].hasSuffix("have no prices here: GONE."))
    }

    @Test func `SCO-2: the first study of each strategy answers for it`() throws {
        let desk = try ResearchFiles(fundamentals: nil, news: nil).desk(for: asking(), table()).desk
        #expect(desk.studies.mapValues(\.name) == [StrategyID(index: 1): "first"])
    }

    @Test func `DEC-20: what is absent is said once, where a strategy would ask for it`() throws {
        let none = ResearchFiles(fundamentals: nil, news: nil)
        #expect(try none.desk(for: asking(), table()).notes.count == 2)
        #expect(try none.desk(for: Array(asking().prefix(1)), table()).notes == [])
    }
}
