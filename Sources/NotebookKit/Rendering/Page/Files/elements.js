// Finding and making elements. A page that a server changes has elements that come later: each is treated like those that
// were there.
'use strict';
const root = document.documentElement;
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const treatments = [];
const each = (selector, action) => {
  treatments.push(part => {
    if (part.matches(selector)) action(part);
    all(selector, part).forEach(action);
  });
  all(selector).forEach(action);
};
const afterChange = [];
const button = (label, action, name = '') => {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = label;
  element.className = name;
  element.addEventListener('click', action);
  return element;
};
