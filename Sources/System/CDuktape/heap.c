#include "CDuktape.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// MARK: Memory

static bool allows(cduktape_budget *budget, size_t more) {
  if (budget->is_exhausted) return false;
  budget->allocations++;
  budget->is_exhausted =
      budget->allocations > budget->allocation_limit || budget->bytes + more > budget->byte_limit;
  return !budget->is_exhausted;
}

static void *take(void *data, duk_size_t size) {
  cduktape_budget *budget = data;
  if (size == 0 || !allows(budget, size)) return NULL;
  void *block = malloc(size);
  if (block) budget->bytes += malloc_usable_size(block);
  return block;
}

static void give_back(void *data, void *block) {
  cduktape_budget *budget = data;
  if (block) budget->bytes -= malloc_usable_size(block);
  free(block);
}

static void *resize(void *data, void *block, duk_size_t size) {
  cduktape_budget *budget = data;
  if (!block) return take(data, size);
  if (size == 0) {
    give_back(data, block);
    return NULL;
  }
  size_t old = malloc_usable_size(block);
  if (size > old && !allows(budget, size - old)) return NULL;
  void *resized = realloc(block, size);
  if (resized) budget->bytes += malloc_usable_size(resized) - old;
  return resized;
}

/// Ends the process, as a precondition would: Duktape's state is not one to go on with.
static void fail(void *data, const char *message) {
  (void)data;
  fprintf(stderr, "Duktape failed: %s\n", message ? message : "no reason given");
  abort();
}

duk_context *cduktape_open(cduktape_budget *budget) { return duk_create_heap(take, resize, give_back, budget, fail); }

// MARK: Protected calls

typedef struct {
  enum { COMPILE, RUN, CALL } kind;
  const char *function;
  const char *text;
  size_t length;
  bool flag;
} request;

static duk_ret_t perform(duk_context *context, void *data) {
  request *wanted = data;
  switch (wanted->kind) {
    case COMPILE:
      duk_push_string(context, "script");
      duk_compile_lstring_filename(context, 0, wanted->text, wanted->length);
      duk_dump_function(context);
      break;
    case RUN:
      memcpy(duk_push_fixed_buffer(context, wanted->length), wanted->text, wanted->length);
      duk_load_function(context);
      duk_call(context, 0);
      duk_push_string(context, "");
      break;
    case CALL:
      duk_get_global_string(context, wanted->function);
      duk_push_lstring(context, wanted->text, wanted->length);
      duk_push_boolean(context, wanted->flag);
      duk_call(context, 2);
      duk_require_string(context, -1);
      break;
  }
  return 1;
}

/// Makes a text of an error, whose own methods may fail in turn.
static duk_ret_t describe(duk_context *context, void *data) {
  (void)data;
  duk_to_string(context, -1);
  return 1;
}

static bool protected_call(duk_context *context, request wanted, cduktape_text *result) {
  bool succeeded = duk_safe_call(context, perform, &wanted, 0, 1) == DUK_EXEC_SUCCESS;
  if (!succeeded) duk_safe_call(context, describe, NULL, 1, 1);
  duk_size_t length = 0;
  const char *bytes =
      duk_is_string(context, -1) ? duk_get_lstring(context, -1, &length) : duk_get_buffer_data(context, -1, &length);
  result->length = bytes ? length : 0;
  result->bytes = malloc(result->length + 1);
  if (!result->bytes) abort();
  if (bytes) memcpy(result->bytes, bytes, length);
  duk_pop(context);
  return succeeded;
}

bool cduktape_compile(duk_context *context, const char *source, size_t length, cduktape_text *bytecode) {
  return protected_call(context, (request){.kind = COMPILE, .text = source, .length = length}, bytecode);
}

bool cduktape_run(duk_context *context, const char *bytecode, size_t length, cduktape_text *result) {
  return protected_call(context, (request){.kind = RUN, .text = bytecode, .length = length}, result);
}

bool cduktape_call(
    duk_context *context, const char *function, const char *text, size_t length, bool flag, cduktape_text *result) {
  return protected_call(
      context, (request){.kind = CALL, .function = function, .text = text, .length = length, .flag = flag}, result);
}
