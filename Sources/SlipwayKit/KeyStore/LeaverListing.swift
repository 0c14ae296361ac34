package import KeyStores

package import struct FoundationEssentials.Date

/// What `keys audit --leaver` shows: everything that somebody ever had access to.
package struct LeaverListing: Encodable, Sendable {
  /// A time during which they could read something.
  package struct Row: Encodable, Sendable {
    package var chapter: StoreFolder.Chapter
    package var name: String
    package var from: Date
    /// Nil when they still can.
    package var until: Date?
    /// Whether what they may have kept is of no more use.
    package var isSafe: Bool

    /// How it stands with it, in a word.
    package var now: String {
      isSafe ? "rotated or gone" : until == nil ? "can use it" : "exposed: rotate it"
    }
  }

  package var name: String
  /// Oldest first; of the same second, by name.
  package var rows: [Row]

  package init(_ name: String, in store: KeyStore) {
    self.name = name
    rows = store.access(of: name).map { span in
      Row(
        chapter: span.chapter, name: span.name, from: span.since, until: span.until,
        isSafe: span.until != nil && !span.isExposed)
    }.sorted { ($0.from, $0.name) < ($1.from, $1.name) }
  }
}
