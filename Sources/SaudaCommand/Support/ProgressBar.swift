import Glibc

/// A bar on the error stream for work over a second, on a terminal only.
final class ProgressBar {
    private let title: String
    private let started = ContinuousClock.now
    private var drawn = -1

    init(_ title: String) { self.title = title }

    func update(_ done: Int, of total: Int) {
        guard Terminal.errIsTerminal, total > 0, started.duration(to: .now) > .seconds(1) else { return }
        let width = 30
        let filled = done * width / total
        let percent = done * 100 / total
        guard percent != drawn else { return }
        drawn = percent
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        Terminal.show("\r\(title) \(bar) \(percent) %")
    }

    /// Takes the bar away.
    func finish() {
        if drawn >= 0 { Terminal.show("\r\u{1B}[2K") }
        drawn = -1
    }
}
