import Releases
import SlipwayKit

extension Console {
  /// Shows a verdict: what the file is, who signed it, what was found.
  func show(_ report: VerificationReport) {
    let application = [
      report.application.id, report.application.version, report.application.build.map { "(\($0))" },
    ]
    line(
      Piece(fileName(report.file), .bold), "  ", Piece(application.compactMap { $0 }.joined(separator: " ")),
      Piece("  SHA-256 \(report.sha256)", .dim))
    var table = Table("SCHEME", "CERTIFICATE", "SUBJECT", "PURPOSE", "EXPIRES")
    for signature in report.signatures {
      table.add([
        Piece(signature.scheme), Piece(signature.certificateSha256.map(short) ?? ""),
        Piece(signature.subject ?? ""), Piece(signature.purpose?.rawValue ?? ""),
        Piece(signature.notAfter.map(\.day) ?? ""),
      ])
    }
    if !table.isEmpty { for row in table.lines { line(row) } }
    show(report.findings)
    line(verdict(on: report))
  }

  private func verdict(on report: VerificationReport) -> [Piece] {
    guard report.verified else { return [Piece("✗ ", .red), "The signatures do not verify."] }
    guard let fit = report.fit, let distribution = report.distribution else {
      return report.passes
        ? [Piece("✓ ", .green), "The signatures verify."]
        : [Piece("✗ ", .red), "The signatures verify, but they are not the expected ones."]
    }
    return fit
      ? [Piece("✓ ", .green), Piece("The signatures verify, and it is fit for \(distribution.rawValue).")]
      : [Piece("✗ ", .red), Piece("The signatures verify, but it is not fit for \(distribution.rawValue).")]
  }
}
