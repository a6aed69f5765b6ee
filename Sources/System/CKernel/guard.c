// The kernel's parent, which outlives it to end its descendants. Orphans among its descendants become its children,
// whatever session, group or environment they have; so it finds each of them. It does so too when the runner is killed.
#define _GNU_SOURCE
#include "CKernel.h"
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int line;

static void tell(process_notice_kind kind, int value) {
  process_notice notice = {kind, value};
  send(line, &notice, sizeof notice, MSG_NOSIGNAL);
}

// No signal from a cell ends the guard by accident, and the guard has no file of the kernel open.
static void withdraw(void) {
  prctl(PR_SET_NAME, "etude-guard");
  for (int number = 1; number < NSIG; number++) {
    if (number != SIGCHLD) signal(number, SIG_IGN);
  }
  int is_at_root = chdir("/") == 0;
  (void)is_at_root;
  close_range(0, (unsigned)line - 1, 0);
  close_range((unsigned)line + 1, ~0u, 0);
  for (int descriptor = 0; descriptor < 3; descriptor++) open("/dev/null", O_RDWR);
}

// Collects ended orphans; whether the kernel has ended.
static int has_ended(pid_t kernel) {
  for (;;) {
    siginfo_t info = {0};
    if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0) return 0;
    // The kernel is collected last, so that its identifier stays its own.
    if (info.si_pid == kernel) return 1;
    waitpid(info.si_pid, NULL, 0);
  }
}

static int64_t milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// Waits until the kernel has ended or is to be ended: by request, or because the runner is gone.
static void watch(pid_t kernel, int children) {
  int64_t deadline = 0;
  int is_ending = 0;
  while (!has_ended(kernel)) {
    struct pollfd ends[2] = {{line, POLLIN, 0}, {children, POLLIN, 0}};
    int left = is_ending ? (int)(deadline - milliseconds()) : -1;
    if (is_ending && left <= 0) return;
    if (poll(ends, 2, left) < 0) continue;
    struct signalfd_siginfo info;
    while (read(children, &info, sizeof info) > 0) {
    }
    if (!ends[0].revents) continue;
    process_notice notice;
    if (recv(line, &notice, sizeof notice, 0) != sizeof notice) return;
    switch (notice.kind) {
    case process_notice_kind_interrupts: kill(kernel, SIGINT); break;
    case process_notice_kind_ends:
      kill(kernel, SIGTERM);
      // A stopped process, or one stuck in a signal handler, ignores SIGTERM.
      deadline = milliseconds() + 200;
      is_ending = 1;
      break;
    default: break;
    }
  }
}

// Far more than intended work needs, and fewer than a system can handle.
enum { most_processes = 4096 };

// Prevents a fork bomb from using all processes of the system if there is no cgroup to count them. The limit is one of
// all processes of the user, of whom no more than all can be there. The superuser is not limited.
static void limit_processes(void) {
  FILE *file = fopen("/proc/loadavg", "re");
  if (!file) return;
  unsigned long present;
  struct rlimit limit;
  if (fscanf(file, "%*s %*s %*s %*u/%lu", &present) == 1 && getrlimit(RLIMIT_NPROC, &limit) == 0) {
    if (limit.rlim_cur > present + most_processes) {
      limit.rlim_cur = present + most_processes;
      setrlimit(RLIMIT_NPROC, &limit);
    }
  }
  fclose(file);
}

int ckernel_guard(int descriptor) {
  line = descriptor;
  process_adopt_orphans();
  sigset_t ended, before;
  sigemptyset(&ended);
  sigaddset(&ended, SIGCHLD);
  sigprocmask(SIG_BLOCK, &ended, &before);
  pid_t guard = getpid();
  process_group_make(guard, most_processes);
  pid_t kernel = fork();
  if (kernel < 0) return -1;
  if (kernel == 0) {
    close(line);
    // A signal to the kernel's session, or to its process group, spares the guard.
    setsid();
    process_group_enter(guard);
    limit_processes();
    sigprocmask(SIG_SETMASK, &before, NULL);
    return 0;
  }
  withdraw();
  tell(process_notice_kind_started, kernel);
  watch(kernel, signalfd(-1, &ended, SFD_NONBLOCK | SFD_CLOEXEC));
  int status = 0;
  process_group_kill(guard);
  process_end_descendants(kernel, &status);
  process_group_remove(guard);
  tell(process_notice_kind_ended, status);
  _exit(0);
}
