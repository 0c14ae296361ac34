/// A tool that asks on its terminal, and is answered there.
package enum Terminal {
  /// Runs the tool on a terminal of its own, and answers each question, which ends with a colon.
  ///
  /// - Throws: when it, or `python3`, is not installed.
  package static func run(
    _ tool: Tool, _ arguments: [String], answers: [String], in folder: TemporaryFolder
  ) throws -> Tool.Outcome {
    let script = try folder.write("answer.py", program.utf8)
    return try Tool.python.run(
      [script, "\(answers.count)"] + answers + [tool.path ?? tool.name] + arguments, in: folder.path)
  }

  private static let program = """
    import os, pty, sys
    count = int(sys.argv[1])
    answers, command = sys.argv[2:2 + count], sys.argv[2 + count:]
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(command[0], command)
    said = b""
    while True:
        try:
            said += os.read(terminal, 4096)
        except OSError:
            break
        if answers and said.rstrip().endswith(b":"):
            os.write(terminal, answers.pop(0).encode() + b"\\n")
            said = b""
    sys.stdout.buffer.write(said)
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

    """
}
