import NIOConcurrencyHelpers
import SaudaCore

/// Sends alerts beside trading: whoever has something to tell hands it over and goes on. Each channel has a task of its
/// own, so a slow one delays itself alone; what it cannot take is counted and told by `AlertGate`.
///
/// It never throws and never blocks its callers. What could not be sent is one line in the log, and is counted in the
/// hour's summary.
package final class Notifier: Sendable {
    private let router: NIOLockedValueBox<AlertRouter>
    private let senders: [AlertSender]
    /// One for each channel; closed when no more comes.
    private let signals: [Mailbox<Void>]
    private let world: AlertSender.World
    private let account: String?
    private let log: @Sendable (String) -> Void
    private static let beat = TimeSpan.seconds(5)

    /// - Parameters:
    ///   - account: whose a notice is that names none; nil where there are several.
    ///   - log: for a line about what went wrong; from any task.
    package init(
        _ senders: [AlertSender],
        account: String? = nil,
        _ world: AlertSender.World,
        log: @escaping @Sendable (String) -> Void
    ) {
        self.account = account
        router = NIOLockedValueBox(AlertRouter(senders.map(\.channel)))
        self.senders = senders
        self.world = world
        self.log = log
        signals = senders.map { _ in Mailbox() }
    }

    /// From any task, at any time; costs a look into a table.
    package func post(_ notice: Notice) {
        let now = world.now()
        var notice = notice
        notice.account = notice.account ?? account
        for channel in router.withLockedValue({ [notice] in $0.take(notice, at: now) }) { signals[channel].post(()) }
    }

    package func post(_ notices: [Notice]) { for notice in notices { post(notice) } }

    /// What time brings: summaries, and what came again. `run` calls it.
    package func tick() {
        let now = world.now()
        for channel in router.withLockedValue({ $0.tick(at: now) }) { signals[channel].post(()) }
    }

    /// Sends until `close` has been called and everything has been sent, or the task is cancelled.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            let ticking = Task { [self] in
                while (try? await world.pause(Self.beat)) != nil, !Task.isCancelled { tick() }
            }
            for channel in senders.indices { group.addTask { await self.serve(channel) } }
            await group.waitForAll()
            ticking.cancel()
        }
    }

    /// No more comes: what is left to say is said, then `run` ends.
    package func close() {
        let now = world.now()
        _ = router.withLockedValue { $0.finish(at: now) }
        for signal in signals {
            signal.post(())
            signal.close()
        }
    }

    private func serve(_ channel: Int) async {
        var lost = 0
        let name = senders[channel].channel.name
        while await signals[channel].next() != nil {
            while !Task.isCancelled, let notice = router.withLockedValue({ $0.next(for: channel) }) {
                switch await senders[channel].send(notice) {
                case .sent:
                    if lost > 0 { log("alerts: '\(name)' takes them again; \(lost) did not go out") }
                    lost = 0
                case .failed(let why, let tries):
                    let now = world.now()
                    router.withLockedValue { $0.fail(notice, for: channel, at: now) }
                    // One line, however long it lasts.
                    let count = tries == 1 ? "1 try" : "\(tries) tries"
                    if lost == 0 { log("alerts: '\(name)' did not take \(notice.code) after \(count): \(why)") }
                    lost += 1
                }
            }
        }
        let waiting = router.withLockedValue { $0.waiting(for: channel) }
        if waiting + max(0, lost - 1) > 0 {
            log("alerts: \(waiting + lost) for '\(name)' did not go out; `sauda alerts test \(name)` tries it")
        }
    }
}
