import Bytes

/// Runs what fails with ``BytesError`` where ``ArchiveError`` is thrown.
func wrapping<Result>(_ body: () throws(BytesError) -> Result) throws(ArchiveError) -> Result {
  do throws(BytesError) {
    return try body()
  } catch {
    throw .bytes(error)
  }
}
