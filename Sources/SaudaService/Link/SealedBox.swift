import COpenSSL

/// AES-256-GCM and scrypt, by libcrypto.
enum SealedBox {
    private static let tagLength = 16

    /// Nil when there is not the memory for it.
    static func key(_ secret: [UInt8], salt: [UInt8], cost: ScryptCost = .session) -> [UInt8]? {
        var key = [UInt8](repeating: 0, count: 32)
        let done = unsafe secret.withUnsafeBufferPointer { secret in
            unsafe secret.withMemoryRebound(to: CChar.self) { secret in
                unsafe EVP_PBE_scrypt(
                    secret.baseAddress,
                    secret.count,
                    salt,
                    salt.count,
                    1 << UInt64(cost.logN),
                    UInt64(cost.blocks),
                    UInt64(cost.lanes),
                    UInt64(cost.memory),
                    &key,
                    key.count
                )
            }
        }
        return done == 1 ? key : nil
    }

    /// Ciphertext, then the tag. `header` is not encrypted but proven.
    static func seal(_ bytes: [UInt8], key: [UInt8], nonce: [UInt8], header: [UInt8]) -> [UInt8]? {
        guard let context = unsafe EVP_CIPHER_CTX_new() else { return nil }
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        var sealed = [UInt8](repeating: 0, count: bytes.count)
        var tag = [UInt8](repeating: 0, count: tagLength)
        var count: Int32 = 0
        guard unsafe EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1,
            unsafe EVP_EncryptUpdate(context, nil, &count, header, Int32(header.count)) == 1,
            unsafe EVP_EncryptUpdate(context, &sealed, &count, bytes, Int32(bytes.count)) == 1,
            unsafe EVP_EncryptFinal_ex(context, nil, &count) == 1,
            unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tagLength), &tag) == 1
        else { return nil }
        return sealed + tag
    }

    /// Nil when a bit of it, the header, the nonce or the key is another.
    static func open(_ sealed: [UInt8], key: [UInt8], nonce: [UInt8], header: [UInt8]) -> [UInt8]? {
        guard sealed.count >= tagLength, let context = unsafe EVP_CIPHER_CTX_new() else { return nil }
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        let body = Array(sealed.dropLast(tagLength))
        var tag = Array(sealed.suffix(tagLength))
        var bytes = [UInt8](repeating: 0, count: body.count)
        var count: Int32 = 0
        guard unsafe EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1,
            unsafe EVP_DecryptUpdate(context, nil, &count, header, Int32(header.count)) == 1,
            unsafe EVP_DecryptUpdate(context, &bytes, &count, body, Int32(body.count)) == 1,
            unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tagLength), &tag) == 1,
            unsafe EVP_DecryptFinal_ex(context, nil, &count) == 1
        else { return nil }
        return bytes
    }
}
