import Hummingbird

/// What a handler knows beside the request: the connection, to break it off.
struct RehearsalContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// Closes the connection without another word.
  let hangUp: @Sendable () -> Void

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    let channel = source.channel
    hangUp = { channel.close(mode: .all, promise: nil) }
  }
}
