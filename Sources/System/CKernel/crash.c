// The last report of a kernel that dies from a signal: which signal, whether the stack overflowed, and the addresses in
// cells on the call stack. Only calls that are safe in a handler, except for backtrace, which is initialised
// beforehand.
#define _GNU_SOURCE
#include "internal.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

enum { cell_capacity = 4096, frame_capacity = 128, signal_stack_size = 128 * 1024 };

static struct {
  int index;
  const char *base;
  size_t size;
} cells[cell_capacity];
static atomic_size_t cell_count;

// This program, which contains the library that cells call.
static struct {
  char path[4096];
  const char *base;
  size_t size;
} own;

static __thread const char *stack_low;
static void (*on_interrupt)(void);

// The memory of the library or program that contains a symbol.
static int find_segments(const void *symbol, const char **base, size_t *size) {
  struct dl_find_object found;
  if (_dl_find_object((void *)symbol, &found) != 0) return 0;
  *base = found.dlfo_map_start;
  *size = (size_t)((const char *)found.dlfo_map_end - *base);
  return 1;
}

void ckernel_register_cell(int index, const void *symbol) {
  size_t place = atomic_load(&cell_count);
  if (place == cell_capacity || !find_segments(symbol, &cells[place].base, &cells[place].size)) return;
  cells[place].index = index;
  atomic_store(&cell_count, place + 1);
}

size_t ckernel_places(void *const *addresses, size_t count, ckernel_place *places, size_t capacity) {
  size_t found = 0, known = atomic_load(&cell_count);
  for (size_t i = 0; i < count && found < capacity; i++) {
    const char *address = addresses[i];
    for (size_t c = 0; c < known; c++) {
      if (address < cells[c].base || address >= cells[c].base + cells[c].size) continue;
      places[found].cell = cells[c].index;
      places[found].offset = (uint64_t)(address - cells[c].base);
      found++;
      break;
    }
  }
  return found;
}

void ckernel_on_interrupt(void (*handler)(void)) { on_interrupt = handler; }

void ckernel_note_stack(void) {
  pthread_attr_t attributes;
  void *low;
  size_t size;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
  pthread_attr_getstack(&attributes, &low, &size);
  pthread_attr_destroy(&attributes);
  stack_low = low;
}

void ckernel_use_signal_stack(void) {
  void *memory = mmap(NULL, signal_stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return;
  stack_t stack = {.ss_sp = memory, .ss_size = signal_stack_size};
  sigaltstack(&stack, NULL);
}

void ckernel_drop_signal_stack(void) {
  stack_t stack, none = {.ss_flags = SS_DISABLE};
  if (sigaltstack(&none, &stack) == 0 && !(stack.ss_flags & SS_DISABLE)) munmap(stack.ss_sp, stack.ss_size);
}

static char *put_text(char *end, const char *text) {
  size_t count = strlen(text);
  memcpy(end, text, count);
  return end + count;
}

static char *put_number(char *end, uint64_t number) {
  char digits[20];
  int count = 0;
  do {
    digits[count++] = (char)('0' + number % 10);
    number /= 10;
  } while (number);
  while (count) *end++ = digits[--count];
  return end;
}

// Lines `words …`, one for each line of the text.
static char *put_words(char *end) {
  const char *text;
  size_t count = ckernel_words(&text);
  while (count > 0 && text[count - 1] == '\n') count--;
  for (size_t i = 0; i < count; i++) {
    if (i == 0 || text[i - 1] == '\n') end = put_text(end, "\nwords ");
    if (text[i] != '\n') *end++ = text[i];
  }
  return end;
}

// Lines `own …`, one for each address in this program above the innermost one in a cell: the functions that the cell
// called.
static char *put_own_places(char *end, void *const *frames, int count) {
  ckernel_place cell;
  int found = 0;
  for (int i = 0; i < count && found < 8 && ckernel_places(&frames[i], 1, &cell, 1) == 0; i++) {
    const char *address = frames[i];
    if (address < own.base || address >= own.base + own.size) continue;
    if (found == 0) end = put_text(put_text(end, "\nprogram "), own.path);
    end = put_number(put_text(end, "\nown "), (uint64_t)(address - own.base));
    found++;
  }
  return end;
}

static char *fault_address(void *context) {
  mcontext_t *machine = &((ucontext_t *)context)->uc_mcontext;
#if defined(__x86_64__)
  return (char *)machine->gregs[REG_RIP];
#else
  return (char *)machine->pc;
#endif
}

static void on_fatal_signal(int number, siginfo_t *info, void *context) {
  // A second fault in this code must kill immediately, and nothing here may take forever.
  signal(number, SIG_DFL);
  signal(SIGALRM, SIG_DFL);
  alarm(5);
  ckernel_flush_from_signal();

  const char *address = info->si_addr;
  int overflow = number == SIGSEGV && stack_low && address >= stack_low - 65536 && address < stack_low + 65536;
  // Room for the words, each of whose bytes may begin a line, for the places and for the program's path.
  static char text[28672];
  char *end = put_text(text, "signal ");
  end = put_number(end, (uint64_t)number);
  end = put_text(end, "\noverflow ");
  end = put_number(end, (uint64_t)overflow);
  end = put_words(end);

  void *frames[frame_capacity];
  ckernel_place places[frame_capacity];
  int count = backtrace(frames, frame_capacity);
  // Readers of the trace treat every address as a return address; the fault's own is made to look like one.
  char *fault = fault_address(context);
  int from = 0;
  for (int i = 0; i < count; i++) {
    if (frames[i] != fault) continue;
    frames[i] = fault + 1;
    from = i;
  }
  size_t found = ckernel_places(frames, (size_t)(count > 0 ? count : 0), places, frame_capacity);
  for (size_t i = 0; i < found && i < 48; i++) {
    end = put_text(end, "\nplace ");
    end = put_number(end, (uint64_t)places[i].cell);
    end = put_text(end, " ");
    end = put_number(end, places[i].offset);
  }
  end = put_own_places(end, frames + from, count - from);
  ckernel_send(packet_kind_crash, text, (size_t)(end - text));
  // The default action of a synchronous fault follows on return; a signal that was sent is sent again.
  if (info->si_code <= 0) raise(number);
}

static void on_terminate(int number) {
  ckernel_flush_from_signal();
  // The signal waits until this handler has returned.
  signal(number, SIG_DFL);
  raise(number);
}

static void on_interrupt_signal(int number) {
  if (on_interrupt) on_interrupt();
}

void ckernel_install_handlers(void) {
  find_segments((const void *)ckernel_install_handlers, &own.base, &own.size);
  // A path with a line end in it would not be one line of the report.
  if (readlink("/proc/self/exe", own.path, sizeof own.path - 1) < 0 || strchr(own.path, '\n')) own.size = 0;
  void *warm[1];
  backtrace(warm, 1);
  struct sigaction action = {.sa_sigaction = on_fatal_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  const int fatal[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGSYS};
  for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) sigaction(fatal[i], &action, NULL);
  struct sigaction terminate = {.sa_handler = on_terminate, .sa_flags = SA_ONSTACK};
  const int ends[] = {SIGTERM, SIGHUP, SIGQUIT, SIGALRM, SIGVTALRM, SIGPROF, SIGUSR1, SIGUSR2, SIGXCPU, SIGPOLL, SIGPWR};
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) sigaction(ends[i], &terminate, NULL);
  struct sigaction interrupt = {.sa_handler = on_interrupt_signal, .sa_flags = SA_ONSTACK | SA_RESTART};
  sigaction(SIGINT, &interrupt, NULL);
  signal(SIGPIPE, SIG_IGN);
}
