import SaudaBroker
import SaudaCore
import SaudaService
import SaudaSimulation

/// A part of the terminal that is drawn over again and again.
struct LiveScreen {
    private let ink = Ink(isOn: Terminal.usesColour)
    private var drawn = 0
    private var quality = ConnectionQuality()

    func open() { Terminal.screen("\u{1B}[?25l") }

    /// Gives the cursor back.
    func close() { Terminal.screen("\u{1B}[?25h") }

    mutating func draw(_ line: AccountLine, _ trouble: String?, _ body: [String]) {
        let words = trouble.map { [ink.bad(String($0.prefix(max(20, Terminal.width - 1))))] } ?? []
        let (health, now) = (line.link.feedHealth, line.clock.now)
        quality.take(isOpen: (health?.sockets ?? 0) > 0, hasPrices: health?.isConnected == true, at: now)
        // What does not fit cannot be drawn over.
        let lines = Array(([header(line)] + words + body).prefix(max(3, Terminal.height - 1)))
        // Back up over what was drawn; each line is cleared to its end.
        let up = drawn > 0 ? "\u{1B}[\(drawn)A" : ""
        Terminal.screen(up + lines.map { "\r\($0)\u{1B}[K\n" }.joined() + "\u{1B}[J")
        drawn = lines.count
    }

    private func header(_ line: AccountLine) -> String {
        let feed =
            switch line.link.feedHealth {
            case .some(let health) where health.usesREST: ink.warning("prices by question every 2 s")
            case .some(let health) where health.isConnected: ink.good("live")
            case .some(let health) where health.refusals > 0: ink.bad("refused \(health.refusals) times")
            case .some, .none: ink.warning("waiting for prices")
            }
        let now = line.clock.now
        let hours =
            MarketCalendar.builtIn.isTradingDay(now.day)
            ? TradingDay(now.day, in: .builtIn, holdsPrices: false) : nil
        let phase = FeedPhase(at: now, hours)
        let figures = "  \(phase.rawValue)  \(quality.word(in: phase).rawValue) \(quality.figure(at: now))"
        return ink.bold("\(line.adapter.id)  \(now.time)  ") + feed + ink.dim("\(figures)  Ctrl-C ends")
    }
}
