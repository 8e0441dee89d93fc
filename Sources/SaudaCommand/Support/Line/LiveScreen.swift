import SaudaBroker
import SaudaCore
import SaudaService

/// A part of the terminal that is drawn over again and again.
struct LiveScreen {
    private let ink = Ink(isOn: Terminal.usesColour)
    private var drawn = 0

    func open() { Terminal.screen("\u{1B}[?25l") }

    /// Gives the cursor back.
    func close() { Terminal.screen("\u{1B}[?25h") }

    mutating func draw(_ line: AccountLine, _ trouble: String?, _ body: [String]) {
        let words = trouble.map { [ink.bad(String($0.prefix(max(20, Terminal.width - 1))))] } ?? []
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
        return ink.bold("\(line.adapter.id)  \(line.clock.now.time)  ") + feed + ink.dim("  Ctrl-C ends")
    }
}
