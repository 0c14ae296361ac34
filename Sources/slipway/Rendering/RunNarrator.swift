import Orchestration
import SlipwayKit
import Synchronization

/// Tells people what happens while a run goes on: lasting lines, and on a terminal a last line that changes.
final class RunNarrator: Sendable {
  private struct State {
    /// What is under way, in the order in which it began.
    var running: [(id: StepID, progress: StepProgress?)] = []
    var hasStatusLine = false
  }

  private let console: Console
  private let state = Mutex(State())

  init(_ console: Console) {
    self.console = console
  }

  func tell(_ event: Event) {
    state.withLock { state in
      switch event.kind {
      case .runStarted(let run, _, let targets, _, _):
        let title = "run \(run), \(counted(targets.count, "target"))"
        if console.kind == .githubActions {
          console.raw(WorkflowCommand(name: "group", text: title).line)
        } else {
          last([Piece(title, .dim)], &state)
        }
      case .warning(.journalMovedAside(let path)):
        last(
          [
            Piece("warning: ", .yellow),
            Piece("the journal was damaged and is now \(console.shortened(path)); finished steps run again"),
          ],
          &state)
      case .stepStarted(let id):
        state.running.append((id, nil))
      case .stepProgress(let id, let progress):
        if let place = state.running.firstIndex(where: { $0.id == id }) {
          state.running[place].progress = progress
        }
      case .stepFinished(let id, _, let unchanged, let seconds):
        finish(id, &state)
        last(
          [
            Piece(unchanged ? "· " : "✓ ", unchanged ? .dim : .green), Piece("\(id.target)  ", .bold),
            Piece(id.name),
            Piece(unchanged ? "  unchanged" : "  \(duration(seconds))", .dim),
          ], &state)
      case .stepFailed(let id, let troubles, _):
        finish(id, &state)
        for trouble in troubles {
          last(
            [
              Piece("✗ ", .red), Piece("\(id.target)  ", .bold),
              Piece("\(id.name)  \(console.shortened(trouble.message(in: id.target)))"),
            ],
            &state)
          if let remedy = trouble.remedy { last([Piece("  → \(console.shortened(remedy))")], &state) }
        }
      case .gateOpened(let target):
        last(
          [
            Piece("▲ ", .green),
            Piece(target.map { "\($0) is verified; delivering" } ?? "everything is verified; delivering"),
          ], &state)
      case .targetFinished(let target, let result):
        if result == .blocked || result == .cancelled {
          last([Piece("– ", .yellow), Piece("\(target)  ", .bold), Piece(result.rawValue)], &state)
        }
      case .runFinished:
        // What was cut off is not under way any more.
        state.running = []
        erase(&state)
        if console.kind == .githubActions { console.raw(WorkflowCommand(name: "endgroup").line) }
      }
      if console.kind == .terminal { redraw(&state) }
    }
  }

  private func finish(_ id: StepID, _ state: inout State) {
    state.running.removeAll { $0.id == id }
  }

  /// A line that stays.
  private func last(_ pieces: [Piece], _ state: inout State) {
    erase(&state)
    console.line(pieces)
  }

  private func erase(_ state: inout State) {
    guard state.hasStatusLine else { return }
    console.raw("\r\u{1b}[K")
    state.hasStatusLine = false
  }

  private func redraw(_ state: inout State) {
    guard !state.running.isEmpty else { return erase(&state) }
    let shown = state.running.prefix(4).map { running in
      safeText("\(running.id.target) \(running.id.name)") + (running.progress.map { progressText($0) } ?? "")
    }
    let more = state.running.count > 4 ? " +\(state.running.count - 4)" : ""
    let line = "… " + shown.joined(separator: "  ·  ") + more
    let width = console.width
    console.raw("\r\u{1b}[K" + (width > 1 ? String(line.prefix(width - 1)) : line))
    state.hasStatusLine = true
  }

  private func progressText(_ progress: StepProgress) -> String {
    guard let total = progress.total, total > 0 else {
      return progress.detail.map { " \(safeText($0))" } ?? ""
    }
    return " \(progress.completed * 100 / total)% of \(size(total))"
  }
}
