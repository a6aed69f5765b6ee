// Parameters: a control sets its parameter once it has rested for a moment; the last value wins.
'use strict';
{
  const valueOf = control => control.type === 'checkbox' ? String(control.checked) : control.value;
  // Values that wait to be sent, and controls whose value is being sent.
  const waiting = new Map();
  const sending = new Set();
  const send = async name => {
    if (sending.has(name) || !waiting.has(name)) return;
    const value = waiting.get(name).value;
    waiting.delete(name);
    sending.add(name);
    await live.send({ command: 'set', parameter: name, value });
    sending.delete(name);
    if (waiting.has(name) && !waiting.get(name).timer) send(name);
  };
  const set = control => {
    if (!control.checkValidity()) {
      control.reportValidity();
      return;
    }
    const name = control.dataset.parameter;
    clearTimeout(waiting.get(name)?.timer);
    const entry = { value: valueOf(control) };
    entry.timer = setTimeout(() => {
      entry.timer = 0;
      send(name);
    }, 50);
    waiting.set(name, entry);
  };
  const showValue = control => {
    const output = control.parentElement.querySelector('output');
    if (output) output.textContent = control.value;
  };
  each('main > .controls', form => {
    if (root.dataset.role !== 'author') form.querySelector('fieldset').disabled = true;
    form.addEventListener('submit', event => event.preventDefault());
    for (const control of all('[data-parameter]', form)) {
      showValue(control);
      control.addEventListener(control.type === 'range' ? 'input' : 'change', () => {
        showValue(control);
        set(control);
      });
    }
  });
  // Takes over values from newer controls of the same shape, except for one that is being moved.
  live.syncControls = (mine, theirs) => {
    if (mine.dataset.shape !== theirs.dataset.shape) return false;
    for (const other of all('[data-parameter]', theirs)) {
      const name = other.dataset.parameter;
      const control = all('[data-parameter]', mine).find(control => control.dataset.parameter === name);
      if (!control || waiting.has(name) || sending.has(name)) continue;
      if (control === document.activeElement && control.type !== 'range' && control.type !== 'checkbox') continue;
      if (control.type === 'checkbox') control.checked = other.checked; else control.value = other.value;
      showValue(control);
    }
    return true;
  };
}
