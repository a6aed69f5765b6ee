// Changed blocks are exchanged in place; the rest is not touched.
'use strict';
{
  const elements = block => block.nodes.filter(node => node.nodeType === Node.ELEMENT_NODE);
  const isCellBlock = block => block.name.startsWith('cell ');
  // Informs the rest of the page about a part with new elements.
  const treat = element => { for (const treatment of treatments) treatment(element); };

  // On the page, blocks are between comments that name them.
  const read = () => {
    const found = [];
    for (const node of [...content.childNodes]) {
      if (node.nodeType === Node.COMMENT_NODE && node.data.startsWith('block ')) {
        const [, hash, ...name] = node.data.split(' ');
        found.push({ hash, name: name.join(' '), nodes: [node] });
      } else if (found.length) {
        found.at(-1).nodes.push(node);
      }
    }
    return found;
  };
  let blocks = read();
  // Blocks whose cells still need newer HTML, with that HTML.
  const pending = new Map();

  const parse = html => {
    const template = document.createElement('template');
    template.innerHTML = html;
    return template.content;
  };
  const make = ([hash, name], html) => {
    const block = { hash, name, nodes: [document.createComment(`block ${hash} ${name}`), ...parse(html).childNodes] };
    for (const element of elements(block)) live.remember(element);
    return block;
  };

  // Scroll positions of readers. Reading each element's own position would lay out the page each time.
  const scrolled = new WeakMap();
  addEventListener('scroll', event => {
    const { target } = event;
    if (target instanceof Element) scrolled.set(target, [target.scrollLeft, target.scrollTop]);
  }, { capture: true, passive: true });

  // Parts that a reader has opened, folded or scrolled stay so.
  const keepView = (old, fresh) => {
    const [before, after] = [old, fresh].map(element => [element, ...all('details, .scroll, pre', element)]);
    if (before.length !== after.length) return;
    after.forEach((element, index) => {
      const other = before[index];
      if (element.tagName !== other.tagName) return;
      if (element.tagName === 'DETAILS') element.open = other.open;
      if (!scrolled.has(other)) return;
      const [left, top] = scrolled.get(other);
      element.scrollTo({ left, top, behavior: 'instant' });
      scrolled.set(element, [left, top]);
    });
  };

  // Updates the attributes of a container and its children to those of a newer one.
  const mergeContainer = (old, fresh) => {
    // Attributes set by scripts and readers stay.
    const ours = ['open', 'tabindex', 'data-live', 'data-walk-hidden'];
    for (const { name } of [...old.attributes]) {
      if (!ours.includes(name) && !fresh.hasAttribute(name)) old.removeAttribute(name);
    }
    for (const { name, value } of fresh.attributes) if (name !== 'open') old.setAttribute(name, value);
    live.sources.set(old, live.sources.get(fresh));
    mergeChildren(old, [...fresh.children]);
  };
  const areAlike = (old, fresh) => old.tagName === fresh.tagName && fresh.matches(live.containers)
    && live.containers.split(', ').every(kind => old.matches(kind) === fresh.matches(kind));
  const mergeChildren = (parent, fresh) => {
    // Elements without a source were added by scripts.
    const old = [...parent.children].filter(element => live.sources.has(element));
    const wanted = new Set(fresh.map(element => live.sources.get(element)));
    let cursor = parent.firstElementChild;
    const place = element => {
      // Elements added by scripts stay after the element that they follow.
      while (cursor && !live.sources.has(cursor)) cursor = cursor.nextElementSibling;
      if (element === cursor) cursor = cursor.nextElementSibling; else parent.insertBefore(element, cursor);
    };
    for (const element of fresh) {
      const source = live.sources.get(element);
      const same = old.findIndex(other => live.sources.get(other) === source);
      if (same >= 0) {
        place(old.splice(same, 1)[0]);
        continue;
      }
      const other = old.find(candidate => !wanted.has(live.sources.get(candidate)) && candidate.tagName === element.tagName
        && candidate.classList[0] === element.classList[0]);
      if (other) old.splice(old.indexOf(other), 1);
      if (other && areAlike(other, element)) {
        place(other);
        mergeContainer(other, element);
      } else {
        place(element);
        treat(element);
        if (other) {
          keepView(other, element);
          if (cursor === other) cursor = other.nextElementSibling;
          other.remove();
        }
      }
    }
    for (const element of old) {
      if (cursor === element) cursor = element.nextElementSibling;
      element.remove();
    }
  };

  // Old blocks by the newer ones that replace them: with the same name, else between the same neighbours.
  const pair = order => {
    const byName = new Map(blocks.map((block, index) => [block.name, index]));
    const pairs = new Map();
    const names = new Set(order);
    let [oldStart, newStart, last] = [0, 0, -1];
    const pairBetween = (oldEnd, newEnd) => {
      const olds = blocks.slice(oldStart, oldEnd).filter(block => !names.has(block.name));
      for (let index = newStart; index < newEnd; index += 1) {
        if (byName.has(order[index])) continue;
        const isCell = order[index].startsWith('cell ');
        const place = olds.findIndex(block => isCellBlock(block) === isCell);
        if (place >= 0) pairs.set(order[index], olds.splice(0, place + 1).at(-1));
      }
    };
    order.forEach((name, index) => {
      const old = byName.get(name);
      if (old === undefined) return;
      pairs.set(name, blocks[old]);
      if (old <= last) return;
      if (newStart < index && oldStart < old) pairBetween(old, index);
      [oldStart, newStart, last] = [old + 1, index + 1, old];
    });
    if (newStart < order.length && oldStart < blocks.length) pairBetween(blocks.length, order.length);
    return pairs;
  };

  const textOf = block =>
    pending.get(block) ?? elements(block).map(element => live.sources.get(element)).join('\n');
  const rename = (block, hash, name) => {
    [block.hash, block.name] = [hash, name];
    block.nodes[0].data = `block ${hash} ${name}`;
  };

  // Receives the hashes of changed and new blocks, the HTML of hashes that are new to the page, and which names
  // replace others. Changed cells receive their HTML later, by `mergePending`.
  live.patchBlocks = ({ order, hashes, html }) => {
    const sources = new Map(html);
    // Text equal to another block was not sent.
    if (hashes.some(([, hash]) => !sources.has(hash))) {
      for (const block of blocks) if (!sources.has(block.hash)) sources.set(block.hash, textOf(block));
    }
    const wanted = new Map(hashes);
    const exchange = (old, name) => {
      const hash = wanted.get(name) ?? old.hash;
      if (old?.hash === hash) {
        if (old.name !== name) rename(old, hash, name);
        return old;
      }
      const text = sources.get(hash) ?? '';
      if (old && isCellBlock(old) && name.startsWith('cell ') && elements(old).length === 1) {
        rename(old, hash, name);
        pending.set(old, text);
        return old;
      }
      const block = make([hash, name], text);
      fresh.push({ block, old });
      return block;
    };
    const fresh = [];
    if (order) {
      const names = blocks.map(block => block.name);
      names.splice(order.from, order.removed ?? names.length, ...order.names);
      const pairs = pair(names);
      arrange(names.map(name => exchange(pairs.get(name), name)));
    } else {
      const next = blocks.map(block => wanted.has(block.name) ? exchange(block, block.name) : block);
      if (fresh.length) arrange(next);
    }
    for (const { block, old } of fresh) {
      if (old) old.successor = block;
      elements(block).forEach((element, index) => {
        treat(element);
        if (old && elements(old)[index]) keepView(elements(old)[index], element);
      });
    }
  };

  // Puts the nodes of blocks into the page in their order, and removes other nodes.
  const arrange = next => {
    const kept = new Set(next);
    for (const block of blocks) {
      if (kept.has(block)) continue;
      for (const node of block.nodes) node.remove();
      pending.delete(block);
    }
    const first = blocks.find(block => kept.has(block));
    let cursor = first ? first.nodes[0] : null;
    for (const block of next) {
      for (const node of block.nodes) {
        if (node === cursor) cursor = cursor.nextSibling; else content.insertBefore(node, cursor);
      }
    }
    blocks = next;
  };

  live.isPending = () => pending.size > 0;

  // Milliseconds per slice of updating cells.
  const turn = 30;

  // Brings cells to their newer HTML, those on screen first; true if some are left for another turn.
  live.mergePending = () => {
    const end = performance.now() + turn;
    const distance = block => {
      const box = elements(block)[0].getBoundingClientRect();
      return Math.max(0, box.top - innerHeight, -box.bottom);
    };
    const waiting = [...pending.keys()];
    if (waiting.length > 8) {
      const distances = new Map(waiting.map(block => [block, distance(block)]));
      waiting.sort((one, other) => distances.get(one) - distances.get(other));
    }
    for (const block of waiting) {
      if (performance.now() > end) return true;
      merge(block, pending.get(block));
      pending.delete(block);
    }
    return false;
  };
  const merge = (block, text) => {
    const made = make([block.hash, block.name], text);
    const [old] = elements(block);
    const [element, ...more] = elements(made);
    if (element && !more.length) {
      mergeContainer(old, element);
      live.merged(old);
      return;
    }
    arrange(blocks.map(other => other === block ? made : other));
    block.successor = made;
    elements(made).forEach(treat);
  };

  // A part of the page outside the content is exchanged whole.
  const places = {
    contents: ['.toc', element => document.querySelector('.page').prepend(element)],
    title: ['main > .title', element => content.prepend(element)],
    controls: ['main > .controls', element => {
      const before = content.querySelector(':scope > .title');
      if (before) before.after(element); else content.prepend(element);
    }],
    failures: ['main > .banner.failed', element => {
      const before = all(':scope > .title, :scope > .controls', content).at(-1);
      if (before) before.after(element); else content.prepend(element);
    }],
    stamp: ['.stamp', element => document.querySelector('.page').after(element)],
  };
  live.patchRegion = (name, html) => {
    const [selector, put] = places[name];
    const mine = document.querySelector(selector);
    const theirs = parse(html).firstElementChild;
    if (!theirs) {
      if (mine) mine.remove();
      return;
    }
    if (name === 'controls' && mine && live.syncControls(mine, theirs)) return;
    if (mine) mine.replaceWith(theirs); else put(theirs);
    treat(theirs);
    if (mine) keepView(mine, theirs);
  };

  // The part that kept its position while other cells wait for another turn; fractions of pixels would add up.
  let carried = null;

  // Visible content stays in place, whatever changes above it.
  live.anchored = change => {
    const focus = content.contains(document.activeElement) && document.activeElement !== content
      ? document.activeElement : null;
    const top = document.querySelector('.live').getBoundingClientRect().bottom;
    const seen = [];
    const note = element => {
      const box = element.getBoundingClientRect();
      if (box.height && box.bottom > Math.max(0, top) && box.top < innerHeight) seen.push({ element, top: box.top });
    };
    if (focus) note(focus);
    if (carried?.scroll === scrollY) seen.unshift(carried);
    if (scrollY > 0) noteSeen(note);
    const holder = focus && blocks.find(block => block.nodes.some(node => node.contains(focus)));
    const index = holder ? reachable(holder).indexOf(focus) : -1;
    // The browser's own anchoring, which would be applied in addition, handles content that loads later.
    document.body.style.overflowAnchor = 'none';
    requestAnimationFrame(() => requestAnimationFrame(() => { document.body.style.overflowAnchor = ''; }));
    change();
    if (focus && !focus.isConnected && holder) {
      let taker = holder;
      while (taker.successor) taker = taker.successor;
      (reachable(taker)[index] ?? elements(taker)[0])?.focus({ preventScroll: true });
    }
    const anchor = seen.find(({ element }) => element.isConnected && element.offsetHeight);
    carried = null;
    if (!anchor || scrollY <= 0) return;
    const moved = anchor.element.getBoundingClientRect().top - anchor.top;
    if (Math.abs(moved) >= 1) scrollBy({ top: moved, behavior: 'instant' });
    if (live.isPending()) carried = { ...anchor, scroll: scrollY };
  };
  // Tells of the parts that are on screen, from the top.
  const noteSeen = note => {
    for (const block of blocks) {
      for (const element of elements(block)) {
        const box = element.getBoundingClientRect();
        if (box.bottom <= 0) continue;
        if (box.top >= innerHeight) return;
        for (const part of all('.code, .outputs > *', element)) note(part);
        note(element);
      }
    }
  };
  const reachable = block => elements(block)
    .flatMap(element => all('button, a, summary, input, select, textarea, [tabindex]', element));
}
