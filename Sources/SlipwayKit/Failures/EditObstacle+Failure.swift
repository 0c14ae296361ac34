import AppleApps

extension EditObstacle: Explained {
  package var failure: Failure {
    switch self {
    case .malformedIdentifier(let text):
      Failure(
        .inputUnreadable, "“\(text)” is no bundle identifier.",
        remedy: "Use letters, digits and hyphens with dots between them, such as com.example.app.")
    case .malformedVersion(let text):
      Failure(
        .inputUnreadable, "“\(text)” is no version (CFBundleShortVersionString).",
        remedy: "Use one to three whole numbers with dots between them, such as 4.2.1.")
    case .malformedBuild(let text):
      Failure(
        .inputUnreadable, "“\(text)” is no build (CFBundleVersion).",
        remedy: "Use one to three whole numbers with dots between them, such as 451.")
    case .malformedName(let text):
      Failure(
        .inputUnreadable, "“\(text)” is no name for an app: it is empty or has control characters.",
        remedy: "Give a name that can be read on one line.")
    case .noIdentifier(let bundle):
      Failure(
        .inputUnreadable,
        "\(bundle) has no CFBundleIdentifier, so the app cannot be given another identifier.",
        remedy: "Give it one in its Info.plist, and build the app again.")
    case .foreignIdentifier(let bundle, let identifier, let parent):
      Failure(
        .inputUnreadable,
        "\(bundle) is \(identifier), which does not begin with “\(parent).”, the identifier of the bundle around it.",
        remedy: "Name it \(parent) with a dot and more, in the same case, and build the app again.")
    case .foreignReference(let bundle, let key, let identifier):
      Failure(
        .inputUnreadable, "The \(key) of \(bundle) is \(identifier), which is not in this app.",
        remedy: "Let it name the app that it belongs to, and build the app again.")
    case .identifierTaken(let bundle, let identifier):
      Failure(
        .inputUnreadable, "\(bundle) is \(identifier) already, which would be given a second time.",
        remedy: "Choose another identifier for the app.")
    case .overridden(let file, let key, let value):
      Failure(
        .inputUnreadable, "\(file) has “\(value)” for \(key), which would be used in place of the new value.",
        remedy: "Take \(key) out of that file, or set it there to the new value, and build the app again.")
    case .unreadableTranslations(let file):
      Failure(
        .inputUnreadable, "\(file) cannot be read, so it may hide the app's new name.",
        remedy: "Make it a .strings file of text or a property list, and build the app again.")
    }
  }
}
