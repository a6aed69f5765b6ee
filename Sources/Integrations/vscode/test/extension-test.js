'use strict';
// Tries the extension with a stand-in for VS Code and a real server: node extension-test.js [path of etude]

const assert = require('assert');
const fs = require('fs');
const Module = require('module');
const os = require('os');
const path = require('path');
const { editor } = require('./fake-vscode.js');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'etude-vscode-'));
const etude = path.resolve(process.argv[2] || 'etude');
const command = process.argv[2] ? etude : 'etude';

// An extension that uses one editor as `vscode`, loaded again.
const load = (one) => {
  const usual = Module._load;
  Module._load = (name, ...rest) => (name === 'vscode' ? one.module : usual(name, ...rest));
  try {
    const file = require.resolve('../extension.js');
    delete require.cache[file];
    return require(file);
  } finally {
    Module._load = usual;
  }
};

const text = `# A notebook

\`\`\`swift
let wonderful = [1, 2]
\`\`\`

\`\`\`swift
let b = wond
\`\`\`
`;

const notebook = (one, name, content) => {
  const file = path.join(fs.realpathSync(folder), name);
  fs.writeFileSync(file, content);
  return new one.Document(`file://${file}`, content);
};

const until = async (holds) => {
  for (let round = 0; round < 3000 && !holds(); round += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  assert(holds(), `${holds}`);
};

const tests = {
  'a notebook is served, from its first diagnostics to its end': async () => {
    const one = editor({ command });
    const extension = load(one);
    const context = { subscriptions: [] };
    const document = notebook(one, 'note.md', text);
    one.open(document);
    let next = one.nextDiagnostics();
    await extension.activate(context);
    const [error] = await next;
    assert.strictEqual(error.message, "cannot find 'wond' in scope");
    assert.strictEqual(error.severity, 0);
    assert.deepStrictEqual([error.range.start.line, error.range.start.character], [7, 8]);

    const { registerCompletionItemProvider: completion } = one.providers;
    assert(completion.more.includes('@'));
    const list = await completion.provider.provideCompletionItems(document, document.after('= wond'), undefined, {});
    const item = list.items.find((candidate) => candidate.label === 'wonderful');
    assert.strictEqual(item.insertText, 'wonderful');
    assert.deepStrictEqual([item.range.start.line, item.range.start.character], [7, 8]);
    await completion.provider.resolveCompletionItem(item);

    next = one.nextDiagnostics();
    one.replace(document, '= wond', '= wonderful');
    assert.deepStrictEqual(await next, []);

    const place = document.after('= wond');
    const hover = await one.providers.registerHoverProvider.provider.provideHover(document, place);
    assert(hover.contents[0].value.includes('[Int]'));
    const [definition] = await one.providers.registerDefinitionProvider.provider.provideDefinition(document, place);
    assert.strictEqual(definition.range.start.line, 3);
    const references = await one.providers.registerReferenceProvider.provider.provideReferences(
      document, place, { includeDeclaration: true });
    assert.deepStrictEqual(references.map((one) => one.range.start.line), [3, 7]);
    const { provider: renaming } = one.providers.registerRenameProvider;
    assert.strictEqual((await renaming.prepareRename(document, place)).placeholder, 'wonderful');
    const edit = await renaming.provideRenameEdits(document, place, 'numbers');
    assert.strictEqual(edit.edits.get(document.uri.toString()).length, 2);
    await assert.rejects(renaming.provideRenameEdits(document, place, 'a b'), /is no name of Swift/);
    const symbols = await one.providers.registerDocumentSymbolProvider.provider.provideDocumentSymbols(document);
    assert.deepStrictEqual(symbols[0].children.map((symbol) => symbol.name), ['Cell 1', 'Cell 2']);
    const { provider: colours } = one.providers.registerDocumentSemanticTokensProvider;
    const tokens = await colours.provideDocumentSemanticTokens(document);
    assert.deepStrictEqual(Array.from(tokens.data.slice(0, 3)), [3, 0, 3]);
    const folds = await one.providers.registerFoldingRangeProvider.provider.provideFoldingRanges(document);
    assert(folds.some((fold) => fold.start === 2 && fold.end === 4));

    // No preview of it is open.
    assert.deepStrictEqual(await one.providers.registerCodeLensProvider.provider.provideCodeLenses(document), []);
    await one.commands['etude.run'](document.uri.toString(), 1);
    assert(one.messages.pop().includes('that are not saved'));

    one.close(document);
    assert.strictEqual(one.shown.size, 0);
    extension.deactivate();
    assert.deepStrictEqual(one.messages, []);
  },

  'a document without a cell is not opened': async () => {
    const one = editor({ command });
    const extension = load(one);
    const document = notebook(one, 'prose.md', '# Prose\n\n```python\nprint(1)\n```\n');
    one.open(document);
    await extension.activate({ subscriptions: [] });
    const { provider } = one.providers.registerHoverProvider;
    assert.strictEqual(await provider.provideHover(document, document.after('Prose')), undefined);
    // It becomes a notebook by its first cell.
    const next = one.nextDiagnostics();
    one.replace(document, '```python\nprint(1)', '```swift\nlet a = unknown');
    assert.strictEqual((await next)[0].message, "cannot find 'unknown' in scope");
    extension.deactivate();
  },

  'a missing command is reported and not retried': async () => {
    const one = editor({ command: '/nowhere/etude' });
    const extension = load(one);
    await extension.activate({ subscriptions: [] });
    await until(() => one.messages.length > 0);
    assert.strictEqual(one.messages.length, 1);
    assert(one.messages[0].includes('/nowhere/etude cannot be started'));
    extension.deactivate();
  },
};

(async () => {
  let failed = 0;
  for (const [name, body] of Object.entries(tests)) {
    try {
      await body();
      console.log(`ok: ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED: ${name}\n${error.stack}`);
    }
  }
  fs.rmSync(folder, { recursive: true });
  process.exit(failed ? 1 : 0);
})();
