import CCurl
import SaudaBroker
import SaudaCore

extension CurlTransfer {
    /// What libcurl's result means. Read before the handle is released.
    func outcome(_ code: CURLcode) -> Outcome {
        guard let handle else { return .failure(failure(.cancelled, "was given up")) }
        let said = handle.takeErrorText()
        guard code == CURLE_OK else { return .failure(isTooLarge ? tooLarge : failure(code, said)) }
        let status = handle.long(CURLINFO_RESPONSE_CODE)
        let headers = handle.headers
        guard isHeadWhole, (200...999).contains(status), hasEnd(status, headers, handle) else {
            return .failure(
                failure(.cut, "the answer does not say where it ends, so that a cut cannot be told from it")
            )
        }
        return .success(HTTPResponse(status: status, headers: headers, body: body, timings: timings(handle)))
    }

    /// Whether the answer tells its own end. One that ends with its connection could be cut anywhere, and libcurl does
    /// not see that a TLS connection ended without a farewell.
    private func hasEnd(_ status: Int, _ headers: [HTTPHeader], _ handle: CurlHandle) -> Bool {
        handle.size(CURLINFO_CONTENT_LENGTH_DOWNLOAD_T) >= 0 || status == 204 || status == 304
            || handle.long(CURLINFO_HTTP_VERSION) >= CURL_HTTP_VERSION_2_0
            || headers.contains {
                $0.name.lowercased() == "transfer-encoding" && $0.value.lowercased().hasSuffix("chunked")
            }
    }

    /// Unpacks the body where it is packed. Not on the loop's thread: it may take a while.
    func unpacked(_ response: HTTPResponse) throws(HTTPFailure) -> HTTPResponse {
        let encoding = response.header("content-encoding")?.lowercased() ?? "identity"
        guard encoding != "identity", !response.body.isEmpty else { return response }
        guard encoding == "gzip" || encoding == "x-gzip" else {
            throw failure(.malformed, "the body is in an encoding that was not asked for")
        }
        var response = response
        do {
            response.body = try Gunzip.unpack(response.body, cap: responseCap)
        } catch {
            throw error == .tooLarge ? tooLarge : failure(.malformed, "the body is no whole gzip, as it says it is")
        }
        return response
    }

    private func timings(_ handle: CurlHandle) -> HTTPTimings {
        let waited = started - submitted
        var last: Int64 = 0
        func phase(_ info: CURLINFO) -> TimeSpan {
            last = max(last, handle.size(info))
            return TimeSpan(microseconds: waited + last)
        }
        return HTTPTimings(
            nameLookUp: phase(CURLINFO_NAMELOOKUP_TIME_T),
            connect: phase(CURLINFO_CONNECT_TIME_T),
            tls: phase(CURLINFO_APPCONNECT_TIME_T),
            firstByte: phase(CURLINFO_STARTTRANSFER_TIME_T),
            total: phase(CURLINFO_TOTAL_TIME_T)
        )
    }

    /// - Parameter said: libcurl's own words; they are repeated only where the request had no part in them yet.
    private func failure(_ code: CURLcode, _ said: String) -> HTTPFailure {
        let words = unsafe String(cString: curl_easy_strerror(code))
        let detail = hasBegun || said.isEmpty ? words : said
        switch code {
        case CURLE_OPERATION_TIMEDOUT: return timedOut
        case CURLE_URL_MALFORMAT: return failure(.badURL, detail)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: return failure(.nameLookUp, detail)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR:
            return failure(.certificate, detail)
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_ENGINE_INITFAILED, CURLE_USE_SSL_FAILED:
            return failure(.tls, detail)
        case CURLE_FILESIZE_EXCEEDED: return tooLarge
        // A header line longer than libcurl takes.
        case CURLE_OUT_OF_MEMORY where hasBegun: return tooLarge
        case CURLE_BAD_CONTENT_ENCODING, CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_HTTP2:
            return failure(.malformed, detail)
        case CURLE_RECV_ERROR where hasBegun && said.contains("chunked-encoding"): return failure(.malformed, detail)
        case CURLE_ABORTED_BY_CALLBACK where hasBegun:
            return failure(.cut, "the kept connection had died; the request is not sent again by itself")
        default: return failure(hasBegun ? .cut : .connect, detail)
        }
    }

    private var tooLarge: HTTPFailure {
        failure(.tooLarge, "the answer is larger than \(responseCap) bytes, or its headers than \(headerCap)")
    }

    var timedOut: HTTPFailure {
        failure(.timedOut, "no whole answer within \(Double(limit.microseconds) / 1e6) s")
    }

    func failure(_ kind: HTTPFailure.Kind, _ text: String) -> HTTPFailure {
        HTTPFailure(kind, mayHaveArrived: hasBegun, text: "\(request.method.rawValue) to \(address.host): \(text)")
    }
}
