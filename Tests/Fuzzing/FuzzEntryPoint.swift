import Glibc

/// What libFuzzer calls with every input.
///
/// `SLIPWAY_FUZZ_TARGET` names the target.
/// https://llvm.org/docs/LibFuzzer.html#fuzz-target
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  chosen.run(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

private let chosen: FuzzTarget = {
  let name = getenv("SLIPWAY_FUZZ_TARGET").map { String(cString: $0) } ?? ""
  guard let target = FuzzTarget(rawValue: name) else {
    fatalError("SLIPWAY_FUZZ_TARGET is to be one of \(FuzzTarget.allCases.map(\.rawValue))")
  }
  return target
}()
