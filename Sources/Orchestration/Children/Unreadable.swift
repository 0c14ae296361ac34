import CProcess

/// Makes the memory and the descriptors of this process unreadable to other processes of the same user, such
/// as build commands, and keeps it from leaving a core.
///
/// To be called once, before any secret is read.
///
/// - Returns: whether it worked. Root can read them still.
package func becomeUnreadable() -> Bool {
  slipway_become_unreadable() == 0
}
