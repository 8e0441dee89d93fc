package import SaudaBroker
package import SaudaCore

/// Sends messages through one channel, with patience.
package struct AlertSender: Sendable {
    package enum Outcome: Hashable, Sendable {
        case sent(tries: Int)
        /// Why, for people; no secret in it.
        case failed(String, tries: Int)
    }

    /// The ways out and the clock, so that a test has its own.
    package struct World: Sendable {
        package var http: any HTTPTransport
        package var mail: any MailTransport
        package var now: @Sendable () -> Timestamp
        /// Throws when it is cancelled.
        package var pause: @Sendable (TimeSpan) async throws -> Void

        package init(
            http: any HTTPTransport,
            mail: any MailTransport,
            now: @escaping @Sendable () -> Timestamp,
            pause: @escaping @Sendable (TimeSpan) async throws -> Void = {
                try await Task.sleep(for: .microseconds($0.microseconds))
            }
        ) {
            self.http = http
            self.mail = mail
            self.now = now
            self.pause = pause
        }
    }

    /// For one try, look-up and sign-in included.
    private static let limit = TimeSpan.seconds(20)

    package let channel: AlertChannel
    private let secrets: AlertSecrets
    private let known: KnownSecrets
    private let world: World

    /// - Parameter known: masked in what goes out and in what is said of it (LOG-3).
    package init(_ channel: AlertChannel, _ secrets: AlertSecrets, known: KnownSecrets, _ world: World) {
        self.channel = channel
        self.secrets = secrets
        self.known = known
        self.world = world
    }

    /// - Parameter isPatient: tries again where that may help.
    package func send(_ notice: Notice, isPatient: Bool = true) async -> Outcome {
        var notice = notice
        notice.text = known.redact(notice.text)
        let request = AlertRequest(notice, to: channel, with: secrets, at: world.now())
        var tries = 0
        while true {
            let verdict = await attempt(request)
            tries += 1
            switch verdict {
            case .sent: return .sent(tries: tries)
            case .refused(let why): return .failed(known.redact(why), tries: tries)
            case .again(let why, let asked):
                guard isPatient, let wait = AlertRetry.wait(after: tries, asked: asked),
                    (try? await world.pause(wait)) != nil
                else { return .failed(known.redact(why), tries: tries) }
            }
        }
    }

    private func attempt(_ request: AlertRequest) async -> AlertVerdict {
        switch request {
        case .http(let request):
            do throws(HTTPFailure) {
                return AlertVerdict(try await world.http.perform(request, within: Self.limit))
            } catch {
                return AlertVerdict(error)
            }
        case .mail(let mail):
            do throws(MailFailure) {
                try await world.mail.deliver(mail, within: Self.limit)
                return .sent
            } catch {
                return AlertVerdict(error)
            }
        }
    }
}
