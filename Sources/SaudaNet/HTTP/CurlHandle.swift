import CCurl
import SaudaBroker

/// One of libcurl's easy handles: options in, figures out. Kept between requests; only its loop's thread touches it.
@safe final class CurlHandle {
    let pointer: UnsafeMutableRawPointer
    private let errorText: UnsafeMutableBufferPointer<CChar>

    init?(_ setup: CurlSetup) {
        guard let pointer = unsafe curl_easy_init() else { return nil }
        unsafe self.pointer = pointer
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0)
        unsafe set(pointer: CURLOPT_ERRORBUFFER, errorText.baseAddress)
        setup.apply(to: self)
    }

    deinit {
        unsafe curl_easy_cleanup(pointer)
        unsafe errorText.deallocate()
    }

    func set(_ option: CURLoption, _ value: Int) { check(unsafe sauda_set_long(pointer, option, value)) }
    func set(size option: CURLoption, _ value: Int) { check(unsafe sauda_set_size(pointer, option, curl_off_t(value))) }
    func set(_ option: CURLoption, _ value: String?) { check(unsafe sauda_set_text(pointer, option, value)) }
    func set(bytes option: CURLoption, _ value: [UInt8]) { check(unsafe sauda_set_bytes(pointer, option, value)) }
    func set(pointer option: CURLoption, _ value: UnsafeMutableRawPointer?) {
        check(unsafe sauda_set_pointer(pointer, option, value))
    }
    func set(lines value: UnsafeMutablePointer<curl_slist>?, _ option: CURLoption = CURLOPT_HTTPHEADER) {
        check(unsafe sauda_set_lines(pointer, option, value))
    }
    func set(
        writer option: CURLoption,
        _ value: @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int
    ) {
        check(unsafe sauda_set_writer(pointer, option, value))
    }

    func long(_ info: CURLINFO) -> Int {
        var value = 0
        _ = unsafe sauda_get_long(pointer, info, &value)
        return value
    }

    func size(_ info: CURLINFO) -> Int64 {
        var value: curl_off_t = 0
        _ = unsafe sauda_get_size(pointer, info, &value)
        return Int64(value)
    }

    /// The final answer's header lines; interim answers and trailers are left out.
    var headers: [HTTPHeader] {
        var headers: [HTTPHeader] = []
        var line: UnsafeMutablePointer<curl_header>?
        while true {
            unsafe line = curl_easy_nextheader(pointer, UInt32(CURLH_HEADER), -1, line)
            guard let found = unsafe line?.pointee, let name = unsafe found.name, let value = unsafe found.value else {
                return headers
            }
            unsafe headers.append(HTTPHeader(String(cString: name), String(cString: value)))
        }
    }

    /// What libcurl said about the last failure; empties it for the next request.
    func takeErrorText() -> String {
        defer { unsafe errorText[0] = 0 }
        return unsafe errorText.baseAddress.map { unsafe String(cString: $0) } ?? ""
    }

    /// Each option is known to the oldest libcurl that compiles and takes each of our values; only memory can fail.
    private func check(_ code: CURLcode) {
        precondition(code == CURLE_OK, "libcurl refused an option; its installation does not fit its headers")
    }
}
