import KotakNeoAdapter
import SaudaBroker
import SaudaCore
import Testing

/// Option chains, protocol section 3.8.
@Suite struct ChainReadTests {
    private let expiry = Day(number: 20_718)
    private let index = Kit.json(
        #"[{"exchange_token":"Nifty 50","display_symbol":"NIFTY-IN","exchange":"nse_cm","lstup_time":"0","#
            + #""ltp":"25010.0500"}]"#
    )

    private func option(_ strike: String, _ type: String, _ ltp: String = "112.55", more: String = "") -> String {
        #"{"instrument":{"strikePrice":\#(strike),"optionType":"\#(type)"},"quote":{"ltp":\#(ltp),"prevClose":"99.75","#
            + #""volume":130},"openInterest":{"current":65}\#(more)}"#
    }

    private func chain(_ calls: [String], _ puts: [String], expiry: String = "2026-09-22") -> HTTPResponse {
        Kit.json(
            #"{"data":{"common_data":{"expiryDt":"\#(expiry)"},"call":[\#(calls.joined(separator: ","))],"#
                + #""put":[\#(puts.joined(separator: ","))],"fut":[]}}"#
        )
    }

    private func read(_ answer: HTTPResponse) throws -> (chain: OptionChain?, skipped: [String: Int]) {
        let (_, end, skipped) = try Kit.carryOut(.optionChain(Sample.nifty, expiry: expiry), [index, answer])
        guard case .optionChain(let chain)? = end.result else { return (nil, skipped) }
        return (chain, skipped)
    }

    @Test func `the underlying's price is asked first, then the chain of the day`() throws {
        let (sent, end, _) = try Kit.carryOut(
            .optionChain(Sample.nifty, expiry: expiry),
            [index, chain([option("25000", "CE"), option("24900", "CE")], [option("\"25000.00\"", "PE", "88.1")])]
        )
        #expect(
            sent.map(\.path) == [
                "/script-details/1.0/quotes/neosymbol/nse_cm|Nifty%2050/all",
                "/market-data/1.0/watchlist/option-chain?exchange=nse_fo&underlying=NIFTY&expiry=2026-09-22"
                    + "&instrument_type=option",
            ]
        )
        guard case .optionChain(let chain)? = end.result else {
            Issue.record("no chain: \(end)")
            return
        }
        #expect(chain.last == Price(paise: 2_501_005))
        #expect(chain.strikes.map(\.price) == [Price(rupees: 24_900), Price(rupees: 25_000)])
        #expect(chain.strikes[0].put == nil)
        #expect(chain.strikes[1].put?.last == Price(paise: 8810))
        #expect(chain.strikes[1].call?.close == Price(paise: 9975))
        #expect(chain.strikes[1].call?.openInterest == Quantity(65))
    }

    @Test func `a chain of another day is refused whole`() throws {
        #expect(try read(chain([option("25000", "CE")], [], expiry: "2026-09-29")).chain == nil)
    }

    @Test(arguments: [
        #"{"data":{"call":[]}}"#, #"{"data":{"call":{},"put":[]}}"#, #"{"data":[]}"#, "[]", "<html></html>", "",
    ])
    func `what is no chain is refused`(body: String) throws {
        #expect(try read(Kit.json(body)).chain == nil)
    }

    @Test func `rows that cannot be read are left out and counted, the rest stays`() throws {
        let calls = [
            option("25000", "CE"), option("25000", "CE"), option("25100", "PE"), option("0", "CE"),
            option("25200", "CE", "-1"), option("25300", "CE", "1e40"), "{}", "7",
        ]
        let (chain, skipped) = try read(chain(calls, []))
        #expect(chain?.strikes.map(\.price) == [Price(rupees: 25_000)])
        #expect(skipped.values.reduce(0, +) == 7)
    }

    @Test func `a day without options is an empty chain, an underlying without options has no expiries`() throws {
        let none = Kit.json(#"{"status":"ERROR","fault":{"code":400,"message":"No data found"}}"#, status: 400)
        let (_, end, _) = try Kit.carryOut(.optionExpiries(Sample.reliance), [none])
        #expect(end.result == .optionExpiries([]))
        #expect(try read(none).chain?.strikes.isEmpty == true)
    }

    @Test func `options of an option, or of what is not listed, are not asked for`() throws {
        for id in [Sample.future, InstrumentID(index: 500)] {
            let (sent, end, _) = try Kit.carryOut(.optionChain(id, expiry: expiry), [])
            #expect(sent.isEmpty)
            #expect(end.result == nil)
        }
    }
}
