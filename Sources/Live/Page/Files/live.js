// The page follows the session: events arrive, and commands are sent.
'use strict';
{
  const bar = document.querySelector('.live');
  const data = JSON.parse(document.getElementById('etude:live-data').textContent);
  const isAuthor = data.role === 'author';
  root.dataset.role = data.role;
  const [session, count, message, problem, warnings, spoken]
    = ['session', 'count', 'message', 'problem', 'warnings', 'spoken']
    .map(name => bar.querySelector('.' + name));
  const say = text => { message.textContent = text; };

  // Clocks count from times of the server's clock.
  let offset = 0;
  const setNow = now => { if (now) offset = now - Date.now(); };
  setNow(data.now);
  const duration = seconds => seconds < 60 ? `${Math.floor(seconds)} s`
    : `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
  const tick = () => {
    for (const clock of all('.clock[data-since]')) {
      const text = duration(Math.max(0, (Date.now() + offset - clock.dataset.since) / 1000));
      if (clock.textContent !== text) clock.textContent = text;
    }
  };
  setInterval(tick, 500);

  // MARK: States

  const states = new Map(Object.entries(data.states));
  // The same state of a cell is shown at several positions.
  let rows = new Map();
  const findRows = () => { rows = new Map(all('.timings [data-cell]').map(row => [row.dataset.cell, row])); };
  const words = { queued: 'queued', compiling: 'compiling', running: 'running', fresh: 'fresh', stale: 'stale',
    failed: 'failed', kept: 'kept' };
  const fillState = cell => {
    const line = cell.querySelector(':scope > .state, :scope > .aid > .state');
    const state = states.get(cell.id);
    const row = rows.get(cell.id);
    if (row && row.cells[1].textContent !== (state?.time ?? '')) row.cells[1].textContent = state?.time ?? '';
    if (!line) return;
    if (state) cell.dataset.live = state.kind; else delete cell.dataset.live;
    showTime(cell, state?.time ?? '');
    const html = state ? state.html : '';
    if (line.dataset.html === html) return;
    // A button that has the focus keeps it, if the command is still there.
    const focused = line.contains(document.activeElement) ? document.activeElement.dataset.command : null;
    line.innerHTML = line.dataset.html = html;
    line.dataset.state = state ? state.kind : '';
    for (const time of all('time', line)) time.textContent = new Date(time.dateTime).toLocaleString();
    if (focused) (line.querySelector(`[data-command=${focused}]`) ?? line.querySelector('button') ?? cell).focus({ preventScroll: true });
  };
  findRows();
  each('.cell', cell => {
    cell.tabIndex = -1;
    fillState(cell);
  });
  live.merged = fillState;
  const showCount = () => {
    const kinds = [...states.values()].map(state => state.kind);
    const stale = kinds.filter(kind => kind === 'stale').length;
    const failed = kinds.filter(kind => kind === 'failed').length;
    const parts = [[stale, 'stale'], [failed, 'failed']].filter(([number]) => number);
    count.textContent = parts.map(([number, word]) => `${number} ${word}`).join(', ');
    bar.querySelector('[data-command=run-stale]').disabled = !stale;
  };
  showCount();

  // Changes are announced together, after a short delay in which states change quickly.
  const changed = new Map();
  let speaking = 0;
  const speak = () => {
    speaking = 0;
    const groups = Map.groupBy ? Map.groupBy(changed.keys(), id => changed.get(id)) : new Map();
    const name = id => 'Cell ' + (document.getElementById(id)?.dataset.cell ?? id);
    spoken.textContent = [...groups].map(([kind, ids]) =>
      (ids.length > 3 ? `${ids.length} cells` : ids.map(name).join(', ')) + ' ' + words[kind]).join('. ');
    changed.clear();
  };
  // Stores states, and returns the cells that changed.
  const takeStates = (update, isWhole) => {
    const ids = new Set(Object.keys(update));
    if (isWhole) {
      for (const id of states.keys()) ids.add(id);
      states.clear();
    }
    for (const [id, state] of Object.entries(update)) {
      if (state === null) {
        states.delete(id);
      } else {
        if (states.get(id)?.kind !== state.kind) changed.set(id, state.kind);
        states.set(id, state);
      }
    }
    if (changed.size && !speaking) speaking = setTimeout(speak, 1000);
    return ids;
  };

  // MARK: Bar

  const showStatus = status => {
    bar.dataset.kind = status.kind;
    session.querySelector('.text').textContent = status.text;
    const clock = session.querySelector('.clock');
    if (status.since) clock.dataset.since = status.since; else delete clock.dataset.since;
    clock.textContent = '';
    bar.querySelector('[data-command=interrupt]').disabled = status.kind !== 'running';
    tick();
  };
  const showProblem = text => {
    problem.textContent = '';
    if (!text) return;
    const title = document.createElement('strong');
    title.textContent = 'The notebook cannot be read; below is its last good state.';
    const details = document.createElement('pre');
    details.tabIndex = 0;
    details.textContent = text;
    problem.append(title, details);
  };
  const showWarnings = texts => {
    warnings.textContent = '';
    if (!texts.length || !isAuthor) return;
    const details = document.createElement('details');
    const summary = document.createElement('summary');
    summary.textContent = texts.length === 1 ? '1 warning' : `${texts.length} warnings`;
    const list = document.createElement('ul');
    for (const text of texts) list.append(Object.assign(document.createElement('li'), { textContent: text }));
    details.append(summary, list);
    warnings.append(details);
  };
  showStatus(data.status);
  showProblem(data.problem);
  showWarnings(data.warnings);

  // MARK: Events

  // The last received event, and the last one that the page shows.
  let seen = data.event;
  let shown = data.event;
  // Events since the last frame are shown together.
  let updates = [];
  let lastShown = 0;
  // Cells whose state is not shown yet.
  const unfilled = new Set();
  const fillAll = () => {
    const end = performance.now() + 30;
    for (const cell of unfilled) {
      if (performance.now() > end) return true;
      unfilled.delete(cell);
      if (cell.isConnected) fillState(cell);
    }
    return false;
  };
  // Cancels the pending rest of an update; null if nothing is pending.
  let takeBack = null;
  const applyPage = update => {
    setNow(update.now);
    if (update.title !== undefined) document.title = update.title;
    if (update.language) root.lang = update.language;
    const states = update.states ?? update.allStates;
    const ids = states ? takeStates(states, !update.states) : new Set();
    for (const [name, html] of Object.entries(update.regions ?? {})) live.patchRegion(name, html);
    if (update.regions?.stamp !== undefined) {
      findRows();
      for (const cell of all('.cell')) if (rows.has(cell.id)) unfilled.add(cell);
    }
    if (update.hashes || update.order) live.patchBlocks(update);
    // Looking up a name is slow while two cells have it, for example after one was inserted above many.
    if (ids.size) for (const cell of all('.cell')) if (ids.has(cell.id)) unfilled.add(cell);
    return Boolean(update.regions || update.hashes || update.order);
  };
  // Many changed cells are updated in slices, visible ones first, so the page stays responsive.
  const applyAll = () => {
    takeBack?.();
    takeBack = null;
    const taken = updates;
    updates = [];
    let isLeft = false;
    live.anchored(() => {
      let isChanged = live.isPending();
      for (const update of taken) isChanged = applyPage(update) || isChanged;
      isLeft = [live.mergePending(), fillAll()].some(Boolean);
      if (isChanged && !isLeft) for (const act of afterChange) act();
    });
    showCount();
    tick();
    lastShown = performance.now();
    if (isLeft) {
      const turn = setTimeout(applyAll);
      takeBack = () => clearTimeout(turn);
    } else {
      shown = seen;
    }
  };
  const applySoon = () => {
    if (takeBack) return;
    // A hidden page draws no frames.
    if (document.hidden || performance.now() - lastShown > 50) {
      applyAll();
      return;
    }
    const frame = requestAnimationFrame(applyAll);
    takeBack = () => cancelAnimationFrame(frame);
  };
  document.addEventListener('visibilitychange', () => { if (takeBack) applyAll(); });
  const handlers = {
    page: update => {
      updates.push(update);
      applySoon();
    },
    status: status => { setNow(status.now); showStatus(status); },
    problem: ({ text }) => showProblem(text),
    warnings: ({ texts }) => showWarnings(texts),
    step: ({ step }) => live.takeStep?.(step),
  };
  let source = null;
  let watchdog = 0;
  let isLost = false;
  const connected = () => {
    if (isLost) say('Connected again.');
    isLost = false;
    bar.dataset.connection = 'open';
    guard();
  };
  const lost = text => {
    isLost = true;
    bar.dataset.connection = 'lost';
    say(text);
  };
  // The server sends something at least every 15 seconds.
  const guard = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => { lost('Connection lost; trying again.'); connect(); }, 45000);
  };
  const disconnect = () => {
    clearTimeout(watchdog);
    source?.close();
    source = null;
  };
  const connect = () => {
    disconnect();
    source = new EventSource(`/.live/events?after=${seen}`);
    const mine = source;
    for (const [name, action] of Object.entries(handlers)) {
      source.addEventListener(name, event => {
        guard();
        const isShown = shown === seen;
        seen = Number(event.lastEventId);
        action(JSON.parse(event.data));
        if (name !== 'page' && isShown) shown = seen;
      });
    }
    source.addEventListener('beat', guard);
    source.addEventListener('open', connected);
    source.addEventListener('end', () => {
      disconnect();
      lost('The preview has ended. Start it again, then open its new address.');
    });
    source.addEventListener('error', () => {
      lost('Connection lost; trying again.');
      // A refusal ends the browser's own attempts.
      if (mine.readyState === EventSource.CLOSED && source === mine) setTimeout(connect, 3000);
    });
  };
  connect();
  // A browser allows few connections per server: a hidden page needs none.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) disconnect(); else if (!source) connect();
  });
  addEventListener('pagehide', disconnect);
  addEventListener('pageshow', event => { if (event.persisted) connect(); });

  // MARK: Commands

  const post = async body => {
    try {
      const answer = await fetch('/.live/command', {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
      });
      say(answer.ok ? '' : (await answer.text()).trim());
      return answer.ok;
    } catch {
      say('The command did not reach the preview.');
      return false;
    }
  };
  // Commands are sent one after another, because their order counts.
  let queue = Promise.resolve();
  live.send = body => {
    // Until all is shown, a cell's number may belong to another cell.
    const message = { ...body, event: shown };
    queue = queue.then(() => post(message));
    return queue;
  };
  let chosen = null;
  const shownCells = () => all('.cell[data-cell]').filter(cell => cell.offsetHeight);
  // The cell with the focus, else the last chosen one if it is visible, else the first visible one.
  const current = () => {
    const focused = document.activeElement?.closest('.cell[data-cell]');
    if (focused) return focused;
    if (root.dataset.walk === 'steps') return steps.slice(0, at + 1).findLast(step => step.holder)?.holder ?? null;
    const isSeen = cell => {
      const box = cell.getBoundingClientRect();
      return box.bottom > 80 && box.top < innerHeight;
    };
    if (chosen?.isConnected && isSeen(chosen)) return chosen;
    return shownCells().find(isSeen) ?? null;
  };
  const onCell = (command, from) => {
    const cell = from?.closest('.cell[data-cell]') ?? current();
    if (cell) live.send({ command, cell: Number(cell.dataset.cell) });
  };
  const step = by => {
    const cells = shownCells();
    const here = cells.indexOf(current());
    const focused = document.activeElement?.closest('.cell[data-cell]');
    const next = cells[focused || chosen ? Math.max(0, Math.min(here + by, cells.length - 1)) : Math.max(here, 0)];
    if (!next) return;
    chosen = next;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: next.offsetHeight > innerHeight * .7 ? 'start' : 'center', behavior: 'instant' });
  };
  const dialog = (title, parts, buttons) => {
    const element = document.createElement('dialog');
    const heading = document.createElement('h2');
    heading.textContent = title;
    heading.id = 'etude:dialog-title';
    element.setAttribute('aria-labelledby', heading.id);
    const row = document.createElement('p');
    row.className = 'commands';
    for (const [label, action] of buttons) row.append(button(label, () => { element.close(); action?.(); }));
    element.append(heading, ...parts, row);
    element.className = 'live-dialog';
    element.addEventListener('close', () => element.remove());
    document.body.append(element);
    element.showModal();
  };
  const help = () => {
    const table = document.createElement('table');
    const rows = [['j, k', 'Next cell, previous cell'], ...(isAuthor ? [['r', 'Run this cell'], ['t', 'Run to this cell'],
      ['u', 'Run stale cells'], ['R', 'Run all'], ['i', 'Interrupt'], ['.', 'Restart the kernel']] : []),
    ...(document.querySelector('.editor') ? [['Ctrl+Enter', 'Run the current exercise']] : []),
    ['f, w, s', 'Fold code, walk, slides'], ['T', 'Theme'], ['?', 'This help']];
    for (const [key, text] of rows) {
      const row = table.insertRow();
      const head = document.createElement('th');
      head.scope = 'row';
      head.textContent = key;
      row.append(head);
      row.insertCell().textContent = text;
    }
    dialog('Keys', [table], [['Close']]);
  };
  const restart = () => {
    const text = document.createElement('p');
    text.textContent = 'The kernel starts again, and all computed values are lost.';
    dialog('Restart the kernel?', [text], [['Restart', () => live.send({ command: 'restart' })], ['Cancel']]);
  };
  const authorCommands = {
    run: from => onCell('run', from), 'run-to': from => onCell('run-to', from),
    'run-stale': () => live.send({ command: 'run-stale' }), 'run-all': () => live.send({ command: 'run-all' }),
    interrupt: () => live.send({ command: 'interrupt' }), restart,
  };
  const commands = { help, ...(isAuthor ? authorCommands : {}) };
  addEventListener('click', event => {
    const name = event.target.closest('[data-command]')?.dataset.command;
    if (name && commands[name]) commands[name](event.target);
  });
  const keyCommands = { '?': 'help', r: 'run', t: 'run-to', u: 'run-stale', R: 'run-all', i: 'interrupt', '.': 'restart' };
  // Before the report's own keys, because `t` has another meaning here.
  addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    if (event.target.closest('input, textarea, select, [contenteditable]')) return;
    const action = { j: () => step(1), k: () => step(-1), T: () => actions.theme(), t: () => {} }[event.key];
    const command = commands[keyCommands[event.key]] ?? action;
    if (!command) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    command();
  }, true);
}
