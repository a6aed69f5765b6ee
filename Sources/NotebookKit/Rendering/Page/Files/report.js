// Conveniences of a report. Without it, everything can still be read.
// A page opened from a file may lack storage.
const store = (key, value) => {
  try {
    if (value === undefined) return localStorage.getItem('etude-' + key);
    localStorage.setItem('etude-' + key, value);
  } catch { return null; }
};
const tool = name => document.querySelector(`.tools [data-do=${name}]`);
const actions = {};

// Theme: as the system says, light, dark.
const themes = ['auto', 'light', 'dark'];
const choose = source => {
  const media = { auto: 'screen and (prefers-color-scheme: dark)', light: 'not all', dark: 'screen' }[theme];
  // A source that is set again selects its image again.
  if (source.media !== media) source.media = media;
};
const colour = frame => {
  const inner = frame.contentDocument && frame.contentDocument.documentElement;
  if (inner) inner.dataset.theme = theme;
};
const setTheme = () => {
  if (theme === 'auto') delete root.dataset.theme; else root.dataset.theme = theme;
  all('picture source').forEach(choose);
  all('iframe.html').forEach(colour);
  tool('theme').querySelector('span').textContent = theme;
  store('theme', theme);
};
let theme = themes.includes(store('theme')) ? store('theme') : 'auto';
actions.theme = () => {
  theme = themes[(themes.indexOf(theme) + 1) % 3];
  setTheme();
};

// Frames take the height of their content.
const fit = frame => {
  const inner = frame.contentDocument;
  if (!inner || !inner.body) return;
  // A document is never less high than its frame.
  frame.style.height = 0;
  frame.style.height = Math.min(inner.documentElement.scrollHeight + 2, 1200) + 'px';
};
each('iframe.html', frame => {
  frame.addEventListener('load', () => { fit(frame); colour(frame); });
  fit(frame);
});
each('picture source', choose);
addEventListener('resize', () => all('iframe.html').forEach(fit));
setTheme();

// Folding, one and all.
const folds = () => all('details.code');
const anyOpen = () => folds().some(fold => fold.open);
const sayFold = () => {
  const areAllFolded = folds().length > 0 && !anyOpen();
  const text = areAllFolded ? 'Show code' : 'Fold code';
  if (tool('fold').textContent !== text) tool('fold').textContent = text;
  tool('fold').setAttribute('aria-pressed', areAllFolded);
};
actions.fold = () => {
  const open = !anyOpen();
  for (const fold of folds()) fold.open = open;
  sayFold();
};
// All may be folded at the same time.
let isFolding = false;
const sayFoldSoon = () => {
  if (isFolding) return;
  isFolding = true;
  requestAnimationFrame(() => {
    isFolding = false;
    sayFold();
  });
};
each('details.code', fold => fold.addEventListener('toggle', sayFoldSoon));
sayFold();
afterChange.push(sayFold);

// Content that does not scroll needs no tab stop.
const scrolls = box =>
  !box.offsetHeight || box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
const reach = boxes => {
  const found = boxes.map(box => [box, scrolls(box)]);
  for (const [box, isStop] of found) if (isStop) box.tabIndex = 0; else box.removeAttribute('tabindex');
};
const boxes = 'pre.swift, .outputs pre, .sample, .scroll, .math';
reach(all(boxes));
const sizes = new ResizeObserver(entries => reach(entries.map(entry => entry.target)));
each(boxes, box => sizes.observe(box));

// Copying.
const copy = async (text, from) => {
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    done = document.execCommand('copy');
    area.remove();
    from.focus();
  }
  from.textContent = done ? 'Copied' : 'Not copied';
  setTimeout(() => { from.textContent = 'Copy'; }, 1500);
};
each('.listing', listing => {
  const code = listing.querySelector('code');
  const element = button('Copy', () => copy(code.textContent, element), 'copy');
  element.setAttribute('aria-label', 'Copy ' + listing.querySelector('.swift').ariaLabel.toLowerCase());
  listing.append(element);
});

// Running times are in the stamp, and are shown beside their cells.
const showTime = (cell, text) => {
  const summary = cell && cell.querySelector('.code > summary');
  if (!summary) return;
  let time = summary.querySelector('.time');
  if (!time && !text) return;
  if (!time) {
    time = document.createElement('span');
    time.className = 'time';
    summary.append(time);
  }
  if (time.textContent !== text) time.textContent = text;
};
for (const row of all('.timings [data-cell]')) {
  showTime(document.getElementById(row.dataset.cell), row.cells[1].textContent);
}

// The contents follow the reader.
let links = new Map();
let marks = [];
let followed;
const follow = () => {
  if (!marks.length) return;
  const passed = marks.filter(mark => mark.getBoundingClientRect().top < 120 && !mark.hidden);
  const end = innerHeight + scrollY >= document.body.scrollHeight - 4 && scrollY > 0;
  const here = end ? marks.at(-1) : passed.at(-1);
  const link = here && links.get(here.id);
  if (link === followed) return;
  if (followed) followed.removeAttribute('aria-current');
  if (link) link.setAttribute('aria-current', 'true');
  followed = link;
};
const findMarks = () => {
  links = new Map(all('.toc a').map(link => [decodeURIComponent(link.hash.slice(1)), link]));
  marks = [...links.keys()].map(id => document.getElementById(id)).filter(Boolean);
  follow();
};
addEventListener('scroll', follow, { passive: true });
findMarks();
afterChange.push(findMarks);
each('.toc details', contents => { if (matchMedia('(max-width: 66rem)').matches) contents.open = false; });

// A reference into something folded opens it.
const reveal = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target) for (const aid of all('.aid', target)) aid.open = true;
  for (let node = target; node; node = node.parentElement) if (node.tagName === 'DETAILS') node.open = true;
};
addEventListener('hashchange', reveal);
reveal();

// Keys: t, f, w, s do what the buttons do.
const tools = document.querySelector('.tools');
tools.hidden = false;
tools.addEventListener('click', event => {
  const element = event.target.closest('[data-do]');
  if (element) actions[element.dataset.do]();
});
const keys = { t: 'theme', f: 'fold', w: 'walk', s: 'slides' };
addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || /INPUT|TEXTAREA|SELECT/.test(event.target.tagName)) return;
  if (keys[event.key]) actions[keys[event.key]]();
});

// A running report shows new content, unless someone is listening, reading a selection or walking. One that was not
// written again in time belongs to a run that is over.
const running = document.querySelector('.banner.running');
if (running) {
  const next = new Date(running.dataset.next);
  const done = running.dataset.done;
  if (next.getTime() < Date.now()) {
    root.dataset.run = 'unfinished';
    running.textContent = next.getTime() > 0
      ? `The run ended unfinished: ${done} This page was to be written again by ${next.toLocaleString()}, and was not.`
      : `The run ended unfinished: ${done} Its report could no longer be written.`;
  } else {
    running.textContent = `The run goes on: ${done} This page reloads by itself.`;
    setInterval(() => {
      const busy = all('audio').some(audio => !audio.paused) || String(getSelection()) || root.dataset.walk;
      if (!busy) location.reload();
    }, 2000);
  }
}
