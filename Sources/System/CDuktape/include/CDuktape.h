#pragma once

#include <duktape.h>
#include <stdbool.h>
#include <stddef.h>

/// What a heap of Duktape's may hold and do.
///
/// Debian builds Duktape without a timer for scripts. Whatever a script does it allocates for, so a script that goes on
/// and on ends when its allocator refuses. A count, unlike a clock, ends the same script at the same step on every machine.
typedef struct {
  size_t byte_limit;
  size_t allocation_limit;
  size_t bytes;        // held now
  size_t allocations;  // since the count was last set to 0
  bool is_exhausted;   // a limit was reached; from then on nothing is handed out
} cduktape_budget;

/// The text or bytes that a script leaves, which `free` releases.
typedef struct {
  char *bytes;
  size_t length;
} cduktape_text;

/// A heap that keeps to a budget, which must outlive it; null if the budget is too small for an empty one.
duk_context *cduktape_open(cduktape_budget *budget);

// Duktape reports errors by longjmp, which must not cross Swift frames. These functions catch it: they return false, with
// the error's text as the result.

/// Compiles a script to bytecode of this version of Duktape.
bool cduktape_compile(duk_context *context, const char *source, size_t length, cduktape_text *bytecode);

/// Runs a script that was compiled. Its result is none.
bool cduktape_run(duk_context *context, const char *bytecode, size_t length, cduktape_text *result);

/// Calls a global function with a text and a flag; its result is a text.
bool cduktape_call(
    duk_context *context, const char *function, const char *text, size_t length, bool flag, cduktape_text *result);
