import SaudaBroker
import SaudaService
import Testing

/// What links tell while a login, a list or a morning's answers are waited for.
@Suite struct NewsDeskTests {
    /// What was shown, in order.
    private final class Shown {
        var codes: [String] = []
    }

    private func notice(_ code: String) -> LinkNotice { LinkNotice(.info, code, "text") }

    @Test func `what is told during a wait is shown before it ends, and what came before it first`() async throws {
        let shown = Shown()
        let desk = NewsDesk { shown.codes.append($0.code) }
        let post = desk.post
        post(notice("before"))
        let value = try await desk.waiting {
            for code in ["one", "two"] { post(LinkNotice(.critical, code, "text")) }
            return 7
        }
        #expect(value == 7 && shown.codes == ["before", "one", "two"])
        #expect(try await desk.waiting { "again" } == "again")
        #expect(shown.codes.count == 3)
    }

    @Test func `an error of the wait is thrown after all that was told`() async throws {
        struct Failure: Error {}
        let shown = Shown()
        let desk = NewsDesk { shown.codes.append($0.code) }
        let post = desk.post
        await #expect(throws: Failure.self) {
            try await desk.waiting {
                post(LinkNotice(.warning, "why", "text"))
                throw Failure()
            }
        }
        #expect(shown.codes == ["why"])
    }
}
