#define _GNU_SOURCE
#include "CZeroMQ.h"

#include <dlfcn.h>
#include <pthread.h>

// Each function under its own name, which calls the library's.
#define FUNCTIONS(F)                                                                                       \
  F(void *, zmq_ctx_new, (void), ())                                                                       \
  F(int, zmq_ctx_shutdown, (void *context), (context))                                                     \
  F(int, zmq_ctx_term, (void *context), (context))                                                         \
  F(void *, zmq_socket, (void *context, int type), (context, type))                                        \
  F(int, zmq_setsockopt, (void *socket, int option, const void *value, size_t size),                       \
    (socket, option, value, size))                                                                         \
  F(int, zmq_bind, (void *socket, const char *address), (socket, address))                                 \
  F(int, zmq_connect, (void *socket, const char *address), (socket, address))                              \
  F(int, zmq_close, (void *socket), (socket))                                                              \
  F(int, zmq_msg_init, (zmq_msg_t * message), (message))                                                   \
  F(int, zmq_msg_close, (zmq_msg_t * message), (message))                                                  \
  F(int, zmq_msg_recv, (zmq_msg_t * message, void *socket, int flags), (message, socket, flags))           \
  F(int, zmq_msg_more, (const zmq_msg_t *message), (message))                                              \
  F(void *, zmq_msg_data, (zmq_msg_t * message), (message))                                                \
  F(size_t, zmq_msg_size, (const zmq_msg_t *message), (message))                                           \
  F(int, zmq_send, (void *socket, const void *bytes, size_t count, int flags), (socket, bytes, count, flags)) \
  F(int, zmq_poll, (zmq_pollitem_t * items, int count, long timeout), (items, count, timeout))             \
  F(int, zmq_errno, (void), ())                                                                            \
  F(const char *, zmq_strerror, (int number), (number))

#define DECLARE(type, name, parameters, arguments) static type(*library_##name) parameters;
FUNCTIONS(DECLARE)

#define FORWARD(type, name, parameters, arguments) \
  type name parameters { return library_##name arguments; }
FUNCTIONS(FORWARD)

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int result = -1;

static void open_library(void) {
  // The library's internal calls are not the functions above.
  void *library = dlopen("libzmq.so.5", RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND);
  if (!library) return;
#define FIND(type, name, parameters, arguments) \
  if (!(library_##name = (type(*) parameters)dlsym(library, #name))) return;
  FUNCTIONS(FIND)
  result = 0;
}

int zeromq_open(void) {
  pthread_once(&once, open_library);
  return result;
}
