package import SaudaBroker

/// Shows what the links tell while something else is waited for: a login that is missing is what is waited for.
package struct NewsDesk {
    /// Nil ends a wait.
    private let news = Mailbox<LinkNotice?>()
    private let show: (LinkNotice) -> Void

    package init(_ show: @escaping (LinkNotice) -> Void) { self.show = show }

    /// For links, from any task.
    package var post: @Sendable (LinkNotice) -> Void { { [news] in news.post($0) } }

    /// Notices come in the order they were told; those left over are shown in the next wait, or passed on.
    package func waiting<Value: Sendable>(
        for work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let task = Task { [news] in
            defer { news.post(nil) }
            return try await work()
        }
        return try await withTaskCancellationHandler {
            var isOver = false
            while !isOver, let batch = await news.next() {
                for notice in batch { if let notice { show(notice) } else { isOver = true } }
            }
            return try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// Hands all that comes from now on to somebody who reads it among other things, until the task is cancelled.
    func passOn(_ take: @escaping @Sendable (LinkNotice) -> Void) -> Task<Void, Never> {
        Task { [news] in
            while !Task.isCancelled, let batch = await news.next() {
                for notice in batch { if let notice { take(notice) } }
            }
        }
    }

    /// Ends `passOn`.
    func close() { news.close() }
}
