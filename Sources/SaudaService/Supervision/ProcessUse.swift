import CProcess
import FoundationEssentials
import Glibc

/// What this process takes of its machine now.
package struct ProcessUse: Hashable, Sendable, CustomStringConvertible {
    /// Memory in bytes that is really there.
    package var resident: Int
    /// Bytes that the program has asked for and not given back, as the allocator counts them.
    package var heap: Int
    /// Open files and sockets.
    package var descriptors: Int

    /// 0 for what the system does not tell.
    package init() {
        heap = sauda_heap_in_use()
        resident = Self.residentPages * sysconf(Int32(_SC_PAGESIZE))
        // The one that is open for this look is among them.
        descriptors = max(0, ((try? Folders.names(in: "/proc/self/fd")) ?? []).count - 1)
    }

    /// The second number of the file.
    private static var residentPages: Int {
        let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let numbers = text?.split(separator: " ") ?? []
        return numbers.count > 1 ? Int(numbers[1]) ?? 0 : 0
    }

    /// For a process that lives for months and has few threads that allocate much: before the first of them begins.
    package static func limitArenas() { sauda_limit_arenas(2) }

    /// Lets the system have what the allocator keeps of a day that is over.
    package static func giveMemoryBack() { sauda_give_memory_back() }

    package var description: String {
        "\(Self.megabytes(resident)) MB resident, \(Self.megabytes(heap)) MB of heap in use, "
            + "\(descriptors) descriptors open"
    }

    /// With two decimals, cut off.
    private static func megabytes(_ bytes: Int) -> String {
        let hundredths = bytes / 10_000
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
