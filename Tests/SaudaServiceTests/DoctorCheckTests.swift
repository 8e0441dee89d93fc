import SaudaBroker
import SaudaCore
import SaudaService
import Testing

/// What `sauda doctor` says of gathered facts: each check as a value.
@Suite struct DoctorCheckTests {
    private static let now = Day(number: 20_532).at(TimeOfDay(9, 0))

    /// Facts in which nothing is wrong.
    private static var healthy: DoctorFacts {
        var facts = DoctorFacts(now: now)
        facts.machine.zoneOffset = 19_800
        facts.machine.isClockSynchronised = true
        facts.machine.descriptors = 4096
        facts.machine.memoryAvailable = 4 << 30
        facts.machine.load = 0.1
        facts.machine.coreLimit = 0
        facts.machine.hasCertificates = true
        facts.machine.hasRandom = true
        facts.machine.addresses = ["203.0.113.10"]
        facts.machine.isLoginPortFree = true
        var config = DoctorFacts.Configuration(path: "config.yaml")
        config.mode = 0o644
        facts.config = config
        var home = DoctorFacts.Home(path: "data")
        home.exists = true
        home.mode = 0o700
        home.free = 100 << 30
        home.freeFiles = 1_000_000
        home.sync = .milliseconds(2)
        home.journal = DoctorFacts.Journal(day: now.day, ending: .complete, records: 10)
        home.database = (true, "")
        facts.home = home
        var account = DoctorFacts.Account(name: "main", broker: "b")
        account.registered = "203.0.113.10"
        account.session = .kept(issued: now.advanced(by: .seconds(-600)), expires: now.advanced(by: .seconds(36_000)))
        account.budgets = [
            Budget(["place"], 9, perSeconds: 1, isPerSegment: true), Budget(["place"], 5000, perSeconds: 86_400),
        ]
        account.ordersPerDay = 500
        account.rules = [BrokerRule(from: now.day, text: "Orders need a tag.", source: "a page")]
        var list = DoctorFacts.List()
        (list.loaded, list.isCurrent, list.count) = (now, true, 100)
        account.list = list
        var network = DoctorFacts.Network(host: "api.broker.example")
        network.timings = HTTPTimings(
            nameLookUp: .milliseconds(5),
            connect: .milliseconds(9),
            tls: .milliseconds(30),
            firstByte: .milliseconds(50),
            total: .milliseconds(51)
        )
        network.skew = .milliseconds(-300)...(.milliseconds(400))
        network.probe = .alive
        network.addresses = OrderAddresses(primary: OrderAddresses.Entry("203.0.113.10"), secondary: nil)
        account.network = network
        facts.accounts = [account]
        return facts
    }

    @Test func `a machine on which nothing is wrong has over 25 checks and each is ok`() {
        let findings = DoctorCheck.examine(Self.healthy)
        #expect(findings.count >= 30)
        #expect(Set(findings.map(\.check)).count == findings.count)
        let others = findings.filter { $0.verdict != .ok }
        #expect(others.map(\.check) == ["alerts"])
    }

    @Test func `facts that could not be had are skipped, never judged`() {
        let findings = DoctorCheck.examine(DoctorFacts(now: Self.now))
        #expect(findings.allSatisfy { $0.verdict == .skipped || ["calendar", "proxies"].contains($0.check) })
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var check: String
        var verdict: DoctorFinding.Verdict
        var fix: String
        var change: @Sendable (inout DoctorFacts) -> Void

        init(
            _ check: String,
            _ verdict: DoctorFinding.Verdict,
            _ fix: String,
            _ change: @escaping @Sendable (inout DoctorFacts) -> Void
        ) {
            (self.check, self.verdict, self.fix, self.change) = (check, verdict, fix, change)
        }

        var testDescription: String { "\(check) \(verdict.rawValue)" }
    }

    private static let cases: [Case] = [
        Case("configuration-rights", .failed, "chmod go-w") { $0.config?.mode = 0o664 },
        Case("configuration-rights", .warning, "chown") { $0.config?.isOwn = false },
        Case("universe", .failed, "universe:") { $0.config?.universe = "no such file" },
        Case("history", .warning, "sauda history") { $0.config?.history = ("data/history", false) },
        Case("alerts", .warning, "keep an eye") { $0.config?.isLive = true },
        Case("calendar", .failed, "update sauda") { $0.now = Day(number: 30_000).at(TimeOfDay(9, 0)) },
        Case("home", .warning, "mkdir") { $0.home = DoctorFacts.Home(path: "data") },
        Case("home", .failed, "chmod 700") { $0.home?.mode = 0o777 },
        Case("home", .warning, "chmod 700") { $0.home?.mode = 0o755 },
        Case("secret-files", .failed, "chmod 600 data/main.session") { $0.home?.openFiles = ["data/main.session"] },
        Case("disk-space", .failed, "free space") { $0.home?.free = 1 << 20 },
        Case("disk-space", .warning, "free some space") { $0.home?.free = 1 << 30 },
        Case("disk-files", .failed, "delete") { $0.home?.freeFiles = 5 },
        Case("disk-sync", .failed, "rights") { $0.home?.sync = nil },
        Case("disk-sync", .warning, "local disk") { $0.home?.sync = .milliseconds(200) },
        Case("disk-sync", .failed, "faster disk") { $0.home?.sync = .seconds(1) },
        Case("home-lock", .warning, "sauda order list") { $0.home?.hasStaleLock = true },
        Case("journal", .warning, "next run") { $0.home?.journal?.ending = .cut },
        Case("journal", .failed, "dmesg") { $0.home?.journal?.ending = .corrupt(sequence: 7) },
        Case("books", .failed, "move books.sqlite aside") { $0.home?.database = (false, "page 3") },
        Case("clock-service", .warning, "set-ntp") { $0.machine.isClockSynchronised = false },
        Case("time-zone", .warning, "Asia/Kolkata") { $0.machine.zoneOffset = 0 },
        Case("descriptors", .warning, "ulimit -n") { $0.machine.descriptors = 512 },
        Case("descriptors", .failed, "ulimit -n") { $0.machine.descriptors = 64 },
        Case("memory", .failed, "the kernel") { $0.machine.memoryAvailable = 1 << 20 },
        Case("memory", .warning, "memory") { $0.machine.memoryAvailable = 256 << 20 },
        Case("load", .warning, "end what else") { $0.machine.load = 9 },
        Case("random", .failed, "openssl.cnf") { $0.machine.hasRandom = false },
        Case("certificates", .failed, "ca-certificates") { $0.machine.hasCertificates = false },
        Case("login-port", .warning, "--port") { $0.machine.isLoginPortFree = false },
        Case("credentials", .failed, "sauda login main") { $0.accounts[0].credentials = "no api-key" },
        Case("session", .warning, "sauda login main") { $0.accounts[0].session = .none },
        Case("session", .failed, "sauda login main") {
            $0.accounts[0].session = .kept(issued: now.advanced(by: .seconds(-90_000)), expires: now)
        },
        Case("session", .warning, "--again") {
            $0.accounts[0].session = .kept(issued: now.advanced(by: .seconds(-70_000)), expires: nil)
        },
        Case("instruments", .warning, "sauda instruments") { $0.accounts[0].list = DoctorFacts.List() },
        Case("instruments", .warning, "sauda instruments") { $0.accounts[0].list?.isCurrent = false },
        Case("watched-names", .failed, "--search") { $0.accounts[0].list?.unknown = ["ACME"] },
        Case("budgets", .failed, "report") {
            $0.accounts[0].budgets = [Budget(["place"], 10, perSeconds: 1, isPerSegment: true)]
        },
        Case("budgets", .warning, "lower it") { $0.accounts[0].ordersPerDay = 6000 },
        Case("rules", .warning, "strategies") {
            $0.accounts[0].rules.append(BrokerRule(from: now.day.advanced(by: 5), text: "No IOC.", source: "a page"))
        },
        Case("name-look-up", .failed, "resolv.conf") { $0.accounts[0].network?.trouble = .name("not found") },
        Case("certificate", .failed, "ca-certificates") { $0.accounts[0].network?.trouble = .certificate("expired") },
        Case("answer", .failed, "firewall") { $0.accounts[0].network?.trouble = .other("timed out") },
        // Bad input of the issue: a clock that is 40 s off.
        Case("clock", .failed, "timedatectl") { $0.accounts[0].network?.skew = .seconds(39)...(.seconds(40)) },
        Case("clock", .failed, "timedatectl") { $0.accounts[0].network?.skew = .seconds(-40)...(.seconds(-39)) },
        Case("clock", .warning, "set-ntp") { $0.accounts[0].network?.skew = .seconds(2)...(.seconds(3)) },
        Case("token", .failed, "sauda login main") { $0.accounts[0].network?.probe = .signedOut },
        Case("token", .failed, "status page") { $0.accounts[0].network?.probe = .failed("503") },
        Case("registered-address", .failed, "register a fixed IPv4") {
            $0.accounts[0].network?.addresses = OrderAddresses(primary: nil, secondary: nil)
        },
        Case("registered-address", .failed, "register 203.0.113.10") {
            $0.accounts[0].network?.addresses?.primary?.address = "203.0.113.11"
        },
        // What the broker sees counts more than what is configured, and its word more than both.
        Case("registered-address", .failed, "register 203.0.113.12") {
            $0.accounts[0].network?.addresses?.seen = "203.0.113.12"
        },
        Case("registered-address", .failed, "register 203.0.113.10") {
            $0.accounts[0].network?.addresses?.takesOrders = false
        },
        Case("registered-address", .warning, "--address-service") { $0.accounts[0].registered = nil },
        Case("address", .failed, "egress:") { $0.accounts[0].network?.trouble = .address("no such address") },
    ]

    @Test("what is wrong is told with its fix", arguments: cases)
    func wrong(_ example: Case) {
        var facts = Self.healthy
        example.change(&facts)
        let found = DoctorCheck.examine(facts).filter { $0.check == example.check }
        #expect(found.map(\.verdict) == [example.verdict])
        #expect(found.first?.fix?.contains(example.fix) == true, "\(String(describing: found.first))")
    }

    @Test func `the broker's word on where it takes orders from is enough, and one that tells nothing is not judged`() {
        var facts = Self.healthy
        facts.accounts[0].network?.addresses = OrderAddresses(
            primary: nil,
            secondary: OrderAddresses.Entry("203.0.113.12"),
            seen: "203.0.113.12",
            takesOrders: true
        )
        func finding() -> DoctorFinding? {
            DoctorCheck.examine(facts).first { $0.check == "registered-address" }
        }
        #expect(finding()?.verdict == .ok)
        #expect(finding()?.text.contains("203.0.113.12") == true)
        facts.accounts[0].network?.addresses = nil
        #expect(finding()?.verdict == .skipped)
    }

    @Test func `offline nothing of the network is judged`() {
        var facts = Self.healthy
        facts.isOffline = true
        facts.accounts[0].network = nil
        let network = ["name-look-up", "certificate", "answer", "clock", "token", "registered-address"]
        let findings = DoctorCheck.examine(facts).filter { network.contains($0.check) }
        #expect(findings.count == 6)
        #expect(findings.allSatisfy { $0.verdict == .skipped })
    }
}
