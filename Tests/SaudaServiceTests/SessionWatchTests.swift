import SaudaBroker
import SaudaCore
import SaudaService
import Testing

/// A login beside a service that waits for it.
@Suite struct SessionWatchTests {
    private let folder = ScratchFolder()
    private let credentials = Credentials(user: "u", secrets: ["pin": Secret("1234")])
    private let now = Timestamp(microseconds: 1_700_000_000_000_000)

    private func session(_ token: String) -> BrokerSession {
        BrokerSession(user: "u", secrets: ["token": Secret(token)], issued: now, expires: nil)
    }

    @Test func `what another process keeps is told once, what this one keeps never`() throws {
        let file = SessionFile("\(folder.path)/main.session", credentials)
        let watch = SessionWatch(file)
        #expect(watch.next() == nil)
        try watch.keep(session("own"))
        #expect(watch.next() == nil && file.read() == session("own"))
        try SessionFile(file.path, credentials).write(session("other"))
        #expect(watch.next() == session("other"))
        #expect(watch.next() == nil)
        // The same session, written anew: whoever lost it may try it again.
        try SessionFile(file.path, credentials).write(session("other"))
        #expect(watch.next() == session("other"))
    }

    @Test func `a file of other credentials, or none any more, is no login`() throws {
        let file = SessionFile("\(folder.path)/main.session", credentials)
        try file.write(session("first"))
        let watch = SessionWatch(file)
        let strange = Credentials(user: "u", secrets: ["pin": Secret("9")])
        try SessionFile(file.path, strange).write(session("strange"))
        #expect(watch.next() == nil)
        file.remove()
        #expect(watch.next() == nil)
    }
}
