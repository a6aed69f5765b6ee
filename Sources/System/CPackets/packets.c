#include "CPackets.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/uio.h>

int packet_send(int socket, packet_kind kind, const void *payload, size_t count) {
  struct iovec parts[2] = {{&kind, 1}, {(void *)payload, count}};
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
  ssize_t sent;
  do {
    sent = sendmsg(socket, &message, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent < 0 ? -1 : 0;
}
