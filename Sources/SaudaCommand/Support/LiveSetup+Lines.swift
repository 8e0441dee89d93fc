import FoundationEssentials
import SaudaBroker
import SaudaCore
import SaudaService
import SaudaStore

// The accounts' lines to their brokers, and what is read over them before a day begins.

extension LiveSetup {
    /// Takes every account for this process (SVC-8).
    ///
    /// - Throws: `ConfigErrors` for one account under two names, `JournalError` when another sauda has one.
    func takeAccounts() async throws -> [AccountLock] {
        let folder = try AccountLock.folder(ProcessInfo.processInfo.environment)
        var names: [String: String] = [:]
        var locks: [AccountLock] = []
        for account in config.accounts {
            let user = try await credentials(of: account).user
            var server = account.broker
            if case .practice(let peer) = place { server += " \(peer.http)" }
            if let other = names.updateValue(account.name, forKey: "\(server)\n\(user)") {
                let error = config.error(
                    at: "accounts.\(account.name).credentials",
                    "'\(account.name)' is the same account of \(account.broker) as '\(other)'",
                    "remove one of the two"
                )
                throw ConfigErrors([error], files: [])
            }
            locks.append(try AccountLock(account.name, at: server, user: user, folder: folder))
        }
        return locks
    }

    private func maker(_ clock: WireClock) -> LineMaker {
        LineMaker(plugins: plugins, place: place, home: home, clock: clock)
    }

    private var help: SignInHelp {
        if case .practice(let peer) = place { return .practice(peer) }
        return .elsewhere
    }

    /// The account's name where another could be meant.
    func owner(_ account: String) -> String? { config.accounts.count > 1 ? account : nil }

    /// A line for each account, begun and not yet run.
    func lines(
        _ clock: WireClock,
        _ mailbox: Mailbox<LiveDay.Input>,
        _ news: NewsDesk,
        _ recorder: FrameRecorder?
    ) async throws -> [AccountLine] {
        let maker = maker(clock)
        let post = news.post
        var lines: [AccountLine] = []
        for (index, account) in config.accounts.enumerated() {
            let named = owner(account.name)
            let line = try maker.line(
                account,
                AccountID(index: UInt16(index)),
                try await credentials(of: account),
                owner: DeskTag.desk,
                help: help,
                events: { mailbox.post(.events($0)) },
                notice: { post($0.of(named)) },
                recorder: account.name == config.feed.account ? recorder : nil,
                isProbing: true
            )
            line.link.post(.start)
            lines.append(line)
        }
        return lines
    }

    /// The broker's instruments. A day goes on with the list that it was begun with, which is on the disk; at a broker the
    /// day's list is the same whoever loaded it.
    ///
    /// - Throws: `CommandFailure` for none, and for one that looks cut.
    func list(of link: BrokerLink, at now: Timestamp, _ news: NewsDesk) async throws -> [SaudaBroker.Listing] {
        let account = config.accounts[Int(feed.index)]
        let folder = ListingFolder(maker(WireClock()).listingFolder(of: account))
        let before = folder.latest().list
        if let before, before.isCurrent(at: now), !place.isPractice || Folders.hasJournal(of: now.day, in: home) {
            return before.listings
        }
        let answer = try await news.waiting { try await link.ask(.instruments) }
        guard case .instruments(let loaded) = answer else {
            throw CommandFailure(.failed, "the broker gave no instrument list.")
        }
        let list = SavedListings(broker: account.broker, loaded: now, listings: loaded.listings)
        if !place.isPractice { try list.refuseCut(from: before) }
        try folder.save(list)
        return list.listings
    }
}
