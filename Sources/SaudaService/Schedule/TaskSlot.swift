/// One run of a task on a day: the whole task, or the hourly one's first, second and so on.
package struct TaskSlot: Hashable, Comparable, Sendable {
    package var task: ScheduledTask
    /// From 0; above it only for the position monitor.
    package var number: UInt8

    package init(_ task: ScheduledTask, _ number: UInt8 = 0) {
        self.task = task
        self.number = number
    }

    package static func < (a: TaskSlot, b: TaskSlot) -> Bool {
        (a.task.rawValue, a.number) < (b.task.rawValue, b.number)
    }
}

extension TaskSlot: CustomStringConvertible {
    package var description: String { task == .monitor ? "\(task.name) \(number + 1)" : task.name }
}
