import SaudaCore
import SaudaSimulation
import Testing

/// From `--sweep` to combinations, and what is refused on the way.
@Suite struct SweepPlanTests {
    static let sell = SweepAxis.Subject(
        name: "sell",
        parameters: [
            Parameter("above", .number(50), in: .numbers(1...99), unit: "RSI points", help: ""),
            Parameter("days", .integer(450), in: .integers(205...5000), help: ""),
            Parameter("exit", .bool(true), help: ""),
            Parameter("capital", .money(Money(rupees: 1000)), in: .money(.zero...Money(rupees: 5000)), help: ""),
            Parameter("from", .time(TimeOfDay(9, 30)), in: .times(TimeOfDay(9, 15)...TimeOfDay(15, 0)), help: ""),
            Parameter("side", .word("long"), in: .words(["long", "short"]), help: ""),
        ]
    )
    static let buy = SweepAxis.Subject(
        name: "buy",
        parameters: [Parameter("days", .integer(800), help: ""), Parameter("score", .integer(3), help: "")]
    )

    static func plan(
        _ texts: [String],
        _ search: SweepPlan.Search = .grid,
        of subjects: [SweepAxis.Subject] = [sell]
    ) throws -> SweepPlan {
        try SweepPlan(texts, of: subjects, search)
    }

    static func refusal(
        _ texts: [String],
        _ search: SweepPlan.Search = .grid,
        of subjects: [SweepAxis.Subject] = [sell]
    ) -> String {
        do {
            return "planned \(try plan(texts, search, of: subjects).combinations.count)"
        } catch {
            return "\(error)"
        }
    }

    @Test(
        "values are read by the parameter's type",
        arguments: [
            ("days=300..310:5", "300 305 310"), ("days=300..302", "300 301 302"), ("days=300..309:5", "300 305"),
            ("above=49.9..50.1:0.1", "49.9 50 50.1"), ("above=50", "50"), ("above=30,20.5", "30 20.5"),
            ("capital=100..100.10:0.05", "100.00 100.05 100.10"), ("exit=true,false", "true false"),
            ("from=09:30,10:00", "09:30:00 10:00:00"), ("side=short,long", "short long"),
        ]
    )
    func values(text: String, values: String) throws {
        #expect(try Self.plan([text]).axes[0].values.map { "\($0)" }.joined(separator: " ") == values)
    }

    @Test func `steps of a tenth do not drift`() throws {
        let values = try Self.plan(["above=1..99:0.1"]).axes[0].values
        #expect(values.count == 981)
        for (index, value) in values.enumerated() { #expect(value == .number(Double(10 + index) / 10)) }
    }

    @Test func `the last axis turns fastest and a number means the same values always`() throws {
        let plan = try Self.plan(["days=300,310", "exit=true,false", "above=10..30:10"])
        #expect(plan.combinations == Array(0..<12))
        #expect(plan.label(0) == "days=300 exit=true above=10")
        #expect(plan.label(1) == "days=300 exit=true above=20")
        #expect(plan.label(11) == "days=310 exit=false above=30")
        #expect(Set(plan.combinations.map(plan.label)).count == 12)
    }

    @Test func `a combination changes the parameters it sweeps, of its own strategy, and no others`() throws {
        let plan = try Self.plan(["sell.days=300,310", "score=1..3"], of: [Self.sell, Self.buy])
        let base = Parameters(Self.sell.parameters)
        let varied = plan.parameters(base, of: 0, 5)
        #expect(varied.integer("days") == 310)
        #expect(varied.number("above") == 50)
        #expect(plan.parameters(Parameters(Self.buy.parameters), of: 1, 5).integer("score") == 3)
        #expect(plan.parameters(Parameters(Self.buy.parameters), of: 1, 5).integer("days") == 800)
    }

    @Test(
        "what cannot be swept is refused with what can",
        arguments: [
            (["dayz=1"], "no strategy has a parameter 'dayz'; there are: above, days, exit, capital, from, side."),
            (["days"], "'days' says no values; write key=a..b:step or key=a,b,c."),
            (["days=300..310:0"], "the step of days is not over 0; write a step such as 1 or 0.05."),
            (["days=300..310:-5"], "the step of days is not over 0; write a step such as 1 or 0.05."),
            (["days=200..310:5"], "days cannot be 200; days is like 450 (205 to 5000)."),
            (["days=300,5001"], "days cannot be '5001'; days is like 450 (205 to 5000)."),
            (["days=310..300"], "days=310..300 runs backwards; write the lower end first."),
            (["days=abc"], "days cannot be 'abc'; days is like 450 (205 to 5000)."),
            (["days=300,"], "days cannot be ''; days is like 450 (205 to 5000)."),
            (["days=300,300"], "days has 300 twice; write each value once."),
            (["days=300", "days=310"], "days is swept twice; write its values in one --sweep."),
            (["above=10..20"], "above=10..20 has no step; write above=a..b:step."),
            (["above=1e1"], "above cannot be '1e1'; above is like 50 (1 to 99), in RSI points."),
            (["exit=yes"], "exit cannot be 'yes'; exit is like true."),
            (["side=both"], "side cannot be 'both'; side is like long (long | short)."),
            (["side=long..short:1"], "side=long..short:1 is no span of values; side is like long (long | short)."),
            (["from=09:00"], "from cannot be '09:00'; from is like 09:30:00 (09:15:00 to 15:00:00)."),
            (
                ["above=1..99:0.001"],
                "98001 combinations"
            ),
            ([], "nothing is swept; write --sweep key=a..b:step."),
        ]
    )
    func refused(texts: [String], message: String) {
        if message == "98001 combinations" {
            #expect(Self.refusal(texts) == "planned 98001")
        } else {
            #expect(Self.refusal(texts) == message)
        }
    }

    @Test func `more than 100,000 combinations are refused before any is run, however many there are`() {
        #expect(
            Self.refusal(["days=205..1204", "above=1..99:0.5"])
                == "197000 combinations are more than 100000; "
                + "use larger steps, or draw some with --search random:1000."
        )
        #expect(Self.refusal(["above=1..99:0.0000001"]).hasPrefix("above alone has more than 100000 values"))
        let wide = SweepAxis.Subject(name: "w", parameters: (0..<8).map { Parameter("p\($0)", .integer(0), help: "") })
        #expect(Self.refusal((0..<8).map { "p\($0)=0..99998" }, of: [wide]).contains("overflows"))
        let ends = "p0=-9223372036854775808..9223372036854775807"
        #expect(Self.refusal([ends], of: [wide]).hasPrefix("p0 alone has more than 100000 values"))
    }

    @Test func `a key of several strategies needs the name of one`() {
        #expect(
            Self.refusal(["days=300"], of: [Self.sell, Self.buy])
                == "several strategies have a parameter 'days'; write sell.days or buy.days."
        )
        #expect(Self.refusal(["buy.days=300,301"], of: [Self.sell, Self.buy]) == "planned 2")
        #expect(Self.refusal(["other.days=300"], of: [Self.sell, Self.buy]).contains("there are: sell.above"))
    }

    // MARK: - Search

    @Test func `a random search draws so many different combinations, the same for a seed`() throws {
        let texts = ["days=205..1204", "above=1..99:0.5"]
        let first = try Self.plan(texts, .draw(500, seed: 3)).combinations
        #expect(first.count == 500)
        #expect(Set(first).count == 500)
        #expect(first.allSatisfy { (0..<197_000).contains($0) })
        #expect(try Self.plan(texts, .draw(500, seed: 3)).combinations == first)
        #expect(try Self.plan(texts, .draw(500, seed: 4)).combinations != first)
        // Spread over the whole, not bunched at one end.
        #expect((150...350).contains(first.count { $0 < 98_500 }))
        #expect(Self.refusal(["days=300..309"], .draw(10, seed: 1)).contains("only 10 combinations"))
    }

    @Test(
        "searches are read whole or refused",
        arguments: [
            ("grid", "grid"), ("random:20", "draw(20, seed: 1)"), ("random:20:7", "draw(20, seed: 7)"),
            ("walk-forward:5", "walkForward(folds: 5)"), ("walk-forward:0", nil), ("walk-forward:101", nil),
            ("walk-forward", nil), ("random", nil), ("random:0", nil), ("random:x", nil), ("random:1:x", nil),
            ("grid:1", nil), ("", nil), ("bayes:9", nil),
        ] as [(String, String?)]
    )
    func searches(text: String, search: String?) {
        #expect((try? SweepPlan.Search(text)).map { "\($0)" } == search)
    }
}
