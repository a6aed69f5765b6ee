#pragma once
#include <sys/types.h>

/// Calls of Linux that Swift's Glibc module does not offer.

/// A pipe whose ends are closed in started programs; 0, or -1 with errno.
int process_pipe(int ends[2]);

/// A pair of sockets that keep packets whole, closed in programs that are started; 0, or -1 with errno.
int process_packet_sockets(int ends[2]);

/// Starts `program` in `folder` as the leader of a new session, with empty standard input, with `output` and `errors`
/// as its streams, and with the `count` descriptors `inherited`, eight at most, as `place` and those after it. Returns 0,
/// or the reason as errno says it.
int process_spawn(pid_t *process, const char *program, const char *folder, char *const arguments[],
                  char *const environment[], int output, int errors, const int *inherited, int count, int place);

/// Starts `program` with nothing on standard input and `output` and `errors` as its streams, to end with the calling
/// thread, and so with this process, however that ends. `folder` may be null. Returns 0, or the reason as errno says it.
int process_spawn_tool(pid_t *process, const char *program, const char *folder, char *const arguments[],
                       char *const environment[], int output, int errors);

/// Starts `program` with `input` and `output` as its streams and its complaints dropped. Nothing ends it but the end of its
/// input. Returns 0, or the reason as errno says it.
int process_spawn_server(pid_t *process, const char *program, char *const arguments[], char *const environment[], int input,
                         int output);

/// Makes this process the parent of orphans among its descendants.
void process_adopt_orphans(void);

/// A process as /proc shows it.
typedef struct {
  pid_t process;
  pid_t parent;
  pid_t session;
  /// A letter, as in ps: Z for one that has ended and is not yet collected.
  char state;
} process_entry;

/// Calls `body` for each process of the system until it returns another value than 0; returns that value.
int process_each(int (*body)(const process_entry *entry, void *context), void *context);

/// Finds the descendants of a process; returns their number, and puts the first `capacity` into `list`.
size_t process_descendants(pid_t root, pid_t *list, size_t capacity);

/// Kills the descendants of a process. All are stopped first, until no new one is found, so that none can start another
/// meanwhile. Returns their number.
size_t process_kill_tree(pid_t root);

/// Kills all descendants of this process, which adopts orphans, and collects them. The status of `watched`, if it is one
/// of them, is left in `status`. Returns 0, or -1 if some cannot be ended.
int process_end_descendants(pid_t watched, int *status);

/// Creates a cgroup for the children of `owner`, with at most `most` processes if the system counts them; none if this
/// process may not create one. Groups that killed runs have left are removed.
void process_group_make(pid_t owner, int most);

/// Moves this process into the cgroup of `owner`.
void process_group_enter(pid_t owner);

/// Kills all processes in the cgroup of `owner` at once.
void process_group_kill(pid_t owner);

/// Removes the cgroup of `owner` once its processes have ended.
void process_group_remove(pid_t owner);

/// Messages between the kernel's guard and the runner, one packet each.
typedef enum __attribute__((enum_extensibility(open))) process_notice_kind : int {
  /// To the runner: the kernel was started; the value is its process.
  process_notice_kind_started = 1,
  /// To the runner: the kernel and its descendants have ended; the value is the kernel's status, as from waitpid.
  process_notice_kind_ended = 2,
  /// To the guard: interrupt the running cell.
  process_notice_kind_interrupts = 3,
  /// To the guard: end the kernel by SIGTERM, so buffered output arrives, and 0.2 s later by SIGKILL.
  process_notice_kind_ends = 4,
} process_notice_kind;

typedef struct {
  process_notice_kind kind;
  int value;
} process_notice;

/// Has each signal that would end this process end it with a status. An ignored SIGHUP stays ignored.
void process_exit_at_requests(int status);

/// Writes the number of each signal that would end this process as a byte to `descriptor`, instead of ending it. An
/// ignored SIGHUP stays ignored; a fault of this process itself ends it as usual.
void process_catch_requests(int descriptor);

/// 1 once such a signal has arrived, even if its byte was not read yet.
int process_was_asked(void);

/// Gives a signal its default action back and raises it.
void process_take_default(int number);

/// Lets a write to a closed pipe, or beyond the limit of a file's size, fail instead of ending the process.
void process_ignore_write_signals(void);

/// Opens /dev/null instead of closed standard streams, so no file takes their descriptors.
void process_open_standard_streams(void);
