package import SaudaCore

/// Which combinations of parameter values are run: the axes, and all of their product or a part of it.
///
/// Combinations are numbered like the digits of a counter, the last axis fastest; a number means the same on every
/// machine.
package struct SweepPlan: Hashable, Sendable {
    /// The most combinations that are run at once.
    package static let most = 100_000

    package enum Search: Hashable, Sendable {
        /// Every combination.
        case grid
        /// So many different ones, drawn with a seed.
        case draw(Int, seed: UInt64)
        /// Every combination; the best of the days before is judged by the days that follow, so many times.
        case walkForward(folds: Int)
    }

    package let axes: [SweepAxis]
    package let search: Search
    /// The numbers of the combinations that are run, ascending.
    package let combinations: [Int]

    /// - Parameter texts: `key=a..b:step` or `key=a,b,c`, one for each axis.
    package init(_ texts: [String], of subjects: [SweepAxis.Subject], _ search: Search) throws(SweepRefusal) {
        var axes: [SweepAxis] = []
        for text in texts {
            let axis = try SweepAxis(text, of: subjects)
            guard !axes.contains(where: { $0.strategy == axis.strategy && $0.parameter == axis.parameter }) else {
                throw SweepRefusal("\(axis.key) is swept twice", "write its values in one --sweep")
            }
            axes.append(axis)
        }
        guard !axes.isEmpty else { throw SweepRefusal("nothing is swept", "write --sweep key=a..b:step") }
        var count = 1
        for axis in axes {
            let (product, overflow) = count.multipliedReportingOverflow(by: axis.values.count)
            guard !overflow else { throw SweepRefusal("the product of all values overflows", "use larger steps") }
            count = product
        }
        self.axes = axes
        self.search = search
        combinations = try Self.combinations(of: count, search)
    }

    private static func combinations(of count: Int, _ search: Search) throws(SweepRefusal) -> [Int] {
        switch search {
        case .grid, .walkForward:
            guard count <= most else {
                throw SweepRefusal(
                    "\(count) combinations are more than \(most)",
                    "use larger steps, or draw some with --search random:1000"
                )
            }
            return Array(0..<count)
        case .draw(let wanted, let seed):
            guard wanted <= most else {
                throw SweepRefusal("\(wanted) combinations are more than \(most)", "draw fewer")
            }
            guard wanted < count else {
                throw SweepRefusal("there are only \(count) combinations", "use --search grid, which runs them all")
            }
            // Floyd's draw without replacement: every subset is as likely as another.
            var random = SplitMix64(seed: seed)
            var drawn: Set<Int> = []
            for top in (count - wanted)..<count {
                let number = random.below(top + 1)
                drawn.insert(drawn.contains(number) ? top : number)
            }
            return drawn.sorted()
        }
    }

    /// The values of a combination, one for each axis.
    package func values(_ combination: Int) -> [Parameter.Value] {
        var values: [Parameter.Value] = []
        var rest = combination
        for axis in axes.reversed() {
            values.append(axis.values[rest % axis.values.count])
            rest /= axis.values.count
        }
        return values.reversed()
    }

    /// `rsi_exit_above=50 price_max_age=60`: names a combination across plans that sweep the same keys.
    package func label(_ combination: Int) -> String {
        zip(axes, values(combination)).map { "\($0.key)=\($1)" }.joined(separator: " ")
    }

    /// The parameters of a strategy under a combination.
    package func parameters(_ base: Parameters, of strategy: Int, _ combination: Int) -> Parameters {
        var parameters = base
        for (axis, value) in zip(axes, values(combination)) where axis.strategy == strategy {
            parameters.set(axis.parameter, value)
        }
        return parameters
    }
}

extension SweepPlan.Search {
    /// Reads `grid`, `random:N`, `random:N:SEED` or `walk-forward:FOLDS`.
    package init(_ text: String) throws(SweepRefusal) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.dropFirst().map { UInt64($0) }
        switch (parts.first, numbers.count) {
        case ("grid", 0): self = .grid
        case ("random", 1...2):
            guard let count = numbers[0].flatMap({ Int(exactly: $0) }), count > 0, let seed = numbers.last ?? 1 else {
                throw Self.unreadable(text)
            }
            self = .draw(count, seed: numbers.count == 2 ? seed : 1)
        case ("walk-forward", 1):
            guard let folds = numbers[0].flatMap({ Int(exactly: $0) }), (1...100).contains(folds) else {
                throw SweepRefusal("'\(text)' has no number of folds from 1 to 100", "write walk-forward:5")
            }
            self = .walkForward(folds: folds)
        default: throw Self.unreadable(text)
        }
    }

    private static func unreadable(_ text: String) -> SweepRefusal {
        SweepRefusal("'\(text)' is no search", "write grid, random:200, random:200:SEED or walk-forward:5")
    }
}
