#pragma once
#include <stddef.h>
#include <stdint.h>

/// Packets on the socket between the runner and the kernel, defined once for C and Swift: a kind byte, then a payload.

/// Largest payload of one packet in bytes.
enum { packet_payload_size = 65536 };

/// First byte of a packet. Another version may send others.
typedef enum __attribute__((enum_extensibility(open))) packet_kind : uint8_t {
  /// A message in JSON, or its last fragment; the sender's process identifier comes first, in four bytes.
  packet_kind_message = 'J',
  /// A fragment of a message that continues, also with the sender's process identifier.
  packet_kind_fragment = 'j',
  /// Bytes written to standard output.
  packet_kind_stdout = 'O',
  /// Bytes written to standard error.
  packet_kind_stderr = 'E',
  /// The last words of a process that crashed, as lines `key value`.
  packet_kind_crash = 'X',
} packet_kind;

/// Sends one packet whole. Returns 0, or -1 if the other side is gone. Safe in a signal handler.
int packet_send(int socket, packet_kind kind, const void *payload, size_t count);
