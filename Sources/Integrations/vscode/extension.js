'use strict';
// Etude in VS Code: starts `etude lsp` and forwards the editor's requests about Markdown notebooks.

const vscode = require('vscode');
const { Client } = require('./client.js');

const selector = [
  { language: 'markdown', scheme: 'file' },
  { language: 'quarto', scheme: 'file' },
];
// The child ended so often that it is not started again automatically.
const maximumEnds = 3;

let client;
let capabilities;
let diagnostics;
let ends = 0;
let registrations = [];

// Documents without a Swift fence are ignored.
const isNotebook = (document) =>
  ['markdown', 'quarto'].includes(document.languageId) && document.uri.scheme === 'file' &&
  /^[ \t>]*(```+|~~~+)[ \t]*\{?swift\b/m.test(document.getText());

const opened = new Set();

// MARK: - From the protocol to VS Code

const toPosition = (place) => new vscode.Position(place.line, place.character);
const toRange = (range) => new vscode.Range(toPosition(range.start), toPosition(range.end));
const toLocation = (location) => new vscode.Location(vscode.Uri.parse(location.uri), toRange(location.range));
const toMarkdown = (contents) =>
  new vscode.MarkdownString(typeof contents === 'string' ? contents : (contents && contents.value) || '');
const toEdit = (edit) => new vscode.TextEdit(toRange(edit.range), edit.newText);

const toItem = (item) => {
  const result = new vscode.CompletionItem(item.label, item.kind === undefined ? undefined : item.kind - 1);
  for (const name of ['detail', 'sortText', 'filterText']) if (item[name] !== undefined) result[name] = item[name];
  if (item.documentation) result.documentation = toMarkdown(item.documentation);
  const text = item.textEdit ? item.textEdit.newText : item.insertText || item.label;
  result.insertText = item.insertTextFormat === 2 ? new vscode.SnippetString(text) : text;
  if (item.textEdit) result.range = toRange(item.textEdit.range);
  result.source = item;
  return result;
};

const toSymbol = (symbol) => {
  const result = new vscode.DocumentSymbol(
    symbol.name, symbol.detail || '', symbol.kind - 1, toRange(symbol.range), toRange(symbol.selectionRange));
  result.children = (symbol.children || []).map(toSymbol);
  return result;
};

const toDiagnostic = (diagnostic) => {
  const result = new vscode.Diagnostic(
    toRange(diagnostic.range), diagnostic.message, (diagnostic.severity || 1) - 1);
  result.source = diagnostic.source;
  result.relatedInformation = (diagnostic.relatedInformation || []).map(
    (note) => new vscode.DiagnosticRelatedInformation(toLocation(note.location), note.message));
  return result;
};

// MARK: - Requests

const at = (document, position) => ({
  textDocument: { uri: document.uri.toString() },
  position: { line: position.line, character: position.character },
});

// The answer about a document that is open in the server; nothing if it is not, or if the notebook has changed
// meanwhile.
const ask = async (method, document, params, token) => {
  if (!client || !opened.has(document.uri.toString())) return undefined;
  try {
    return (await client.request(method, params, token)) || undefined;
  } catch (error) {
    if (method === 'textDocument/rename' || method === 'textDocument/prepareRename') throw error;
    return undefined;
  }
};

const providers = () => {
  const { languages } = vscode;
  const file = (document) => ({ textDocument: { uri: document.uri.toString() } });
  const legend = capabilities.semanticTokensProvider && capabilities.semanticTokensProvider.legend;
  const tokens = legend && new vscode.SemanticTokensLegend(legend.tokenTypes, legend.tokenModifiers);
  const toTokens = (answer) => answer && new vscode.SemanticTokens(new Uint32Array(answer.data));
  const range = (value) => ({
    start: { line: value.start.line, character: value.start.character },
    end: { line: value.end.line, character: value.end.character },
  });
  return [
    languages.registerCompletionItemProvider(
      selector,
      {
        async provideCompletionItems(document, position, token, context) {
          const kind = context && context.triggerKind !== undefined ? context.triggerKind + 1 : 1;
          const params = { ...at(document, position), context: { triggerKind: kind } };
          if (context && context.triggerCharacter) params.context.triggerCharacter = context.triggerCharacter;
          const answer = await ask('textDocument/completion', document, params, token);
          return answer && new vscode.CompletionList(answer.items.map(toItem), answer.isIncomplete);
        },
        async resolveCompletionItem(item, token) {
          if (!client || !item.source || !item.source.data) return item;
          const answer = await client.request('completionItem/resolve', item.source, token).catch(() => undefined);
          if (answer && answer.documentation) item.documentation = toMarkdown(answer.documentation);
          return item;
        },
      },
      ...capabilities.completionProvider.triggerCharacters),
    languages.registerHoverProvider(selector, {
      async provideHover(document, position, token) {
        const answer = await ask('textDocument/hover', document, at(document, position), token);
        return answer && new vscode.Hover([toMarkdown(answer.contents)], answer.range && toRange(answer.range));
      },
    }),
    languages.registerSignatureHelpProvider(
      selector,
      {
        async provideSignatureHelp(document, position, token) {
          const answer = await ask('textDocument/signatureHelp', document, at(document, position), token);
          if (!answer) return undefined;
          const help = new vscode.SignatureHelp();
          help.signatures = answer.signatures.map((signature) => {
            const result = new vscode.SignatureInformation(
              signature.label, signature.documentation && toMarkdown(signature.documentation));
            result.parameters = (signature.parameters || []).map(
              (parameter) => new vscode.ParameterInformation(parameter.label));
            return result;
          });
          help.activeSignature = answer.activeSignature || 0;
          help.activeParameter = answer.activeParameter || 0;
          return help;
        },
      },
      ...capabilities.signatureHelpProvider.triggerCharacters),
    languages.registerDefinitionProvider(selector, {
      async provideDefinition(document, position, token) {
        const answer = await ask('textDocument/definition', document, at(document, position), token);
        return answer && (Array.isArray(answer) ? answer : [answer]).map(toLocation);
      },
    }),
    languages.registerReferenceProvider(selector, {
      async provideReferences(document, position, context, token) {
        const params = { ...at(document, position), context };
        const answer = await ask('textDocument/references', document, params, token);
        return answer && answer.map(toLocation);
      },
    }),
    languages.registerDocumentHighlightProvider(selector, {
      async provideDocumentHighlights(document, position, token) {
        const answer = await ask('textDocument/documentHighlight', document, at(document, position), token);
        return answer && answer.map((one) => new vscode.DocumentHighlight(toRange(one.range), (one.kind || 1) - 1));
      },
    }),
    languages.registerRenameProvider(selector, {
      async prepareRename(document, position, token) {
        const answer = await ask('textDocument/prepareRename', document, at(document, position), token);
        return answer && { range: toRange(answer.range), placeholder: answer.placeholder };
      },
      async provideRenameEdits(document, position, newName, token) {
        const answer = await ask('textDocument/rename', document, { ...at(document, position), newName }, token);
        if (!answer) return undefined;
        const edit = new vscode.WorkspaceEdit();
        for (const [uri, edits] of Object.entries(answer.changes)) edit.set(vscode.Uri.parse(uri), edits.map(toEdit));
        return edit;
      },
    }),
    languages.registerDocumentSymbolProvider(selector, {
      async provideDocumentSymbols(document, token) {
        const answer = await ask('textDocument/documentSymbol', document, file(document), token);
        return answer && answer.map(toSymbol);
      },
    }),
    languages.registerCodeLensProvider(selector, {
      async provideCodeLenses(document, token) {
        const answer = await ask('textDocument/codeLens', document, file(document), token);
        return answer && answer.map((lens) => new vscode.CodeLens(toRange(lens.range), lens.command));
      },
    }),
    languages.registerFoldingRangeProvider(selector, {
      async provideFoldingRanges(document, context, token) {
        const answer = await ask('textDocument/foldingRange', document, file(document), token);
        return answer && answer.map((fold) => new vscode.FoldingRange(fold.startLine, fold.endLine));
      },
    }),
    languages.registerDocumentFormattingEditProvider(selector, {
      async provideDocumentFormattingEdits(document, options, token) {
        const params = { ...file(document), options: { tabSize: options.tabSize, insertSpaces: options.insertSpaces } };
        const answer = await ask('textDocument/formatting', document, params, token);
        return answer && answer.map(toEdit);
      },
    }),
    languages.registerDocumentRangeFormattingEditProvider(selector, {
      async provideDocumentRangeFormattingEdits(document, selected, options, token) {
        const params = {
          ...file(document), range: range(selected),
          options: { tabSize: options.tabSize, insertSpaces: options.insertSpaces },
        };
        const answer = await ask('textDocument/rangeFormatting', document, params, token);
        return answer && answer.map(toEdit);
      },
    }),
    ...(tokens
      ? [
          languages.registerDocumentSemanticTokensProvider(
            selector,
            {
              async provideDocumentSemanticTokens(document, token) {
                return toTokens(await ask('textDocument/semanticTokens/full', document, file(document), token));
              },
            },
            tokens),
          languages.registerDocumentRangeSemanticTokensProvider(
            selector,
            {
              async provideDocumentRangeSemanticTokens(document, shown, token) {
                const params = { ...file(document), range: range(shown) };
                return toTokens(await ask('textDocument/semanticTokens/range', document, params, token));
              },
            },
            tokens),
        ]
      : []),
  ];
};

// MARK: - Documents

const open = (document) => {
  const uri = document.uri.toString();
  if (!client || opened.has(uri) || !isNotebook(document)) return;
  opened.add(uri);
  client.notify('textDocument/didOpen', {
    textDocument: { uri, languageId: document.languageId, version: document.version, text: document.getText() },
  });
};

const change = ({ document, contentChanges }) => {
  const uri = document.uri.toString();
  if (!opened.has(uri)) return open(document);
  if (!client || contentChanges.length === 0) return;
  client.notify('textDocument/didChange', {
    textDocument: { uri, version: document.version },
    contentChanges: contentChanges.map(({ range, text }) => ({
      range: {
        start: { line: range.start.line, character: range.start.character },
        end: { line: range.end.line, character: range.end.character },
      },
      text,
    })),
  });
};

const tell = (method, document) => {
  const uri = document.uri.toString();
  if (client && opened.has(uri)) client.notify(method, { textDocument: { uri } });
};

const close = (document) => {
  tell('textDocument/didClose', document);
  opened.delete(document.uri.toString());
  diagnostics.delete(document.uri);
};

// MARK: - The server's life

const start = async () => {
  const command = vscode.workspace.getConfiguration('etude').get('command') || 'etude';
  const started = new Client(command, ['lsp'], {
    onNotice: (method, params) => {
      if (method === 'textDocument/publishDiagnostics') {
        diagnostics.set(vscode.Uri.parse(params.uri), params.diagnostics.map(toDiagnostic));
      } else if (method === 'window/showMessage') {
        vscode.window.showWarningMessage(params.message);
      }
    },
    onEnd: (reason) => {
      if (client !== started) return;
      stop();
      ends += 1;
      if (ends < maximumEnds) start();
      else vscode.window.showErrorMessage(`Etude: ${reason}. Set etude.command, then run “Etude: Restart the Language Server”.`);
    },
  });
  client = started;
  try {
    const answer = await started.request('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        textDocument: {
          documentSymbol: { hierarchicalDocumentSymbolSupport: true },
          completion: { completionItem: { snippetSupport: true } },
        },
      },
    });
    if (client !== started) return;
    capabilities = answer.capabilities;
  } catch {
    return;
  }
  client.notify('initialized', {});
  registrations = providers();
  for (const document of vscode.workspace.textDocuments) open(document);
};

const stop = () => {
  const old = client;
  client = undefined;
  opened.clear();
  diagnostics.clear();
  for (const registration of registrations) registration.dispose();
  registrations = [];
  if (old) old.end();
};

const activate = async (context) => {
  diagnostics = vscode.languages.createDiagnosticCollection('etude');
  const { workspace } = vscode;
  context.subscriptions.push(
    diagnostics,
    workspace.onDidOpenTextDocument(open),
    workspace.onDidChangeTextDocument(change),
    workspace.onDidSaveTextDocument((document) => tell('textDocument/didSave', document)),
    workspace.onDidCloseTextDocument(close),
    // The command of a lens.
    vscode.commands.registerCommand('etude.run', (...args) =>
      client
        .request('workspace/executeCommand', { command: 'etude.run', arguments: args })
        .catch((error) => vscode.window.showWarningMessage(error.message))),
    vscode.commands.registerCommand('etude.restart', async () => {
      ends = 0;
      stop();
      await start();
    }),
    { dispose: stop });
  await start();
};

module.exports = { activate, deactivate: () => stop() };
