import NIOConcurrencyHelpers
import SaudaBroker
import SaudaCore
import SaudaServer
import SaudaService

/// Sits between a sign-in and the person who logs in.
struct LoginDesk: Sendable {
    let line: AccountLine
    let isPasted: Bool
    let port: Int
    /// Seconds.
    let within: Int
    let opensBrowser: Bool

    /// Signs in, whoever has to be asked.
    func signIn() async throws {
        let outcome = Outcome()
        let answering = Task {
            while let questions = await line.asked.next() {
                do {
                    for question in questions { try await answer(question, outcome) }
                } catch {
                    outcome.fail(error)
                    line.link.stop()
                }
            }
        }
        let watching = Task {
            for _ in 0..<(within * 20) {
                try await Task.sleep(for: .milliseconds(50))
                if StopSignal.isRaised { break }
            }
            outcome.fail(StopSignal.isRaised ? Self.interrupted : nobodyCame)
            line.stop()
        }
        defer {
            answering.cancel()
            watching.cancel()
        }
        do {
            _ = try await line.ask(.probe)
            await outcome.end()?.stop()
        } catch {
            await outcome.end()?.stop()
            throw outcome.failure ?? error
        }
    }

    private final class Outcome: Sendable {
        private struct State {
            var failure: (any Error)?
            var listener: LoginListener?
            var hasEnded = false
        }

        private let state = NIOLockedValueBox(State())

        var failure: (any Error)? { state.withLockedValue { $0.failure } }
        func fail(_ error: any Error) { state.withLockedValue { $0.failure = $0.failure ?? error } }

        /// False when nobody waits any more.
        func keep(_ listener: LoginListener) -> Bool {
            state.withLockedValue { state in
                if !state.hasEnded { state.listener = listener }
                return !state.hasEnded
            }
        }

        /// - Returns: the listener that is to be stopped.
        func end() -> LoginListener? {
            state.withLockedValue { state in
                state.hasEnded = true
                return state.listener
            }
        }
    }

    private func answer(_ question: SignInQuestion, _ outcome: Outcome) async throws {
        switch question {
        case .prompt(let prompt): line.link.post(.reply(try paste(prompt)))
        case .browser(let page) where isPasted:
            Terminal.tell("Log in here: \(page.reveal())")
            let text = try paste("Then paste the address the browser ended at, or its token (not shown)")
            line.link.post(.redirect(text))
        case .browser(let page):
            let redirect = try await wait(page, outcome)
            if let redirect { line.link.post(.redirect(redirect)) }
        }
    }

    private func paste(_ prompt: String) throws -> Secret {
        let text = try SecretPrompt.value(prompt)
        guard !text.isEmpty else {
            throw CommandFailure(.failed, "nothing was pasted; run `sauda login \(line.account.name) --token` again.")
        }
        return text
    }

    /// Nil when it was given up.
    private func wait(_ page: Secret, _ outcome: Outcome) async throws -> Secret? {
        let state = Self.makeState()
        let carrying = line.adapter.loginPage(page, carrying: state)
        let listener: LoginListener
        do {
            listener = try await LoginListener.start(
                port: port,
                LoginRules(page: carrying ?? page, state: carrying == nil ? nil : Secret(state))
            )
        } catch {
            throw CommandFailure(
                .failed,
                "it cannot listen on 127.0.0.1:\(port): \(error). End what uses the port, name another --port that "
                    + "is registered at the broker, or use --token."
            )
        }
        guard outcome.keep(listener) else {
            await listener.stop()
            return nil
        }
        Terminal.tell(
            """
            Log in here: \((carrying ?? page).reveal())
            or, on this machine: http://127.0.0.1:\(listener.port)\(LoginRules.start)
            Waiting on http://127.0.0.1:\(listener.port)/ for the browser to come back (\(within) s, Ctrl-C ends) ...
            """
        )
        if opensBrowser { Browser.open("http://127.0.0.1:\(listener.port)\(LoginRules.start)") }
        let redirect = await listener.redirect()
        for text in Set(listener.refusals).sorted() { Terminal.err("turned away: \(text)") }
        return redirect
    }

    private static func makeState() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<2).map { _ in String(generator.next(), radix: 16) }.joined()
    }

    private static var interrupted: CommandFailure { CommandFailure(.failed, "interrupted; nobody is signed in.") }

    private var nobodyCame: CommandFailure {
        CommandFailure(
            .failed,
            "nobody logged in within \(within) s. Is http://127.0.0.1:\(port)/ the app's registered redirect address? "
                + "With --token the address is pasted instead."
        )
    }
}
