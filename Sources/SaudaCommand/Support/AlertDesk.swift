import SaudaBroker
import SaudaCore
import SaudaNet
import SaudaService

/// The alerts of a configuration, ready to be sent.
struct AlertDesk {
    /// How long a run that is over waits for what is still on its way out.
    private static let grace = Duration.seconds(15)

    let senders: [AlertSender]
    private let world: AlertSender.World?
    private let account: String?

    /// - Parameter name: of the one channel that is wanted; nil for all.
    /// - Throws: `SecretError`, or why the vault's passphrase cannot be asked for. Without channels nothing is asked.
    init(_ config: Config, _ secrets: SecretOptions, _ context: CommandContext, name: String? = nil) throws {
        let channels = config.alerts.filter { name == nil || $0.name == name }
        account = config.accounts.count == 1 ? config.accounts.first?.name : nil
        guard !channels.isEmpty else {
            (senders, world) = ([], nil)
            return
        }
        let kept = try secrets.alertSecrets(of: channels, config, context)
        let world = AlertSender.World(http: try CurlTransport(), mail: try CurlMail(), now: { WallClock.now })
        senders = channels.map { AlertSender($0, kept, known: Terminal.secrets, world) }
        self.world = world
    }

    /// Runs `body`, and beside it whatever sends its alerts; what it fails with is told too. Nil without channels.
    func beside(_ body: (Notifier?) async throws -> Void) async throws {
        guard let world else { return try await body(nil) }
        let notifier = Notifier(senders, account: account, world) { Terminal.err($0) }
        let running = Task { await notifier.run() }
        do {
            try await body(notifier)
        } catch {
            // Of bad usage the person at the terminal knows.
            if ExitStatus(of: error) != .badUsage {
                notifier.post(Notice(.critical, "run-failed", "\(error)", at: WallClock.now))
            }
            await end(notifier, running)
            throw error
        }
        await end(notifier, running)
    }

    private func end(_ notifier: Notifier, _ running: Task<Void, Never>) async {
        notifier.close()
        let limit = Task {
            try await Task.sleep(for: Self.grace)
            running.cancel()
        }
        await running.value
        limit.cancel()
    }
}
