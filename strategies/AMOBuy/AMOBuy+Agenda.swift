public import SaudaCore

// One errand at a time, by schedule or by name, and one question at a time within it.

extension AMOBuy {
    /// Starts an errand, or lines it up behind the one under way. Done today, under way or lined up: nothing.
    mutating func begin(_ next: Errand, on desk: inout Desk) {
        guard !done.contains(next), errand != next, !agenda.contains(next) else { return }
        agenda.append(next)
        if errand == nil { startNext(on: &desk) }
    }

    /// Ends the errand under way and starts the next.
    mutating func finish(_ ended: Errand, on desk: inout Desk) {
        guard errand == ended else { return }
        // What could not be read may be tried again.
        if ended != .load { done.insert(ended) }
        errand = nil
        startNext(on: &desk)
    }

    private mutating func startNext(on desk: inout Desk) {
        while errand == nil, !agenda.isEmpty {
            let next = agenda.removeFirst()
            errand = next
            start(next, on: &desk)
        }
    }

    private mutating func start(_ errand: Errand, on desk: inout Desk) {
        switch errand {
        case .load: startLoading(on: &desk)
        case .premarketRetry: startBuys(.retry, on: &desk)
        case .premarketAdjustment: startAdjustment(on: &desk)
        case .analysis: startAnalysis(on: &desk)
        case .buyOrders: startEveningBuys(on: &desk)
        case .cleanup: cleanUp(on: &desk)
        }
    }

    // MARK: - Questions

    mutating func ask(_ next: Question, on desk: inout Desk) {
        question.request = desk.fetch(next)
        question.asked = desk.now
    }

    /// Looks once, some minutes later, whether the errand that starts now is stuck in a question.
    mutating func watchPatience(on desk: inout Desk) {
        desk.wake(at: desk.now.advanced(by: OpenQuestion.patience), label: Label.patience)
    }

    mutating func checkPatience(on desk: inout Desk) {
        guard question.request != nil else { return }
        if question.isOverdue(at: desk.now) {
            question.request = nil
            take(.failure("no answer in three minutes"), on: &desk)
        }
        if question.request != nil { watchPatience(on: &desk) }
    }

    public mutating func answered(_ request: RequestID, _ answer: Answer, on desk: inout Desk) {
        guard request == question.request else { return }
        question.request = nil
        take(answer, on: &desk)
    }

    private mutating func take(_ answer: Answer, on desk: inout Desk) {
        switch errand {
        case .load: takeHistory(answer, on: &desk)
        case .analysis: takeResearch(answer, on: &desk)
        case .premarketRetry, .buyOrders: takeAccount(answer, on: &desk)
        case .premarketAdjustment: takeAdjustment(answer, on: &desk)
        case .cleanup, nil: break
        }
    }
}
