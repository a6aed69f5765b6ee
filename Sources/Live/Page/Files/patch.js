// Blocks that changed are exchanged in place; the rest stays as it is on screen.
'use strict';
{
  const elements = block => block.nodes.filter(node => node.nodeType === Node.ELEMENT_NODE);
  const isCellBlock = block => block.name.startsWith('cell ');
  // A part of which other elements are made tells the rest of the page.
  const treat = element => { for (const treatment of treatments) treatment(element); };

  // On the page, blocks lie between comments that name them.
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

  // What a reader has opened, folded or scrolled stays so.
  const keepView = (old, fresh) => {
    const [before, after] = [old, fresh].map(element => [element, ...all('details, .scroll, pre', element)]);
    if (before.length !== after.length) return;
    after.forEach((element, index) => {
      const other = before[index];
      if (element.tagName !== other.tagName) return;
      if (element.tagName === 'DETAILS') element.open = other.open;
      element.scrollTop = other.scrollTop;
      element.scrollLeft = other.scrollLeft;
    });
  };

  // Brings the attributes of a container and its children to those of a newer one.
  const mergeContainer = (old, fresh) => {
    // What scripts and readers have set stays.
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
    // Elements without a source are those that scripts have added.
    const old = [...parent.children].filter(element => live.sources.has(element));
    const wanted = new Set(fresh.map(element => live.sources.get(element)));
    let cursor = parent.firstElementChild;
    const place = element => {
      // What scripts have added stays behind the element that it follows.
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

  // Old blocks by the newer ones that take their places: of the same name, else between the same neighbours.
  const pair = order => {
    const byName = new Map(blocks.map((block, index) => [block.name, index]));
    const pairs = new Map();
    const names = new Set(order.map(([, name]) => name));
    let [oldStart, newStart, last] = [0, 0, -1];
    const pairBetween = (oldEnd, newEnd) => {
      const olds = blocks.slice(oldStart, oldEnd).filter(block => !names.has(block.name));
      for (let index = newStart; index < newEnd; index += 1) {
        if (byName.has(order[index][1])) continue;
        const isCell = order[index][1].startsWith('cell ');
        const place = olds.findIndex(block => isCellBlock(block) === isCell);
        if (place >= 0) pairs.set(order[index][1], olds.splice(0, place + 1).at(-1));
      }
    };
    order.forEach(([, name], index) => {
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

  live.patchBlocks = (order, html) => {
    const sources = new Map(html);
    const byHash = new Map(blocks.map(block => [block.hash, block]));
    const pairs = pair(order);
    const fresh = [];
    const next = order.map(entry => {
      const [hash, name] = entry;
      const old = pairs.get(name);
      if (old && old.hash === hash) {
        old.name = name;
        old.nodes[0].data = `block ${hash} ${name}`;
        return old;
      }
      const source = sources.get(hash);
      // What is the same text as another block was not sent.
      const known = source === undefined ? byHash.get(hash) : undefined;
      const text = source ?? (known ? elements(known).map(element => live.sources.get(element)).join('\n') : '');
      const block = make(entry, text);
      if (old && isCellBlock(old) && isCellBlock(block) && elements(old).length === 1 && elements(block).length === 1) {
        old.hash = hash;
        old.name = name;
        old.nodes[0].data = `block ${hash} ${name}`;
        fresh.push({ block: old, merge: elements(block)[0] });
        return old;
      }
      fresh.push({ block, old });
      return block;
    });
    const kept = new Set(next);
    for (const block of blocks) if (!kept.has(block)) for (const node of block.nodes) node.remove();
    const first = blocks.find(block => kept.has(block));
    let cursor = first ? first.nodes[0] : null;
    for (const block of next) {
      for (const node of block.nodes) {
        if (node === cursor) cursor = cursor.nextSibling; else content.insertBefore(node, cursor);
      }
    }
    blocks = next;
    for (const { block, old, merge } of fresh) {
      if (merge) {
        mergeContainer(elements(block)[0], merge);
        continue;
      }
      elements(block).forEach((element, index) => {
        treat(element);
        if (old && elements(old)[index]) keepView(elements(old)[index], element);
      });
    }
    return pairs;
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

  // What is on screen stays where it is, whatever changes above it.
  live.anchored = change => {
    const focus = document.activeElement;
    const top = document.querySelector('.live').getBoundingClientRect().bottom;
    const seen = [];
    const note = element => {
      const box = element.getBoundingClientRect();
      if (box.height && box.bottom > Math.max(0, top) && box.top < innerHeight) seen.push({ element, top: box.top });
    };
    if (focus && content.contains(focus)) note(focus);
    if (scrollY > 0) {
      for (const block of blocks) {
        for (const element of elements(block)) {
          const box = element.getBoundingClientRect();
          if (box.bottom <= 0) continue;
          if (box.top >= innerHeight) break;
          const parts = all('.code, .outputs > *', element);
          for (const part of parts) note(part);
          note(element);
        }
      }
    }
    const holder = blocks.find(block => block.nodes.some(node => node.contains(focus)));
    const index = holder ? reachable(holder).indexOf(focus) : -1;
    // The browser's own anchoring, which would come on top of this one, serves what loads later.
    document.body.style.overflowAnchor = 'none';
    requestAnimationFrame(() => requestAnimationFrame(() => { document.body.style.overflowAnchor = ''; }));
    const pairs = change();
    if (focus && focus !== document.body && !focus.isConnected && holder && pairs) {
      const taker = blocks.find(block => pairs.get(block.name) === holder) ?? holder;
      (reachable(taker)[index] ?? elements(taker)[0])?.focus({ preventScroll: true });
    }
    const anchor = seen.find(({ element }) => element.isConnected && element.offsetHeight);
    if (!anchor || scrollY <= 0) return;
    const moved = anchor.element.getBoundingClientRect().top - anchor.top;
    if (Math.abs(moved) >= 1) scrollBy({ top: moved, behavior: 'instant' });
  };
  const reachable = block => elements(block)
    .flatMap(element => all('button, a, summary, input, select, textarea, [tabindex]', element));
}
