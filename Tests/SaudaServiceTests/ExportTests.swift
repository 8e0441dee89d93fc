import Foundation
import SaudaCore
import SaudaService
import SaudaStore
import Testing

/// `sauda export`: a day of the books and of the journal as other programs read them.
@Suite struct ExportTests {
    private let home: AuditedHome
    private let store: BookStore
    private let day = AuditedHome.first

    init() throws {
        home = try AuditedHome()
        store = try BookStore(reading: "\(home.path)/books.sqlite")
    }

    private func csv(_ kind: BookTable.Kind) throws -> [String] {
        TableText.csv(try store.table(kind, of: day)).split(separator: "\n").map(String.init)
    }

    @Test func `orders are rows in the order of the journal, prices in rupees`() throws {
        let lines = try csv(.orders)
        #expect(
            lines[0]
                == "day,account,origin,reference,number,broker_id,instrument,segment,side,product,variety,strategy,"
                + "reason,kind,validity,quantity,limit,trigger,disclosed,status,filled,value,rejection,placed_at,"
                + "changed_at,sequence"
        )
        #expect(
            lines[1]
                == "2026-11-19,main,own,1,1,B1,INFY-EQ,nse-equity,BUY,delivery,regular,dip,DIP,LIMIT,DAY,10,1500.00,"
                + ",,filled,10,14999.00,,2026-11-19T09:20:00+05:30,2026-11-19T09:23:00+05:30,5"
        )
        #expect(lines[2].contains("rejected,0,0.00,\"needs 1050000.00 rupees, has 985001.00\","))
        #expect(lines[3].hasPrefix("2026-11-19,main,foreign,H1,,H1,TCS-EQ,"))
        #expect(lines.count == 4)
    }

    @Test func `fills have each part of their charges`() throws {
        let table = try store.table(.fills, of: day)
        #expect(table.columns.suffix(8) == ["brokerage", "stt", "exchange", "ipft", "sebi", "stamp", "gst", "dp"])
        #expect(table.rows.count == 2)
        let place = try #require(table.columns.firstIndex(of: "quantity"))
        #expect(table.rows.map { $0[place] } == [.whole(4), .whole(6)])
        let charged = table.rows.reduce(Money.zero) { sum, row in
            row.suffix(8).reduce(sum) { sum, cell in if case .money(let part) = cell { sum + part } else { sum } }
        }
        let booked = try #require(try store.rows("SELECT charges_e4 FROM cash WHERE day = '\(day)'").first?[0])
        #expect("\(charged.raw)" == booked && charged > .zero)
    }

    @Test func `text that a spreadsheet would take for a formula is kept from being one`() throws {
        let lines = try csv(.decisions)
        #expect(lines[1].hasSuffix(",acted,dip,INFY-EQ,nse-equity,dip,\"'=3 %, \"\"deep\"\"\""))
        let cells: [BookTable.Cell] = [.text("@a"), .text("+1"), .text("-1"), .whole(-1), .money(Money(raw: -25_000))]
        let table = BookTable(columns: ["a", "b", "c", "d", "e"], rows: [cells])
        #expect(TableText.csv(table) == "a,b,c,d,e\n'@a,'+1,'-1,-1,-2.50\n")
    }

    @Test func `the same tables as JSON have numbers for money and null for what is not there`() throws {
        for kind in BookTable.Kind.allCases {
            let table = try store.table(kind, of: day)
            let rows = try #require(
                try JSONSerialization.jsonObject(with: Data(TableText.json(table).utf8)) as? [[String: Any]]
            )
            #expect(rows.count == table.rows.count && !rows.isEmpty, "\(kind)")
            #expect(rows.allSatisfy { Set($0.keys) == Set(table.columns) })
        }
        let order = TableText.json(try store.table(.orders, of: day))
        #expect(order.contains("\"limit\": 1500.00") && order.contains("\"trigger\": null"))
    }

    @Test func `a journal is an object a line, handles as names`() throws {
        var text = ""
        try JournalExport.run(home.file(day)) { text += $0 }
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.count == 15)
        #expect(
            lines[2]
                == #"{"sequence":3,"cause":null,"time":"2026-11-19T09:20:00+05:30","record":"event","kind":"tick","#
                + #""content":{"instrument":"INFY-EQ","source":"simulated","price":1500.00,"quantity":0,"#
                + #""exchange_time":"2026-11-19T09:19:00+05:30"}}"#
        )
        #expect(
            lines[4]
                == #"{"sequence":5,"cause":3,"time":"2026-11-19T09:20:00+05:30","record":"command","kind":"place","#
                + #""content":{"id":1,"account":"main","instrument":"INFY-EQ","side":"BUY","product":"delivery","#
                + #""variety":"regular","terms":{"quantity":10,"limit":1500.00,"trigger":0.00,"disclosed":0,"#
                + #""kind":"LIMIT","validity":"day"},"strategy":"dip","reason":"DIP"}}"#
        )
        #expect(lines[6].hasSuffix(#""content":{"order":1,"kind":{"traded":{"total":4,"value":6000.00}}}}"#))
        #expect(lines[0].hasSuffix(#""kind":"cash","content":{"account":"main","money":1000000.00}}"#))
        #expect(lines[14].hasSuffix(#""kind":"dayEnded","content":null}"#))
        for line in lines { _ = try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    }

    @Test func `a journal that does not fit its chain is exported up to there and then refused`() throws {
        var bytes = try home.bytes(day)
        bytes[bytes.count - 200] ^= 1
        try home.put(bytes, day)
        var text = ""
        let error = try #require(throws: DataError.self) { try JournalExport.run(home.file(day)) { text += $0 } }
        #expect(error.what.hasSuffix("does not fit the chain"))
        #expect(!text.isEmpty)
    }

    @Test func `a journal that a crash has cut is exported as far as it is whole, and says how much is not`() throws {
        let bytes = try home.bytes(day)
        var whole = ""
        let none = try JournalExport.run(home.file(day)) { whole += $0 }
        try home.put(bytes.dropLast(7), day)
        var text = ""
        let rest = try JournalExport.run(home.file(day)) { text += $0 }
        #expect(none == 0 && rest > 0 && rest < bytes.count)
        #expect(whole.hasPrefix(text) && text.split(separator: "\n").count == 14)
    }

    @Test func `HIS-1, HIS-2: the history has the trade with its order, and null for what nobody knows`() throws {
        let text = try TradesHistory.text(upTo: day, in: store)
        let history = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(Set(history.keys) == ["trades", "failed_orders", "last_run"])
        #expect(history["last_run"] as? String == "2026-11-19T23:59:00+05:30")
        let trades = try #require(history["trades"] as? [[String: Any]])
        #expect(trades.count == 1)
        let trade = try #require(trades.first)
        let words = ["symbol": "INFY", "ticker": "INFY.NS", "order_id": "B1", "status": "open", "entry_reason": "DIP"]
        for (key, value) in words { #expect(trade[key] as? String == value) }
        #expect(trade["entry_price"] as? Double == 1499.9 && trade["qty"] as? Int == 10)
        for key in ["exit_price", "pnl", "order_response", "rsi10", "levels_taken"] { #expect(trade[key] is NSNull) }
    }

    @Test func `HIS-2, HIS-3: what strategies kept fills the history in`() throws {
        let home = try AuditedHome()
        let infy = AuditedHome.infy
        let tcs = InstrumentID(index: 1)
        var entries = AuditedHome.entries(AuditedHome.second)
        func keep(_ id: InstrumentID, _ topic: String, _ text: String) -> JournalEntry {
            .command(.remember(Memo(strategy: AuditedHome.strategy, instrument: id, topic: topic, text: text)))
        }
        let kept = [
            keep(infy, "levels", "30=1 20=0 10=0 reset=1 rsi=284300 cycle=0"),
            keep(infy, "tracking", "since=1 type=system_recommended re=5/20/181000/14000000/1763532000000000/0"),
            keep(tcs, "failed-order", "close=30000000 qty=33 required=990000000 have=500000000 reason=cash first=0"),
        ]
        entries.insert(contentsOf: kept, at: entries.count - 1)
        try FileManager.default.removeItem(atPath: home.file(AuditedHome.second))
        _ = try AuditedHome.write(AuditedHome.second, to: home.file(AuditedHome.second), entries: entries)
        try home.book(AuditedHome.second)
        let text = try TradesHistory.text(upTo: AuditedHome.second, in: BookStore(reading: "\(home.path)/books.sqlite"))
        let history = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let trade = try #require((history["trades"] as? [[String: Any]])?.first)
        #expect(trade["levels_taken"] as? [String: Bool] == ["30": true, "20": false, "10": false])
        #expect(trade["entry_type"] as? String == "system_recommended" && trade["rsi10"] as? Double == 28.43)
        #expect((trade["reentries"] as? [[String: Any]])?.first?["price"] as? Double == 1400)
        let failed = try #require((history["failed_orders"] as? [[String: Any]])?.first)
        #expect(failed["symbol"] as? String == "TCS" && failed["shortfall"] as? Double == 49_000)
        #expect(failed["retry_count"] is NSNull && failed["first_failed_at"] is String)
    }
}
