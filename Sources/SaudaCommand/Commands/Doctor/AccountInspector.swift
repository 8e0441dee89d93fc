import SaudaBroker
import SaudaCore
import SaudaNet
import SaudaService

/// Looks at one account for `sauda doctor`: its files, and its broker with three small questions.
struct AccountInspector: Sendable {
    let config: Config
    let maker: LineMaker
    let watched: [String]
    let isOffline: Bool
    let addressService: String?

    /// So that all of it ends within five seconds.
    private static let patience = TimeSpan.milliseconds(1500)

    func inspect(
        _ account: Config.Account,
        _ credentials: Result<Credentials, DoctorTrouble>
    ) async -> DoctorFacts.Account {
        var facts = DoctorFacts.Account(name: account.name, broker: account.broker)
        let plugin = maker.plugins.brokers.first { $0.id == account.broker }
        guard plugin?.isSimulated == false else {
            facts.isSimulated = true
            return facts
        }
        facts.registered = account.egress?.address
        facts.hasProxy = account.egress?.proxy != nil
        facts.ordersPerDay = account.limits?.ordersPerDay
        facts.watched = watched
        facts.list = list(of: account)
        guard let adapter = try? maker.adapter(of: account) else {
            facts.credentials = "this version cannot talk with \(account.broker)"
            return facts
        }
        facts.budgets = adapter.traits.budgets
        facts.rules = adapter.traits.rules
        var line: AccountLine?
        switch credentials {
        case .failure(let trouble): facts.credentials = trouble.text
        case .success(let credentials):
            let id = AccountID(index: UInt16(config.accounts.firstIndex { $0.name == account.name } ?? 0))
            line = try? maker.line(account, id, credentials, owner: "C", help: .nobody)
        }
        if let session = line?.sessionFile.read() {
            facts.session = .kept(issued: session.issued, expires: session.expires)
        }
        guard !isOffline, let address = maker.address(of: account) else { return facts }
        let isSignedIn = facts.session != .none
        async let network = network(account, address)
        let asked = isSignedIn ? await self.ask(line) : nil
        facts.network = await network
        facts.network?.probe = asked?.probe
        facts.network?.addresses = asked?.addresses
        return facts
    }

    private func list(of account: Config.Account) -> DoctorFacts.List {
        var facts = DoctorFacts.List()
        let (saved, damaged) = ListingFolder(maker.listingFolder(of: account)).latest()
        facts.damaged = damaged.count
        guard let saved else { return facts }
        facts.loaded = saved.loaded
        facts.isCurrent = saved.isCurrent(at: maker.clock.now)
        facts.count = saved.listings.count
        let search = ListingSearch(saved.listings)
        facts.unknown = watched.filter { (try? search.find($0)) == nil }
        return facts
    }

    private func network(_ account: Config.Account, _ address: String) async -> DoctorFacts.Network {
        let host = address.split(separator: "/").dropFirst().first.map(String.init) ?? address
        var facts = DoctorFacts.Network(host: host)
        do throws(HTTPFailure) {
            let http = try CurlTransport(egress: maker.egress(of: account), trust: maker.trust)
            let sent = maker.clock.now
            let response = try await http.perform(HTTPRequest(.get, address, endpoint: "doctor"), within: Self.patience)
            facts.timings = response.timings
            if let date = response.header("date").flatMap(HTTPDate.parse) {
                var clock = ServerClock()
                clock.hear(date, sent: sent, received: maker.clock.now)
                facts.skew = clock.known
            }
            if let addressService {
                let request = HTTPRequest(.get, addressService, endpoint: "doctor")
                let answer = try? await http.perform(request, within: Self.patience)
                facts.outside = answer.flatMap { Self.address(in: $0.body) }
            }
        } catch {
            facts.trouble =
                switch error.kind {
                case .nameLookUp: .name(error.text)
                case .certificate, .tls: .certificate(error.text)
                case .connect where account.egress != nil && error.text.contains("source address"):
                    .address(error.text)
                default: .other(error.text)
                }
        }
        return facts
    }

    /// A numeric address and nothing else.
    private static func address(in body: [UInt8]) -> String? {
        let text = String(decoding: body.prefix(64), as: UTF8.self).filter { !$0.isWhitespace }
        let isAddress = !text.isEmpty && text.allSatisfy { $0.isHexDigit || $0 == "." || $0 == ":" }
        return isAddress ? text : nil
    }

    private struct Asked: Sendable {
        var probe: DoctorFacts.Probe
        var addresses: OrderAddresses?
    }

    /// With the session: whether it lives, and from where the broker takes orders, if it tells.
    private func ask(_ line: AccountLine?) async -> Asked? {
        guard let line else { return nil }
        return try? await line.run { line in
            let ending = Task {
                try await Task.sleep(for: .milliseconds(2500))
                line.stop()
            }
            defer { ending.cancel() }
            do {
                _ = try await line.ask(.probe)
                let answer = try? await line.ask(.orderAddresses)
                guard case .orderAddresses(let addresses)? = answer else { return Asked(probe: .alive) }
                return Asked(probe: .alive, addresses: addresses)
            } catch  where line.isLoginMissing.isSet {
                return Asked(probe: .signedOut)
            } catch {
                return Asked(probe: .failed("\(error)"))
            }
        }
    }
}
