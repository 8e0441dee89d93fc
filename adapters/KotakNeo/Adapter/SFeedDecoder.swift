import SaudaBroker
import SaudaCore

/// SFeed frames as people read them: one JSON object a packet, with the names of the broker's own client. Prices are by
/// the documented dividers, which a connection may override.
package enum SFeedDecoder {
    package static func text(of frame: RawSpan) -> DecodedText {
        var text = DecodedText()
        let exchanges = SFeedExchanges()
        do throws(WireError) {
            var packets = SFeedWalk()
            while let (kind, place) = try packets.next(in: frame) {
                let packet = frame.extracting(place)
                let number = packet.byte(at: 4)
                guard let scale = exchanges.scale(number) else {
                    text.notes.append("a packet of exchange \(number) is left out")
                    continue
                }
                var fields = [(name: "exchange_segment", value: DecodedText.quoted(exchanges.name(number)))]
                switch kind {
                case .mini: fields += mini(packet, scale)
                case .picture: fields += picture(packet, scale)
                case .index: fields += index(packet, scale)
                case .marketStatus:
                    fields += [("type", "\"market_status\""), ("status_code", "\(packet.uint16LE(at: 9))")]
                    fields.append(("status", DecodedText.quoted(SFeedText.text(packet, 11, 5))))
                case .other(let code):
                    text.notes.append("a packet of code \(code) is left out")
                    continue
                }
                text.lines.append("{" + fields.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",") + "}")
            }
        } catch {
            text.isMalformed = true
            text.lines.append(#"{"error":"\#(error)"}"#)
        }
        return text
    }

    private typealias Fields = [(name: String, value: String)]
    private typealias Places = [(name: String, place: Int)]

    private static func long(_ packet: RawSpan, _ place: Int) -> String {
        "\(Int64(bitPattern: packet.uint64LE(at: place)))"
    }

    private static func prices(_ packet: RawSpan, _ scale: HSMScale, _ places: Places) -> Fields {
        places.map { ($0.name, "\(scale.price(Int64(packet.uint32LE(at: $0.place))))") }
    }

    private static func signed(_ packet: RawSpan, _ scale: HSMScale, _ places: Places) -> Fields {
        places.map { ($0.name, "\(scale.price(packet.int32LE(at: $0.place)))") }
    }

    private static func percent(_ packet: RawSpan, _ place: Int) -> (name: String, value: String) {
        ("net_change_percent", "\(Money(paise: Int64(packet.int32LE(at: place))))")
    }

    private static func token(_ packet: RawSpan) -> (name: String, value: String) {
        ("instrument_token", "\"\(packet.uint32LE(at: 9))\"")
    }

    private static func mini(_ packet: RawSpan, _ scale: HSMScale) -> Fields {
        var fields: Fields = [token(packet), ("type", "\"scrip_lite\"")]
        fields += prices(packet, scale, [("last_traded_price", 21), ("close_price", 33)])
        fields += signed(packet, scale, [("net_change", 41)])
        fields += [("last_trade_time", long(packet, 13)), ("last_trade_qty", long(packet, 25)), percent(packet, 37)]
        fields += [("market_lot", "\(packet.uint32LE(at: 45))"), ("precision", "\(packet.byte(at: 49))")]
        return fields + [("multiplier", "\(packet.uint32LE(at: 50))")]
    }

    private static func picture(_ packet: RawSpan, _ scale: HSMScale) -> Fields {
        var fields: Fields = [token(packet), ("type", "\"scrip\""), ("level", "\(packet.byte(at: 5))")]
        fields += prices(
            packet,
            scale,
            [
                ("last_traded_price", 69), ("open_price", 53), ("high_price", 61), ("low_price", 65),
                ("close_price", 57), ("average_trade_price", 81), ("upper_circuit_limit", 119),
                ("lower_circuit_limit", 123), ("yearly_high", 127), ("yearly_low", 131),
            ]
        )
        fields += signed(packet, scale, [("net_change", 115)])
        for (name, place) in [
            ("last_trade_time", 37), ("last_update_time", 45), ("last_trade_qty", 73), ("total_buy_quantity", 13),
            ("total_sell_quantity", 21), ("volume_traded_today", 29),
        ] { fields.append((name, long(packet, place))) }
        fields.append(percent(packet, 99))
        fields += [("open_interest", "\(packet.uint32LE(at: 103))"), ("market_lot", "\(packet.uint32LE(at: 135))")]
        // A binary float on the wire, in the unit of the prices; left out where it has no room here.
        let traded = Double(bitPattern: packet.uint64LE(at: 107))
        if traded.magnitude < 0x1p49 {
            fields.append(("total_traded_value", "\(scale.price(Int64(traded.rounded())))"))
        }
        fields += [("precision", "\(packet.byte(at: 139))"), ("multiplier", "\(packet.uint32LE(at: 140))")]
        fields.append(("auction", packet.byte(at: 6) == 0 ? "false" : "true"))
        let bids = Int(packet.uint32LE(at: 89))
        fields.append(("buy", rows(packet, scale, 0..<bids)))
        fields.append(("sell", rows(packet, scale, bids..<bids + Int(packet.uint32LE(at: 93)))))
        return fields
    }

    private static func rows(_ packet: RawSpan, _ scale: HSMScale, _ rows: Range<Int>) -> String {
        let texts = rows.map { row in
            let start = 144 + row * 16
            let price = scale.price(packet.int32LE(at: start + 8))
            let orders = packet.int32LE(at: start + 12)
            return #"{"quantity":\#(long(packet, start)),"price":\#(price),"orders":\#(orders)}"#
        }
        return "[" + texts.joined(separator: ",") + "]"
    }

    private static func index(_ packet: RawSpan, _ scale: HSMScale) -> Fields {
        var fields: Fields = [token(packet), ("type", "\"index\"")]
        fields.append(("name", DecodedText.quoted(SFeedText.text(packet, 66, 21))))
        fields += signed(
            packet,
            scale,
            [
                ("last_traded_price", 29), ("open_price", 13), ("high_price", 21), ("low_price", 25),
                ("close_price", 17), ("yearly_high", 41), ("yearly_low", 45),
            ]
        )
        let change = scale.price(packet.int32LE(at: 29)) - scale.price(packet.int32LE(at: 17))
        fields += [("change", "\(change)"), percent(packet, 49), ("last_trade_time", long(packet, 33))]
        return fields + [
            ("precision", "\(packet.byte(at: 61))"), ("multiplier", "\(scale.price(packet.int32LE(at: 62)))"),
        ]
    }
}
