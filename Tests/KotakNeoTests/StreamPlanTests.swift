import KotakNeoAdapter
import SaudaBroker
import SaudaCore
import Testing

/// Where the sockets are, and which dialect they speak: protocol sections 7 to 9.
@Suite struct StreamPlanTests {
    private func session(_ more: [String: String]) -> BrokerSession {
        var session = Kit.session
        for (name, text) in more { session.secrets[name] = Secret(text) }
        return session
    }

    private func orders(_ adapter: KotakNeo, _ context: AdapterContext) throws -> StreamPlan? {
        guard case .socket(let plan) = try adapter.orderStream(in: context) else { return nil }
        return plan
    }

    @Test func `prices come by SFeed, by HSM where the account says so, and by nothing else`() throws {
        let plain = try Kit.neo.feed(in: try Kit.context())
        #expect(plain.request?.url == "wss://sfeed.kotaksecurities.com/apifeed")
        #expect(plain.codec is SFeedCodec)
        let named = try Kit.neo.feed(in: try Kit.context(["feed": "sfeed"]))
        #expect(named.codec is SFeedCodec)
        let old = try Kit.neo.feed(in: try Kit.context(["feed": "hsm"]))
        #expect(old.request?.url == "wss://mlhsm.kotaksecurities.com")
        #expect(old.codec is HSMCodec)
        var refusal: BrokerError?
        do throws(BrokerError) {
            let context = AdapterContext(
                credentials: Credentials(user: "ABC12", secrets: ["feed": Secret("HSM")]),
                session: Kit.session
            )
            _ = try Kit.neo.feed(in: context)
        } catch { refusal = error }
        #expect(refusal?.recovery == .stop)
        #expect(refusal?.nextStep.contains("sfeed or hsm") == true)
    }

    @Test func `depth is asked for as five rows, on either feed`() throws {
        for (feed, word) in [("sfeed", "subscribeDepth"), ("hsm", "dp|nse_cm|2885")] {
            var codec = try Kit.neo.depthFeed(in: try Kit.context(["feed": feed])).codec
            var output = StreamOutput()
            codec.opened(at: Kit.now, into: &output)
            codec.want([Sample.reliance], at: Kit.now, into: &output)
            if feed == "sfeed" {
                codec.receive(text: #"{"message_code":1117,"exchanges":{}}"#, at: Kit.now, into: &output)
            } else {
                let accepted = HSMSample.accepted
                unsafe codec.receive(binary: accepted.span.bytes, at: Kit.now, into: &output)
            }
            let said = output.send.map { message in
                switch message {
                case .text(let text): text
                case .binary(let bytes): String(decoding: bytes, as: UTF8.self)
                case .ping: ""
                }
            }
            #expect(said.contains { $0.contains(word) }, "\(feed): \(said)")
        }
    }

    @Test func `the first message of a feed says who is there`() throws {
        var plan = try Kit.neo.feed(in: try Kit.context())
        var output = StreamOutput()
        plan.codec.opened(at: Kit.now, into: &output)
        guard case .text(let hello)? = output.send.first else {
            Issue.record("\(output.send.count) messages")
            return
        }
        let json = try JSON(hello)
        #expect(json["user"] == .text("ABC12"))
        #expect(json["auth"] == .text("tradesid"))
    }

    @Test func `streams follow the addresses of the sign-in, and endpoints go before both`() throws {
        let handed = session([
            "feed-url": "wss://sfeed.kotaksecurities.com/wsfeed", "order-url": "wss://e43.kotaksecurities.com/realtime",
        ])
        let context = try Kit.context(session: handed)
        #expect(try Kit.neo.feed(in: context).request?.url == "wss://sfeed.kotaksecurities.com/wsfeed")
        #expect(try orders(Kit.neo, context)?.request?.url == "wss://e43.kotaksecurities.com/realtime")
        #expect(try orders(Kit.neo, try Kit.context())?.request?.url == "wss://e21.kotaksecurities.com/realtime")
        let practice = KotakNeo(
            endpoints: Endpoints([
                "login": "http://p:1", "api": "http://p:1", "feed": "ws://p:2/apifeed", "hsm": "ws://p:2/mlhsm",
                "orders": "ws://p:2/realtime",
            ])
        )
        #expect(try practice.feed(in: context).request?.url == "ws://p:2/apifeed")
        #expect(try practice.feed(in: try Kit.context(["feed": "hsm"])).request?.url == "ws://p:2/mlhsm")
        #expect(try orders(practice, context)?.request?.url == "ws://p:2/realtime")
    }

    /// A session kept from another installation may hold anything.
    @Test func `an order feed is never sought at a stranger's address`() throws {
        for base in ["https://x.y", "http://e21.kotaksecurities.com", ""] {
            var refusal: BrokerError?
            let context = try Kit.context(session: session(["base-url": base]))
            do throws(BrokerError) { _ = try Kit.neo.orderStream(in: context) } catch { refusal = error }
            #expect(refusal?.recovery == .signInAgain, "\(base)")
        }
    }

    @Test func `without a session no stream is opened`() throws {
        let context = try Kit.context(session: nil)
        var recoveries: [Recovery] = []
        do throws(BrokerError) { _ = try Kit.neo.feed(in: context) } catch { recoveries.append(error.recovery) }
        do throws(BrokerError) { _ = try Kit.neo.orderStream(in: context) } catch {
            recoveries.append(error.recovery)
        }
        #expect(recoveries == [.signInAgain, .signInAgain])
    }

    @Test(
        "a refused handshake means",
        arguments: [
            (401, Recovery.signInAgain), (403, .signInAgain), (429, .slowDown(after: .seconds(60))),
            (404, .retry(after: .zero)), (503, .retry(after: .zero)),
        ]
    )
    func handshakes(status: Int, recovery: Recovery) {
        #expect(Kit.neo.recovery(from: HTTPResponse(status: status)).recovery == recovery)
    }

    @Test func `requests, URLs and plans print without their secrets`() throws {
        let context = try Kit.context()
        let texts = [
            "\(try Kit.neo.feed(in: context).address)", "\(context.credentials)", "\(Kit.session)",
            "\(try Kit.neo.request(.cancel(BrokerOrderID("1"), Sample.reliance), in: context))",
        ]
        for text in texts {
            for secret in ["tradetoken", "tradesid", "accesstoken01"] { #expect(!text.contains(secret), "\(text)") }
        }
    }
}
