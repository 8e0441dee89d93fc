import SaudaCore
import Testing

/// One test for each line of the table of legal pairs.
@Suite struct OrderLifecycleTests {
    func live(_ order: OrderLifecycle) -> OrderLifecycle.Live? {
        if case .working(let live) = order.state { live } else { nil }
    }

    // MARK: - Our requests

    @Test func `a place goes out once, with number 1`() {
        var order = OrderLifecycle()
        #expect(order.place(firstTerms) == .sendPlace(firstTerms))
        #expect(order.state == .placing(firstTerms))
        #expect(order.requestNumber == 1)
        #expect(order.requestedTerms == firstTerms)
    }

    @Test func `SEL-4: a lower target is a modify, and the new terms hold once confirmed`() {
        var order = OrderScene.working.order
        #expect(order.modify(lowerTerms) == .sendModify(ourID, lowerTerms))
        #expect(live(order)?.terms == firstTerms)
        #expect(order.requestedTerms == lowerTerms)
        #expect(order.modified() == .none)
        #expect(live(order)?.terms == lowerTerms)
        #expect(live(order)?.request == OrderLifecycle.Request.none)
    }

    @Test(
        "a modify waits while anything is unanswered",
        arguments: [OrderScene.placing, .inDoubt, .modifying, .cancelling]
    )
    func modifyWaits(scene: OrderScene) {
        var order = scene.order
        let other = OrderTerms(kind: .limit, quantity: Quantity(50), limit: Price(paise: 222_000))
        #expect(order.modify(other) == .none)
        #expect(order == scene.order)
    }

    @Test func `a modify to no more than what is filled cancels the rest`() {
        var order = OrderScene.workingPartlyFilled.order
        var less = firstTerms
        less.quantity = Quantity(20)
        #expect(order.modify(less) == .sendCancel(ourID))
        #expect(order.cancelled() == .none)
        #expect(order.filled == Quantity(20))
    }

    @Test func `a cancel goes out at once for a working order`() {
        var order = OrderScene.working.order
        #expect(order.cancel() == .sendCancel(ourID))
        #expect(live(order)?.request == .cancel)
        #expect(order.cancelled() == .none)
        #expect(order.state == .closed(.cancelled))
    }

    @Test("a cancel without an id goes out with it", arguments: [OrderScene.placingCancelWanted, .inDoubtCancelWanted])
    func cancelWaitsForID(scene: OrderScene) {
        var order = scene.order
        #expect(order.cancelWanted)
        #expect(order.accepted(ourID) == .sendCancel(ourID))
        #expect(live(order)?.request == .cancel)
    }

    @Test func `a cancel goes out with the answer to a modify, whatever it is`() {
        var confirmed = OrderScene.modifyingCancelWanted.order
        #expect(confirmed.modified() == .sendCancel(ourID))
        #expect(live(confirmed)?.terms == lowerTerms)
        var refused = OrderScene.modifyingCancelWanted.order
        #expect(refused.modifyRefused(.notPermitted) == .sendCancel(ourID))
        #expect(live(refused)?.terms == firstTerms)
        var silent = OrderScene.modifyingCancelWanted.order
        #expect(silent.requestTimedOut() == .sendCancel(ourID))
        #expect(live(silent)?.termsInDoubt == true)
    }

    @Test func `a cancel does not wait for a modify that is silent`() {
        var order = OrderScene.modifySilent.order
        #expect(order.cancel() == .sendCancel(ourID))
        #expect(live(order)?.request == .cancel)
        #expect(live(order)?.isSilent == false)
    }

    // MARK: - Answers to place

    @Test("accepted makes it work", arguments: [OrderScene.placing, .inDoubt, .placingPartlyFilled])
    func accepted(scene: OrderScene) {
        var order = scene.order
        #expect(order.accepted(ourID) == .none)
        #expect(live(order)?.id == ourID)
        #expect(live(order)?.terms == firstTerms)
    }

    @Test func `BUY-9: a yes without an id is in doubt`() {
        var order = OrderScene.placing.order
        #expect(order.accepted(BrokerOrderID("")) == .fetchOrderBook)
        #expect(order.state == .inDoubt(firstTerms))
    }

    @Test("rejected closes", arguments: [OrderScene.placing, .inDoubt, .working])
    func rejected(scene: OrderScene) {
        var order = scene.order
        let band = Rejection.outsideBand(low: Price(rupees: Int64(2000)), high: Price(rupees: Int64(2200)))
        #expect(order.rejected(band) == .none)
        #expect(order.state == .closed(.rejected(band)))
    }

    @Test func `rejected after a fill is in doubt without an id, and a flag with one`() {
        var order = OrderScene.placingPartlyFilled.order
        #expect(order.rejected(.noHoldings) == .fetchOrderBook)
        #expect(order.state == .inDoubt(firstTerms))
        #expect(order.rejected(.noHoldings) == .flag(.rejectedAfterFill))
        #expect(order.state == .inDoubt(firstTerms))
        var working = OrderScene.workingPartlyFilled.order
        #expect(working.rejected(.noHoldings) == .flag(.rejectedAfterFill))
        #expect(working.state == .closed(.rejected(.noHoldings)))
    }

    @Test func `a place that times out asks the broker before anything else`() {
        var order = OrderScene.placing.order
        #expect(order.placeTimedOut() == .fetchOrderBook)
        #expect(order.state == .inDoubt(firstTerms))
    }

    // MARK: - Fills

    @Test("a total books what is new", arguments: [OrderScene.placing, .inDoubt, .working, .modifying, .cancelling])
    func traded(scene: OrderScene) {
        var order = scene.order
        #expect(order.traded(total: Quantity(20), value: worth(20)) == .book(quantity: Quantity(20), value: worth(20)))
        #expect(order.state == scene.order.state)
        #expect(order.traded(total: Quantity(35), value: worth(35)) == .book(quantity: Quantity(15), value: worth(15)))
        #expect(order.filled == Quantity(35))
        #expect(order.value == worth(35))
    }

    @Test(
        "the full total closes whatever is in flight",
        arguments: [OrderScene.placing, .inDoubt, .working, .modifying, .modifySilent, .cancelling]
    )
    func filled(scene: OrderScene) {
        var order = scene.order
        #expect(order.traded(total: Quantity(50), value: worth(50)) == .book(quantity: Quantity(50), value: worth(50)))
        #expect(order.state == .closed(.filled))
    }

    @Test func `SEL-13: 49 of 50 is not completed`() {
        var order = OrderScene.working.order
        _ = order.traded(total: Quantity(49), value: worth(49))
        #expect(live(order) != nil)
    }

    @Test func `a fill after a cancel is booked and flagged`() {
        var order = OrderScene.cancelled.order
        let some = order.traded(total: Quantity(20), value: worth(20))
        #expect(some == .bookAndFlag(quantity: Quantity(20), value: worth(20), .fillAfterClose))
        #expect(order.state == .closed(.cancelled))
        let rest = order.traded(total: Quantity(50), value: worth(50))
        #expect(rest == .bookAndFlag(quantity: Quantity(30), value: worth(30), .fillAfterClose))
        #expect(order.state == .closed(.filled))
    }

    @Test func `more than ordered is booked and flagged`() {
        var order = OrderScene.filled.order
        let action = order.traded(total: Quantity(60), value: worth(60))
        #expect(action == .bookAndFlag(quantity: Quantity(10), value: worth(10), .overfilled))
        #expect(order.filled == Quantity(60))
    }

    @Test(
        "a fill nobody can believe is flagged and not booked",
        arguments: [
            (-1, 0), (30, 0), (30, -5), (30, Int64.min), (30, Int64.max), (Int64.max, Int64.max),
            (30, 30 * (Price.limit.raw + 1)),
        ] as [(Int64, Int64)]
    )
    func implausible(total: Int64, value: Int64) {
        var order = OrderScene.working.order
        #expect(order.traded(total: Quantity(total), value: Money(raw: value)) == .flag(.implausibleFill))
        #expect(order == OrderScene.working.order)
    }

    @Test func `a fill whose price comes later is booked then, once`() {
        var order = OrderScene.working.order
        #expect(order.traded(total: Quantity(20), value: .zero) == .flag(.implausibleFill))
        #expect(order.traded(total: Quantity(20), value: worth(20)) == .book(quantity: Quantity(20), value: worth(20)))
    }

    @Test func `while the total is being raised, the old total is not the end`() {
        var raised = firstTerms
        raised.quantity = Quantity(80)
        var order = OrderScene.working.order
        _ = order.modify(raised)
        _ = order.traded(total: Quantity(50), value: worth(50))
        #expect(live(order) != nil)
        var confirmed = order
        #expect(confirmed.modified() == .none)
        #expect(live(confirmed)?.terms.quantity == Quantity(80))
        var refused = order
        #expect(refused.modifyRefused(.notPermitted) == .none)
        #expect(refused.state == .closed(.filled))
        var traded = order
        #expect(traded.traded(total: Quantity(80), value: worth(80)) == .book(quantity: Quantity(30), value: worth(30)))
        #expect(traded.state == .closed(.filled))
        #expect(order.completed(total: Quantity(50), value: worth(50)) == .none)
        #expect(order.state == .closed(.filled))
    }

    @Test func `a confirmed total that is filled already closes, and no cancel goes out`() {
        var order = OrderScene.working.order
        var less = firstTerms
        less.quantity = Quantity(30)
        _ = order.modify(less)
        _ = order.cancel()
        _ = order.traded(total: Quantity(30), value: worth(30))
        #expect(order.modified() == .none)
        #expect(order.state == .closed(.filled))
    }

    @Test func `SEL-8: complete with units missing is booked and flagged, and stays open`() {
        var order = OrderScene.working.order
        let action = order.completed(total: Quantity(30), value: worth(30))
        #expect(action == .bookAndFlag(quantity: Quantity(30), value: worth(30), .completedShort))
        #expect(order.completed(total: .zero, value: .zero) == .flag(.completedShort))
        #expect(live(order) != nil)
        let rest = order.completed(total: Quantity(50), value: worth(50))
        #expect(rest == .book(quantity: Quantity(20), value: worth(20)))
        #expect(order.state == .closed(.filled))
    }

    // MARK: - Answers to modify and cancel

    @Test func `SEL-5: a refused modify leaves the old terms`() {
        var order = OrderScene.modifying.order
        #expect(order.modifyRefused(.notPermitted) == .none)
        #expect(order.state == OrderScene.working.order.state)
    }

    @Test func `a modify refused after a silent one leaves the terms in doubt, and the same terms can be asked again`()
    {
        var order = OrderScene.modifyRetried.order
        #expect(order.modifyRefused(.notPermitted) == .flag(.termsInDoubt))
        #expect(live(order)?.termsInDoubt == true)
        #expect(order.modify(firstTerms) == .sendModify(ourID, firstTerms))
        #expect(order.modified() == .none)
        #expect(live(order)?.termsInDoubt == false)
    }

    @Test func `while the total is in doubt, only the larger or the broker's word ends the order`() {
        var raised = firstTerms
        raised.quantity = Quantity(80)
        var order = OrderScene.working.order
        _ = order.modify(raised)
        _ = order.requestTimedOut()
        #expect(order.foundInBook(ourID) == .sendModify(ourID, raised))
        #expect(order.modifyRefused(.notPermitted) == .flag(.termsInDoubt))
        _ = order.traded(total: Quantity(50), value: worth(50))
        #expect(live(order) != nil)
        #expect(order.completed(total: Quantity(50), value: worth(50)) == .none)
        #expect(order.state == .closed(.filled))
    }

    @Test func `an answer to an earlier request is not an answer to this one`() {
        var order = OrderScene.working.order
        _ = order.modify(lowerTerms)
        let first = order.requestNumber
        _ = order.modified(request: first)
        _ = order.modify(firstTerms)
        let before = order
        #expect(order.modified(request: first) == .none)
        #expect(order.modifyRefused(.notPermitted, request: first) == .none)
        #expect(order.requestTimedOut(request: first) == .none)
        #expect(order == before)
        #expect(order.modified(request: order.requestNumber) == .none)
        #expect(live(order)?.terms == firstTerms)
        _ = order.cancel()
        #expect(order.cancelRefused(.notPermitted, request: first) == .none)
        #expect(live(order)?.request == .cancel)
    }

    @Test func `a cancel by hand closes and is flagged, an IOC remainder is not`() {
        for scene in [OrderScene.placing, .inDoubt, .working, .modifying] {
            var order = scene.order
            #expect(order.cancelled() == .flag(.cancelledByOthers))
            #expect(order.state == .closed(.cancelled))
        }
        var order = OrderLifecycle()
        _ = order.place(OrderTerms(kind: .market, quantity: Quantity(50), validity: .ioc))
        #expect(order.cancelled() == .none)
    }

    @Test func `a refused cancel reads the book, and is sent again only when asked again`() {
        var order = OrderScene.cancelling.order
        #expect(order.cancelRefused(.notPermitted) == .fetchOrderBook)
        #expect(order.foundInBook(ourID) == .none)
        var kept = order
        _ = kept.modify(lowerTerms)
        #expect(kept.modified() == .none)
        #expect(order.cancel() == .sendCancel(ourID))
    }

    @Test("expired closes", arguments: [OrderScene.placing, .inDoubt, .workingPartlyFilled, .cancelling])
    func expired(scene: OrderScene) {
        var order = scene.order
        #expect(order.expired() == .none)
        #expect(order.state == .closed(.expired))
        #expect(order.filled == scene.order.filled)
    }

    // MARK: - The order book

    @Test func `a silent request reads the book, and is sent again when the order is still open`() {
        var modify = OrderScene.modifying.order
        #expect(modify.requestTimedOut() == .fetchOrderBook)
        #expect(modify.foundInBook(ourID) == .sendModify(ourID, lowerTerms))
        #expect(modify.modified() == .none)
        #expect(live(modify)?.terms == lowerTerms)
        #expect(live(modify)?.termsInDoubt == false)
        var cancel = OrderScene.cancelling.order
        #expect(cancel.requestTimedOut() == .fetchOrderBook)
        #expect(cancel.foundInBook(ourID) == .sendCancel(ourID))
    }

    @Test func `the answer to a silent request still counts`() {
        var order = OrderScene.modifySilent.order
        #expect(order.modified() == .none)
        #expect(live(order)?.terms == lowerTerms)
        #expect(live(order)?.isSilent == false)
        #expect(order.foundInBook(ourID) == .none)
    }

    @Test func `an order in doubt that is found works`() {
        var order = OrderScene.inDoubt.order
        #expect(order.foundInBook(ourID) == .none)
        #expect(order.state == OrderScene.working.order.state)
    }

    @Test func `three empty reads close an order in doubt, two do not`() {
        var order = OrderScene.inDoubt.order
        #expect(order.absentFromBook() == .fetchOrderBook)
        #expect(order.absentFromBook() == .fetchOrderBook)
        #expect(order.state == .inDoubt(firstTerms))
        #expect(order.absentFromBook() == .none)
        #expect(order.state == .closed(.absent))
    }

    @Test func `an order in doubt with fills is never given up`() {
        var order = OrderScene.inDoubtPartlyFilled.order
        _ = order.absentFromBook()
        _ = order.absentFromBook()
        #expect(order.absentFromBook() == .flag(.absentAfterFill))
        #expect(order.absentFromBook() == .flag(.absentAfterFill))
        #expect(order.state == .inDoubt(firstTerms))
    }

    @Test func `an order that arrives after it was given up is cancelled at once, and until it is`() {
        for found in [false, true] {
            var order = OrderScene.absent.order
            #expect((found ? order.foundInBook(ourID) : order.accepted(ourID)) == .sendCancel(ourID))
            #expect(live(order)?.request == .cancel)
            #expect(order.requestTimedOut() == .fetchOrderBook)
            #expect(order.foundInBook(ourID) == .sendCancel(ourID))
            #expect(order.cancelled() == .none)
            #expect(order.state == .closed(.cancelled))
        }
    }

    @Test func `contradictions are flagged`() {
        var second = OrderScene.working.order
        #expect(second.accepted(otherID) == .flag(.secondOrder(otherID)))
        #expect(second.absentFromBook() == .flag(.missingFromBook))
        for scene in [OrderScene.cancelled, .rejected, .expired] {
            var order = scene.order
            #expect(order.foundInBook(ourID) == .flag(.openAfterClose(ourID)))
        }
        var filled = OrderScene.filled.order
        #expect(filled.rejected(.noHoldings) == .flag(.rejectedAfterFill))
        var idle = OrderLifecycle()
        #expect(idle.traded(total: Quantity(1), value: worth(1)) == .flag(.unsolicited))
        #expect(idle.state == .idle)
    }

    // MARK: - Restarts

    @Test func `after a crash an order being placed is in doubt, and counts its reads anew`() {
        var order = OrderScene.placing.order
        #expect(order.restarted() == .fetchOrderBook)
        #expect(order.state == .inDoubt(firstTerms))
        _ = order.absentFromBook()
        _ = order.absentFromBook()
        #expect(order.restarted() == .fetchOrderBook)
        _ = order.absentFromBook()
        _ = order.absentFromBook()
        #expect(order.state == .inDoubt(firstTerms))
    }

    @Test func `after a crash what was in flight is asked again once the order is found open`() {
        var modify = OrderScene.modifying.order
        #expect(modify.restarted() == .fetchOrderBook)
        #expect(modify.foundInBook(ourID) == .sendModify(ourID, lowerTerms))
        var cancel = OrderScene.cancelling.order
        #expect(cancel.restarted() == .fetchOrderBook)
        #expect(cancel.foundInBook(ourID) == .sendCancel(ourID))
        var both = OrderScene.modifyingCancelWanted.order
        #expect(both.restarted() == .fetchOrderBook)
        #expect(both.foundInBook(ourID) == .sendCancel(ourID))
        var working = OrderScene.working.order
        #expect(working.restarted() == .fetchOrderBook)
        #expect(working.foundInBook(ourID) == .none)
        #expect(working == OrderScene.working.order)
    }

    @Test func `every anomaly and rejection says something`() {
        #expect(OrderLifecycle.Anomaly.secondOrder(otherID).description.contains(otherID.text))
        #expect(Rejection.funds(need: worth(1), have: .zero).description == "needs 2234.40 rupees, has 0.00")
        #expect(Rejection.other(code: "RMS", text: "no").description == "no (RMS)")
    }
}
