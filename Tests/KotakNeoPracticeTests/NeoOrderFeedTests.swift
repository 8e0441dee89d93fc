import KotakNeoPractice
import SaudaBroker
import SaudaCore
import Testing

/// Section 9 of the reference.
@Suite struct NeoOrderFeedTests {
    private let stripped = "{type:cn,Authorization:tok,Sid:sid1,src:WEB}"
    private let json = #"{"type":"CONNECTION","Authorization":"tok","Sid":"sid1","source":"WEB"}"#

    private func connected(_ change: (inout NeoOrderFeedSettings) -> Void = { _ in }) -> NeoFeedDesk {
        var desk = NeoFeedDesk { settings in
            settings.orders.repeatsWelcome = nil
            change(&settings.orders)
        }
        desk.open(.orders)
        desk.say(stripped)
        _ = desk.look()
        return desk
    }

    private func row(_ number: Int) -> PracticeJSON {
        ["nOrdNo": .string("\(number)"), "ordSt": "open", "hsUpTm": "2026/03/20 09:15:00", "usrId": "ABC12"]
    }

    private func order(_ number: Int) -> PracticeJSON { NeoOrderFeedMessage.order(row(number)) }

    @Test func `both forms of the handshake are taken and answered the same (9.2)`() {
        let forms = [
            stripped, json, #"{"type":"cn","Authorization":"tok","Sid":"sid1","src":"WEB"}"#,
            "{type:fcn,Authorization:tok,Sid:sid1,src:WEB}",
        ]
        for form in forms {
            var desk = NeoFeedDesk()
            desk.open(.orders)
            desk.say(form)
            #expect(desk.texts() == [NeoOrderFeedMessage.welcome])
        }
    }

    @Test func `a data centre may take one form only`() {
        var desk = NeoFeedDesk { $0.orders.handshake = .strippedOnly }
        desk.open(.orders)
        desk.say(json)
        #expect(desk.texts() == [NeoOrderFeedMessage.wrongFormat])
        desk.say(stripped)
        #expect(desk.texts() == [NeoOrderFeedMessage.welcome])
        desk = NeoFeedDesk { $0.orders.handshake = .jsonOnly }
        desk.open(.orders)
        desk.say(stripped)
        #expect(desk.actions == [.close(PracticeSocket(number: 1), code: 1000)])
    }

    @Test func `a wrong token or a dead session is refused, silence ends after ten seconds`() {
        for text in ["{type:cn,Authorization:other,Sid:sid1,src:WEB}", "{type:cn,Authorization:tok,Sid:sid2,src:WEB}"] {
            var desk = NeoFeedDesk()
            desk.open(.orders)
            desk.say(text)
            #expect(desk.isEnded())
            #expect(desk.texts() == [NeoOrderFeedMessage.refusal])
        }
        var desk = NeoFeedDesk()
        desk.open(.orders)
        desk.wait(9_999)
        #expect(!desk.isEnded())
        desk.wait(1)
        #expect(desk.isEnded())
    }

    @Test func `what is known comes at each connect, once, and nothing before it`() {
        var desk = NeoFeedDesk { $0.orders.repeatsWelcome = nil }
        desk.replay = [order(1), order(2)]
        desk.open(.orders)
        desk.feed.tellOrder(row(3), at: desk.time, into: &desk.actions)
        #expect(desk.texts().isEmpty)
        desk.say(stripped)
        #expect(desk.texts() == [NeoOrderFeedMessage.welcome, order(1).text, order(2).text])
        desk.say(stripped)
        #expect(desk.texts() == [NeoOrderFeedMessage.welcome])
        desk.feed.tellOrder(row(3), at: desk.time, into: &desk.actions)
        #expect(desk.texts() == [order(3).text])
        desk.feed.tellPosition(["sym": "TCS"], at: desk.time, into: &desk.actions)
        #expect(desk.texts() == [#"{"type":"position","data":{"sym":"TCS"}}"#])
    }

    @Test func `a heartbeat is ignored or complained about, nonsense is complained about (9.3)`() {
        var desk = connected()
        desk.say("{type:hb}")
        #expect(desk.texts().isEmpty)
        desk.say("hello")
        #expect(desk.texts() == [NeoOrderFeedMessage.complaint])
        desk = connected { $0.heartbeat = .complaint }
        desk.say("{type:hb}")
        desk.say(#"{"type":"hb"}"#)
        #expect(desk.texts() == [NeoOrderFeedMessage.complaint, NeoOrderFeedMessage.complaint])
        #expect(!desk.isEnded())
    }

    @Test func `the welcome comes again and again, and strays in between (rule PRC-5)`() {
        var desk = NeoFeedDesk()
        desk.open(.orders)
        desk.say(stripped)
        _ = desk.look()
        desk.wait(90_000)
        #expect(desk.texts() == Array(repeating: NeoOrderFeedMessage.welcome, count: 3))
        desk = connected { $0.straysEvery = .seconds(10) }
        desk.wait(40_000)
        #expect(desk.texts() == NeoOrderFeedMessage.strays)
    }

    @Test func `messages may be thin, lost, doubled or swapped`() throws {
        func told(_ change: (inout NeoOrderFeedSettings) -> Void) -> [String] {
            var desk = connected(change)
            for number in 1...4 { desk.feed.tellOrder(row(number), at: desk.time, into: &desk.actions) }
            desk.wait(1000)
            return desk.texts()
        }
        func thin(_ number: Int) -> String { NeoOrderFeedMessage.thinOrder(row(number)).text }
        let all = (1...4).map { order($0).text }
        #expect(told { _ in } == all)
        #expect(told { $0.thinsEvery = 2 } == [all[0], thin(2), all[2], thin(4)])
        #expect(told { $0.losesEvery = 3 } == [all[0], all[1], all[3]])
        #expect(told { $0.repeats = true } == all.flatMap { [$0, $0] })
        #expect(told { $0.swaps = true } == [all[1], all[0], all[3], all[2]])
        // An odd one waits a quarter of a second.
        var desk = connected { $0.swaps = true }
        desk.feed.tellOrder(row(1), at: desk.time, into: &desk.actions)
        desk.wait(249)
        #expect(desk.texts().isEmpty)
        desk.wait(1)
        #expect(desk.texts() == [all[0]])
    }
}
