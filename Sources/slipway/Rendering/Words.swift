import FoundationEssentials
import Releases
import SlipwayKit

/// The beginning of a fingerprint, enough to tell two apart at a glance.
func short(_ fingerprint: String) -> String {
  String(fingerprint.prefix(12))
}

/// `1.2 MB`, in decimal units as stores count.
func size(_ bytes: Int) -> String {
  switch bytes {
  case ..<1_000: "\(bytes) B"
  case ..<1_000_000: "\((Double(bytes) / 1_000).rounded(toPlaces: 1)) kB"
  case ..<1_000_000_000: "\((Double(bytes) / 1_000_000).rounded(toPlaces: 1)) MB"
  default: "\((Double(bytes) / 1_000_000_000).rounded(toPlaces: 2)) GB"
  }
}

/// `1 target`, `3 targets`.
func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// How long something took: `7 ms`, `1.3 s`, `2 min 5 s`.
func duration(_ seconds: Double) -> String {
  switch seconds {
  case ..<0.9995: "\(Int((seconds * 1_000).rounded())) ms"
  case ..<60: "\(seconds.rounded(toPlaces: 1)) s"
  default: "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
  }
}

extension Double {
  fileprivate func rounded(toPlaces places: Int) -> Double {
    let factor = (0..<places).reduce(1.0) { product, _ in product * 10 }
    return (self * factor).rounded() / factor
  }
}

extension Severity {
  var style: Style {
    switch self {
    case .note: .dim
    case .warning: .yellow
    case .error: .red
    }
  }
}

/// A moment as lists show it: `2026-11-22 05:10:21Z`.
func moment(_ date: Date) -> String {
  date.formatted(Date.ISO8601FormatStyle(dateTimeSeparator: .space))
}
