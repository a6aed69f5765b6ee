// The system's random numbers. In a notebook with a seed, what Swift draws from the system comes out the same in every run,
// as `Double.random(in:)` and `shuffled()` do. Swift's library asks for it by syscall(2), and the dynamic linker prefers the
// executable's definition. Whoever else asks, as a library that makes keys, gets the system's answer.
#define _GNU_SOURCE
#include "CKernel.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static const void *swift_library;
static uint64_t notebook_seed;
static _Atomic uint64_t state;

void ckernel_seed_random(uint64_t seed) {
  Dl_info library;
  const void *function = dlsym(RTLD_DEFAULT, "swift_retain");
  if (!function || !dladdr(function, &library)) return;
  notebook_seed = seed;
  atomic_store(&state, seed);
  swift_library = library.dli_fbase;
}

void ckernel_begin_random(const char *name, uint64_t count) {
  // FNV-1a of the name; what follows mixes further.
  uint64_t hash = 0xCBF29CE484222325;
  for (; *name; name++) hash = (hash ^ (uint8_t)*name) * 0x100000001B3;
  atomic_store(&state, notebook_seed ^ (hash + count * 0xD1B54A32D192ED03));
}

// SplitMix64. Source: Steele, Lea and Flood, 2014, doi:10.1145/2660193.2660195.
static uint64_t next_number(void) {
  uint64_t z = atomic_fetch_add(&state, 0x9E3779B97F4A7C15) + 0x9E3779B97F4A7C15;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

static bool is_swift(const void *caller) {
  Dl_info library;
  return swift_library && dladdr(caller, &library) && library.dli_fbase == swift_library;
}

long syscall(long number, ...) {
  static long (*own)(long, ...);
  if (!own) own = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
  long words[6];
  va_list arguments;
  va_start(arguments, number);
  for (int i = 0; i < 6; i++) words[i] = va_arg(arguments, long);
  va_end(arguments);
  if (number != SYS_getrandom || words[1] == 0 || !is_swift(__builtin_return_address(0))) {
    return own(number, words[0], words[1], words[2], words[3], words[4], words[5]);
  }
  for (long filled = 0; filled < words[1]; filled += 8) {
    uint64_t bits = next_number();
    size_t rest = (size_t)(words[1] - filled);
    memcpy((char *)words[0] + filled, &bits, rest < sizeof bits ? rest : sizeof bits);
  }
  return words[1];
}

// Found before a signal handler may need it.
__attribute__((constructor)) static void prepare(void) { syscall(SYS_gettid); }
