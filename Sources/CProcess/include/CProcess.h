#ifndef SLIPWAY_CPROCESS_H
#define SLIPWAY_CPROCESS_H

#include <sys/types.h>

/* A command that dies with Slipway, kill -9 of it included, and so do the processes that the command started.
 *
 *   Slipway ──control pipe──▶ supervisor ──▶ command ──▶ its own children
 *           ◀──result pipe───
 *
 * PR_SET_PDEATHSIG alone reaches the command and not its children, and fires when the spawning thread ends. So there
 * is a supervisor: a fork of Slipway that runs nothing but the C below and keeps nothing open but its two pipes.
 * When Slipway dies, however it dies, the control pipe ends, and the supervisor kills all that is left: the command's
 * process group, and whatever left that group, which the kernel hands to the supervisor as their subreaper. Should
 * the supervisor be killed, PR_SET_PDEATHSIG kills the command.
 *
 * Nothing outlives the command either: background processes it leaves are killed when it ends. */

enum slipway_stage {
  SLIPWAY_EXITED = 0,    /* value: the exit code */
  SLIPWAY_SIGNALLED = 1, /* value: the signal */
  SLIPWAY_NO_FORK = 2,   /* value: errno */
  SLIPWAY_NO_FOLDER = 3, /* value: errno of chdir */
  SLIPWAY_NO_START = 4,  /* value: errno of execve */
  SLIPWAY_LOST = 5       /* the supervisor was killed */
};

struct slipway_result {
  int stage;
  int value;
};

struct slipway_command {
  const char *path;        /* the file to execute */
  char *const *arguments;  /* with argv[0], ends with NULL */
  char *const *environment; /* ends with NULL */
  const char *folder;      /* working directory */
  int output;              /* descriptor for standard output and standard error */
  int grace;               /* milliseconds between SIGTERM and SIGKILL when asked to end */
};

struct slipway_supervisor {
  pid_t process;
  int control; /* writing end */
  int result;  /* reading end */
};

/* Starts the command. Returns 0, or the errno of pipe or fork. */
int slipway_start(const struct slipway_command *command, struct slipway_supervisor *supervisor);

/* Asks for the command to end: SIGTERM to its group now, SIGKILL to all after the grace time. */
void slipway_end(int control);

/* Waits up to `timeout` milliseconds, for ever when negative, for the result; then closes the result pipe and reaps
 * the supervisor. Returns 1 when the result is there, 0 when the time is up. Closing `control` is the caller's. */
int slipway_wait(struct slipway_supervisor *supervisor, int timeout, struct slipway_result *result);

/* Makes the memory and the descriptors of this process unreadable to others of the same user, and leaves no core. */
int slipway_become_unreadable(void);

#endif
