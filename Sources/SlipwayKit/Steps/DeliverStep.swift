import Bytes
import Delivery
import FoundationEssentials
import Orchestration
import Pipelines
import Releases

/// Brings the artifact and what belongs to it to one destination.
struct DeliverStep: WaitingStep {
  let target: Target
  let pipeline: Pipeline
  let planned: PlannedDestination
  let archives: [String]
  /// Whether debug symbols go along, if there are any.
  let packsSymbols: Bool
  let workers: Workers
  let digests: FileDigests

  func describeInputs(to digest: inout InputDigest, in context: StepContext) throws {
    digest.add("destination", planned.destination.description)
    digest.add("place", planned.place)
    // What else the page shows comes from the artifact.
    digest.add("install page", planned.installAddress?.page(of: planned.artifactName))
    for item in try shipment(of: artifact(in: context), in: context).items {
      digest.add("name", item.name)
      digest.add("sha256", item.sha256)
    }
  }

  func run(in context: StepContext) async throws -> StepRecord {
    let artifact = try artifact(in: context)
    let page = try await installPage(of: artifact)
    let shipment = try shipment(of: artifact, in: context, installPage: page)
    var receipts = try await planned.destination.deliver(shipment) { event in
      if let progress = StepProgress(event) { context.report(progress) }
    }
    // A rehearsed page lies in a folder that is not served under the page's address.
    if planned.isRehearsed { for index in receipts.indices { receipts[index].page = nil } }
    return try StepRecord(outputs: receipts.compactMap(\.localOutput), DeliverRecord(receipts: receipts))
  }

  private func artifact(in context: StepContext) throws -> Artifact {
    let sign = StepID(target: target.name, name: StepName.sign)
    guard let artifact = try context.value(SignRecord.self, of: sign)?.artifact else {
      throw Failure(.ourFault, "\(target.name): there is no artifact to deliver.")
    }
    return artifact
  }

  /// What the page is to show, if there is to be one.
  private func installPage(of artifact: Artifact) async throws -> InstallPage? {
    guard let address = planned.installAddress else { return nil }
    return try await workers.run { try InstallPage(of: artifact, at: address) }
  }

  private func shipment(
    of artifact: Artifact, in context: StepContext, installPage: InstallPage? = nil
  ) throws -> Shipment {
    try Shipment(
      artifact, named: planned.artifactName, attachments: attachments(in: context), installPage: installPage)
  }

  private func attachments(in context: StepContext) throws -> [Shipment.Item] {
    func output(of archive: String) -> StepRecord.Output? {
      context.records[StepID(target: target.name, name: StepName.archive(archive))]?.outputs.first
    }
    var outputs = try archives.map { name in
      guard let output = output(of: name) else {
        throw Failure(.ourFault, "\(target.name): the archive \(name) is missing.")
      }
      return output
    }
    if packsSymbols, let symbols = output(of: DebugSymbols.name) { outputs.append(symbols) }
    let packed = try outputs.map { output in
      try Shipment.Item(
        named: output.path.lastComponent, path: output.path, sha256: output.sha256, size: output.size)
    }
    let attached = try target.attach.map { attachment in
      let path = try PayloadSearch.onlyMatch(attachment.path, in: pipeline)
      let name = target.attachmentFileName(attachment)
      return try Shipment.Item(
        named: name, path: path, sha256: digests.sha256(of: path),
        size: FileSource(path: path).count)
    }
    return packed + attached
  }
}

extension StepProgress {
  /// Nil for what is not worth a line.
  init?(_ event: DeliveryEvent) {
    switch event {
    case .looking(let name): self.init(completed: 0, detail: "looking for \(name)")
    case .sending(let name, let sent, let total): self.init(completed: sent, total: total, detail: name)
    case .retrying(let name, let retry): self.init(completed: 0, detail: "\(name): \(retry.words)")
    case .done: return nil
    }
  }
}

extension Receipt {
  /// The delivered file, where it lies on this machine, so that a later run notices when it is gone.
  fileprivate var localOutput: StepRecord.Output? {
    guard location.hasPrefix("/") else { return nil }
    return StepRecord.Output(path: location, sha256: sha256, size: size)
  }
}
