import Foundation
import Testing

/// `sauda depth` as a person uses it, against practice servers.
@Suite struct DepthCommandTests {
    private func objects(_ run: ToolRun) throws -> [[String: Any]] {
        try run.out.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
        }
    }

    @Test(arguments: [("dhan", 20), ("zerodha-kite", 5)])
    func `all levels that the broker feeds, an object per depth, the best first`(broker: String, levels: Int) throws {
        let desk = try PracticeDesk(broker: broker)
        let run = try desk.run(["depth", "INFY", "SBIN", "--count", "4", "--format", "json"])
        #expect(run.status == 0, "\(run.err)")
        let objects = try objects(run)
        #expect(objects.count == 4)
        for object in objects {
            let symbol = try #require(object["symbol"] as? String)
            #expect(symbol.contains("INFY") || symbol.contains("SBIN"))
            for (name, isBest) in [("bids", { $0 > $1 }), ("asks", { $0 < $1 })] as [(String, (Double, Double) -> Bool)]
            {
                let side = try #require(object[name] as? [[String: Any]])
                #expect(side.count == levels)
                let prices = side.compactMap { ($0["price"] as? String).flatMap(Double.init) }
                #expect(prices.count == levels && zip(prices, prices.dropFirst()).allSatisfy(isBest), "\(prices)")
                #expect(side.allSatisfy { $0["quantity"] as? Int ?? 0 > 0 && $0["orders"] as? Int ?? 0 > 0 })
            }
        }
    }

    @Test func `a line each for people's pipes, fewer levels where asked, and what has no depth refused`() throws {
        let desk = try PracticeDesk(broker: "dhan")
        let lines = try desk.run(["depth", "INFY", "--count", "2"])
        #expect(lines.status == 0, "\(lines.err)")
        let rows = lines.out.split(separator: "\n")
        #expect(rows.count == 2 && rows.allSatisfy { $0.contains("bid ") && $0.contains("ask ") })
        let few = try objects(try desk.run(["depth", "INFY", "--levels", "2", "--count", "1", "--format", "json"]))
        #expect((few.first?["bids"] as? [Any])?.count == 2)
        let index = try desk.run(["depth", "NIFTY", "--count", "1"])
        #expect(index.status == 2)
        #expect(index.err.contains("is an index"), "\(index.err)")
        #expect(try desk.run(["depth", "INFY", "--levels", "0"]).status == 2)
        #expect(try desk.run(["depth", "INFY", "--seconds", "1"]).status == 0)
    }
}
