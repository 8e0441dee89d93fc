import ArgumentParser
import SaudaBroker
import SaudaService

/// What comes to a view that follows a line.
enum LiveNews<Item: Sendable>: Sendable {
    case items([Item])
    case trouble(String)
    /// Ages are shown: five times a second.
    case beat
}

protocol LiveView<Item>: AnyObject {
    associatedtype Item: Sendable
    /// What went wrong last; gone with the next item.
    var trouble: String? { get set }
    /// False for what is not shown and does not count.
    func take(_ item: Item) -> Bool
    func refresh()
}

/// The options of commands that follow what comes, and how they do it.
struct FollowOptions: ParsableArguments {
    @Option(help: ArgumentHelp("End after so many of them.", valueName: "n"))
    var count: Int?

    @Option(help: ArgumentHelp("End after so many seconds.", valueName: "n"))
    var seconds: Int?

    @Flag(help: "A line each on a terminal too.")
    var lines = false

    @Option(help: "table or json.")
    var format = OutputFormat.table

    func validate() throws {
        guard count ?? 1 > 0 else { throw ValidationError("--count is at least 1.") }
        guard (1...1_000_000).contains(seconds ?? 1) else { throw ValidationError("--seconds is 1 to 1000000.") }
    }

    var repaints: Bool { format == .table && !lines && Terminal.outIsTerminal }

    /// A view that is drawn anew has a line of its own for what is wrong.
    func hear<Item>(_ notice: LinkNotice, _ news: Mailbox<LiveNews<Item>>) {
        guard notice.level != .info else { return }
        if repaints { news.post(.trouble(notice.text)) } else { Terminal.err("\(notice.code): \(notice.text)") }
    }

    /// Until Ctrl-C, the count or the time.
    func run<View: LiveView>(_ news: Mailbox<LiveNews<View.Item>>, on line: AccountLine, _ view: View) async throws {
        let beating = Task {
            while !Task.isCancelled {
                news.post(.beat)
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        defer { beating.cancel() }
        let started = ContinuousClock.now
        var left = count ?? .max
        while let inputs = await news.next() {
            for input in inputs {
                switch input {
                case .items(let items): for item in items where left > 0 && view.take(item) { left -= 1 }
                case .trouble(let text): view.trouble = text
                case .beat: break
                }
            }
            view.refresh()
            if line.isLoginMissing.isSet { throw line.notSignedIn }
            let isOver = seconds.map { started.duration(to: .now) >= .seconds($0) } ?? false
            if left == 0 || isOver || StopSignal.isRaised { return }
        }
    }
}
