package import SaudaBroker
package import SaudaCore

/// Brokers quote what they were sent: what they say is masked before it is shown, decided by or written down.
extension Redactor {
    package func redact(_ notice: LinkNotice) -> LinkNotice {
        LinkNotice(notice.level, notice.code, redact(notice.text))
    }

    package func redact(_ error: BrokerError) -> BrokerError {
        var error = error
        error.summary = redact(error.summary)
        error.nextStep = redact(error.nextStep)
        error.rejection = error.rejection.map(redact)
        return error
    }

    package func redact(_ kind: Event.Kind) -> Event.Kind {
        switch kind {
        case .report(var report):
            switch report.kind {
            case .rejected(let why): report.kind = .rejected(redact(why))
            case .modifyRefused(let why, let request): report.kind = .modifyRefused(redact(why), request: request)
            case .cancelRefused(let why, let request): report.kind = .cancelRefused(redact(why), request: request)
            default: break
            }
            return .report(report)
        case .answer(let id, .failure(let text)): return .answer(id, .failure(redact(text)))
        default: return kind
        }
    }

    private func redact(_ rejection: Rejection) -> Rejection {
        switch rejection {
        case .notSent(let reason): .notSent(redact(reason))
        case .other(let code, let text): .other(code: redact(code), text: redact(text))
        default: rejection
        }
    }
}

extension Event.Kind {
    /// Whether a broker's own words may stand in it. Prices, which come by the million, are passed over at once.
    var quotesBroker: Bool {
        switch self {
        case .report, .answer: true
        default: false
        }
    }
}
