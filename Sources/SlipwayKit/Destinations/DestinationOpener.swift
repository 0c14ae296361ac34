import Bytes
import Delivery
import Pipelines
import Transfers

/// Turns what the pipeline file says of a destination into one that can be delivered to.
struct DestinationOpener {
  let planner: Planner
  let target: Target
  /// The credentials that a team shares.
  let stored: StoredKeys?

  /// - Throws: ``DeliveryError`` when a delivery could not succeed, ``Failure`` for a secret that is missing or a
  ///   destination that is not built yet.
  func destination(
    _ declaration: DestinationDeclaration, of target: PlannedTarget
  ) throws -> PlannedDestination {
    let skip = planner.selection.skip
    let attachments = self.target.attachmentNames(
      withArchives: !skip.contains(.archives), withSymbols: target.packsSymbols(skipping: skip))
    switch declaration.kind {
    case .directory(let directory):
      return try planned(
        declaration, artifactName: directory.name?.value ?? target.artifactName, attachments: attachments,
        destination: DirectoryDestination(
          path: folder(for: directory.path.value), shownAs: shownFolder(directory.path.value),
          replaces: directory.replace, workers: planner.workers),
        installAddress: directory.installPage.map { try InstallAddress($0.value) })
    case .http(let http):
      return try planned(
        declaration, artifactName: target.artifactName, attachments: attachments,
        destination: httpDestination(http))
    case .googlePlay, .appStoreConnect:
      throw Failure(
        .didNotPass, "\(target.name): delivering to \(declaration.word) is not built yet.",
        remedy: "Deliver to a directory or by http for now, and upload from there.")
    }
  }

  private func planned(
    _ declaration: DestinationDeclaration, artifactName: String, attachments: [String],
    destination: some Destination, installAddress: InstallAddress? = nil
  ) throws -> PlannedDestination {
    let page = try installAddress?.names(beside: artifactName) ?? []
    let places = try destination.places(artifact: artifactName, attachments: attachments + page)
    let isRehearsed = planner.rehearsal != nil
    let served = isRehearsed ? nil : installAddress?.page(of: artifactName)
    return PlannedDestination(
      word: declaration.word,
      summary: [destination.description, served].compactMap { $0 }.joined(separator: ", installed from "),
      places: places, artifactName: artifactName, installAddress: installAddress, isRehearsed: isRehearsed,
      destination: destination)
  }

  private func folder(for path: String) -> String {
    planner.rehearsal?.folder(for: path, of: planner.pipeline) ?? planner.pipeline.absolutePath(path)
  }

  private func shownFolder(_ path: String) -> String {
    planner.rehearsal == nil ? path : "\(path) (rehearsed)"
  }

  private func httpDestination(_ http: HTTPDeclaration) throws -> HTTPDestination {
    var options = HTTPDestination.Options()
    options.replaces = http.replace
    options.headers = http.headers.map { ($0.name, $0.value) }
    options.settings.allowsHTTP = http.allowHTTP
    if let seconds = http.patience { options.settings.patience = .seconds(seconds) }
    if let attempts = http.attempts { options.retry.attempts = attempts }
    guard let rehearsal = planner.rehearsal else {
      options.settings.certificateAuthorities = http.ca.map { planner.pipeline.absolutePath($0.value) }
      options.credential = try http.credential.map(credential)
      return try HTTPDestination(url: http.url.value, options: options)
    }
    return try HTTPDestination(url: rehearsal.url(for: http.url.value), options: options)
  }

  private func credential(_ reference: Located<String>) throws -> HTTPCredential {
    let known = planner.pipeline.credentials
    guard let declaration = known.first(where: { $0.name == reference.value }) else {
      if let stored, let entry = stored.store.credentials.first(where: { $0.name == reference.value }) {
        return try stored.httpCredential(entry)
      }
      throw Failure(
        .inputUnreadable, "there is no credential \(reference.value).",
        remedy: known.isEmpty
          ? "Add it under credentials:."
          : "The credentials are \(known.map(\.name).joined(separator: ", ")).")
    }
    let secrets = SecretReader(pipeline: planner.pipeline, invocation: planner.invocation)
    switch declaration.kind {
    case .bearer(let token):
      let text = try secrets.text(token, for: "credential \(declaration.name)")
      return try HTTPCredential.bearer(text, hosts: declaration.hosts)
    case .basic(let user, let password):
      let text = try secrets.text(password, for: "credential \(declaration.name)")
      return try HTTPCredential.basic(user: user, password: text, hosts: declaration.hosts)
    case .googleServiceAccount, .appStoreConnect, .apns, .fcm:
      throw Failure(
        .inputUnreadable, "credential \(declaration.name) is no bearer or basic credential.",
        remedy: "An http destination logs in with one of those.")
    }
  }
}
