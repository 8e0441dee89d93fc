import SaudaCore
import Testing

@testable import AMOBuyStrategy

/// BUY-5 to BUY-8 as arithmetic.
@Suite struct AMOSizingTests {
    private func sizing(
        _ capital: Int64 = 100_000,
        most: Int64? = 500_000,
        least: Int64 = 1,
        byVolume: Bool = false
    ) -> Sizing {
        Sizing(
            capital: Money(rupees: capital),
            mostValue: most.map { Money(rupees: $0) },
            least: Quantity(least),
            limitsCapitalByVolume: byVolume,
            checksVolume: true
        )
    }

    @Test(
        "BUY-5: the quantity is what the capital buys, and one share at least",
        arguments: [
            ("1534.60", 65), ("112000", 1), ("500", 200), ("520", 192), ("480", 208), ("100000", 1), ("100000.05", 1),
            ("99999.95", 1), ("50000", 2), ("0.05", 2_000_000),
        ] as [(Price, Int64)]
    )
    func quantity(price: Price, expected: Int64) {
        let sizing = sizing()
        #expect(sizing.quantity(for: sizing.capital, at: price) == Quantity(expected))
    }

    @Test(
        "BUY-5, DEC-6: an order is cut to the largest order value; what not one share fits is skipped",
        arguments: [
            (1_000_000, "1000", 500), (1_000_000, "499999", 1), (100_000, "500000", 1), (100_000, "500000.05", 0),
        ]
            as [(Int64, Price, Int64)]
    )
    func cut(capital: Int64, price: Price, expected: Int64) {
        let sizing = sizing(capital)
        #expect(sizing.quantity(for: sizing.capital, at: price) == Quantity(expected))
    }

    @Test func `BUY-5: below the minimum quantity nothing is bought, and lots are whole`() {
        let sizing = sizing(least: 10)
        #expect(sizing.quantity(for: sizing.capital, at: "10000") == Quantity(10))
        #expect(sizing.quantity(for: sizing.capital, at: "10000.05") == .zero)
        #expect(self.sizing().quantity(for: Money(rupees: 100_000), at: "98", lot: Quantity(40)) == Quantity(1000))
        #expect(self.sizing().quantity(for: Money(rupees: 100_000), at: .zero) == .zero)
    }

    @Test(
        "BUY-6: capital is at most a tenth of what trades in a day; too little trade is skipped, not given all",
        arguments: [(9_999, nil), (10_000, 100_000), (50_000, 500_000), (100_000, 1_000_000), (1_000_000, 1_000_000)]
            as [(Double, Int64?)]
    )
    func liquidity(volume: Double, expected: Int64?) {
        let sizing = sizing(1_000_000, byVolume: true)
        #expect(sizing.capital(at: "100", averageVolume: volume) == expected.map { Money(rupees: $0) })
        #expect(self.sizing().capital(at: "100", averageVolume: 5) == Money(rupees: 100_000), "switched off")
    }

    @Test(
        "BUY-7: the dearer the share, the smaller the part of a day's volume",
        arguments: [
            ("5000", 200, true), ("5000", 201, false), ("4999.95", 500, true), ("1000", 500, true),
            ("1000", 501, false),
            ("999.95", 1000, true), ("500", 1000, true), ("500", 1001, false), ("499.95", 2000, true),
            ("499.95", 2001, false),
        ] as [(Price, Int64, Bool)]
    )
    func volume(price: Price, quantity: Int64, fits: Bool) {
        #expect(sizing().fitsVolume(Quantity(quantity), at: price, averageVolume: 10_000) == fits)
    }

    @Test func `BUY-7: no volume fits nothing`() {
        #expect(!sizing().fitsVolume(Quantity(1), at: "100", averageVolume: 0))
        #expect(!sizing().fitsVolume(Quantity(1), at: "100", averageVolume: .nan))
    }

    @Test func `BUY-8: what is affordable is cash over price, down`() {
        #expect(Sizing.affordable(Money(rupees: 9999), at: "100") == Quantity(99))
        #expect(Sizing.affordable(.zero, at: "100") == .zero)
        #expect(Sizing.affordable(Money(rupees: -5), at: "100") == .zero)
    }
}
