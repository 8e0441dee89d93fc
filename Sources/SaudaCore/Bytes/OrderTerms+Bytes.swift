extension OrderTerms: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        writer.write(kind)
        writer.write(quantity)
        writer.write(limit)
        writer.write(trigger)
        writer.write(validity)
        writer.write(disclosed)
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        try self.init(
            kind: reader.read(),
            quantity: reader.read(),
            limit: reader.read(),
            trigger: reader.read(),
            validity: reader.read(),
            disclosed: reader.read()
        )
    }
}

extension OrderRequest: ByteCodable {
    func encode(into writer: inout ByteWriter) {
        writer.write(id)
        writer.write(account)
        writer.write(instrument)
        writer.write(side)
        writer.write(product)
        writer.write(variety)
        writer.write(terms)
        writer.write(strategy)
        writer.write(text: reason)
    }

    init(decoding reader: inout ByteReader) throws(ByteError) {
        try self.init(
            id: reader.read(),
            account: reader.read(),
            instrument: reader.read(),
            side: reader.read(),
            product: reader.read(),
            variety: reader.read(),
            terms: reader.read(),
            strategy: reader.read(),
            reason: reader.readText()
        )
    }
}
