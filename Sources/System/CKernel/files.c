// Records the files that the running cell opens, creates, renames and removes, and whether it starts processes, whose
// files are not recorded. The dynamic linker prefers the executable's functions, so cells and the libraries that they
// use come here.
#define _GNU_SOURCE
#include "CKernel.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// More distinct files than this are counted, not named.
enum { table_size = 1 << 16, most_files = table_size / 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static volatile int is_noting;
static ckernel_file files[most_files];
static size_t file_count;
static int is_complete;
static int has_processes;
// Places of files by the hash of their path, counted from 1.
static uint32_t *table;

static int is_system(const char *path) {
  static const char *const folders[] = {"/proc/", "/sys/", "/dev/", "/usr/", "/lib/", "/lib64/", "/etc/", "/bin/"};
  for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
    if (strncmp(path, folders[i], strlen(folders[i])) == 0) return 1;
  }
  return 0;
}

// True for a file that this process may not read, regardless of its original user.
static int is_closed(const char *path) {
  long result = syscall(SYS_faccessat2, AT_FDCWD, path, R_OK, AT_EACCESS);
  if (result != 0 && errno == ENOSYS) result = syscall(SYS_faccessat, AT_FDCWD, path, R_OK);
  return result != 0 && errno == EACCES;
}

// Calls the system directly, because the functions of the C library are among those that are recorded. An open file is
// identified by its descriptor, because its path may lead to another one by now.
static void put_stamp(ckernel_file *file, int descriptor) {
  struct stat status;
  long result = descriptor >= 0 ? syscall(SYS_newfstatat, descriptor, "", &status, AT_EMPTY_PATH)
                                : syscall(SYS_newfstatat, AT_FDCWD, file->path, &status, 0);
  if (result != 0) {
    if (errno == ENOENT || errno == ENOTDIR) file->stamp = ckernel_stamp_missing;
    if (errno == EACCES) file->stamp = ckernel_stamp_unreadable;
  } else if (!S_ISDIR(status.st_mode)) {
    file->stamp = descriptor < 0 && is_closed(file->path) ? ckernel_stamp_unreadable : ckernel_stamp_file;
    file->inode = status.st_ino;
    file->size = (uint64_t)status.st_size;
    file->seconds = status.st_mtim.tv_sec;
    file->nanoseconds = status.st_mtim.tv_nsec;
  } else if (descriptor < 0 && is_closed(file->path)) {
    file->stamp = ckernel_stamp_unreadable;
  }
}

// A use that only asked whether the file is there, or when it was changed. For folders that is not recorded: their
// content is what changes.
enum { looked_at = ckernel_file_read | 1 << 8 };

static void add(const char *path, int how, int descriptor) {
  ckernel_file file = {.path = path, .use = how & (ckernel_file_read | ckernel_file_written)};
  if (file.use == ckernel_file_read) put_stamp(&file, descriptor);
  if (how == looked_at && file.stamp == ckernel_stamp_unknown) return;
  uint64_t hash = 1469598103934665603u;
  for (const char *p = path; *p; p++) hash = (hash ^ (unsigned char)*p) * 1099511628211u;
  pthread_mutex_lock(&lock);
  if (!table) table = calloc(table_size, sizeof *table);
  for (size_t i = hash % table_size; is_noting && table; i = (i + 1) % table_size) {
    if (table[i] == 0) {
      char *copy = file_count < most_files ? strdup(path) : NULL;
      if (copy) {
        files[file_count] = file;
        files[file_count].path = copy;
        table[i] = (uint32_t)++file_count;
      } else {
        is_complete = 0;
      }
      break;
    }
    ckernel_file *known = &files[table[i] - 1];
    if (strcmp(known->path, path) == 0) {
      known->use |= file.use;
      break;
    }
  }
  pthread_mutex_unlock(&lock);
}

// - descriptor: the open file; -1 for one that was not opened.
static void note_opened(int folder, const char *path, int how, int descriptor) {
  if (!is_noting || !path || !*path) return;
  int reason = errno;
  char whole[PATH_MAX], link[64];
  if (*path != '/') {
    ssize_t count;
    if (folder == AT_FDCWD) {
      count = getcwd(whole, sizeof whole) ? (ssize_t)strlen(whole) : -1;
    } else {
      snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
      count = readlink(link, whole, sizeof whole - 1);
    }
    size_t length = strlen(path);
    if (count > 0 && (size_t)count + length + 2 <= sizeof whole) {
      whole[count] = '/';
      memcpy(whole + count + 1, path, length + 1);
      path = whole;
    }
  }
  if (*path == '/' && !is_system(path)) add(path, how, descriptor);
  errno = reason;
}

static void note(int folder, const char *path, int how) { note_opened(folder, path, how, -1); }

// True for a failure that depends only on the file: it may exist, or be readable, another time.
static int depends_on_file(int failure) { return failure == ENOENT || failure == ENOTDIR || failure == EACCES; }

// An open that failed has looked at the file, and no more.
static void note_open(int folder, const char *path, int how, int descriptor) {
  if (descriptor >= 0) note_opened(folder, path, how, descriptor);
  else if (depends_on_file(errno)) note(folder, path, ckernel_file_read);
}

static ckernel_file_use use_of(int flags) {
  switch (flags & O_ACCMODE) {
    case O_RDONLY: return flags & (O_CREAT | O_TRUNC) ? ckernel_file_written : ckernel_file_read;
    case O_WRONLY: return ckernel_file_written;
    default: return flags & O_TRUNC ? ckernel_file_written : ckernel_file_read | ckernel_file_written;
  }
}

// The pages that all processes took which were started and waited for: any process takes some.
static long pages_of_children(void) {
  struct rusage usage;
  return getrusage(RUSAGE_CHILDREN, &usage) == 0 ? usage.ru_minflt + usage.ru_majflt : 0;
}

static long pages_before;

static void note_process(void) {
  if (!is_noting) return;
  pthread_mutex_lock(&lock);
  has_processes = 1;
  pthread_mutex_unlock(&lock);
}

void ckernel_note_files(int begins) {
  pthread_mutex_lock(&lock);
  for (size_t i = 0; begins && i < file_count; i++) free((char *)files[i].path);
  if (begins) {
    file_count = 0;
    is_complete = 1;
    has_processes = 0;
    pages_before = pages_of_children();
    if (table) memset(table, 0, table_size * sizeof *table);
  }
  // Processes that were started without the functions below are known once they were waited for.
  if (!begins && pages_of_children() != pages_before) has_processes = 1;
  is_noting = begins;
  pthread_mutex_unlock(&lock);
}

size_t ckernel_noted_files(const ckernel_file **noted, int *complete, int *processes) {
  *noted = files;
  *complete = is_complete;
  *processes = has_processes;
  return file_count;
}

#define next(name) \
  static __typeof__(&name) real; \
  if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define open_function(name, folder, ...) \
  va_list arguments; \
  va_start(arguments, flags); \
  mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(arguments, mode_t) : 0; \
  va_end(arguments); \
  next(name); \
  int file = real(__VA_ARGS__, flags, mode); \
  note_open(folder, path, use_of(flags), file); \
  return file

int open(const char *path, int flags, ...) { open_function(open, AT_FDCWD, path); }
int open64(const char *path, int flags, ...) { open_function(open64, AT_FDCWD, path); }
int openat(int folder, const char *path, int flags, ...) { open_function(openat, folder, folder, path); }
int openat64(int folder, const char *path, int flags, ...) { open_function(openat64, folder, folder, path); }

static ckernel_file_use use_of_mode(const char *mode) {
  int changes = strchr(mode, '+') != NULL;
  if (*mode == 'r') return changes ? ckernel_file_read | ckernel_file_written : ckernel_file_read;
  return *mode == 'a' ? ckernel_file_read | ckernel_file_written : ckernel_file_written;
}

FILE *fopen(const char *path, const char *mode) {
  next(fopen);
  FILE *file = real(path, mode);
  note_open(AT_FDCWD, path, use_of_mode(mode), file ? fileno(file) : -1);
  return file;
}

FILE *fopen64(const char *path, const char *mode) {
  next(fopen64);
  FILE *file = real(path, mode);
  note_open(AT_FDCWD, path, use_of_mode(mode), file ? fileno(file) : -1);
  return file;
}

DIR *opendir(const char *path) {
  next(opendir);
  DIR *folder = real(path);
  note_open(AT_FDCWD, path, ckernel_file_read, folder ? dirfd(folder) : -1);
  return folder;
}

int mkdir(const char *path, mode_t mode) {
  next(mkdir);
  int result = real(path, mode);
  if (result == 0) note(AT_FDCWD, path, ckernel_file_written);
  return result;
}

int unlink(const char *path) {
  next(unlink);
  int result = real(path);
  if (result == 0) note(AT_FDCWD, path, ckernel_file_written);
  return result;
}

int unlinkat(int folder, const char *path, int flags) {
  next(unlinkat);
  int result = real(folder, path, flags);
  if (result == 0) note(folder, path, ckernel_file_written);
  return result;
}

int rename(const char *from, const char *to) {
  next(rename);
  int result = real(from, to);
  if (result == 0) {
    note(AT_FDCWD, from, ckernel_file_written);
    note(AT_FDCWD, to, ckernel_file_written);
  }
  return result;
}

int symlink(const char *target, const char *path) {
  next(symlink);
  int result = real(target, path);
  if (result == 0) note(AT_FDCWD, path, ckernel_file_written);
  return result;
}

int truncate(const char *path, off_t length) {
  next(truncate);
  int result = real(path, length);
  if (result == 0) note(AT_FDCWD, path, ckernel_file_written);
  return result;
}

#define look_function(name, folder, ...) \
  next(name); \
  int result = real(__VA_ARGS__); \
  if (result == 0 || depends_on_file(errno)) note(folder, path, looked_at); \
  return result

int stat(const char *path, struct stat *status) { look_function(stat, AT_FDCWD, path, status); }
int stat64(const char *path, struct stat64 *status) { look_function(stat64, AT_FDCWD, path, status); }
int lstat(const char *path, struct stat *status) { look_function(lstat, AT_FDCWD, path, status); }
int lstat64(const char *path, struct stat64 *status) { look_function(lstat64, AT_FDCWD, path, status); }
int access(const char *path, int mode) { look_function(access, AT_FDCWD, path, mode); }

int fstatat(int folder, const char *path, struct stat *status, int flags) {
  look_function(fstatat, folder, folder, path, status, flags);
}

int fstatat64(int folder, const char *path, struct stat64 *status, int flags) {
  look_function(fstatat64, folder, folder, path, status, flags);
}

int statx(int folder, const char *path, int flags, unsigned mask, struct statx *status) {
  look_function(statx, folder, folder, path, flags, mask, status);
}

int faccessat(int folder, const char *path, int mode, int flags) {
  look_function(faccessat, folder, folder, path, mode, flags);
}

pid_t fork(void) {
  next(fork);
  // A lock that another thread holds during the fork would stay locked in the child forever.
  pthread_mutex_lock(&lock);
  if (is_noting) has_processes = 1;
  pid_t child = real();
  pthread_mutex_unlock(&lock);
  return child;
}

int posix_spawn(
  pid_t *process, const char *path, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attributes,
  char *const arguments[], char *const environment[]) {
  next(posix_spawn);
  note_process();
  return real(process, path, actions, attributes, arguments, environment);
}

int posix_spawnp(
  pid_t *process, const char *name, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attributes,
  char *const arguments[], char *const environment[]) {
  next(posix_spawnp);
  note_process();
  return real(process, name, actions, attributes, arguments, environment);
}

int system(const char *command) {
  next(system);
  note_process();
  return real(command);
}

FILE *popen(const char *command, const char *mode) {
  next(popen);
  note_process();
  return real(command, mode);
}
