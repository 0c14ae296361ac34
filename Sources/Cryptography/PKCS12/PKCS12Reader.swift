import COpenSSL

/// Walks through a PKCS#12 and collects its keys and certificates.
///
///     PFX ::= SEQUENCE { version INTEGER {v3(3)}, authSafe ContentInfo, macData MacData OPTIONAL }
///     AuthenticatedSafe ::= SEQUENCE OF ContentInfo     -- data, or encrypted data
///     SafeContents ::= SEQUENCE OF SafeBag
///     SafeBag ::= SEQUENCE { bagId OBJECT IDENTIFIER, bagValue [0] EXPLICIT ANY, bagAttributes SET OF … OPTIONAL }
///
/// RFC 7292 §4. OpenSSL decodes; the walk is ours because `PKCS12_parse` knows one key per file.
struct PKCS12Reader {
  struct KeyBag {
    let key: PrivateKey
    let name: String?
    let localKeyID: [UInt8]?
  }

  struct CertificateBag {
    let certificate: Certificate
    let name: String?
    let localKeyID: [UInt8]?
  }

  private(set) var keys: [KeyBag] = []
  private(set) var certificates: [CertificateBag] = []
  private(set) var isLegacy = false
  private var password: SecretBytes?
  private let keyPassword: SecretBytes?
  /// Made when a part is met that needs it.
  private var legacyLibrary: LegacyLibrary?
  /// Whether the file has shown that its password is the one given.
  private var isPasswordProven = false

  /// How deep bags may stand in bags.
  private static let depthLimit = 8

  init(password: SecretBytes?, keyPassword: SecretBytes?) {
    self.password = password
    self.keyPassword = keyPassword
  }

  /// - Throws: what ``PKCS12/open(_:password:keyPassword:)`` throws.
  mutating func read(_ bytes: [UInt8]) throws(CryptographyError) {
    let decoded = bytes.withUnsafeBytes { OpenSSL.decoded($0) { d2i_PKCS12(nil, $0, $1) } }
    guard let store = decoded?.object else {
      throw .unreadable(structure: .pkcs12, reason: OpenSSL.drainReason())
    }
    defer { PKCS12_free(store) }
    try authenticate(store)
    guard let safes = PKCS12_unpack_authsafes(store) else {
      throw .unreadable(structure: .pkcs12, reason: OpenSSL.drainReason())
    }
    defer { slipway_pkcs7_stack_free(safes) }
    for index in 0..<slipway_pkcs7_stack_count(safes) {
      if let safe = slipway_pkcs7_stack_at(safes, index) { try readSafe(safe) }
    }
  }

  /// Checks the file's MAC, if it has one, which tells a wrong password from a damaged file.
  private mutating func authenticate(_ store: OpaquePointer) throws(CryptographyError) {
    guard PKCS12_mac_present(store) == 1 else { return }
    var algorithm: UnsafePointer<X509_ALGOR>?
    var iterations: UnsafePointer<ASN1_INTEGER>?
    PKCS12_get0_mac(nil, &algorithm, nil, &iterations, store)
    // No iteration count stands for one.
    if let iterations { try PasswordDerivation.check(Int(ASN1_INTEGER_get(iterations)), .pkcs12) }
    var identifier: OpaquePointer?
    X509_ALGOR_get0(&identifier, nil, nil, algorithm)
    if [NID_sha1, NID_md5].contains(OBJ_obj2nid(identifier)) { isLegacy = true }

    // Some tools take an empty password for no characters, others for no password at all: RFC 7292 appendix B.1
    // gives the two different keys.
    let candidates: [SecretBytes?] =
      password.map { $0.isEmpty ? [$0, nil] : [$0] } ?? [nil, SecretBytes("")]
    for candidate in candidates where Self.verifyMAC(store, candidate) {
      password = candidate
      isPasswordProven = true
      return
    }
    _ = OpenSSL.drainReason()
    throw password == nil ? .passwordNeeded(structure: .pkcs12) : .wrongPassword(structure: .pkcs12)
  }

  private static func verifyMAC(_ store: OpaquePointer, _ password: SecretBytes?) -> Bool {
    guard let password else { return PKCS12_verify_mac(store, nil, 0) == 1 }
    return password.withCharacters { PKCS12_verify_mac(store, $0, $1) == 1 }
  }

  private mutating func readSafe(_ safe: UnsafeMutablePointer<PKCS7>) throws(CryptographyError) {
    switch slipway_pkcs7_type(safe) {
    case NID_pkcs7_data:
      guard let bags = PKCS12_unpack_p7data(safe) else {
        throw .unreadable(structure: .pkcs12, reason: OpenSSL.drainReason())
      }
      defer { slipway_bag_stack_free(bags) }
      try readBags(bags, depth: 0)
    case NID_pkcs7_encrypted:
      guard let encryption = slipway_pkcs7_encryption(safe) else {
        throw .unreadable(structure: .pkcs12, reason: "")
      }
      let library = try library(for: encryption)
      let bags = withPassword(password) { PKCS12Reader.unpack(safe, $0, $1, library) }
      guard let bags else { throw undecryptable() }
      defer { slipway_bag_stack_free(bags) }
      isPasswordProven = true
      try readBags(bags, depth: 0)
    default:
      // Public-key protection (RFC 7292 §4.1, enveloped data); nobody writes it.
      throw .unsupportedAlgorithm(structure: .pkcs12, algorithm: "enveloped data")
    }
  }

  /// The bags of encrypted data, decrypted in the given library.
  private static func unpack(
    _ safe: UnsafeMutablePointer<PKCS7>, _ password: UnsafePointer<CChar>?, _ count: Int32,
    _ library: LegacyLibrary?
  ) -> OpaquePointer? {
    guard let parts = slipway_pkcs7_encrypted_parts(safe) else { return nil }
    let bags = PKCS12_item_decrypt_d2i_ex(
      slipway_pkcs7_encryption(safe), slipway_safe_bags_item(), password, count, parts, 1, library?.context,
      nil)
    return bags.map { OpaquePointer($0) }
  }

  private mutating func readBags(_ bags: OpaquePointer, depth: Int) throws(CryptographyError) {
    guard depth < Self.depthLimit else { throw .malformed(structure: .pkcs12, offset: 0) }
    for index in 0..<slipway_bag_stack_count(bags) {
      guard let bag = slipway_bag_stack_at(bags, index) else { continue }
      switch PKCS12_SAFEBAG_get_nid(bag) {
      case NID_keyBag:
        guard let info = PKCS12_SAFEBAG_get0_p8inf(bag) else { continue }
        try appendKey(PrivateKey(info), bag)
      case NID_pkcs8ShroudedKeyBag:
        try appendKey(shroudedKey(bag), bag)
      case NID_certBag:
        try appendCertificate(bag)
      case NID_safeContentsBag:
        if let inner = PKCS12_SAFEBAG_get0_safes(bag) { try readBags(inner, depth: depth + 1) }
      default:
        // Revocation lists and secrets are nothing to sign with.
        continue
      }
    }
  }

  private mutating func appendKey(_ key: PrivateKey, _ bag: OpaquePointer) {
    keys.append(KeyBag(key: key, name: Self.name(of: bag), localKeyID: Self.localKeyID(of: bag)))
  }

  private mutating func appendCertificate(_ bag: OpaquePointer) throws(CryptographyError) {
    guard PKCS12_SAFEBAG_get_bag_nid(bag) == NID_x509Certificate else { return }
    // OpenSSL would decode the certificate and encode it anew; its bytes must stay as they are.
    //     CertBag ::= SEQUENCE { certId OBJECT IDENTIFIER, certValue [0] EXPLICIT OCTET STRING }
    guard let bytes = OpenSSL.encoded({ i2d_PKCS12_SAFEBAG(bag, $0) }) else {
      throw .unreadable(structure: .pkcs12, reason: OpenSSL.drainReason())
    }
    var outer = ASN1Reader(bytes[...], of: .pkcs12)
    var safeBag = try outer.next(ASN1.sequence).elements
    _ = try safeBag.objectIdentifier()
    var value = try safeBag.next(ASN1.context(0)).elements
    var certBag = try value.next(ASN1.sequence).elements
    _ = try certBag.objectIdentifier()
    var certValue = try certBag.next(ASN1.context(0)).elements
    let octets = try certValue.next(ASN1.octetString).content
    let certificate = try Certificate(der: Array(octets))
    certificates.append(
      CertificateBag(certificate: certificate, name: Self.name(of: bag), localKeyID: Self.localKeyID(of: bag))
    )
  }

  private mutating func shroudedKey(_ bag: OpaquePointer) throws(CryptographyError) -> PrivateKey {
    guard let envelope = PKCS12_SAFEBAG_get0_pkcs8(bag) else {
      throw .unreadable(structure: .pkcs12, reason: "")
    }
    var encryption: UnsafePointer<X509_ALGOR>?
    X509_SIG_get0(envelope, &encryption, nil)
    guard let encryption else { throw .unreadable(structure: .pkcs12, reason: "") }
    let library = try library(for: encryption)
    let candidates = [password] + (keyPassword.map { [$0] } ?? [])
    for candidate in candidates {
      let info = withPassword(candidate) { PKCS8_decrypt_ex(envelope, $0, $1, library?.context, nil) }
      guard let info else { continue }
      defer { PKCS8_PRIV_KEY_INFO_free(info) }
      isPasswordProven = true
      return try PrivateKey(info)
    }
    if isPasswordProven {
      _ = OpenSSL.drainReason()
      throw .wrongKeyPassword(entry: Self.name(of: bag))
    }
    throw undecryptable()
  }

  /// The error for a part that its password does not open.
  private func undecryptable() -> CryptographyError {
    let reason = OpenSSL.drainReason()
    if isPasswordProven { return .unreadable(structure: .pkcs12, reason: reason) }
    return password == nil ? .passwordNeeded(structure: .pkcs12) : .wrongPassword(structure: .pkcs12)
  }

  /// The library to decrypt in: the process's own, or the one that has RC2 and RC4.
  ///
  /// Notes what is outdated.
  private mutating func library(
    for encryption: UnsafePointer<X509_ALGOR>
  ) throws(CryptographyError) -> LegacyLibrary? {
    guard let bytes = OpenSSL.encoded({ i2d_X509_ALGOR(encryption, $0) }) else {
      throw .unreadable(structure: .pkcs12, reason: OpenSSL.drainReason())
    }
    var reader = ASN1Reader(bytes[...], of: .pkcs12)
    let derivation = try PasswordDerivation(reader.algorithmIdentifier(), in: .pkcs12)
    if derivation.isOutdated { isLegacy = true }
    guard derivation.isLegacyCipher else { return nil }
    if legacyLibrary == nil { legacyLibrary = try LegacyLibrary.shared() }
    return legacyLibrary
  }

  private func withPassword<Result>(
    _ password: SecretBytes?, _ body: (UnsafePointer<CChar>?, Int32) -> Result
  ) -> Result {
    guard let password else { return body(nil, 0) }
    return password.withCharacters { body($0, $1) }
  }

  private static func name(of bag: OpaquePointer) -> String? {
    guard let characters = PKCS12_get_friendlyname(bag) else { return nil }
    defer { slipway_free(characters) }
    return String(cString: characters)
  }

  private static func localKeyID(of bag: OpaquePointer) -> [UInt8]? {
    guard let attribute = PKCS12_SAFEBAG_get0_attr(bag, NID_localKeyID),
      let octets = slipway_type_octets(attribute)
    else { return nil }
    return Array(UnsafeBufferPointer(start: octets, count: Int(slipway_type_octet_count(attribute))))
  }
}
