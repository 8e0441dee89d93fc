import SaudaCore

/// The style sheet and the script that are compiled in.
enum PageParts {
    static var style: String { String(decoding: PackageResources.report_css, as: UTF8.self) }

    /// The start of a page up to its body. The policy lets nothing be fetched, whatever stands in a name.
    static func head(title: String) -> String {
        """
        <!doctype html>
        <html lang=en>
        <head>
        <meta charset=utf-8>
        <meta name=viewport content="width=device-width,initial-scale=1">
        <meta name=color-scheme content="light dark">
        <meta http-equiv=Content-Security-Policy content="default-src 'none';style-src 'unsafe-inline';\
        script-src 'unsafe-inline';img-src data:">
        <title>\(title.escaped) – sauda</title>
        <style>\(style)</style>
        </head>

        """
    }

    /// Of a page that draws nothing: light or dark.
    static var themeScript: String {
        "(() => {\n\"use strict\";\n" + String(decoding: PackageResources.theme_js, as: UTF8.self) + "})();\n"
    }

    /// One function around all files, so that nothing of the page is global.
    static var script: String {
        let files = [
            PackageResources.base_js, PackageResources.chart_js, PackageResources.curves_js,
            PackageResources.prices_js, PackageResources.trades_js, PackageResources.sweep_js,
            PackageResources.theme_js, PackageResources.report_js,
        ]
        return "(() => {\n" + files.map { String(decoding: $0, as: UTF8.self) }.joined() + "})();\n"
    }
}

extension String {
    /// As text or inside an attribute's quotes; characters that steer are spaces.
    var escaped: String {
        var text = ""
        for scalar in printable.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// A hyphen before a figure as a minus sign.
    var withMinus: String { hasPrefix("-") ? "\u{2212}" + dropFirst() : self }
}

extension Figures {
    /// `₹12.35 lakh`, `₹1.20 crore`, below a lakh in whole rupees.
    static func shortRupees(_ money: Money?) -> String {
        guard let money else { return undefined }
        let rupees = money.rupees.magnitude
        let sign = money.raw < 0 ? "\u{2212}" : ""
        if rupees >= 9_999_500 { return "\(sign)₹\(decimal(rupees / 10_000_000)) crore" }
        if rupees >= 99_999.5 { return "\(sign)₹\(decimal(rupees / 100_000)) lakh" }
        return "\(sign)₹\(grouped(UInt64(rupees.rounded())))"
    }
}
