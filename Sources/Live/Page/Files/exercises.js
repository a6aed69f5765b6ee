// Exercises: the code of a cell that can be edited here, run, compared with its solution and reset.
'use strict';
{
  const escape = text => text.replace(/[&<>]/g, mark => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[mark]);
  const keywords = new Set(('actor any as associatedtype async await break case catch class continue default defer do else enum '
    + 'extension fallthrough false fileprivate final for func guard if import in init inout internal is lazy let mutating nil '
    + 'nonisolated operator override package private protocol public repeat rethrows return self Self some static struct '
    + 'subscript super switch throw throws true try typealias unowned var weak where while').split(' '));
  const token = /(\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|("""[\s\S]*?(?:"""|$)|"(?:\\.|[^"\\\n])*"?)|(\d[\w.]*)|(@?[A-Za-z_]\w*)|[^]/g;
  const highlighted = source => source.replace(token, (text, comment, string, number, word) => {
    const kind = comment ? 'c' : string ? 's' : number ? 'n'
      : word && keywords.has(word) ? 'k' : word && word[0] === '@' ? 'a' : word && /^[A-Z]/.test(word) ? 't' : '';
    return kind ? `<span class="${kind}">${escape(text)}</span>` : escape(text);
  });
  const codeOf = cell => cell?.querySelector('pre.swift code')?.textContent ?? '';
  // The next cell with a solution, unless another exercise comes first.
  const solutionOf = (cell, cells = all('.cell')) => {
    const next = cells.slice(cells.indexOf(cell) + 1).find(other => other.matches('[data-exercise], [data-solution]'));
    return next?.matches('[data-solution]') ? next : null;
  };

  // Lines that two texts have in common, and those that only one of them has.
  const difference = (mine, theirs) => {
    const lengths = Array.from({ length: mine.length + 1 }, () => new Uint32Array(theirs.length + 1));
    for (let i = mine.length - 1; i >= 0; i -= 1) {
      for (let j = theirs.length - 1; j >= 0; j -= 1) {
        lengths[i][j] = mine[i] === theirs[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
      }
    }
    const rows = [];
    let [i, j] = [0, 0];
    while (i < mine.length || j < theirs.length) {
      if (i < mine.length && j < theirs.length && mine[i] === theirs[j]) {
        rows.push(['', mine[i]]);
        [i, j] = [i + 1, j + 1];
      } else if (j >= theirs.length || (i < mine.length && lengths[i + 1][j] >= lengths[i][j + 1])) {
        rows.push(['yours', mine[i]]);
        i += 1;
      } else {
        rows.push(['solution', theirs[j]]);
        j += 1;
      }
    }
    return rows;
  };
  const comparison = (mine, theirs) => {
    const table = document.createElement('table');
    table.className = 'comparison';
    const caption = table.createCaption();
    const rows = difference(mine.trimEnd().split('\n'), theirs.trimEnd().split('\n'));
    caption.textContent = rows.every(([kind]) => !kind) ? 'Your code equals the solution.' : 'Your code beside the solution';
    for (const [kind, text] of rows) {
      const row = table.insertRow();
      row.className = kind;
      const head = document.createElement(kind ? 'th' : 'td');
      if (kind) head.scope = 'row';
      head.textContent = { yours: '− yours', solution: '+ solution' }[kind] ?? '';
      row.append(head);
      row.insertCell().textContent = text;
    }
    return table;
  };

  // The work for each exercise when the page has changed.
  const followers = new Map();
  afterChange.push(() => {
    const cells = all('.cell');
    for (const [cell, follow] of followers) if (cell.isConnected) follow(cells); else followers.delete(cell);
  });

  let editorCount = 0;
  const editor = cell => {
    const number = () => Number(cell.dataset.cell);
    const box = document.createElement('div');
    box.className = 'editor';
    const label = document.createElement('label');
    label.textContent = 'Exercise: your code';
    const area = document.createElement('textarea');
    area.id = `etude:exercise-${editorCount += 1}`;
    label.htmlFor = area.id;
    area.spellcheck = false;
    area.autocapitalize = 'off';
    area.value = codeOf(cell);
    const shown = document.createElement('pre');
    shown.setAttribute('aria-hidden', 'true');
    const frame = document.createElement('div');
    frame.className = 'frame';
    frame.append(shown, area);
    const result = document.createElement('div');
    result.className = 'result';
    const draw = () => {
      // The last line end would be swallowed.
      shown.innerHTML = highlighted(area.value) + '\n';
      area.rows = area.value.split('\n').length + 1;
    };
    // As long as nothing was written, the area shows the cell's code.
    const follow = cells => {
      compare.hidden = !solutionOf(cell, cells);
      if (box.dataset.edited || area.value === codeOf(cell)) return;
      area.value = codeOf(cell);
      draw();
    };
    followers.set(cell, follow);
    // The edited code runs.
    const run = () => live.send(
      area.value === codeOf(cell) ? { command: 'run', cell: number() }
        : { command: 'edit', cell: number(), source: area.value });
    area.addEventListener('input', () => {
      box.dataset.edited = 'true';
      draw();
      if (result.firstChild) showComparison(true);
    });
    area.addEventListener('scroll', () => { shown.scrollLeft = area.scrollLeft; });
    area.addEventListener('keydown', event => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        run();
      }
    });
    const compare = button('Compare with the solution', () => showComparison(!result.firstChild));
    const showComparison = isShown => {
      const solution = isShown && solutionOf(cell);
      result.replaceChildren(...solution ? [comparison(area.value, codeOf(solution))] : []);
      compare.setAttribute('aria-expanded', String(Boolean(solution)));
    };
    const row = document.createElement('p');
    row.className = 'commands';
    row.append(
      button('Run', run),
      button('Reset', async () => {
        if (!await live.send({ command: 'reset', cell: number() })) return;
        delete box.dataset.edited;
        showComparison(false);
        follow();
      }),
      compare, button('Download my edits', download));
    box.append(label, frame, row, result);
    draw();
    showComparison(false);
    follow();
    return box;
  };
  // All edits, as Markdown.
  const download = () => {
    const texts = all('.cell[data-exercise] .editor').map(box => {
      const cell = box.closest('.cell');
      return `## Cell ${cell.dataset.cell}\n\n\`\`\`swift\n${box.querySelector('textarea').value.trimEnd()}\n\`\`\`\n`;
    });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([`# ${document.title}\n\n${texts.join('\n')}`], { type: 'text/markdown' }));
    link.download = 'exercises.md';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  if (root.dataset.role === 'author') {
    each('.cell[data-exercise]', cell => {
      if (cell.querySelector('.editor')) return;
      const code = cell.querySelector('.code');
      if (!code) return;
      code.open = false;
      code.after(editor(cell));
    });
  }
}
