#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

int process_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int process_packet_sockets(int ends[2]) { return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends); }

int process_spawn(pid_t *process, const char *program, const char *folder, char *const arguments[],
                  char *const environment[], int output, int errors, const int *inherited, int count, int place) {
  enum { most = 8 };
  if (count > most) return EINVAL;
  // A descriptor with the target number of another would be overwritten before it is copied.
  int sources[most], copies[most], failure = 0;
  for (int i = 0; i < count; i++) {
    sources[i] = inherited[i];
    copies[i] = -1;
    if (inherited[i] < place || inherited[i] >= place + count) continue;
    sources[i] = copies[i] = fcntl(inherited[i], F_DUPFD_CLOEXEC, place + count);
    if (copies[i] < 0) failure = errno;
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, 1);
  posix_spawn_file_actions_adddup2(&actions, errors, 2);
  for (int i = 0; i < count; i++) posix_spawn_file_actions_adddup2(&actions, sources[i], place + i);
  // All other descriptors are closed in the child: a pipe that is read to its end would otherwise never close.
  for (int other = 3; other < place; other++) posix_spawn_file_actions_addclose(&actions, other);
  posix_spawn_file_actions_addclosefrom_np(&actions, place + count);
  posix_spawn_file_actions_addchdir_np(&actions, folder);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  if (failure == 0) failure = posix_spawn(process, program, &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  for (int i = 0; i < count; i++) {
    if (copies[i] >= 0) close(copies[i]);
  }
  return failure;
}

// The requirements of a new program. Only calls that are safe between vfork and execve. An `input` of -1 means
// none; a `parent` of 0 means that the program may outlive it.
static int become(const char *program, const char *folder, char *const arguments[], char *const environment[], int input,
                  int output, int errors, pid_t parent) {
  struct sigaction usual = {.sa_handler = SIG_DFL};
  for (int number = 1; number < NSIG; number++) {
    // With the default action, a tool gets an error when a file exceeds the size limit, and can report it.
    if (number != SIGXFSZ) sigaction(number, &usual, NULL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  // Ctrl-C is the runner's to pass on.
  setpgid(0, 0);
  if (parent != 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) return ESRCH;
  }
  if (input < 0) input = open("/dev/null", O_RDONLY);
  if (input < 0 || dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(errors, 2) < 0) return errno;
  if (folder && chdir(folder) != 0) return errno;
  close_range(3, ~0u, 0);
  execve(program, arguments, environment);
  return errno;
}

static int spawn(pid_t *process, const char *program, const char *folder, char *const arguments[],
                 char *const environment[], int input, int output, int errors, pid_t parent) {
  volatile int failure = 0;
  // The child shares this process's memory until it is another program; no handler may run in it.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  pid_t child = vfork();
  if (child == 0) {
    failure = become(program, folder, arguments, environment, input, output, errors, parent);
    _exit(127);
  }
  int reason = child < 0 ? errno : failure;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (child > 0 && reason != 0) waitpid(child, NULL, 0);
  *process = child;
  return reason;
}

int process_spawn_tool(pid_t *process, const char *program, const char *folder, char *const arguments[],
                       char *const environment[], int output, int errors) {
  return spawn(process, program, folder, arguments, environment, -1, output, errors, getpid());
}

int process_spawn_server(pid_t *process, const char *program, char *const arguments[], char *const environment[], int input,
                         int output) {
  int errors = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (errors < 0) return errno;
  int reason = spawn(process, program, NULL, arguments, environment, input, output, errors, 0);
  close(errors);
  return reason;
}

void process_adopt_orphans(void) { prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }
