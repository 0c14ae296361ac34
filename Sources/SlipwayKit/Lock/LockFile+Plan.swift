import KeyStores
import Pipelines

extension LockFile {
  /// What a plan would fix; targets whose keys could not be had are left out.
  ///
  /// - Parameter outline: the pipeline without the values of this run, for its destinations.
  init(of plan: Plan, outline: Pipeline, store: KeyStore?) {
    version = Self.currentVersion
    targets = [:]
    for planned in plan.targets {
      targets[planned.name] = Target(planned, outline: outline.targets.first { $0.name == planned.name })
    }
    self.store = store.map(StoreWitness.init)
  }
}

extension LockFile.Target {
  /// Nil when a signer is not known yet, as a debug keystore is that the run makes.
  init?(_ planned: PlannedTarget, outline: Target?) {
    let target = planned.target
    var keys: [LockFile.Key] = []
    for signer in planned.signers {
      guard let certificate = signer.certificate else { return nil }
      keys.append(
        LockFile.Key(
          name: signer.name, purpose: certificate.purpose, certificate: certificate.sha256,
          profiles: signer.profiles.map(\.uuid).sorted(), generation: signer.entry?.generation))
    }
    guard !keys.isEmpty else { return nil }
    self.init(
      platform: target.platform, distribution: target.distribution.value,
      application: target.application?.value ?? planned.application.id, keys: keys,
      destinations: (outline ?? target).deliver.map(\.outline), push: target.push.map(\.value))
  }
}

extension DestinationDeclaration {
  /// The destination in one line, as the pipeline file has it.
  var outline: String {
    switch kind {
    case .directory(let directory): "directory \(directory.path.value)"
    case .http(let http): "http \(http.url.value)"
    case .googlePlay(let play): "google-play \(play.track.value)"
    case .appStoreConnect(let connect): "app-store-connect \(connect.groups.joined(separator: " "))"
    }
  }
}
