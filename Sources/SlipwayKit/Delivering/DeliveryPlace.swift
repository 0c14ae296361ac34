/// Where one package is delivered, without a pipeline file.
package enum DeliveryPlace: Equatable, Sendable {
  /// A folder; and for a page from which devices install the app, the https address under which the folder will be
  /// served.
  case directory(path: String, installPage: String?)
  /// The address of a folder that takes files by PUT.
  case http(url: String)
}
