import SaudaBroker
import SaudaCore
import SaudaService
import Synchronization

/// One account's line to its broker, as a command uses it: it runs while the body of `run` does.
struct AccountLine: Sendable {
    let account: Config.Account
    let adapter: any BrokerAdapter
    let credentials: Credentials
    /// Where the session is kept.
    let sessionFile: SessionFile
    let sessions: SessionWatch
    let clock: WireClock
    /// Of our tags, so that they are known in the broker's book.
    let tagPrefix: String
    let link: BrokerLink
    let asked: Mailbox<SignInQuestion>
    let isLoginMissing: Flag

    /// Set by the link's task until somebody has logged in; read when a question has failed.
    final class Flag: Sendable {
        private let value = Atomic<Bool>(false)
        var isSet: Bool { value.load(ordering: .relaxed) }
        /// Returns whether it was not set before.
        @discardableResult func set() -> Bool { !value.exchange(true, ordering: .relaxed) }
        func clear() { value.store(false, ordering: .relaxed) }
    }

    /// Runs the link beside `body` and ends it after.
    func run<Result: Sendable>(_ body: (AccountLine) async throws -> Result) async throws -> Result {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await link.run() }
            defer { stop() }
            return try await body(self)
        }
    }

    func stop() {
        asked.close()
        link.stop()
    }

    /// Hands over what `sauda login` in another process signs in to, until the task is cancelled.
    func heedLogins() async {
        while (try? await Task.sleep(for: .seconds(1))) != nil {
            if let session = sessions.next() { link.post(.session(session)) }
        }
    }

    /// Asks the broker something.
    ///
    /// - Throws: `BrokerError`; a `CommandFailure` when a person has to log in first.
    func ask(_ errand: Errand) async throws -> ErrandResult {
        do throws(BrokerError) {
            return try await link.ask(errand)
        } catch {
            guard isLoginMissing.isSet else { throw error }
            throw notSignedIn
        }
    }

    var notSignedIn: CommandFailure {
        CommandFailure(
            .failed,
            "account '\(account.name)' is not signed in to \(adapter.id); run `sauda login \(account.name)`, then again."
        )
    }

    /// The answer was of another kind: a fault of the adapter.
    func wrongAnswer(to what: String) -> CommandFailure {
        CommandFailure(.failed, "\(adapter.id) answered \(what) with something else; report it as a fault of sauda.")
    }
}

/// What a sign-in asks of a person.
enum SignInQuestion: Sendable {
    /// Log in at the address; the answer is the address that the browser was sent back to.
    case browser(Secret)
    case prompt(String)
}

/// Who answers when a sign-in needs a person.
enum SignInHelp: Sendable {
    /// A practice server gives the token that a login would.
    case practice(PracticePeer)
    /// Nobody: what needs a session fails and names `sauda login`.
    case nobody
    /// Whoever reads `AccountLine.asked`.
    case person
    /// A person who is told, and runs `sauda login` beside the process that waits.
    case elsewhere
}
