import Glibc

/// Another program, run to its end.
enum ChildProcess {
    /// - Returns: its exit code and what it printed on both streams; nil when there is no such program.
    static func run(_ arguments: [String]) -> (status: Int32, output: String)? {
        var pipes: [Int32] = [0, 0]
        guard let name = arguments.first, unsafe pipe(&pipes) == 0 else { return nil }
        for file in pipes { _ = fcntl(file, F_SETFD, FD_CLOEXEC) }
        defer { close(pipes[0]) }
        var actions = unsafe posix_spawn_file_actions_t()
        guard unsafe posix_spawn_file_actions_init(&actions) == 0 else { return nil }
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        for file in [STDOUT_FILENO, STDERR_FILENO] { unsafe posix_spawn_file_actions_adddup2(&actions, pipes[1], file) }
        let words = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        var process = pid_t()
        let spawned = unsafe posix_spawnp(&process, name, &actions, nil, words, environ)
        close(pipes[1])
        guard spawned == 0 else { return nil }
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe read(pipes[0], &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            output += buffer[..<count]
        }
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
        let code = status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
        return (code, String(decoding: output, as: UTF8.self))
    }
}
