/// A pipeline file with one target that would pass, and one thing at a time that would not.
struct PipelineText {
  var payload = "demo.apk"
  var distribution = "ad-hoc"
  var application = "com.example.demo"
  /// What follows `purpose:` in the one key, each line after six spaces.
  var purpose = "distribution"
  var key = "keystore: good.p12\n    password: { env: STORE_PASSWORD }"
  /// Further words of the target.
  var target = ""
  var deliver = "- directory: { path: dist }"
  /// Further words of the file.
  var top = ""

  var text: String {
    """
    slipway: 1
    name: bad
    \(top)
    keys:
      main:
        platform: android
        purpose: \(purpose)
        default: true
        \(key)
    targets:
      app:
        platform: android
        distribution: \(distribution)
        application: \(application)
        payload: "\(payload)"
        \(target)
        deliver:
          \(deliver)

    """
  }
}
