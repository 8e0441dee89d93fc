import SaudaCore

/// Things due at a time, handed out in order of time, and of arrival where times are equal. A binary heap.
struct Timers<Element: Sendable>: Sendable {
    private struct Entry: Sendable {
        var time: Timestamp
        var order: UInt64
        var element: Element

        func isBefore(_ other: Entry) -> Bool {
            time != other.time ? time < other.time : order < other.order
        }
    }

    private var heap: [Entry] = []
    private var count: UInt64 = 0

    var next: Timestamp? { heap.first?.time }

    mutating func add(_ element: Element, at time: Timestamp) {
        count += 1
        heap.append(Entry(time: time, order: count, element: element))
        var index = heap.count - 1
        while index > 0, heap[index].isBefore(heap[(index - 1) / 2]) {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    /// Takes the first one out.
    mutating func pop() -> (time: Timestamp, element: Element)? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return (first.time, first.element)
    }

    private mutating func sink() {
        var index = 0
        while true {
            var least = index
            for child in (2 * index + 1)..<(2 * index + 3) where child < heap.count {
                if heap[child].isBefore(heap[least]) { least = child }
            }
            guard least != index else { return }
            heap.swapAt(index, least)
            index = least
        }
    }
}
