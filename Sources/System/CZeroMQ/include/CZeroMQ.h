#pragma once
#include <zmq.h>

/// The functions of libzmq that Etude calls. The library is opened when it is first needed: with its dependencies, it
/// would make each start of `etude` 20 % slower.

/// Opens libzmq; 0, or -1 if it is not there or too old. Called before any function of it.
int zeromq_open(void);
