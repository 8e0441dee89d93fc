import CCurl
import SaudaBroker

/// One easy handle, used again and again on the caller's own thread: libcurl at its fastest.
@safe final class DirectCurl {
    private let easy: UnsafeMutableRawPointer
    private var lines: UnsafeMutablePointer<curl_slist>?

    struct Failure: Error { var code: UInt32 }

    init(_ request: HTTPRequest) throws {
        guard let easy = unsafe curl_easy_init() else { throw Failure(code: 0) }
        unsafe self.easy = easy
        for line in request.headers { unsafe lines = curl_slist_append(lines, "\(line.name): \(line.value)") }
        unsafe sauda_set_text(easy, CURLOPT_URL, request.url)
        unsafe sauda_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count))
        unsafe sauda_set_bytes(easy, CURLOPT_COPYPOSTFIELDS, request.body)
        unsafe sauda_set_lines(easy, CURLOPT_HTTPHEADER, lines)
        unsafe sauda_set_long(easy, CURLOPT_NOSIGNAL, 1)
        unsafe sauda_set_writer(easy, CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count }
    }

    deinit {
        unsafe curl_easy_cleanup(easy)
        unsafe curl_slist_free_all(lines)
    }

    func perform() throws {
        let code = unsafe curl_easy_perform(easy)
        guard code == CURLE_OK else { throw Failure(code: code.rawValue) }
    }
}
