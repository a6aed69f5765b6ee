'use strict';
// A client of a language server over the standard streams of a child: JSON-RPC 2.0 after headers with a length.

const { spawn } = require('child_process');

class Client {
  // `onNotice(method, params)` is called for each notification, `onEnd()` when the server has ended.
  constructor(command, args, { onNotice, onEnd, options } = {}) {
    this.onNotice = onNotice || (() => {});
    this.waiting = new Map();
    this.lastID = 0;
    this.pending = Buffer.alloc(0);
    this.ended = false;
    this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], ...options });
    this.child.stdout.on('data', (part) => this.read(part));
    // A server that is gone takes nothing more.
    this.child.stdin.on('error', () => {});
    const end = (reason) => {
      if (this.ended) return;
      this.ended = true;
      for (const { reject } of this.waiting.values()) reject(new Error(reason));
      this.waiting.clear();
      if (onEnd) onEnd(reason);
    };
    this.child.on('error', (error) => end(`${command} cannot be started: ${error.message}`));
    this.child.on('close', (code) => end(`${command} ended with status ${code}`));
  }

  send(message) {
    if (this.ended) return;
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    this.child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.child.stdin.write(body);
  }

  notify(method, params) {
    this.send({ method, params });
  }

  // The result of a request; a cancelled `token` of VS Code cancels it.
  request(method, params, token) {
    if (this.ended) return Promise.reject(new Error('The server has ended.'));
    const id = ++this.lastID;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.send({ id, method, params });
      if (token) token.onCancellationRequested(() => this.notify('$/cancelRequest', { id }));
    });
  }

  read(part) {
    this.pending = Buffer.concat([this.pending, part]);
    for (;;) {
      const end = this.pending.indexOf('\r\n\r\n');
      if (end < 0) return;
      const header = this.pending.subarray(0, end).toString();
      const length = Number((/content-length: *(\d+)/i.exec(header) || [])[1] || 0);
      if (this.pending.length < end + 4 + length) return;
      const body = this.pending.subarray(end + 4, end + 4 + length).toString();
      this.pending = this.pending.subarray(end + 4 + length);
      if (length > 0) this.take(JSON.parse(body));
    }
  }

  take(message) {
    if (message.method !== undefined) {
      if (message.id !== undefined) this.send({ id: message.id, result: null });
      else this.onNotice(message.method, message.params);
      return;
    }
    const waiting = this.waiting.get(message.id);
    if (!waiting) return;
    this.waiting.delete(message.id);
    if (message.error) waiting.reject(Object.assign(new Error(message.error.message), { code: message.error.code }));
    else waiting.resolve(message.result);
  }

  end() {
    if (this.ended) return;
    this.request('shutdown', null).catch(() => {});
    this.notify('exit', null);
    this.child.stdin.end();
  }
}

module.exports = { Client };
