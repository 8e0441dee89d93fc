import DhanAdapter
import SaudaBroker
import SaudaCore
import Testing

/// Option chains, protocol section 2.17.
@Suite struct OptionChainTests {
    private static let expiry = Day("2026-06-11") ?? Day(number: 0)
    private static let leg =
        #"{"greeks":{"delta":0.60396,"theta":-15.11307,"gamma":0.00126,"vega":10.83586},"implied_volatility":10.877928681187504,"last_price":165.1,"oi":1818375,"previous_close_price":311.8,"previous_oi":925800,"previous_volume":419244,"top_ask_price":166.85,"top_ask_quantity":75,"top_bid_price":165,"top_bid_quantity":1050,"volume":51595500}"#

    private func chain(_ rows: String) throws -> (chain: OptionChain?, skipped: [String: Int]) {
        let body = #"{"data":{"last_price":23482.150390625,"oc":{\#(rows)}},"status":"success"}"#
        let (_, end, skipped, _) = try Kit.carryOut(
            .optionChain(Sample.nifty, expiry: Self.expiry),
            [Kit.json(body)]
        )
        guard case .done(.optionChain(let chain)) = end else { return (nil, skipped) }
        return (chain, skipped)
    }

    @Test func `expiries and a chain are asked for by the underlying's number and segment`() throws {
        let days = Kit.json(#"{"data":["2026-06-18","2026-06-11"],"status":"success"}"#)
        let (sent, end, _, _) = try Kit.carryOut(.optionExpiries(Sample.nifty), [days])
        #expect(sent.first?.url == "https://api.dhan.co/v2/optionchain/expirylist")
        #expect(sent.first?.text == #"{"UnderlyingScrip":13,"UnderlyingSeg":"IDX_I"}"#)
        #expect(end.result == .optionExpiries([Self.expiry, Self.expiry.advanced(by: 7)]))
        let asked = try Kit.carryOut(.optionChain(Sample.bank, expiry: Self.expiry), [Kit.json("{}")]).sent.first
        #expect(asked?.text == #"{"UnderlyingScrip":1333,"UnderlyingSeg":"NSE_EQ","Expiry":"2026-06-11"}"#)
        #expect(asked?.header("client-id") == "1100000001")
    }

    @Test func `a leg has its prices, quantities and greeks, and one may be missing`() throws {
        let (chain, skipped) = try chain(
            #""23500.000000":{"ce":\#(Self.leg)},"23450.500000":{"ce":\#(Self.leg),"pe":\#(Self.leg)}"#
        )
        let found = try #require(chain)
        #expect(skipped.isEmpty)
        #expect(found.last == Price(paise: 2_348_215))
        #expect(found.strikes.map(\.price) == [Price(paise: 2_345_050), Price(rupees: 23_500)])
        try #require(found.strikes.count == 2)
        #expect(found.strikes[1].put == nil)
        let quote = try #require(found.strikes[0].put)
        #expect(quote.last == Price(paise: 16_510))
        #expect(quote.close == Price(paise: 31_180))
        #expect([quote.bid, quote.ask] == [Price(rupees: 165), Price(paise: 16_685)])
        #expect([quote.bidQuantity, quote.askQuantity] == [Quantity(1050), Quantity(75)])
        #expect([quote.volume, quote.openInterest] == [Quantity(51_595_500), Quantity(1_818_375)])
        #expect(quote.greeks?.delta == 0.60396)
        #expect(quote.greeks?.impliedVolatility == 10.877928681187504)
    }

    @Test func `a strike that makes no sense is left out and counted, a body that is no chain is an error`() throws {
        let (chain, skipped) = try chain(
            #""x":{"ce":\#(Self.leg)},"-5.0":{},"100.0":{"ce":{"last_price":-1}},"200.0":{"pe":\#(Self.leg)}"#
        )
        #expect(chain?.strikes.map(\.price) == [Price(rupees: 200)])
        #expect(skipped.values.reduce(0, +) == 3)
        for body in ["{}", #"{"data":[]}"#, #"{"data":{"oc":{}}}"#] {
            let end = try Kit.carryOut(.optionChain(Sample.nifty, expiry: Self.expiry), [Kit.json(body)]).end
            #expect(end.error?.recovery == .checkOrderBook)
        }
        let odd = Kit.json(#"{"data":["soon"]}"#)
        #expect(try Kit.carryOut(.optionExpiries(Sample.nifty), [odd]).end.error?.recovery == .checkOrderBook)
    }

    @Test(
        "an underlying's price that cannot be is an error, however large",
        arguments: ["0", "-1", "null", "99999999999999", "999999999999999999", "1e300"]
    )
    func price(_ last: String) throws {
        let body = Kit.json(#"{"data":{"last_price":\#(last),"oc":{}},"status":"success"}"#)
        let end = try Kit.carryOut(.optionChain(Sample.nifty, expiry: Self.expiry), [body]).end
        #expect(end.error?.recovery == .checkOrderBook)
    }

    @Test func `options of an option are refused`() throws {
        for id in [Sample.option, InstrumentID(index: 99)] {
            #expect(try Kit.carryOut(.optionExpiries(id), []).end.error?.recovery == .changeRequest)
        }
    }

    @Test(.enabled(if: Shared.wants("fixtures/dhan/recorded-http/optionchain-3-strikes.json")))
    func `a recorded chain has three strikes, none left out`() throws {
        let records = try JSON(Shared.bytes("fixtures/dhan/recorded-http/optionchain-3-strikes.json"))
        let text = try #require(records.items?.first?["response"]["body_text"].text)
        let day = try #require(Day("2025-02-06"))
        let (_, end, skipped, _) = try Kit.carryOut(.optionChain(Sample.nifty, expiry: day), [Kit.json(text)])
        guard case .done(.optionChain(let chain)) = end else {
            Issue.record("\(end)")
            return
        }
        #expect(skipped.isEmpty)
        #expect(chain.strikes.map(\.price) == [23_450, 23_500, 23_550].map { Price(rupees: $0) })
        #expect(chain.strikes.allSatisfy { $0.call?.greeks != nil && $0.put?.greeks != nil })
        #expect(chain.strikes.first?.put?.last == Price(rupees: 119))
    }
}
