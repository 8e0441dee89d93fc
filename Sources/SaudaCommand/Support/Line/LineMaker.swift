import Glibc
import SaudaBroker
import SaudaCore
import SaudaNet
import SaudaService

/// Makes accounts' lines, the one way for every command: to a practice server, or to the brokers themselves.
struct LineMaker: Sendable {
    let plugins: Plugins
    let place: LinePlace
    let home: String
    let clock: WireClock

    /// - Parameters:
    ///   - owner: The first letter of our tags: orders of the engine and of a person's commands are told apart.
    ///   - ignoresSession: Signs in anew though a session is kept.
    ///   - depth: Has the feed bring depths.
    ///   - isProbing: Tries the session every morning, for lines that live for days.
    func line(
        _ account: Config.Account,
        _ id: AccountID,
        _ credentials: Credentials,
        owner: Character,
        help: SignInHelp,
        ignoresSession: Bool = false,
        events: @escaping @Sendable ([Event.Kind]) -> Void = { _ in },
        depth: (@Sendable (Depth) -> Void)? = nil,
        notice: @escaping @Sendable (LinkNotice) -> Void = { _ in },
        recorder: FrameRecorder? = nil,
        isProbing: Bool = false
    ) throws -> AccountLine {
        let adapter = try adapter(of: account)
        // Before the tags, which are made from its place.
        try Folders.make(home)
        var settings = LinkSettings(
            account: id,
            tagPrefix: DeskTag.prefix(home: home, account: account.name, owner: owner, day: clock.now.day),
            seed: UInt64(bitPattern: clock.now.microseconds)
        )
        if !isProbing { settings.probeAt = .lastSecond }
        settings.wantsDepth = depth != nil
        let isPerson = if case .person = help { true } else { false }
        // Whoever sits before the question needs no reminder of it.
        if isPerson { settings.remindAfter = .seconds(86_400) }
        let file = SessionFile(sessionPath(of: account), credentials)
        let sessions = SessionWatch(file)
        let asked = Mailbox<SignInQuestion>()
        let isLoginMissing = AccountLine.Flag()
        let ending = Mailbox<Void>()
        let ask: @Sendable (SignInQuestion) -> Void = { question in
            switch help {
            case .nobody:
                isLoginMissing.set()
                ending.post(())
            // The link reminds by itself from then on.
            case .elsewhere: if isLoginMissing.set() { notice(Self.askForLogin(account)) }
            case .practice, .person: asked.post(question)
            }
        }
        let link = BrokerLink(
            LinkMachine(
                adapter,
                credentials,
                session: ignoresSession ? nil : file.read(),
                // A person who logs in has looked: the count begins anew. A timer that logs in has not.
                tries: isPerson && isatty(STDIN_FILENO) == 1 || ignoresSession || !countsSignIns
                    ? SignInTries() : file.readTries(),
                settings: settings
            ),
            http: try CurlTransport(egress: egress(of: account), trust: trust),
            sockets: try NIOSocketTransport(egress: egress(of: account), trust: trust),
            clock: clock,
            outlets: BrokerLink.Outlets(
                events: events,
                depth: depth ?? { _ in },
                notice: notice,
                keep: { session in
                    isLoginMissing.clear()
                    do { try sessions.keep(session) } catch {
                        notice(LinkNotice(.warning, "session-unkept", "\(error)"))
                    }
                },
                count: { [countsSignIns] in if countsSignIns { try? file.write($0) } },
                openBrowser: { ask(.browser($0)) },
                ask: { ask(.prompt($0)) },
                frame: { recorder?.record($1, of: $0, at: $2) }
            ),
            secrets: Terminal.secrets
        )
        switch help {
        case .practice(let peer): Task { await Self.answer(asked, from: peer, to: link) }
        case .nobody: Task { if await ending.next() != nil { link.stop() } }
        case .person, .elsewhere: break
        }
        return AccountLine(
            account: account,
            adapter: adapter,
            credentials: credentials,
            sessionFile: file,
            sessions: sessions,
            clock: clock,
            tagPrefix: settings.tagPrefix,
            link: link,
            asked: asked,
            isLoginMissing: isLoginMissing
        )
    }

    private static func askForLogin(_ account: Config.Account) -> LinkNotice {
        LinkNotice(
            .critical,
            "login-awaited",
            "nobody is signed in to \(account.broker) with '\(account.name)', and nothing is traded in any account before: run "
                + "`sauda login \(account.name)` on this machine, with this home; it goes on by itself then."
        )
    }

    /// Nobody has to be asked on a practice server.
    private static func answer(
        _ asked: Mailbox<SignInQuestion>,
        from peer: PracticePeer,
        to link: BrokerLink
    ) async {
        while await asked.next() != nil {
            var token: Secret?
            while token == nil, !StopSignal.isRaised {
                token = try? await peer.credentials().secrets["request-token"]
                if token == nil { try? await Task.sleep(for: .milliseconds(200)) }
            }
            if let token { link.post(.redirect(token)) }
        }
    }

    // MARK: - What the place decides

    func adapter(of account: Config.Account) throws -> any BrokerAdapter {
        let plugin = plugins.brokers.first { $0.id == account.broker }
        guard let make = plugin?.adapter else {
            throw CommandFailure(
                .badUsage,
                "account '\(account.name)' is on '\(account.broker)', with which this version cannot talk; "
                    + "name another account with --account."
            )
        }
        switch place {
        case .brokers: return make(Endpoints())
        case .practice(let peer):
            guard let endpoints = plugin?.practiceEndpoints else {
                throw CommandFailure(.badUsage, "there is no practice for broker '\(account.broker)'.")
            }
            return make(Endpoints(endpoints(peer.http, peer.socket)))
        }
    }

    /// Where its broker answers a plain GET; nil when that is not known.
    func address(of account: Config.Account) -> String? {
        if case .practice(let peer) = place { return peer.http + "/practice/clock" }
        return plugins.brokers.first { $0.id == account.broker }?.address
    }

    /// A practice server lists what it was started with, apart from the broker's own.
    func listingFolder(of account: Config.Account) -> String {
        if case .practice = place { return "\(home)/instruments/\(account.broker).practice" }
        return "\(home)/instruments/\(account.broker)"
    }

    /// A practice server locks nobody out, and each start of one wants a sign-in.
    private var countsSignIns: Bool { if case .brokers = place { true } else { false } }

    /// A practice session is kept apart from the broker's own.
    func sessionPath(of account: Config.Account) -> String {
        if case .practice = place { return "\(home)/\(account.name).practice.session" }
        return "\(home)/\(account.name).session"
    }

    var trust: TrustRoots {
        if case .practice(let peer) = place { return peer.trust }
        return .system
    }

    /// A practice server is on this machine, whatever the way out.
    func egress(of account: Config.Account) -> Egress {
        guard case .brokers = place, let egress = account.egress else { return Egress() }
        return Egress(address: egress.address, proxy: egress.proxy)
    }
}
