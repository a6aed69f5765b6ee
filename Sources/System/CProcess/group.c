// A version 2 cgroup for the children of a kernel, if this process may create one: as root, or in a cgroup delegated by
// a service manager. Its processes cannot leave it, and end at once.
#define _GNU_SOURCE
#include "CProcess.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

// The mount point of version 2 cgroups; -1 if there is none.
static int mount_point(char *path, size_t size) {
  char line[2 * PATH_MAX], place[PATH_MAX], type[64];
  FILE *mounts = fopen("/proc/self/mounts", "re");
  if (!mounts) return -1;
  int result = -1;
  while (result != 0 && fgets(line, sizeof line, mounts)) {
    if (sscanf(line, "%*s %4095s %63s", place, type) != 2 || strcmp(type, "cgroup2") != 0) continue;
    result = (size_t)snprintf(path, size, "%s", place) < size ? 0 : -1;
  }
  fclose(mounts);
  return result;
}

// The folder of this process's own cgroup.
static int own_folder(char *path, size_t size) {
  char line[PATH_MAX];
  if (mount_point(path, size) != 0) return -1;
  FILE *groups = fopen("/proc/self/cgroup", "re");
  if (!groups) return -1;
  int result = -1;
  while (result != 0 && fgets(line, sizeof line, groups)) {
    if (strncmp(line, "0::", 3) != 0) continue;
    line[strcspn(line, "\n")] = 0;
    size_t length = strlen(path);
    result = (size_t)snprintf(path + length, size - length, "%s", line + 3) < size - length ? 0 : -1;
  }
  fclose(groups);
  return result;
}

static int folder_of(pid_t owner, char *path, size_t size) {
  if (own_folder(path, size) != 0) return -1;
  size_t length = strlen(path);
  return (size_t)snprintf(path + length, size - length, "/etude-%d", (int)owner) < size - length ? 0 : -1;
}

static int put(const char *folder, const char *name, const char *text) {
  char path[PATH_MAX + 64];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t count = write(file, text, strlen(text));
  close(file);
  return count < 0 ? -1 : 0;
}

// Removes the remains of killed runs. A run that has just begun has a group without processes, too.
static void sweep(void) {
  char path[PATH_MAX];
  if (own_folder(path, sizeof path) != 0) return;
  DIR *folder = opendir(path);
  if (!folder) return;
  struct dirent *item;
  while ((item = readdir(folder))) {
    if (strncmp(item->d_name, "etude-", 6) != 0) continue;
    pid_t owner = (pid_t)atoi(item->d_name + 6);
    if (owner > 0 && kill(owner, 0) != 0 && errno == ESRCH) unlinkat(dirfd(folder), item->d_name, AT_REMOVEDIR);
  }
  closedir(folder);
}

void process_group_make(pid_t owner, int most) {
  char path[PATH_MAX], number[16];
  sweep();
  if (folder_of(owner, path, sizeof path) != 0 || mkdir(path, 0755) != 0) return;
  snprintf(number, sizeof number, "%d", most);
  // There is no such file where the controller is not enabled for children.
  put(path, "pids.max", number);
}

void process_group_enter(pid_t owner) {
  char path[PATH_MAX];
  if (folder_of(owner, path, sizeof path) == 0) put(path, "cgroup.procs", "0");
}

void process_group_kill(pid_t owner) {
  char path[PATH_MAX];
  if (folder_of(owner, path, sizeof path) == 0) put(path, "cgroup.kill", "1");
}

void process_group_remove(pid_t owner) {
  char path[PATH_MAX];
  struct timespec pause = {.tv_nsec = 1000000};
  if (folder_of(owner, path, sizeof path) != 0) return;
  // Ended processes leave their group a moment after they have been waited for.
  for (int round = 0; round < 100 && rmdir(path) != 0 && errno == EBUSY; round++) nanosleep(&pause, NULL);
}
