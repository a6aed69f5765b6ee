// Walking through a report: prose, then code, then output, by the keyboard. Slides show a section a page.
const content = document.querySelector('main');
const isCell = element => element.classList.contains('cell');
// A step is a run of prose, the code of a cell, or its outputs; an exercise is one, since it has outputs or none as it is answered.
const collect = () => {
  const steps = [];
  let section = 0;
  let prose = null;
  for (const element of content.children) {
    if (element.hidden && !element.dataset.walkHidden) continue;
    const begins = /^H[12]$/.test(element.tagName);
    if (begins && steps.length) section += 1;
    if (isCell(element)) {
      prose = null;
      const isWhole = 'exercise' in element.dataset;
      const parts = isWhole ? [] : all('.code, .outputs', element).filter(part => !part.closest('.aid'));
      for (const part of parts.length ? parts : [element]) steps.push({ parts: [part], holder: element, section });
    } else if (prose && !begins) {
      prose.parts.push(element);
    } else {
      if (begins) element.classList.add('begins');
      steps.push(prose = { parts: [element], section });
    }
  }
  return steps;
};
// Observers of the current step of the page: null once the walk has ended, and whether a user went there.
const walkListeners = [];
let steps = [];
let at = 0;
let size = Number(store('size')) || 1;
const walkbar = document.createElement('nav');
walkbar.className = 'walkbar';
walkbar.setAttribute('aria-label', 'Walkthrough');
walkbar.hidden = true;
const place = document.createElement('output');
const setSize = value => {
  size = Math.max(.6, Math.min(value, 2.5));
  root.style.setProperty('--size', size);
  store('size', size);
};
const hide = (element, hidden) => {
  element.hidden = hidden;
  if (hidden) element.dataset.walkHidden = 1; else delete element.dataset.walkHidden;
};
const show = (scrolls = true) => {
  const mode = root.dataset.walk;
  const here = steps[at];
  const seen = new Set();
  steps.forEach((step, index) => {
    const isShown = !mode || (mode === 'slides' ? step.section === here.section : index <= at);
    for (const part of step.parts) {
      hide(part, !isShown);
      part.classList.toggle('current', mode === 'steps' && index === at);
    }
    if (!step.holder) return;
    if (isShown) seen.add(step.holder);
    hide(step.holder, !seen.has(step.holder));
  });
  if (!mode) {
    if (scrolls) for (const listener of walkListeners) listener(null, true);
    return;
  }
  const sections = steps.at(-1).section + 1;
  place.textContent = mode === 'slides' ? `Section ${here.section + 1} of ${sections}` : `Step ${at + 1} of ${steps.length}`;
  for (const listener of walkListeners) listener(at, scrolls);
  if (!scrolls) return;
  const part = here.parts[0];
  if (mode === 'slides') scrollTo(0, 0);
  else if (at === 0) scrollTo(0, 0);
  else part.scrollIntoView({ block: part.offsetHeight > innerHeight * .6 ? 'start' : 'center' });
};
const move = (by, far) => {
  if (root.dataset.walk === 'slides' || far) {
    const wanted = steps[at].section + by;
    const found = steps.findIndex(step => step.section === wanted);
    if (found >= 0) at = found; else if (far && by > 0) at = steps.length - 1; else if (far) at = 0;
  } else {
    at = Math.max(0, Math.min(at + by, steps.length - 1));
  }
  show();
};
const enter = mode => {
  if (root.dataset.walk === mode) mode = '';
  if (!steps.length) steps = collect();
  if (!steps.length) return;
  if (mode) root.dataset.walk = mode; else delete root.dataset.walk;
  walkbar.hidden = !mode;
  tool('walk').setAttribute('aria-pressed', mode === 'steps');
  tool('slides').setAttribute('aria-pressed', mode === 'slides');
  const part = steps[at].parts[0];
  show();
  if (!mode) part.scrollIntoView({ block: 'center' });
};
const goTo = step => {
  if (root.dataset.walk && step === at) return;
  if (!steps.length) steps = collect();
  at = Math.max(0, Math.min(step, steps.length - 1));
  if (root.dataset.walk) show(); else enter('steps');
};
actions.walk = () => enter('steps');
actions.slides = () => enter('slides');
walkbar.append(
  button('Back', () => move(-1)), place, button('Next', () => move(1)),
  button('A−', () => setSize(size / 1.1)), button('A+', () => setSize(size * 1.1)), button('Leave', () => enter('')));
document.body.append(walkbar);
setSize(size);
addEventListener('keydown', event => {
  if (!root.dataset.walk || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest('audio, input, textarea, select, .wave')) return;
  if (event.key === ' ' && event.target.closest('button, summary, a')) return;
  const moves = {
    ArrowRight: () => move(1), PageDown: () => move(1), ' ': () => move(event.shiftKey ? -1 : 1), n: () => move(1),
    ArrowLeft: () => move(-1), PageUp: () => move(-1), p: () => move(-1),
    ArrowDown: () => move(1, true), ArrowUp: () => move(-1, true),
    Home: () => { at = 0; show(); }, End: () => { at = steps.length - 1; show(); },
    '+': () => setSize(size * 1.1), '=': () => setSize(size * 1.1), '-': () => setSize(size / 1.1),
    Escape: () => enter(''),
  };
  if (!moves[event.key]) return;
  event.preventDefault();
  moves[event.key]();
});
afterChange.push(() => {
  const here = steps[at];
  steps = root.dataset.walk ? collect() : [];
  if (!steps.length) return;
  // Steps may have been added or removed above the current one.
  const same = steps.findIndex(step => here?.parts.some(part => step.parts.includes(part)));
  const holder = same < 0 && here?.holder ? steps.findLastIndex(step => step.holder === here.holder) : -1;
  at = same >= 0 ? same : holder >= 0 ? holder : Math.min(at, steps.length - 1);
  show(false);
});
const query = new URLSearchParams(location.search);
if (query.has('slides')) enter('slides'); else if (query.has('walk') || root.dataset.walkthrough) enter('steps');
