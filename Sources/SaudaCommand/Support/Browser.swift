import Glibc

/// The person's browser, where there is one.
enum Browser {
    /// Opens an address of this machine; it stands in the process list, so it must hold no secret.
    static func open(_ url: String) {
        guard Terminal.errIsTerminal, has("DISPLAY") || has("WAYLAND_DISPLAY") else { return }
        var actions = unsafe posix_spawn_file_actions_t()
        guard unsafe posix_spawn_file_actions_init(&actions) == 0 else { return }
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        for file in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
            unsafe posix_spawn_file_actions_addopen(&actions, file, "/dev/null", O_RDWR, 0)
        }
        let program = unsafe strdup("xdg-open")
        let address = unsafe strdup(url)
        defer {
            unsafe free(program)
            unsafe free(address)
        }
        let arguments = unsafe [program, address, nil]
        var process = pid_t()
        _ = unsafe posix_spawnp(&process, "xdg-open", &actions, nil, arguments, environ)
    }

    private static func has(_ name: String) -> Bool { unsafe getenv(name) != nil }
}
