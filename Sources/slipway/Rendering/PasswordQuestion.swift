import Glibc
import SlipwayKit

extension Session {
  /// Asks on the terminal without showing the answer; nil where there is no terminal, or a CI service runs this.
  var passwordPrompt: PasswordPrompt? {
    guard !invocation.isCI, isatty(STDIN_FILENO) == 1 else { return nil }
    return { question in
      var terminal = termios()
      guard tcgetattr(STDIN_FILENO, &terminal) == 0 else { return nil }
      var silent = terminal
      silent.c_lflag &= ~tcflag_t(ECHO)
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
      defer {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &terminal)
        console.line([], to: .complaints)
      }
      let prompt = safeText(question)
      write(STDERR_FILENO, prompt, prompt.utf8.count)
      return readLine(strippingNewline: true)
    }
  }
}
