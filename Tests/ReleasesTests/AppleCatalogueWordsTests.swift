import Testing

@testable import Releases

@Suite struct AppleCatalogueWordsTests {
  @Test func `chapters hold all entries in their order`() {
    #expect(Catalogue.chapters.flatMap(\.entries).map(\.id) == Catalogue.entries.map(\.id))
  }

  @Test func `ids begin with apple, texts are whole sentences, pages are of Apple`() {
    for entry in Catalogue.apple {
      #expect(entry.id.hasPrefix("apple-"))
      for text in [entry.message, entry.remedy] {
        #expect(text.last == "." && !text.contains("  ") && text.count < 260, "\(entry.id): \(text)")
      }
      #expect(entry.help.hasPrefix("https://developer.apple.com/"), "\(entry.id)")
    }
  }

  @Test func `words of Apple come with a page on which somebody was told so, and a code where it has one`() {
    for saying in Catalogue.apple.flatMap(\.sayings) {
      #expect(saying.source?.hasPrefix("https://github.com/") == true, "\(saying.says)")
      #expect(!saying.says.contains("  "), "\(saying.says)")
      if saying.name == "App Store Connect" {
        #expect(saying.says.prefix(while: { $0 != ":" }).wholeMatch(of: /ITMS-9[01]\d{3}/) != nil)
      }
    }
  }

  @Test func `no remedy needs a pipeline file, but where only a pipeline expects something`() {
    for entry in Catalogue.apple where entry.subject != .application {
      for word in ["sign: key", "expect:", "in the pipeline", "accept:"] {
        #expect(!entry.remedy.contains(word), "\(entry.id): \(entry.remedy)")
      }
    }
  }
}
