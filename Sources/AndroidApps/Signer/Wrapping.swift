import Archives
import Bytes
import Cryptography

/// Runs what fails with ``CryptographyError`` where ``AndroidError`` is thrown.
func wrapping<Result>(_ body: () throws(CryptographyError) -> Result) throws(AndroidError) -> Result {
  do throws(CryptographyError) {
    return try body()
  } catch {
    throw .cryptography(error)
  }
}

/// Runs what fails with ``ArchiveError`` where ``AndroidError`` is thrown.
func wrapping<Result>(_ body: () throws(ArchiveError) -> Result) throws(AndroidError) -> Result {
  do throws(ArchiveError) {
    return try body()
  } catch {
    throw .archive(error)
  }
}

/// Runs what fails with ``BytesError`` where ``AndroidError`` is thrown.
func wrapping<Result>(_ body: () throws(BytesError) -> Result) throws(AndroidError) -> Result {
  do throws(BytesError) {
    return try body()
  } catch {
    throw .archive(.bytes(error))
  }
}
