import KotakNeoAdapter
import SaudaBroker
import SaudaCore
import Testing

/// Orders out and their answers, protocol sections 1.4 and 3.2 to 3.4.
@Suite struct OrderRequestTests {
    private let id = BrokerOrderID("260910000012345")

    private func requests(isSignedIn: Bool = true) throws -> OrderRequests {
        let secrets = ["token": "tradetoken", "sid": "tradesid", "base-url": "https://e21.kotaksecurities.com"]
        let session = BrokerSession(
            user: "ABC12",
            secrets: secrets.mapValues(Secret.init),
            issued: Sample.now,
            expires: nil
        )
        return OrderRequests(
            AdapterContext(
                credentials: Credentials(user: "ABC12", secrets: ["access-token": Secret("accesstoken01")]),
                session: isSignedIn ? session : nil,
                listings: try Sample.listings()
            )
        )
    }

    private func order(
        _ terms: OrderTerms,
        _ instrument: InstrumentID = Sample.reliance,
        _ product: Product = .delivery,
        variety: OrderRequest.Variety = .regular
    ) -> OrderRequest {
        OrderRequest(
            id: OrderID(number: 1),
            account: AccountID(index: 0),
            instrument: instrument,
            side: .buy,
            product: product,
            variety: variety,
            terms: terms,
            strategy: StrategyID(index: 0),
            reason: "test"
        )
    }

    private let limit = OrderTerms(kind: .limit, quantity: Quantity(1), limit: Price(paise: 141_000))

    /// The JSON of a form's one field.
    private func fields(_ request: HTTPRequest) throws -> [String: JSON] {
        let body = String(decoding: request.body, as: UTF8.self)
        #expect(body.hasPrefix("jData=") && !body.dropFirst(6).contains { $0 == "&" || $0 == "+" || $0 == "{" })
        var bytes: [UInt8] = []
        var rest = Array(body.utf8.dropFirst(6))[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            bytes.append(try #require(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)))
            rest = rest.dropFirst(2)
        }
        return try #require(try JSON(bytes).members)
    }

    @Test func `a limit order is written as the protocol shows it`() throws {
        let request = try requests().request(.place(order(limit), tag: "sauda1"))
        #expect(request.method == .post)
        #expect(request.url == "https://e21.kotaksecurities.com/quick/order/rule/ms/place")
        for header in [
            HTTPHeader("Authorization", "accesstoken01"), HTTPHeader("Auth", "tradetoken"),
            HTTPHeader("Sid", "tradesid"), HTTPHeader("Content-Type", "application/x-www-form-urlencoded"),
        ] { #expect(request.headers.contains(header)) }
        let wanted = [
            "am": "NO", "dq": "0", "es": "nse_cm", "mp": "0", "pc": "CNC", "pf": "N", "pr": "\(limit.limit)", "pt": "L",
            "qt": "1", "rt": "DAY", "tp": "0", "ts": "RELIANCE-EQ", "tt": "B", "ig": "sauda1", "os": "NEOTRADEAPI",
        ]
        #expect(try fields(request) == wanted.mapValues(JSON.text))
    }

    @Test func `names with an ampersand, market orders and stops are written whole`() throws {
        let market = OrderTerms(kind: .market, quantity: Quantity(5), validity: .ioc)
        let options = OrderOptions(protection: .percent(hundredths: 200))
        var sent = try fields(try requests().request(.place(order(market, Sample.mahindra), tag: "", options)))
        #expect(sent["ts"] == .text("M&M-EQ") && sent["pr"] == .text("0") && sent["pt"] == .text("MKT"))
        #expect(sent["mp"] == .text("2") && sent["rt"] == .text("IOC") && sent["ig"] == nil)
        let stop = OrderTerms(
            kind: .stopLimit,
            quantity: Quantity(130),
            limit: Price(rupees: 25_010),
            trigger: Price(rupees: 25_000)
        )
        sent = try fields(try requests().request(.place(order(stop, Sample.future, .carryForward), tag: "a")))
        #expect(sent["es"] == .text("nse_fo") && sent["pc"] == .text("NRML") && sent["pt"] == .text("SL"))
        #expect(sent["tp"] == .text("\(stop.trigger)") && sent["qt"] == .text("130"))
    }

    @Test func `a change carries all terms with the total, a cancel the number`() throws {
        let to = OrderTerms(kind: .limit, quantity: Quantity(7), limit: Price(paise: 141_050))
        let change = try requests().request(.modify(id, Sample.reliance, from: limit, to: to))
        #expect(change.url.hasSuffix("/quick/order/vr/modify"))
        let wanted = [
            "no": id.text, "am": "NO", "dq": "0", "mp": "0", "pr": "\(to.limit)", "pt": "L", "qt": "7", "tp": "0",
            "vd": "DAY", "os": "NEOTRADEAPI",
        ]
        #expect(try fields(change) == wanted.mapValues(JSON.text))
        let cancel = try requests().request(.cancel(id, Sample.reliance))
        #expect(cancel.url.hasSuffix("/quick/order/cancel"))
        #expect(try fields(cancel) == ["on": .text(id.text), "am": .text("NO")])
    }

    /// A cancel without the two is refused with code 5204 (section 2.2).
    @Test func `an after-market order says so when it is placed, changed and cancelled`() throws {
        let placed = try fields(try requests().request(.place(order(limit, variety: .afterMarket), tag: "a")))
        #expect(placed["am"] == .text("YES"))
        let change = OrderCommand.modify(id, Sample.reliance, from: limit, to: limit, variety: .afterMarket)
        #expect(try fields(try requests().request(change))["am"] == .text("YES"))
        let cancel = try fields(try requests().request(.cancel(id, Sample.mahindra, variety: .afterMarket)))
        #expect(cancel == ["on": .text(id.text), "am": .text("YES"), "ts": .text("M&M-EQ")])
        // A way out goes out whether or not the instrument is in today's list.
        let unlisted = OrderCommand.cancel(id, InstrumentID(index: 99), variety: .afterMarket)
        #expect(try fields(try requests().request(unlisted)) == ["on": .text(id.text), "am": .text("YES")])
    }

    @Test func `what the broker cannot be asked is refused and nothing is written`() throws {
        func terms(_ kind: OrderKind, _ units: Int64, _ rupees: Int64 = 0, trigger: Int64 = 0) -> OrderTerms {
            OrderTerms(
                kind: kind,
                quantity: Quantity(units),
                limit: Price(rupees: rupees),
                trigger: Price(rupees: trigger)
            )
        }
        let refused: [OrderCommand] = [
            .place(order(terms(.limit, 1)), tag: "a"), .place(order(terms(.limit, 0, 10)), tag: "a"),
            .place(order(terms(.stopLimit, 1, 10)), tag: "a"),
            .place(order(terms(.stopMarket, 1, trigger: 9)), tag: "a"),
            .place(order(terms(.limit, 66, 10), Sample.future, .carryForward), tag: "a"),
            .place(order(terms(.limit, 65, 10), Sample.future, .delivery), tag: "a"),
            .place(order(limit, Sample.nifty), tag: "a"), .place(order(limit, InstrumentID(index: 99)), tag: "a"),
            .place(order(limit), tag: "a-b"),
            .place(order(limit), tag: "a", OrderOptions(release: .open)),
            .place(order(limit, variety: .afterMarket), tag: "a", OrderOptions(release: .open)),
            .place(
                order(
                    OrderTerms(kind: .limit, quantity: Quantity(1), limit: limit.limit, validity: .ioc),
                    variety: .afterMarket
                ),
                tag: "a"
            ),
            .place(order(limit), tag: "a", OrderOptions(form: .iceberg(legs: 2))),
            .place(order(limit), tag: "a", OrderOptions(protection: .percent(hundredths: 100))),
            .cancel(BrokerOrderID("x1"), Sample.reliance), .cancel(BrokerOrderID(""), Sample.reliance),
        ]
        for command in refused {
            var recovery: Recovery?
            let writer = try requests()
            do throws(BrokerError) { _ = try writer.request(command) } catch { recovery = error.recovery }
            #expect(recovery == .changeRequest, "\(command)")
        }
    }

    @Test func `without a session nothing is written`() throws {
        var recovery: Recovery?
        let unsigned = try requests(isSignedIn: false)
        do throws(BrokerError) { _ = try unsigned.request(.cancel(id, Sample.reliance)) } catch {
            recovery = error.recovery
        }
        #expect(recovery == .signInAgain)
    }

    @Test func `the number of an answer is the order's, and a refusal is none`() throws {
        func answer(_ text: String, _ command: OrderCommand) throws(BrokerError) -> OrderAnswer {
            try OrderRequests.answer(HTTPResponse(status: 200, body: Array(text.utf8)), to: command)
        }
        let place = OrderCommand.place(order(limit), tag: "a")
        let taken = #"{"stat":"Ok","nOrdNo":"260910000012345","stCode":200}"#
        #expect(try answer(taken, place) == .accepted(id))
        #expect(try answer(taken, .cancel(id, Sample.reliance)) == .taken)
        for (text, recovery) in [
            (#"{"stat":"Ok","stCode":200}"#, Recovery.checkOrderBook), ("<html>", .checkOrderBook),
            ("", .checkOrderBook),
            (#"{"stat":"Ok","nOrdNo":"","stCode":200}"#, .checkOrderBook),
            (
                #"{"stCode":1021,"errMsg":"order is completed","stat":"please provide valid order number"}"#,
                .changeRequest
            ),
            (#"{"stat":"Not_Ok","stMsg":"client order id already exists","stCode":32}"#, .checkOrderBook),
        ] {
            var found: Recovery?
            do throws(BrokerError) { _ = try answer(text, place) } catch { found = error.recovery }
            #expect(found == recovery, "\(text)")
        }
    }
}
