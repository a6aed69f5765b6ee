// The server's HTML before other scripts change the page; it shows which parts have not changed.
'use strict';
const live = {
  sources: new WeakMap(),
  // Elements whose children are compared one by one.
  containers: '.cell, .aid, .outputs, .code, .listing',
  remember(element) {
    live.sources.set(element, element.outerHTML);
    if (element.matches(live.containers)) for (const child of element.children) live.remember(child);
  },
};
for (const element of document.querySelector('main').children) live.remember(element);
