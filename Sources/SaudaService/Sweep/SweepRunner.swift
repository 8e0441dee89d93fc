package import SaudaSimulation

/// Runs the combinations of a sweep on several cores, one simulator a combination.
package enum SweepRunner {
    /// - Parameters:
    ///   - jobs: runs at the same time.
    ///   - work: runs one combination; it must not depend on the others.
    ///   - finished: told of each run when it is done, one at a time, in no particular order.
    /// - Throws: what the first failing run or `finished` throws; the other runs are given up.
    package static func run(
        _ combinations: some Sequence<Int>,
        jobs: Int,
        _ work: @escaping @Sendable (Int) throws -> SweepRun,
        finished: (Int, SweepRun) throws -> Void
    ) async throws {
        var rest = combinations.makeIterator()
        try await withThrowingTaskGroup(of: (Int, SweepRun).self) { group in
            func start() {
                guard let number = rest.next() else { return }
                group.addTask { (number, try work(number)) }
            }
            for _ in 0..<max(1, jobs) { start() }
            while let (number, run) = try await group.next() {
                try finished(number, run)
                start()
            }
        }
    }
}
