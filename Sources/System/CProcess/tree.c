#define _GNU_SOURCE
#include "CProcess.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// The content of /proc/PID/stat; -1 if the process is gone.
static int read_entry(const char *name, process_entry *entry) {
  char path[64], text[512];
  snprintf(path, sizeof path, "/proc/%s/stat", name);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t count = read(file, text, sizeof text - 1);
  close(file);
  if (count <= 0) return -1;
  text[count] = 0;
  // The name in brackets may hold anything, brackets too.
  char *end = strrchr(text, ')');
  int group;
  entry->process = (pid_t)atoi(name);
  return end && sscanf(end + 1, " %c %d %d %d", &entry->state, &entry->parent, &group, &entry->session) == 4 ? 0 : -1;
}

int process_each(int (*body)(const process_entry *entry, void *context), void *context) {
  DIR *folder = opendir("/proc");
  if (!folder) return -1;
  struct dirent *item;
  process_entry entry;
  int result = 0;
  while (result == 0 && (item = readdir(folder))) {
    if (isdigit((unsigned char)item->d_name[0]) && read_entry(item->d_name, &entry) == 0) result = body(&entry, context);
  }
  closedir(folder);
  return result;
}

// A set of process identifiers, which the system keeps below 2²².
enum { largest_process = 1 << 22 };
typedef struct {
  unsigned char *bits;
  pid_t root;
  size_t count;
  size_t found;
  pid_t *list;
  size_t capacity;
  int stop;
} tree;

static int has(const tree *tree, pid_t process) {
  return process > 0 && process < largest_process && (tree->bits[process >> 3] >> (process & 7) & 1);
}

// Receives a process whose parent is in the tree. A parent usually has the lower number and is listed first; otherwise
// another round finds the child.
static int take(const process_entry *entry, void *context) {
  tree *tree = context;
  pid_t process = entry->process;
  if (process == tree->root || process >= largest_process || has(tree, process)) return 0;
  if (entry->parent != tree->root && !has(tree, entry->parent)) return 0;
  if (tree->stop) kill(process, SIGSTOP);
  tree->bits[process >> 3] |= (unsigned char)(1 << (process & 7));
  if (tree->count < tree->capacity) tree->list[tree->count] = process;
  tree->count++;
  tree->found++;
  return 0;
}

static size_t grow(tree *tree) {
  tree->bits = calloc(largest_process / 8, 1);
  if (!tree->bits) return 0;
  do {
    tree->found = 0;
    process_each(take, tree);
  } while (tree->found > 0);
  free(tree->bits);
  return tree->count;
}

// All processes, so the relations within one look are consistent.
typedef struct {
  process_entry *entries;
  size_t count, capacity;
} table;

static int note(const process_entry *entry, void *context) {
  table *table = context;
  if (table->count == table->capacity) {
    size_t capacity = table->capacity ? 2 * table->capacity : 512;
    process_entry *entries = realloc(table->entries, capacity * sizeof *entries);
    if (!entries) return -1;
    table->entries = entries;
    table->capacity = capacity;
  }
  table->entries[table->count++] = *entry;
  return 0;
}

size_t process_descendants(pid_t root, pid_t *list, size_t capacity) {
  tree tree = {.root = root, .list = list, .capacity = capacity, .bits = calloc(largest_process / 8, 1)};
  table all = {0};
  if (tree.bits && process_each(note, &all) == 0) {
    do {
      tree.found = 0;
      for (size_t i = 0; i < all.count; i++) take(&all.entries[i], &tree);
    } while (tree.found > 0);
  }
  free(all.entries);
  free(tree.bits);
  return tree.count;
}

enum { most = 1 << 16 };

size_t process_kill_tree(pid_t root) {
  static pid_t list[most];
  // None can start another once all have been stopped.
  size_t count = grow(&(tree){.root = root, .list = list, .capacity = most, .stop = 1});
  size_t killed = 0;
  for (size_t i = 0; i < count && i < most; i++) killed += kill(list[i], SIGKILL) == 0;
  return killed;
}

// Collects ended children and counts them; returns whether none is left.
static int reap(pid_t watched, int *status, size_t *count) {
  int end;
  pid_t process;
  while ((process = waitpid(-1, &end, WNOHANG)) > 0) {
    if (process == watched) *status = end;
    ++*count;
  }
  return process < 0 && errno == ECHILD;
}

int process_end_descendants(pid_t watched, int *status) {
  // Ten seconds in which none has ended: the system holds them. Those of another user cannot be killed.
  enum { patience = 10 };
  struct timespec pause = {.tv_nsec = 1000000}, last, now;
  clock_gettime(CLOCK_MONOTONIC, &last);
  for (int idle = 0; idle < 3;) {
    size_t killed = process_kill_tree(getpid()), collected = 0;
    if (reap(watched, status, &collected)) return 0;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (collected > 0) last = now;
    if (now.tv_sec - last.tv_sec > patience) break;
    idle = killed == 0 && collected == 0 ? idle + 1 : 0;
    nanosleep(&pause, NULL);
  }
  return -1;
}
