import SaudaBroker
import SaudaCore
import Testing
import ZerodhaKiteAdapter

/// GTTs, protocol section 3.8.
@Suite struct GTTTests {
    private static func leg(_ trigger: Int64, _ limit: Int64, _ side: Side = .sell) -> GTT.Leg {
        GTT.Leg(
            trigger: Price(rupees: trigger),
            side: side,
            product: .delivery,
            quantity: Quantity(10),
            limit: Price(rupees: limit)
        )
    }
    private static let both = GTT(Sample.infy, [leg(1400, 1399), leg(1600, 1601)], last: Price(paise: 151_235))

    private static let row = #"""
        {"id":112127,"user_id":"ZZ0001","parent_trigger":null,"type":"two-leg","created_at":"2026-03-20 09:25:10","updated_at":"2026-03-20 09:25:10","expires_at":"2027-03-20 09:25:10","status":"active","condition":{"exchange":"NSE","last_price":1512.35,"tradingsymbol":"INFY","trigger_values":[1400,1600],"instrument_token":408065},"orders":[{"exchange":"NSE","tradingsymbol":"INFY","product":"CNC","order_type":"LIMIT","transaction_type":"SELL","quantity":10,"price":1399,"result":null},{"exchange":"NSE","tradingsymbol":"INFY","product":"CNC","order_type":"LIMIT","transaction_type":"SELL","quantity":10,"price":1601,"result":null}],"meta":null}
        """#

    private func form(_ request: HTTPRequest?) -> [String: String] {
        var fields: [String: String] = [:]
        let form = FormFields(request.map { String(decoding: $0.body, as: UTF8.self) } ?? "")
        for field in form.fields { fields[field.name] = field.value }
        return fields
    }

    @Test func `two legs go out as the reference's example has them`() throws {
        let (sent, end, _) = try Kit.carryOut(.placeGTT(Self.both), [Kit.success(#"{"trigger_id":456}"#)])
        #expect(sent.first?.method == .post && sent.first?.url == "https://api.kite.trade/gtt/triggers")
        let form = form(sent.first)
        #expect(form["type"] == "two-leg")
        #expect(
            form["condition"]
                == #"{"exchange":"NSE","tradingsymbol":"INFY","trigger_values":[1400.00,1600.00],"last_price":1512.35}"#
        )
        let order =
            #"{"exchange":"NSE","tradingsymbol":"INFY","transaction_type":"SELL","quantity":10,"order_type":"LIMIT","product":"CNC","price":"#
        #expect(form["orders"] == "[\(order)1399.00},\(order)1601.00}]")
        #expect(end == .done(.gtt(GTTID("456"))))
        #expect(Errand.placeGTT(Self.both).isWrite && Errand.deleteGTT(GTTID("1")).isWrite)
    }

    @Test func `without a last price it is asked for first`() throws {
        let single = GTT(Sample.infy, [Self.leg(1400, 1399)])
        let quote = Kit.success(#"{"NSE:INFY":{"instrument_token":408065,"last_price":1512.35}}"#)
        let (sent, end, _) = try Kit.carryOut(.placeGTT(single), [quote, Kit.success(#"{"trigger_id":1}"#)])
        #expect(sent.map(\.url).first == "https://api.kite.trade/quote/ltp?i=NSE%3AINFY")
        #expect(form(sent.last)["type"] == "single" && form(sent.last)["condition"]?.contains("1512.35") == true)
        #expect(end == .done(.gtt(GTTID("1"))))
        let none = try Kit.carryOut(.placeGTT(single), [Kit.success("{}")])
        #expect(none.end.error?.recovery == .changeRequest && none.sent.count == 1)
    }

    @Test func `changing, deleting and reading one go to its number`() throws {
        let answer = Kit.success(#"{"trigger_id":112127}"#)
        let change = try Kit.carryOut(.changeGTT(GTTID("112127"), Self.both), [answer])
        #expect(change.sent.first?.method == .put && change.end == .done(.gtt(GTTID("112127"))))
        let delete = try Kit.carryOut(.deleteGTT(GTTID("112127")), [answer])
        #expect(delete.sent.first?.method == .delete && delete.end == .done(.done))
        let one = try Kit.carryOut(.gtt(GTTID("112127")), [Kit.success(Self.row)])
        for request in change.sent + delete.sent + one.sent {
            #expect(request.url == "https://api.kite.trade/gtt/triggers/112127")
        }
        #expect(
            one.end
                == .done(
                    .gtts([
                        GTTRow(
                            id: GTTID("112127"),
                            instrument: Sample.infy,
                            symbol: "NSE:INFY",
                            legs: Self.both.legs,
                            outcomes: [nil, nil],
                            status: .active,
                            created: try #require(Day("2026-03-20")).at(TimeOfDay(9, 25, 10)),
                            expires: try #require(Day("2027-03-20")).at(TimeOfDay(9, 25, 10))
                        )
                    ])
                )
        )
        for text in ["", "x", "1/2", "-1"] {
            for errand in [Errand.gtt(GTTID(text)), .deleteGTT(GTTID(text)), .changeGTT(GTTID(text), Self.both)] {
                #expect(try Kit.carryOut(errand, []).end.error?.recovery == .changeRequest)
            }
        }
    }

    @Test func `a leg that fired has its order, one that failed its reason`() throws {
        let fired =
            #"{"account_id":"ZZ0001","order_result":{"status":"success","order_id":"17","rejection_reason":""}}"#
        let failed =
            #"{"account_id":"ZZ0001","order_result":{"status":"failed","order_id":"","rejection_reason":"Invalid price"}}"#
        let parts = Self.row.split(separator: #""result":null"#, omittingEmptySubsequences: false)
        try #require(parts.count == 3)
        let text = (parts[0] + #""result":\#(fired)"# + parts[1] + #""result":\#(failed)"# + parts[2])
            .replacing(#""status":"active""#, with: #""status":"triggered""#)
        guard case .done(.gtts(let rows)) = try Kit.carryOut(.gtts, [Kit.success("[\(text)]")]).end else {
            Issue.record("not read")
            return
        }
        #expect(rows.first?.status == .triggered)
        #expect(rows.first?.outcomes == [.placed("17"), .failed(.other(code: "", text: "Invalid price"))])
    }

    @Test func `rows that cannot be read are counted, and an unknown state is told as it is`() throws {
        let odd = Self.row.replacing(#""status":"active""#, with: #""status":"paused""#)
        let (_, end, skipped) = try Kit.carryOut(
            .gtts,
            [Kit.success("[\(odd),{},7,\(Self.row.replacing("[1400,1600]", with: "[1400]"))]")]
        )
        guard case .done(.gtts(let rows)) = end else {
            Issue.record("\(end)")
            return
        }
        #expect(rows.map(\.status) == [.unknown("paused")] && skipped.values.reduce(0, +) == 3)
    }

    @Test func `what cannot be triggered is refused before it is written`() throws {
        let last: Price = Price(rupees: 1500)
        let lower = Self.leg(1400, 1399)
        var intraday = lower
        intraday.product = .intraday
        var odd = lower
        odd.quantity = .zero
        let bad = [
            GTT(Sample.infy, [], last: last), GTT(Sample.infy, [lower, lower, lower], last: last),
            GTT(Sample.infy, [Self.leg(1500, 1499)], last: last), GTT(Sample.infy, [intraday], last: last),
            GTT(Sample.infy, [Self.leg(1600, 1601), lower], last: last), GTT(Sample.infy, [odd], last: last),
            GTT(Sample.infy, [Self.leg(1400, 1401, .buy), Self.leg(1600, 1601)], last: last),
            GTT(Sample.infy, [lower, Self.leg(1450, 1451)], last: last), GTT(Sample.nifty, [lower], last: last),
            GTT(Sample.infy, [lower], last: .zero), GTT(Kit.future, [lower], last: last),
            GTT(Sample.infy, [Self.leg(0, 1399)], last: last), GTT(Sample.infy, [Self.leg(1400, 0)], last: last),
            GTT(InstrumentID(index: 99), [lower], last: last),
        ]
        for gtt in bad {
            let (sent, end, _) = try Kit.carryOut(.placeGTT(gtt), [])
            #expect(sent.isEmpty && end.error?.recovery == .changeRequest, "\(gtt)")
        }
    }

    @Test func `an answer without a number is in doubt`() throws {
        for data in ["null", "{}", #"{"trigger_id":"456"}"#, #"{"trigger_id":0}"#] {
            let end = try Kit.carryOut(.placeGTT(Self.both), [Kit.success(data)]).end
            #expect(end.error?.recovery == .checkOrderBook, "\(data)")
        }
    }

    @Test func `there are no bracket orders any more, and it says what to take instead`() throws {
        let id = BrokerOrderID("regular/1")
        let order = BracketOrder(
            Sample.infy,
            .buy,
            .intraday,
            quantity: Quantity(10),
            price: Price(rupees: 1500),
            target: Price(rupees: 1520)
        )
        for errand in [
            Errand.brackets, .placeBracket(order, tag: "SZ1"), .changeBracket(id, BracketChange(trail: .zero)),
            .cancelBracket(id, .entry),
        ] {
            let (sent, end, _) = try Kit.carryOut(errand, [])
            #expect(sent.isEmpty)
            #expect(end.error?.recovery == .changeRequest)
            #expect(end.error?.summary.contains("a GTT of two legs") == true)
        }
    }
}
