extension OrderLifecycle {
    /// Hands a report to the input it belongs to.
    package mutating func take(_ kind: Report.Kind) -> Action {
        switch kind {
        case .accepted(let id): accepted(id)
        case .rejected(let why): rejected(why)
        case .placeTimedOut: placeTimedOut()
        case .traded(let total, let value): traded(total: total, value: value)
        case .completed(let total, let value): completed(total: total, value: value)
        case .modified(let number): modified(request: number)
        case .modifyRefused(let why, let number): modifyRefused(why, request: number)
        case .cancelled: cancelled()
        case .cancelRefused(let why, let number): cancelRefused(why, request: number)
        case .requestTimedOut(let number): requestTimedOut(request: number)
        case .expired: expired()
        case .foundInBook(let id): foundInBook(id)
        case .absentFromBook: absentFromBook()
        }
    }
}
