import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaServer
import SaudaStore

struct PracticeCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "practice",
        abstract: "Be a broker on this machine: its own REST and sockets, with a simulated exchange behind them.",
        discussion: """
            Any client of the broker can trade against it, sauda or another: it prints base URL, key, secret, user
            and a request token that works once. It runs until it is interrupted.
            It has a clock of its own, told in the Date header of every answer. Tests ask it for more:
            GET and POST /practice/clock (to=HH:MM:SS puts it forward, rate=N), GET and POST /practice/faults
            (fault=KIND@TIME), GET /practice/counts, books and credentials.

            Faults: \(PracticeFault.Kind.allCases.map(\.rawValue).joined(separator: ", ")).

            Examples:
              sauda practice BROKER
              sauda practice BROKER --port 8080 --speed 60
              sauda practice BROKER --speed 60 --days 30 --skip-nights --skip 09:20-15:25
              sauda practice BROKER --day history/minute/INFY.csv.gz --from 09:15:00
              sauda practice BROKER --fault lost-answer@09:20:00 --fault too-many@10:00/30
              sauda practice BROKER --port 0 --tls --print-env

            Exit codes: 0 interrupted, 1 it could not listen, 2 bad usage, 3 bad data.
            """
    )

    @Argument(help: ArgumentHelp("The broker's id, as in config.yaml.", valueName: "broker"))
    var broker: String

    @Option(help: ArgumentHelp("The port on 127.0.0.1; 0 for any that is free.", valueName: "n"))
    var port = 0

    @Flag(help: "With TLS: the certificate's authority is written to --ca-file.")
    var tls = false

    @Option(help: ArgumentHelp("Where the authority goes; a temporary file unless named.", valueName: "file"))
    var caFile: String?

    @Option(help: ArgumentHelp("Practice seconds per second, 1 to 100000.", valueName: "n"))
    var speed: Int64 = 1

    @Flag(help: "Go from 20:00 straight to 08:00 of the next trading day.")
    var skipNights = false

    @Option(
        help: ArgumentHelp("Jump over this span of every day; all that lies in it is played.", valueName: "a-b")
    )
    var skip: [String] = []

    @Option(
        help: ArgumentHelp("Let something go wrong: KIND@HH:MM:SS or KIND@now, with /SECONDS behind.", valueName: "f")
    )
    var fault: [String] = []

    @Option(
        help: ArgumentHelp(
            "The app's registered address, where a login in the browser ends: http://127.0.0.1:5010/ for `sauda login`.",
            valueName: "url"
        )
    )
    var redirect: String?

    @Flag(help: "The login page wants password and one-time password, which are told; otherwise it asks nothing.")
    var askPassword = false

    @OptionGroup var market: PracticeMarketOptions

    @Flag(help: "Print shell lines (export NAME=value) instead of a table.")
    var printEnv = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535.") }
        guard PracticeServer.rates.contains(speed) else { throw ValidationError("--speed is 1 to 100000.") }
        for text in skip { _ = try Self.span(text) }
        do { for text in fault { _ = try PracticeFault(parsing: text) } } catch { throw ValidationError("\(error)") }
        guard redirect.map({ $0.hasPrefix("http://") || $0.hasPrefix("https://") }) ?? true,
            redirect?.allSatisfy({ $0.isASCII && !$0.isWhitespace && $0 != "?" && $0 != "#" }) ?? true
        else { throw ValidationError("--redirect is an http:// or https:// address without a query.") }
        guard caFile == nil || tls else { throw ValidationError("--ca-file needs --tls.") }
    }

    private static func span(_ text: String) throws -> Range<TimeOfDay> {
        let ends = text.split(separator: "-").map { TimeOfDay(argument: String($0)) }
        guard ends.count == 2, let from = ends[0], let to = ends[1], from < to else {
            throw ValidationError("--skip '\(text)' is no span of a day; write HH:MM-HH:MM.")
        }
        return from..<to
    }

    func run(_ context: CommandContext) async throws {
        let known = context.plugins.brokers.filter { $0.practice != nil }.map(\.id).joined(separator: ", ")
        guard let make = context.plugins.brokers.first(where: { $0.id == broker })?.practice else {
            throw CommandFailure(.badUsage, "there is no practice for '\(broker)'. Brokers that have one: \(known).")
        }
        StopSignal.watch()
        var plan = try await market.plan(try fault.map { try PracticeFault(parsing: $0) })
        plan.redirect = redirect
        plan.asksForLogin = askPassword
        let floor = plan.floor(make(plan.setup, plan.start.day))
        let server: PracticeServer
        do {
            server = try await PracticeServer.start(
                floor,
                at: plan.start,
                rate: speed,
                port: port,
                tls: tls,
                quiet: PracticeQuiet(nights: skipNights, spans: try skip.map { try Self.span($0) })
            )
        } catch {
            throw CommandFailure(.failed, "it cannot listen on 127.0.0.1:\(port): \(error). Name another --port.")
        }
        let file = try server.authority.map { try AuthorityFile($0, named: caFile) }
        defer { file?.remove() }
        show(server, plan, authority: file?.path)
        while !StopSignal.isRaised { try await Task.sleep(for: .milliseconds(50)) }
        try await server.stop()
    }

    private func show(_ server: PracticeServer, _ plan: PracticePlan, authority: String?) {
        let http = "\(tls ? "https" : "http")://127.0.0.1:\(server.port)"
        let socket = "\(tls ? "wss" : "ws")://127.0.0.1:\(server.port)"
        var rows = [("base-url", "SAUDA_PRACTICE_URL", http), ("socket-url", "SAUDA_PRACTICE_SOCKET_URL", socket)]
        if let authority {
            rows += [
                ("authority", "SAUDA_PRACTICE_CA", authority), ("", "SSL_CERT_FILE", authority),
                ("", "REQUESTS_CA_BUNDLE", authority),
            ]
        }
        rows += server.makeCredentials().map { ($0.name, $0.variable, $0.value) }
        if printEnv {
            let lines = rows.map { "export \($0.1)='\($0.2)'" }
            return Terminal.out(lines.joined(separator: "\n"))
        }
        let lines = rows.filter { !$0.0.isEmpty }.map { name, _, value in
            name + String(repeating: " ", count: max(1, 16 - name.utf8.count)) + value
        }
        let shares = "\(plan.instruments.count) instruments"
        let title = "\(broker) from \(plan.start.day) \(plan.start.time), \(shares), speed \(speed); ends with Ctrl-C"
        Terminal.out(([title] + lines).joined(separator: "\n"))
    }
}
