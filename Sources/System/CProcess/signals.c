#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

// Signals that end a process by default, except for SIGKILL. Those that tell of a fault are caught only where another
// process sent them.
static const int requests[] = {
    SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGVTALRM, SIGPROF, SIGUSR1, SIGUSR2, SIGXCPU, SIGPOLL, SIGPWR, SIGSTKFLT,
};
static const int faults[] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS};
enum { request_count = sizeof requests / sizeof *requests, fault_count = sizeof faults / sizeof *faults };

static int target = -1;
static int exit_status;
static volatile sig_atomic_t was_asked;
static struct sigaction old_faults[fault_count];

static void tell(int number) {
  int error = errno;
  was_asked = 1;
  unsigned char byte = (unsigned char)number;
  while (write(target, &byte, 1) < 0 && errno == EINTR) {
  }
  errno = error;
}

static void on_request(int number) { tell(number); }

static void on_early_request(int number) { _exit(exit_status); }

// A fault of this process takes its usual action when the handler returns: the instruction faults again, abort
// continues.
static void on_fault(int number, siginfo_t *info, void *context) {
  if (info->si_code == SI_USER && info->si_pid != getpid()) return tell(number);
  for (int i = 0; i < fault_count; i++) {
    if (faults[i] == number) sigaction(number, &old_faults[i], NULL);
  }
  if (info->si_code <= 0) raise(number);
}

static void handle_requests(void (*handler)(int)) {
  struct sigaction request = {.sa_handler = handler, .sa_flags = SA_RESTART | SA_ONSTACK}, old;
  sigfillset(&request.sa_mask);
  for (int i = 0; i < request_count; i++) {
    // `nohup` has SIGHUP ignored, which stays so.
    if (requests[i] == SIGHUP && sigaction(SIGHUP, NULL, &old) == 0 && old.sa_handler == SIG_IGN) continue;
    sigaction(requests[i], &request, NULL);
  }
  for (int number = SIGRTMIN; number <= SIGRTMAX; number++) sigaction(number, &request, NULL);
}

void process_exit_at_requests(int status) {
  exit_status = status;
  handle_requests(on_early_request);
}

void process_catch_requests(int descriptor) {
  target = descriptor;
  fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK);
  handle_requests(on_request);
  struct sigaction fault = {.sa_sigaction = on_fault, .sa_flags = SA_RESTART | SA_ONSTACK | SA_SIGINFO};
  sigfillset(&fault.sa_mask);
  for (int i = 0; i < fault_count; i++) sigaction(faults[i], &fault, &old_faults[i]);
}

int process_was_asked(void) {
  // A signal may still wait for a thread that sleeps; a thread that opens its mask takes it itself.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return was_asked;
}

void process_take_default(int number) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, NULL);
  raise(number);
}

void process_ignore_write_signals(void) {
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
}

void process_open_standard_streams(void) {
  for (int descriptor = 0; descriptor < 3; descriptor++) {
    if (fcntl(descriptor, F_GETFD) < 0 && errno == EBADF) open("/dev/null", descriptor == 0 ? O_RDONLY : O_WRONLY);
  }
}
