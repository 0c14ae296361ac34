#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Between fork and execve, and in the supervisor, only async-signal-safe calls: other threads of Slipway may have
 * held any lock when it forked. */

static void close_range_or_loop(unsigned first, unsigned last) {
  if (first > last) return;
#ifdef SYS_close_range
  if (syscall(SYS_close_range, first, last, 0) == 0) return;
#endif
  struct rlimit limit;
  unsigned end = 1 << 16;
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < end) end = (unsigned)limit.rlim_cur;
  for (unsigned descriptor = first; descriptor < end && descriptor <= last; descriptor++) close((int)descriptor);
}

/* Moves the three descriptors to 3, 4 and 5 and closes all others; 0, 1 and 2 lead nowhere. */
static int keep_only(int *control, int *result, int *output) {
  int high[3] = {
    fcntl(*control, F_DUPFD_CLOEXEC, 16), fcntl(*result, F_DUPFD_CLOEXEC, 16), fcntl(*output, F_DUPFD_CLOEXEC, 16)};
  for (int i = 0; i < 3; i++) {
    if (high[i] < 0 || dup3(high[i], 3 + i, O_CLOEXEC) < 0) return -1;
  }
  int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int i = 0; i < 3; i++) {
    if (nothing < 0 || (nothing != i && dup2(nothing, i) < 0)) return -1;
  }
  *control = 3;
  *result = 4;
  *output = 5;
  close_range_or_loop(6, ~0U);
  return 0;
}

static void tell(int pipe, int stage, int value) {
  struct slipway_result result = {stage, value};
  while (write(pipe, &result, sizeof result) < 0 && errno == EINTR) {}
}

static void default_signals(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_DFL;
  for (int signal = 1; signal < NSIG; signal++) sigaction(signal, &action, NULL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

_Noreturn static void become_command(const struct slipway_command *command, pid_t supervisor, int output, int failure) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != supervisor) _exit(127);
  default_signals();
  int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0) {
    tell(failure, SLIPWAY_NO_START, errno);
    _exit(127);
  }
  if (chdir(command->folder) != 0) {
    tell(failure, SLIPWAY_NO_FOLDER, errno);
    _exit(127);
  }
  execve(command->path, command->arguments, command->environment);
  tell(failure, SLIPWAY_NO_START, errno);
  _exit(127);
}

/* Sends a signal to every child of this process, as the kernel lists them. */
static void signal_children(int signal) {
  int list = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
  if (list < 0) return;
  char text[4096];
  pid_t process = 0;
  ssize_t count;
  while ((count = read(list, text, sizeof text)) > 0) {
    for (ssize_t i = 0; i < count; i++) {
      if (text[i] >= '0' && text[i] <= '9') {
        process = process * 10 + (text[i] - '0');
      } else {
        if (process > 1) kill(process, signal);
        process = 0;
      }
    }
  }
  if (process > 1) kill(process, signal);
  close(list);
}

/* Kills the group and all descendants: each that dies hands its children to this process, until none is left. */
static void kill_all(pid_t group) {
  struct timespec pause = {0, 2 * 1000 * 1000};
  for (int round = 0; round < 5000; round++) {
    if (group > 1) kill(-group, SIGKILL);
    signal_children(SIGKILL);
    pid_t reaped;
    while ((reaped = waitpid(-1, NULL, WNOHANG)) > 0) {}
    if (reaped < 0 && errno == ECHILD) return;
    nanosleep(&pause, NULL);
  }
}

static long long milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Reaps what has died. Returns 1 when the command is among them. */
static int reap(pid_t command, int *status) {
  int each, found = 0;
  pid_t process;
  while ((process = waitpid(-1, &each, WNOHANG)) > 0) {
    if (process == command) {
      *status = each;
      found = 1;
    }
  }
  return found;
}

_Noreturn static void supervise(pid_t command, int control, int result, int deaths, int grace) {
  long long deadline = -1;
  for (;;) {
    int status;
    if (reap(command, &status)) {
      kill_all(command);
      if (WIFEXITED(status)) tell(result, SLIPWAY_EXITED, WEXITSTATUS(status));
      else tell(result, SLIPWAY_SIGNALLED, WTERMSIG(status));
      _exit(0);
    }
    int patience = -1;
    if (deadline >= 0) {
      long long left = deadline - milliseconds();
      if (left <= 0) {
        kill_all(command);
        tell(result, SLIPWAY_SIGNALLED, SIGKILL);
        _exit(0);
      }
      patience = (int)left;
    }
    struct pollfd waited[2] = {{deaths, POLLIN, 0}, {control, POLLIN, 0}};
    if (poll(waited, 2, patience) < 0) continue;
    if (waited[0].revents) {
      struct signalfd_siginfo information;
      (void)!read(deaths, &information, sizeof information);
    }
    if (waited[1].revents) {
      char order;
      ssize_t count = read(control, &order, 1);
      if (count == 0) {
        kill_all(command);
        _exit(0);
      }
      if (count == 1 && deadline < 0) {
        kill(-command, SIGTERM);
        deadline = milliseconds() + grace;
      }
    }
  }
}

_Noreturn static void become_supervisor(const struct slipway_command *command, int control, int result) {
  int output = command->output;
  setsid();
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  if (keep_only(&control, &result, &output) != 0) {
    tell(result, SLIPWAY_NO_FORK, errno);
    _exit(0);
  }
  default_signals();
  signal(SIGINT, SIG_IGN);
  signal(SIGTERM, SIG_IGN);
  signal(SIGHUP, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  sigset_t death;
  sigemptyset(&death);
  sigaddset(&death, SIGCHLD);
  sigprocmask(SIG_BLOCK, &death, NULL);
  int deaths = signalfd(-1, &death, SFD_CLOEXEC | SFD_NONBLOCK);
  int failure[2];
  if (deaths < 0 || pipe2(failure, O_CLOEXEC) != 0) {
    tell(result, SLIPWAY_NO_FORK, errno);
    _exit(0);
  }
  pid_t self = getpid();
  pid_t process = fork();
  if (process < 0) {
    tell(result, SLIPWAY_NO_FORK, errno);
    _exit(0);
  }
  if (process == 0) become_command(command, self, output, failure[1]);
  setpgid(process, process);
  close(output);
  close(failure[1]);
  struct slipway_result reason;
  ssize_t count;
  while ((count = read(failure[0], &reason, sizeof reason)) < 0 && errno == EINTR) {}
  close(failure[0]);
  if (count == sizeof reason) {
    kill_all(process);
    tell(result, reason.stage, reason.value);
    _exit(0);
  }
  supervise(process, control, result, deaths, command->grace);
}

int slipway_start(const struct slipway_command *command, struct slipway_supervisor *supervisor) {
  int control[2], result[2];
  if (pipe2(control, O_CLOEXEC) != 0) return errno;
  if (pipe2(result, O_CLOEXEC) != 0) {
    int number = errno;
    close(control[0]);
    close(control[1]);
    return number;
  }
  /* No signal handler of Slipway's may run in the fork. */
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t process = fork();
  if (process == 0) become_supervisor(command, control[0], result[1]);
  int number = process < 0 ? errno : 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  close(control[0]);
  close(result[1]);
  if (number != 0) {
    close(control[1]);
    close(result[0]);
    return number;
  }
  supervisor->process = process;
  supervisor->control = control[1];
  supervisor->result = result[0];
  return 0;
}

void slipway_end(int control) {
  /* A supervisor that is gone must not kill Slipway by SIGPIPE. */
  sigset_t broken, before, pending;
  sigemptyset(&broken);
  sigaddset(&broken, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &broken, &before);
  while (write(control, "T", 1) < 0 && errno == EINTR) {}
  struct timespec now = {0, 0};
  if (sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE)) sigtimedwait(&broken, NULL, &now);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

int slipway_wait(struct slipway_supervisor *supervisor, int timeout, struct slipway_result *result) {
  long long deadline = timeout < 0 ? -1 : milliseconds() + timeout;
  for (;;) {
    struct pollfd waited = {supervisor->result, POLLIN, 0};
    long long left = deadline < 0 ? -1 : deadline - milliseconds();
    if (deadline >= 0 && left < 0) left = 0;
    int ready = poll(&waited, 1, (int)left);
    if (ready == 0) return 0;
    if (ready > 0) break;
  }
  ssize_t count;
  while ((count = read(supervisor->result, result, sizeof *result)) < 0 && errno == EINTR) {}
  if (count != sizeof *result) {
    result->stage = SLIPWAY_LOST;
    result->value = 0;
  }
  close(supervisor->result);
  while (waitpid(supervisor->process, NULL, 0) < 0 && errno == EINTR) {}
  return 1;
}

int slipway_become_unreadable(void) {
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  return prctl(PR_SET_DUMPABLE, 0) == 0 ? 0 : errno;
}
