/// Classes through which code gets at what people have to be asked for, and the keys of `Info.plist` that tell them what
/// for: one of a class's keys is enough.
///
/// Only clear cases are here: a class that is good for something else as well, such as one that shows a picker in a process
/// of its own or plays sound, is not.
///
/// Source: <https://developer.apple.com/documentation/uikit/requesting-access-to-protected-resources>, and the pages of
/// the classes.
enum ProtectedClass {
  static let keys: [(name: String, keys: [String])] = [
    ("ATTrackingManager", ["NSUserTrackingUsageDescription"]),
    ("AVAudioRecorder", ["NSMicrophoneUsageDescription"]),
    // For a camera or a microphone.
    ("AVCaptureDevice", ["NSCameraUsageDescription", "NSMicrophoneUsageDescription"]),
    ("CBCentralManager", bluetooth),
    ("CBPeripheralManager", bluetooth),
    (
      "CLLocationManager",
      [
        "NSLocationWhenInUseUsageDescription", "NSLocationAlwaysAndWhenInUseUsageDescription",
        "NSLocationAlwaysUsageDescription",
      ]
    ),
    ("CMMotionActivityManager", ["NSMotionUsageDescription"]),
    ("CMPedometer", ["NSMotionUsageDescription"]),
    ("CNContactStore", ["NSContactsUsageDescription"]),
    (
      "EKEventStore",
      [
        "NSCalendarsFullAccessUsageDescription", "NSCalendarsWriteOnlyAccessUsageDescription",
        "NSCalendarsUsageDescription", "NSRemindersFullAccessUsageDescription",
        "NSRemindersUsageDescription",
      ]
    ),
    ("HKHealthStore", ["NSHealthShareUsageDescription", "NSHealthUpdateUsageDescription"]),
    ("HMHomeManager", ["NSHomeKitUsageDescription"]),
    ("LAContext", ["NSFaceIDUsageDescription"]),
    ("MPMediaLibrary", ["NSAppleMusicUsageDescription"]),
    ("NFCNDEFReaderSession", ["NFCReaderUsageDescription"]),
    ("NFCTagReaderSession", ["NFCReaderUsageDescription"]),
    ("PHPhotoLibrary", ["NSPhotoLibraryUsageDescription", "NSPhotoLibraryAddUsageDescription"]),
    ("SFSpeechRecognizer", ["NSSpeechRecognitionUsageDescription"]),
  ]

  private static let bluetooth = [
    "NSBluetoothAlwaysUsageDescription", "NSBluetoothPeripheralUsageDescription",
  ]

  /// The names in symbol tables, and the classes that they stand for.
  static let imports: [String: String] = Dictionary(
    keys.map { (RequiredReasonAPI.objectiveCClass + $0.name, $0.name) },
    uniquingKeysWith: { first, _ in first })
}
