/// The parts of sauda that write into the day log. A line may name another: whoever reads it takes any word.
package enum LogModule: String, Hashable, Sendable, CaseIterable {
    /// Orders, their answers and fills, and what a link finds out about them.
    case orders
    /// What strategies did, saw or left.
    case strategies
    case alerts
    case halt
    /// The day itself: begun, taken up, over.
    case engine
    case link, feed, login
    /// `TASK: NAME` and what became of it (LOG-2).
    case tasks
    /// What a day came to.
    case summary
    /// The log about itself.
    case log

    /// Whether each of its lines stands in the log, however alike and however many.
    package var isNeverLeftOut: Bool { [.orders, .halt, .tasks, .summary].contains(self) }
}
