import Archives
import Bytes
import Cryptography
import PropertyLists

/// Runs what fails with ``BytesError`` where ``AppleError`` is thrown.
func wrapping<Result>(_ body: () throws(BytesError) -> Result) throws(AppleError) -> Result {
  do throws(BytesError) {
    return try body()
  } catch {
    throw .bytes(error)
  }
}

/// The same for ``ArchiveError``.
func wrapping<Result>(_ body: () throws(ArchiveError) -> Result) throws(AppleError) -> Result {
  do throws(ArchiveError) {
    return try body()
  } catch {
    throw .archive(error)
  }
}

/// The same for ``CryptographyError``.
func wrapping<Result>(_ body: () throws(CryptographyError) -> Result) throws(AppleError) -> Result {
  do throws(CryptographyError) {
    return try body()
  } catch {
    throw .cryptography(error)
  }
}

/// The same for ``PropertyListError``, with the file that the property list stands in.
func wrapping<Result>(
  in file: String, _ body: () throws(PropertyListError) -> Result
) throws(AppleError) -> Result {
  do throws(PropertyListError) {
    return try body()
  } catch {
    throw .propertyList(error, file: file)
  }
}
