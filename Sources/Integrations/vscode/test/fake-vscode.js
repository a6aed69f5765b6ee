'use strict';
// The part of VS Code's module that the extension uses, without an editor.

class Position {
  constructor(line, character) { Object.assign(this, { line, character }); }
}
class Range {
  constructor(start, end) { Object.assign(this, { start, end }); }
}
class Location {
  constructor(uri, range) { Object.assign(this, { uri, range }); }
}
class Uri {
  constructor(text) { this.text = text; this.scheme = text.split(':')[0]; }
  static parse(text) { return new Uri(text); }
  toString() { return this.text; }
}
class CompletionItem {
  constructor(label, kind) { Object.assign(this, { label, kind }); }
}
class CompletionList {
  constructor(items, isIncomplete) { Object.assign(this, { items, isIncomplete }); }
}
class SnippetString {
  constructor(value) { this.value = value; }
}
class MarkdownString {
  constructor(value) { this.value = value; }
}
class Hover {
  constructor(contents, range) { Object.assign(this, { contents, range }); }
}
class Diagnostic {
  constructor(range, message, severity) { Object.assign(this, { range, message, severity }); }
}
class DiagnosticRelatedInformation {
  constructor(location, message) { Object.assign(this, { location, message }); }
}
class TextEdit {
  constructor(range, newText) { Object.assign(this, { range, newText }); }
}
class WorkspaceEdit {
  constructor() { this.edits = new Map(); }
  set(uri, edits) { this.edits.set(uri.toString(), edits); }
}
class DocumentSymbol {
  constructor(name, detail, kind, range, selectionRange) {
    Object.assign(this, { name, detail, kind, range, selectionRange });
    // VS Code throws for this, too.
    if (!name) throw new Error('name must not be falsy');
  }
}
class CodeLens {
  constructor(range, command) { Object.assign(this, { range, command }); }
}
class FoldingRange {
  constructor(start, end) { Object.assign(this, { start, end }); }
}
class DocumentHighlight {
  constructor(range, kind) { Object.assign(this, { range, kind }); }
}
class SemanticTokensLegend {
  constructor(types, modifiers) { Object.assign(this, { types, modifiers }); }
}
class SemanticTokens {
  constructor(data) { this.data = data; }
}
class SignatureHelp {}
class SignatureInformation {
  constructor(label, documentation) { Object.assign(this, { label, documentation }); }
}
class ParameterInformation {
  constructor(label) { this.label = label; }
}

class Document {
  constructor(uri, text, languageId = 'markdown') {
    Object.assign(this, { uri: Uri.parse(uri), text, languageId, version: 1 });
  }
  getText() { return this.text; }
  positionAt(offset) {
    const lines = this.text.slice(0, offset).split('\n');
    return new Position(lines.length - 1, lines[lines.length - 1].length);
  }
  after(words) { return this.positionAt(this.text.indexOf(words) + words.length); }
}

// An editor with some settings; `providers` contains the extension's registrations by name.
const editor = ({ command }) => {
  const handlers = {};
  const providers = {};
  const commands = {};
  const messages = [];
  const shown = new Map();
  const waiting = [];
  const on = (name) => (handler) => {
    handlers[name] = handler;
    return { dispose() { delete handlers[name]; } };
  };
  const languages = new Proxy(
    {
      createDiagnosticCollection: () => ({
        set(uri, list) {
          shown.set(uri.toString(), list);
          waiting.splice(0).forEach((resolve) => resolve(list));
        },
        delete(uri) { shown.delete(uri.toString()); },
        clear() { shown.clear(); },
        dispose() {},
      }),
    },
    {
      get: (own, name) =>
        own[name] ||
        ((selector, provider, ...more) => {
          providers[name] = { provider, more };
          return { dispose() { delete providers[name]; } };
        }),
    });
  const workspace = {
    textDocuments: [],
    getConfiguration: () => ({ get: () => command }),
    onDidOpenTextDocument: on('open'),
    onDidChangeTextDocument: on('change'),
    onDidSaveTextDocument: on('save'),
    onDidCloseTextDocument: on('close'),
  };
  const module = {
    Position, Range, Location, Uri, CompletionItem, CompletionList, SnippetString, MarkdownString, Hover, Diagnostic,
    DiagnosticRelatedInformation, TextEdit, WorkspaceEdit, DocumentSymbol, CodeLens, FoldingRange, DocumentHighlight,
    SemanticTokensLegend, SemanticTokens, SignatureHelp, SignatureInformation, ParameterInformation, languages, workspace,
    window: {
      showWarningMessage: (text) => messages.push(text),
      showErrorMessage: (text) => messages.push(text),
    },
    commands: {
      registerCommand(name, body) {
        commands[name] = body;
        return { dispose() {} };
      },
    },
  };
  return {
    module, providers, commands, messages, shown, Document,
    nextDiagnostics: () => new Promise((resolve) => waiting.push(resolve)),
    open(document) {
      workspace.textDocuments.push(document);
      if (handlers.open) handlers.open(document);
    },
    // Replaces a text, as when a user types.
    replace(document, old, text) {
      const start = document.text.indexOf(old);
      const range = new Range(document.positionAt(start), document.positionAt(start + old.length));
      document.text = document.text.slice(0, start) + text + document.text.slice(start + old.length);
      document.version += 1;
      handlers.change({ document, contentChanges: [{ range, text }] });
    },
    save: (document) => handlers.save(document),
    close(document) {
      workspace.textDocuments.splice(workspace.textDocuments.indexOf(document), 1);
      handlers.close(document);
    },
  };
};

module.exports = { editor };
